//! Faults of the programme, of the policies adopted and of what is waived.

use super::super::Panel;
use super::found::{Found, Place};
use super::{Check, rules, sizes};
use crate::{Code, policies, policy};
use std::collections::{HashMap, HashSet};

/// No hall has more seats; beyond this a number is a slip, and sums would leave the range that stays exact.
const MOST_SEATS: u32 = 1_000_000;

pub(super) fn programme(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    if check.forum.panels.is_empty() {
        found.add(Code::EmptyProgramme, place, "there are no panels", "add the panels to be filled");
    }
    sizes::pairs(check, found, place);
    let mut days: HashMap<&str, (&str, &str)> = HashMap::new();
    for (i, panel) in check.forum.panels.iter().enumerate() {
        let at = place.index(i);
        let id = &panel.id;
        found.text(&at.name("id"), id, "a panel's id");
        if check.names.panels.get(id.as_str()) != Some(&i) {
            let message = format!("two panels have the id `{id}`");
            found.add(Code::DuplicateId, &at.name("id"), message, "give each panel an id of its own");
        }
        found.list(&at.name("topics"), &panel.topics, "topic");
        for (field, value) in [("slot", &panel.slot), ("day", &panel.day), ("track", &panel.track)] {
            if let Some(value) = value {
                found.text(&at.name(field), value, &format!("the {field} of panel `{id}`"));
            }
        }
        if let (Some(slot), Some(day)) = (&panel.slot, &panel.day) {
            let (first, other) = *days.entry(slot).or_insert((day, id));
            if first != day {
                found.add(
                    Code::SlotOnTwoDays,
                    &at.name("day"),
                    format!("slot `{slot}` is on `{day}` for panel `{id}` and on `{first}` for panel `{other}`"),
                    "give the slots of different days different names",
                );
            }
        }
        seats(found, &at, panel);
        rules::panel(check, found, &at.name("rules"), i);
        waive(check, found, &at.name("waive"), &panel.waive);
        may_double(found, &at.name("may_double"), panel);
    }
}

fn seats(found: &mut Found, at: &Place<'_>, panel: &Panel) {
    let id = &panel.id;
    let place = at.name("seats");
    if panel.seats.iter().all(|seats| seats.max == 0) {
        let message = format!("panel `{id}` can seat nobody");
        found.add(Code::PanelWithoutSeats, &place, message, "give it at least one seat in some role");
    }
    let mut roles = HashSet::new();
    for seats in &panel.seats {
        let role = &seats.role;
        let at = place.name(role);
        found.text(&at, role, &format!("a role of panel `{id}`"));
        if !roles.insert(role) {
            let message = format!("panel `{id}` has the role `{role}` twice");
            found.add(Code::DuplicateEntry, &at, message, "leave one out");
        }
        if seats.min > seats.max {
            found.add(
                Code::MinAboveMax,
                &at,
                format!("panel `{id}` has at least {} and at most {} seats of `{role}`", seats.min, seats.max),
                "exchange the two numbers",
            );
        }
        if seats.min.max(seats.max) > MOST_SEATS {
            let message = format!("panel `{id}` has more than 1,000,000 seats of `{role}`");
            found.add(Code::TooLarge, &at, message, "write the number of seats that can be filled");
        }
    }
}

fn may_double(found: &mut Found, place: &Place<'_>, panel: &Panel) {
    found.list(place, &panel.may_double, "role");
    let roles: HashSet<&str> = panel.seats.iter().map(|seats| seats.role.as_str()).collect();
    for (i, role) in panel.may_double.iter().enumerate().filter(|(_, role)| !roles.contains(role.as_str())) {
        found.unknown(
            Code::UnknownRole,
            &place.index(i),
            format!("panel `{}` has no seats of `{role}` to double", panel.id),
            role,
            panel.seats.iter().map(|seats| seats.role.as_str()),
            "leave it out, or give the panel seats of that role",
        );
    }
}

/// The list of what a panel or the forum waives.
pub(super) fn waive(check: &Check<'_>, found: &mut Found, place: &Place<'_>, list: &[String]) {
    found.list(place, list, "waiver");
    let rules = &check.names.rules;
    for (i, id) in list.iter().enumerate().filter(|(_, id)| *id != "slot" && !rules.contains(id.as_str())) {
        let remedy = if policy::find(id).is_some() {
            "the forum doesn't adopt this policy: leave the waiver out"
        } else {
            "name a rule or an adopted policy of the forum, or `slot`"
        };
        let known = rules.iter().copied().chain(["slot"]);
        let message = format!("there is no rule `{id}` to waive");
        found.unknown(Code::UnknownRule, &place.index(i), message, id, known, remedy);
    }
}

/// The policies adopted.
pub(super) fn adopted(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    found.list(place, &check.forum.policies, "policy");
    let mut adopted = HashSet::new();
    for (i, id) in check.forum.policies.iter().enumerate() {
        let at = place.index(i);
        if let Some(policy) = policy::find(id) {
            // A policy adopted twice is one fault, not one for each of its rules.
            if adopted.insert(id) {
                policy
                    .rules
                    .iter()
                    .map(|rule| rule.id.as_str())
                    .chain((policy.rules.len() > 1).then_some(policy.id))
                    .for_each(|id| found.rule_id(&at, id));
            }
        } else {
            found.unknown(
                Code::UnknownPolicy,
                &at,
                format!("unknown policy `{id}`"),
                id,
                policies().iter().map(|policy| policy.id),
                "`convener policies` lists them",
            );
        }
    }
}
