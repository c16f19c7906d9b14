//! A basis of one program as the start of another: who was basic there, at which costs.

use super::pivot_row::IDLE;
use super::{Linear, Place};
use crate::engine::tolerance::STEADY;

/// Where a column stood in an optimal basis, what its cost was, and its edge's weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stood {
    pub place: Side,
    pub cost: f64,
    pub weight: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Basic,
    Lower,
    Upper,
}

impl Linear {
    /// Where a column stands, its cost as moved.
    pub fn stood(&self, var: u32) -> Stood {
        let j = var as usize;
        let (place, weight) = match self.place[j] {
            Place::Basic(at) => (Side::Basic, self.weight[at as usize]),
            Place::Lower => (Side::Lower, 1.0),
            Place::Upper => (Side::Upper, 1.0),
        };
        Stood { place, cost: self.moved[j], weight }
    }

    /// Takes over a basis. Columns that it says nothing of stand at their lower bound, rows' logicals are basic; what it has
    /// too many of are left out and what it has too few of made up by logicals. Then `row`, which it does not know and whose
    /// logical is basic, becomes a full one at the same reduced costs: the column enters that keeps all of them on their side
    /// when costs are no more the old ones, but those given here less a multiple of the row.
    pub fn restart(&mut self, stood: impl Iterator<Item = (u32, Stood)>, row: u32) {
        let size = self.rows.len();
        let mut basic: Vec<(u32, f64)> = Vec::with_capacity(size);
        let mut known = vec![false; self.columns.len()];
        self.moved.fill(0.0);
        for (var, stood) in stood {
            let j = var as usize;
            known[j] = true;
            self.moved[j] = stood.cost;
            match stood.place {
                Side::Basic => basic.push((var, stood.weight)),
                Side::Lower => self.place[j] = Place::Lower,
                Side::Upper => self.place[j] = Place::Upper,
            }
        }
        let rest = (0..size).map(|row| self.logical[row]).filter(|&var| !known[var as usize]);
        let mut all: Vec<(u32, f64)> = rest.map(|var| (var, 1.0)).chain(basic).collect();
        // Rows that are missing here leave columns over; columns that are missing leave rows without one.
        for &(var, _) in all.iter().skip(size) {
            self.place[var as usize] = Place::Lower;
        }
        all.truncate(size);
        let mut is_basic = vec![false; self.columns.len()];
        for of in &all {
            is_basic[of.0 as usize] = true;
        }
        let spare: Vec<u32> = self.logical.iter().copied().filter(|&var| !is_basic[var as usize]).collect();
        let missing = size - all.len();
        all.extend(spare.into_iter().take(missing).map(|var| (var, 1.0)));
        for j in 0..self.columns.len() {
            if matches!(self.place[j], Place::Basic(_)) {
                self.place[j] = Place::Lower;
            }
        }
        self.head.clear();
        self.weight.clear();
        for (at, &(var, weight)) in (0_u32..).zip(&all) {
            self.place[var as usize] = Place::Basic(at);
            self.head.push(var);
            self.weight.push(weight);
        }
        self.refactor();
        self.fill(row);
        self.moved.clone_from(&self.base);
        self.both_sides();
        self.is_priced = false;
        self.stale = true;
    }

    /// The logical of a row leaves the basis for the column whose reduced cost a multiple of the row brings to 0 first.
    fn fill(&mut self, row: u32) {
        let logical = self.logical[row as usize];
        let Place::Basic(at) = self.place[logical as usize] else { return };
        let mut rho = std::mem::take(&mut self.edge);
        rho.reset(self.rows.len());
        rho.add(at, 1.0);
        self.factor.backward(&mut rho);
        self.pivot_row.compute(&rho, &self.logical);
        rho.clear();
        self.edge = rho;
        // Column, its entry's size, its reduced cost's size.
        let mut best: Option<(u32, f64, f64)> = None;
        for &var in &self.pivot_row.touched {
            let slot = self.pivot_row.slots[var as usize];
            let (pivot, cost) = (slot.alpha.abs(), self.pivot_row.slots[var as usize].cost.abs());
            let first = best.is_none_or(|best| cost * best.1 < best.2 * pivot);
            if slot.kind != IDLE && pivot > STEADY && first {
                best = Some((var, pivot, cost));
            }
        }
        let Some((entering, _, _)) = best else { return };
        let j = logical as usize;
        self.place[j] = if self.upper[j].is_finite() { Place::Upper } else { Place::Lower };
        self.head[at as usize] = entering;
        self.place[entering as usize] = Place::Basic(at);
    }
}
