//! The forums on which organisers' rules are tried, and how what the crate finds is compared with an enumeration.

use crate::oracle::every_set::{self, Held};
use crate::oracle::filter::seat_range;
use crate::oracle::forum::list;
use serde_json::{Value, json};

/// Five speakers. The more they are liked, the less they balance a panel: s1, s2 and s3 are men, from two sectors.
pub fn pool() -> Value {
    let speaker =
        |id: &str, sector: &str, gender: &str, organisation: &str, region: &str, age: i64, cost: f64, likes: i64| {
            json!({"id": id, "sector": sector, "gender": gender, "organisation": organisation, "cost": cost,
               "attributes": {"region": region, "age": age},
               "preference": {"p1": likes, "p2": likes, "p3": likes, "p4": likes}})
        };
    let mut pool = json!([
        speaker("s1", "government", "man", "org-1", "north", 50, 10.0, 9),
        speaker("s2", "government", "man", "org-1", "north", 40, 8.5, 8),
        speaker("s3", "private", "man", "org-2", "south", 30, 6.0, 7),
        speaker("s4", "civil_society", "woman", "org-3", "south", 22, 2.0, 3),
        speaker("s5", "academia", "woman", "org-4", "east", 20, 1.0, 2),
    ]);
    pool[0]["expertise"] = json!({"privacy": 5});
    pool[1]["expertise"] = json!({"privacy": 2});
    pool[2]["expertise"] = json!({"access": 4});
    pool[3]["expertise"] = json!({"privacy": 4, "access": 3});
    pool[4]["expertise"] = json!({"privacy": 3, "access": 1});
    pool
}

/// A forum whose one goal is preference, of panels with these seats, all at different times of day d1.
#[allow(clippy::needless_pass_by_value, reason = "a JSON literal is handed over")]
pub fn forum(speakers: Value, seats: &[Value]) -> Value {
    let topics = ["privacy", "access", "privacy", "access"];
    let panels: Vec<Value> = seats
        .iter()
        .enumerate()
        .map(|(p, seats)| {
            json!({"id": format!("p{}", p + 1), "slot": format!("slot-{p}"), "day": "d1", "topics": [topics[p]], "seats": seats})
        })
        .collect();
    let mut forum = json!({"version": 1, "forum": "organiser", "speakers": speakers, "panels": panels});
    // Preference for a panel that the forum lacks would be a fault.
    for speaker in forum["speakers"].as_array_mut().unwrap() {
        if let Some(likes) = speaker["preference"].as_object_mut() {
            likes.retain(|panel, _| panel[1..].parse::<usize>().unwrap() <= seats.len());
        }
    }
    forum["goals"] = json!([{"maximise": "preference"}]);
    forum
}

/// Two panels of three panellists, from the pool.
pub fn two_panels() -> Value {
    forum(pool(), &[json!({"panellist": 3}), json!({"panellist": 3})])
}

/// How many seats of the plan are as asked.
pub fn number(plan: &[Held], asked: impl Fn(&Held) -> bool) -> usize {
    plan.iter().filter(|seat| asked(seat)).count()
}

/// How many seats of a panel these speakers hold.
pub fn of(plan: &[Held], panel: &str, speakers: &[&str]) -> usize {
    number(plan, |seat| seat.panel == panel && speakers.contains(&seat.speaker.as_str()))
}

/// How many seats the panel fills.
pub fn size(plan: &[Held], panel: &str) -> usize {
    number(plan, |seat| seat.panel == panel)
}

/// Every role within its range of seats.
pub fn filled(forum: &Value, plan: &[Held]) -> bool {
    list(forum, "panels").iter().all(|panel| {
        panel["seats"].as_object().unwrap().iter().all(|(role, range)| {
            let (fewest, most) = seat_range(range);
            (fewest..=most).contains(&number(plan, |seat| panel["id"] == seat.panel && *role == seat.role))
        })
    })
}

/// Nobody holds two seats on one panel.
pub fn nobody_twice(plan: &[Held]) -> bool {
    plan.iter().all(|a| number(plan, |b| a.panel == b.panel && a.speaker == b.speaker) == 1)
}

/// What the plan is worth: the sum of preferences.
pub fn liking(forum: &Value, plan: &[Held]) -> i64 {
    let of_seat = |seat: &Held| {
        let speaker = list(forum, "speakers").iter().find(|speaker| speaker["id"] == seat.speaker).unwrap();
        speaker["preference"].get(&seat.panel).map_or(0, |likes| likes.as_i64().unwrap())
    };
    plan.iter().map(of_seat).sum()
}

/// The best worth among all sets of seats that the predicate allows; `None` when it allows none.
pub fn best(forum: &Value, allows: &dyn Fn(&[Held]) -> bool) -> Option<i64> {
    let mut best = None;
    every_set::visit(forum, &mut |plan| {
        if allows(plan) {
            best = best.max(Some(liking(forum, plan)));
        }
    });
    best
}

/// The crate's answer.
pub fn answer(forum: &Value) -> Value {
    let reply = convener::json::solve(forum.to_string().as_bytes(), &convener::Options::default(), false);
    serde_json::from_str(&reply.text).unwrap()
}

/// The value of the last goal in the crate's answer; `None` when it proves that there is no plan.
pub fn solved(forum: &Value) -> Option<i64> {
    let answer = answer(forum);
    match answer["status"].as_str() {
        Some("optimal") => Some(list(&answer, "goals").last().unwrap()["value"].as_i64().unwrap()),
        Some("infeasible") => None,
        _ => panic!("{answer}"),
    }
}

/// The forum with one more rule.
pub fn with_rule(forum: &Value, rule: &Value) -> Value {
    let mut forum = forum.clone();
    let mut rule = rule.clone();
    rule["id"] = json!("the-rule");
    forum["rules"] = json!([rule]);
    forum
}

/// The rule binds, and the crate finds what the organiser's own words allow, with it and without.
pub fn binds(forum: &Value, rule: &Value, says: impl Fn(&[Held]) -> bool) {
    let usual = |plan: &[Held]| filled(forum, plan) && nobody_twice(plan);
    differ(forum, &with_rule(forum, rule), &usual, &|plan| usual(plan) && says(plan));
}

/// Two forums with different optima, each as its predicate has it.
pub fn differ(first: &Value, second: &Value, one: &dyn Fn(&[Held]) -> bool, other: &dyn Fn(&[Held]) -> bool) {
    let (without, with) = (best(first, one), best(second, other));
    assert_ne!(without, with, "the rule makes no difference, so the test says nothing");
    assert_eq!(solved(first), without);
    assert_eq!(solved(second), with);
}
