//! The proof that a conflict's statements exclude each other, by rows of the open program: theirs, and those that say what
//! auxiliary columns mean.

use super::conflicts::{Found, active};
use super::limits::Budget;
use super::model::Model;
use super::system::{Owner, System};
use crate::engine::Refuted;
use crate::program::{Node, Source};
use crate::solve::written;
use crate::{Error, Proof};

/// The engine looks at its limits so often before it gives a proof up.
const LOOKS: u64 = 20_000;

/// The proof by name; `None` where it takes too long.
pub(super) fn of(system: &System<'_>, found: &Found, budget: &mut Budget<'_>) -> Result<Option<Proof>, Error> {
    let active = active(system, &found.items);
    let mut forbidden = vec![false; system.columns.len()];
    for (column, _) in system.forbids.iter().filter(|(_, unit)| active[*unit as usize]) {
        forbidden[*column as usize] = true;
    }
    // Columns without a term in any of the rows are of no matter.
    let mut needed = vec![false; system.columns.len()];
    let mut rows: Vec<u32> = Vec::new();
    let mut take = |row: usize, needed: &mut Vec<bool>| {
        rows.push(row as u32);
        for (column, _) in &system.lines[row].terms {
            needed[*column as usize] = !forbidden[*column as usize];
        }
    };
    let owned = |owner: &Owner| matches!(owner, Owner::Unit(unit) if active[*unit as usize]);
    for (row, _) in system.owners.iter().enumerate().filter(|(_, owner)| owned(owner)) {
        take(row, &mut needed);
    }
    // What a definition defines is no seat, and all else in it is one.
    let seats = system.formulation.seats.len() as u32;
    for (row, _) in system.owners.iter().enumerate().filter(|(_, owner)| **owner == Owner::Definition) {
        if system.lines[row].terms.iter().any(|(column, _)| *column >= seats && needed[*column as usize]) {
            take(row, &mut needed);
        }
    }
    let columns: Vec<u32> = (0..needed.len() as u32).filter(|column| needed[*column as usize]).collect();
    let mut position = vec![None; needed.len()];
    let mut model = Model::default();
    for &column in &columns {
        let of = &system.columns[column as usize];
        let at = model.column(of.lower, of.upper, 0);
        model.panels[at as usize] = system.panel_of(column);
        position[column as usize] = Some(at);
    }
    for &row in &rows {
        let mut line = system.lines[row as usize].clone();
        line.terms = line.terms.iter().filter_map(|(column, by)| Some((position[*column as usize]?, *by))).collect();
        model.lines.push(line);
    }
    let mut proof = match model.refuted(&mut budget.patience(LOOKS))? {
        Refuted::Empty(proof) => proof,
        Refuted::Point => return Err(Error::Internal("a conflict is possible after all".into())),
        Refuted::Unknown => return Ok(None),
    };
    let numbered = |terms: &mut Vec<(Source, i64)>| {
        for (source, _) in terms {
            if let Source::Row(row) = source {
                *row = rows[*row as usize];
            }
        }
    };
    for cut in &mut proof.cuts {
        numbered(&mut cut.rows);
        cut.columns.iter_mut().for_each(|(column, _)| *column = columns[*column as usize]);
    }
    for Node { used, split } in &mut proof.nodes {
        for multipliers in used {
            numbered(&mut multipliers.rows);
            // There is no goal.
            multipliers.objective = 0;
        }
        if let Some(split) = split {
            split.column = columns[split.column as usize];
        }
    }
    Ok(Some(written(&system.formulation, None, &proof)))
}
