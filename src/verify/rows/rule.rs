//! One rule as rows: for each group the count against its bounds, for each family the spread; wishes with what is missed.

use super::items::{Support, Supported, weighted};
use super::names::group as named;
use super::pool::{Pool, speaks_of};
use super::{Rows, divisor, product};
use crate::verify::Overflow;
use crate::verify::counting::values_of;
use crate::verify::force::InForce;
use crate::verify::groups::{Group, Grouping};
use crate::verify::matching::{attributes_match, role_matches};
use crate::verify::places::Index;
use crate::verify::values::{Domain, quantity};
use crate::{Bound, Count, Key, Quantity, Share};
use std::collections::{BTreeMap, HashMap};

/// What is known of a rule's groups before any row.
struct Counted<'r, 'f> {
    force: &'r InForce<'f>,
    /// The count is in this many thousandths.
    unit: i64,
    /// By group: matching seats with what each adds, where seats are counted one by one.
    matching: BTreeMap<Group, Vec<(u32, i64)>>,
    support: Support,
    /// By panel-side combination: the seats there, and how many are filled at the least and at the most.
    seats: HashMap<u32, (Vec<u32>, i64, i64)>,
    /// The most that one seat adds; for sums over people, the least and the greatest sum instead.
    widest: i64,
    sums: Option<(i64, i64)>,
}

/// A group with the terms of its count.
type Member = (Group, Vec<(u32, i64)>);

/// Adds the rule's rows; returns the columns of what a wish misses.
pub(super) fn rows<'f>(
    index: &Index<'f>,
    pool: &Pool<'f>,
    force: &InForce<'f>,
    rows: &mut Rows,
) -> Result<Vec<u32>, Overflow> {
    let mut grouping = Grouping::new(index, force);
    let items = items(index, force);
    let counted = count(index, pool, force, &items, &mut grouping)?;
    let mut people = grouping.everybody();
    people.sort_unstable();
    people.dedup();
    let mut missed = Vec::new();
    let mut families: BTreeMap<Vec<(String, String)>, Vec<Member>> = BTreeMap::new();
    for place in 0..grouping.places.list.len() as u32 {
        for &person in &people {
            let group = (place, person);
            let order = grouping.order(group);
            let values = grouping.named(&order);
            let terms = counted.terms(index, pool, &items, group, &values, rows)?;
            counted.bound(group, &values, &terms, people.len(), rows, &mut missed)?;
            if force.rule.at_most_apart.is_some() {
                let others = values.split_last().map(|(_, others)| others.to_vec()).unwrap_or_default();
                families.entry(others).or_default().push((group, terms));
            }
        }
    }
    if let Some(apart) = force.rule.at_most_apart {
        let apart = apart.thousandths().div_euclid(counted.unit);
        for (others, groups) in families {
            counted.apart(&mut grouping, apart, &others, &groups, rows, &mut missed)?;
        }
    }
    Ok(missed)
}

/// What is counted once: by number, with names.
enum Items<'f> {
    None,
    Speakers,
    OfPlace(&'f Key),
    OfSpeaker(Domain<'f>),
}

fn items<'f>(index: &Index<'f>, force: &InForce<'f>) -> Items<'f> {
    match &force.rule.count {
        Count::Seats | Count::Sum(Quantity::Expertise) => Items::None,
        Count::People | Count::Distinct(Key::Speaker) | Count::Sum(Quantity::Attribute(_)) => Items::Speakers,
        Count::Distinct(Key::Attribute(name)) => Items::OfSpeaker(Domain::of_pool(index.forum, name)),
        Count::Distinct(key) => Items::OfPlace(key),
    }
}

fn count<'r, 'f>(
    index: &Index<'f>,
    pool: &Pool<'f>,
    force: &'r InForce<'f>,
    items: &Items<'f>,
    grouping: &mut Grouping<'_, 'f>,
) -> Result<Counted<'r, 'f>, Overflow> {
    let rule = force.rule;
    let speakers = &index.forum.speakers;
    let topics = index.places.iter().map(|place| place.topics.len()).max().unwrap_or(0);
    let mut counted = Counted {
        force,
        unit: 1000,
        matching: BTreeMap::new(),
        support: Support::new(),
        seats: HashMap::new(),
        widest: 1,
        sums: None,
    };
    match (&rule.count, items) {
        (Count::Sum(Quantity::Expertise), _) => {
            let topics = if rule.for_each.contains(&Key::Topic) { 1 } else { topics };
            counted.widest = product(5, length(topics)?)?;
        }
        (Count::Sum(Quantity::Attribute(name)), _) => {
            let all = || speakers.iter().map(|who| quantity(who, name));
            // What is missed is in whole units.
            counted.unit = all().fold(if rule.prefer.is_some() || pool.open { 1000 } else { 0 }, divisor).max(1);
            let sum = |sign: i64| {
                let mut those = all().filter(|amount| amount.signum() == sign);
                those.try_fold(0_i64, |sum, amount| sum.checked_add(amount / counted.unit)).ok_or(Overflow)
            };
            counted.sums = Some((sum(-1)?, sum(1)?));
        }
        (_, Items::OfSpeaker(domain)) => {
            counted.widest = length(speakers.iter().map(|who| domain.of(who).len()).max().unwrap_or(0))?;
        }
        (_, Items::OfPlace(_)) => counted.widest = 0,
        _ => {}
    }
    // Every role that the rule speaks of counts for its place, whether or not anybody may hold it.
    for (panel, on) in (0..).zip(&index.forum.panels) {
        let spoken_of = force.panels.get(panel as usize).copied().unwrap_or(false);
        for range in on.seats.iter().filter(|_| spoken_of) {
            let Some(number) = super::pool::role_of(index, panel, range) else { continue };
            if role_matches(rule.roles.as_ref(), &range.role) {
                if let (Items::OfPlace(key), Some(at)) = (items, index.places.get(panel as usize)) {
                    let values = match key {
                        Key::Slot => usize::from(at.slot.is_some()),
                        Key::Day => usize::from(at.day.is_some()),
                        Key::Track => usize::from(at.track.is_some()),
                        Key::Topic => at.topics.len(),
                        _ => 1,
                    };
                    counted.widest = counted.widest.max(length(values)?);
                }
                for place in grouping.places_at(panel, number) {
                    let seats = counted.seats.entry(place).or_default();
                    seats.1 += i64::from(range.min);
                    seats.2 += i64::from(range.max);
                }
            }
        }
    }
    for (column, seat) in (0..).zip(&pool.seats) {
        if !speaks_of(index, force, seat) {
            continue;
        }
        let fits = attributes_match(&rule.filter, seat.who);
        for place in grouping.places_of_seat(seat) {
            counted.seats.entry(place).or_default().0.push(column);
            let topic = grouping.topic(place);
            if !fits || rule.filter.expertise.is_some_and(|level| !seat.is_expert(level, topic)) {
                continue;
            }
            let own = match items {
                Items::None => Vec::new(),
                Items::Speakers => vec![seat.speaker],
                Items::OfPlace(key) => values_of(index, seat, key, None),
                Items::OfSpeaker(domain) => domain.of(seat.who),
            };
            let adds = if rule.count == Count::Seats { 1 } else { seat.level(topic) };
            for &person in grouping.people_of(seat.speaker) {
                counted.matching.entry((place, person)).or_default().push((column, adds));
                for &item in &own {
                    counted.support.entry(((place, person), item)).or_default().push(column);
                }
            }
        }
    }
    for seats in counted.seats.values_mut().filter(|_| pool.open) {
        (seats.1, seats.2) = (0, length(seats.0.len())?);
    }
    Ok(counted)
}

/// A bound as the rows state it.
enum Limit {
    /// On the count, in its units.
    Fixed(i64),
    /// A share of seats whose number varies.
    Part(i64),
}

impl Counted<'_, '_> {
    /// The group's count in its units.
    fn terms(
        &self,
        index: &Index<'_>,
        pool: &Pool<'_>,
        items: &Items<'_>,
        group: Group,
        values: &[(String, String)],
        rows: &mut Rows,
    ) -> Result<Vec<(u32, i64)>, Overflow> {
        if matches!(items, Items::None) {
            return Ok(self.matching.get(&group).cloned().unwrap_or_default());
        }
        let by_speaker = matches!(items, Items::Speakers) || self.force.rule.for_each.contains(&Key::Speaker);
        let mut terms = Vec::new();
        for (&(_, number), columns) in self.support.range((group, 0)..=(group, u32::MAX)) {
            let weight = match (&self.force.rule.count, index.forum.speakers.get(number as usize)) {
                (Count::Sum(Quantity::Attribute(name)), Some(who)) => quantity(who, name) / self.unit,
                _ => 1,
            };
            if weight == 0 {
                continue;
            }
            let item = match items {
                Items::OfSpeaker(domain) => domain.name(number),
                Items::OfPlace(Key::Slot) => index.slots.name(number),
                Items::OfPlace(Key::Day) => index.days.name(number),
                Items::OfPlace(Key::Track) => index.tracks.name(number),
                Items::OfPlace(Key::Topic) => index.topics.name(number),
                Items::OfPlace(Key::Role) => index.roles.name(number),
                Items::OfPlace(_) => index.forum.panels.get(number as usize).map_or("", |panel| &panel.id),
                _ => index.forum.speakers.get(number as usize).map_or("", |who| &who.id),
            };
            let speaker = columns.first().and_then(|column| pool.seat(*column)).map(|seat| seat.speaker);
            let speaker = speaker.filter(|_| by_speaker);
            let capacity = self.seats.get(&group.0).map_or(0, |seats| seats.2);
            let supported = Supported { rule: &self.force.rule.id, values, item, columns, speaker, capacity };
            terms.extend(weighted(supported.terms(index, pool, rows)?, weight)?);
        }
        Ok(terms)
    }

    /// The least and the most that a group can count.
    fn extremes(&self, group: Group) -> Result<(i64, i64), Overflow> {
        let candidates = length(self.matching.get(&group).map_or(0, Vec::len))?;
        match self.sums {
            Some(_) if candidates == 0 => Ok((0, 0)),
            Some(sums) => Ok(sums),
            None => {
                let most = self.seats.get(&group.0).map_or(0, |seats| seats.2);
                Ok((0, product(candidates.min(most), self.widest)?))
            }
        }
    }

    /// The rows of one group's bounds.
    fn bound(
        &self,
        group: Group,
        values: &[(String, String)],
        count: &[(u32, i64)],
        people: usize,
        rows: &mut Rows,
        missed: &mut Vec<u32>,
    ) -> Result<(), Overflow> {
        let rule = self.force.rule;
        let nobody = (Vec::new(), 0, 0);
        let (seats, min, max) = self.seats.get(&group.0).unwrap_or(&nobody);
        let (least, most) = self.extremes(group)?;
        let step = 1000 / self.unit.clamp(1, 1000);
        let limit = |bound: Bound, up: bool| -> Result<Limit, Overflow> {
            let (amount, of) = match bound {
                Bound::Number(number) => (number.thousandths(), self.unit),
                Bound::Share(share) if min == max => {
                    (product(i64::from(share.hundred_thousandths()), *min)?, Share::WHOLE)
                }
                Bound::Share(share) => return Ok(Limit::Part(i64::from(share.hundred_thousandths()))),
            };
            let down = amount.div_euclid(of);
            Ok(Limit::Fixed(if up && amount.rem_euclid(of) != 0 { down + 1 } else { down }))
        };
        let lower = rule.exactly.or(rule.at_least).map(|bound| limit(bound, true)).transpose()?;
        let upper = rule.exactly.or(rule.at_most).map(|bound| limit(bound, false)).transpose()?;
        let about = named(&rule.id, values);
        let matching = self.matching.get(&group).map_or(0, Vec::len);
        let everybody = rule.count == Count::Seats && people == 1 && matching == seats.len();
        let once = match &rule.count {
            Count::Sum(_) => false,
            Count::Seats | Count::People => true,
            Count::Distinct(_) => self.widest <= 1,
        };
        // Whether a wish can miss the bound at all, and by how much at the most.
        let parts = i64::from(u32::try_from(*max).map_err(|_| Overflow)?).max(most);
        let below = match lower {
            Some(Limit::Fixed(low)) => up(low.saturating_sub(least), step),
            Some(Limit::Part(share)) if share > 0 && !everybody => parts,
            _ => 0,
        };
        let above = match upper {
            Some(Limit::Fixed(high)) => up(most.saturating_sub(high), step),
            Some(Limit::Part(share)) if matching > 0 && (share < Share::WHOLE || !once) => parts,
            _ => 0,
        };
        let sides = [(&lower, true, below), (&upper, false, above)];
        for (limit, is_lower, worst) in sides {
            let Some(limit) = limit else { continue };
            let (times, mut terms, mut bounds) = match limit {
                Limit::Fixed(bound) => (1, count.to_vec(), (Some(*bound), Some(*bound))),
                Limit::Part(share) => {
                    let common = divisor(*share, Share::WHOLE);
                    let times = Share::WHOLE / common;
                    let mut terms = weighted(count.to_vec(), times)?;
                    terms.extend(seats.iter().map(|column| (*column, -share / common)));
                    (times, terms, (Some(0), Some(0)))
                }
            };
            if is_lower {
                // Both bounds of a requirement are one row, where they are numbers.
                bounds.1 = match (&upper, limit) {
                    (Some(Limit::Fixed(high)), Limit::Fixed(low)) if rule.prefer.is_none() && low <= high => {
                        Some(*high)
                    }
                    _ => None,
                };
            } else {
                bounds.0 = None;
            }
            if rule.prefer.is_some() && worst > 0 {
                let word = if is_lower { "short" } else { "over" };
                let column = rows.column(format!("{word}/{about}"), 0, worst)?;
                let by = product(times, step)?;
                terms.push((column, if is_lower { by } else { -by }));
                missed.push(column);
            }
            rows.row(format!("rule/{about}/{}", if is_lower { "at_least" } else { "at_most" }), bounds, terms)?;
        }
        Ok(())
    }

    /// The rows of a family: every count between the least of them and that plus the spread.
    fn apart(
        &self,
        grouping: &mut Grouping<'_, '_>,
        apart: i64,
        others: &[(String, String)],
        groups: &[Member],
        rows: &mut Rows,
        missed: &mut Vec<u32>,
    ) -> Result<(), Overflow> {
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for (group, _) in groups {
            let (low, high) = self.extremes(*group)?;
            (least, most) = (least.min(low), most.max(high));
        }
        if groups.len() < 2 || most.saturating_sub(least) <= apart {
            return Ok(());
        }
        let rule = self.force.rule;
        let step = 1000 / self.unit.clamp(1, 1000);
        let about = named(&rule.id, others);
        let lowest = rows.column(format!("least/{about}"), least, most)?;
        let mut further = None;
        if rule.prefer.is_some() {
            let worst = up(most.saturating_sub(least).saturating_sub(apart), step);
            let column = rows.column(format!("apart/{about}"), 0, worst)?;
            missed.push(column);
            further = Some((column, -step));
        }
        for (group, count) in groups {
            let order = grouping.order(*group);
            let about = named(&rule.id, &grouping.named(&order));
            let mut terms = count.clone();
            terms.push((lowest, -1));
            rows.row(format!("rule/{about}/least"), (Some(0), None), terms.clone())?;
            terms.extend(further);
            rows.row(format!("rule/{about}/greatest"), (None, Some(apart)), terms)?;
        }
        Ok(())
    }
}

/// Rounded up; the divisor is positive.
fn up(amount: i64, of: i64) -> i64 {
    amount.div_euclid(of) + i64::from(amount.rem_euclid(of) != 0)
}

fn length(of: usize) -> Result<i64, Overflow> {
    i64::try_from(of).map_err(|_| Overflow)
}
