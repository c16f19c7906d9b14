//! One rule's counts: every seat is put into the groups it belongs to, and nothing else is touched.

use super::Overflow;
use super::force::InForce;
use super::groups::{Group, Grouping};
use super::matching::{attributes_match, role_matches};
use super::places::{Index, Seated};
use super::values::{Domain, quantity};
use crate::{Count, Key, Quantity};
use std::collections::{HashMap, HashSet};

/// What a rule counts in the groups that any seat belongs to.
pub(super) struct Counts {
    /// In thousandths. A group left out has a count of 0.
    pub of: HashMap<Group, i64>,
    /// By panel-side combination: the seats filled there, of which shares are taken.
    pub seats: Vec<i64>,
}

impl Counts {
    pub fn get(&self, group: Group) -> i64 {
        self.of.get(&group).copied().unwrap_or(0)
    }

    pub fn seats_at(&self, place: u32) -> i64 {
        self.seats.get(place as usize).copied().unwrap_or(0)
    }
}

/// Counts the seats of a plan for one rule.
pub(super) fn counts<'f>(
    index: &Index<'f>,
    seats: &[Seated<'f>],
    force: &InForce<'f>,
    grouping: &mut Grouping<'_, 'f>,
) -> Result<Counts, Overflow> {
    let rule = force.rule;
    let different = match &rule.count {
        Count::Distinct(Key::Attribute(name)) => Some(Domain::of_pool(index.forum, name)),
        _ => None,
    };
    let mut counts = Counts { of: HashMap::new(), seats: vec![0; grouping.places.list.len()] };
    let mut seen: HashSet<(Group, u32)> = HashSet::new();
    for seat in seats {
        let spoken_of = force.panels.get(seat.panel as usize).copied().unwrap_or(false);
        if !spoken_of || !role_matches(rule.roles.as_ref(), index.roles.name(seat.role)) {
            continue;
        }
        let places = grouping.places_of_seat(seat);
        for place in &places {
            if let Some(filled) = counts.seats.get_mut(*place as usize) {
                *filled = filled.checked_add(1).ok_or(Overflow)?;
            }
        }
        if !attributes_match(&rule.filter, seat.who) {
            continue;
        }
        for place in places {
            let topic = grouping.topic(place);
            if rule.filter.expertise.is_some_and(|level| !seat.is_expert(level, topic)) {
                continue;
            }
            for person in grouping.people_of(seat.speaker) {
                let group = (place, *person);
                let mut first = |value: u32| seen.insert((group, value));
                let units = match &rule.count {
                    Count::Seats => 1,
                    Count::People => i64::from(first(seat.speaker)),
                    Count::Distinct(key) => {
                        let values = values_of(index, seat, key, different.as_ref());
                        values.into_iter().map(|value| i64::from(first(value))).sum()
                    }
                    Count::Sum(Quantity::Expertise) => seat.level(topic),
                    Count::Sum(Quantity::Attribute(_)) => 0,
                };
                let mut amount = units.checked_mul(1000).ok_or(Overflow)?;
                if let Count::Sum(Quantity::Attribute(name)) = &rule.count
                    && first(seat.speaker)
                {
                    amount = quantity(seat.who, name);
                }
                let count = counts.of.entry(group).or_insert(0);
                *count = count.checked_add(amount).ok_or(Overflow)?;
            }
        }
    }
    Ok(counts)
}

/// The values that a seat has in a key.
pub(super) fn values_of(index: &Index<'_>, seat: &Seated<'_>, key: &Key, domain: Option<&Domain<'_>>) -> Vec<u32> {
    let Some(place) = index.places.get(seat.panel as usize) else { return Vec::new() };
    match key {
        Key::Panel => vec![seat.panel],
        Key::Slot => place.slot.into_iter().collect(),
        Key::Day => place.day.into_iter().collect(),
        Key::Track => place.track.into_iter().collect(),
        Key::Topic => place.topics.clone(),
        Key::Role => vec![seat.role],
        Key::Speaker => vec![seat.speaker],
        Key::Attribute(_) => domain.map(|domain| domain.of(seat.who)).unwrap_or_default(),
    }
}
