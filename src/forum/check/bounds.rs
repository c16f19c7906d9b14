//! Faults of a rule's bounds and of its weight as a wish.

use super::super::{Bound, Count, Number, Quantity, Rule};
use super::Check;
use super::found::{Found, Place};
use crate::Code;

pub(super) fn all(check: &Check<'_>, found: &mut Found, at: &Place<'_>, rule: &Rule, owner: &str) {
    let bounds = [("at_least", rule.at_least), ("at_most", rule.at_most), ("exactly", rule.exactly)];
    if bounds.iter().all(|(_, bound)| bound.is_none()) && rule.at_most_apart.is_none() {
        found.add(
            Code::NoBound,
            at,
            format!("{owner} has no bound"),
            "add `at_least`, `at_most`, `exactly` or `at_most_apart`",
        );
    }
    for (name, bound) in bounds {
        one(check, found, &at.name(name), (name, bound), rule, owner);
    }
    together(found, at, rule, owner);
    apart(found, &at.name("at_most_apart"), rule, owner);
    if let Some(prefer) = rule.prefer {
        let place = at.name("prefer");
        if prefer.priority == 0 {
            let message = format!("{owner} has priority 0");
            found.add(
                Code::InvalidNumber,
                &place.name("priority"),
                message,
                "priorities start at 1, which is met first",
            );
        }
        if prefer.weight == 0 {
            let message = format!("{owner} is a wish of weight 0, which is no wish");
            found.add(Code::InvalidNumber, &place.name("weight"), message, "give it a weight of 1 or more");
        }
    }
}

/// One bound by itself.
fn one(
    check: &Check<'_>,
    found: &mut Found,
    place: &Place<'_>,
    (name, bound): (&str, Option<Bound>),
    rule: &Rule,
    owner: &str,
) {
    match bound {
        Some(Bound::Share(_)) if matches!(rule.count, Count::Sum(_)) => {
            let message = format!("{owner} bounds a sum by a share of seats");
            found.add(Code::ShareOfSum, place, message, "bound the sum by a number, or count seats");
        }
        Some(Bound::Number(number))
            if number.thousandths() < 0 && name != "at_least" && !may_be_negative(check, rule) =>
        {
            let message =
                format!("{owner} asks for {} {number}, and nothing counted is below 0", name.replace('_', " "));
            found.add(Code::InvalidNumber, place, message, "bounds start at 0");
        }
        _ => {}
    }
}

/// Whether the count of the rule can be below 0.
fn may_be_negative(check: &Check<'_>, rule: &Rule) -> bool {
    match &rule.count {
        Count::Sum(Quantity::Attribute(name)) => {
            check.names.attributes.get(name.as_str()).is_some_and(|facts| facts.negative)
        }
        _ => false,
    }
}

/// Bounds that exclude each other, where that is certain whatever the seats.
fn together(found: &mut Found, at: &Place<'_>, rule: &Rule, owner: &str) {
    let mut contradict = |name: &str, message: String, hint: &str| {
        found.add(Code::ContradictoryBounds, &at.name(name), message, hint);
    };
    if let Some(exactly) = rule.exactly {
        if rule.at_least.is_some() || rule.at_most.is_some() || rule.at_most_apart.is_some() {
            let message = format!("{owner} has `exactly` beside other bounds");
            contradict("exactly", message, "`exactly` is both bounds at once and stands alone");
        }
        if let Bound::Number(number) = exactly
            && !matches!(rule.count, Count::Sum(_))
            && number.whole().is_none()
        {
            let message = format!("{owner} asks for exactly {number}, and counts are whole");
            contradict("exactly", message, "ask for a whole number, or for a range");
        }
    }
    let (Some(least), Some(most)) = (rule.at_least, rule.at_most) else { return };
    let exclude = match (least, most) {
        (Bound::Number(least), Bound::Number(most)) if matches!(rule.count, Count::Sum(_)) => least > most,
        // Counts are whole: at least 1.2 and at most 1.8 is at least 2 and at most 1.
        (Bound::Number(least), Bound::Number(most)) => ceiling(least) > floor(most),
        (Bound::Share(least), Bound::Share(most)) => least > most,
        (Bound::Number(least), Bound::Share(most)) => least.thousandths() > 0 && most.hundred_thousandths() == 0,
        // A share is at least 0, and an empty group meets every share.
        (Bound::Share(_), Bound::Number(_)) => false,
    };
    if exclude {
        let message = format!("{owner} asks for at least {least} and at most {most}");
        contradict("at_least", message, "lower `at_least` or raise `at_most`");
    }
}

fn ceiling(number: Number) -> i64 {
    -(-number.thousandths()).div_euclid(1000)
}

fn floor(number: Number) -> i64 {
    number.thousandths().div_euclid(1000)
}

fn apart(found: &mut Found, place: &Place<'_>, rule: &Rule, owner: &str) {
    let Some(spread) = rule.at_most_apart else { return };
    if rule.for_each.is_empty() {
        found.add(
            Code::ApartWithoutKey,
            place,
            format!("{owner} keeps groups together and groups by nothing"),
            "name in `for_each` what may differ, such as `sector`",
        );
    }
    if spread.thousandths() < 0 {
        let message = format!("{owner} lets groups differ by at most {spread}, and a difference is never below 0");
        found.add(Code::InvalidNumber, place, message, "bounds start at 0");
    }
}
