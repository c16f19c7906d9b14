//! Goals as they are read: the value of each under a plan.

use super::exact::{self, Bound, ONE};
use super::filter::{names_panel, of_speaker};
use super::forum::{Seat, holds, list, position};
use super::rule::{levels, seat_matches};
use serde_json::{Value, json};

/// One goal.
pub struct Goal {
    pub maximise: bool,
    pub tolerance: Option<Bound>,
    measure: Vec<(String, i128)>,
    worst: bool,
    panels: Vec<usize>,
    /// For each possible seat, whether the goal speaks of it.
    spoken_of: Vec<bool>,
    /// For each possible seat, the levels on the panel's topics, the preference for the panel, the speaker's cost.
    expertise: Vec<i128>,
    preference: Vec<i128>,
    cost: Vec<i128>,
    /// The draft's seats that the goal speaks of.
    draft: Vec<Seat>,
}

/// The forum's goals; without the field, expertise and then preference.
pub fn read_all(forum: &Value, seats: &[Seat]) -> Vec<Goal> {
    let default = json!([{"maximise": "expertise"}, {"maximise": "preference"}]);
    let goals = forum.get("goals").unwrap_or(&default);
    goals.as_array().unwrap().iter().map(|goal| read(forum, seats, goal)).collect()
}

fn read(forum: &Value, seats: &[Seat], goal: &Value) -> Goal {
    let measure = goal.get("maximise").or_else(|| goal.get("minimise")).expect("a direction");
    let panels: Vec<usize> =
        (0..list(forum, "panels").len()).filter(|p| names_panel(goal.get("panels"), &forum["panels"][*p])).collect();
    let speaks_of = |seat: &Seat| {
        panels.contains(&seat.panel)
            && (goal.get("roles").is_none() || holds(goal, "roles", &seat.role))
            && seat_matches(forum, seat, goal.get("where"), None)
    };
    let draft = list(forum, "draft").iter().map(|seat| Seat {
        panel: position(list(forum, "panels"), &seat["panel"]),
        role: seat["role"].as_str().unwrap().to_owned(),
        speaker: position(list(forum, "speakers"), &seat["speaker"]),
    });
    Goal {
        maximise: goal.get("maximise").is_some(),
        tolerance: goal.get("tolerance").map(Bound::read),
        measure: match measure {
            Value::String(metric) => vec![(metric.clone(), 1)],
            blend => blend.as_object().unwrap().iter().map(|(m, w)| (m.clone(), w.as_i64().unwrap().into())).collect(),
        },
        worst: goal.get("worst").is_some(),
        spoken_of: seats.iter().map(&speaks_of).collect(),
        draft: draft.filter(|seat| speaks_of(seat)).collect(),
        expertise: seats.iter().map(|seat| levels(forum, seat, None).iter().sum::<i128>() * ONE).collect(),
        preference: seats.iter().map(|seat| preference(forum, seat)).collect(),
        cost: seats.iter().map(|seat| cost(forum, seat)).collect(),
        panels,
    }
}

impl Goal {
    /// The goal's value under a plan.
    pub fn value(&self, seats: &[Seat], plan: &[usize]) -> i128 {
        let here: Vec<usize> = plan.iter().copied().filter(|i| self.spoken_of[*i]).collect();
        if !self.worst {
            return self.measured(seats, &here, &self.draft.iter().collect::<Vec<_>>());
        }
        let of_panel = self.panels.iter().map(|p| {
            let on_panel: Vec<usize> = here.iter().copied().filter(|i| seats[*i].panel == *p).collect();
            let draft: Vec<&Seat> = self.draft.iter().filter(|seat| seat.panel == *p).collect();
            self.measured(seats, &on_panel, &draft)
        });
        (if self.maximise { of_panel.min() } else { of_panel.max() }).expect("a panel")
    }

    fn measured(&self, seats: &[Seat], here: &[usize], draft: &[&Seat]) -> i128 {
        let first_of_speaker = |at: usize| here[..at].iter().all(|i| seats[*i].speaker != seats[here[at]].speaker);
        let people = || (0..here.len()).filter(|at| first_of_speaker(*at)).map(|at| here[at]);
        let metric = |name: &str| match name {
            "expertise" => here.iter().map(|i| self.expertise[*i]).sum(),
            "preference" => here.iter().map(|i| self.preference[*i]).sum(),
            "seats" => here.len() as i128 * ONE,
            "people" => people().count() as i128 * ONE,
            "cost" => people().map(|i| self.cost[i]).sum(),
            "changes" => {
                let new = here.iter().filter(|i| !draft.contains(&&seats[**i])).count();
                let gone = draft.iter().filter(|drafted| !here.iter().any(|i| seats[*i] == ***drafted)).count();
                (new + gone) as i128 * ONE
            }
            other => panic!("no metric: {other}"),
        };
        self.measure.iter().map(|(name, weight)| weight * metric(name)).sum()
    }

    /// Whether a value is as good as the best, less what later goals may give up.
    pub fn keeps(&self, best: i128, value: i128) -> bool {
        let lost = if self.maximise { best - value } else { value - best };
        match self.tolerance {
            None => lost <= 0,
            Some(Bound::Number(allowed)) => lost <= allowed,
            Some(Bound::Share(parts)) => lost * ONE <= parts * best.abs(),
        }
    }
}

fn preference(forum: &Value, seat: &Seat) -> i128 {
    let panel = forum["panels"][seat.panel]["id"].as_str().unwrap();
    let known = forum["speakers"][seat.speaker].get("preference").and_then(|all| all.get(panel));
    known.map_or(0, exact::amount)
}

fn cost(forum: &Value, seat: &Seat) -> i128 {
    of_speaker(&forum["speakers"][seat.speaker], "cost").iter().map(exact::amount).sum()
}
