//! The rows that are kept whole when everything else is priced: at most one for each column, all coefficients 1.
//!
//! Such a row is solved by picking the best few of its columns. They are found among the rows of one panel, widest first;
//! a panel's range of seats in a role is the usual one.

use super::cuts::Source;
use super::extremes::{Facts, SEVERAL, Survey};
use super::view::View;
use std::cmp::Reverse;

const NONE: u32 = u32::MAX;

/// Disjoint choice rows. Columns of one block mostly follow each other, so they are kept as runs: first column, the one
/// after the last.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// Row, least and most of its columns at 1.
    pub rows: Vec<(u32, usize, usize)>,
    /// The runs by column, each with its block; columns of none are in no run.
    runs: Vec<(u32, u32, u32)>,
    /// The runs by block, those of no block last; ascending in each.
    members: Vec<(u32, u32)>,
    starts: Vec<u32>,
}

impl Blocks {
    /// The choice row's place in `rows`, `u32::MAX` for a column in none.
    pub fn of(&self, column: u32) -> u32 {
        let next = self.runs.partition_point(|run| run.0 <= column);
        let run = next.checked_sub(1).map(|at| self.runs[at]);
        run.filter(|run| column < run.1).map_or(NONE, |run| run.2)
    }

    /// The columns of a block, ascending; those in no block for the number of blocks.
    pub fn members(&self, block: usize) -> impl Iterator<Item = u32> + '_ {
        let runs = &self.members[self.starts[block] as usize..self.starts[block + 1] as usize];
        runs.iter().flat_map(|run| run.0..run.1)
    }

    /// Puts the next columns of a block behind what is known.
    fn put(&mut self, from: u32, to: u32, block: u32) {
        match self.runs.last_mut() {
            Some(run) if run.1 == from && run.2 == block => run.1 = to,
            _ => self.runs.push((from, to, block)),
        }
    }

    /// Takes a row of all columns of a panel as its only choice row, where such a row comes before all others and no row
    /// asks for more than it lets through; `rows` are those on the panel's columns alone.
    fn whole(&mut self, view: &dyn View, survey: &Survey, runs: &[(u32, usize, usize)], rows: &[u32]) -> bool {
        let columns: usize = runs.iter().map(|run| run.2 - run.1).sum();
        let rows = rows.iter().map(|&row| Row::of(view, survey, row));
        let Some(first) = rows.clone().filter(|row| row.fit).min_by_key(Row::order) else { return false };
        let block = first.as_block();
        if first.width as usize != columns || rows.clone().any(|row| row.starved(block.2)) {
            return false;
        }
        let number = self.rows.len() as u32;
        self.rows.push(block);
        for run in runs {
            self.put(run.1 as u32, run.2 as u32, number);
        }
        true
    }

    /// Sorts the runs, and lists them by block.
    fn list(&mut self, columns: usize) {
        self.runs.sort_unstable();
        self.runs.shrink_to_fit();
        let mut free = 0;
        let mut all: Vec<(u32, u32, u32)> = Vec::with_capacity(self.runs.len());
        let last = self.rows.len() as u32;
        for &(from, to, block) in self.runs.iter().chain([&(columns as u32, columns as u32, last)]) {
            if free < from {
                all.push((last, free, from));
            }
            if from < to {
                all.push((block, from, to));
            }
            free = to;
        }
        all.sort_unstable();
        self.starts = (0..=last + 1).map(|block| all.partition_point(|run| run.0 < block) as u32).collect();
        self.members = all.into_iter().map(|run| (run.1, run.2)).collect();
    }
}

/// Finds the choice rows, panel by panel. The error is the proof that there is no point: two multipliers, where a row asks
/// for more than the choice row that all its columns share lets through. Who stops it has found few or none.
pub(super) fn find(
    view: &dyn View,
    survey: &Survey,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Blocks, Vec<(Source, i64)>> {
    let mut blocks = Blocks::default();
    let mut runs: Vec<(u32, usize, usize)> =
        view.runs().filter_map(|(from, to, panel)| panel.map(|panel| (panel, from, to))).collect();
    runs.sort_unstable();
    let mut owned: Vec<(u32, u32)> = survey.owner.iter().copied().zip(0..).filter(|row| row.0 < SEVERAL).collect();
    owned.sort_unstable();
    let (owners, owned): (Vec<u32>, Vec<u32>) = owned.into_iter().unzip();
    let mut panel = Panel { place: vec![NONE; view.rows()], ..Panel::default() };
    for runs in runs.chunk_by(|a, b| a.0 == b.0) {
        if stop() {
            break;
        }
        let own =
            owners.partition_point(|owner| *owner < runs[0].0)..owners.partition_point(|owner| *owner <= runs[0].0);
        if blocks.whole(view, survey, runs, &owned[own]) {
            continue;
        }
        panel.take(view, survey, runs);
        panel.choose(&mut blocks.rows);
        for (&column, &block) in panel.columns.iter().zip(&panel.block).filter(|of| *of.1 != NONE) {
            blocks.put(column, column + 1, block);
        }
        if let Some(proof) = panel.starved(&blocks) {
            return Err(proof);
        }
    }
    blocks.list(view.columns());
    Ok(blocks)
}

/// One panel's columns and the rows that have no others.
#[derive(Default)]
struct Panel {
    columns: Vec<u32>,
    /// The block of each column, [`NONE`] for none.
    block: Vec<u32>,
    starts: Vec<usize>,
    /// Places in `rows`, column by column.
    terms: Vec<u32>,
    rows: Vec<Row>,
    /// Where a row of the program stands in `rows`.
    place: Vec<u32>,
}

struct Row {
    number: u32,
    width: u32,
    greatest: i32,
    least: Option<i64>,
    most: Option<i64>,
    /// Whether it may be a choice row.
    fit: bool,
}

impl Row {
    fn of(view: &dyn View, survey: &Survey, number: u32) -> Self {
        let Facts { width, greatest, ones, .. } = survey.rows[number as usize];
        let (least, most) = view.range(number as usize);
        let binds = most.is_some_and(|most| most >= 1 && most < i64::from(width));
        Self { number, width, greatest, least, most, fit: ones && width >= 2 && binds }
    }

    /// Rows that demand something first, then the widest.
    fn order(&self) -> (bool, Reverse<u32>, u32) {
        (self.least.is_none_or(|least| least < 1), Reverse(self.width), self.number)
    }

    /// As a choice row.
    fn as_block(&self) -> (u32, usize, usize) {
        (self.number, self.least.unwrap_or(0).max(0) as usize, self.most.unwrap_or(0) as usize)
    }

    /// Whether the row asks for more than its columns can add where so many of them are chosen.
    fn starved(&self, most: usize) -> bool {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.least.is_some_and(|least| least > most.saturating_mul(i64::from(self.greatest)))
    }
}

impl Panel {
    fn take(&mut self, view: &dyn View, survey: &Survey, runs: &[(u32, usize, usize)]) {
        for row in self.rows.drain(..) {
            self.place[row.number as usize] = NONE;
        }
        self.columns.clear();
        self.terms.clear();
        self.starts.clear();
        self.starts.push(0);
        let mut room = Vec::new();
        for column in runs.iter().flat_map(|run| run.1..run.2) {
            self.columns.push(column as u32);
            for &(row, _) in view.terms(column, &mut room) {
                if survey.owner[row as usize] != runs[0].0 {
                    continue;
                }
                let place = &mut self.place[row as usize];
                if *place == NONE {
                    *place = self.rows.len() as u32;
                    self.rows.push(Row::of(view, survey, row));
                }
                self.terms.push(*place);
            }
            self.starts.push(self.terms.len());
        }
        self.block.clear();
        self.block.resize(self.columns.len(), NONE);
    }

    fn of(&self, at: usize) -> &[u32] {
        &self.terms[self.starts[at]..self.starts[at + 1]]
    }

    fn choose(&mut self, blocks: &mut Vec<(u32, usize, usize)>) {
        let mut order: Vec<u32> = (0..self.rows.len() as u32).filter(|&at| self.rows[at as usize].fit).collect();
        order.sort_by_key(|&at| self.rows[at as usize].order());
        let mut rank = vec![NONE; self.rows.len()];
        for (at, &row) in order.iter().enumerate() {
            rank[row as usize] = at as u32;
        }
        let best = |rank: &[u32], at: usize| {
            let rows = &self.terms[self.starts[at]..self.starts[at + 1]];
            rows.iter().map(|&row| rank[row as usize]).min().unwrap_or(NONE)
        };
        // A column would go to its best row; a row is chosen when it is the best of all its columns that are still free.
        for _ in 0..4 {
            let mut wanted = vec![0; order.len()];
            for at in (0..self.columns.len()).filter(|at| self.block[*at] == NONE) {
                if let Some(wanted) = wanted.get_mut(best(&rank, at) as usize) {
                    *wanted += 1;
                }
            }
            let mut place = vec![NONE; order.len()];
            for (at, &row) in order.iter().enumerate() {
                let row = &self.rows[row as usize];
                if wanted[at] > 0 && wanted[at] == row.width {
                    place[at] = blocks.len() as u32;
                    blocks.push(row.as_block());
                }
            }
            if place.iter().all(|place| *place == NONE) {
                return;
            }
            for at in 0..self.columns.len() {
                if self.block[at] == NONE {
                    let chosen = place.get(best(&rank, at) as usize).filter(|place| **place != NONE);
                    let Some(&chosen) = chosen else { continue };
                    self.block[at] = chosen;
                }
            }
            // Rows that share a column with a chosen one are out.
            for at in (0..self.columns.len()).filter(|at| self.block[*at] != NONE) {
                for &row in self.of(at) {
                    rank[row as usize] = NONE;
                }
            }
        }
    }

    /// The multipliers of a row that asks for more than the choice row of all its columns lets through, and of that one.
    fn starved(&self, blocks: &Blocks) -> Option<Vec<(Source, i64)>> {
        // The block of each row's columns; NONE where they have several, or some are in none.
        let mut owner = vec![None; self.rows.len()];
        for at in 0..self.columns.len() {
            let block = self.block[at];
            for &row in self.of(at) {
                let owner = &mut owner[row as usize];
                *owner = Some(if owner.is_none_or(|owner| owner == block) { block } else { NONE });
            }
        }
        self.rows.iter().zip(owner).find_map(|(row, block)| {
            let (choice, _, most) = *blocks.rows.get(block? as usize)?;
            let proof = || vec![(Source::Row(row.number), -1), (Source::Row(choice), i64::from(row.greatest))];
            row.starved(most).then(proof)
        })
    }
}
