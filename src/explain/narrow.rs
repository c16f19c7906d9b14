//! Conflicts of huge programmes, narrowed to the statements that the engine's proof of them names: those have few rows.

use super::conflicts::{NAMED, TOLD_APART, active, families, split, witnesses_of};
use super::limits::Budget;
use super::probe::{Halt, Probe};
use super::quickxplain::{Item, conflict};
use super::scope::{Scope, is_plain_limit};
use super::system::{About, Kind, System};
use super::whole::is_all;
use crate::DraftSeat;
use crate::program::Meaning;
use std::collections::{BTreeMap, BTreeSet};

/// A rule that can't be told whole, as it clashes in some groups alone, is told by up to so many groups.
const GROUPS: usize = 24;

/// Rows of more columns than this are not asked: forums are as fast.
const FEW: usize = 12_000;

/// What clashes, and a plan without each part of it where each is proven to be needed.
pub(super) struct Narrowed {
    pub items: Vec<Item>,
    pub witnesses: Option<Vec<Vec<DraftSeat>>>,
}

/// The conflict among these units to which a proof leads; `None` where what it names is possible: it leant on what is left
/// out of the programme that it is a proof of.
pub(super) fn narrowed(
    probe: &mut Probe<'_, '_>,
    units: &[u32],
    led: &[u32],
    budget: &mut Budget<'_>,
) -> Result<Option<Narrowed>, Halt> {
    let system = probe.system;
    // A share of seats is a number where how many seats there are is taken for granted.
    for led in [led.to_vec(), with_seats(system, led, units)] {
        let scope = Scope::around(system, &led, units);
        if scope.columns.len() > FEW {
            break;
        }
        let narrowed = among(probe, &scope, units, budget)?;
        if narrowed.is_some() {
            return Ok(narrowed);
        }
    }
    Ok(None)
}

/// These statements with the ranges of the seats that they count.
fn with_seats(system: &System<'_>, led: &[u32], units: &[u32]) -> Vec<u32> {
    let rows = led.iter().flat_map(|unit| &system.units[*unit as usize].rows);
    let columns = rows.flat_map(|row| &system.lines[*row as usize].terms).map(|(column, _)| *column);
    let places: BTreeSet<(u32, u32)> = columns
        .filter_map(|column| match system.columns[column as usize].meaning {
            Meaning::Seat { panel, role, .. } => Some((panel, role)),
            _ => None,
        })
        .collect();
    let counted = |unit: &&u32| match system.units[**unit as usize].about {
        About::Seats { panel, role } => places.contains(&(panel, role)),
        _ => false,
    };
    let mut all: Vec<u32> = led.iter().chain(units.iter().filter(counted)).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The conflict among a scope's statements, told whole where it has to be.
fn among(
    probe: &mut Probe<'_, '_>,
    scope: &Scope,
    units: &[u32],
    budget: &mut Budget<'_>,
) -> Result<Option<Narrowed>, Halt> {
    let system = probe.system;
    let mut inner = Probe::by_rows(system, scope);
    let nothing = vec![false; system.units.len()];
    let whole = families(system, scope.units.iter().copied());
    let Some(needed) = conflict(&mut inner, &nothing, &whole, budget)? else { return Ok(None) };
    let needed: Vec<Item> = needed.into_iter().filter_map(|at| whole.get(at).cloned()).collect();
    let single: Vec<Item> = needed.iter().flat_map(|item| split(item, TOLD_APART)).collect();
    let found = budget.half(|budget| conflict(&mut inner, &nothing, &single, budget));
    let found: Vec<Item> = match found {
        Ok(found) => found.unwrap_or_default().into_iter().filter_map(|at| single.get(at).cloned()).collect(),
        Err(Halt::Limit) => needed,
        Err(fault) => return Err(fault),
    };
    let (items, is_whole) = told_whole(system, probe.scope, units, &found);
    if !is_whole {
        let witnesses = witnesses_of(&mut inner, &items, budget)?;
        return Ok(Some(Narrowed { items, witnesses: Some(witnesses) }));
    }
    // Limits on seats elsewhere say nothing of these: of a whole rule of limits only those here matter.
    let is_limit = |unit: &u32| is_plain_limit(system, *unit);
    if items.iter().all(|item| item.len() == 1 || (is_all(system, probe.scope, item) && item.iter().all(is_limit))) {
        let here = |item: &Item| match item[..] {
            [_] => item.clone(),
            _ => scope.units.iter().copied().filter(|unit| item.binary_search(unit).is_ok()).collect(),
        };
        let own: Vec<Item> = items.iter().map(here).collect();
        let needed = conflict(&mut inner, &nothing, &own, budget)?.unwrap_or_default();
        let of = |items: &[Item]| needed.iter().filter_map(|at| items.get(*at).cloned()).collect::<Vec<_>>();
        let witnesses = witnesses_of(&mut inner, &of(&own), budget)?;
        return Ok(Some(Narrowed { items: of(&items), witnesses: Some(witnesses) }));
    }
    probe.learn_impossible(&active(system, &items));
    needed_of(probe, items, budget).map(Some)
}

/// The items with rules as a whole where too many of their groups are needed; whether any is.
fn told_whole(system: &System<'_>, scope: &Scope, units: &[u32], found: &[Item]) -> (Vec<Item>, bool) {
    let mut by_kind: BTreeMap<Kind, Vec<u32>> = BTreeMap::new();
    for unit in found.iter().flatten() {
        by_kind.entry(system.units[*unit as usize].kind).or_default().push(*unit);
    }
    let (mut items, mut is_whole) = (Vec::new(), false);
    for of_kinds in families(system, found.iter().flatten().copied()) {
        let kind = of_kinds.first().map(|unit| system.units[*unit as usize].kind);
        let own = kind.and_then(|kind| by_kind.get(&kind)).map_or(0, Vec::len);
        let all: Item = units.iter().copied().filter(|unit| Some(system.units[*unit as usize].kind) == kind).collect();
        if own <= NAMED || (!is_all(system, scope, &all) && own <= GROUPS) {
            items.extend(split(&of_kinds, GROUPS));
        } else {
            items.push(all);
            is_whole = true;
        }
    }
    (items, is_whole)
}

/// Those of the items that are needed, each left out in turn.
fn needed_of(probe: &mut Probe<'_, '_>, mut items: Vec<Item>, budget: &mut Budget<'_>) -> Result<Narrowed, Halt> {
    let (mut at, mut proven) = (0, true);
    while at < items.len() {
        let rest: Vec<Item> = [&items[..at], &items[at + 1..]].concat();
        match probe.is_possible(&active(probe.system, &rest), budget) {
            Ok(true) => at += 1,
            Ok(false) => items = rest,
            // Whether it is needed stays open, and the search goes on while there is time.
            Err(Halt::Limit) => (at, proven) = (at + 1, false),
            Err(fault) => return Err(fault),
        }
    }
    // All are told to be needed only where each whole rule is the whole rule.
    let told = proven && items.iter().all(|item| is_all(probe.system, probe.scope, item));
    let witnesses = if told { Some(witnesses_of(probe, &items, budget)?) } else { None };
    Ok(Narrowed { items, witnesses })
}

#[cfg(test)]
mod tests {
    use super::super::loosened::units_named;
    use super::super::model::Settled;
    use super::super::stated::{self, Stated};
    use super::*;
    use crate::solve::{Limits, backend};
    use crate::{Error, Options};

    /// What the proof that the forum has no plan leads to.
    fn led_to(system: &System<'_>, everything: &Scope, budget: &mut Budget<'_>) -> Option<Narrowed> {
        let all = vec![true; system.units.len()];
        let Ok(Stated::Impossible(proven)) = stated::plan(system, &all, None, &[], budget) else { return None };
        let names = proven.named.iter().map(|(rule, group)| (rule.as_str(), group.as_slice())).collect();
        let led = units_named(system, &names);
        narrowed(&mut Probe::new(system, everything), &everything.units, &led, budget).ok()?
    }

    /// Nobody sits twice, and of nine women ten are asked for: one on each of ten panels, which is told as a whole rule, or two
    /// on each of five, which are named.
    #[test]
    fn many_groups_are_told_as_their_rule() -> Result<(), Error> {
        let options = Options::default();
        for (panels, women, told) in [(10, 1, vec![10, 40]), (5, 2, vec![1, 1, 1, 1, 1, 40])] {
            let filter = crate::Filter::all().is("gender", "woman");
            let mut forum = crate::Forum::new("f")
                .rule(crate::Rule::new("women").filter(filter).at_least(women))
                .rule(crate::Rule::new("once").for_each(["speaker"]).at_most(1));
            for at in 0..40 {
                let gender = if at < 9 { "woman" } else { "man" };
                forum = forum.speaker(crate::Speaker::new(format!("s{at}")).gender(gender));
            }
            for at in 0..panels {
                forum = forum.panel(crate::Panel::new(format!("p{at}")).seats("panellist", 3, 3));
            }
            let system = System::new(&forum)?;
            let everything = Scope::everything(&system);
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            let found = led_to(&system, &everything, &mut budget);
            let found = found.ok_or_else(|| Error::Internal("nothing found".into()))?;
            assert_eq!(found.items.iter().map(Vec::len).collect::<Vec<_>>(), told);
            assert_eq!(found.witnesses.map(|plans| plans.len()), Some(told.len()));
        }
        Ok(())
    }

    /// Parts of forums with clashing rules: what a proof leads to is impossible, and possible without any one part of it, by
    /// the rows of the whole programme.
    #[test]
    fn what_a_proof_leads_to_is_irreducible_by_rows() -> Result<(), Error> {
        let options = Options::default();
        let (mut several, mut groups) = (0, 0);
        for seed in 1..=30 {
            let forum = crate::explain::part::of_conflict(seed, 12, 160);
            let system = System::new(&forum)?;
            let everything = Scope::everything(&system);
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            let Some(found) = led_to(&system, &everything, &mut budget) else { continue };
            if found.witnesses.is_none() {
                continue;
            }
            let mut possible = |items: &[Item]| -> Result<bool, Error> {
                let model = everything.model(&system, &active(&system, items));
                Ok(matches!(model.settle(&mut budget)?, Settled::Best(_)))
            };
            assert!(!possible(&found.items)?, "seed {seed}");
            for at in 0..found.items.len() {
                let rest: Vec<Item> = [&found.items[..at], &found.items[at + 1..]].concat();
                assert!(possible(&rest)?, "seed {seed} without {:?}", found.items[at]);
                assert!(is_all(&system, &everything, &found.items[at]));
            }
            several += u32::from(found.items.len() > 1);
            groups += u32::from(found.items.iter().filter(|item| item.len() == 1).count() > 2);
        }
        assert!(several >= 5 && groups >= 3, "{several} of several, {groups} of groups");
        Ok(())
    }
}
