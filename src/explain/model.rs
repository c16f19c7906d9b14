//! A small integer program to be settled: reduced by whole-number arithmetic, split into parts, each part solved.

use super::limits::Budget;
use crate::Error;
use crate::backend::{Outcome, Task};
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
    pub lines: Vec<Line>,
}

/// How a model was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// Proven cheapest: the value of every column.
    Best(Vec<i64>),
    Infeasible,
    /// A limit came first.
    Stopped,
}

impl Model {
    pub(super) fn column(&mut self, lower: i64, upper: i64, cost: i64) -> u32 {
        self.bounds.push((lower, upper));
        self.costs.push(cost);
        (self.bounds.len() - 1) as u32
    }

    pub(super) fn cost(&self, values: &[i64]) -> i64 {
        self.costs.iter().zip(values).map(|(cost, value)| cost.saturating_mul(*value)).fold(0, i64::saturating_add)
    }

    /// Settles the model. What bounds alone decide is decided by arithmetic, and only the rest is handed to the backend,
    /// part by part, as parts that share no row don't matter to each other.
    pub(super) fn settle(&self, budget: &mut Budget<'_>) -> Result<Settled, Error> {
        let mut reduced = Reduced::new(self);
        if !reduced.reduce(self) {
            return Ok(Settled::Infeasible);
        }
        let mut values: Vec<i64> = reduced.bounds.iter().map(|(lower, _)| *lower).collect();
        for part in reduced.parts(self) {
            match solve(self, &reduced, &part, budget)? {
                Settled::Best(own) => {
                    for (column, value) in part.columns.iter().zip(own) {
                        values[*column as usize] = value;
                    }
                }
                other => return Ok(other),
            }
        }
        Ok(Settled::Best(values))
    }
}

/// What reduction leaves of a model.
struct Reduced {
    bounds: Vec<(i64, i64)>,
    live: Vec<bool>,
}

/// Columns and rows that hang together.
struct Part {
    columns: Vec<u32>,
    lines: Vec<u32>,
}

impl Reduced {
    fn new(model: &Model) -> Self {
        Self { bounds: model.bounds.clone(), live: vec![true; model.lines.len()] }
    }

    /// Tightens bounds until nothing changes; `false` when no point is left.
    fn reduce(&mut self, model: &Model) -> bool {
        if self.bounds.iter().any(|(lower, upper)| lower > upper) {
            return false;
        }
        // Each round costs one look at every row; the few rounds that matter come first.
        for _ in 0..20 {
            let mut changed = false;
            for (at, line) in model.lines.iter().enumerate() {
                if self.live[at] {
                    match self.tighten(line) {
                        None => return false,
                        Some(Step::Redundant) => (self.live[at], changed) = (false, true),
                        Some(Step::Tighter) => changed = true,
                        Some(Step::Same) => {}
                    }
                }
            }
            changed |= self.fix_idle(model);
            if !changed {
                break;
            }
        }
        true
    }

    fn tighten(&mut self, line: &Line) -> Option<Step> {
        let (mut least, mut most) = (0_i64, 0_i64);
        for &(column, weight) in &line.terms {
            let (lower, upper) = self.bounds[column as usize];
            let ends = (weight.saturating_mul(lower), weight.saturating_mul(upper));
            least = least.saturating_add(ends.0.min(ends.1));
            most = most.saturating_add(ends.0.max(ends.1));
        }
        if line.lower.is_some_and(|lower| most < lower) || line.upper.is_some_and(|upper| least > upper) {
            return None;
        }
        let (below, above) = (line.lower.is_none_or(|low| least >= low), line.upper.is_none_or(|up| most <= up));
        if below && above {
            return Some(Step::Redundant);
        }
        let mut step = Step::Same;
        for &(column, weight) in &line.terms {
            let (lower, upper) = self.bounds[column as usize];
            if lower == upper || weight == 0 {
                continue;
            }
            let (mut low, mut high) = (lower, upper);
            let reach = weight.saturating_abs().saturating_mul(upper.saturating_sub(lower));
            let size = weight.saturating_abs();
            // How far the column may leave the end at which the row is easiest.
            if let Some(bound) = line.upper.filter(|bound| least.saturating_add(reach) > *bound) {
                let room = bound.saturating_sub(least).div_euclid(size);
                if weight > 0 { high = high.min(lower.saturating_add(room)) } else { low = low.max(upper - room) }
            }
            if let Some(bound) = line.lower.filter(|bound| most.saturating_sub(reach) < *bound) {
                let room = most.saturating_sub(bound).div_euclid(size);
                if weight > 0 { low = low.max(upper - room) } else { high = high.min(lower.saturating_add(room)) }
            }
            if low > high {
                return None;
            }
            if (low, high) != (lower, upper) {
                self.bounds[column as usize] = (low, high);
                step = Step::Tighter;
                // The sums are those of the old bounds, which stay valid; the next round takes the new ones.
            }
        }
        Some(step)
    }

    /// Fixes columns that no live row and no cost pulls away from one end.
    fn fix_idle(&mut self, model: &Model) -> bool {
        let mut down: Vec<bool> = model.costs.iter().map(|cost| *cost >= 0).collect();
        let mut up: Vec<bool> = model.costs.iter().map(|cost| *cost <= 0).collect();
        for (at, line) in model.lines.iter().enumerate().filter(|(at, _)| self.live[*at]) {
            let _ = at;
            for &(column, weight) in &line.terms {
                let (wants_more, wants_less) = (line.lower.is_some(), line.upper.is_some());
                let grows = if weight > 0 { wants_more } else { wants_less };
                let shrinks = if weight > 0 { wants_less } else { wants_more };
                down[column as usize] &= !grows;
                up[column as usize] &= !shrinks;
            }
        }
        let mut changed = false;
        for (column, bounds) in self.bounds.iter_mut().enumerate().filter(|(_, bounds)| bounds.0 < bounds.1) {
            if down[column] {
                (*bounds, changed) = ((bounds.0, bounds.0), true);
            } else if up[column] {
                (*bounds, changed) = ((bounds.1, bounds.1), true);
            }
        }
        changed
    }

    /// The parts, smallest first: an infeasible one is then found soon.
    fn parts(&self, model: &Model) -> Vec<Part> {
        let free = |column: u32| self.bounds[column as usize].0 < self.bounds[column as usize].1;
        let mut root: Vec<u32> = (0..self.bounds.len() as u32).collect();
        for (_, line) in model.lines.iter().enumerate().filter(|(at, _)| self.live[*at]) {
            let mut own = line.terms.iter().map(|term| term.0).filter(|column| free(*column));
            if let Some(first) = own.next() {
                for other in own {
                    let (a, b) = (find(&mut root, first), find(&mut root, other));
                    root[a.max(b) as usize] = a.min(b);
                }
            }
        }
        let mut parts: indexmap::IndexMap<u32, Part> = indexmap::IndexMap::new();
        for column in (0..self.bounds.len() as u32).filter(|column| free(*column)) {
            let of = find(&mut root, column);
            parts.entry(of).or_insert_with(|| Part { columns: Vec::new(), lines: Vec::new() }).columns.push(column);
        }
        for (at, line) in model.lines.iter().enumerate().filter(|(at, _)| self.live[*at]) {
            if let Some((column, _)) = line.terms.iter().find(|(column, _)| free(*column)) {
                let of = find(&mut root, *column);
                if let Some(part) = parts.get_mut(&of) {
                    part.lines.push(at as u32);
                }
            }
        }
        let mut parts: Vec<Part> = parts.into_values().collect();
        parts.sort_by_key(|part| part.columns.len());
        parts
    }
}

enum Step {
    Redundant,
    Tighter,
    Same,
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}

fn solve(model: &Model, reduced: &Reduced, part: &Part, budget: &mut Budget<'_>) -> Result<Settled, Error> {
    let position: std::collections::HashMap<u32, u32> =
        part.columns.iter().enumerate().map(|(at, column)| (*column, at as u32)).collect();
    let bounds = |column: &u32| reduced.bounds[*column as usize];
    let columns = part.columns.iter().map(|column| {
        let (lower, upper) = bounds(column);
        Column { lower, upper, meaning: Meaning::Worst { goal: 0 } }
    });
    let mut rows = Rows { starts: vec![0], ..Rows::default() };
    for line in part.lines.iter().filter_map(|at| model.lines.get(*at as usize)) {
        let mut fixed = 0_i64;
        for &(column, weight) in &line.terms {
            match position.get(&column) {
                Some(at) => {
                    rows.columns.push(*at);
                    rows.coefficients.push(i32::try_from(weight).map_err(|_| too_large())?);
                }
                None => fixed = fixed.saturating_add(weight.saturating_mul(bounds(&column).0)),
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
    let terms: Vec<(u32, i64)> = part
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| {
            let cost = model.costs[*column as usize];
            (cost != 0).then_some((at as u32, cost))
        })
        .collect();
    let priced = !terms.is_empty();
    let objective = Objective { maximise: false, terms, constant: 0, unit: 1000, tolerance: crate::Tolerance::None };
    let program = IntegerProgram { columns: columns.collect(), rows, objectives: vec![objective] };
    let task = Task { program: &program, objective: priced.then_some(0), kept: &[] };
    budget.solves += 1;
    let outcome = budget.backend.solve(&task, budget.control()).map_err(|failure| Error::Internal(failure.0))?;
    let (settled, nodes) = match outcome {
        Outcome::Optimal { values, nodes } => (Settled::Best(values), nodes),
        Outcome::Infeasible { nodes } => (Settled::Infeasible, nodes),
        Outcome::Stopped { nodes, .. } => (Settled::Stopped, nodes),
    };
    budget.nodes += nodes;
    Ok(settled)
}

fn too_large() -> Error {
    Error::Internal("a coefficient left its range".into())
}
