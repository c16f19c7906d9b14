//! What the search leaves behind: the multipliers of every bound it closes or fixes by, node by node.

use crate::engine::bound::{DENOMINATOR, Exact};
use crate::engine::core::Core;
use crate::engine::cuts::{Cuts, Source};
use crate::program::{Multipliers, Node, Proof, Rounding, Split};

/// A tree that is being written down, or nothing where nobody asked for it.
pub(crate) struct Record {
    nodes: Vec<Node>,
    at: u32,
    /// By node: whether the side above was taken first.
    above_first: Vec<bool>,
    /// Not while a dive looks for a point: what it does is taken back.
    pub paused: bool,
    wanted: bool,
}

impl Record {
    pub fn new(wanted: bool) -> Self {
        Self { nodes: vec![Node::default()], at: 0, above_first: vec![false], paused: false, wanted }
    }

    /// Notes multipliers at the present node.
    pub fn uses(&mut self, multipliers: impl FnOnce() -> Multipliers) {
        if self.wanted && !self.paused {
            self.nodes[self.at as usize].used.push(multipliers());
        }
    }

    /// Splits the present node and goes to one side; returns what [`Self::other`] needs.
    pub fn split(&mut self, column: u32, at: i64, above_first: bool) -> u32 {
        let node = self.at;
        if self.wanted {
            let below = self.nodes.len() as u32;
            self.nodes.extend([Node::default(), Node::default()]);
            self.above_first.extend([false, false]);
            self.above_first[node as usize] = above_first;
            self.nodes[node as usize].split = Some(Split { column, at, below, above: below + 1 });
            self.at = if above_first { below + 1 } else { below };
        }
        node
    }

    /// Goes to the side of a node that was not taken first.
    pub fn other(&mut self, node: u32) {
        let node = node as usize;
        if let Some(split) = self.nodes.get(node).and_then(|node| node.split) {
            self.at = if self.above_first[node] { split.below } else { split.above };
        }
    }

    /// The tree, closed, as the proof that no point is worth the target.
    pub fn proof(self, target: i64, cuts: &Cuts) -> Proof {
        proof(target, self.nodes, cuts)
    }
}

/// The multipliers of a bound on the rows held.
pub(crate) fn multipliers(core: &Core<'_>, exact: &Exact, objective: bool) -> Multipliers {
    let rows = core.held.iter().copied().zip(exact.y.iter().copied());
    Multipliers { objective: if objective { DENOMINATOR } else { 0 }, rows: rows.filter(|(_, y)| *y != 0).collect() }
}

/// A proof with the cuts that it uses, numbered anew.
pub(crate) fn proof(target: i64, mut nodes: Vec<Node>, cuts: &Cuts) -> Proof {
    let mut used = vec![false; cuts.held.len()];
    let rows = |used: &mut Vec<bool>, rows: &[(Source, i64)]| {
        for &(source, _) in rows {
            if let Source::Cut(cut) = source {
                used[cut as usize] = true;
            }
        }
    };
    for multipliers in nodes.iter().flat_map(|node| &node.used) {
        rows(&mut used, &multipliers.rows);
    }
    // A cut stands on earlier ones alone.
    for cut in (0..cuts.held.len()).rev() {
        if used[cut] {
            rows(&mut used, &cuts.held[cut].rows);
        }
    }
    let mut number = vec![0u32; used.len()];
    let mut kept = Vec::new();
    let renamed = |number: &[u32], rows: &[(Source, i64)]| -> Vec<(Source, i64)> {
        let name = |source| match source {
            Source::Cut(cut) => Source::Cut(number[cut as usize]),
            row @ Source::Row(_) => row,
        };
        rows.iter().map(|&(source, times)| (name(source), times)).collect()
    };
    for (cut, held) in cuts.held.iter().enumerate().filter(|(cut, _)| used[*cut]) {
        number[cut] = kept.len() as u32;
        let rows = renamed(&number, &held.rows);
        kept.push(Rounding { rows, columns: held.lifted.clone(), divisor: held.divisor });
    }
    for multipliers in nodes.iter_mut().flat_map(|node| &mut node.used) {
        multipliers.rows = renamed(&number, &multipliers.rows);
    }
    Proof { target, cuts: kept, nodes, ..Proof::default() }
}
