//! From the engine's proofs, by number, to a certificate, by name.

use super::auxiliary;
use super::tiers::Found;
use crate::program::{self, Formulation, Source};
use crate::{Certificate, Cut, Multipliers, Node, Proof};
use rustc_hash::FxHashMap;

/// The certificate of what was found; `None` where something of it was not proven.
pub(super) fn certificate(formulation: &Formulation<'_>, found: &Found) -> Option<Certificate> {
    let mut certificate = Certificate::default();
    if let Some(proof) = &found.emptiness {
        certificate.proofs.push(written(formulation, None, proof));
        return Some(certificate);
    }
    let point = found.values.as_ref().map(|values| auxiliary::settled(formulation, values));
    for ((tier, objective), settled) in formulation.objectives.iter().enumerate().zip(&found.tiers) {
        let Some(bound) = settled.bound else { break };
        let sense = if objective.maximise { 1 } else { -1 };
        let proof = settled.proof.as_ref().filter(|proof| i128::from(proof.target) == i128::from(bound) * sense + 1)?;
        let mut proof = written(formulation, Some(bound), proof);
        let reached = |values: &[i64]| crate::backend::exact::sum(objective.terms.iter(), values);
        if settled.proven && point.as_deref().and_then(reached) != Some(bound) {
            let point = found.witnesses.iter().find(|witness| witness.0 == tier)?;
            proof.witness = Some(named(formulation, point.1.iter().copied()));
        }
        certificate.proofs.push(proof);
    }
    if let Some(values) = &point {
        let others = (0..).zip(values.iter().copied()).skip(formulation.seats.len());
        certificate.auxiliary = named(formulation, others.filter(|(_, value)| *value != 0));
    }
    Some(certificate)
}

/// The columns that are not 0, by name.
fn named(formulation: &Formulation<'_>, values: impl Iterator<Item = (u32, i64)>) -> Vec<(String, i64)> {
    values.map(|(column, value)| (formulation.column_name(formulation.column(column).meaning), value)).collect()
}

/// Numbers in the order in which they come up.
#[derive(Default)]
struct Numbers {
    list: Vec<u32>,
    at: FxHashMap<u32, u32>,
}

impl Numbers {
    fn of(&mut self, original: u32) -> u32 {
        *self.at.entry(original).or_insert_with(|| {
            self.list.push(original);
            (self.list.len() - 1) as u32
        })
    }
}

/// A proof by number as one by name; those after the program's rows keep earlier goals.
pub(crate) fn written(formulation: &Formulation<'_>, bound: Option<i64>, proof: &program::Proof) -> Proof {
    let mut rows: Vec<u32> = Vec::new();
    let used = proof.nodes.iter().flat_map(|node| &node.used).map(|used| &used.rows);
    for &(source, _) in used.chain(proof.cuts.iter().map(|cut| &cut.rows)).flatten() {
        if let Source::Row(row) = source {
            rows.push(row);
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let number = |source: Source| match source {
        Source::Row(row) => rows.partition_point(|other| *other < row) as u32,
        Source::Cut(cut) => rows.len() as u32 + cut,
    };
    let numbered = |terms: &[(Source, i64)]| {
        let mut terms: Vec<(u32, i64)> = terms.iter().map(|&(source, times)| (number(source), times)).collect();
        terms.sort_unstable();
        terms
    };
    let mut columns = Numbers::default();
    let cuts = proof.cuts.iter().map(|cut| Cut {
        rows: numbered(&cut.rows),
        columns: cut.columns.iter().map(|&(column, times)| (columns.of(column), times)).collect(),
        divisor: cut.divisor,
    });
    let cuts = cuts.collect();
    let mut multipliers: Vec<Multipliers> = Vec::new();
    let mut nodes = Vec::new();
    // Each node with the multipliers used last above it: neighbours differ little.
    let mut waiting = vec![(0_u32, None)];
    let mut whole: Vec<Vec<(u32, i64)>> = Vec::new();
    while let Some((at, mut last)) = waiting.pop() {
        let Some(node) = proof.nodes.get(at as usize) else { continue };
        let mut own = Vec::new();
        for used in &node.used {
            let rows = numbered(&used.rows);
            let next = multipliers.len() as u32;
            multipliers.push(shortest(used.objective, &rows, last, &whole));
            whole.push(rows);
            own.push(next);
            last = Some(next);
        }
        let split = node.split.map(|split| (columns.of(split.column), split.at));
        if let Some(split) = node.split {
            waiting.push((split.above, last));
            waiting.push((split.below, last));
        }
        nodes.push(Node { uses: own, split });
    }
    let kept = formulation.rows().len();
    let row_name = |row: u32| match formulation.rows().get(row as usize) {
        Some(bounds) => formulation.row_name(bounds.origin),
        None => format!("keep/{}", row as usize - kept),
    };
    let rows = rows.iter().map(|&row| row_name(row)).collect();
    let column_name = |column: &u32| formulation.column_name(formulation.column(*column).meaning);
    let columns = columns.list.iter().map(column_name).collect();
    Proof { bound, rows, columns, cuts, multipliers, nodes, witness: None }
}

/// The multipliers as they are, or as what changes from others, whichever is shorter.
fn shortest(objective: i64, rows: &[(u32, i64)], from: Option<u32>, whole: &[Vec<(u32, i64)>]) -> Multipliers {
    if let Some(from) = from {
        let change = difference(rows, &whole[from as usize]);
        if change.len() < rows.len() {
            return Multipliers { from: Some(from), objective, rows: change };
        }
    }
    Multipliers { from: None, objective, rows: rows.to_vec() }
}

/// What added to `before` gives `after`; both ascending.
fn difference(after: &[(u32, i64)], before: &[(u32, i64)]) -> Vec<(u32, i64)> {
    let mut change = Vec::new();
    let (mut a, mut b) = (after.iter().peekable(), before.iter().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                if x.1 != y.1 {
                    change.push((x.0, x.1 - y.1));
                }
                a.next();
                b.next();
            }
            (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                change.push(**x);
                a.next();
            }
            (_, Some(y)) => {
                change.push((y.0, -y.1));
                b.next();
            }
            _ => return change,
        }
    }
}
