//! A basis as lower times upper triangle, with the changes since as a product of elementary columns.
//!
//! Column and row singletons first, which is nearly all of a basis here, then the nucleus (Suhl & Suhl 1990). The caller's
//! positions are renamed so that the column that pivots on row `i` stands at position `i`: rows and positions are one space.
//! After a change of basis an elementary column is kept (product form; Maros 2003, section 5.4).

use super::super::tolerance::{DROP, FACTOR_PIVOT};
use super::nucleus::{Nucleus, Record};
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

/// A vector is sparse where at most one in so many may be non-zero.
const SPARSE: usize = 16;

/// How many terms of changes take as long to go through as one term of the basis takes to factor.
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

#[derive(Debug, Default)]
struct Build {
    row_start: Vec<u32>,
    row_entries: Vec<(u32, f64)>,
    count: Vec<u32>,
    pivot_of_row: Vec<u32>,
    pivot_of_column: Vec<u32>,
    order: Vec<u32>,
    lower: Vec<(u32, u32, f64)>,
    upper: Vec<(u32, u32, f64)>,
    values: Vec<f64>,
    queue: Vec<u32>,
    nucleus: Nucleus,
}

impl Record
    for (
        &mut Vec<u32>,
        &mut Vec<u32>,
        &mut Vec<u32>,
        &mut Vec<(u32, u32, f64)>,
        &mut Vec<(u32, u32, f64)>,
        &mut Vec<f64>,
    )
{
    fn pivot(&mut self, row: u32, column: u32, value: f64) {
        self.0[row as usize] = column;
        self.1[column as usize] = row;
        self.2.push(row);
        self.5[row as usize] = value;
    }
    fn upper(&mut self, row: u32, column: u32, value: f64) {
        self.4.push((column, row, value));
    }
    fn lower(&mut self, pivot_row: u32, row: u32, multiplier: f64) {
        self.3.push((pivot_row, row, multiplier));
    }
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
        let effort: usize = std::env::var("EFFORT").ok().and_then(|v| v.parse().ok()).unwrap_or(EFFORT);
        self.effort = effort * (b.row_entries.len() + size);
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
                    let bit = 63 - self.due[word].leading_zeros();
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

impl Build {
    fn rows<'a>(&mut self, size: usize, column: &impl Fn(usize) -> &'a [(u32, f64)]) {
        self.row_start.clear();
        self.row_start.resize(size + 1, 0);
        self.count.clear();
        for p in 0..size {
            let entries = column(p);
            self.count.push(entries.len() as u32);
            for e in entries {
                self.row_start[e.0 as usize + 1] += 1;
            }
        }
        for i in 0..size {
            self.row_start[i + 1] += self.row_start[i];
        }
        self.row_entries.clear();
        self.row_entries.resize(self.row_start[size] as usize, (0, 0.0));
        for p in 0..size {
            for e in column(p) {
                let slot = &mut self.row_start[e.0 as usize];
                self.row_entries[*slot as usize] = (p as u32, e.1);
                *slot += 1;
            }
        }
        for i in (1..=size).rev() {
            self.row_start[i] = self.row_start[i - 1];
        }
        self.row_start[0] = 0;
    }

    fn row(&self, row: usize) -> &[(u32, f64)] {
        &self.row_entries[self.row_start[row] as usize..self.row_start[row + 1] as usize]
    }

    /// Columns with one row left, again and again: they need no elimination.
    fn column_singletons<'a>(&mut self, size: usize, column: &impl Fn(usize) -> &'a [(u32, f64)]) {
        self.queue.clear();
        self.queue.extend((0..size as u32).filter(|&p| self.count[p as usize] == 1));
        let mut at = 0;
        while at < self.queue.len() {
            let p = self.queue[at];
            at += 1;
            let found = column(p as usize).iter().find(|e| self.pivot_of_row[e.0 as usize] == NONE);
            let Some(&(row, value)) = found else { continue };
            if value.abs() < FACTOR_PIVOT {
                continue;
            }
            self.pivot_of_row[row as usize] = p;
            self.pivot_of_column[p as usize] = row;
            self.order.push(row);
            self.values[row as usize] = value;
            for k in self.row_start[row as usize]..self.row_start[row as usize + 1] {
                let (q, u) = self.row_entries[k as usize];
                if self.pivot_of_column[q as usize] == NONE {
                    self.upper.push((q, row, u));
                    self.count[q as usize] -= 1;
                    if self.count[q as usize] == 1 {
                        self.queue.push(q);
                    }
                }
            }
        }
    }

    /// Rows with one column left, then the nucleus.
    fn rest<'a>(&mut self, size: usize, column: &impl Fn(usize) -> &'a [(u32, f64)]) {
        if self.order.len() == size {
            return;
        }
        self.queue.clear();
        for row in 0..size {
            if self.pivot_of_row[row] == NONE {
                let live = self.row(row).iter().filter(|e| self.pivot_of_column[e.0 as usize] == NONE).count();
                self.count[row] = live as u32;
                if live == 1 {
                    self.queue.push(row as u32);
                }
            }
        }
        let mut at = 0;
        while at < self.queue.len() {
            let row = self.queue[at];
            at += 1;
            let found = self.row(row as usize).iter().find(|e| self.pivot_of_column[e.0 as usize] == NONE);
            let Some(&(p, value)) = found else { continue };
            if value.abs() < FACTOR_PIVOT {
                continue;
            }
            self.pivot_of_row[row as usize] = p;
            self.pivot_of_column[p as usize] = row;
            self.order.push(row);
            self.values[row as usize] = value;
            for &(k, v) in column(p as usize) {
                if self.pivot_of_row[k as usize] == NONE {
                    self.lower.push((row, k, v / value));
                    self.count[k as usize] -= 1;
                    if self.count[k as usize] == 1 {
                        self.queue.push(k);
                    }
                }
            }
        }
        if self.order.len() == size {
            return;
        }
        self.nucleus.reset(size);
        let rows: Vec<u32> = (0..size as u32).filter(|&i| self.pivot_of_row[i as usize] == NONE).collect();
        let columns: Vec<u32> = (0..size as u32).filter(|&p| self.pivot_of_column[p as usize] == NONE).collect();
        for &row in &rows {
            for k in self.row_start[row as usize]..self.row_start[row as usize + 1] {
                let (p, value) = self.row_entries[k as usize];
                if self.pivot_of_column[p as usize] == NONE {
                    self.nucleus.rows[row as usize].push((p, value));
                    self.nucleus.columns[p as usize].push(row);
                }
            }
        }
        let mut record = (
            &mut self.pivot_of_row,
            &mut self.pivot_of_column,
            &mut self.order,
            &mut self.lower,
            &mut self.upper,
            &mut self.values,
        );
        self.nucleus.eliminate(&rows, &columns, &mut record);
    }
}
