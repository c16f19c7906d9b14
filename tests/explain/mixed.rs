//! Invitations with concessions besides, compared with everybody who could be invited and every set of seats.
//!
//! `CONVENER_MIXED` is the number of forums looked at, 60 without it; `CONVENER_FIRST_SEED` is where to start.

use crate::ground::Ground;
use crate::guests::{everybody, with};
use crate::oracle::filter::seat_range;
use crate::oracle::forum::{holds, list};
use crate::random::small;
use crate::seeds::{Counts, each};
use convener::{Language, Options, json};
use serde_json::Value;

/// Forums with more profiles than this are left out; pairs and threes are tried of fewer.
const MOST: [usize; 3] = [120, 24, 8];

/// What always holds of a forum with guests, as sets of seats by bit, so that dear sets are left early.
struct Costs {
    ground: Ground,
    /// At most one of these.
    one_of: Vec<u32>,
    /// Of each of these pairs of sets one at most has a seat.
    apart: Vec<(u32, u32)>,
    /// None of these.
    forbidden: u32,
    /// A unit for each seat above or below; no more than so many.
    ranges: Vec<(u32, u32, u32, u32)>,
    /// Every guest has a seat.
    guests: Vec<u32>,
    /// The weight of each requirement, `None` is never conceded.
    weights: Vec<Option<i128>>,
}

impl Costs {
    fn new(forum: &Value, guests: usize) -> Self {
        let ground = Ground::new(forum);
        let mask = |of: &dyn Fn(usize, &str, usize) -> bool| {
            let seats = ground.seats.iter().enumerate();
            seats.filter(|(_, s)| of(s.panel, &s.role, s.speaker)).fold(0_u32, |all, (at, _)| all | 1 << at)
        };
        let (panels, speakers) = (list(forum, "panels"), list(forum, "speakers"));
        let (mut one_of, mut apart, mut forbidden, mut ranges) = (Vec::new(), Vec::new(), 0, Vec::new());
        let slot = |p: usize| {
            let waived = holds(&panels[p], "waive", "slot") || holds(forum, "waive", "slot");
            panels[p].get("slot").filter(|_| !waived)
        };
        for (s, speaker) in speakers.iter().enumerate() {
            for (p, on) in panels.iter().enumerate() {
                one_of.push(mask(&|panel, role, who| panel == p && who == s && !holds(on, "may_double", role)));
                for other in (0..p).filter(|other| slot(p).is_some() && slot(p) == slot(*other)) {
                    let there = |p: usize| mask(&|panel, _, who| panel == p && who == s);
                    apart.push((there(p), there(other)));
                }
                let away = |slot: &Value| holds(speaker, "unavailable", slot.as_str().unwrap());
                if on.get("slot").is_some_and(away) {
                    forbidden |= mask(&|panel, _, who| panel == p && who == s);
                }
            }
            if speaker.get("roles").is_some() {
                forbidden |= mask(&|_, role, who| who == s && !holds(speaker, "roles", role));
            }
            if let Some(most) = speaker.get("max_seats").and_then(Value::as_u64) {
                // A guest is not asked to take on more than anybody does.
                let limit = if s + guests < speakers.len() { 32 } else { most as u32 };
                ranges.push((mask(&|_, _, who| who == s), 0, most as u32, limit));
            }
        }
        for (p, panel) in panels.iter().enumerate() {
            for (name, range) in panel["seats"].as_object().unwrap() {
                let (fewest, most) = seat_range(range);
                let here = mask(&|panel, role, _| panel == p && role == name);
                ranges.push((here, fewest as u32, most as u32, most as u32 + 2));
            }
        }
        for (kind, fewest, most) in [("pins", 1, 32), ("bars", 0, 0)] {
            for entry in list(forum, kind) {
                let held = mask(&|panel, role, who| {
                    panels[panel]["id"] == entry["panel"]
                        && speakers[who]["id"] == entry["speaker"]
                        && entry.get("role").is_none_or(|own| own == role)
                });
                ranges.push((held, fewest, most, 32));
            }
        }
        let guests = (speakers.len() - guests..speakers.len()).map(|guest| mask(&|_, _, who| who == guest)).collect();
        let weights = ground.rules.iter().map(|rule| ground.weight(&rule.id)).collect();
        Self { ground, one_of, apart, forbidden, ranges, guests, weights }
    }

    /// A set of seats with what it costs, where one costs less than this.
    fn below(&self, less: i128) -> Option<(Vec<usize>, i128)> {
        self.extend(0, 0, less)
    }

    fn extend(&self, at: usize, held: u32, less: i128) -> Option<(Vec<usize>, i128)> {
        let possible = self.forbidden & held == 0
            && self.one_of.iter().all(|mask| (mask & held).count_ones() <= 1)
            && self.apart.iter().all(|(one, other)| one & held == 0 || other & held == 0);
        let open = if at < 32 { u32::MAX << at } else { 0 };
        let missed = |(mask, fewest, most, limit): &(u32, u32, u32, u32)| {
            let (now, later) = ((mask & held).count_ones(), (mask & open).count_ones());
            let missed = now.saturating_sub(*most) + fewest.saturating_sub(now + later);
            if now > *limit { i128::MAX / 1000 } else { i128::from(missed) }
        };
        if !possible || self.ranges.iter().map(missed).sum::<i128>() >= less {
            return None;
        }
        if at < self.ground.seats.len() {
            return self.extend(at + 1, held | 1 << at, less).or_else(|| self.extend(at + 1, held, less));
        }
        let seats: Vec<usize> = (0..at).filter(|seat| held >> seat & 1 == 1).collect();
        let mut cost: i128 = self.ranges.iter().map(missed).sum();
        for (rule, weight) in self.ground.rules.iter().zip(&self.weights).filter(|(rule, _)| rule.wish.is_none()) {
            let short = rule.short(&seats);
            cost += if short > 0 { short * (*weight)? } else { 0 };
            if cost >= less {
                return None;
            }
        }
        self.guests.iter().all(|guest| guest & held != 0).then_some((seats, cost))
    }
}

/// Whether people and concessions are cheaper than `less` together, whoever is invited: up to so many of each number.
fn cheaper(forum: &Value, all: &[Value], less: i128, counts: &mut Counts) -> Option<String> {
    let mut tried = |people: &[&Value]| {
        let joined = with(forum, people);
        *counts.entry("sets of people tried").or_default() += 1;
        let found = Costs::new(&joined, people.len()).below(less - people.len() as i128);
        found.map(|(_, cost)| format!("{people:?} and concessions of {cost} do"))
    };
    for (at, one) in all.iter().enumerate().filter(|_| less > 1) {
        if let Some(found) = tried(&[one]) {
            return Some(found);
        }
        for (next, two) in all.iter().enumerate().skip(at).filter(|_| less > 2 && all.len() <= MOST[1]) {
            if let Some(found) = tried(&[one, two]) {
                return Some(found);
            }
            for three in all.iter().skip(next).filter(|_| less > 3 && all.len() <= MOST[2]) {
                if let Some(found) = tried(&[one, two, three]) {
                    return Some(found);
                }
            }
        }
    }
    None
}

/// `Ok(false)` where nothing is to be compared.
fn check(forum: &Value, counts: &mut Counts) -> Result<bool, String> {
    let reply = json::explain(forum.to_string().as_bytes(), &[], Language::English, &Options::default(), false);
    let answer: Value = serde_json::from_str(&reply.text).map_err(|error| error.to_string())?;
    if answer["status"] != "infeasible" {
        return Ok(false);
    }
    let all = everybody(forum);
    if all.len() > MOST[0] {
        *counts.entry("too many profiles, left out").or_default() += 1;
        return Ok(false);
    }
    let ground = Ground::new(forum);
    let mixed = list(&answer, "invitations").iter().find(|one| one.get("loosened").is_some());
    let alone = list(&answer, "invitations").iter().find(|one| one.get("loosened").is_none());
    let people = |one: &Value| list(one, "people").len() as i128;
    let conceding = list(&answer, "concessions").iter().filter(|one| one["proven"] == true);
    let conceding = conceding.map(|one| i128::from(one["cost"].as_u64().unwrap())).min();
    let otherwise = [conceding, alone.map(people)].into_iter().flatten().min();
    if let Some(mixed) = mixed {
        let joined = joined(forum, mixed);
        let grown = Ground::new(&joined);
        let set = grown.set(&mixed["plan"]);
        let weight = |id: &Value| ground.weight(id.as_str().unwrap()).unwrap_or(1);
        let told: i128 =
            list(mixed, "loosened").iter().map(|one| one["by"].as_f64().unwrap() as i128 * weight(&one["rule"])).sum();
        if grown.cost(&set) != Some(told) {
            return Err(format!("{mixed} concedes {:?}, not {told}", grown.cost(&set)));
        }
        let cost = people(mixed) + told;
        if otherwise.is_some_and(|otherwise| otherwise <= cost) {
            return Err(format!("{mixed} costs {cost}, others {otherwise:?}"));
        }
        *counts.entry("mixed answers").or_default() += 1;
        if mixed["fewest"] != true {
            *counts.entry("mixed answers that are not proven").or_default() += 1;
            return Ok(true);
        }
        if let Some(found) = cheaper(forum, &all, cost, counts) {
            return Err(format!("{mixed} costs {cost}, but {found}"));
        }
        // That nothing is found says something where what is there is found.
        let tried = match people(mixed) {
            1 => true,
            2 => all.len() <= MOST[1],
            3 => all.len() <= MOST[2],
            _ => false,
        };
        if tried && cheaper(forum, &all, cost + 1, counts).is_none() {
            return Err(format!("{mixed} is not found by looking at everything"));
        }
        return Ok(true);
    }
    if answer.get("limited").is_some() {
        *counts.entry("left open by limits").or_default() += 1;
        return Ok(false);
    }
    // Without a mixed answer none is cheaper; where nothing does at all, what a dozen units would do is looked for.
    let less = otherwise.unwrap_or(12).min(12);
    if less <= 2 {
        return Ok(false);
    }
    *counts.entry("nothing mixed is cheaper").or_default() += 1;
    cheaper(forum, &all, less, counts).map_or(Ok(true), |found| Err(format!("{otherwise:?} otherwise, but {found}")))
}

/// The forum with people whom the profiles describe.
fn joined(forum: &Value, invitation: &Value) -> Value {
    let all = everybody(forum);
    let chosen: Vec<Value> = list(invitation, "people")
        .iter()
        .map(|profile| {
            let fits = |person: &&Value| crate::guests::fits(profile, person);
            // Two who may be from anywhere are from two organisations.
            let fresh =
                all.iter().filter(fits).find(|person| person.get("organisation").is_some_and(|own| own == "new"));
            let mut person = fresh.or_else(|| all.iter().find(fits)).expect("somebody fits").clone();
            person["expertise"] = profile.get("expertise").cloned().unwrap_or(serde_json::json!({}));
            person
        })
        .collect();
    with(forum, &chosen.iter().collect::<Vec<_>>())
}

#[test]
fn mixed_answers_are_the_cheapest_of_all() {
    let counts = each("forums", ("CONVENER_MIXED", 60), small, |_, forum, counts| check(forum, counts));
    assert!(counts["mixed answers"] > 0);
}
