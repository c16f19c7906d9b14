//! The proof that a conflict's statements exclude each other, by rows of the open program: theirs, and those that say what
//! auxiliary columns mean.

use super::conflicts::Found;
use super::limits::Budget;
use super::model::Model;
use super::system::{Owner, System};
use super::workload::{exhausted, loads};
use crate::engine::Refuted;
use crate::program::{self, Multipliers, Node, Source};
use crate::solve::written;
use crate::{Error, Proof};
use std::collections::HashSet;

/// The engine looks at its limits so often before it gives a proof up.
const LOOKS: u64 = 20_000;

/// The proof by name; `None` where it takes too long, or, without a budget, where it is no single sum that is known
/// beforehand.
pub(super) fn of(system: &System<'_>, found: &Found, budget: Option<&mut Budget<'_>>) -> Result<Option<Proof>, Error> {
    let active: HashSet<u32> = found.items.iter().flatten().copied().collect();
    let forbidden = |column: u32| {
        let first = system.forbids.partition_point(|(other, _)| *other < column);
        let own = system.forbids[first..].iter().take_while(|(other, _)| *other == column);
        own.into_iter().any(|(_, unit)| active.contains(unit))
    };
    // Columns without a term in any of the rows are of no matter.
    let terms = |row: &u32| system.lines[*row as usize].terms.iter().map(|(column, _)| *column);
    let mut rows: Vec<u32> =
        found.items.iter().flatten().flat_map(|unit| &system.units[*unit as usize].rows).copied().collect();
    // What a definition defines is no seat, and all else in it is one.
    let seats = system.formulation.seats.len() as u32;
    let defined: HashSet<u32> = rows.iter().flat_map(terms).filter(|column| *column >= seats).collect();
    if !defined.is_empty() {
        let defining = (0..system.owners.len() as u32).filter(|row| {
            system.owners[*row as usize] == Owner::Definition && terms(row).any(|column| defined.contains(&column))
        });
        rows.extend(defining);
    }
    rows.sort_unstable();
    let loads = loads(system, &rows, &active);
    // Loads stand after the program's rows.
    let after = system.formulation.rows().len() as u32;
    let named = |proof: &program::Proof| {
        let mut proof = written(&system.formulation, None, proof);
        for row in &mut proof.rows {
            let load = row.strip_prefix("keep/").and_then(|at| loads.get(at.parse::<usize>().ok()?));
            *row = load.map_or_else(|| std::mem::take(row), |load| load.name.clone());
        }
        proof
    };
    if let Some(mut rows) = exhausted(system, &active, &loads, &forbidden) {
        for (source, _) in &mut rows {
            *source = match *source {
                Source::Cut(load) => Source::Row(after + load),
                row @ Source::Row(_) => row,
            };
        }
        let used = vec![Multipliers { objective: 0, rows }];
        let nodes = vec![Node { used, split: None }];
        return Ok(Some(named(&program::Proof { nodes, ..program::Proof::default() })));
    }
    let Some(budget) = budget else { return Ok(None) };
    let mut columns: Vec<u32> = rows.iter().flat_map(terms).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.retain(|column| !forbidden(*column));
    let mut model = Model::default();
    for &column in &columns {
        let of = &system.columns[column as usize];
        let at = model.column(of.lower, of.upper, 0);
        model.panels[at as usize] = system.panel_of(column);
    }
    let lines = rows.iter().map(|row| &system.lines[*row as usize]).chain(loads.iter().map(|load| &load.line));
    for line in lines {
        let mut line = line.clone();
        let own = |(column, by): &(u32, i64)| Some((columns.binary_search(column).ok()? as u32, *by));
        line.terms = line.terms.iter().filter_map(own).collect();
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
                let at = *row as usize;
                *row = rows.get(at).copied().unwrap_or_else(|| after + (at - rows.len()) as u32);
            }
        }
    };
    for cut in &mut proof.cuts {
        numbered(&mut cut.rows);
        cut.columns.iter_mut().for_each(|(column, _)| *column = columns[*column as usize]);
    }
    for Node { used, split } in &mut proof.nodes {
        // There is no goal, and nothing follows from its bounds alone.
        used.retain(|multipliers| !multipliers.rows.is_empty());
        for multipliers in used {
            numbered(&mut multipliers.rows);
            multipliers.objective = 0;
        }
        if let Some(split) = split {
            split.column = columns[split.column as usize];
        }
    }
    Ok(Some(named(&proof)))
}
