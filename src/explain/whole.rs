//! Conflicts of whole rules: how they are found in huge programmes, and when a rule is told as a whole.

use super::conflicts::{active, families, is_organisers, witnessed};
use super::limits::Budget;
use super::loosened::units_named;
use super::narrow::{Narrowed, narrowed};
use super::probe::{Halt, Probe};
use super::quickxplain::Item;
use super::scope::Scope;
use super::stated::{self, Stated};
use super::system::{Kind, System};
use std::collections::BTreeSet;

/// So many rules of a huge programme are left out at a time.
const TOGETHER: usize = 4;

/// An irreducible conflict of whole rules in a huge programme, and whether it is proven to be one: first which rules are
/// needed beside all that always holds, which leaves few seats to look at, and then what of that is needed.
pub(super) fn of_rules(
    probe: &mut Probe<'_, '_>,
    units: &[u32],
    budget: &mut Budget<'_>,
) -> Result<Option<Narrowed>, Halt> {
    let system = probe.system;
    let all = families(system, units.iter().copied());
    let is_rule = |item: &Item| item.first().is_some_and(|unit| is_organisers(&system.units[*unit as usize]));
    let (rules, always): (Vec<Item>, Vec<Item>) = all.into_iter().partition(is_rule);
    let mut items: Vec<Item> = rules.into_iter().chain(always).collect();
    if probe.is_possible(&active(system, &items), budget)? {
        return Ok(None);
    }
    if let Some(led) = probe.led.take() {
        match budget.half(|budget| narrowed(probe, units, &led, budget)) {
            Ok(Some(narrowed)) => return Ok(Some(narrowed)),
            Ok(None) | Err(Halt::Limit) => {}
            Err(fault) => return Err(fault),
        }
        // Of many statements, the kinds that the proof rests on are looked at first, with how many seats there are.
        let kinds: BTreeSet<Kind> =
            led.iter().map(|unit| system.units[*unit as usize].kind).chain([Kind::Seats]).collect();
        let of_kinds =
            |item: &&Item| item.first().is_some_and(|unit| kinds.contains(&system.units[*unit as usize].kind));
        let among: Vec<Item> = items.iter().filter(of_kinds).cloned().collect();
        match probe.is_possible(&active(system, &among), budget) {
            Ok(false) => items = among,
            Ok(true) | Err(Halt::Limit) => {}
            Err(fault) => return Err(fault),
        }
    }
    let mut proven = true;
    // What always holds comes after the rules: it makes the programs small while these are looked at.
    let rules = items.iter().filter(|item| is_rule(item)).count();
    let mut asked: Vec<(usize, usize)> = (rules..items.len()).map(|at| (at, 1)).collect();
    asked.extend((0..rules).step_by(TOGETHER).map(|at| (at, TOGETHER.min(rules - at))));
    while let Some((at, count)) = asked.pop() {
        let rest: Vec<Item> = [&items[..at], &items[(at + count).min(items.len())..]].concat();
        let needed = match probe.is_possible(&active(system, &rest), budget) {
            Ok(needed) => needed,
            // Whether it is needed stays open, and the search goes on while there is time.
            Err(Halt::Limit) => {
                proven = false;
                true
            }
            Err(fault) => return Err(fault),
        };
        if !needed {
            let gone = items.len() - rest.len();
            items = rest;
            asked.iter_mut().filter(|(other, _)| *other > at).for_each(|(other, _)| *other -= gone);
        } else if count > 1 {
            asked.extend((at..at + count).map(|at| (at, 1)));
        }
    }
    if !proven {
        return Ok(Some(Narrowed { items, witnesses: None }));
    }
    match widened(probe, &items, budget)? {
        Some(widened) => Ok(Some(widened)),
        None => witnessed(probe, items, budget).map(Some),
    }
}

/// The conflict of whole rules of which some groups clash by themselves too: told whole where that makes no difference to
/// which rules are needed, which is said of each by a plan.
fn widened(probe: &mut Probe<'_, '_>, items: &[Item], budget: &mut Budget<'_>) -> Result<Option<Narrowed>, Halt> {
    let system = probe.system;
    let all: Vec<Item> = items.iter().map(|item| all_of_kind(system, probe.scope, item)).collect();
    probe.learn_impossible(&active(system, &all));
    for at in 0..all.len() {
        let rest: Vec<Item> = [&all[..at], &all[at + 1..]].concat();
        match probe.is_possible(&active(system, &rest), budget) {
            Ok(true) => {}
            Ok(false) | Err(Halt::Limit) => return Ok(None),
            Err(fault) => return Err(fault),
        }
    }
    witnessed(probe, all, budget).map(Some)
}

/// A conflict told by its whole rules, or by the groups that a proof names where one of the rules clashes by itself elsewhere.
pub(super) fn told(probe: &mut Probe<'_, '_>, items: Vec<Item>, budget: &mut Budget<'_>) -> Result<Narrowed, Halt> {
    let (system, scope) = (probe.system, probe.scope);
    if scope.panel.is_some() || items.iter().all(|item| is_all(system, scope, item)) {
        return witnessed(probe, items, budget);
    }
    let narrower = budget.half(|budget| {
        if let Some(widened) = widened(probe, &items, budget)? {
            return Ok(Some(widened));
        }
        let Stated::Impossible(proven) = stated::plan(system, &active(system, &items), None, &[], budget)? else {
            return Ok(None);
        };
        let names = proven.named.iter().map(|(rule, group)| (rule.as_str(), group.as_slice())).collect();
        let mut units: Vec<u32> = items.iter().flatten().copied().collect();
        units.sort_unstable();
        narrowed(probe, &units, &units_named(system, &names), budget)
    });
    match narrower {
        Ok(Some(narrower)) if narrower.witnesses.is_some() => Ok(narrower),
        Ok(_) | Err(Halt::Limit) => Ok(Narrowed { items, witnesses: None }),
        Err(fault) => Err(fault),
    }
}

/// A single statement as it is; of several, all of their kind in the scope.
fn all_of_kind(system: &System<'_>, scope: &Scope, item: &Item) -> Item {
    let kind = item.first().map(|unit| system.units[*unit as usize].kind);
    let of_kind = |unit: &u32| Some(system.units[*unit as usize].kind) == kind;
    if item.len() <= 1 { item.clone() } else { scope.units.iter().copied().filter(of_kind).collect() }
}

/// Whether the item is a single statement, or all of its kind in the scope.
pub(super) fn is_all(system: &System<'_>, scope: &Scope, item: &Item) -> bool {
    let kind = item.first().map(|unit| system.units[*unit as usize].kind);
    let of_kind = |unit: &&u32| Some(system.units[**unit as usize].kind) == kind;
    item.len() <= 1 || scope.units.iter().filter(of_kind).count() == item.len()
}
