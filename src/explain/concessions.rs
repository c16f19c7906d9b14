//! Concessions: ranked alternatives, each a cheapest set of bounds to loosen, told apart by the rules they touch.

use super::answer::{Concession, Loosened, Move};
use super::elastic::{Apart, Held, Loosening, People, cheapest, internal, touched};
use super::limits::Budget;
use super::loosest::Loosest;
use super::probe::Halt;
use super::program::settled_goals;
use super::scope::Scope;
use super::system::System;
use super::told::plan_of;
use crate::{Concede, DraftSeat, Error, Forum, Number, Tally, verify};
use std::collections::BTreeSet;

/// How many alternatives are looked for.
const WANTED: usize = 5;
/// How many loosenings are computed for them.
const MOST_TRIES: usize = 40;
/// Moving a panel is tried for at most this many pairs of panel and slot.
const MOST_MOVES: usize = 60;
/// A tree of more nodes than this is left to the engine.
pub(super) const NODES: u64 = 2_000;
/// Programmes with more columns are loosened by the engine.
pub(super) const LARGE: usize = 6_000;
/// In programmes with more columns than this only what clashes gives, until alternatives are found.
pub(super) const HUGE: usize = 100_000;

/// What is known of a forum's concessions.
pub(super) struct Ranked {
    pub concessions: Vec<Concession>,
    pub limited: bool,
}

/// Ranks the concessions of an infeasible forum.
pub(super) fn concessions(
    system: &System<'_>,
    everything: &Scope,
    loosest: &mut Loosest,
    budget: &mut Budget<'_>,
) -> Result<Ranked, Error> {
    let mut found: Vec<(Loosening, Vec<Move>)> = Vec::new();
    found.extend(loosest.alone.clone().map(|alone| (alone, Vec::new())));
    let mut limited = false;
    for apart in [Apart::Kinds, Apart::Rules, Apart::Names] {
        let fine = apart == Apart::Names && system.columns.len() > LARGE;
        if found.len() >= 3 || limited || fine {
            break;
        }
        limited |= alternatives(system, everything, apart, loosest, &mut found, budget)?;
    }
    if !limited {
        limited |= loosest.settle(system, &mut found, budget)?;
    }
    if !limited && system.columns.len() <= LARGE {
        limited |= moves(system, &mut found, budget)?;
    }
    found.sort_by_key(|(loosening, moves)| loosening.cost.saturating_add(moves.len() as i64));
    let mut concessions = Vec::new();
    for (loosening, moves) in found.into_iter().take(WANTED) {
        let concession = if moves.is_empty() {
            told(system, &loosening, moves, budget)?
        } else {
            let forum = moved(system.forum, &moves);
            told(&System::new(&forum)?, &loosening, moves, budget)?
        };
        concessions.push(concession);
    }
    Ok(Ranked { concessions, limited })
}

/// Alternatives in order of cost: once one is found that touches some rules, the next ones hold one of these rules each.
fn alternatives(
    system: &System<'_>,
    everything: &Scope,
    apart: Apart,
    loosest: &mut Loosest,
    found: &mut Vec<(Loosening, Vec<Move>)>,
    budget: &mut Budget<'_>,
) -> Result<bool, Error> {
    let mut waiting: Vec<(Loosening, Held)> = Vec::new();
    let mut seen: BTreeSet<Held> = BTreeSet::new();
    let rules = |loosening: &Loosening| [Apart::Rules, Apart::Names].map(|apart| touched(system, loosening, apart));
    let mut known: Vec<_> = found.iter().map(|(loosening, _)| rules(loosening)).collect();
    // What is known to be enough alone is held: no other alternative needs it.
    let held = loosest.alone.as_ref().map(|alone| touched(system, alone, apart));
    let mut open = vec![held.unwrap_or_default()];
    let mut tries = 0;
    let mut limited = false;
    loop {
        for held in std::mem::take(&mut open) {
            if tries >= MOST_TRIES || !seen.insert(held.clone()) {
                continue;
            }
            tries += 1;
            match loosest.best(system, everything, &held, budget) {
                Ok(Some(loosening)) => waiting.push((loosening, held)),
                Ok(None) => {}
                Err(Halt::Limit) => {
                    limited = true;
                    // What was found at first stands.
                    waiting.extend(loosest.first.take().filter(|_| held.is_empty()).map(|(first, _)| (first, held)));
                }
                Err(Halt::Fault(error)) => return Err(error),
            }
        }
        let Some(next) = (0..waiting.len()).min_by_key(|at| (waiting[*at].0.cost, *at)) else { return Ok(limited) };
        let (loosening, held) = waiting.remove(next);
        for key in touched(system, &loosening, apart) {
            let mut held = held.clone();
            held.insert(key);
            open.push(held);
        }
        let rules = rules(&loosening);
        let rules_known = known.iter().any(|other| (0..2).any(|at| other[at].is_subset(&rules[at])));
        if !rules_known {
            known.push(rules);
            found.push((loosening, Vec::new()));
        }
        if found.len() >= WANTED {
            return Ok(limited);
        }
    }
}

/// Tries each panel in each other slot.
fn moves(system: &System<'_>, found: &mut Vec<(Loosening, Vec<Move>)>, budget: &mut Budget<'_>) -> Result<bool, Error> {
    let forum = system.forum;
    let least = found.iter().map(|(loosening, _)| loosening.cost).min();
    let mut slots: Vec<&String> = forum.panels.iter().filter_map(|panel| panel.slot.as_ref()).collect();
    slots.sort_unstable();
    slots.dedup();
    let places = forum.panels.iter().filter_map(|panel| Some((panel, panel.slot.as_ref()?)));
    let pairs = places.flat_map(|(panel, from)| {
        slots.iter().filter(move |to| **to != from).map(move |to| Move {
            panel: panel.id.clone(),
            from: from.clone(),
            to: (*to).clone(),
        })
    });
    let (mut best, mut limited): (Option<(Loosening, Vec<Move>)>, bool) = (None, false);
    for one in pairs.take(MOST_MOVES) {
        let changed = moved(forum, std::slice::from_ref(&one));
        let other = System::new(&changed)?;
        let scope = Scope::everything(&other);
        let found = budget.few_nodes(NODES, |budget| cheapest(&other, &scope, &Held::new(), People::default(), budget));
        let loosening = match found {
            Ok(loosening) => loosening,
            Err(Halt::Limit) => {
                limited = true;
                if budget.is_spent() {
                    break;
                }
                continue;
            }
            Err(Halt::Fault(error)) => return Err(error),
        };
        let Some(loosening) = loosening else { continue };
        let better = best.as_ref().is_none_or(|(own, _)| loosening.cost < own.cost);
        // A move that leaves as much to loosen as before is no help.
        if better && least.is_none_or(|least| loosening.cost < least) {
            let done = loosening.cost == 0;
            best = Some((loosening, vec![one]));
            if done {
                break;
            }
        }
    }
    found.extend(best);
    Ok(limited)
}

/// The forum with panels moved, each with the day of its new slot.
pub(super) fn moved(forum: &Forum, moves: &[Move]) -> Forum {
    let mut changed = forum.clone();
    for one in moves {
        let day =
            forum.panels.iter().find(|panel| panel.slot.as_ref() == Some(&one.to)).and_then(|panel| panel.day.clone());
        if let Some(panel) = changed.panels.iter_mut().find(|panel| panel.id == one.panel) {
            panel.slot = Some(one.to.clone());
            if day.is_some() {
                panel.day = day;
            }
        }
    }
    changed
}

/// A concession as data, from counting a plan under it.
fn told(
    system: &System<'_>,
    loosening: &Loosening,
    moves: Vec<Move>,
    budget: &mut Budget<'_>,
) -> Result<Concession, Error> {
    let seats = settled_goals(system, loosening, budget)?;
    let counted = verify::count(system.forum, &seats).map_err(|e| Error::Internal(e.to_string()))?;
    let broken: Vec<Tally> = counted.broken().cloned().collect();
    let cost = cost(system.forum, &broken)?;
    if cost > loosening.cost {
        return Err(internal("a concession's plan breaks more than it loosens"));
    }
    let loosened = loosened(&counted.rules, &broken);
    Ok(Concession {
        cost: u64::try_from(cost).unwrap_or(0).saturating_add(moves.len() as u64),
        proven: loosening.proven,
        loosened,
        moves,
        plan: plan_of(system.forum, &sorted(system.forum, seats)),
        goals: counted.goals,
    })
}

/// The bounds that a plan's tallies miss.
pub(super) fn loosened(all: &[Tally], broken: &[Tally]) -> Vec<Loosened> {
    broken
        .iter()
        .map(|tally| Loosened {
            rule: tally.rule.clone(),
            group: tally.group.clone(),
            count: tally.count,
            at_least: tally.at_least,
            at_most: tally.at_most,
            at_most_apart: tally.at_most_apart,
            by: tally.short,
            dropped: is_stated(&tally.rule)
                && tally.count == Number::from(0)
                && all.iter().filter(|other| other.rule == tally.rule).all(|other| !other.is_met()),
        })
        .collect()
}

/// What counting says that the broken rules cost; an internal fault where one of them is never conceded.
pub(super) fn cost(forum: &Forum, broken: &[Tally]) -> Result<i64, Error> {
    let mut cost = 0_i64;
    for tally in broken {
        let weight = weight(forum, &tally.rule)
            .ok_or_else(|| internal(&format!("`{}` is conceded, which it never is", tally.rule)))?;
        let units = tally.short.whole().unwrap_or(i64::MAX / 4);
        cost = cost.saturating_add(units.saturating_mul(i64::from(weight)));
    }
    Ok(cost)
}

fn weight(forum: &Forum, id: &str) -> Option<u32> {
    let never = ["one_seat/", "slot/", "roles/", "unavailable/"];
    if never.iter().any(|prefix| id.starts_with(prefix)) {
        return None;
    }
    let own = forum.rules.iter().chain(forum.panels.iter().flat_map(|panel| &panel.rules)).find(|rule| rule.id == id);
    match own.and_then(|rule| rule.concede).unwrap_or(Concede::Weight(1)) {
        Concede::Never => None,
        Concede::Weight(weight) => Some(weight),
    }
}

/// Seats in the order of plans: by panel, role and speaker.
pub(super) fn sorted(forum: &Forum, mut seats: Vec<DraftSeat>) -> Vec<DraftSeat> {
    let position = |seat: &DraftSeat| {
        let panel = forum.panels.iter().position(|panel| panel.id == seat.panel);
        let role = panel.and_then(|p| forum.panels[p].seats.iter().position(|own| own.role == seat.role));
        (panel, role, forum.speakers.iter().position(|speaker| speaker.id == seat.speaker))
    };
    seats.sort_by_cached_key(position);
    seats
}

/// Whether the id is a rule's own, rather than one of what always holds.
fn is_stated(id: &str) -> bool {
    let always = ["seats/", "one_seat/", "slot/", "max_seats/", "roles/", "unavailable/", "pin/", "bar/"];
    !always.iter().any(|prefix| id.starts_with(prefix))
}
