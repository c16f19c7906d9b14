//! The state that belongs to a basis: factors, reduced costs, where non-basic columns stand, basic values, multipliers.

use super::super::sparse::Sparse;
use super::pivot_row::{FREE_DOWN, FREE_UP, IDLE};
use super::{Linear, NONE, Place};
use crate::engine::tolerance::{DUAL, PERTURB, STAY};

/// The pivot row's rows are packed anew when one in so many columns has come to stand still.
const SPARE: usize = 8;

impl Linear {
    /// Factors the basis, then brings reduced costs, bounds and values in line.
    pub(super) fn refactor(&mut self) {
        self.factor_basis();
        self.settle();
    }

    /// Factors the basis for the sake of speed: reduced costs stay as they were carried along, values are made anew.
    pub(super) fn renew(&mut self) {
        if self.factor_basis() {
            self.recompute();
        } else {
            self.settle();
        }
    }

    /// Factors the basis; whether it stayed the same.
    fn factor_basis(&mut self) -> bool {
        self.factorings += 1;
        let size = self.rows.len();
        let (factor, columns, head) = (&mut self.factor, &self.columns, &self.head);
        let of = factor.factor(size, |p| columns[head[p] as usize].as_slice());
        let mut new_head = vec![NONE; size];
        let mut new_weight = vec![1.0; size];
        let mut out = Vec::new();
        for p in 0..size {
            if of[p] == NONE {
                out.push(self.head[p]);
            } else {
                new_head[of[p] as usize] = self.head[p];
                new_weight[of[p] as usize] = self.weight[p];
            }
        }
        for row in 0..size {
            if new_head[row] == NONE {
                new_head[row] = self.logical[row];
            }
        }
        let same = out.is_empty();
        for var in out {
            self.place[var as usize] = Place::Lower;
        }
        self.head = new_head;
        self.weight = new_weight;
        for (row, &var) in self.head.iter().enumerate() {
            self.place[var as usize] = Place::Basic(row as u32);
        }
        self.stale = false;
        same
    }

    /// Reduced costs from the factors, non-basic columns to the bound these ask for, then the basic values.
    pub(super) fn settle(&mut self) {
        self.price(true);
        self.is_priced = true;
        self.stand();
    }

    /// Non-basic columns to the bound that their reduced costs ask for, then the basic values.
    pub(super) fn stand(&mut self) {
        // Of the columns that are not packed some may move again; of those packed some no longer.
        let (mut missing, mut spare) = (false, 0);
        for j in 0..self.columns.len() {
            let basic = matches!(self.place[j], Place::Basic(_));
            if basic {
                self.pivot_row.slots[j].kind = IDLE;
                continue;
            }
            let (lower, upper) = (self.lower[j], self.upper[j]);
            if self.pivot_row.is_packed(j) {
                spare += usize::from(lower == upper);
            } else {
                missing |= lower < upper;
            }
            let fresh = j >= self.seen && self.row_of[j] == NONE;
            if fresh && self.pivot_row.slots[j].cost < 0.0 && self.pivot_row.slots[j].cost > -STAY * self.grain {
                // A tie as far as costs can tell: the column stays where it is, so that the point needn't be mended.
                let by = 0.5 * PERTURB * self.grain - self.pivot_row.slots[j].cost;
                self.moved[j] += by;
                self.pivot_row.slots[j].cost += by;
            }
            let cost = self.pivot_row.slots[j].cost;
            if lower < upper {
                if lower == f64::NEG_INFINITY {
                    self.place[j] = Place::Upper;
                } else if cost > DUAL || upper == f64::INFINITY {
                    self.place[j] = Place::Lower;
                } else if cost < -DUAL {
                    self.place[j] = Place::Upper;
                }
                let wrong = if self.place[j] == Place::Lower { cost < -DUAL } else { cost > DUAL };
                if wrong {
                    // Only a one-sided logical gets here: its cost is moved, which the callers' bounds don't see.
                    self.moved[j] -= cost;
                    self.pivot_row.slots[j].cost = 0.0;
                }
            } else {
                self.place[j] = Place::Lower;
            }
            let down = self.place[j] == Place::Lower;
            self.value[j] = if down { lower } else { upper };
            self.pivot_row.slots[j].kind = match down {
                _ if lower == upper => IDLE,
                true => FREE_UP,
                false => FREE_DOWN,
            };
        }
        if self.reshaped || missing || spare * SPARE > self.columns.len() {
            self.reshaped = false;
            let (lower, upper) = (&self.lower, &self.upper);
            self.pivot_row.pack(&self.rows, |j| lower[j as usize] == upper[j as usize]);
        }
        self.seen = self.columns.len();
        self.recompute();
    }

    /// Basic values from the non-basic ones.
    pub(super) fn recompute(&mut self) {
        let size = self.rows.len();
        let mut right = std::mem::take(&mut self.flipping);
        right.reset(size);
        for j in 0..self.columns.len() {
            if !matches!(self.place[j], Place::Basic(_)) && self.value[j] != 0.0 {
                for &(row, a) in &self.columns[j] {
                    right.add(row, -a * self.value[j]);
                }
            }
        }
        self.factor.forward(&mut right);
        self.take_basic(&right.values);
        right.clear();
        self.flipping = right;
    }

    /// Multipliers and, for all non-basic columns, reduced costs; with moved costs or the true ones.
    pub(super) fn price(&mut self, moved: bool) {
        let size = self.rows.len();
        let mut y = std::mem::take(&mut self.edge);
        y.reset(size);
        let costs = if moved { &self.moved } else { &self.cost };
        for (row, &var) in self.head.iter().enumerate() {
            if costs[var as usize] != 0.0 {
                y.add(row as u32, costs[var as usize]);
            }
        }
        self.factor.backward(&mut y);
        self.multipliers.clear();
        self.multipliers.extend_from_slice(&y.values);
        y.clear();
        self.edge = y;
        if moved {
            for j in 0..self.columns.len() {
                self.pivot_row.slots[j].cost = if matches!(self.place[j], Place::Basic(_)) {
                    0.0
                } else {
                    self.columns[j].iter().fold(self.moved[j], |d, &(row, a)| d - self.multipliers[row as usize] * a)
                };
            }
        }
    }

    /// The rows' multipliers for the true costs.
    pub fn duals(&mut self) -> &[f64] {
        self.priced(false)
    }

    /// The rows' multipliers for the costs as moved.
    pub fn moved_duals(&mut self) -> &[f64] {
        self.priced(true)
    }

    fn priced(&mut self, moved: bool) -> &[f64] {
        if self.stale {
            self.refactor();
        }
        self.price(moved);
        &self.multipliers
    }

    /// The multipliers of the row that proved infeasibility, by row.
    pub fn ray(&self) -> &Sparse {
        &self.row_image
    }

    /// The multipliers of the rows in the tableau's row of a basic column: row and multiplier.
    pub fn tableau_row(&mut self, var: u32, out: &mut Vec<(u32, f64)>) {
        out.clear();
        let Place::Basic(at) = self.place[var as usize] else { return };
        let mut rho = std::mem::take(&mut self.edge);
        rho.reset(self.rows.len());
        rho.add(at, 1.0);
        self.factor.backward(&mut rho);
        out.extend(rho.index.iter().map(|&i| (i, rho.values[i as usize])).filter(|e| e.1.abs() > 1e-9));
        rho.clear();
        self.edge = rho;
    }

    /// The objective at the present point, costs as moved.
    pub fn objective(&self) -> f64 {
        self.moved.iter().zip(&self.value).map(|(c, x)| c * x).sum()
    }

    /// The objective at the present point, true costs.
    pub fn true_objective(&self) -> f64 {
        self.cost.iter().zip(&self.value).map(|(c, x)| c * x).sum()
    }
}
