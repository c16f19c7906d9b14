//! Conflicts: panel by panel first, then the programme; whole rules first, then their groups.

use super::answer::Conflict;
use super::concessions::{HUGE, LARGE};
use super::figures;
use super::limits::Budget;
use super::narrow::Narrowed;
use super::probe::{Halt, Probe};
use super::proof;
use super::quickxplain::{Item, conflict};
use super::scope::Scope;
use super::shapes::{Shape, shape};
use super::system::{Kind, System, Unit};
use super::told::{alike, also, told};
use super::whole::{self, is_all, of_rules};
use crate::{DraftSeat, Error, verify};
use std::collections::{BTreeMap, HashSet};

/// A rule with more groups than this in one conflict is named as a whole.
pub(super) const NAMED: usize = 6;
/// Groups are told apart up to this many; beyond, looking at each takes too many solves.
pub(super) const TOLD_APART: usize = 400;
/// The most conflicts reported.
pub(super) const MOST: usize = 10;

/// A conflict by positions.
pub(super) struct Found {
    pub items: Vec<Item>,
    pub panel: Option<u32>,
}

/// The conflicts found so far.
#[derive(Default)]
pub(super) struct Conflicts {
    pub out: Vec<Conflict>,
    pub found: Vec<Found>,
    /// Which of those found each one is: its own, then those of its further panels.
    which: Vec<Vec<usize>>,
    /// What those of one panel are apart from it, each once.
    pub shapes: Vec<Shape>,
    /// Whether a limit cut the search short.
    pub limited: bool,
    /// No concession costs less, as far as counting says.
    pub floor: i64,
    /// The count over the whole programme that is beyond reach, where one was found to be so.
    pub beyond: Option<u32>,
}

impl Conflicts {
    /// What is broken whatever is seated.
    pub(super) fn hopeless(&mut self, system: &System<'_>, budget: &mut Budget<'_>) -> Result<(), Error> {
        for unit in Scope::hopeless(system) {
            let one = Found { items: vec![vec![unit]], panel: None };
            self.take(system, one, &[Vec::new()], true, budget)?;
        }
        Ok(())
    }

    /// Takes a conflict; of one that clashes like another on another panel only the panel is told.
    pub(super) fn take(
        &mut self,
        system: &System<'_>,
        one: Found,
        witnesses: &[Vec<DraftSeat>],
        minimal: bool,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        if self.is_also(system, &one, minimal) {
            self.found.push(one);
            return Ok(());
        }
        let mut conflict = told(system, &one, witnesses, minimal);
        conflict.figures = figures::figures(system, &one, budget)?;
        self.out.push(conflict);
        self.which.push(vec![self.found.len()]);
        self.found.push(one);
        Ok(())
    }

    /// Adds the proof of the conflict found last where it is one of the whole programme and takes no time: later there may be
    /// none left.
    pub(super) fn prove_soon(&mut self, system: &System<'_>) -> Result<(), Error> {
        let Some(last) = self.found.len().checked_sub(1) else { return Ok(()) };
        let own = self.out.iter_mut().zip(&self.which).find(|(_, which)| which[..] == [last]);
        if let Some((conflict, _)) = own.filter(|(conflict, _)| conflict.proofs.is_empty()) {
            conflict.proofs.extend(proof::of(system, &self.found[last], None)?);
        }
        Ok(())
    }

    /// Tells a conflict that is about to be taken as a further panel of another, where the same rules clash there.
    pub(super) fn is_also(&mut self, system: &System<'_>, one: &Found, minimal: bool) -> bool {
        let conflict = told(system, one, &[], minimal);
        let Some(same) = alike(&self.out, &conflict) else { return false };
        if also(&mut self.out[same], conflict) {
            self.which[same].push(self.found.len());
        }
        true
    }

    /// Adds to each conflict the proof that it is one, as far as the limits allow.
    pub(super) fn prove(&mut self, system: &System<'_>, budget: &mut Budget<'_>) -> Result<(), Error> {
        for (conflict, which) in self.out.iter_mut().zip(&self.which) {
            for one in which.iter().filter_map(|at| self.found.get(*at)).skip(conflict.proofs.len()) {
                let proof = if budget.is_spent() { None } else { proof::of(system, one, Some(budget))? };
                let Some(proof) = proof else { break };
                conflict.proofs.push(proof);
            }
        }
        Ok(())
    }

    /// The conflicts of a scope, up to so many.
    pub(super) fn look(
        &mut self,
        system: &System<'_>,
        scope: &Scope,
        most: usize,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        if self.limited || self.out.len() >= MOST {
            return Ok(());
        }
        match self.search(system, scope, most, budget) {
            Ok(()) => Ok(()),
            Err(Halt::Fault(error)) => Err(error),
            Err(Halt::Limit) => {
                self.limited = true;
                Ok(())
            }
        }
    }

    /// Finds conflicts in one scope until none is left that shares no statement with those found, then those that share
    /// structural statements alone.
    fn search(&mut self, system: &System<'_>, scope: &Scope, most: usize, budget: &mut Budget<'_>) -> Result<(), Halt> {
        let mut probe = Probe::new(system, scope);
        let mut here = 0;
        for shared in [false, true] {
            while here < most {
                let structural = only_structural(system, &self.found);
                let dropped: HashSet<u32> = self
                    .found
                    .iter()
                    .flat_map(|one| one.items.iter().flatten())
                    .copied()
                    .filter(|unit| !shared || is_organisers(&system.units[*unit as usize]) || structural.contains(unit))
                    .collect();
                let units: Vec<u32> = scope.units.iter().copied().filter(|unit| !dropped.contains(unit)).collect();
                let huge = scope.panel.is_none() && scope.columns.len() > HUGE;
                let narrowed = if huge {
                    of_rules(&mut probe, &units, budget)
                } else {
                    let items = smallest(&mut probe, &units, budget);
                    items.and_then(|items| items.map(|items| whole::told(&mut probe, items, budget)).transpose())
                };
                match narrowed {
                    Ok(None) => break,
                    Ok(Some(Narrowed { items, witnesses })) => {
                        let minimal = witnesses.is_some();
                        let shape =
                            shape(system, scope, &items).filter(|shape| minimal && !self.shapes.contains(shape));
                        self.shapes.extend(shape);
                        let one = Found { items, panel: scope.panel };
                        let witnesses = witnesses.unwrap_or_default();
                        self.take(system, one, &witnesses, minimal, budget)?;
                        here += 1;
                    }
                    Err(Halt::Limit) => {
                        // Known to be impossible, if anything is; not known to be minimal.
                        let known = |set: &[bool]| {
                            let held = |item: &Item| item.iter().any(|unit| set[*unit as usize]);
                            self.found.iter().any(|one| one.items.iter().all(held))
                        };
                        if let Some(set) = probe.smallest_impossible(|set| !known(set)) {
                            let units = (0..set.len() as u32).filter(|unit| set[*unit as usize]);
                            let one = Found { items: families(system, units), panel: scope.panel };
                            self.take(system, one, &[], false, budget)?;
                        }
                        return Err(Halt::Limit);
                    }
                    Err(fault) => return Err(fault),
                }
            }
        }
        Ok(())
    }

    /// The conflicts, those proven minimal first.
    pub(super) fn ranked(mut self) -> Vec<Conflict> {
        self.out.sort_by_key(|conflict| !conflict.minimal);
        self.out
    }
}

/// The units of conflicts that have no rule of the organiser's: these would be found again for ever unless they are dropped.
fn only_structural(system: &System<'_>, found: &[Found]) -> HashSet<u32> {
    let structural = |one: &&Found| !one.items.iter().flatten().any(|own| is_organisers(&system.units[*own as usize]));
    found.iter().filter(structural).flat_map(|one| one.items.iter().flatten().copied()).collect()
}

pub(super) fn is_organisers(unit: &Unit) -> bool {
    matches!(unit.kind, Kind::Rule(_) | Kind::Pin | Kind::Bar)
}

/// Statements by kind, in the order in which a conflict prefers them: the organiser's of low standing first.
pub(super) fn families(system: &System<'_>, units: impl Iterator<Item = u32>) -> Vec<Item> {
    let mut families: BTreeMap<(u64, Kind), Item> = BTreeMap::new();
    for at in units {
        let unit = &system.units[at as usize];
        // What an organiser would never concede stands after everything that they would.
        let standing = match unit.kind {
            Kind::Rule(_) => unit.concede.map_or(u64::from(u32::MAX) + 1, u64::from),
            _ => u64::from(u32::MAX) + 2,
        };
        families.entry((standing, unit.kind)).or_default().push(at);
    }
    families.into_values().collect()
}

/// An irreducible conflict among the units, as items each of which is needed.
fn smallest(probe: &mut Probe<'_, '_>, units: &[u32], budget: &mut Budget<'_>) -> Result<Option<Vec<Item>>, Halt> {
    let system = probe.system;
    let nothing = vec![false; system.units.len()];
    let large = probe.scope.panel.is_none() && probe.scope.columns.len() > LARGE;
    let whole = families(system, units.iter().copied());
    let mut proven = None;
    if large {
        // Of many statements, only the kinds that a proof rests on are looked at.
        proven = probe.proof(&active(system, &whole), budget)?;
    }
    let mut among: Vec<Item> = match &proven {
        Some(proven) => whole.iter().filter(|item| item.iter().any(|unit| proven[*unit as usize])).cloned().collect(),
        None => whole.clone(),
    };
    let needed = match conflict(probe, &nothing, &among, budget)? {
        None if among.len() < whole.len() => {
            (proven, among) = (None, whole);
            conflict(probe, &nothing, &among, budget)?
        }
        needed => needed,
    };
    let Some(needed) = needed else { return Ok(None) };
    let needed: Vec<Item> = needed.into_iter().filter_map(|at| among.get(at).cloned()).collect();
    // A proof that takes a few too many groups of a rule may take fewer without the other rules.
    let taken = |proven: &Vec<bool>| {
        needed.iter().map(|item| item.iter().filter(|unit| proven[**unit as usize]).count()).collect::<Vec<_>>()
    };
    if proven.as_ref().is_some_and(|proven| taken(proven).iter().any(|taken| (NAMED + 1..=8 * NAMED).contains(taken))) {
        proven = probe.proof(&active(system, &needed), budget)?;
    }
    // Small rules are told apart by group, large ones stay whole: so do those of which a proof takes many groups.
    let single: Vec<Item> = needed
        .iter()
        .flat_map(|item| {
            let Some(proven) = &proven else { return split(item, if large { NAMED } else { TOLD_APART }) };
            let used: Item = item.iter().copied().filter(|unit| proven[*unit as usize]).collect();
            if used.len() <= NAMED { split(&used, NAMED) } else { vec![item.clone()] }
        })
        .collect();
    let Some(found) = conflict(probe, &nothing, &single, budget)? else { return Ok(Some(needed)) };
    let found: Vec<Item> = found.into_iter().filter_map(|at| single.get(at).cloned()).collect();
    let named = |item: &Item| {
        let kind = item.first().map(|unit| system.units[*unit as usize].kind);
        found.iter().filter(|own| own.first().map(|unit| system.units[*unit as usize].kind) == kind).count()
    };
    if needed.iter().all(|item| item.len() == 1 || named(item) <= NAMED) {
        return Ok(Some(found));
    }
    let mixed: Vec<Item> = needed
        .iter()
        .flat_map(|item| if named(item) > NAMED { vec![item.clone()] } else { split(item, TOLD_APART) })
        .collect();
    let found = conflict(probe, &nothing, &mixed, budget)?.unwrap_or_default();
    Ok(Some(found.into_iter().filter_map(|at| mixed.get(at).cloned()).collect()))
}

/// The item's statements one by one, where they are no more than this.
pub(super) fn split(item: &Item, limit: usize) -> Vec<Item> {
    if item.len() <= limit { item.iter().map(|unit| vec![*unit]).collect() } else { vec![item.clone()] }
}

/// Which statements the items hold.
pub(super) fn active(system: &System<'_>, items: &[Item]) -> Vec<bool> {
    let mut active = vec![false; system.units.len()];
    for unit in items.iter().flatten() {
        active[*unit as usize] = true;
    }
    active
}

/// For each item a plan that keeps the others, counted; the items together are shown to be impossible once more.
pub(super) fn witnesses(
    probe: &mut Probe<'_, '_>,
    found: &Found,
    budget: &mut Budget<'_>,
) -> Result<Vec<Vec<DraftSeat>>, Halt> {
    witnesses_of(probe, &found.items, budget)
}

/// The items with their witnesses, where each whole rule among them is the whole rule: one of which some groups clash by
/// themselves is told whole, and is not minimal then.
pub(super) fn witnessed(
    probe: &mut Probe<'_, '_>,
    items: Vec<Item>,
    budget: &mut Budget<'_>,
) -> Result<Narrowed, Halt> {
    let whole = items.iter().all(|item| is_all(probe.system, probe.scope, item));
    let witnesses = if whole { Some(witnesses_of(probe, &items, budget)?) } else { None };
    Ok(Narrowed { items, witnesses })
}

/// The same by items.
pub(super) fn witnesses_of(
    probe: &mut Probe<'_, '_>,
    items: &[Item],
    budget: &mut Budget<'_>,
) -> Result<Vec<Vec<DraftSeat>>, Halt> {
    let system = probe.system;
    let mut active = active(system, items);
    if probe.is_possible(&active, budget)? {
        return Err(fault("a conflict is possible after all"));
    }
    let mut witnesses = Vec::new();
    for item in items {
        for unit in item {
            active[*unit as usize] = false;
        }
        let Some(plan) = probe.plan(&active, budget)? else { return Err(fault("a conflict is not irreducible")) };
        let seats = probe.seats(plan);
        let kept: HashSet<(String, Vec<(String, String)>)> = (0..system.units.len())
            .filter(|unit| active[*unit])
            .map(|unit| system.name(&system.units[unit].about))
            .collect();
        let counted = verify::count(system.forum, &seats).map_err(|e| Error::Internal(e.to_string()))?;
        if let Some(tally) = counted.broken().find(|tally| kept.contains(&(tally.rule.clone(), tally.group.clone()))) {
            // A rule with bounds and a spread has two tallies of one name where its family is all there is.
            let same = system
                .units
                .iter()
                .filter(|unit| system.name(&unit.about) == (tally.rule.clone(), tally.group.clone()));
            if same.count() == 1 {
                return Err(fault(&format!("a witness breaks `{}` in {:?}", tally.rule, tally.group)));
            }
        }
        witnesses.push(seats);
        for unit in item {
            active[*unit as usize] = true;
        }
    }
    Ok(witnesses)
}

fn fault(message: &str) -> Halt {
    Halt::Fault(Error::Internal(message.to_owned()))
}
