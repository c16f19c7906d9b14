//! Quotas of the whole programme beyond reach: a look at them before everything else.

use super::conflicts::{Conflicts, Found, add, families, is_organisers, told, witnesses};
use super::limits::Budget;
use super::probe::{Halt, Probe};
use super::quickxplain::{Item, conflict};
use super::scope::Scope;
use super::system::{About, System};
use crate::{DraftSeat, Error, Key};

impl Conflicts {
    /// Quotas of the whole programme beside what always holds alone: workload, availability and numbers of seats settle most
    /// of those that are beyond reach, and soon.
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
        let mut items: Vec<Item> = quotas.map(|unit| vec![*unit]).collect();
        if items.is_empty() {
            return Ok(());
        }
        let always = |unit: &u32| !is_organisers(&system.units[*unit as usize]);
        items.extend(families(system, everything.units.iter().copied().filter(always)));
        let mut probe = Probe::new(system, everything);
        let mut look = || -> Result<Option<(Found, Vec<Vec<DraftSeat>>)>, Halt> {
            let Some(needed) = conflict(&mut probe, &vec![false; system.units.len()], &items, budget)? else {
                return Ok(None);
            };
            let items = needed.into_iter().filter_map(|at| items.get(at).cloned()).collect();
            let one = Found { items, panel: None };
            let witnesses = witnesses(&mut probe, &one, budget)?;
            Ok(Some((one, witnesses)))
        };
        match look() {
            Ok(Some((one, witnesses))) => {
                add(&mut self.out, told(system, &one, &witnesses, true, budget)?);
                self.found.push(one);
                Ok(())
            }
            // What a limit leaves open here is open for the whole.
            Ok(None) | Err(Halt::Limit) => Ok(()),
            Err(Halt::Fault(error)) => Err(error),
        }
    }
}
