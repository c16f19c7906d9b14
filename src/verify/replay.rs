//! Walking a tree of multipliers and splits: what is known of the columns' bounds, node by node.

use super::proof::Flaw;
use super::rows::Row;
use crate::{Cut, Multipliers, Node};
use std::borrow::Cow;
use std::collections::HashMap;

/// Multipliers with what they are added to.
pub(super) struct Sum {
    objective: i128,
    rows: Vec<(u32, i64)>,
}

impl Sum {
    pub fn all(multipliers: &[Multipliers]) -> Result<Vec<Self>, Flaw> {
        let mut whole: Vec<Self> = Vec::with_capacity(multipliers.len());
        for one in multipliers {
            let sum = Self::new(one, &whole)?;
            whole.push(sum);
        }
        Ok(whole)
    }

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

/// Rows, a goal to be maximised, and bounds that become narrower.
pub(super) struct Replay<'r> {
    /// The rows that the proof names, for what is said of them.
    names: &'r [String],
    /// These rows, and those that follow from them.
    pub rows: Vec<Cow<'r, Row>>,
    /// The columns that the proof names.
    pub columns: Vec<u32>,
    /// The goal's weights: each column once.
    pub goal: Vec<(u32, i128)>,
    /// No point shall be worth as much.
    pub target: i128,
    pub lower: Vec<i64>,
    upper: Vec<i64>,
    /// Bounds as they were before a node: column, lower, upper.
    trail: Vec<(u32, i64, i64)>,
    /// By column, for each sum anew; 0 between sums.
    sums: Vec<i128>,
    /// The columns that the present sum has touched.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
}

impl<'r> Replay<'r> {
    pub fn new((lower, upper): (Vec<i64>, Vec<i64>), names: &'r [String]) -> Self {
        let columns = lower.len();
        Self {
            names,
            rows: Vec::new(),
            columns: Vec::new(),
            goal: Vec::new(),
            target: 0,
            lower,
            upper,
            trail: Vec::new(),
            sums: vec![0; columns],
            touched: Vec::new(),
            is_touched: vec![false; columns],
        }
    }

    /// The least that the goal is worth within the bounds.
    pub fn least(&self) -> Option<i128> {
        self.goal.iter().try_fold(0_i128, |sum, &(column, weight)| {
            let end = |ends: &[i64]| weight.checked_mul(i128::from(*ends.get(column as usize)?));
            sum.checked_add(end(&self.lower)?.min(end(&self.upper)?))
        })
    }

    /// A row with the side that a multiplier stands on.
    fn side(&self, row: u32, times: i64) -> Result<(&Row, i64), Flaw> {
        let of = self.rows.get(row as usize).ok_or(Flaw::OutOfRange("rows"))?;
        let side = if times.is_positive() { of.upper } else { of.lower };
        let name = || self.names.get(row as usize).cloned().unwrap_or_else(|| format!("cut {row}"));
        Ok((of, side.ok_or_else(|| Flaw::WrongSide(name()))?))
    }

    /// Takes in the row that a cut stands for: sums of earlier rows and upper bounds, divided and rounded down.
    pub fn round(&mut self, cut: &Cut) -> Result<(), Flaw> {
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
        self.rows.push(Cow::Owned(Row { lower: None, upper: Some(narrow(right)?), terms }));
        Ok(())
    }

    /// Walks the tree in the order of its nodes; `closed` where nothing is left to show from the start.
    pub fn tree(&mut self, nodes: &[Node], sums: &[Sum], mut closed: bool) -> Result<(), Flaw> {
        // The upper sides still to come: the bounds to go back to, the column, its least value, whether all is closed.
        let mut waiting: Vec<(usize, u32, i64, bool)> = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            for &of in &node.uses {
                let sum = sums.get(of as usize).ok_or(Flaw::OutOfRange("multipliers"))?;
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
                return if number + 1 == nodes.len() { Ok(()) } else { Err(Flaw::Nodes) };
            };
            self.undo(trail);
            closed = before || self.within(column, least, i64::MAX)?;
        }
        Err(Flaw::Nodes)
    }

    /// Where bounds stand now, to go back to.
    pub fn mark(&self) -> usize {
        self.trail.len()
    }

    pub fn undo(&mut self, to: usize) {
        for (column, lower, upper) in self.trail.drain(to..).rev() {
            self.lower[column as usize] = lower;
            self.upper[column as usize] = upper;
        }
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

    /// What multipliers leave of the goal, by column; no entry is 0.
    pub fn reduced(&mut self, sum: &Sum) -> Result<HashMap<u32, i128>, Flaw> {
        self.add_up(sum)?;
        let mut left = HashMap::with_capacity(self.touched.len());
        while let Some((column, reduced)) = self.next_sum() {
            if reduced != 0 {
                left.insert(column, reduced);
            }
        }
        Ok(left)
    }

    /// The next column that the present sum has touched, with its own sum, which is 0 again then.
    fn next_sum(&mut self) -> Option<(u32, i128)> {
        let column = self.touched.pop()?;
        self.is_touched[column as usize] = false;
        Some((column, std::mem::take(&mut self.sums[column as usize])))
    }

    fn add(&mut self, column: u32, by: i128) -> Result<(), Flaw> {
        let sum = self.sums.get_mut(column as usize).ok_or(Flaw::OutOfRange("columns"))?;
        *sum = sum.checked_add(by).ok_or(Flaw::Overflow)?;
        if !std::mem::replace(&mut self.is_touched[column as usize], true) {
            self.touched.push(column);
        }
        Ok(())
    }

    /// The goal times its multiplier, less the rows times theirs, and what the rows' sides come to.
    fn add_up(&mut self, sum: &Sum) -> Result<i128, Flaw> {
        if sum.objective != 0 {
            for at in 0..self.goal.len() {
                let (column, weight) = self.goal[at];
                self.add(column, sum.objective.checked_mul(weight).ok_or(Flaw::Overflow)?)?;
            }
        }
        let mut right = 0_i128;
        for &(row, times) in &sum.rows {
            let (_, side) = self.side(row, times)?;
            right = right.checked_add(i128::from(times) * i128::from(side)).ok_or(Flaw::Overflow)?;
            for at in 0.. {
                let row = self.rows.get(row as usize);
                let Some(&(column, coefficient)) = row.and_then(|row| row.terms.get(at)) else { break };
                let by = i128::from(times).checked_mul(i128::from(coefficient)).and_then(i128::checked_neg);
                self.add(column, by.ok_or(Flaw::Overflow)?)?;
            }
        }
        Ok(right)
    }

    /// Uses multipliers: whether they leave no point worth the target; else bounds are as tight as they make them.
    pub fn tighten(&mut self, sum: &Sum) -> Result<bool, Flaw> {
        let mut slack = self.add_up(sum)?;
        slack = sum.objective.checked_mul(-self.target).and_then(|by| slack.checked_add(by)).ok_or(Flaw::Overflow)?;
        for &column in &self.touched {
            let (at, reduced) = (column as usize, self.sums[column as usize]);
            let better = if reduced.is_positive() { self.upper[at] } else { self.lower[at] };
            let most = reduced.checked_mul(i128::from(better)).ok_or(Flaw::Overflow)?;
            slack = slack.checked_add(most).ok_or(Flaw::Overflow)?;
        }
        while let Some((column, reduced)) = self.next_sum() {
            let (lower, upper) = (self.lower[column as usize], self.upper[column as usize]);
            if slack < 0 || reduced == 0 || lower >= upper {
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
            self.within(column, low, high)?;
        }
        Ok(slack < 0)
    }
}
