//! Faults of rules: their ids, what they group by, what they count and whether they can count anything.

use super::super::{Count, Key, Quantity, Rule, Values};
use super::found::{Found, Place};
use super::names::{Attribute, Kind};
use super::{Check, bounds, filters, reach, sizes};
use crate::Code;
use std::collections::HashSet;

/// Prefixes of the ids by which answers name what always holds.
const RESERVED: [&str; 8] = ["seats/", "one_seat/", "slot/", "max_seats/", "roles/", "unavailable/", "pin/", "bar/"];

/// The forum's rules.
pub(super) fn forum(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    for (i, rule) in check.forum.rules.iter().enumerate() {
        one(check, found, &place.index(i), rule, None);
    }
}

/// The rules of one panel.
pub(super) fn panel(check: &Check<'_>, found: &mut Found, place: &Place<'_>, panel: usize) {
    let rules = check.forum.panels.get(panel).map_or(&[][..], |panel| &panel.rules);
    for (i, rule) in rules.iter().enumerate() {
        one(check, found, &place.index(i), rule, Some(panel));
    }
}

fn one(check: &Check<'_>, found: &mut Found, at: &Place<'_>, rule: &Rule, only: Option<usize>) {
    let before = found.faults.len();
    let owner = format!("rule `{}`", rule.id);
    id(found, &at.name("id"), &rule.id);
    if let Some(text) = &rule.text {
        found.text(&at.name("text"), text, &format!("the text of {owner}"));
    }
    keys(check, found, &at.name("for_each"), rule, &owner);
    count(check, found, &at.name("count"), rule, &owner);
    filters::speakers(check, found, &at.name("where"), &rule.filter, &owner);
    if let Some(roles) = &rule.roles {
        filters::roles(check, found, &at.name("roles"), roles, &owner);
    }
    if let Some(panels) = &rule.panels {
        filters::panels(check, found, &at.name("panels"), panels, &owner);
    }
    values(found, &at.name("values"), rule, &owner);
    bounds::all(check, found, at, rule, &owner);
    let waived = check.forum.waive.contains(&rule.id);
    let seats = reach::of_rule(check, rule, only);
    // A rule with an unknown name touches nothing because of it: one fault is enough.
    let named = found.faults.len() == before;
    if named && !waived && (seats.is_empty() || rule.for_each.iter().any(|key| is_empty(check, rule, key))) {
        found.add(
            Code::RuleTouchesNothing,
            at,
            format!("{owner} can never count a seat: no panel, role or group is left"),
            "widen its `panels`, `roles` or `for_each`, or leave it out",
        );
    }
    if named {
        sizes::rule(check, found, at, rule, &seats, &owner);
    }
}

/// The id: not empty, not twice, not one that answers use for what always holds.
fn id(found: &mut Found, at: &Place<'_>, id: &str) {
    found.text(at, id, "a rule's id");
    found.rule_id(at, id);
    if id == "slot" || RESERVED.iter().any(|prefix| id.starts_with(prefix)) {
        let message = format!("the rule id `{id}` is reserved for what always holds");
        found.add(Code::ReservedName, at, message, "rename the rule");
    }
}

fn keys(check: &Check<'_>, found: &mut Found, place: &Place<'_>, rule: &Rule, owner: &str) {
    let mut seen = HashSet::new();
    for (i, key) in rule.for_each.iter().enumerate() {
        let at = place.index(i);
        if let Key::Attribute(name) = key {
            filters::attribute(check, found, &at, name, owner);
        }
        if !seen.insert(key) {
            let message = format!("{owner} groups by `{}` twice", key.name());
            found.add(Code::DuplicateEntry, &at, message, "leave one out");
        }
    }
}

fn count(check: &Check<'_>, found: &mut Found, place: &Place<'_>, rule: &Rule, owner: &str) {
    match &rule.count {
        Count::Distinct(Key::Attribute(name)) => {
            filters::attribute(check, found, &place.name("distinct"), name, owner);
        }
        Count::Sum(Quantity::Attribute(name)) => {
            let at = place.name("sum");
            let kind = |facts: &Attribute<'_>| facts.kind.map(|(kind, _)| kind);
            if filters::attribute(check, found, &at, name, owner)
                && let Some(kind) = check.names.attributes.get(name.as_str()).and_then(kind)
                && kind != Kind::Number
            {
                let message = format!("{owner} sums `{name}`, which is {}", kind.words());
                found.add(
                    Code::MixedTypes,
                    &at,
                    message,
                    "sum a number, or count `seats`, `people` or distinct values",
                );
            }
        }
        Count::Seats | Count::People | Count::Distinct(_) | Count::Sum(Quantity::Expertise) => {}
    }
}

fn values(found: &mut Found, place: &Place<'_>, rule: &Rule, owner: &str) {
    let attributes: HashSet<&str> =
        rule.for_each.iter().filter(|key| matches!(key, Key::Attribute(_))).map(Key::name).collect();
    match &rule.values {
        None => {}
        Some(Values::Only(list)) => {
            if attributes.len() != 1 {
                found.add(
                    Code::ValuesWithoutKey,
                    place,
                    format!("{owner} lists values and groups by {} attributes", attributes.len()),
                    "a list belongs to exactly one attribute in `for_each`; for several write an object of lists",
                );
            }
            declared(found, place, list, owner);
        }
        Some(Values::Of(lists)) => {
            for (name, list) in lists {
                let at = place.name(name);
                if !attributes.contains(name.as_str()) {
                    found.unknown(
                        Code::ValuesWithoutKey,
                        &at,
                        format!("{owner} lists values of `{name}` and does not group by it"),
                        name,
                        attributes.iter().copied().collect::<std::collections::BTreeSet<_>>(),
                        "add the attribute to `for_each`, or leave its values out",
                    );
                }
                declared(found, &at, list, owner);
            }
        }
    }
}

fn declared(found: &mut Found, place: &Place<'_>, list: &[String], owner: &str) {
    if list.is_empty() {
        let message = format!("{owner} lists no values, so it has no groups");
        found.add(Code::EmptyList, place, message, "leave `values` out for the values of the pool");
    }
    found.list(place, list, "value");
}

/// Whether a key has no value at all.
fn is_empty(check: &Check<'_>, rule: &Rule, key: &Key) -> bool {
    let Key::Attribute(name) = key else { return false };
    let listed = match &rule.values {
        Some(Values::Only(list)) => !list.is_empty(),
        Some(Values::Of(lists)) => lists.get(name).is_some_and(|list| !list.is_empty()),
        None => false,
    };
    // The own field `cost` counts as disclosed: a pool of which nobody has a cost is caught by nothing worse.
    !listed
        && !check.names.vocabulary.contains_key(name.as_str())
        && check.names.attributes.get(name.as_str()).is_none_or(|facts| facts.kind.is_none())
}
