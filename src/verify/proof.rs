//! Checking one proof in exact whole numbers: multipliers tighten bounds, splits divide, every leaf must close.
//!
//! For whole `y`, positive only on rows with an upper side and negative only on rows with a lower one, and whole `D >= 0`,
//! every point worth the target or more has
//! `0 <= slack = sum y*b + sum over columns of max(l*r, u*r) - D*target`, where `r = D*c - sum y*a`.
//! Where that sum is negative there is no such point; else no column is further from its better bound than `slack / |r|`.

use super::replay::{Replay, Sum};
use super::rows::{Objective, Row, Rows};
use crate::{Lemma, Proof};
use std::borrow::Cow;
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
/// Cost: the multipliers times the terms of their rows, and the columns for every use of the goal.
pub(crate) fn check(rows: &Rows, kept: &[Row], goal: Option<&Objective>, proof: &Proof) -> Result<(), Flaw> {
    let mut replay = begin(rows, kept, goal, proof)?;
    let named = replay.rows.len();
    for cut in &proof.cuts {
        replay.round(cut)?;
    }
    let sums = Sum::all(&proof.multipliers)?;
    let mut closed = false;
    for &of in &proof.first {
        let sum = sums.get(of as usize).ok_or(Flaw::OutOfRange("multipliers"))?;
        closed = closed || replay.tighten(sum)?;
    }
    let proven = Lemmas::new(&sums, named).check(&mut replay, &proof.lemmas, closed)?;
    replay.rows.extend(proven.into_iter().map(Cow::Owned));
    replay.tree(&proof.nodes, &sums, closed)
}

/// The rows that the proof names, the goal and what it is to reach.
fn begin<'r>(rows: &'r Rows, kept: &'r [Row], goal: Option<&Objective>, proof: &'r Proof) -> Result<Replay<'r>, Flaw> {
    let row = |name: &String| {
        let kept = name.strip_prefix("keep/").map(|number| number.parse().ok().and_then(|at: usize| kept.get(at)));
        let own = || rows.row_at.get(name).and_then(|at| rows.list.get(*at as usize));
        kept.unwrap_or_else(own).map(Cow::Borrowed).ok_or_else(|| Flaw::Unknown(name.clone()))
    };
    let column = |name: &String| rows.column_at.get(name).copied().ok_or_else(|| Flaw::Unknown(name.clone()));
    let bounds = rows.columns.iter().map(|column| (column.lower, column.upper)).unzip();
    let mut replay = Replay::new(bounds, &proof.rows);
    let sign: i128 = if goal.is_none_or(|goal| goal.maximise) { 1 } else { -1 };
    for &(column, weight) in goal.map_or(&[][..], |goal| &goal.terms) {
        if column as usize >= rows.columns.len() {
            return Err(Flaw::OutOfRange("columns"));
        }
        replay.goal.push((column, sign * i128::from(weight)));
    }
    replay.target = match proof.bound {
        Some(bound) => sign * i128::from(bound) + 1,
        // Every point is worth this, so that a proof which stops short of it leaves none.
        None => replay.least().ok_or(Flaw::Overflow)?,
    };
    replay.rows = proof.rows.iter().map(row).collect::<Result<_, _>>()?;
    replay.columns = proof.columns.iter().map(column).collect::<Result<_, _>>()?;
    Ok(replay)
}

/// The lemmas of a proof.
struct Lemmas<'s> {
    sums: &'s [Sum],
    /// How many rows of the program the proof names: lemmas know no others.
    named: usize,
    /// The reduced weights of the multipliers that were asked for last.
    reduced: Option<(u32, HashMap<u32, i128>)>,
    /// The columns of the lemmas so far.
    taken: Vec<bool>,
}

impl<'s> Lemmas<'s> {
    fn new(sums: &'s [Sum], named: usize) -> Self {
        Self { sums, named, reduced: None, taken: Vec::new() }
    }

    /// Checks each lemma by its own tree, with the bounds as they are; `closed` where these leave no point already.
    fn check(mut self, replay: &mut Replay<'_>, lemmas: &[Lemma], closed: bool) -> Result<Vec<Row>, Flaw> {
        lemmas.iter().map(|lemma| self.one(replay, lemma, closed)).collect()
    }

    fn one(&mut self, replay: &mut Replay<'_>, lemma: &Lemma, closed: bool) -> Result<Row, Flaw> {
        let weights = self.weights(replay, lemma)?;
        let narrow = |&(column, weight): &(u32, i128)| Some((column, i64::try_from(weight).ok()?));
        let terms = weights.iter().map(narrow).collect::<Option<_>>().ok_or(Flaw::Overflow)?;
        let goal = std::mem::replace(&mut replay.goal, weights);
        let target = std::mem::replace(&mut replay.target, i128::from(lemma.most) + 1);
        let others = replay.rows.split_off(self.named);
        for cut in &lemma.cuts {
            replay.round(cut)?;
        }
        let before = replay.mark();
        replay.tree(&lemma.nodes, &Sum::all(&lemma.multipliers)?, closed)?;
        replay.undo(before);
        replay.rows.truncate(self.named);
        replay.rows.extend(others);
        replay.goal = goal;
        replay.target = target;
        Ok(Row { lower: None, upper: Some(lemma.most), terms })
    }

    /// What the lemma's multipliers leave of the goal, on the lemma's columns.
    fn weights(&mut self, replay: &mut Replay<'_>, lemma: &Lemma) -> Result<Vec<(u32, i128)>, Flaw> {
        if self.reduced.as_ref().is_none_or(|reduced| reduced.0 != lemma.of) {
            let sum = self.sums.get(lemma.of as usize).ok_or(Flaw::OutOfRange("multipliers"))?;
            self.reduced = Some((lemma.of, replay.reduced(sum)?));
        }
        self.taken.resize(replay.lower.len(), false);
        let mut weights = Vec::new();
        for &row in &lemma.over {
            let row = replay.rows.get(row as usize).filter(|_| (row as usize) < self.named);
            for &(column, _) in &row.ok_or(Flaw::OutOfRange("rows"))?.terms {
                let taken = self.taken.get_mut(column as usize).ok_or(Flaw::OutOfRange("columns"))?;
                if !std::mem::replace(taken, true) {
                    let weight = self.reduced.as_ref().and_then(|reduced| reduced.1.get(&column));
                    weights.push((column, weight.copied().unwrap_or(0)));
                }
            }
        }
        weights.retain(|weight| weight.1 != 0);
        Ok(weights)
    }
}
