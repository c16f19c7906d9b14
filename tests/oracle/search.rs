//! Looking at every plan, and settling wishes and goals in their order.

use super::filter::text;
use super::forum::{self, Seat, list, position};
use super::goal::{self, Goal};
use super::rule::{self, Rule};
use serde_json::Value;
use std::collections::HashSet;

/// A forum read for enumeration.
pub struct Oracle<'a> {
    forum: &'a Value,
    pub seats: Vec<Seat>,
    rules: Vec<Rule>,
    goals: Vec<Goal>,
    priorities: Vec<u64>,
    /// Each panel's choices that keep every requirement which looks at that panel alone.
    choices: Vec<Vec<Vec<usize>>>,
    /// Whether a requirement that looks at no possible seat is broken whatever the plan.
    hopeless: bool,
    /// The requirements that look at several panels together, as positions in `rules`.
    joint: Vec<usize>,
    /// Which panels clash.
    clash: Vec<Vec<bool>>,
    max_seats: Vec<usize>,
}

/// The forum has more plans than the oracle is asked to look at.
#[derive(Clone, Copy, Debug)]
pub struct TooMany(pub u128);

/// What is true of a forum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No plan keeps every requirement.
    Infeasible,
    /// The best value of each wish priority and goal in turn, each under what the earlier ones leave.
    Optimal(Vec<i128>),
}

impl<'a> Oracle<'a> {
    /// Reads the forum.
    pub fn new(forum: &'a Value) -> Self {
        let seats = forum::possible_seats(forum);
        let rules = rule::in_force(forum, &seats);
        let mut priorities: Vec<u64> =
            rules.iter().filter_map(|rule| rule.wish).map(|(priority, _)| priority).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let mut choices: Vec<_> =
            (0..list(forum, "panels").len()).map(|p| forum::panel_choices(forum, &seats, p)).collect();
        let mut hopeless = false;
        for rule in rules.iter().filter(|rule| rule.wish.is_none()) {
            for group in &rule.groups {
                match group.only_panel(&seats) {
                    Some(Some(p)) => choices[p].retain(|choice| rule.group_short(group, choice) == 0),
                    Some(None) => hopeless |= rule.group_short(group, &[]) > 0,
                    None => {}
                }
            }
        }
        let goals = goal::read_all(forum, &seats);
        let requirements = (0..rules.len()).filter(|r| rules[*r].wish.is_none());
        let joint = requirements.filter(|r| rules[*r].is_joint(&seats)).collect();
        let panels = 0..choices.len();
        let clash = panels.clone().map(|a| panels.clone().map(|b| forum::clash(forum, a, b)).collect()).collect();
        let most =
            |speaker: &Value| speaker.get("max_seats").map_or(usize::MAX, |most| most.as_u64().unwrap() as usize);
        let max_seats = list(forum, "speakers").iter().map(most).collect();
        Self { forum, seats, rules, goals, priorities, choices, hopeless, joint, clash, max_seats }
    }

    /// The wish priorities that stand before the goals.
    pub fn priorities(&self) -> &[u64] {
        &self.priorities
    }

    /// How many plans there are to look at.
    pub fn plans(&self) -> u128 {
        self.choices.iter().map(|choices| choices.len() as u128).product()
    }

    /// Looks at every plan.
    pub fn verdict(&self, limit: u128) -> Result<Verdict, TooMany> {
        if self.plans() > limit {
            return Err(TooMany(self.plans()));
        }
        let mut found = HashSet::new();
        if !self.hopeless {
            self.extend(0, &mut Vec::new(), &mut found);
        }
        Ok(self.settle(found.into_iter().collect()))
    }

    /// Adds one panel after the other to a plan, and the values of every plan that keeps the requirements to `found`.
    fn extend(&self, panel: usize, plan: &mut Vec<usize>, found: &mut HashSet<Vec<i128>>) {
        let Some(choices) = self.choices.get(panel) else {
            if self.keeps_requirements(plan) {
                found.insert(self.values(plan));
            }
            return;
        };
        for choice in choices {
            let before = plan.len();
            plan.extend(choice);
            if self.keeps_slots_and_loads(panel, plan, before) {
                self.extend(panel + 1, plan, found);
            }
            plan.truncate(before);
        }
    }

    /// Whether those just seated are nowhere else at the time and within their number of seats.
    fn keeps_slots_and_loads(&self, panel: usize, plan: &[usize], before: usize) -> bool {
        plan[before..].iter().all(|new| {
            let speaker = self.seats[*new].speaker;
            let own = || plan.iter().map(|seat| &self.seats[*seat]).filter(|seat| seat.speaker == speaker);
            own().count() <= self.max_seats[speaker] && !own().any(|seat| self.clash[seat.panel][panel])
        })
    }

    fn keeps_requirements(&self, plan: &[usize]) -> bool {
        self.joint.iter().all(|rule| self.rules[*rule].short(plan) == 0)
    }

    /// The weighted shortfall of each priority, then each goal's value.
    pub fn values(&self, plan: &[usize]) -> Vec<i128> {
        let wishes = self.priorities.iter().map(|priority| {
            let of_rule = |rule: &Rule| match rule.wish {
                Some((own, weight)) if own == *priority => weight * rule.short(plan) * super::exact::ONE,
                _ => 0,
            };
            self.rules.iter().map(of_rule).sum()
        });
        wishes.chain(self.goals.iter().map(|goal| goal.value(&self.seats, plan))).collect()
    }

    fn settle(&self, mut left: Vec<Vec<i128>>) -> Verdict {
        if left.is_empty() {
            return Verdict::Infeasible;
        }
        let mut best = Vec::new();
        for place in 0..self.priorities.len() + self.goals.len() {
            let goal = place.checked_sub(self.priorities.len()).map(|at| &self.goals[at]);
            let values = left.iter().map(|values| values[place]);
            best.push(if goal.is_some_and(|goal| goal.maximise) { values.max() } else { values.min() }.unwrap());
            left.retain(|values| self.keeps(place, best[place], values[place]));
        }
        Verdict::Optimal(best)
    }

    /// Whether a value in this place is as good as the best, less the tolerance.
    pub fn keeps(&self, place: usize, best: i128, value: i128) -> bool {
        match place.checked_sub(self.priorities.len()) {
            Some(at) => self.goals[at].keeps(best, value),
            None => value <= best,
        }
    }

    /// The values of a plan as answers write it, or what it breaks.
    pub fn recount(&self, plan: &Value) -> Result<Vec<i128>, String> {
        let mut all: Vec<usize> = Vec::new();
        if list(self.forum, "panels").len() != plan.as_array().unwrap().len() {
            return Err("not every panel is in the plan".to_owned());
        }
        for (p, panel) in plan.as_array().unwrap().iter().enumerate() {
            if panel["panel"] != self.forum["panels"][p]["id"] {
                return Err(format!("{} is out of order", panel["panel"]));
            }
            let mut choice = Vec::new();
            for seat in list(panel, "seats") {
                let speaker = position(list(self.forum, "speakers"), &seat["speaker"]);
                let wanted = Seat { panel: p, role: text(&seat["role"]), speaker };
                choice
                    .push(self.seats.iter().position(|seat| *seat == wanted).ok_or(format!("impossible: {wanted:?}"))?);
            }
            choice.sort_unstable();
            let same = |other: &&Vec<usize>| {
                let mut other = (*other).clone();
                other.sort_unstable();
                other == choice
            };
            self.choices[p].iter().find(same).ok_or(format!("no choice of {}: {panel}", panel["panel"]))?;
            let before = all.len();
            all.extend(&choice);
            if !self.keeps_slots_and_loads(p, &all, before) {
                return Err(format!("somebody on {} is elsewhere or sits too often", panel["panel"]));
            }
        }
        match self.rules.iter().find(|rule| rule.wish.is_none() && rule.short(&all) > 0) {
            Some(rule) => Err(format!("{} is broken", rule.id)),
            None => Ok(self.values(&all)),
        }
    }
}
