//! The program under a loosening, to settle the goals with.

use super::elastic::Loosening;
use super::limits::Budget;
use super::system::{Owner, System};
use crate::backend::{KeptRow, Task};
use crate::program::{IntegerProgram, Rows};
use crate::solve::{Limits, settle};
use crate::{DraftSeat, Error};

/// Goals are settled under a concession up to this many columns; beyond, its plan is any plan.
const SETTLED: usize = 1_500;

/// The best seats under a loosening, goal by goal, where the program is small; else the loosening's own.
pub(super) fn settled_goals(
    system: &System<'_>,
    loosening: &Loosening,
    budget: &mut Budget<'_>,
) -> Result<Vec<DraftSeat>, Error> {
    // A loosening of the edited forum names no rows.
    let unnamed = loosening.cost > 0 && loosening.rows.is_empty() && loosening.columns.is_empty();
    if unnamed || system.columns.len() > SETTLED || budget.is_spent() {
        return Ok(loosening.seats.clone());
    }
    let mut columns = system.columns.clone();
    for (column, unit) in &system.forbids {
        let conceded = loosening.units.contains(unit) && loosening.columns.contains(column);
        if let (false, Some(of)) = (conceded, columns.get_mut(*column as usize)) {
            of.upper = 0;
        }
    }
    let mut rows = Rows { starts: vec![0], ..Rows::default() };
    for (at, line) in system.lines.iter().enumerate() {
        for &(column, weight) in &line.terms {
            rows.columns.push(column);
            rows.coefficients.push(i32::try_from(weight).unwrap_or(i32::MAX));
        }
        rows.starts.push(rows.columns.len());
        let mut bounds = crate::program::RowBounds {
            lower: line.lower,
            upper: line.upper,
            origin: crate::program::Origin::Pin { pin: at as u32 },
        };
        if let (Owner::Unit(_), Some((below, above))) = (system.owners[at], loosening.rows.get(&(at as u32))) {
            bounds.lower = bounds.lower.map(|lower| lower.saturating_sub(*below));
            bounds.upper = bounds.upper.map(|upper| upper.saturating_add(*above));
        }
        rows.bounds.push(bounds);
    }
    let objectives = system.formulation.objectives.clone();
    let program = IntegerProgram { columns, rows, objectives };
    let backend = budget.backend;
    let mut one = |objective: Option<usize>, kept: &[KeptRow], _: Option<&[i64]>, limits: &mut Limits<'_>| {
        let task = Task { program: &program, objective, kept };
        backend.solve(&task, limits).map_err(|failure| Error::Internal(failure.0))
    };
    let found = settle(&program.objectives, &mut one, &mut budget.limits)?;
    budget.nodes += found.nodes;
    Ok(match found.values {
        Some(values) => system.seats((0..).zip(values)),
        None => loosening.seats.clone(),
    })
}
