//! The bound of a mix as a proof: at its prices, what each panel is worth at the most, with all of its columns.
//!
//! Each panel's greatest worth is the right side of a lemma; prices and lemmas add up to the Lagrangian bound (Geoffrion
//! 1974), in whole numbers.

use super::SCALE;
use super::panel::Panel;
use super::split::{Apart, Own};
use crate::program::{Lemma, Multipliers, Node, Parts, Proof, Source};

/// A bound with what proves it.
pub(crate) struct Bounded {
    pub bound: i64,
    pub proof: Proof,
}

/// What the panels' own proofs add up to at these prices, `sum` of what they are worth with all else, in [`SCALE`]. `None`
/// where a number is too large, or where a panel has a column on no row of its own.
pub(super) fn bounded(
    apart: &Apart,
    columns: &[Vec<u32>],
    panels: &[Panel],
    prices: &[i64],
    sum: i128,
    proofs: Vec<(i64, Proof)>,
) -> Option<Bounded> {
    let bound = i64::try_from(sum.div_euclid(i128::from(SCALE))).ok()?;
    let mut lemmas = Vec::with_capacity(proofs.len());
    for (((own, columns), panel), (most, proof)) in apart.panels.iter().zip(columns).zip(panels).zip(proofs) {
        let over = covering(own, panel, columns.len())?;
        lemmas.push(named(proof, own, columns, over, most));
    }
    let links = apart.links.iter().zip(prices).filter(|(_, price)| **price != 0);
    let rows = links.map(|(&row, &price)| (Source::Row(row), price)).collect();
    let parts = Parts { prices: Multipliers { objective: SCALE, rows }, lemmas };
    let (target, nodes) = (bound.checked_add(1)?, vec![Node::default()]);
    Some(Bounded { bound, proof: Proof { target, parts: Some(parts), nodes, ..Proof::default() } })
}

/// A few rows of the panel on which every one of its columns stands, the longest first.
fn covering(own: &Own, panel: &Panel, columns: usize) -> Option<Vec<u32>> {
    let mut on: Vec<Vec<u32>> = vec![Vec::new(); own.rows.len()];
    for column in 0..columns {
        panel.own(column).iter().for_each(|term| on[term.0 as usize].push(column as u32));
    }
    let mut order: Vec<usize> = (0..on.len()).collect();
    order.sort_by_key(|&row| std::cmp::Reverse(on[row].len()));
    let mut covered = vec![false; columns];
    let mut over = Vec::new();
    for row in order {
        if on[row].iter().any(|&column| !covered[column as usize]) {
            on[row].iter().for_each(|&column| covered[column as usize] = true);
            over.push(own.rows[row]);
        }
    }
    covered.iter().all(|covered| *covered).then_some(over)
}

/// A panel's proof as a lemma, with the program's numbers.
fn named(proof: Proof, own: &Own, columns: &[u32], over: Vec<u32>, most: i64) -> Lemma {
    let Proof { mut cuts, mut nodes, .. } = proof;
    let rows = |rows: &mut Vec<(Source, i64)>| {
        for (source, _) in rows {
            if let Source::Row(row) = source {
                *row = own.rows[*row as usize];
            }
        }
    };
    for cut in &mut cuts {
        rows(&mut cut.rows);
        cut.columns.iter_mut().for_each(|(column, _)| *column = columns[*column as usize]);
    }
    for node in &mut nodes {
        node.used.iter_mut().for_each(|used| rows(&mut used.rows));
        if let Some(split) = &mut node.split {
            split.column = columns[split.column as usize];
        }
    }
    Lemma { over, most, cuts, nodes }
}
