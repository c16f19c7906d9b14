//! Quotas of the whole programme beyond reach: a look at them before everything else.

use super::conflicts::{Conflicts, Found, families, witnesses};
use super::counting::most;
use super::limits::Budget;
use super::probe::{Halt, Probe};
use super::quickxplain::Item;
use super::scope::Scope;
use super::system::{About, Kind, System};
use crate::program::Meaning;
use crate::{Bound, Error, Key};
use std::collections::BTreeSet;

impl Conflicts {
    /// Quotas of the whole programme beside what always holds alone, by counting.
    pub(super) fn quotas(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        let quota = |unit: &u32| match &system.units[*unit as usize].about {
            About::Group { rule, .. } => {
                let rule = system.formulation.rule(*rule).scope().rule;
                let of_panel = [Key::Panel, Key::Topic, Key::Slot, Key::Speaker];
                (rule.at_least.is_some() || rule.exactly.is_some())
                    && !rule.for_each.iter().any(|key| of_panel.contains(key))
            }
            _ => false,
        };
        let quotas = everything.units.iter().filter(|unit| quota(unit));
        let items: Vec<Item> = quotas.map(|unit| vec![*unit]).collect();
        for item in &items {
            if budget.is_spent() {
                return Ok(());
            }
            if self.counted(system, everything, item, budget)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Adds the conflict of a quota with the kinds of what always holds that keep its count below, where counting alone
    /// says so: no program needs to be solved then.
    fn counted(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        quota: &Item,
        budget: &mut Budget<'_>,
    ) -> Result<bool, Error> {
        let Some(unit) = quota.first().copied() else { return Ok(false) };
        let beyond = |kinds: &[Kind]| most(system, unit, kinds).is_some_and(|most| most.best < most.asked);
        let mut kinds = vec![Kind::Unavailable, Kind::Roles, Kind::Slot, Kind::MaxSeats, Kind::Seats];
        kinds.retain(|kind| system.units.iter().any(|unit| unit.kind == *kind));
        if is_modest(system, unit) || !beyond(&kinds) {
            return Ok(false);
        }
        self.floor = self.floor.max(floor(system, unit, &kinds));
        for kind in kinds.clone() {
            let fewer: Vec<Kind> = kinds.iter().copied().filter(|own| *own != kind).collect();
            if beyond(&fewer) {
                kinds = fewer;
            }
        }
        let of_kinds =
            everything.units.iter().copied().filter(|unit| kinds.contains(&system.units[*unit as usize].kind));
        let mut items = vec![quota.clone()];
        items.extend(families(system, of_kinds));
        let mut active = vec![false; system.units.len()];
        items.iter().flatten().for_each(|unit| active[*unit as usize] = true);
        let mut probe = Probe::new(system, everything);
        probe.learn_impossible(&active);
        for kept in std::iter::once(kinds.clone())
            .chain(kinds.iter().map(|kind| kinds.iter().copied().filter(|own| own != kind).collect()))
        {
            if let Some(most) = most(system, unit, &kept) {
                probe.learn_plan(most.values);
            }
        }
        let one = Found { items, panel: None };
        match witnesses(&mut probe, &one, budget) {
            Ok(witnesses) => self.take(system, one, &witnesses, true, budget)?,
            Err(Halt::Limit) => self.take(system, one, &[], false, budget)?,
            Err(Halt::Fault(error)) => return Err(error),
        }
        Ok(true)
    }
}

/// What keeping a quota costs at least: every seat that is left empty or added, every one that somebody takes beyond their
/// limit and every unit of the quota itself brings count and bound one nearer at most.
fn floor(system: &System<'_>, unit: u32, kinds: &[Kind]) -> i64 {
    let Some(most) = most(system, unit, kinds) else { return 0 };
    let own = system.units[unit as usize].concede.map_or(1, |weight| i64::from(weight.min(1)));
    most.asked.saturating_sub(most.best).max(0).saturating_mul(own)
}

/// Whether those who match could take more than twice as many seats as the quota asks for, as far as workload goes. Such a
/// quota is hardly ever beyond reach by counting, which takes time.
fn is_modest(system: &System<'_>, unit: u32) -> bool {
    let Some(line) = system.units[unit as usize].rows.first().map(|row| &system.lines[*row as usize]) else {
        return true;
    };
    let About::Group { rule, .. } = system.units[unit as usize].about else { return true };
    let rule = system.formulation.rule(rule).scope().rule;
    let asked = match rule.exactly.or(rule.at_least) {
        Some(Bound::Number(number)) => number.thousandths() / 1000,
        Some(Bound::Share(share)) => {
            let most = system.forum.panels.iter().flat_map(|panel| &panel.seats).map(|seats| i64::from(seats.max));
            most.sum::<i64>().saturating_mul(i64::from(share.hundred_thousandths())) / 100_000
        }
        None => return true,
    };
    let matching = line.terms.iter().filter(|(_, weight)| *weight > 0);
    let speakers: BTreeSet<u32> = matching
        .filter_map(|(column, _)| match system.columns[*column as usize].meaning {
            Meaning::Seat { speaker, .. } => Some(speaker),
            _ => None,
        })
        .collect();
    let most = speakers.iter().map(|speaker| system.forum.speakers[*speaker as usize].max_seats.map_or(3, i64::from));
    most.sum::<i64>() > asked.saturating_mul(2)
}
