//! One rule's tallies: each group's count against the bounds.
//!
//! Every group is listed, met or missed, unless there would be too many to read: a rule that groups by `speaker`, or by
//! attributes with more than [`READABLE`] combinations of values, lists the groups that count something or miss a bound.

use super::Overflow;
use super::bounds::{Bounds, whole};
use super::counting::{Counts, counts};
use super::families::families;
use super::force::InForce;
use super::groups::{Group, Grouping};
use super::places::{Index, Seated};
use crate::{Number, Rule, Tally};

/// The most combinations of speaker-side values of which the empty groups are listed too.
const READABLE: usize = 32;

/// The tallies of one rule, groups in the order of their values: panels as in the forum; slots, days, tracks, topics and
/// roles by first appearance; attributes' values as listed by the rule or the vocabulary, else sorted.
pub(super) fn tallies<'f>(
    index: &Index<'f>,
    seats: &[Seated<'f>],
    force: &InForce<'f>,
) -> Result<Vec<Tally>, Overflow> {
    let mut grouping = Grouping::new(index, force);
    let counts = counts(index, seats, force, &mut grouping)?;
    let bounds = Bounds::of(force.rule);
    let mut tallies = Vec::new();
    if !bounds.is_none() {
        for (order, group) in listed(&mut grouping, &counts, bounds)? {
            let (count, filled) = (counts.get(group), counts.seats_at(group.0));
            let mut tally = blank(force.rule);
            tally.group = grouping.named(&order);
            tally.count = Number::from_thousandths_unbounded(count);
            if bounds.has_share() {
                tally.seats = Some(u32::try_from(filled).map_err(|_| Overflow)?);
            }
            tally.at_least = bounds.at_least;
            tally.at_most = bounds.at_most;
            tally.short = whole(bounds.short(count, filled)?)?;
            tallies.push(tally);
        }
    }
    if let Some(allowed) = force.rule.at_most_apart {
        tallies.extend(families(&mut grouping, &counts, force.rule, allowed)?);
    }
    Ok(tallies)
}

/// A tally that says nothing yet.
pub(super) fn blank(rule: &Rule) -> Tally {
    Tally {
        rule: rule.id.clone(),
        group: Vec::new(),
        count: Number::default(),
        seats: None,
        at_least: None,
        at_most: None,
        at_most_apart: None,
        wish: rule.prefer.is_some(),
        short: Number::default(),
    }
}

/// The groups that the answer lists, sorted.
fn listed(
    grouping: &mut Grouping<'_, '_>,
    counts: &Counts,
    bounds: Bounds,
) -> Result<Vec<(Vec<u32>, Group)>, Overflow> {
    let all = !grouping.by_speaker() && grouping.width() <= READABLE;
    let mut groups = Vec::new();
    let mut everybody = None;
    for place in 0..grouping.places.list.len() as u32 {
        if all || bounds.short(0, counts.seats_at(place))? > 0 {
            let people = everybody.get_or_insert_with(|| grouping.everybody());
            let wanted = |person: &&u32| all || counts.get((place, **person)) == 0;
            groups.extend(people.iter().filter(wanted).map(|person| (place, *person)));
        }
    }
    if !all {
        // A group that counts nothing and misses a bound is among those above.
        groups.extend(counts.of.iter().filter(|(_, count)| **count != 0).map(|(group, _)| *group));
    }
    let mut ordered: Vec<_> = groups.into_iter().map(|group| (grouping.order(group), group)).collect();
    ordered.sort_unstable();
    Ok(ordered)
}
