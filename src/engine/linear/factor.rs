//! A basis as lower triangle, changes since, upper triangle.
//!
//! The caller's positions are renamed so that the column that pivots on row `i` stands at position `i`: rows and positions are
//! one space. A change of basis is an elementary matrix between the triangles (the middle product form; Huangfu & Hall 2015):
//! its column is the new one solved with the lower triangle alone, its row the position's solved with the upper one
//! alone, and both stay sparse where solutions with the whole basis are dense. A row that comes is an elementary row after the
//! upper triangle.

use super::super::tolerance::DROP;
use super::pivots::Build;
use super::sparse::Sparse;
use super::triangular::{Reach, Triangular};

const NONE: u32 = u32::MAX;

/// A factored basis.
#[derive(Debug, Default)]
pub(crate) struct Factor {
    size: usize,
    lower: Triangular,
    lower_back: Triangular,
    upper: Triangular,
    upper_back: Triangular,
    diagonal: Vec<f64>,
    changes: Vec<Change>,
    rows: Vec<Row>,
    /// By position the last row that came with a term there; and for each such term the one before.
    met: Vec<u32>,
    meets: Vec<Meet>,
    pool: Vec<(u32, f64)>,
    /// The entering column half solved, the leaving position half solved: what a change is made of.
    entering: Vec<(u32, f64)>,
    leaving: Vec<(u32, f64)>,
    /// Terms of changes that solves went through since the basis was factored, and what factoring it took.
    spent: usize,
    effort: usize,
    reach: Reach,
    build: Build,
}

/// How many terms of changes take as long to go through as one term of the basis takes to factor, about.
const EFFORT: usize = 96;

/// The unit matrix and `pool[start..middle]`, a column, times `pool[middle..end]`, a row, whose product is `pivot - 1`.
#[derive(Debug)]
struct Change {
    start: usize,
    middle: usize,
    end: usize,
    pivot: f64,
}

/// A row that came at `at`, its logical basic, with basic columns' terms `pool[start..end]`.
#[derive(Debug)]
struct Row {
    at: u32,
    start: usize,
    end: usize,
}

#[derive(Debug)]
struct Meet {
    row: u32,
    a: f64,
    earlier: u32,
}

impl Factor {
    /// How many changes were made since the basis was factored.
    pub fn changes(&self) -> usize {
        self.changes.len() + self.rows.len()
    }

    /// Whether going through the changes has taken as long as factoring the basis did: the least in all, if it takes as
    /// long again and changes come evenly.
    pub fn is_worn_out(&self) -> bool {
        self.spent >= self.effort
    }

    /// Factors the columns. Returns for each column the row on which it pivots; a column that can't be a pivot has
    /// `u32::MAX`, and a row that is left over is the logical column's, entry -1.
    pub fn factor<'a>(&mut self, size: usize, column: impl Fn(usize) -> &'a [(u32, f64)]) -> &[u32] {
        self.size = size;
        self.changes.clear();
        self.rows.clear();
        self.pool.clear();
        self.met.clear();
        self.met.resize(size, NONE);
        self.meets.clear();
        self.spent = 0;
        let b = &mut self.build;
        for list in [&mut b.pivot_of_row, &mut b.pivot_of_column] {
            list.clear();
            list.resize(size, NONE);
        }
        b.order.clear();
        b.lower.clear();
        b.upper.clear();
        b.values.clear();
        b.values.resize(size, -1.0);
        b.rows(size, &column);
        b.column_singletons(size, &column);
        b.rest(size, &column);
        // Rows that nothing pivots on belong to their logical column.
        for row in 0..size {
            if b.pivot_of_row[row] == NONE {
                b.order.push(row as u32);
                b.values[row] = -1.0;
            }
        }
        // Columns become nodes: the row on which they pivot.
        let of = &b.pivot_of_column;
        b.upper.retain_mut(|e| {
            e.0 = of[e.0 as usize];
            e.0 != NONE
        });
        // A row that fell to its logical keeps nothing of what elimination planned for it: it comes last, alone.
        self.lower.build(size, &b.lower, false, b.order.iter().copied());
        self.lower_back.build(size, &b.lower, true, b.order.iter().rev().copied());
        self.upper.build(size, &b.upper, false, b.order.iter().rev().copied());
        self.upper_back.build(size, &b.upper, true, b.order.iter().copied());
        self.diagonal.clone_from(&b.values);
        self.effort = EFFORT * (b.row_entries.len() + size);
        &self.build.pivot_of_column
    }

    /// `x` becomes the solution of `B x = x`.
    pub fn forward(&mut self, x: &mut Sparse) {
        self.forward_half(x);
        self.forward_rest(x);
    }

    /// The same for a column that may enter: [`Self::change`] needs the half solved one.
    pub fn forward_entering(&mut self, x: &mut Sparse) {
        self.forward_half(x);
        keep(x, &mut self.entering);
        self.forward_rest(x);
    }

    fn forward_half(&mut self, x: &mut Sparse) {
        self.lower.solve(x, None, &mut self.reach);
        for change in &self.changes {
            let row = &self.pool[change.middle..change.end];
            let product: f64 = row.iter().map(|&(i, a)| a * x.values[i as usize]).sum();
            self.spent += row.len();
            if product != 0.0 {
                let by = product / change.pivot;
                for &(i, a) in &self.pool[change.start..change.middle] {
                    x.add(i, -a * by);
                }
                self.spent += change.middle - change.start;
            }
        }
    }

    fn forward_rest(&mut self, x: &mut Sparse) {
        self.upper.solve(x, Some(&self.diagonal), &mut self.reach);
        for row in &self.rows {
            let terms = &self.pool[row.start..row.end];
            let sum: f64 = terms.iter().map(|&(i, a)| a * x.values[i as usize]).sum();
            if sum != 0.0 {
                x.add(row.at, sum);
            }
            self.spent += terms.len();
        }
        x.tidy(DROP);
    }

    /// `x` becomes the solution of `B' x = x`.
    pub fn backward(&mut self, x: &mut Sparse) {
        self.backward_half(x);
        self.backward_rest(x);
    }

    /// The same for the unit vector of a position that may be left: [`Self::change`] needs the half solved one.
    pub fn backward_leaving(&mut self, x: &mut Sparse) {
        self.backward_half(x);
        keep(x, &mut self.leaving);
        self.backward_rest(x);
    }

    fn backward_half(&mut self, x: &mut Sparse) {
        for row in self.rows.iter().rev() {
            let value = x.values[row.at as usize];
            if value != 0.0 {
                for &(i, a) in &self.pool[row.start..row.end] {
                    x.add(i, a * value);
                }
                self.spent += row.end - row.start;
            }
        }
        self.upper_back.solve(x, Some(&self.diagonal), &mut self.reach);
    }

    fn backward_rest(&mut self, x: &mut Sparse) {
        for change in self.changes.iter().rev() {
            let column = &self.pool[change.start..change.middle];
            let product: f64 = column.iter().map(|&(i, a)| a * x.values[i as usize]).sum();
            self.spent += column.len();
            if product != 0.0 {
                let by = product / change.pivot;
                for &(i, a) in &self.pool[change.middle..change.end] {
                    x.add(i, -a * by);
                }
                self.spent += change.end - change.middle;
            }
        }
        self.lower_back.solve(x, None, &mut self.reach);
        x.tidy(DROP);
    }

    /// The column at position `at` is replaced by the one last given to [`Self::forward_entering`], whose solution has `pivot`
    /// there; the position's unit vector was last given to [`Self::backward_leaving`].
    pub fn change(&mut self, at: u32, pivot: f64) {
        // The column less the one that was there, both as the lower triangle leaves them.
        let start = self.pool.len();
        let mut column = std::mem::take(&mut self.entering);
        column.extend(self.upper.edges(at).iter().map(|&(i, a)| (i, -a)));
        column.push((at, -self.diagonal[at as usize]));
        let mut met = self.met[at as usize];
        while let Some(meet) = self.meets.get(met as usize) {
            column.push((meet.row, -meet.a));
            met = meet.earlier;
        }
        column.sort_unstable_by_key(|term| term.0);
        for &(i, a) in &column {
            match self.pool[start..].last_mut() {
                Some(last) if last.0 == i => last.1 += a,
                _ => self.pool.push((i, a)),
            }
        }
        column.clear();
        self.entering = column;
        let middle = self.pool.len();
        self.pool.extend_from_slice(&self.leaving);
        self.changes.push(Change { start, middle, end: self.pool.len(), pivot });
    }

    /// Takes changes back until so many are left; none of them a row.
    pub fn take_back(&mut self, left: usize) {
        self.changes.truncate(left.saturating_sub(self.rows.len()));
        let of_changes = self.changes.last().map_or(0, |change| change.end);
        let of_rows = self.rows.last().map_or(0, |row| row.end);
        self.pool.truncate(of_changes.max(of_rows));
    }

    /// A row comes last, its logical basic; given are the terms of basic columns by position. The basis is then
    /// `diag(B, -1)` times the unit matrix with the negative terms in the last row.
    pub fn extend(&mut self, terms: impl Iterator<Item = (u32, f64)>) {
        let at = self.size as u32;
        self.size += 1;
        self.diagonal.push(-1.0);
        for triangle in [&mut self.lower, &mut self.lower_back, &mut self.upper, &mut self.upper_back] {
            triangle.grow();
        }
        self.met.push(NONE);
        let start = self.pool.len();
        for (i, a) in terms {
            self.pool.push((i, a));
            let met = &mut self.met[i as usize];
            self.meets.push(Meet { row: at, a, earlier: *met });
            *met = (self.meets.len() - 1) as u32;
        }
        self.rows.push(Row { at, start, end: self.pool.len() });
    }
}

/// Keeps what is not 0.
fn keep(x: &Sparse, kept: &mut Vec<(u32, f64)>) {
    kept.clear();
    kept.extend(x.index.iter().map(|&i| (i, x.values[i as usize])).filter(|term| term.1.abs() > DROP));
}
