//! A point, and the small program of some of its columns while all others stay as they are.

use crate::engine::blocks;
use crate::engine::core::Core;
use crate::engine::extremes::survey;
use crate::engine::search::{Found, Search};
use crate::engine::view::{Range, Stored, View};
use rustc_hash::FxHashMap;

/// Values of all columns, and what they make of each row.
pub(super) struct Point<'v> {
    view: &'v dyn View,
    pub values: Vec<i64>,
    sums: Vec<i64>,
}

impl<'v> Point<'v> {
    /// Columns that are not listed are 0. `None` where a number is too large.
    pub fn new(view: &'v dyn View, listed: impl IntoIterator<Item = (u32, i64)>) -> Option<Self> {
        let mut point = Self { view, values: vec![0; view.columns()], sums: vec![0; view.rows()] };
        for (column, value) in listed {
            point.set(column, value)?;
        }
        Some(point)
    }

    pub fn set(&mut self, column: u32, to: i64) -> Option<()> {
        let by = to.checked_sub(std::mem::replace(&mut self.values[column as usize], to))?;
        if by == 0 {
            return Some(());
        }
        let mut room = Vec::new();
        for &(row, a) in self.view.terms(column as usize, &mut room) {
            let sum = &mut self.sums[row as usize];
            *sum = by.checked_mul(i64::from(a)).and_then(|by| sum.checked_add(by))?;
        }
        Some(())
    }

    /// What some columns are worth.
    pub fn worth(&self, columns: impl Iterator<Item = u32>) -> Option<i64> {
        columns.into_iter().try_fold(0_i64, |sum, column| {
            let value = self.values[column as usize];
            sum.checked_add(self.view.weight(column as usize).checked_mul(value)?)
        })
    }

    /// The columns that aren't 0, ascending.
    pub fn listed(&self) -> Vec<(u32, i64)> {
        (0..).zip(self.values.iter().copied()).filter(|(_, value)| *value != 0).collect()
    }

    /// The rows whose sums are too great, or with `both`, out of their range at all.
    pub fn broken(&self, both: bool) -> Vec<u32> {
        let out = |row: &u32| {
            let sum = self.sums[*row as usize];
            let (least, most) = self.view.range(*row as usize);
            most.is_some_and(|most| sum > most) || (both && least.is_some_and(|least| sum < least))
        };
        (0..self.sums.len() as u32).filter(out).collect()
    }

    /// The program of these columns, each with its panel, `u32::MAX` for none. `None` where a number is too large.
    pub fn small(&self, columns: &[(u32, u32)]) -> Option<Small> {
        let mut place: FxHashMap<u32, u32> = FxHashMap::default();
        let mut ranges: Vec<Range> = Vec::new();
        let mut terms: Vec<Vec<(u32, i64)>> = Vec::with_capacity(columns.len());
        let mut room = Vec::new();
        for &(column, _) in columns {
            let value = self.values[column as usize];
            let mut own = Vec::new();
            for &(row, a) in self.view.terms(column as usize, &mut room) {
                let range = self.view.range(row as usize);
                if range == (None, None) {
                    continue;
                }
                let moved = |side: Option<i64>, by: i64| side.map(|side| side.saturating_add(by));
                let at = *place.entry(row).or_insert_with(|| {
                    let sum = self.sums[row as usize];
                    ranges.push((moved(range.0, -sum), moved(range.1, -sum)));
                    (ranges.len() - 1) as u32
                });
                // What the column does now is part of what it may do.
                let by = value.checked_mul(i64::from(a))?;
                let left = &mut ranges[at as usize];
                *left = (moved(left.0, by), moved(left.1, by));
                own.push((at, i64::from(a)));
            }
            terms.push(own);
        }
        let mut view = Stored::new(ranges.into_iter());
        for (&(column, panel), terms) in columns.iter().zip(terms) {
            let (bounds, weight) = (self.view.bounds(column as usize), self.view.weight(column as usize));
            view.push(bounds, weight, panel, terms.into_iter())?;
        }
        Some(Small { view: view.close(), columns: columns.iter().map(|column| column.0).collect() })
    }

    /// Takes over what was found for a small program.
    pub fn take(&mut self, small: &Small, values: &[i64]) -> Option<()> {
        small.columns.iter().zip(values).try_for_each(|(&column, &value)| self.set(column, value))
    }
}

/// A small program: its columns by number in the whole one.
pub(super) struct Small {
    view: Stored,
    pub columns: Vec<u32>,
}

/// How the search of a small program went.
pub(super) struct Seen {
    /// The best point worth as much as was asked for.
    pub better: Option<Vec<i64>>,
    /// Whether there is no better one.
    pub closed: bool,
    pub nodes: u64,
    pub steps: u64,
}

impl Small {
    /// Searches for points worth `least` or more. `None` where there is none at all.
    pub fn search(&self, least: i64, nodes: u64, stop: &mut dyn FnMut() -> bool) -> Option<Seen> {
        let survey = survey(&self.view, stop).ok()?;
        let blocks = blocks::find(&self.view, &survey, stop).ok()?;
        let mut core = Core::new(&self.view, &blocks, 1.0);
        core.add_columns(&(0..self.view.columns() as u32).collect::<Vec<_>>());
        blocks.rows.iter().for_each(|row| core.add_row(row.0));
        let mut search = Search::new(&mut core, least, nodes, false).improving().shallow();
        let closed = matches!(search.run(stop), Found::Closed);
        let (nodes, better) = (search.nodes, search.best.take().map(|best| best.1));
        Some(Seen { better, closed, nodes, steps: core.lp.steps })
    }
}
