//! A basis as lower times upper triangle, with the changes since as a product of elementary columns.
//!
//! The caller's positions are renamed so that the column that pivots on row `i` stands at position `i`: rows and positions are
//! one space. After a change of basis an elementary column is kept (product form; Maros 2003, section 5.4), for a row that
//! comes an elementary row. A backward solve with few values goes only through the changes that these meet.

use super::super::tolerance::DROP;
use super::pivots::Build;
use super::sparse::{SPARSE, Sparse};
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
    pool: Vec<(u32, f64)>,
    /// For each row the last change of whose terms it is one, and before each such change the one before.
    met: Vec<u32>,
    meets: Vec<(u32, u32)>,
    /// A bit for each change that a solve has to go through.
    due: Vec<u64>,
    /// Terms of changes that solves went through since the basis was factored, and what factoring it took.
    spent: usize,
    effort: usize,
    reach: Reach,
    build: Build,
}

/// How many terms of changes take as long to go through as one term of the basis takes to factor, about.
const EFFORT: usize = 16;

/// The basis column at `at` became `pool[start..end]` with `pivot` at `at` (in terms of the basis before); or, with pivot 0,
/// a row came at `at` whose basic columns' terms these are, and its logical is basic.
#[derive(Debug)]
struct Change {
    at: u32,
    start: usize,
    end: usize,
    pivot: f64,
}

impl Factor {
    /// How many changes were made since the basis was factored.
    pub fn changes(&self) -> usize {
        self.changes.len()
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
        self.pool.clear();
        self.met.clear();
        self.met.resize(size, NONE);
        self.meets.clear();
        self.due.clear();
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
        self.lower.solve(x, None, &mut self.reach);
        self.upper.solve(x, Some(&self.diagonal), &mut self.reach);
        // Once many are non-zero, none is asked whether it is known to be.
        let mut full = x.index.len() * 4 > self.size;
        if full {
            x.mark_all();
        }
        self.spent += self.changes.len();
        for change in &self.changes {
            let value = x.values[change.at as usize];
            if change.pivot == 0.0 {
                let row = &self.pool[change.start..change.end];
                let sum = row.iter().fold(value, |sum, &(i, a)| sum + a * x.values[i as usize]);
                if sum != value {
                    x.mark(change.at);
                    x.values[change.at as usize] = sum;
                }
                continue;
            }
            if value == 0.0 {
                continue;
            }
            let step = value / change.pivot;
            x.values[change.at as usize] = step;
            let column = &self.pool[change.start..change.end];
            if full {
                for &(i, by) in column {
                    x.values[i as usize] -= by * step;
                }
            } else {
                for &(i, by) in column {
                    x.add(i, -by * step);
                }
                if x.index.len() * 4 > self.size {
                    full = true;
                    x.mark_all();
                }
            }
        }
        x.tidy(DROP);
    }

    /// `x` becomes the solution of `B' x = x`.
    pub fn backward(&mut self, x: &mut Sparse) {
        if x.index.len() * SPARSE < self.size {
            self.spent += self.due.len();
            let mut next = 0;
            while next < x.index.len() {
                self.call(x.index[next], u32::MAX);
                next += 1;
            }
            // From the last change to the first: each may call earlier ones.
            for word in (0..self.due.len()).rev() {
                while self.due[word] != 0 {
                    let bit = self.due[word].ilog2();
                    self.due[word] &= !(1 << bit);
                    let number = word as u32 * 64 + bit;
                    let fresh = x.index.len();
                    self.change_back(number as usize, x);
                    for next in fresh..x.index.len() {
                        self.call(x.index[next], number);
                    }
                }
            }
        } else {
            for number in (0..self.changes.len()).rev() {
                self.change_back(number, x);
            }
        }
        self.upper_back.solve(x, Some(&self.diagonal), &mut self.reach);
        self.lower_back.solve(x, None, &mut self.reach);
        x.tidy(DROP);
    }

    /// Calls the changes before `before` that a value at a row has a part in.
    fn call(&mut self, row: u32, before: u32) {
        let mut at = self.met[row as usize];
        while at != NONE {
            let (number, earlier) = self.meets[at as usize];
            if number < before {
                self.due[number as usize / 64] |= 1 << (number % 64);
            }
            at = earlier;
        }
    }

    fn change_back(&mut self, number: usize, x: &mut Sparse) {
        let change = &self.changes[number];
        let terms = &self.pool[change.start..change.end];
        self.spent += terms.len();
        let mut value = x.values[change.at as usize];
        if change.pivot == 0.0 {
            if value != 0.0 {
                for &(i, a) in terms {
                    x.add(i, a * value);
                }
            }
            return;
        }
        for &(i, by) in terms {
            value -= by * x.values[i as usize];
        }
        if value == 0.0 {
            x.values[change.at as usize] = 0.0;
        } else {
            x.mark(change.at);
            x.values[change.at as usize] = value / change.pivot;
        }
    }

    /// Notes which rows the last change is met by.
    fn meet(&mut self) {
        let number = (self.changes.len() - 1) as u32;
        if number.is_multiple_of(64) {
            self.due.push(0);
        }
        let change = &self.changes[number as usize];
        let terms = if change.pivot == 0.0 { change.start..change.start } else { change.start..change.end };
        for row in self.pool[terms].iter().map(|term| term.0).chain([change.at]) {
            let met = &mut self.met[row as usize];
            self.meets.push((number, *met));
            *met = (self.meets.len() - 1) as u32;
        }
    }

    /// The column at position `at` is replaced; `column` is the new one in terms of the present basis.
    pub fn change(&mut self, at: u32, column: &Sparse) {
        let start = self.pool.len();
        for &i in &column.index {
            if i != at && column.values[i as usize] != 0.0 {
                self.pool.push((i, column.values[i as usize]));
            }
        }
        self.changes.push(Change { at, start, end: self.pool.len(), pivot: column.values[at as usize] });
        self.meet();
    }

    /// Takes changes back until so many are left; none of them a row.
    pub fn take_back(&mut self, left: usize) {
        for change in self.changes.drain(left.min(self.changes.len())..).rev() {
            let rows = self.pool[change.start..change.end].iter().map(|term| term.0).chain([change.at]);
            for row in rows.rev() {
                if let Some((_, earlier)) = self.meets.pop() {
                    self.met[row as usize] = earlier;
                }
            }
            self.pool.truncate(change.start);
        }
        self.due.truncate(self.changes.len().div_ceil(64));
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
        let start = self.pool.len();
        self.pool.extend(terms);
        self.changes.push(Change { at, start, end: self.pool.len(), pivot: 0.0 });
        self.met.push(NONE);
        self.meet();
    }
}
