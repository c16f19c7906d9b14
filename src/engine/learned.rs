//! What the proof of a goal's value says of every point that has it: where most columns must stand.
//!
//! If the multipliers of the root leave a gap of less than `|r|` to the value reached, a column of reduced weight `r` can't
//! leave the side that `r` asks for (Dantzig, Fulkerson & Johnson 1954), whatever later goals want. They begin with it.

use super::core::Core;
use super::cuts::Source;
use super::root::Root;
use super::standing::Standing;
use crate::program::{Multipliers, Proof, Rounding};

/// Columns that stand, in every point worth as much, where they stand in the point found.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    bits: Vec<u64>,
    /// The proof: multipliers of the goal and of rows and cuts, and those cuts.
    why: Multipliers,
    pub cuts: Vec<Rounding>,
    /// Where the next goal's relaxation begins, if this one's leaned on later goals.
    pub standing: Option<Standing>,
}

impl Learned {
    pub fn holds(&self, column: usize) -> bool {
        self.bits.get(column / 64).is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    fn set(&mut self, column: usize, to: bool) {
        let (word, bit) = (column / 64, 1 << (column % 64));
        if to {
            self.bits[word] |= bit;
        } else {
            self.bits[word] &= !bit;
        }
    }

    /// From a goal that no proof but its own weights was needed for: columns in no block stand at their better side.
    /// `why` proves the value.
    pub fn of_weights(core: &Core<'_>, why: Multipliers) -> Self {
        let mut learned =
            Self { bits: vec![0; core.view.columns().div_ceil(64)], why, cuts: Vec::new(), standing: None };
        for column in core.blocks.members(core.blocks.rows.len()) {
            learned.set(column as usize, core.view.weight(column as usize) != 0);
        }
        learned
    }

    /// From the root's multipliers, which leave `slack` to the value reached: by column held then, and by column outside
    /// as far as it is listed.
    pub fn of_root(core: &Core<'_>, root: &Root, slack: i128, why: Proof) -> Self {
        // Columns that are not listed stand in every point that is no further below the bound than the list goes.
        let unlisted = if root.depth >= slack { u64::MAX } else { 0 };
        let mut learned = Self { bits: vec![unlisted; core.view.columns().div_ceil(64)], ..Self::default() };
        for (&column, r) in core.columns.iter().zip(&root.exact.reduced) {
            learned.set(column as usize, r.abs() > slack);
        }
        for &(column, r) in &root.outside {
            learned.set(column as usize, i128::from(r).abs() > slack);
        }
        learned.cuts = why.cuts;
        learned.why = why.nodes.into_iter().flat_map(|node| node.used).next().unwrap_or_default();
        learned
    }

    /// How often the goal stands in what proves this.
    fn times(&self) -> i64 {
        self.why.objective
    }
}

/// A later goal's proof begins with what proves the columns that earlier goals hold; `rows` are the rows that keep those
/// goals, with the side on which they do: 1 for the upper one, -1 for the lower one.
pub(crate) fn prefix(proof: &mut Proof, learned: &[Option<Learned>], rows: &[(u32, i64)]) {
    let mut cuts: Vec<Rounding> = Vec::new();
    let mut used = Vec::new();
    for (learned, &(row, side)) in learned.iter().zip(rows) {
        let Some(learned) = learned else { continue };
        let by = cuts.len() as u32;
        let renumbered =
            |rows: &[(Source, i64)]| rows.iter().map(|&(source, times)| (shift(source, by), times)).collect();
        cuts.extend(learned.cuts.iter().map(|cut| Rounding { rows: renumbered(&cut.rows), ..cut.clone() }));
        let mut rows: Vec<(Source, i64)> = renumbered(&learned.why.rows);
        rows.push((Source::Row(row), side * learned.times()));
        used.push(Multipliers { objective: 0, rows });
    }
    let by = cuts.len() as u32;
    let nodes = proof.nodes.iter_mut().flat_map(|node| &mut node.used).map(|used| &mut used.rows);
    for rows in proof.cuts.iter_mut().map(|cut| &mut cut.rows).chain(nodes) {
        for row in rows.iter_mut() {
            row.0 = shift(row.0, by);
        }
    }
    cuts.append(&mut proof.cuts);
    proof.cuts = cuts;
    proof.first = used;
}

fn shift(source: Source, by: u32) -> Source {
    match source {
        Source::Cut(cut) => Source::Cut(cut + by),
        row @ Source::Row(_) => row,
    }
}
