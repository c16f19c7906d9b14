//! The pivot row: the rows of columns that may move, packed, and what a step looks at of each column side by side.

use super::super::sparse::Sparse;

/// Where a column stands, as the pivot row sees it.
pub(super) const FREE_UP: i8 = 1;
pub(super) const FREE_DOWN: i8 = -1;
/// Basic or fixed: the pivot row has no use for it.
pub(super) const IDLE: i8 = 0;

/// A column's entry of the pivot row, valid where the stamp is that of the row, and its reduced cost: who looks at the
/// one looks at the other, and memory is what a step waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub alpha: f64,
    pub cost: f64,
    stamp: u32,
    pub kind: i8,
}

#[derive(Debug, Default)]
pub(super) struct PivotRow {
    pub slots: Vec<Slot>,
    /// The columns with an entry.
    pub touched: Vec<u32>,
    stamp: u32,
    packed: Vec<bool>,
    start: Vec<u32>,
    columns: Vec<u32>,
    /// Where the row's coefficients begin; `u32::MAX` where all are 1.
    values_at: Vec<u32>,
    values: Vec<f64>,
}

impl PivotRow {
    /// Another column.
    pub fn grow(&mut self) {
        self.slots.push(Slot { alpha: 0.0, cost: 0.0, stamp: 0, kind: IDLE });
        self.packed.push(true);
    }

    /// Whether the column is in the packed rows: else it was fixed.
    pub fn is_packed(&self, column: usize) -> bool {
        self.packed[column]
    }

    /// Packs the rows anew, without the columns that are fixed.
    pub fn pack(&mut self, rows: &[Vec<(u32, f64)>], fixed: impl Fn(u32) -> bool) {
        self.start.clear();
        self.columns.clear();
        self.values_at.clear();
        self.values.clear();
        self.start.push(0);
        for (column, packed) in (0..).zip(&mut self.packed) {
            *packed = !fixed(column);
        }
        for row in rows {
            let before = (self.columns.len(), self.values.len());
            for &(column, value) in row {
                if self.packed[column as usize] {
                    self.columns.push(column);
                    self.values.push(value);
                }
            }
            if self.values[before.1..].iter().all(|&value| value == 1.0) {
                self.values.truncate(before.1);
                self.values_at.push(u32::MAX);
            } else {
                self.values_at.push(before.1 as u32);
            }
            self.start.push(self.columns.len() as u32);
        }
    }

    /// Adds up the rows as often as `times` says, over columns that are neither basic nor fixed.
    pub fn compute(&mut self, times: &Sparse, logical: &[u32]) {
        if self.stamp == u32::MAX {
            self.slots.iter_mut().for_each(|slot| slot.stamp = 0);
            self.stamp = 0;
        }
        self.stamp += 1;
        self.touched.clear();
        for &i in &times.index {
            let by = times.values[i as usize];
            let range = self.start[i as usize] as usize..self.start[i as usize + 1] as usize;
            let columns = &self.columns[range];
            let at = self.values_at[i as usize];
            if at == u32::MAX {
                for &column in columns {
                    add(&mut self.slots, &mut self.touched, self.stamp, column, by);
                }
            } else {
                for (&column, &value) in columns.iter().zip(&self.values[at as usize..]) {
                    add(&mut self.slots, &mut self.touched, self.stamp, column, by * value);
                }
            }
            add(&mut self.slots, &mut self.touched, self.stamp, logical[i as usize], -by);
        }
    }
}

#[inline]
fn add(slots: &mut [Slot], touched: &mut Vec<u32>, stamp: u32, column: u32, value: f64) {
    let slot = &mut slots[column as usize];
    if slot.stamp == stamp {
        slot.alpha += value;
    } else if slot.kind != IDLE {
        slot.stamp = stamp;
        slot.alpha = value;
        touched.push(column);
    }
}
