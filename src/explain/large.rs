//! Concessions of large forums: panel by panel, then held together.

use super::elastic::{Held, Loosening, cheapest};
use super::limits::Budget;
use super::model::Settled;
use super::probe::Halt;
use super::scope::Scope;
use super::system::{Owner, System};
use std::collections::{BTreeMap, BTreeSet};

/// The cheapest loosening of each panel by itself; where all panels together can keep the rest, it is the cheapest of the
/// forum, as no panel does with less. Else everything is loosened at once.
pub(super) fn best(
    system: &System<'_>,
    everything: &Scope,
    panels: &[Scope],
    held: &Held,
    budget: &mut Budget<'_>,
) -> Result<Option<(Loosening, bool)>, Halt> {
    let mut sum =
        Loosening { cost: 0, seats: Vec::new(), units: Vec::new(), rows: BTreeMap::new(), columns: BTreeSet::new() };
    for scope in panels {
        let Some(own) = cheapest(system, scope, held, &[], true, budget)? else { return Ok(None) };
        sum.cost = sum.cost.saturating_add(own.cost);
        sum.units.extend(own.units);
        sum.rows.extend(own.rows);
        sum.columns.extend(own.columns);
    }
    // Every statement holds, as loosened.
    let mut active = vec![true; system.units.len()];
    for unit in &sum.units {
        active[*unit as usize] = system.units[*unit as usize].kind != super::system::Kind::Bar;
    }
    let mut model = everything.model(system, &active);
    let rows = everything.rows.iter().filter(|row| match system.owners[**row as usize] {
        Owner::Unit(unit) => active[unit as usize],
        Owner::Definition => true,
        Owner::Soft => false,
    });
    for (line, row) in model.lines.iter_mut().zip(rows) {
        if let Some((below, above)) = sum.rows.get(row) {
            line.lower = line.lower.map(|lower| lower.saturating_sub(*below));
            line.upper = line.upper.map(|upper| upper.saturating_add(*above));
        }
    }
    match model.settle(budget)? {
        Settled::Best(values) => {
            sum.seats = system.seats(everything.columns.iter().copied().zip(values));
            Ok(Some((sum, true)))
        }
        Settled::Infeasible => {
            Ok(cheapest(system, everything, held, &[], false, budget)?.map(|loosening| (loosening, true)))
        }
        Settled::Stopped => Err(Halt::Limit),
    }
}
