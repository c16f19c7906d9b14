//! The cheapest loosenings of a forum, by what they hold, and what is known of their cost.

use super::answer::Move;
use super::concessions::{HUGE, LARGE, NODES};
use super::conflicts::{Conflicts, Found};
use super::elastic::{Apart, Held, Loosening, People, cheapest, touched};
use super::limits::Budget;
use super::loosened;
use super::measure::Measure;
use super::probe::Halt;
use super::reach::{Aim, Reach, reach};
use super::scarce;
use super::scope::Scope;
use super::system::{Kind, System};
use crate::Error;
use std::collections::{BTreeMap, BTreeSet};

/// The cheapest loosenings known, by what they hold.
#[derive(Default)]
pub(super) struct Loosest {
    pub known: BTreeMap<Held, Option<Loosening>>,
    /// What may give at first in a large programme: the kinds that take part in conflicts.
    pub clashing: BTreeSet<Kind>,
    /// No loosening costs less.
    pub floor: i64,
    /// The first loosening of a large programme, and of what it was made to give.
    pub first: Option<(Loosening, BTreeSet<Kind>)>,
    /// A count over the whole programme that is beyond reach.
    pub beyond: Option<u32>,
    /// The loosening of a count that is beyond reach, and of nothing else.
    pub alone: Option<Loosening>,
}

impl Loosest {
    /// Takes what takes part in the conflicts found, and what they say of the least cost.
    pub(super) fn learn(&mut self, system: &System<'_>, conflicts: &Conflicts) {
        let units = conflicts.found.iter().flat_map(|one| one.items.iter().flatten());
        let kinds: BTreeSet<Kind> = units.map(|unit| system.units[*unit as usize].kind).collect();
        if system.columns.len() > LARGE {
            self.floor = self.floor.max(scarce::floor(system, kinds.difference(&self.clashing)));
            self.floor = self.floor.max(apart(system, &conflicts.found));
        }
        self.clashing.extend(kinds);
        self.floor = self.floor.max(conflicts.floor);
        self.beyond = self.beyond.or(conflicts.beyond);
    }

    /// Looks for a first loosening, with which [`concessions`] then begins.
    pub(super) fn first(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        let nothing = Held::new();
        if let Some(beyond) = self.beyond {
            match budget.half(|budget| alone(system, beyond, budget)) {
                Ok(alone) => self.alone = alone,
                Err(Halt::Limit) => {}
                Err(Halt::Fault(error)) => return Err(error),
            }
            if self.alone.is_some() {
                return Ok(());
            }
        }
        let found = if system.columns.len() > LARGE {
            {
                let found = self.among_clashing(system, &nothing, budget);
                found.map(|found| self.first = found.map(|found| (found, self.clashing.clone())))
            }
        } else {
            self.best(system, everything, &nothing, budget).map(drop)
        };
        match found {
            Ok(()) | Err(Halt::Limit) => Ok(()),
            Err(Halt::Fault(error)) => Err(error),
        }
    }

    /// The best loosening that touches none of what is held; in a huge programme, of the kinds that clash.
    pub(super) fn best(
        &mut self,
        system: &System<'_>,
        everything: &Scope,
        held: &Held,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Loosening>, Halt> {
        if let Some(known) = self.known.get(held) {
            return Ok(known.clone());
        }
        let size = system.columns.len();
        let found = if size <= LARGE {
            // People who can be exchanged for one another make trees that never end, and the engine settles them.
            match budget.few_nodes(NODES, |budget| cheapest(system, everything, held, People::default(), budget)) {
                Err(Halt::Limit) if !budget.is_spent() => self.of_all(system, held, budget)?,
                found => found?,
            }
        } else if self.alone.is_some() {
            self.affordable(system, held, budget)?
        } else if size > HUGE {
            let first = self.first.as_ref().filter(|(_, clashing)| held.is_empty() && *clashing == self.clashing);
            let found = match first {
                Some((first, _)) => Some(first.clone()),
                None => self.among_clashing(system, held, budget)?,
            };
            match found {
                None => self.of_all(system, held, budget)?,
                found => found,
            }
        } else {
            self.of_all(system, held, budget)?
        };
        self.known.insert(held.clone(), found.clone());
        Ok(found)
    }

    /// The best loosening of the kinds that clash, and of workload.
    fn among_clashing(
        &self,
        system: &System<'_>,
        held: &Held,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Loosening>, Halt> {
        // With numbers of seats that vary, shares do too: those are for the look at everything.
        let mut only = self.clashing.clone();
        only.remove(&Kind::Seats);
        only.insert(Kind::MaxSeats);
        let found = loosened::cheapest(system, held, Some(&only), None, self.floor, budget)?;
        Ok(found.map(|found| Loosening { proven: found.cost <= self.floor, ..found }))
    }

    /// A loosening that seats only people with whom a count beyond reach is kept: with all of them it can hardly be solved.
    fn affordable(&self, system: &System<'_>, held: &Held, budget: &mut Budget<'_>) -> Result<Option<Loosening>, Halt> {
        let Some((alone, measure)) = self.alone.as_ref().zip(self.beyond.and_then(|unit| Measure::new(system, unit)))
        else {
            return Ok(None);
        };
        let Some(among) = measure.affordable(system, &alone.seats) else { return Ok(None) };
        let rule = system.name(&system.units[measure.unit as usize].about).0;
        let found = loosened::cheapest(system, held, None, Some((&rule, &among)), self.floor, budget)?;
        Ok(found.map(|found| Loosening { proven: false, ..found }))
    }

    /// The best loosening of everything that may give.
    fn of_all(&self, system: &System<'_>, held: &Held, budget: &mut Budget<'_>) -> Result<Option<Loosening>, Halt> {
        let found = loosened::cheapest(system, held, None, None, self.floor, budget)?;
        Ok(found.map(|found| Loosening { proven: found.proven || found.cost <= self.floor, ..found }))
    }

    /// Whether nothing is cheaper than what was found in a huge programme: a look at everything that may give, once the
    /// alternatives are there.
    pub(super) fn settle(
        &mut self,
        system: &System<'_>,
        found: &mut Vec<(Loosening, Vec<Move>)>,
        budget: &mut Budget<'_>,
    ) -> Result<bool, Error> {
        let least = found.iter().map(|(loosening, _)| loosening.cost).min();
        if system.columns.len() <= HUGE || least.is_none_or(|least| least <= self.floor) {
            return Ok(false);
        }
        match self.of_all(system, &Held::new(), budget) {
            Ok(Some(all)) => {
                if all.proven {
                    self.floor = all.cost;
                }
                let better = least.is_none_or(|least| all.cost < least);
                let limited = !all.proven;
                if better {
                    let rules = touched(system, &all, Apart::Rules);
                    found.retain(|(other, _)| !rules.is_subset(&touched(system, other, Apart::Rules)));
                    found.push((all, Vec::new()));
                }
                for (loosening, _) in found {
                    loosening.proven |= loosening.cost <= self.floor;
                }
                Ok(limited)
            }
            Ok(None) => Ok(false),
            Err(Halt::Limit) => Ok(true),
            Err(Halt::Fault(error)) => Err(error),
        }
    }
}

/// What conflicts that share nothing that may be conceded cost at least: one unit of something in each.
fn apart(system: &System<'_>, found: &[Found]) -> i64 {
    let mut by_size: Vec<&Found> = found.iter().collect();
    by_size.sort_by_key(|one| one.items.iter().map(Vec::len).sum::<usize>());
    let (mut taken, mut cost) = (vec![false; system.units.len()], 0_i64);
    for one in by_size {
        let units = || one.items.iter().flatten().map(|unit| *unit as usize);
        let weights = units().filter_map(|unit| Some((unit, system.units[unit].concede?)));
        if weights.clone().all(|(unit, _)| !taken[unit]) {
            cost = cost.saturating_add(weights.clone().map(|(_, weight)| i64::from(weight)).min().unwrap_or(0));
            weights.for_each(|(unit, _)| taken[unit] = true);
        }
    }
    cost
}

/// The least loosening of one count, where all else is kept: the best count there is.
fn alone(system: &System<'_>, unit: u32, budget: &mut Budget<'_>) -> Result<Option<Loosening>, Halt> {
    let Some(measure) = Measure::new(system, unit) else { return Ok(None) };
    let Some(Reach::Far(reached)) = reach(system, &measure, &vec![true; system.units.len()], Aim::Best, budget)? else {
        return Ok(None);
    };
    let Some((_, seats)) = reached.plan else { return Ok(None) };
    Ok(loosened::by_plan(system, seats)?.filter(|loosening| loosening.units == [unit]))
}

#[cfg(test)]
mod tests {
    use super::super::conflicts::MOST;
    use super::*;
    use crate::Options;
    use crate::solve::{Limits, backend};

    /// Parts of forums with clashing rules: what disjoint conflicts ask for is never more than what the rows say.
    #[test]
    fn disjoint_conflicts_cost_no_more_than_the_cheapest_loosening() -> Result<(), Error> {
        let options = Options::default();
        let mut several = 0;
        for seed in 1..=24 {
            let forum = crate::explain::part::of_conflict(seed, 3, 12);
            let system = System::new(&forum)?;
            let everything = Scope::everything(&system);
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            let mut conflicts = Conflicts::default();
            conflicts.panel_by_panel(&system, &Scope::panels(&system, &mut || false), &mut budget)?;
            conflicts.look(&system, &everything, MOST, &mut budget)?;
            let floor = apart(&system, &conflicts.found);
            let Ok(Some(least)) = cheapest(&system, &everything, &Held::new(), People::default(), &mut budget) else {
                continue;
            };
            assert!(floor <= least.cost, "seed {seed}: {floor} of {}", least.cost);
            several += u32::from(floor > 1);
        }
        assert!(several >= 4, "{several} of several");
        Ok(())
    }
}
