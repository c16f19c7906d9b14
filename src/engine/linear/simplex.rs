//! A bounded dual simplex method that stays warm while rows and columns are added and bounds move.
//!
//! Minimises `cost * x` with every row a logical column `r = a x`, its range the logical's bounds (Maros 2003, chapter
//! 10; Koberstein 2005). Dual steepest edge (Forrest & Goldfarb 1992), bound flipping ratio test, perturbed costs. All
//! structural columns are boxed, so any basis is made dual feasible by moving columns to their other bound: there is no
//! first phase. Costs stay perturbed: callers use the point and the multipliers, both valid as they are.

use super::super::tolerance::{AGREE, DUAL, PERTURB, PIVOT, PRIMAL, WEIGHT};
use super::factor::Factor;
use super::ratio::{self, Candidate};
use super::sparse::Sparse;

const NONE: u32 = u32::MAX;
/// Changes of basis before it is factored anew.
const REFACTOR: usize = 80;

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Optimal,
    /// The ray proves that no point keeps the rows.
    Infeasible,
    /// The objective has passed the limit.
    Beyond,
    /// The limit of steps, or the caller wants to stop.
    Stopped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Basic(u32),
    Lower,
    Upper,
}

/// Who is basic, with the edges' weights.
#[derive(Debug)]
pub(crate) struct Basis {
    head: Vec<u32>,
    place: Vec<Place>,
    weight: Vec<f64>,
}

/// A linear program and its basis.
#[derive(Debug, Default)]
pub(crate) struct Linear {
    rows: Vec<Vec<(u32, f64)>>,
    logical: Vec<u32>,
    columns: Vec<Vec<(u32, f64)>>,
    row_of: Vec<u32>,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    cost: Vec<f64>,
    moved: Vec<f64>,
    pub value: Vec<f64>,
    reduced: Vec<f64>,
    place: Vec<Place>,
    head: Vec<u32>,
    weight: Vec<f64>,
    factor: Factor,
    stale: bool,
    drifted: bool,
    /// Unit in which costs are perturbed.
    pub grain: f64,
    pub steps: u64,
    pub factorings: u64,
    row_image: Sparse,
    entering: Sparse,
    flipping: Sparse,
    edge: Sparse,
    alpha: Vec<f64>,
    met: Vec<bool>,
    touched: Vec<u32>,
    candidates: Vec<Candidate>,
    multipliers: Vec<f64>,
}

/// A fraction in [0.5, 1) from a number, the same everywhere.
fn noise(seed: u32) -> f64 {
    let mut z = u64::from(seed).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    0.5 + (z >> 40) as f64 / (1u64 << 25) as f64
}

impl Linear {
    pub fn new(grain: f64) -> Self {
        Self { grain, ..Self::default() }
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    pub fn variables(&self) -> usize {
        self.columns.len()
    }

    /// A row's terms.
    pub fn row(&self, row: usize) -> &[(u32, f64)] {
        &self.rows[row]
    }

    /// The logical column of a row.
    pub fn logical(&self, row: usize) -> u32 {
        self.logical[row]
    }

    pub fn is_basic(&self, var: u32) -> bool {
        matches!(self.place[var as usize], Place::Basic(_))
    }

    fn variable(&mut self, lower: f64, upper: f64, cost: f64, row: u32) -> u32 {
        let var = self.columns.len() as u32;
        self.columns.push(Vec::new());
        self.row_of.push(row);
        self.lower.push(lower);
        self.upper.push(upper);
        self.cost.push(cost);
        self.moved.push(cost);
        self.value.push(0.0);
        self.reduced.push(0.0);
        self.place.push(Place::Lower);
        self.alpha.push(0.0);
        self.met.push(false);
        var
    }

    /// Adds a boxed column; it stands at the bound that its reduced cost asks for once [`Self::solve`] runs.
    pub fn add_column(&mut self, lower: f64, upper: f64, cost: f64, terms: &[(u32, f64)]) -> u32 {
        let var = self.variable(lower, upper, cost, NONE);
        self.columns[var as usize].extend_from_slice(terms);
        for &(row, value) in terms {
            self.rows[row as usize].push((var, value));
        }
        self.value[var as usize] = lower;
        self.drifted = true;
        var
    }

    /// Adds a row over structural columns; its logical is basic.
    pub fn add_row(&mut self, lower: f64, upper: f64, terms: &[(u32, f64)]) -> u32 {
        let row = self.rows.len() as u32;
        let var = self.variable(lower, upper, 0.0, row);
        self.columns[var as usize].push((row, -1.0));
        for &(column, value) in terms {
            self.columns[column as usize].push((row, value));
        }
        self.rows.push(terms.to_vec());
        self.logical.push(var);
        self.place[var as usize] = Place::Basic(row);
        self.head.push(var);
        self.weight.push(1.0);
        self.stale = true;
        row
    }

    /// New bounds of a column; a non-basic one moves with them.
    pub fn set_bounds(&mut self, var: u32, lower: f64, upper: f64) {
        let j = var as usize;
        self.lower[j] = lower;
        self.upper[j] = upper;
        self.drifted = true;
    }

    /// Drops the rows whose logical is basic and that `keep` doesn't want; returns each row's new number.
    pub fn drop_rows(&mut self, keep: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut renamed = vec![NONE; self.rows.len()];
        let mut next = 0;
        for row in 0..self.rows.len() {
            if keep(row) || !self.is_basic(self.logical[row]) {
                renamed[row] = next;
                next += 1;
            }
        }
        if next as usize == self.rows.len() {
            return renamed;
        }
        // Logical columns go with their rows; the others keep their order and get new numbers, known to nobody outside.
        let gone = |this: &Self, var: usize| this.row_of[var] != NONE && renamed[this.row_of[var] as usize] == NONE;
        let weights: Vec<f64> = {
            let mut by_var = vec![1.0; self.columns.len()];
            for (at, &var) in self.head.iter().enumerate() {
                by_var[var as usize] = self.weight[at];
            }
            by_var
        };
        let mut head = Vec::new();
        let mut weight = Vec::new();
        for &var in &self.head {
            if !gone(self, var as usize) {
                self.place[var as usize] = Place::Basic(head.len() as u32);
                weight.push(weights[var as usize]);
                head.push(var);
            }
        }
        for var in 0..self.columns.len() {
            if gone(self, var) {
                // The number stays, dead: fixed, without terms.
                self.columns[var].clear();
                self.lower[var] = 0.0;
                self.upper[var] = 0.0;
                self.value[var] = 0.0;
                self.place[var] = Place::Lower;
                self.row_of[var] = NONE;
                continue;
            }
            if self.row_of[var] != NONE {
                self.row_of[var] = renamed[self.row_of[var] as usize];
            }
            self.columns[var].retain_mut(|e| {
                e.0 = renamed[e.0 as usize];
                e.0 != NONE
            });
        }
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            renamed[at - 1] != NONE
        });
        at = 0;
        self.logical.retain(|_| {
            at += 1;
            renamed[at - 1] != NONE
        });
        self.head = head;
        self.weight = weight;
        self.stale = true;
        renamed
    }

    /// The basis, to come back to.
    pub fn save(&self) -> Basis {
        Basis { head: self.head.clone(), place: self.place.clone(), weight: self.weight.clone() }
    }

    /// Back to a basis saved since the last row or column came.
    pub fn restore(&mut self, basis: &Basis) {
        self.head.clone_from(&basis.head);
        self.place.clone_from(&basis.place);
        self.weight.clone_from(&basis.weight);
        self.stale = true;
    }

    /// Factors the basis, then brings reduced costs, bounds and values in line.
    fn refactor(&mut self) {
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
        for var in out {
            self.place[var as usize] = Place::Lower;
        }
        self.head = new_head;
        self.weight = new_weight;
        for (row, &var) in self.head.iter().enumerate() {
            self.place[var as usize] = Place::Basic(row as u32);
        }
        self.stale = false;
        self.settle();
    }

    /// Reduced costs from the factors, non-basic columns to the bound these ask for, then the basic values.
    fn settle(&mut self) {
        self.drifted = false;
        self.price(true);
        for j in 0..self.columns.len() {
            if matches!(self.place[j], Place::Basic(_)) {
                continue;
            }
            let (lower, upper) = (self.lower[j], self.upper[j]);
            let cost = self.reduced[j];
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
                    self.reduced[j] = 0.0;
                }
            } else {
                self.place[j] = Place::Lower;
            }
            self.value[j] = if self.place[j] == Place::Lower { lower } else { upper };
        }
        self.recompute();
    }

    /// Basic values from the non-basic ones.
    fn recompute(&mut self) {
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
        for (row, &var) in self.head.iter().enumerate() {
            self.value[var as usize] = right.values[row];
        }
        right.clear();
        self.flipping = right;
    }

    /// Multipliers and, for all non-basic columns, reduced costs; with moved costs or the true ones.
    fn price(&mut self, moved: bool) {
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
                self.reduced[j] = if matches!(self.place[j], Place::Basic(_)) {
                    0.0
                } else {
                    self.columns[j].iter().fold(self.moved[j], |d, &(row, a)| d - self.multipliers[row as usize] * a)
                };
            }
        }
    }

    /// The rows' multipliers for the true costs.
    pub fn duals(&mut self) -> &[f64] {
        if self.stale {
            self.refactor();
        }
        self.price(false);
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

    fn perturb(&mut self) {
        for j in 0..self.columns.len() {
            if self.moved[j] != self.cost[j] || matches!(self.place[j], Place::Basic(_)) && self.row_of[j] != NONE {
                continue;
            }
            let by = PERTURB * self.grain * noise(j as u32);
            let up = match self.place[j] {
                Place::Lower => true,
                Place::Upper => false,
                Place::Basic(_) => noise(j as u32 ^ 0x5555) < 0.75,
            };
            self.moved[j] = if up { self.cost[j] + by } else { self.cost[j] - by };
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
            if self.factor.changes() >= REFACTOR || self.factor.change_terms() > 20 * self.rows.len() + 20_000 {
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
            if poll.is_multiple_of(32) && stop() || most == 0 {
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
        // The pivot row over non-basic columns.
        for &j in &self.touched {
            self.alpha[j as usize] = 0.0;
            self.met[j as usize] = false;
        }
        self.touched.clear();
        for &i in &rho.index {
            let by = rho.values[i as usize];
            for &(j, a) in &self.rows[i as usize] {
                if !self.met[j as usize] {
                    self.met[j as usize] = true;
                    self.touched.push(j);
                }
                self.alpha[j as usize] += by * a;
            }
            let logical = self.logical[i as usize];
            self.alpha[logical as usize] = -by;
            self.met[logical as usize] = true;
            self.touched.push(logical);
        }
        let sign = if short < 0.0 { -1.0 } else { 1.0 };
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        for &var in &self.touched {
            let j = var as usize;
            let pivot = sign * self.alpha[j];
            let fits = match self.place[j] {
                Place::Lower => pivot > PIVOT,
                Place::Upper => pivot < -PIVOT,
                Place::Basic(_) => false,
            };
            let range = self.upper[j] - self.lower[j];
            if fits && range > 0.0 {
                let cost = self.reduced[j].abs();
                let right = if self.place[j] == Place::Lower { self.reduced[j] } else { -self.reduced[j] };
                candidates.push(Candidate {
                    var,
                    pivot: pivot.abs(),
                    cost: if right > 0.0 { cost } else { 0.0 },
                    range,
                });
            }
        }
        let chosen = ratio::choose(&mut candidates, short.abs());
        let Some((chosen, flips)) = chosen else {
            self.candidates = candidates;
            self.row_image = rho;
            return Step::NoColumn;
        };
        let q = chosen.var as usize;
        let alpha_row = self.alpha[q];
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
                let (to, place) = if self.place[j] == Place::Lower {
                    (self.upper[j], Place::Upper)
                } else {
                    (self.lower[j], Place::Lower)
                };
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
        for &var in &self.touched {
            let j = var as usize;
            if matches!(self.place[j], Place::Basic(_)) {
                continue;
            }
            let cost = self.reduced[j] - theta * self.alpha[j];
            let wrong = match self.place[j] {
                Place::Lower => cost < -DUAL,
                Place::Upper => cost > DUAL,
                Place::Basic(_) => false,
            };
            if wrong && self.lower[j] < self.upper[j] && var != chosen.var {
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
