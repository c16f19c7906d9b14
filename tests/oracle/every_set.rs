//! Every set of seats up to the seats' maxima, with no rule at all: the ground for predicates written by hand.

use super::filter::{seat_range, text};
use super::forum::{list, subsets};
use serde_json::Value;

/// A filled seat, by ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub panel: String,
    pub role: String,
    pub speaker: String,
}

/// Calls `visit` with every set of seats that fills no role of a panel beyond its maximum.
pub fn visit(forum: &Value, visit: &mut dyn FnMut(&[Held])) {
    let speakers: Vec<usize> = (0..list(forum, "speakers").len()).collect();
    let mut places = Vec::new();
    for panel in list(forum, "panels") {
        for (role, range) in panel["seats"].as_object().unwrap() {
            let fillings = subsets(&speakers, 0, seat_range(range).1);
            let held = |speaker: &usize| Held {
                panel: text(&panel["id"]),
                role: role.clone(),
                speaker: text(&forum["speakers"][*speaker]["id"]),
            };
            places.push(fillings.iter().map(|set| set.iter().map(held).collect()).collect::<Vec<Vec<Held>>>());
        }
    }
    extend(&places, &mut Vec::new(), visit);
}

fn extend(places: &[Vec<Vec<Held>>], plan: &mut Vec<Held>, visit: &mut dyn FnMut(&[Held])) {
    let Some((fillings, rest)) = places.split_first() else { return visit(plan) };
    for filling in fillings {
        let before = plan.len();
        plan.extend_from_slice(filling);
        extend(rest, plan, visit);
        plan.truncate(before);
    }
}
