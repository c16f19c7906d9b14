//! One step of the dual simplex method: who enters, which columns flip, what changes.

use super::super::ratio::{self, Candidate};
use super::infeasible::Basic;
use super::pivot_row::{FREE_DOWN, FREE_UP, IDLE};
use super::{Linear, Place};
use crate::engine::tolerance::{AGREE, DUAL, PIVOT, WEIGHT};

/// Who leaves the basis: its position, and by how much it is outside, below 0 where it is too small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leave {
    pub at: usize,
    pub short: f64,
}

pub(super) enum Step {
    Made(f64),
    NoColumn,
    Unstable,
}

impl Linear {
    /// One step: `leave` leaves.
    pub(super) fn step(&mut self, leave: &Leave) -> Step {
        let Leave { at, short } = *leave;
        let size = self.rows.len();
        let leaving = self.head[at] as usize;
        let mut rho = std::mem::take(&mut self.row_image);
        rho.reset(size);
        rho.add(at as u32, 1.0);
        self.factor.backward_leaving(&mut rho);
        self.pivot_row.compute(&rho, &self.logical);
        let sign = if short < 0.0 { -1.0 } else { 1.0 };
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        for &var in &self.pivot_row.touched {
            let j = var as usize;
            let slot = self.pivot_row.slots[j];
            let pivot = sign * slot.alpha * f64::from(slot.kind);
            if pivot > PIVOT {
                let cost = (slot.cost * f64::from(slot.kind)).max(0.0);
                candidates.push(Candidate { var, pivot, cost });
            }
        }
        let chosen = ratio::choose(&mut candidates, short.abs(), |var| {
            let j = var as usize;
            self.upper[j] - self.lower[j]
        });
        let Some((chosen, flips)) = chosen else {
            self.candidates = candidates;
            self.row_image = rho;
            return Step::NoColumn;
        };
        let q = chosen.var as usize;
        let alpha_row = self.pivot_row.slots[q].alpha;
        let mut column = std::mem::take(&mut self.entering);
        column.reset(size);
        for &(row, a) in &self.columns[q] {
            column.add(row, a);
        }
        self.factor.forward_entering(&mut column);
        let alpha = column.values[at];
        if (alpha - alpha_row).abs() > AGREE * (1.0 + alpha.abs()) || alpha.abs() < PIVOT * 0.1 {
            self.entering = column;
            self.candidates = candidates;
            self.row_image = rho;
            return Step::Unstable;
        }
        let mut gain = self.flip(&candidates[..flips]);
        self.candidates = candidates;
        // Dual step.
        let mut theta = self.pivot_row.slots[q].cost / alpha;
        let theta_right = if sign > 0.0 { theta >= 0.0 } else { theta <= 0.0 };
        if !theta_right {
            // The entering column stands on the wrong side by less than the tolerance: move its cost there.
            self.moved[q] -= self.pivot_row.slots[q].cost;
            self.pivot_row.slots[q].cost = 0.0;
            theta = 0.0;
        }
        self.reprice(theta, chosen.var);
        self.pivot_row.slots[q].cost = 0.0;
        self.pivot_row.slots[leaving].cost = -theta;
        // Primal step.
        let (bound, kind, place) = if short < 0.0 {
            (self.lower[leaving], FREE_UP, Place::Lower)
        } else {
            (self.upper[leaving], FREE_DOWN, Place::Upper)
        };
        let primal = (self.basic[at].value - bound) / alpha;
        gain += theta * (self.basic[at].value - bound);
        for &i in &column.index {
            self.shift(i, primal * column.values[i as usize]);
        }
        self.value[leaving] = bound;
        // Steepest-edge weights.
        let weight = rho.index.iter().map(|&i| rho.values[i as usize].powi(2)).sum::<f64>();
        let mut edge = std::mem::take(&mut self.edge);
        edge.copy_from(&rho);
        self.factor.forward(&mut edge);
        for &i in &column.index {
            if i as usize == at {
                continue;
            }
            let ratio = column.values[i as usize] / alpha;
            let w = &mut self.weight[i as usize];
            *w = (*w + ratio * (ratio * weight - 2.0 * edge.values[i as usize])).max(WEIGHT).max(1e-3 * ratio * ratio);
        }
        self.weight[at] = (weight / (alpha * alpha)).max(WEIGHT);
        edge.clear();
        self.edge = edge;
        self.factor.change(at as u32, alpha);
        self.place[leaving] = place;
        self.place[q] = Place::Basic(at as u32);
        self.head[at] = chosen.var;
        self.basic[at] =
            Basic { value: self.value[q] + primal, lower: self.lower[q], upper: self.upper[q], short: 0.0 };
        self.judge(at as u32);
        // One that stands still may be missing in the packed rows: its reduced cost is not carried along.
        self.pivot_row.slots[leaving].kind = if self.lower[leaving] < self.upper[leaving] { kind } else { IDLE };
        self.pivot_row.slots[q].kind = IDLE;
        self.entering = column;
        self.row_image = rho;
        self.steps += 1;
        Step::Made(gain)
    }

    /// Moves columns to their other bound, and the basic values with them; returns what the objective gains.
    fn flip(&mut self, flips: &[Candidate]) -> f64 {
        let mut gain = 0.0;
        if flips.is_empty() {
            return gain;
        }
        let mut change = std::mem::take(&mut self.flipping);
        change.reset(self.rows.len());
        for c in flips {
            let j = c.var as usize;
            let (to, place, kind) = if self.place[j] == Place::Lower {
                (self.upper[j], Place::Upper, FREE_DOWN)
            } else {
                (self.lower[j], Place::Lower, FREE_UP)
            };
            self.pivot_row.slots[j].kind = kind;
            let by = to - self.value[j];
            gain += by * self.pivot_row.slots[j].cost;
            self.value[j] = to;
            self.place[j] = place;
            for &(row, a) in &self.columns[j] {
                change.add(row, a * by);
            }
        }
        self.factor.forward(&mut change);
        for &i in &change.index {
            self.shift(i, change.values[i as usize]);
        }
        change.clear();
        self.flipping = change;
        gain
    }

    /// Takes a dual step's part of the pivot row from the reduced costs. Costs that come out on the wrong side by rounding
    /// are moved there, but that of the entering column.
    fn reprice(&mut self, theta: f64, entering: u32) {
        for &var in &self.pivot_row.touched {
            let j = var as usize;
            let slot = &mut self.pivot_row.slots[j];
            let cost = slot.cost - theta * slot.alpha;
            if cost * f64::from(slot.kind) < -DUAL && var != entering && self.lower[j] < self.upper[j] {
                self.moved[j] -= cost;
                slot.cost = 0.0;
            } else {
                slot.cost = cost;
            }
        }
    }
}
