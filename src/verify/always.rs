//! What holds of every plan: seats, one seat, slots, workload, roles, availability, pins and bars.
//!
//! Listed always: each panel's seats in each role, the limit of every speaker seated who has one, every pin. The others
//! allow what nearly everybody does and are listed only where they are broken.

use super::Overflow;
use super::bounds::{Bounds, whole};
use super::places::{Index, Seated};
use crate::{Bound, Tally};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The tallies in the order of the table in `docs/rules.md`; within a rule by panel, speaker, slot or entry.
pub(super) fn always(index: &Index<'_>, seats: &[Seated<'_>]) -> Result<Vec<Tally>, Overflow> {
    let mut tallies = Vec::new();
    panels(index, seats, &mut tallies)?;
    one_seat(index, seats, &mut tallies)?;
    slots(index, seats, &mut tallies)?;
    speakers(index, seats, &mut tallies)?;
    pins_and_bars(index, seats, &mut tallies)?;
    Ok(tallies)
}

/// A tally of a structural rule; the bounds are whole.
fn tally(
    rule: String,
    group: Option<(&str, &str)>,
    count: i64,
    at_least: Option<u32>,
    at_most: Option<u32>,
) -> Result<Tally, Overflow> {
    let bound = |units: u32| Ok::<_, Overflow>(Bound::Number(whole(i64::from(units))?));
    let bounds = Bounds { at_least: at_least.map(bound).transpose()?, at_most: at_most.map(bound).transpose()? };
    let count = whole(count)?;
    Ok(Tally {
        rule,
        group: group.map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter().collect(),
        count,
        seats: None,
        at_least: bounds.at_least,
        at_most: bounds.at_most,
        at_most_apart: None,
        wish: false,
        short: whole(bounds.short(count.thousandths(), 0)?)?,
    })
}

fn panels(index: &Index<'_>, seats: &[Seated<'_>], tallies: &mut Vec<Tally>) -> Result<(), Overflow> {
    let mut filled: BTreeMap<(u32, &str), i64> = BTreeMap::new();
    for seat in seats {
        *filled.entry((seat.panel, index.roles.name(seat.role))).or_insert(0) += 1;
    }
    for (number, panel) in (0..).zip(&index.forum.panels) {
        for range in &panel.seats {
            let count = filled.get(&(number, range.role.as_str())).copied().unwrap_or(0);
            let rule = format!("seats/{}", panel.id);
            tallies.push(tally(rule, Some(("role", &range.role)), count, Some(range.min), Some(range.max))?);
        }
    }
    Ok(())
}

/// Of the roles that don't double a speaker holds one seat; of a role that doubles one too. Where a draft names the very
/// same seat twice, the copies are counted here.
fn one_seat(index: &Index<'_>, seats: &[Seated<'_>], tallies: &mut Vec<Tally>) -> Result<(), Overflow> {
    let mut held: BTreeMap<(u32, u32), BTreeMap<Option<u32>, i64>> = BTreeMap::new();
    for seat in seats {
        let role = index.roles.name(seat.role);
        let doubles = seat.on.may_double.iter().any(|name| name == role);
        let by_role = held.entry((seat.panel, seat.speaker)).or_default();
        *by_role.entry(doubles.then_some(seat.role)).or_insert(0) += 1;
    }
    for ((panel, speaker), by_role) in held {
        let count = by_role.into_values().max().unwrap_or(0);
        let panel = index.forum.panels.get(panel as usize);
        let speaker = index.forum.speakers.get(speaker as usize);
        if let (Some(panel), Some(speaker)) = (panel, speaker)
            && count > 1
        {
            let rule = format!("one_seat/{}", panel.id);
            tallies.push(tally(rule, Some(("speaker", &speaker.id)), count, None, Some(1))?);
        }
    }
    Ok(())
}

fn slots(index: &Index<'_>, seats: &[Seated<'_>], tallies: &mut Vec<Tally>) -> Result<(), Overflow> {
    let waives = |waive: &[String]| waive.iter().any(|word| word == "slot");
    if waives(&index.forum.waive) {
        return Ok(());
    }
    let mut on: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for seat in seats {
        let slot = index.places.get(seat.panel as usize).and_then(|place| place.slot);
        if let Some(slot) = slot
            && !waives(&seat.on.waive)
        {
            on.entry((seat.speaker, slot)).or_default().insert(seat.panel);
        }
    }
    for ((speaker, slot), panels) in on {
        if let Some(speaker) = index.forum.speakers.get(speaker as usize)
            && panels.len() > 1
        {
            let count = i64::try_from(panels.len()).map_err(|_| Overflow)?;
            let rule = format!("slot/{}", speaker.id);
            tallies.push(tally(rule, Some(("slot", index.slots.name(slot))), count, None, Some(1))?);
        }
    }
    Ok(())
}

/// Workload, roles and availability.
fn speakers(index: &Index<'_>, seats: &[Seated<'_>], tallies: &mut Vec<Tally>) -> Result<(), Overflow> {
    let mut load: BTreeMap<u32, i64> = BTreeMap::new();
    let mut untaken: BTreeMap<u32, i64> = BTreeMap::new();
    let mut absent: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for seat in seats {
        *load.entry(seat.speaker).or_insert(0) += 1;
        let role = index.roles.name(seat.role);
        if seat.who.roles.as_ref().is_some_and(|roles| !roles.iter().any(|name| name == role)) {
            *untaken.entry(seat.speaker).or_insert(0) += 1;
        }
        let slot = index.places.get(seat.panel as usize).and_then(|place| place.slot);
        if let Some(slot) = slot
            && seat.who.unavailable.iter().any(|name| name == index.slots.name(slot))
        {
            *absent.entry((seat.speaker, slot)).or_insert(0) += 1;
        }
    }
    let speaker = |number: u32| index.forum.speakers.get(number as usize);
    for (who, count) in load {
        if let Some(who) = speaker(who)
            && let Some(limit) = who.max_seats
        {
            tallies.push(tally(format!("max_seats/{}", who.id), None, count, None, Some(limit))?);
        }
    }
    for (who, count) in untaken {
        if let Some(who) = speaker(who) {
            tallies.push(tally(format!("roles/{}", who.id), None, count, None, Some(0))?);
        }
    }
    for ((who, slot), count) in absent {
        if let Some(who) = speaker(who) {
            let group = Some(("slot", index.slots.name(slot)));
            tallies.push(tally(format!("unavailable/{}", who.id), group, count, None, Some(0))?);
        }
    }
    Ok(())
}

/// The group of a pin or bar names the role where the entry does, so that two entries for one speaker on one panel are
/// told apart.
fn pins_and_bars(index: &Index<'_>, seats: &[Seated<'_>], tallies: &mut Vec<Tally>) -> Result<(), Overflow> {
    let mut roles: HashMap<(&str, &str), Vec<&str>> = HashMap::with_capacity(seats.len());
    for seat in seats {
        let seated = roles.entry((&seat.on.id, &seat.who.id)).or_default();
        seated.push(index.roles.name(seat.role));
    }
    let held = |panel: &str, speaker: &str, role: Option<&String>| {
        let held = roles.get(&(panel, speaker)).map_or(&[][..], Vec::as_slice);
        let count = held.iter().filter(|name| role.is_none_or(|role| role == *name)).count();
        i64::try_from(count).map_err(|_| Overflow)
    };
    for pin in &index.forum.pins {
        let group = pin.role.as_deref().map(|role| ("role", role));
        let count = held(&pin.panel, &pin.speaker, pin.role.as_ref())?;
        tallies.push(tally(format!("pin/{}/{}", pin.panel, pin.speaker), group, count, Some(1), None)?);
    }
    for bar in &index.forum.bars {
        let group = bar.role.as_deref().map(|role| ("role", role));
        let count = held(&bar.panel, &bar.speaker, bar.role.as_ref())?;
        if count > 0 {
            tallies.push(tally(format!("bar/{}/{}", bar.panel, bar.speaker), group, count, None, Some(0))?);
        }
    }
    Ok(())
}
