//! Whether sums over the forum stay exact: greatest values of goals, rows and wishes, and the number of pairs.
//!
//! Every estimate is from above: seats times the greatest coefficient, in whole units after dividing by what all
//! coefficients have in common.

use super::super::{Bound, Count, Forum, Goal, Metric, Number, Panel, Quantity, Rule, Share, Value};
use super::Check;
use super::found::{Found, Place};
use crate::Code;
use std::collections::HashMap;

/// The greatest magnitude of a goal's value: solvers are trusted with objectives below it.
const GREATEST_VALUE: u128 = 100_000_000;
/// The greatest magnitude of a row's sum.
const GREATEST_SUM: u128 = 1_000_000_000;
/// The most pairs of a panel's role and a speaker.
const MOST_PAIRS: u128 = 50_000_000;

/// The magnitudes of one number over the pool, in thousandths.
#[derive(Clone, Copy, Default)]
struct Spread {
    sum: u128,
    greatest: u128,
    /// The greatest common divisor; 0 where all are 0.
    unit: u128,
}

impl Spread {
    fn add(&mut self, number: Number) {
        let magnitude = u128::from(number.thousandths().unsigned_abs());
        self.sum = self.sum.saturating_add(magnitude);
        self.greatest = self.greatest.max(magnitude);
        self.unit = divisor(self.unit, magnitude);
    }
}

/// The greatest levels, preferences and numbers of the pool.
pub(super) struct Extent<'f> {
    levels: HashMap<&'f str, u8>,
    preferences: HashMap<&'f str, u32>,
    numbers: HashMap<&'f str, Spread>,
}

impl<'f> Extent<'f> {
    pub(super) fn of(forum: &'f Forum) -> Self {
        let mut extent = Self { levels: HashMap::new(), preferences: HashMap::new(), numbers: HashMap::new() };
        for speaker in &forum.speakers {
            for (topic, &level) in &speaker.expertise {
                let greatest = extent.levels.entry(topic).or_default();
                *greatest = level.max(*greatest);
            }
            for (panel, &preference) in &speaker.preference {
                let greatest = extent.preferences.entry(panel).or_default();
                *greatest = preference.unsigned_abs().max(*greatest);
            }
            if let Some(cost) = speaker.cost {
                extent.numbers.entry("cost").or_default().add(cost);
            }
            for (name, value) in &speaker.attributes {
                if let Value::Number(number) = value {
                    extent.numbers.entry(name).or_default().add(*number);
                }
            }
        }
        extent
    }

    /// The greatest sum of levels on the panel's topics, in thousandths.
    fn expertise(&self, panel: &Panel) -> u128 {
        let levels = panel.topics.iter().filter_map(|topic| self.levels.get(topic.as_str()));
        levels.map(|&level| u128::from(level) * 1000).sum()
    }

    fn number(&self, name: &str) -> Spread {
        self.numbers.get(name).copied().unwrap_or_default()
    }
}

fn divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The pairs of a panel's role and a speaker, of which the program has a column each.
pub(super) fn pairs(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    let roles: u128 = check.forum.panels.iter().map(|panel| panel.seats.len() as u128).sum();
    let pairs = roles.saturating_mul(check.forum.speakers.len() as u128);
    if pairs > MOST_PAIRS {
        let message = format!("{pairs} pairs of a panel's role and a speaker are more than 50,000,000");
        found.add(Code::TooLarge, place, message, "split the programme into parts with pools of their own");
    }
}

/// A goal's greatest value over the panels that it speaks of.
pub(super) fn goal(
    check: &Check<'_>,
    found: &mut Found,
    place: &Place<'_>,
    goal: &Goal,
    panels: &[(&Panel, u64)],
    owner: &str,
) {
    let extent = &check.extent;
    let cost = extent.number("cost");
    let mut unit = 0;
    for (metric, weight) in &goal.measure {
        let of_one = if *metric == Metric::Cost { cost.unit } else { 1000 };
        unit = divisor(unit, u128::from(weight.unsigned_abs()).saturating_mul(of_one));
    }
    let mut value: u128 = 0;
    for (panel, seats) in panels {
        let mut coefficient: u128 = 0;
        for (metric, weight) in &goal.measure {
            let greatest = match metric {
                Metric::Expertise => extent.expertise(panel),
                Metric::Preference => {
                    1000 * u128::from(extent.preferences.get(panel.id.as_str()).copied().unwrap_or_default())
                }
                Metric::Seats | Metric::People | Metric::Changes => 1000,
                Metric::Cost => cost.greatest,
            };
            coefficient = coefficient.saturating_add(greatest.saturating_mul(weight.unsigned_abs().into()));
        }
        let here = coefficient.saturating_mul(u128::from(*seats));
        value = if goal.worst_panel { value.max(here) } else { value.saturating_add(here) };
    }
    let units = value / unit.max(1);
    if units > GREATEST_VALUE {
        let message = format!("{owner} can reach {units} units, more than 100,000,000");
        found.add(Code::TooLarge, place, message, "use a larger unit, such as thousands, or smaller weights");
    }
}

/// A rule's greatest row, and a wish's greatest cost in one group.
pub(super) fn rule(
    check: &Check<'_>,
    found: &mut Found,
    at: &Place<'_>,
    rule: &Rule,
    panels: &[(&Panel, u64)],
    owner: &str,
) {
    let numbers = [rule.at_least, rule.at_most, rule.exactly].into_iter().flatten().filter_map(|bound| match bound {
        Bound::Number(number) => Some(number),
        Bound::Share(_) => None,
    });
    let mut bounds = Spread::default();
    numbers.chain(rule.at_most_apart).for_each(|number| bounds.add(number));
    let seats = panels.iter().fold(0_u128, |sum, (_, seats)| sum.saturating_add((*seats).into()));
    let (counted, unit) = match &rule.count {
        Count::Sum(Quantity::Attribute(name)) => {
            let spread = check.extent.number(name);
            (spread.sum.min(seats.saturating_mul(spread.greatest)), divisor(spread.unit, bounds.unit).max(1))
        }
        Count::Sum(Quantity::Expertise) => {
            let of = |(panel, seats): &(&Panel, u64)| check.extent.expertise(panel).saturating_mul((*seats).into());
            (panels.iter().map(of).fold(0, u128::saturating_add), 1000)
        }
        Count::Seats | Count::People | Count::Distinct(_) => (seats.saturating_mul(1000), 1000),
    };
    let sum = counted.max(bounds.greatest) / unit;
    let parts = [rule.at_least, rule.at_most, rule.exactly].into_iter().flatten().map(parts_of).max().unwrap_or(1);
    let units = sum.saturating_mul(parts);
    if units > GREATEST_SUM {
        let message = format!("the sums of {owner} can reach {units} units, more than 1,000,000,000");
        found.add(Code::TooLarge, at, message, "use a larger unit, such as thousands, or a rounder share");
    }
    if let Some(prefer) = rule.prefer
        && sum.saturating_mul(prefer.weight.into()) > GREATEST_VALUE
    {
        let message = format!("the shortfall of {owner} times its weight can pass 100,000,000");
        let at = at.name("prefer");
        found.add(Code::TooLarge, &at.name("weight"), message, "use smaller weights for all wishes of the priority");
    }
}

/// In how many parts a share divides a seat: 40% counts in fifths.
fn parts_of(bound: Bound) -> u128 {
    match bound {
        Bound::Number(_) => 1,
        Bound::Share(share) => {
            let whole = u128::from(Share::WHOLE.unsigned_abs());
            whole / divisor(whole, share.hundred_thousandths().into()).max(1)
        }
    }
}
