//! Which column pivots on which row, in which order: column and row singletons, then the nucleus (Suhl & Suhl 1990).

use super::super::tolerance::FACTOR_PIVOT;
use super::nucleus::{Nucleus, Record};

const NONE: u32 = u32::MAX;

/// Room for one factorisation, and what comes of it.
#[derive(Debug, Default)]
pub(super) struct Build {
    row_start: Vec<u32>,
    pub row_entries: Vec<(u32, f64)>,
    count: Vec<u32>,
    pub pivot_of_row: Vec<u32>,
    pub pivot_of_column: Vec<u32>,
    pub order: Vec<u32>,
    pub lower: Vec<(u32, u32, f64)>,
    pub upper: Vec<(u32, u32, f64)>,
    pub values: Vec<f64>,
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

impl Build {
    pub fn rows<'a>(&mut self, size: usize, column: &impl Fn(usize) -> &'a [(u32, f64)]) {
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

    fn pivot(&mut self, row: u32, column: u32, value: f64) {
        self.pivot_of_row[row as usize] = column;
        self.pivot_of_column[column as usize] = row;
        self.order.push(row);
        self.values[row as usize] = value;
    }

    /// Columns with one row left, again and again: they need no elimination.
    pub fn column_singletons<'a>(&mut self, size: usize, column: &impl Fn(usize) -> &'a [(u32, f64)]) {
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
            self.pivot(row, p, value);
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
    pub fn rest<'a>(&mut self, size: usize, column: &impl Fn(usize) -> &'a [(u32, f64)]) {
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
            self.pivot(row, p, value);
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
