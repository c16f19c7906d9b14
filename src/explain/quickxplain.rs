//! `QuickXplain`: an irreducible impossible set of statements, those that stand first preferred.
//!
//! U. Junker, "QUICKXPLAIN: Preferred Explanations and Relaxations for Over-Constrained Problems", AAAI 2004. An item at
//! the end of the order is taken only where all before it don't make the set impossible without it.

use super::limits::Budget;
use super::probe::{Halt, Probe};

/// Statements that are kept or dropped together.
pub(super) type Item = Vec<u32>;

/// The positions of the items that together, with the background, are impossible and each of which is needed. `None`
/// when all of them are possible.
pub(super) fn conflict(
    probe: &mut Probe<'_, '_>,
    background: &[bool],
    items: &[Item],
    budget: &mut Budget<'_>,
) -> Result<Option<Vec<usize>>, Halt> {
    let mut active = background.to_vec();
    set(&mut active, items, &(0..items.len()).collect::<Vec<_>>(), true);
    if probe.is_possible(&active, budget)? {
        return Ok(None);
    }
    let mut active = background.to_vec();
    if !probe.is_possible(&active, budget)? {
        return Ok(Some(Vec::new()));
    }
    let all: Vec<usize> = (0..items.len()).collect();
    let mut found = narrow(probe, &mut active, false, items, &all, budget)?;
    found.sort_unstable();
    Ok(Some(found))
}

fn narrow(
    probe: &mut Probe<'_, '_>,
    active: &mut Vec<bool>,
    grown: bool,
    items: &[Item],
    among: &[usize],
    budget: &mut Budget<'_>,
) -> Result<Vec<usize>, Halt> {
    if grown && !probe.is_possible(active, budget)? {
        return Ok(Vec::new());
    }
    if among.len() <= 1 {
        return Ok(among.to_vec());
    }
    let (first, second) = among.split_at(among.len() / 2);
    let before = active.clone();
    set(active, items, first, true);
    let from_second = narrow(probe, active, true, items, second, budget)?;
    active.clone_from(&before);
    set(active, items, &from_second, true);
    let from_first = narrow(probe, active, !from_second.is_empty(), items, first, budget)?;
    *active = before;
    Ok(from_first.into_iter().chain(from_second).collect())
}

fn set(active: &mut [bool], items: &[Item], which: &[usize], to: bool) {
    for unit in which.iter().filter_map(|at| items.get(*at)).flatten() {
        if let Some(held) = active.get_mut(*unit as usize) {
            *held = to;
        }
    }
}
