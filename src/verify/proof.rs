//! Checking one proof in exact whole numbers: multipliers tighten bounds, splits divide, every leaf must close.
//!
//! For whole `y`, positive only on rows with an upper side and negative only on rows with a lower one, and whole `D >= 0`,
//! every point worth the target or more has
//! `0 <= slack = sum y*b + sum over columns of max(l*r, u*r) - D*target`, where `r = D*c - sum y*a`.
//! Where that sum is negative there is no such point; else no column is further from its better bound than `slack / |r|`.

use super::rows::{Objective, Row, Rows};
use crate::{Cut, Multipliers, Proof};
use std::collections::HashMap;
use std::fmt;

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A row or column that the forum doesn't have.
    Unknown(String),
    /// A number of a row, column, multipliers or node that is not there, or not yet.
    OutOfRange(&'static str),
    /// A multiplier on a side that the row doesn't have.
    WrongSide(String),
    /// A divisor that is not positive, or a goal's multiplier below 0.
    NotPositive(&'static str),
    /// A cut rounds the coefficient of a column that may be negative.
    RoundsNegative,
    /// A leaf that its multipliers don't close.
    Open { node: usize },
    /// Nodes that belong to no tree.
    Nodes,
    /// Sums beyond 128 bits, or terms beyond 64.
    Overflow,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(f, "the forum has no row or column `{name}`"),
            Self::OutOfRange(what) => write!(f, "a number of {what} is out of range"),
            Self::WrongSide(row) => write!(f, "row `{row}` has no such side"),
            Self::NotPositive(what) => write!(f, "{what} must be positive"),
            Self::RoundsNegative => f.write_str("a cut rounds the coefficient of a column that may be negative"),
            Self::Open { node } => write!(f, "node {node} is a leaf that is not closed"),
            Self::Nodes => f.write_str("the nodes are not one tree"),
            Self::Overflow => f.write_str("a sum does not fit its numbers"),
        }
    }
}

/// Checks that no point of the rows, kept ones among them, is worth more than the proof's bound; or that there is none.
///
/// Cost: the multipliers times the columns and the terms of their rows.
pub(crate) fn check(rows: &Rows, kept: &[Row], goal: Option<&Objective>, proof: &Proof) -> Result<(), Flaw> {
    let mut checking = Checking::new(rows, kept, goal, proof)?;
    for cut in &proof.cuts {
        let row = checking.rounded(cut)?;
        checking.rows.push(std::borrow::Cow::Owned(row));
    }
    let mut whole: Vec<Sum> = Vec::with_capacity(proof.multipliers.len());
    for multipliers in &proof.multipliers {
        let sum = Sum::new(multipliers, &whole)?;
        whole.push(sum);
    }
    checking.tree(&whole)
}

/// Multipliers with what they are added to.
struct Sum {
    objective: i128,
    rows: Vec<(u32, i64)>,
}

impl Sum {
    fn new(multipliers: &Multipliers, earlier: &[Self]) -> Result<Self, Flaw> {
        if multipliers.objective < 0 {
            return Err(Flaw::NotPositive("the goal's multiplier"));
        }
        let mut times: HashMap<u32, i64> = HashMap::new();
        if let Some(from) = multipliers.from {
            let from = earlier.get(from as usize).ok_or(Flaw::OutOfRange("multipliers"))?;
            times.extend(from.rows.iter().copied());
        }
        for &(row, by) in &multipliers.rows {
            let sum = times.entry(row).or_insert(0);
            *sum = sum.checked_add(by).ok_or(Flaw::Overflow)?;
        }
        let mut rows: Vec<(u32, i64)> = times.into_iter().filter(|(_, times)| *times != 0).collect();
        rows.sort_unstable();
        Ok(Self { objective: i128::from(multipliers.objective), rows })
    }
}

struct Checking<'r> {
    proof: &'r Proof,
    /// The program's rows that the proof uses, then its cuts.
    rows: Vec<std::borrow::Cow<'r, Row>>,
    /// The columns that the proof names.
    columns: Vec<u32>,
    /// By column: the goal's weight, to be maximised.
    weights: Vec<i128>,
    target: i128,
    lower: Vec<i64>,
    upper: Vec<i64>,
    /// Bounds as they were before a node: column, lower, upper.
    trail: Vec<(u32, i64, i64)>,
    /// By column, for each sum anew.
    reduced: Vec<i128>,
}

impl<'r> Checking<'r> {
    fn new(rows: &'r Rows, kept: &'r [Row], goal: Option<&Objective>, proof: &'r Proof) -> Result<Self, Flaw> {
        let row = |name: &String| {
            let kept = name.strip_prefix("keep/").map(|number| number.parse().ok().and_then(|at: usize| kept.get(at)));
            let own = || rows.row_at.get(name).and_then(|at| rows.list.get(*at as usize));
            kept.unwrap_or_else(own).map(std::borrow::Cow::Borrowed).ok_or_else(|| Flaw::Unknown(name.clone()))
        };
        let column = |name: &String| rows.column_at.get(name).copied().ok_or_else(|| Flaw::Unknown(name.clone()));
        let lower: Vec<i64> = rows.columns.iter().map(|column| column.lower).collect();
        let upper: Vec<i64> = rows.columns.iter().map(|column| column.upper).collect();
        let mut weights = vec![0; rows.columns.len()];
        let sign: i128 = if goal.is_none_or(|goal| goal.maximise) { 1 } else { -1 };
        for &(column, weight) in goal.map_or(&[][..], |goal| &goal.terms) {
            *weights.get_mut(column as usize).ok_or(Flaw::OutOfRange("columns"))? = sign * i128::from(weight);
        }
        let target = if let Some(bound) = proof.bound {
            sign * i128::from(bound) + 1
        } else {
            // Every point is worth this, so that a proof which stops short of it leaves none.
            let least = |(weight, (low, high)): (&i128, (&i64, &i64))| {
                let ends = (weight.checked_mul(i128::from(*low))?, weight.checked_mul(i128::from(*high))?);
                Some(ends.0.min(ends.1))
            };
            let mut ends = weights.iter().zip(lower.iter().zip(&upper)).map(least);
            ends.try_fold(0_i128, |sum, least| sum.checked_add(least?)).ok_or(Flaw::Overflow)?
        };
        Ok(Self {
            proof,
            rows: proof.rows.iter().map(row).collect::<Result<_, _>>()?,
            columns: proof.columns.iter().map(column).collect::<Result<_, _>>()?,
            reduced: vec![0; weights.len()],
            weights,
            target,
            lower,
            upper,
            trail: Vec::new(),
        })
    }

    /// A row with the side that a multiplier stands on.
    fn side(&self, row: u32, times: i64) -> Result<(&Row, i64), Flaw> {
        let of = self.rows.get(row as usize).ok_or(Flaw::OutOfRange("rows"))?;
        let side = if times.is_positive() { of.upper } else { of.lower };
        let name = || self.proof.rows.get(row as usize).cloned().unwrap_or_else(|| format!("cut {row}"));
        Ok((of, side.ok_or_else(|| Flaw::WrongSide(name()))?))
    }

    /// The row that a cut stands for: sums of earlier rows and upper bounds, divided and rounded down.
    fn rounded(&self, cut: &Cut) -> Result<Row, Flaw> {
        if cut.divisor < 1 {
            return Err(Flaw::NotPositive("a cut's divisor"));
        }
        let divisor = i128::from(cut.divisor);
        let mut sums: HashMap<u32, i128> = HashMap::new();
        let mut right = 0_i128;
        let mut add = |column: u32, times: i64, coefficient: i64| {
            let sum = sums.entry(column).or_insert(0);
            *sum = sum.checked_add(i128::from(times) * i128::from(coefficient))?;
            Some(())
        };
        for &(row, times) in &cut.rows {
            let (row, side) = self.side(row, times)?;
            right = right.checked_add(i128::from(times) * i128::from(side)).ok_or(Flaw::Overflow)?;
            for &(column, coefficient) in &row.terms {
                add(column, times, coefficient).ok_or(Flaw::Overflow)?;
            }
        }
        for &(column, times) in &cut.columns {
            let column = *self.columns.get(column as usize).ok_or(Flaw::OutOfRange("columns"))?;
            let ends = if times.is_positive() { &self.upper } else { &self.lower };
            let end = *ends.get(column as usize).ok_or(Flaw::OutOfRange("columns"))?;
            right = right.checked_add(i128::from(times) * i128::from(end)).ok_or(Flaw::Overflow)?;
            add(column, times, 1).ok_or(Flaw::Overflow)?;
        }
        let narrow = |sum: i128| i64::try_from(sum.div_euclid(divisor)).map_err(|_| Flaw::Overflow);
        let mut terms = Vec::with_capacity(sums.len());
        for (column, sum) in sums {
            // Less of a column that is never negative keeps the row; of another it might not.
            if sum.rem_euclid(divisor) != 0 && self.lower.get(column as usize).is_none_or(|lower| *lower < 0) {
                return Err(Flaw::RoundsNegative);
            }
            terms.push((column, narrow(sum)?));
        }
        terms.retain(|term| term.1 != 0);
        Ok(Row { lower: None, upper: Some(narrow(right)?), terms })
    }

    /// Walks the tree in the order of its nodes.
    fn tree(&mut self, whole: &[Sum]) -> Result<(), Flaw> {
        // The upper sides still to come: the bounds to go back to, the column, its least value, whether all is closed.
        let mut waiting: Vec<(usize, u32, i64, bool)> = Vec::new();
        let mut closed = false;
        for (number, node) in self.proof.nodes.iter().enumerate() {
            for &of in &node.uses {
                let sum = whole.get(of as usize).ok_or(Flaw::OutOfRange("multipliers"))?;
                closed = closed || self.tighten(sum)?;
            }
            if let Some((column, at)) = node.split {
                let column = *self.columns.get(column as usize).ok_or(Flaw::OutOfRange("columns"))?;
                let above = at.checked_add(1).ok_or(Flaw::Overflow)?;
                waiting.push((self.trail.len(), column, above, closed));
                closed |= self.within(column, i64::MIN, at)?;
                continue;
            }
            if !closed {
                return Err(Flaw::Open { node: number });
            }
            let Some((trail, column, least, before)) = waiting.pop() else {
                return if number + 1 == self.proof.nodes.len() { Ok(()) } else { Err(Flaw::Nodes) };
            };
            for (column, lower, upper) in self.trail.drain(trail..).rev() {
                self.lower[column as usize] = lower;
                self.upper[column as usize] = upper;
            }
            closed = before || self.within(column, least, i64::MAX)?;
        }
        Err(Flaw::Nodes)
    }

    /// Narrows a column's bounds; whether none are left.
    fn within(&mut self, column: u32, low: i64, high: i64) -> Result<bool, Flaw> {
        let at = column as usize;
        let (Some(lower), Some(upper)) = (self.lower.get_mut(at), self.upper.get_mut(at)) else {
            return Err(Flaw::OutOfRange("columns"));
        };
        let narrower = (low.max(*lower), high.min(*upper));
        if narrower != (*lower, *upper) {
            self.trail.push((column, *lower, *upper));
            (*lower, *upper) = narrower;
        }
        Ok(*lower > *upper)
    }

    /// Uses multipliers: whether they leave no point worth the target; else bounds are as tight as they make them.
    fn tighten(&mut self, sum: &Sum) -> Result<bool, Flaw> {
        for (reduced, weight) in self.reduced.iter_mut().zip(&self.weights) {
            *reduced = sum.objective.checked_mul(*weight).ok_or(Flaw::Overflow)?;
        }
        let mut slack = sum.objective.checked_mul(-self.target).ok_or(Flaw::Overflow)?;
        for &(row, times) in &sum.rows {
            let (_, side) = self.side(row, times)?;
            slack = slack.checked_add(i128::from(times) * i128::from(side)).ok_or(Flaw::Overflow)?;
            let Some(row) = self.rows.get(row as usize) else { return Err(Flaw::OutOfRange("rows")) };
            for &(column, coefficient) in &row.terms {
                let reduced = self.reduced.get_mut(column as usize).ok_or(Flaw::OutOfRange("columns"))?;
                *reduced = reduced.checked_sub(i128::from(times) * i128::from(coefficient)).ok_or(Flaw::Overflow)?;
            }
        }
        for (reduced, (lower, upper)) in self.reduced.iter().zip(self.lower.iter().zip(&self.upper)) {
            let better = if reduced.is_positive() { upper } else { lower };
            let most = reduced.checked_mul(i128::from(*better)).ok_or(Flaw::Overflow)?;
            slack = slack.checked_add(most).ok_or(Flaw::Overflow)?;
        }
        if slack < 0 {
            return Ok(true);
        }
        for column in 0..self.reduced.len() {
            let reduced = self.reduced[column];
            let (lower, upper) = (self.lower[column], self.upper[column]);
            if reduced == 0 || lower >= upper {
                continue;
            }
            // A width beyond the bounds' own leaves them as they are.
            let width = i64::try_from(slack / reduced.abs()).unwrap_or(i64::MAX);
            let (low, high) = if reduced.is_positive() {
                (upper.saturating_sub(width), i64::MAX)
            } else {
                (i64::MIN, lower.saturating_add(width))
            };
            // No end passes the other: what is left of a column's width is never negative.
            self.within(u32::try_from(column).map_err(|_| Flaw::Overflow)?, low, high)?;
        }
        Ok(false)
    }
}
