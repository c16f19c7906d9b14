//! One panel by itself: its own rows, and weights that prices of the rows between panels change from time to time.

use super::split::{Apart, Own};
use crate::engine::blocks::{self, Blocks};
use crate::engine::bound::{DENOMINATOR, add_outside, exact};
use crate::engine::core::Core;
use crate::engine::extremes::survey;
use crate::engine::search::record::{self, multipliers};
use crate::engine::search::{Found, Search};
use crate::engine::view::{Range, View};
use crate::program::{Node, Proof};
use std::cell::Cell;

/// A panel's own program.
pub(super) struct Panel {
    weights: Vec<Cell<i64>>,
    bounds: Vec<(i64, i64)>,
    ranges: Vec<Range>,
    starts: Vec<u32>,
    /// Own rows, numbered anew.
    terms: Vec<(u32, i32)>,
    link_starts: Vec<u32>,
    /// Places in the list of links.
    links: Vec<(u32, i32)>,
    /// The goal's weights.
    goal: Vec<i64>,
}

impl Panel {
    /// Takes these columns of the panel.
    pub fn new(view: &dyn View, apart: &Apart, own: &Own, columns: &[u32], row_place: &mut [u32]) -> Self {
        for (at, &row) in own.rows.iter().enumerate() {
            row_place[row as usize] = at as u32;
        }
        let mut panel = Self {
            weights: Vec::new(),
            bounds: Vec::new(),
            ranges: own.rows.iter().map(|&row| view.range(row as usize)).collect(),
            starts: vec![0],
            terms: Vec::new(),
            link_starts: vec![0],
            links: Vec::new(),
            goal: Vec::new(),
        };
        let mut room = Vec::new();
        for &column in columns {
            for &(row, a) in view.terms(column as usize, &mut room) {
                match apart.link_at[row as usize] {
                    u32::MAX => panel.terms.push((row_place[row as usize], a)),
                    link => panel.links.push((link, a)),
                }
            }
            panel.starts.push(panel.terms.len() as u32);
            panel.link_starts.push(panel.links.len() as u32);
            panel.bounds.push(view.bounds(column as usize));
            panel.goal.push(view.weight(column as usize));
            panel.weights.push(Cell::new(0));
        }
        panel
    }

    pub fn blocks(&self) -> Option<Blocks> {
        let survey = survey(self, &mut || false).ok()?;
        blocks::find(self, &survey, &mut || false).ok()
    }

    pub fn links(&self, column: usize) -> &[(u32, i32)] {
        &self.links[self.link_starts[column] as usize..self.link_starts[column + 1] as usize]
    }

    /// The rows, by number in the panel, on which a column stands.
    pub fn own(&self, column: usize) -> &[(u32, i32)] {
        &self.terms[self.starts[column] as usize..self.starts[column + 1] as usize]
    }

    pub fn goal(&self, column: usize) -> i64 {
        self.goal[column]
    }

    /// Weights become `scale` times the goal's less what the links cost at these prices. `None` where that is too large.
    pub fn price(&self, scale: i64, prices: &[i64]) -> Option<()> {
        for column in 0..self.goal.len() {
            self.weights[column].set(self.priced(column, scale, prices)?);
        }
        Some(())
    }

    /// What a column is worth at these prices.
    pub fn priced(&self, column: usize, scale: i64, prices: &[i64]) -> Option<i64> {
        let weight = scale.checked_mul(self.goal[column])?;
        let cost = |&(link, a): &(u32, i32)| prices[link as usize].checked_mul(i64::from(a));
        self.links(column).iter().try_fold(weight, |weight, term| weight.checked_sub(cost(term)?))
    }
}

impl View for Panel {
    fn columns(&self) -> usize {
        self.goal.len()
    }
    fn rows(&self) -> usize {
        self.ranges.len()
    }
    fn range(&self, row: usize) -> Range {
        self.ranges[row]
    }
    fn bounds(&self, column: usize) -> (i64, i64) {
        self.bounds[column]
    }
    fn weight(&self, column: usize) -> i64 {
        self.weights[column].get()
    }
    fn runs(&self) -> Box<dyn Iterator<Item = (usize, usize, Option<u32>)> + '_> {
        Box::new(std::iter::once((0, self.columns(), Some(0))))
    }
    fn terms<'a>(&'a self, column: usize, _room: &'a mut Vec<(u32, i32)>) -> &'a [(u32, i32)] {
        self.own(column)
    }
    fn costs(&self, prices: &[f64], columns: std::ops::Range<usize>, costs: &mut Vec<f64>) {
        let cost = |ends: &[u32]| {
            self.terms[ends[0] as usize..ends[1] as usize]
                .iter()
                .map(|&(row, a)| prices[row as usize] * f64::from(a))
                .sum::<f64>()
        };
        costs.extend(self.starts[columns.start..=columns.end].windows(2).map(cost));
    }
}

/// A core of some columns of a panel, by number in it, and of all its rows.
pub(super) fn core<'a>(panel: &'a Panel, blocks: &'a Blocks, columns: &[u32]) -> Core<'a> {
    let mut core = Core::new(panel, blocks, 1.0);
    core.add_columns(columns);
    (0..panel.rows() as u32).for_each(|row| core.add_row(row));
    core
}

/// How a panel is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// With the columns that its core holds: what it finds is a composition, what it proves holds for them.
    Held,
    /// With all columns: those that matter come into the core.
    All,
    /// With all columns, and why no composition is worth more.
    Proven,
}

/// What one solve of a panel says: no composition is worth more than `most`; the best one, if it is better than `least`.
pub(super) struct Best {
    pub most: i64,
    /// The columns that aren't 0, by number in the panel, ascending.
    pub values: Option<Vec<(u32, i64)>>,
    pub proof: Proof,
}

/// The panel's best composition at its present weights, after at most so many nodes; `least` is what is known already.
pub(super) fn best(
    core: &mut Core<'_>,
    least: i64,
    nodes: u64,
    look: Look,
    stop: &mut dyn FnMut() -> bool,
) -> Option<Best> {
    for at in 0..core.columns.len() {
        core.lp.set_cost(core.var[at], -(core.view.weight(core.columns[at] as usize) as f64));
    }
    core.lp.recost();
    let record = look == Look::Proven;
    let outside = |core: &Core<'_>| (0..core.view.columns() as u32).filter(|column| !core.place.has(*column)).collect();
    let beside = if look == Look::Held { Vec::new() } else { outside(core) };
    let mut search = Search::new(core, least.saturating_add(1), nodes, record).improving().shallow().beside(beside);
    let found = search.run(stop);
    let (best, tree) = (search.best.take(), search.record);
    let values = best.as_ref().map(|(_, values)| {
        let held = core.columns.iter().copied().zip(values.iter().copied());
        let mut values: Vec<(u32, i64)> = held.filter(|(_, value)| *value != 0).collect();
        values.sort_unstable();
        values
    });
    match found {
        Found::Closed => {
            let most = best.as_ref().map_or(least, |best| best.0);
            let proof = tree.proof(most.checked_add(1)?, &core.cuts);
            Some(Best { most, values, proof })
        }
        Found::Stopped => None,
        Found::Point(_) | Found::Undecided => {
            core.settle(f64::INFINITY, stop);
            let y = core.multipliers();
            let mut root = exact(core, &y, true)?;
            if look != Look::Held {
                add_outside(core, &mut root, true, stop)?;
            }
            let most = i64::try_from(root.bound.div_euclid(i128::from(DENOMINATOR))).ok()?;
            let used = if record { vec![multipliers(core, &root, true)] } else { Vec::new() };
            let proof = record::proof(most.checked_add(1)?, vec![Node { used, split: None }], &core.cuts);
            Some(Best { most, values, proof })
        }
    }
}
