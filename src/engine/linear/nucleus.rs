//! The part of a basis that singletons don't dissolve: Markowitz elimination with threshold pivoting (Suhl & Suhl 1990).

use super::super::tolerance::{FACTOR_PIVOT, FACTOR_SHARE};

/// How many candidates a search for a pivot looks at.
const LOOKS: usize = 4;

/// The active submatrix: values by row, pattern by column, both indexed by their original numbers.
#[derive(Debug, Default)]
pub(crate) struct Nucleus {
    pub rows: Vec<Vec<(u32, f64)>>,
    pub columns: Vec<Vec<u32>>,
    row_buckets: Vec<Vec<u32>>,
    column_buckets: Vec<Vec<u32>>,
    scatter: Vec<f64>,
}

/// What elimination tells its caller, in order.
pub(crate) trait Record {
    fn pivot(&mut self, row: u32, column: u32, value: f64);
    fn upper(&mut self, row: u32, column: u32, value: f64);
    fn lower(&mut self, pivot_row: u32, row: u32, multiplier: f64);
}

impl Nucleus {
    pub fn reset(&mut self, size: usize) {
        self.rows.iter_mut().for_each(Vec::clear);
        self.columns.iter_mut().for_each(Vec::clear);
        self.rows.resize_with(size, Vec::new);
        self.columns.resize_with(size, Vec::new);
        self.scatter.clear();
        self.scatter.resize(size, 0.0);
    }

    fn file_row(&mut self, row: u32) {
        let count = self.rows[row as usize].len();
        if self.row_buckets.len() <= count {
            self.row_buckets.resize_with(count + 1, Vec::new);
        }
        self.row_buckets[count].push(row);
    }

    fn file_column(&mut self, column: u32) {
        let count = self.columns[column as usize].len();
        if self.column_buckets.len() <= count {
            self.column_buckets.resize_with(count + 1, Vec::new);
        }
        self.column_buckets[count].push(column);
    }

    /// Eliminates until nothing is left that can be a pivot.
    pub fn eliminate(&mut self, rows: &[u32], columns: &[u32], record: &mut impl Record) {
        self.row_buckets.iter_mut().for_each(Vec::clear);
        self.column_buckets.iter_mut().for_each(Vec::clear);
        for &row in rows {
            self.file_row(row);
        }
        for &column in columns {
            self.file_column(column);
        }
        while let Some((row, column, value)) = self.choose() {
            record.pivot(row, column, value);
            self.pivot(row, column, value, record);
        }
    }

    fn greatest(&self, row: u32) -> f64 {
        self.rows[row as usize].iter().fold(0.0, |most, e| most.max(e.1.abs()))
    }

    fn choose(&mut self) -> Option<(u32, u32, f64)> {
        let mut best: Option<(usize, f64, u32, u32, f64)> = None;
        let mut looks = 0;
        let most = self.row_buckets.len().max(self.column_buckets.len());
        for count in 1..most {
            if let Some(found) = best
                && (looks >= LOOKS || found.0 <= (count - 1) * (count - 1))
            {
                break;
            }
            if count < self.column_buckets.len() {
                let mut at = 0;
                while at < self.column_buckets[count].len() && looks < LOOKS {
                    let column = self.column_buckets[count][at];
                    if self.columns[column as usize].len() != count {
                        self.column_buckets[count].swap_remove(at);
                        continue;
                    }
                    at += 1;
                    let before = best;
                    for &row in &self.columns[column as usize] {
                        let cost = (self.rows[row as usize].len() - 1) * (count - 1);
                        if best.is_some_and(|b| cost > b.0) {
                            continue;
                        }
                        let Some(entry) = self.rows[row as usize].iter().find(|e| e.0 == column) else { continue };
                        let share = entry.1.abs() / self.greatest(row);
                        if entry.1.abs() >= FACTOR_PIVOT
                            && share >= FACTOR_SHARE
                            && best.is_none_or(|b| cost < b.0 || share > b.1)
                        {
                            best = Some((cost, share, row, column, entry.1));
                        }
                    }
                    if best.map(|b| (b.2, b.3)) != before.map(|b| (b.2, b.3)) {
                        looks += 1;
                    }
                }
            }
            if count < self.row_buckets.len() {
                let mut at = 0;
                while at < self.row_buckets[count].len() && looks < LOOKS {
                    let row = self.row_buckets[count][at];
                    if self.rows[row as usize].len() != count {
                        self.row_buckets[count].swap_remove(at);
                        continue;
                    }
                    at += 1;
                    looks += 1;
                    let greatest = self.greatest(row);
                    for &(column, value) in &self.rows[row as usize] {
                        let cost = (self.columns[column as usize].len() - 1) * (count - 1);
                        let share = value.abs() / greatest;
                        if value.abs() >= FACTOR_PIVOT
                            && share >= FACTOR_SHARE
                            && best.is_none_or(|b| cost < b.0 || (cost == b.0 && share > b.1))
                        {
                            best = Some((cost, share, row, column, value));
                        }
                    }
                }
            }
        }
        best.map(|b| (b.2, b.3, b.4))
    }

    fn pivot(&mut self, row: u32, column: u32, value: f64, record: &mut impl Record) {
        let pivot_row = std::mem::take(&mut self.rows[row as usize]);
        let mut pivot_column = std::mem::take(&mut self.columns[column as usize]);
        for &(q, v) in &pivot_row {
            if q != column {
                record.upper(row, q, v);
                self.scatter[q as usize] = v;
                self.columns[q as usize].retain(|&k| k != row);
            }
        }
        pivot_column.retain(|&k| k != row);
        for &k in &pivot_column {
            let mut changed = std::mem::take(&mut self.rows[k as usize]);
            let Some(at) = changed.iter().position(|e| e.0 == column) else { continue };
            let multiplier = changed.swap_remove(at).1 / value;
            record.lower(row, k, multiplier);
            let mut at = 0;
            while at < changed.len() {
                let (q, w) = changed[at];
                let v = self.scatter[q as usize];
                if v != 0.0 {
                    // Marked as met by flipping the sign bit's place: the entry is done.
                    self.scatter[q as usize] = 0.0;
                    let left = w - multiplier * v;
                    if left.abs() < 1e-12 {
                        changed.swap_remove(at);
                        self.columns[q as usize].retain(|&i| i != k);
                        continue;
                    }
                    changed[at].1 = left;
                }
                at += 1;
            }
            for &(q, v) in &pivot_row {
                if q == column {
                    continue;
                }
                if self.scatter[q as usize] == 0.0 {
                    self.scatter[q as usize] = v;
                } else {
                    changed.push((q, -multiplier * v));
                    self.columns[q as usize].push(k);
                }
            }
            self.rows[k as usize] = changed;
            self.file_row(k);
        }
        for &(q, _) in &pivot_row {
            if q != column {
                self.scatter[q as usize] = 0.0;
                self.file_column(q);
            }
        }
    }
}
