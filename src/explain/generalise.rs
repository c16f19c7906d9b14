//! From the person whom a plan seats to a profile: whatever is not needed is left open, by counting.

use super::answer::Profile;
use super::prices::is_better;
use super::profiles::{Choices, Domain, FRESH, given, has, shown};
use crate::{DraftSeat, Error, Forum, GoalValue, Speaker, Tally, Value, verify};

/// So many combinations of what the guests may be are counted for one more freedom, and no more.
const MOST_COUNTED: usize = 400;
/// Counting ends after so many pairs of panel and speaker were looked at in all.
const MOST_WORK: usize = 3_000_000;
/// Values of the pool that an open attribute is tried with, at most.
const MOST_TRIED: usize = 40;
/// A profile that would rule out more values than this asks for a new one.
const MOST_NAMED: usize = 8;

/// The profiles of guests: for each attribute the values with which the plan still holds, whatever is chosen of the
/// others' and of the other attributes, and with which the goals `kept` are as good.
pub(super) fn profiles(
    forum: &Forum,
    choices: &Choices,
    guests: &[Speaker],
    seats: &[DraftSeat],
    broken: &[Tally],
    kept: &[GoalValue],
    stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<Profile>, Error> {
    let known: Vec<(&str, &[(String, String)])> =
        broken.iter().map(|tally| (tally.rule.as_str(), tally.group.as_slice())).collect();
    // Counting a plan takes time with the forum's size; whatever isn't counted any more stays as the plan was made.
    let size = forum.panels.len().saturating_mul(forum.speakers.len()).max(1);
    let mut left = (MOST_WORK / size).max(20);
    let mut joined = forum.clone();
    let mut holds = |people: &[Speaker]| -> Result<bool, Error> {
        if left == 0 || stop() {
            left = 0;
            return Ok(false);
        }
        left -= 1;
        joined.speakers.truncate(forum.speakers.len());
        joined.speakers.extend(people.iter().cloned());
        let counted = verify::count(&joined, seats).map_err(|e| Error::Internal(e.to_string()))?;
        // What is conceded besides stays as it is.
        let as_good = |kept: &GoalValue| {
            let own = counted.goals.iter().find(|own| own.goal == kept.goal);
            own.is_some_and(|own| !is_better(forum, &kept.goal, kept.value, own.value))
        };
        let holds = counted.broken().all(|tally| {
            let before = broken.iter().find(|b| b.rule == tally.rule && b.group == tally.group);
            known.contains(&(tally.rule.as_str(), tally.group.as_slice()))
                && before.is_some_and(|b| tally.short <= b.short)
        });
        Ok(holds && kept.iter().all(as_good))
    };
    // The ways in which the guests may be so far: each a full set of people.
    let mut ways: Vec<Vec<Speaker>> = vec![guests.to_vec()];
    together(&mut ways, &mut holds)?;
    let mut profiles = Vec::new();
    for (at, guest) in guests.iter().enumerate() {
        let mut profile = Profile { id: guest.id.clone(), ..Profile::default() };
        let own = seats.iter().filter(|seat| seat.speaker == guest.id);
        profile.seats = own.map(|seat| (seat.panel.clone(), seat.role.clone())).collect();
        let panels: Vec<_> =
            (forum.panels.iter()).filter(|panel| profile.seats.iter().any(|(own, _)| *own == panel.id)).collect();
        for slot in panels.iter().filter_map(|panel| panel.slot.as_ref()) {
            if !profile.free.contains(slot) {
                profile.free.push(slot.clone());
            }
        }
        for topic in panels.iter().flat_map(|panel| &panel.topics) {
            if profile.expertise.iter().any(|(own, _)| own == topic) {
                continue;
            }
            let level = lowest(&mut ways, at, topic, &mut holds)?;
            if level > 0 {
                profile.expertise.push((topic.clone(), level));
            }
        }
        // Topics of other panels are nobody's business.
        for domain in &choices.domains {
            attribute(forum, domain, at, &mut ways, &mut profile, &mut holds)?;
        }
        profiles.push(profile);
    }
    Ok(profiles)
}

/// The lowest level that does for everybody on every topic: of many guests not each one is counted by themselves.
fn together(ways: &mut [Vec<Speaker>], holds: &mut impl FnMut(&[Speaker]) -> Result<bool, Error>) -> Result<(), Error> {
    for way in ways.iter_mut().filter(|way| way.len() > 1) {
        for most in 0..4 {
            let mut lower = way.clone();
            for guest in &mut lower {
                guest.expertise.values_mut().for_each(|level| *level = most.min(*level));
                guest.expertise.retain(|_, level| *level > 0);
            }
            if holds(&lower)? {
                *way = lower;
                break;
            }
        }
    }
    Ok(())
}

/// The lowest level that does, lowering it in all ways.
fn lowest(
    ways: &mut [Vec<Speaker>],
    at: usize,
    topic: &str,
    holds: &mut impl FnMut(&[Speaker]) -> Result<bool, Error>,
) -> Result<u8, Error> {
    let now =
        ways.first().and_then(|way| way.get(at)).and_then(|guest| guest.expertise.get(topic)).copied().unwrap_or(0);
    let mut level = now;
    while level > 0 {
        let lower: Vec<Vec<Speaker>> = ways
            .iter()
            .map(|way| {
                let mut way = way.clone();
                if let Some(guest) = way.get_mut(at) {
                    guest.expertise.insert(topic.to_owned(), level - 1);
                    if level == 1 {
                        guest.expertise.shift_remove(topic);
                    }
                }
                way
            })
            .collect();
        for way in &lower {
            if !holds(way)? {
                return Ok(level);
            }
        }
        ways.clone_from_slice(&lower);
        level -= 1;
    }
    Ok(level)
}

/// The values of an attribute that do.
fn attribute(
    forum: &Forum,
    domain: &Domain,
    at: usize,
    ways: &mut Vec<Vec<Speaker>>,
    profile: &mut Profile,
    holds: &mut impl FnMut(&[Speaker]) -> Result<bool, Error>,
) -> Result<(), Error> {
    let name = domain.attribute.as_str();
    let Some(own) = ways.first().and_then(|way| way.get(at)).cloned() else { return Ok(()) };
    let mut values = domain.values.clone();
    // Somebody of whom nothing is known will do where nothing is asked; where the pool has such people, that is counted.
    if !values.contains(&None) && forum.speakers.iter().any(|speaker| has(speaker, name).is_none()) {
        values.push(None);
    }
    if domain.fresh {
        // Whether somebody from an organisation of the pool would do is asked of each, or of none.
        let pool = super::figures::pool_values(forum, name);
        if pool.len() > MOST_TRIED && is_fresh(forum, domain, &own) {
            profile.new_to_pool.push(name.to_owned());
            return Ok(());
        }
        for text in pool {
            let value = Some(Value::Text(text));
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    let fresh_own = format!("{FRESH}-{}", own.id);
    let concrete = |value: &Option<Value>| match value {
        Some(Value::Text(text)) if domain.fresh && text == FRESH => Some(Value::Text(fresh_own.clone())),
        other => other.clone(),
    };
    let is_own = |value: &Option<Value>| {
        let shown = value.as_ref().map(shown);
        has(&own, name) == shown || (domain.fresh && shown.as_deref() == Some(FRESH) && is_fresh(forum, domain, &own))
    };
    let as_other = |value: &Option<Value>, ways: &[Vec<Speaker>]| -> Vec<Vec<Speaker>> {
        let changed = |way: &Vec<Speaker>| {
            let mut way = way.clone();
            if let Some(guest) = way.get_mut(at) {
                *guest = given(guest.clone(), name, concrete(value).as_ref());
            }
            way
        };
        ways.iter().map(changed).collect()
    };
    let mut good: Vec<Option<Value>> = Vec::new();
    let mut bad: Vec<Option<Value>> = Vec::new();
    for value in &values {
        let mut holds_here = true;
        if !is_own(value) {
            for way in as_other(value, ways) {
                holds_here = holds_here && holds(&way)?;
            }
        }
        if holds_here { good.push(value.clone()) } else { bad.push(value.clone()) }
    }
    let is_fresh_own = domain.fresh && is_fresh(forum, domain, &own);
    if is_fresh_own && bad.len() > MOST_NAMED {
        profile.new_to_pool.push(name.to_owned());
        return Ok(());
    }
    // Every good value has to do with every way that the others may be; where these are too many to count, what the plan
    // was made with is asked for.
    if ways.len().saturating_mul(good.len()) > MOST_COUNTED {
        if is_fresh_own {
            profile.new_to_pool.push(name.to_owned());
        } else {
            profile.attributes.push((name.to_owned(), has(&own, name).into_iter().collect()));
        }
        return Ok(());
    }
    let grown: Vec<Vec<Speaker>> =
        good.iter().filter(|value| !is_own(value)).flat_map(|value| as_other(value, ways)).collect();
    ways.extend(grown);
    if bad.is_empty() {
        return Ok(());
    }
    let texts = |values: &[Option<Value>]| -> Vec<String> {
        values.iter().flatten().map(shown).filter(|text| !(domain.fresh && text == FRESH)).collect()
    };
    if domain.fresh && good.iter().flatten().any(|value| shown(value) == FRESH) {
        profile.none_of.push((name.to_owned(), texts(&bad)));
    } else {
        profile.attributes.push((name.to_owned(), texts(&good)));
    }
    Ok(())
}

/// Whether the speaker is from an organisation that neither the pool nor a rule has heard of.
fn is_fresh(forum: &Forum, domain: &Domain, speaker: &Speaker) -> bool {
    let named = |name: &String| domain.values.iter().flatten().any(|value| shown(value) == *name);
    let known = |name: &String| named(name) || forum.speakers.iter().any(|own| own.organisation.contains(name));
    !speaker.organisation.is_empty() && !speaker.organisation.iter().any(known)
}
