//! A small integer program to be settled: reduced by whole-number arithmetic, split into parts, each part solved.

use super::fold::Folded;
use super::limits::Budget;
use super::reduce::{Part, Reduced};
use crate::Error;
use crate::backend::{Control, Failure, Outcome, Task};
use crate::engine::{Posed, Refuted, Relaxed};
use crate::program::{Column, IntegerProgram, Meaning, Objective, Origin, RowBounds, Rows};

/// A row of a model.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub terms: Vec<(u32, i64)>,
    pub lower: Option<i64>,
    pub upper: Option<i64>,
}

/// Whole columns within bounds, each with a cost to be minimised, and rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub bounds: Vec<(i64, i64)>,
    pub costs: Vec<i64>,
    /// The panel of each column that has one.
    pub panels: Vec<Option<u32>>,
    pub lines: Vec<Line>,
    /// A cost whatever the columns are.
    pub constant: i64,
}

/// How a model was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// Proven cheapest: the value of every column.
    Best(Vec<i64>),
    Infeasible,
    /// A limit came first; the best values known.
    Stopped(Option<Vec<i64>>),
}

impl Model {
    pub(super) fn column(&mut self, lower: i64, upper: i64, cost: i64) -> u32 {
        self.bounds.push((lower, upper));
        self.costs.push(cost);
        self.panels.push(None);
        (self.bounds.len() - 1) as u32
    }

    pub(super) fn cost(&self, values: &[i64]) -> i64 {
        self.costs
            .iter()
            .zip(values)
            .map(|(cost, value)| cost.saturating_mul(*value))
            .fold(self.constant, i64::saturating_add)
    }

    /// Settles the model. What bounds alone decide is decided by arithmetic, and only the rest is handed to a solver, part
    /// by part, as parts that share no row don't matter to each other.
    pub(super) fn settle(&self, budget: &mut Budget<'_>) -> Result<Settled, Error> {
        let mut reduced = Reduced::new(self);
        if !reduced.reduce(self) {
            return Ok(Settled::Infeasible);
        }
        let mut values: Vec<i64> = reduced.bounds.iter().map(|(lower, _)| *lower).collect();
        let mut stopped = false;
        for part in reduced.parts(self) {
            let own = match solve(self, &reduced, &part, budget)? {
                Settled::Best(own) => own,
                Settled::Stopped(Some(own)) => {
                    stopped = true;
                    own
                }
                other => return Ok(other),
            };
            for (column, value) in part.columns.iter().zip(own) {
                values[*column as usize] = value;
            }
        }
        Ok(if stopped { Settled::Stopped(Some(values)) } else { Settled::Best(values) })
    }
}

/// What a model's relaxation says.
pub(super) enum Loosely {
    /// It has a point.
    Possible,
    /// There is no point, which the lines marked prove.
    Empty { used: Vec<bool> },
    /// A limit or the numerics came first, or arithmetic alone says that there is no point.
    Unknown,
}

impl Model {
    /// Whether the relaxation has a point: of large parts alone, as others are settled as fast.
    pub(super) fn relaxed(&self, budget: &mut Budget<'_>) -> Result<Loosely, Error> {
        let mut reduced = Reduced::new(self);
        if !reduced.reduce(self) {
            return Ok(Loosely::Unknown);
        }
        for part in reduced.parts(self).iter().filter(|part| is_large(self, part)) {
            let posed = posed(self, &reduced, part).map_err(|failure| Error::Internal(failure.0))?;
            match posed.relax(budget.control()) {
                Relaxed::Point => {}
                Relaxed::Empty { rows } => {
                    // The proof rests on the bounds too, and so on what tightened them.
                    let mut used = reduced.tightened;
                    for line in rows.into_iter().filter_map(|row| part.lines.get(row as usize)) {
                        used[*line as usize] = true;
                    }
                    return Ok(Loosely::Empty { used });
                }
                Relaxed::Unknown => return Ok(Loosely::Unknown),
            }
        }
        Ok(Loosely::Possible)
    }
}

impl Model {
    /// The proof that there is no point, in the model's own rows and columns, whatever they cost.
    pub(super) fn refuted(&self, control: &mut dyn Control) -> Result<Refuted, Error> {
        let all = |count: usize| (0..count as u32).collect();
        let part = Part { columns: all(self.bounds.len()), lines: all(self.lines.len()) };
        let posed = posed(self, &Reduced::new(self), &part).map_err(|failure| Error::Internal(failure.0))?;
        Ok(posed.refute(control))
    }
}

fn is_large(model: &Model, part: &Part) -> bool {
    let panel = |column: &u32| model.panels[*column as usize];
    let first = part.columns.iter().find_map(panel);
    part.columns.len() > SMALL
        && part.lines.len() > FEW
        && part.columns.iter().filter_map(panel).any(|own| Some(own) != first)
}

/// Parts of more columns and rows than this, on more than one panel, are the engine's: in smaller ones it has nothing to
/// split.
const SMALL: usize = 2_500;
const FEW: usize = 150;
/// The engine looks at its limits so often before it gives up a proof that nothing is cheaper: some 1,200 times until it
/// has an early point of 60 panels, more often in parts of more columns than `HUGE`, then at every 31 steps of the simplex
/// method.
const LOOKS: (u64, u64) = (20_000, 1_900);
const HUGE: usize = 100_000;

fn solve(model: &Model, reduced: &Reduced, part: &Part, budget: &mut Budget<'_>) -> Result<Settled, Error> {
    let large = is_large(model, part);
    let priced = part.columns.iter().any(|column| model.costs[*column as usize] != 0);
    budget.solves += 1;
    let failed = |failure: Failure| Error::Internal(failure.0);
    let outcome = if large {
        let posed = posed(model, reduced, part).map_err(failed)?;
        let looks = if part.columns.len() > HUGE { LOOKS.0 } else { LOOKS.1 };
        if priced { posed.settle(&mut budget.patience(looks)) } else { posed.settle(budget.control()) }
            .map_err(failed)?
    } else {
        let folded = Folded::new(model, part);
        let program = written(model, reduced, part, &folded)?;
        let task = Task { program: &program, objective: priced.then_some(0), kept: &[] };
        let mut outcome = budget.backend.solve(&task, &mut budget.limits).map_err(failed)?;
        if let Outcome::Optimal { values, .. } | Outcome::Stopped { values: Some(values), .. } = &mut outcome {
            *values = folded.unfold(values, reduced, part);
        }
        outcome
    };
    let (settled, nodes) = match outcome {
        Outcome::Optimal { values, nodes } => (Settled::Best(values), nodes),
        Outcome::Infeasible { nodes } => (Settled::Infeasible, nodes),
        // Without a price any point will do.
        Outcome::Stopped { values: Some(values), nodes, .. } if !priced => (Settled::Best(values), nodes),
        Outcome::Stopped { values, nodes, .. } => (Settled::Stopped(values), nodes),
    };
    budget.nodes += nodes;
    Ok(settled)
}

/// The part as the engine takes it, column by column.
fn posed(model: &Model, reduced: &Reduced, part: &Part) -> Result<Posed, Failure> {
    let mut position = vec![u32::MAX; model.bounds.len()];
    for (at, column) in part.columns.iter().enumerate() {
        position[*column as usize] = at as u32;
    }
    let mut starts = vec![0_usize; part.columns.len() + 1];
    let mut ranges = Vec::with_capacity(part.lines.len());
    for line in &part.lines {
        let line = &model.lines[*line as usize];
        let mut fixed = 0_i64;
        for &(column, weight) in &line.terms {
            match position[column as usize] {
                u32::MAX => fixed = fixed.saturating_add(weight.saturating_mul(reduced.bounds[column as usize].0)),
                at => starts[at as usize + 1] += 1,
            }
        }
        let less = |bound: Option<i64>| bound.map(|bound| bound.saturating_sub(fixed));
        ranges.push((less(line.lower), less(line.upper)));
    }
    for at in 0..part.columns.len() {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut terms = vec![(0_u32, 0_i64); starts.last().copied().unwrap_or(0)];
    for (row, line) in part.lines.iter().enumerate() {
        for &(column, weight) in &model.lines[*line as usize].terms {
            let at = position[column as usize];
            if at != u32::MAX {
                terms[next[at as usize]] = (row as u32, weight);
                next[at as usize] += 1;
            }
        }
    }
    let mut posed = Posed::new(ranges.into_iter());
    for (at, column) in part.columns.iter().enumerate() {
        let of = *column as usize;
        let own = terms[starts[at]..starts[at + 1]].iter().copied();
        posed.column(reduced.bounds[of], model.costs[of], model.panels[of], own)?;
    }
    Ok(posed)
}

/// The part as a program, whose columns and rows mean nothing: a column for each sort.
fn written(model: &Model, reduced: &Reduced, part: &Part, folded: &Folded) -> Result<IntegerProgram, Error> {
    // The sort of a column that stands first in its own, or whether it stands elsewhere in the part, or outside.
    let mut position = vec![None; model.bounds.len()];
    for (at, column) in part.columns.iter().enumerate() {
        position[*column as usize] = Some(folded.first(at as u32));
    }
    let columns = (0..folded.members.len()).map(|sort| {
        let (lower, upper) = folded.bounds(sort, reduced, part);
        Column { lower, upper, meaning: Meaning::Worst { goal: 0 } }
    });
    let mut rows = Rows { starts: vec![0], ..Rows::default() };
    for line in part.lines.iter().filter_map(|at| model.lines.get(*at as usize)) {
        let mut fixed = 0_i64;
        for &(column, weight) in &line.terms {
            match position[column as usize] {
                None => fixed = fixed.saturating_add(weight.saturating_mul(reduced.bounds[column as usize].0)),
                Some(None) => {}
                Some(Some(sort)) => {
                    rows.columns.push(sort);
                    rows.coefficients.push(i32::try_from(weight).map_err(|_| too_large())?);
                }
            }
        }
        rows.starts.push(rows.columns.len());
        let less = |bound: Option<i64>| bound.map(|bound| bound.saturating_sub(fixed));
        rows.bounds.push(RowBounds {
            lower: less(line.lower),
            upper: less(line.upper),
            origin: Origin::Goal { goal: 0, panel: None, part: crate::program::Part::Least },
        });
    }
    let first = |members: &Vec<u32>| part.columns[members[0] as usize];
    let costs = folded.members.iter().enumerate();
    let costs = costs.map(|(sort, members)| (sort as u32, model.costs[first(members) as usize]));
    let terms: Vec<(u32, i64)> = costs.filter(|(_, cost)| *cost != 0).collect();
    let objective =
        Objective { maximise: false, terms: terms.into(), constant: 0, unit: 1000, tolerance: crate::Tolerance::None };
    Ok(IntegerProgram { columns: columns.collect(), rows, objectives: vec![objective] })
}

fn too_large() -> Error {
    Error::Internal("a coefficient left its range".into())
}
