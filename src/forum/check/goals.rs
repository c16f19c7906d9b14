//! Faults of goals.

use super::super::{Direction, Goal, Tolerance};
use super::found::{Found, Place};
use super::{Check, filters, reach, sizes};
use crate::Code;
use std::collections::HashSet;

pub(super) fn all(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    for (i, goal) in check.forum.goals.iter().enumerate() {
        one(check, found, &place.index(i), goal, &format!("goal {}", i + 1));
    }
}

fn one(check: &Check<'_>, found: &mut Found, at: &Place<'_>, goal: &Goal, owner: &str) {
    let before = found.faults.len();
    let place = at.name(match goal.direction {
        Direction::Maximise => "maximise",
        Direction::Minimise => "minimise",
    });
    if goal.measure.is_empty() {
        let message = format!("{owner} measures nothing");
        found.add(Code::EmptyList, &place, message, "name a metric, such as `expertise`");
    }
    let mut seen = HashSet::new();
    for (metric, weight) in &goal.measure {
        let at = place.name(metric.name());
        if !seen.insert(metric) {
            let message = format!("{owner} weighs `{}` twice", metric.name());
            found.add(Code::DuplicateEntry, &at, message, "add the two weights");
        }
        if *weight == 0 {
            let message = format!("{owner} weighs `{}` with 0", metric.name());
            found.add(Code::InvalidNumber, &at, message, "leave the metric out, or give it a weight");
        }
    }
    filters::speakers(check, found, &at.name("where"), &goal.filter, owner);
    if let Some(roles) = &goal.roles {
        filters::roles(check, found, &at.name("roles"), roles, owner);
    }
    if let Some(panels) = &goal.panels {
        filters::panels(check, found, &at.name("panels"), panels, owner);
    }
    if let Tolerance::Number(number) = goal.tolerance
        && number.thousandths() < 0
    {
        let message = format!("{owner} has a tolerance of {number}");
        found.add(Code::InvalidNumber, &at.name("tolerance"), message, "a tolerance is 0 or more");
    }
    if found.faults.len() > before {
        return;
    }
    let seats = reach::of_goal(check, goal);
    // Where no panel has a seat, the panels are at fault and not the goal.
    let some = check.forum.panels.iter().any(|panel| panel.seats.iter().any(|seats| seats.max > 0));
    if seats.is_empty() && some {
        let hint = "widen its `panels` or `roles`, or leave it out";
        found.add(Code::GoalTouchesNothing, at, format!("{owner} speaks of no seat of any panel"), hint);
    }
    sizes::goal(check, found, &place, goal, &seats, owner);
}
