//! `at_most_apart`: the spread of each family of groups that agree in all keys but the last.

use super::Overflow;
use super::bounds::{too_wide, whole};
use super::counting::Counts;
use super::groups::{Combinations, Grouping};
use super::tallies::blank;
use crate::{Number, Rule, Tally};
use std::collections::HashMap;

/// One side of the groups without the last key: for each combination the shorter one, and how many share that.
struct Side {
    shorter: Combinations,
    of: HashMap<u32, u32>,
    members: Vec<usize>,
}

impl Side {
    fn new(combinations: &Combinations, all: impl Iterator<Item = u32>, cut: bool) -> Self {
        let mut side = Self { shorter: Combinations::default(), of: HashMap::new(), members: Vec::new() };
        for number in all {
            let mut values = combinations.get(number).to_vec();
            if cut {
                values.pop();
            }
            let short = side.shorter.add(values);
            side.members.resize(side.shorter.list.len(), 0);
            // A combination that several speakers share is one.
            if side.of.insert(number, short).is_none()
                && let Some(members) = side.members.get_mut(short as usize)
            {
                *members += 1;
            }
        }
        side
    }

    fn families(&self) -> impl Iterator<Item = (u32, usize)> + Clone {
        (0..).zip(self.members.iter().copied())
    }
}

#[derive(Clone, Copy)]
struct Spread {
    least: i64,
    greatest: i64,
    counted: usize,
}

/// The tallies of the families, in the order of their values. A family that names a speaker is listed only when its
/// groups differ.
pub(super) fn families(
    grouping: &mut Grouping<'_, '_>,
    counts: &Counts,
    rule: &Rule,
    allowed: Number,
) -> Result<Vec<Tally>, Overflow> {
    let Some((last, others)) = rule.for_each.split_last() else { return Ok(Vec::new()) };
    let everybody = grouping.everybody();
    let places = Side::new(&grouping.places, 0..grouping.places.list.len() as u32, last.is_panel_side());
    let people = Side::new(&grouping.people, everybody.into_iter(), !last.is_panel_side());

    let mut spreads: HashMap<(u32, u32), Spread> = HashMap::new();
    for ((place, person), count) in &counts.of {
        let (Some(place), Some(person)) = (places.of.get(place), people.of.get(person)) else { continue };
        let first = Spread { least: *count, greatest: *count, counted: 0 };
        let spread = spreads.entry((*place, *person)).or_insert(first);
        spread.least = spread.least.min(*count);
        spread.greatest = spread.greatest.max(*count);
        spread.counted += 1;
    }

    let only_apart = others.contains(&crate::Key::Speaker);
    let mut ordered = Vec::new();
    if only_apart {
        for (family, spread) in spreads {
            let members = |side: &Side, number: u32| side.members.get(number as usize).copied().unwrap_or(0);
            let size = members(&places, family.0).saturating_mul(members(&people, family.1));
            let apart = width(Some(spread), size)?;
            if apart != 0 {
                ordered.push((family, apart));
            }
        }
    } else {
        for (place, members) in places.families() {
            for (person, each) in people.families() {
                let size = members.saturating_mul(each);
                ordered.push(((place, person), width(spreads.get(&(place, person)).copied(), size)?));
            }
        }
    }

    let mut tallies = Vec::with_capacity(ordered.len());
    for (family, apart) in ordered {
        let mut of_place = places.shorter.get(family.0).iter();
        let mut of_person = people.shorter.get(family.1).iter();
        let value = |key: &crate::Key| if key.is_panel_side() { of_place.next() } else { of_person.next() };
        let order: Vec<u32> = others.iter().map(value).map(|value| value.copied().unwrap_or_default()).collect();
        let mut tally = blank(rule);
        tally.group = grouping.named(&order);
        tally.count = Number::from_thousandths_unbounded(apart);
        tally.at_most_apart = Some(allowed);
        tally.short = whole(too_wide(apart, allowed)?)?;
        tallies.push((order, tally));
    }
    tallies.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(tallies.into_iter().map(|(_, tally)| tally).collect())
}

/// The greatest count less the least; a member that counts nothing counts 0.
fn width(spread: Option<Spread>, size: usize) -> Result<i64, Overflow> {
    let Some(Spread { mut least, mut greatest, counted }) = spread else { return Ok(0) };
    if counted < size {
        least = least.min(0);
        greatest = greatest.max(0);
    }
    greatest.checked_sub(least).ok_or(Overflow)
}
