//! The steps of the dual simplex method: who leaves, who enters, what changes.

use super::super::ratio::{self, Candidate};
use super::pivot_row::{FREE_DOWN, FREE_UP, IDLE};
use super::{Ended, Linear, NONE, Place};
use crate::engine::tolerance::{AGREE, DUAL, PERTURB, PIVOT, PRIMAL, WEIGHT};

/// Changes of basis before it is factored anew.
const REFACTOR: usize = 120;
/// Steps between two looks at whether to stop: on large programs one takes a millisecond.
const POLL: u32 = 4;

/// A fraction in [0.5, 1) from a number, the same everywhere.
fn noise(seed: u32) -> f64 {
    let mut z = u64::from(seed).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    0.5 + (z >> 40) as f64 / (1u64 << 25) as f64
}

impl Linear {
    fn perturb(&mut self) {
        for j in 0..self.columns.len() {
            if self.moved[j] != self.base[j] || matches!(self.place[j], Place::Basic(_)) && self.row_of[j] != NONE {
                continue;
            }
            let by = PERTURB * self.grain * noise(j as u32);
            let up = match self.place[j] {
                Place::Lower => true,
                Place::Upper => false,
                Place::Basic(_) => noise(j as u32 ^ 0x5555) < 0.75,
            };
            self.moved[j] = if up { self.base[j] + by } else { self.base[j] - by };
        }
    }

    /// Runs until optimal, infeasible, beyond `limit`, or stopped.
    pub fn solve(&mut self, limit: f64, mut most: u64, stop: &mut dyn FnMut() -> bool) -> Ended {
        self.perturb();
        if self.stale {
            self.refactor();
        } else {
            self.settle();
        }
        let mut objective = self.objective();
        let mut poll = 0u32;
        let mut fresh_failures = 0;
        loop {
            if self.factor.changes() >= REFACTOR || self.factor.change_terms() > 4 * self.rows.len() + 2_000 {
                self.refactor();
                objective = self.objective();
            }
            if objective > limit {
                if self.factor.changes() == 0 {
                    return Ended::Beyond;
                }
                self.refactor();
                objective = self.objective();
                if objective > limit {
                    return Ended::Beyond;
                }
            }
            poll += 1;
            if poll.is_multiple_of(POLL) && stop() || most == 0 {
                return Ended::Stopped;
            }
            most -= 1;
            let Some((at, short)) = self.leaving() else {
                if self.factor.changes() > 0 {
                    self.refactor();
                    objective = self.objective();
                    if self.leaving().is_some() {
                        continue;
                    }
                }
                return Ended::Optimal;
            };
            match self.step(at, short) {
                Step::Made(gain) => {
                    objective += gain;
                    fresh_failures = 0;
                }
                Step::NoColumn => {
                    if self.factor.changes() == 0 || fresh_failures > 0 {
                        return Ended::Infeasible;
                    }
                    fresh_failures += 1;
                    self.refactor();
                    objective = self.objective();
                }
                Step::Unstable => {
                    fresh_failures += 1;
                    if fresh_failures > 20 {
                        return Ended::Stopped;
                    }
                    if self.factor.changes() == 0 {
                        // Nothing fresher to be had: look elsewhere first.
                        self.weight[at] *= 1e4;
                    }
                    self.refactor();
                    objective = self.objective();
                }
            }
        }
    }

    /// The basic column furthest outside, measured by its edge.
    fn leaving(&self) -> Option<(usize, f64)> {
        let mut best = 0.0;
        let mut found = None;
        for (at, &var) in self.head.iter().enumerate() {
            let j = var as usize;
            let x = self.value[j];
            let short = if x < self.lower[j] {
                x - self.lower[j]
            } else if x > self.upper[j] {
                x - self.upper[j]
            } else {
                continue;
            };
            if short.abs() <= PRIMAL {
                continue;
            }
            let score = short * short;
            if score > best * self.weight[at] {
                best = score / self.weight[at];
                found = Some((at, short));
            }
        }
        found
    }

    fn step(&mut self, at: usize, short: f64) -> Step {
        let size = self.rows.len();
        let leaving = self.head[at] as usize;
        let mut rho = std::mem::take(&mut self.row_image);
        rho.reset(size);
        rho.add(at as u32, 1.0);
        self.factor.backward(&mut rho);
        self.pivot_row.compute(&rho, &self.logical);
        let sign = if short < 0.0 { -1.0 } else { 1.0 };
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        for &var in &self.pivot_row.touched {
            let j = var as usize;
            let slot = self.pivot_row.slots[j];
            let pivot = sign * slot.alpha * f64::from(slot.kind);
            if pivot > PIVOT {
                let range = self.upper[j] - self.lower[j];
                if range > 0.0 {
                    let cost = (self.reduced[j] * f64::from(slot.kind)).max(0.0);
                    candidates.push(Candidate { var, pivot, cost, range });
                }
            }
        }
        let chosen = ratio::choose(&mut candidates, short.abs());
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
        self.factor.forward(&mut column);
        let alpha = column.values[at];
        if (alpha - alpha_row).abs() > AGREE * (1.0 + alpha.abs()) || alpha.abs() < PIVOT * 0.1 {
            self.entering = column;
            self.candidates = candidates;
            self.row_image = rho;
            return Step::Unstable;
        }
        let mut gain = 0.0;
        // Flips, and what they do to the basic values.
        if flips > 0 {
            let mut change = std::mem::take(&mut self.flipping);
            change.reset(size);
            for c in &candidates[..flips] {
                let j = c.var as usize;
                let (to, place, kind) = if self.place[j] == Place::Lower {
                    (self.upper[j], Place::Upper, FREE_DOWN)
                } else {
                    (self.lower[j], Place::Lower, FREE_UP)
                };
                self.pivot_row.slots[j].kind = kind;
                let by = to - self.value[j];
                gain += by * self.reduced[j];
                self.value[j] = to;
                self.place[j] = place;
                for &(row, a) in &self.columns[j] {
                    change.add(row, a * by);
                }
            }
            self.factor.forward(&mut change);
            for &i in &change.index {
                self.value[self.head[i as usize] as usize] -= change.values[i as usize];
            }
            change.clear();
            self.flipping = change;
        }
        self.candidates = candidates;
        // Dual step.
        let mut theta = self.reduced[q] / alpha;
        let theta_right = if sign > 0.0 { theta >= 0.0 } else { theta <= 0.0 };
        if !theta_right {
            // The entering column stands on the wrong side by less than the tolerance: move its cost there.
            self.moved[q] -= self.reduced[q];
            self.reduced[q] = 0.0;
            theta = 0.0;
        }
        for &var in &self.pivot_row.touched {
            let j = var as usize;
            let slot = self.pivot_row.slots[j];
            let cost = self.reduced[j] - theta * slot.alpha;
            if cost * f64::from(slot.kind) < -DUAL && var != chosen.var && self.lower[j] < self.upper[j] {
                self.moved[j] -= cost;
                self.reduced[j] = 0.0;
            } else {
                self.reduced[j] = cost;
            }
        }
        self.reduced[q] = 0.0;
        self.reduced[leaving] = -theta;
        // Primal step.
        let bound = if short < 0.0 { self.lower[leaving] } else { self.upper[leaving] };
        let primal = (self.value[leaving] - bound) / alpha;
        gain += theta * (self.value[leaving] - bound);
        for &i in &column.index {
            self.value[self.head[i as usize] as usize] -= primal * column.values[i as usize];
        }
        self.value[q] += primal;
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
        self.factor.change(at as u32, &column);
        self.place[leaving] = if short < 0.0 { Place::Lower } else { Place::Upper };
        self.place[q] = Place::Basic(at as u32);
        self.head[at] = chosen.var;
        self.pivot_row.slots[leaving].kind = if short < 0.0 { FREE_UP } else { FREE_DOWN };
        self.pivot_row.slots[q].kind = IDLE;
        self.entering = column;
        self.row_image = rho;
        self.steps += 1;
        Step::Made(gain)
    }
}

enum Step {
    Made(f64),
    NoColumn,
    Unstable,
}
