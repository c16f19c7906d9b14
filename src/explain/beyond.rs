//! Counts over the whole programme beyond reach: a look at them before everything else, and where nothing else tells.

use super::conflicts::{Conflicts, Found};
use super::limits::Budget;
use super::measure::Measure;
use super::narrow::Narrowed;
use super::probe::{Halt, Probe};
use super::scope::Scope;
use super::system::{About, Kind, System};
use super::whole::of_rules;
use crate::{Count, Error, Key, Rule};

impl Conflicts {
    /// Counts over the whole programme beside what always holds alone: quotas by counting, people and what they bring by the
    /// engine, which also keeps the rules that forbid seats.
    pub(super) fn beyond(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        for unit in over_all(system, everything) {
            if budget.is_spent() {
                break;
            }
            let rule = rule_of(system, unit);
            let quota = rule.is_some_and(|rule| rule.at_least.is_some() || rule.exactly.is_some());
            if quota && self.counted(system, everything, &vec![unit], budget)? {
                break;
            }
            let kinds = |unit: &u32| matches!(system.units[*unit as usize].kind, Kind::MaxSeats | Kind::Seats);
            let forbids = |own: &u32| match system.units[*own as usize].kind {
                Kind::Rule(rule) => system.formulation.rule(rule).scope().may_forbid(),
                _ => true,
            };
            let among = |plain: &dyn Fn(&u32) -> bool| -> Vec<u32> {
                everything.units.iter().copied().filter(|own| *own == unit || plain(own)).collect()
            };
            // What is most often enough comes first.
            if self.measured(system, everything, unit, &[among(&kinds), among(&forbids)], budget)? == Some(true) {
                break;
            }
        }
        Ok(())
    }

    /// Whether there is a plan, where the best of some count over the whole programme beside everything else tells; with the
    /// conflict, where it says that there is none.
    pub(super) fn nearly(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        budget: &mut Budget<'_>,
    ) -> Result<Option<bool>, Error> {
        for unit in over_all(system, everything) {
            let all = [everything.units.clone()];
            if let Some(beyond) = self.measured(system, everything, unit, &all, budget)? {
                return Ok(Some(!beyond));
            }
        }
        Ok(None)
    }

    /// Whether a count of people is beyond its bound beside some of these statements, the first of the lists that tells:
    /// then its conflict with those that are needed for it is added.
    fn measured(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        unit: u32,
        lists: &[Vec<u32>],
        budget: &mut Budget<'_>,
    ) -> Result<Option<bool>, Error> {
        let of_people = |rule: &Rule| matches!(rule.count, Count::People | Count::Sum(crate::Quantity::Attribute(_)));
        let Some(measure) =
            rule_of(system, unit).filter(|rule| of_people(rule)).and_then(|_| Measure::new(system, unit))
        else {
            return Ok(None);
        };
        let mut probe = Probe::new(system, everything);
        probe.measure(measure);
        let mut within = None;
        for units in lists {
            match of_rules(&mut probe, units, budget) {
                Ok(None) => within = Some(false),
                Ok(Some(Narrowed { items, witnesses })) => {
                    let one = Found { items, panel: None };
                    let minimal = witnesses.is_some();
                    self.take(system, one, &witnesses.unwrap_or_default(), minimal, budget)?;
                    self.prove_soon(system)?;
                    self.beyond = Some(unit);
                    return Ok(Some(true));
                }
                Err(Halt::Limit) => within = None,
                Err(Halt::Fault(error)) => return Err(error),
            }
        }
        Ok(within)
    }
}

/// The statements about the whole programme.
fn over_all(system: &System<'_>, everything: &Scope) -> Vec<u32> {
    let of_panel = [Key::Panel, Key::Topic, Key::Slot, Key::Speaker];
    let whole =
        |unit: &u32| rule_of(system, *unit).is_some_and(|rule| !rule.for_each.iter().any(|key| of_panel.contains(key)));
    everything.units.iter().copied().filter(whole).collect()
}

fn rule_of<'s>(system: &'s System<'_>, unit: u32) -> Option<&'s Rule> {
    match &system.units[unit as usize].about {
        About::Group { rule, .. } => Some(system.formulation.rule(*rule).scope().rule),
        _ => None,
    }
}
