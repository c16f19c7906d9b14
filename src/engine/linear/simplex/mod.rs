//! A bounded dual simplex method that stays warm while rows and columns are added and bounds move.
//!
//! Minimises `cost * x` with every row a logical column `r = a x`, its range the logical's bounds (Maros 2003, chapter
//! 10; Koberstein 2005). Dual steepest edge (Forrest & Goldfarb 1992), bound flipping ratio test, perturbed costs. All
//! structural columns are boxed, so any basis is made dual feasible by moving columns to their other bound: there is no
//! first phase. Costs stay perturbed: callers use the point and the multipliers, both valid as they are.

mod dual;
mod infeasible;
mod patience;
mod pivot_row;
mod restart;
mod settle;
mod step;

use super::factor::Factor;
use super::ratio::Candidate;
use super::sparse::Sparse;
use infeasible::Basic;
pub(crate) use patience::Patience;
use pivot_row::PivotRow;
pub(crate) use restart::Stood;

const NONE: u32 = u32::MAX;

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Optimal,
    /// The ray proves that no point keeps the rows.
    Infeasible,
    /// The objective has passed the limit.
    Beyond,
    /// The objective hardly rises any more, see [`Patience`]; the multipliers are valid, the point breaks bounds.
    Stalled,
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
    /// The factors' number and how many changes they had.
    factors: (u64, usize),
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
    /// Costs with ties broken by the caller's lights, from which they are perturbed.
    base: Vec<f64>,
    moved: Vec<f64>,
    pub value: Vec<f64>,
    place: Vec<Place>,
    head: Vec<u32>,
    weight: Vec<f64>,
    /// By position, while steps are made.
    basic: Vec<Basic>,
    /// The positions of basic columns outside their bounds, and some that were.
    outside: Vec<u32>,
    is_listed: Vec<bool>,
    factor: Factor,
    stale: bool,
    /// Reduced costs are those of the basis and of the costs as moved.
    is_priced: bool,
    /// How many columns have stood at the bound that their reduced cost asks for.
    seen: usize,
    /// Unit in which costs are perturbed.
    pub grain: f64,
    /// When a solve is left before its optimum; never, where there is none.
    pub patience: Option<Patience>,
    pub steps: u64,
    pub factorings: u64,
    row_image: Sparse,
    entering: Sparse,
    flipping: Sparse,
    edge: Sparse,
    pivot_row: PivotRow,
    /// Rows, columns or bounds have changed since the pivot row's were packed.
    reshaped: bool,
    candidates: Vec<Candidate>,
    multipliers: Vec<f64>,
}

impl Linear {
    pub fn new(grain: f64) -> Self {
        Self { grain, ..Self::default() }
    }

    /// Whether only rows' logical columns are basic.
    pub fn is_fresh(&self) -> bool {
        self.head.iter().all(|&var| self.row_of[var as usize] != NONE)
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
        self.base.push(cost);
        self.moved.push(cost);
        self.value.push(0.0);
        self.place.push(Place::Lower);
        self.pivot_row.grow();
        self.reshaped = true;
        self.is_priced = false;
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
        var
    }

    /// Ties of a new column's cost are broken by this much, before costs are perturbed.
    pub fn break_ties(&mut self, var: u32, by: f64) {
        let j = var as usize;
        self.base[j] = self.cost[j] + by;
        self.moved[j] = self.base[j];
        self.is_priced = false;
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
        // Once factored, the basis grows by the row.
        self.stale |= row == 0;
        if !self.stale {
            let place = &self.place;
            self.factor.extend(terms.iter().filter_map(|&(column, a)| match place[column as usize] {
                Place::Basic(at) => Some((at, a)),
                _ => None,
            }));
        }
        row
    }

    /// New bounds of a column; a non-basic one moves with them.
    pub fn set_bounds(&mut self, var: u32, lower: f64, upper: f64) {
        let j = var as usize;
        self.lower[j] = lower;
        self.upper[j] = upper;
    }

    /// A new cost of a column; [`Self::recost`] follows.
    pub fn set_cost(&mut self, var: u32, cost: f64) {
        let j = var as usize;
        self.cost[j] = cost;
        self.base[j] = cost;
        self.is_priced = false;
    }

    /// After new costs: what steps have moved costs by is forgotten, and every row gets both sides.
    pub fn recost(&mut self) {
        self.moved.clone_from(&self.base);
        self.is_priced = false;
        self.both_sides();
    }

    /// Gives every row both sides, as far out as its columns' bounds let it go, so that any basis can be made dual feasible.
    fn both_sides(&mut self) {
        for (row, &logical) in self.rows.iter().zip(&self.logical) {
            let j = logical as usize;
            if self.lower[j].is_finite() && self.upper[j].is_finite() {
                continue;
            }
            let reach = |&(column, a): &(u32, f64)| {
                a.abs() * self.lower[column as usize].abs().max(self.upper[column as usize].abs())
            };
            let far = 1.0 + row.iter().map(reach).sum::<f64>();
            self.lower[j] = self.lower[j].max(-far);
            self.upper[j] = self.upper[j].min(far);
        }
    }

    /// The basis, to come back to.
    pub fn save(&self) -> Basis {
        let factors = (self.factorings, self.factor.changes());
        Basis { head: self.head.clone(), place: self.place.clone(), weight: self.weight.clone(), factors }
    }

    /// Back to a basis saved since the last row or column came.
    pub fn restore(&mut self, basis: &Basis) {
        self.head.clone_from(&basis.head);
        self.place.clone_from(&basis.place);
        self.weight.clone_from(&basis.weight);
        self.is_priced = false;
        if self.factorings == basis.factors.0 {
            self.factor.take_back(basis.factors.1);
        } else {
            self.stale = true;
        }
    }
}
