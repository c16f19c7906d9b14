//! Conflicts of whole rules: how they are found in huge programmes, and when a rule is told as a whole.

use super::conflicts::{active, families, is_organisers, witnessed};
use super::limits::Budget;
use super::narrow::{Narrowed, narrowed};
use super::probe::{Halt, Probe};
use super::quickxplain::Item;
use super::scope::Scope;
use super::system::System;

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
    if proven { witnessed(probe, items, budget).map(Some) } else { Ok(Some(Narrowed { items, witnesses: None })) }
}

/// Whether the item is a single statement, or all of its kind in the scope.
pub(super) fn is_all(system: &System<'_>, scope: &Scope, item: &Item) -> bool {
    let kind = item.first().map(|unit| system.units[*unit as usize].kind);
    let of_kind = |unit: &&u32| Some(system.units[**unit as usize].kind) == kind;
    item.len() <= 1 || scope.units.iter().filter(of_kind).count() == item.len()
}
