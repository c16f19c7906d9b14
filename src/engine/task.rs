//! One goal as a view, and the engine's answer in the program's terms: of a forum's formulation, whose terms are made on
//! demand and kept only in the view, or of a program written out.

use super::solve::{Ears, Solved, solve};
use super::view::{Stored, View};
#[cfg(test)]
use crate::backend::{Backend, Task};
use crate::backend::{Control, Failure, KeptRow, Outcome};
use crate::program::{Column, Formulation, Meaning, Objective, RowBounds};

/// The engine as a solver of tasks.
#[cfg(test)]
pub(crate) struct Engine;

#[cfg(test)]
impl Backend for Engine {
    fn solve(&self, task: &Task<'_>, control: &mut dyn Control) -> Result<Outcome, Failure> {
        let program = task.program;
        let objective = task.objective.and_then(|tier| program.objectives.get(tier));
        let (starts, terms) = by_column(task);
        let column = |at: usize, own: &mut Vec<(u32, i64)>| {
            let range = starts[at] as usize..starts[at + 1] as usize;
            own.extend(terms[range].iter().map(|&(row, coefficient)| (row, i64::from(coefficient))));
            program.columns[at].clone()
        };
        let mut stop = || control.should_stop();
        let view = view(program.columns.len(), &program.rows.bounds, objective, task.kept, &mut stop, column);
        outcome(view, objective, control)
    }
}

/// Settles one goal of a forum's formulation under rows that keep what was settled before.
pub(crate) fn settle(
    formulation: &Formulation<'_>,
    objective: Option<&Objective>,
    kept: &[KeptRow],
    control: &mut dyn Control,
) -> Result<Outcome, Failure> {
    let column = |at: usize, own: &mut Vec<(u32, i64)>| {
        formulation.terms(at as u32, own);
        formulation.column(at as u32)
    };
    let mut stop = || control.should_stop();
    let view = view(formulation.columns(), formulation.rows(), objective, kept, &mut stop, column);
    outcome(view, objective, control)
}

fn outcome(view: Made, objective: Option<&Objective>, control: &mut dyn Control) -> Result<Outcome, Failure> {
    let view = match view {
        Made::View(view) => view,
        Made::TooLarge => return Err(Failure("the program's numbers are too large".into())),
        Made::Stopped => return Ok(Outcome::Stopped { values: None, bound: None, nodes: 0 }),
    };
    let sign = if objective.is_none_or(|objective| objective.maximise) { 1 } else { -1 };
    let checked = |values: Vec<i64>| match broken(&view, &values) {
        None => Ok(values),
        Some(what) => Err(Failure(format!("the engine's point breaks {what}"))),
    };
    let solved = solve(&*view, &mut Listening { control, sign });
    Ok(match solved {
        // Whoever set no limit must never get an answer that looks as if one was reached.
        Solved::Stopped { .. } if !control.should_stop() => {
            return Err(Failure("the engine stopped though no limit was reached".into()));
        }
        Solved::Failed(why) => return Err(Failure(why.into())),
        Solved::Optimal { values, nodes } => Outcome::Optimal { values: checked(values)?, nodes },
        Solved::Infeasible { nodes } => Outcome::Infeasible { nodes },
        Solved::Stopped { values, bound, nodes } => {
            let bound = bound.map(|bound| sign * bound);
            Outcome::Stopped { values: values.map(checked).transpose()?, bound, nodes }
        }
    })
}

/// The first bound or row that the values break, in exact sums.
fn broken(view: &Stored, values: &[i64]) -> Option<String> {
    let mut sums = vec![0_i64; view.rows()];
    let mut room = Vec::new();
    for column in 0..view.columns() {
        let (Some(&value), (lower, upper)) = (values.get(column), view.bounds(column)) else {
            return Some("the number of columns".into());
        };
        if value < lower || value > upper {
            return Some(format!("the bounds of column {column}"));
        }
        if value == 0 {
            continue;
        }
        for &(row, coefficient) in view.terms(column, &mut room) {
            let sum = i64::from(coefficient).checked_mul(value).and_then(|part| sums[row as usize].checked_add(part));
            match sum {
                Some(sum) => sums[row as usize] = sum,
                None => return Some(format!("what row {row} can hold")),
            }
        }
    }
    let out = |row: usize| {
        let (lower, upper) = view.range(row);
        lower.is_some_and(|lower| sums[row] < lower) || upper.is_some_and(|upper| sums[row] > upper)
    };
    (0..view.rows()).find(|&row| out(row)).map(|row| format!("row {row}"))
}

struct Listening<'a> {
    control: &'a mut dyn Control,
    sign: i64,
}

impl Ears for Listening<'_> {
    fn stop(&mut self) -> bool {
        self.control.should_stop()
    }
    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>) {
        self.control.report(incumbent.map(|v| self.sign * v), bound.map(|v| self.sign * v));
    }
}

/// The program's terms by column: counted, then filled.
#[cfg(test)]
fn by_column(task: &Task<'_>) -> (Vec<u32>, Vec<(u32, i32)>) {
    let (columns, rows) = (task.program.columns.len(), &task.program.rows);
    let mut starts = vec![0u32; columns + 1];
    for &column in &rows.columns {
        starts[column as usize + 1] += 1;
    }
    for column in 0..columns {
        starts[column + 1] += starts[column];
    }
    let mut next = starts.clone();
    let mut terms = vec![(0u32, 0i32); rows.columns.len()];
    for row in 0..rows.bounds.len() {
        for (column, coefficient) in rows.terms(row) {
            terms[next[column as usize] as usize] = (row as u32, coefficient);
            next[column as usize] += 1;
        }
    }
    (starts, terms)
}

/// What came of making a view.
enum Made {
    View(Box<Stored>),
    /// A number does not fit.
    TooLarge,
    Stopped,
}

/// The view of one goal, to be maximised. `column` gives a column and its terms.
fn view(
    columns: usize,
    bounds: &[RowBounds],
    objective: Option<&Objective>,
    kept: &[KeptRow],
    stop: &mut dyn FnMut() -> bool,
    mut column: impl FnMut(usize, &mut Vec<(u32, i64)>) -> Column,
) -> Made {
    let mut weights = objective.map_or(&[][..], |objective| &objective.terms).iter().peekable();
    let sign = if objective.is_none_or(|objective| objective.maximise) { 1 } else { -1 };
    let ranges = bounds.iter().map(|b| (b.lower, b.upper)).chain(kept.iter().map(|row| (row.lower, row.upper)));
    let mut held: Vec<(u32, u32, i64)> = Vec::new();
    for (tier, row) in kept.iter().enumerate() {
        held.extend(row.terms.iter().map(|&(column, weight)| (column, (bounds.len() + tier) as u32, weight)));
    }
    held.sort_unstable();
    let mut held = held.iter().peekable();
    let mut view = Stored::new(ranges);
    let mut terms = Vec::new();
    for at in 0..columns {
        if at.is_multiple_of(4096) && stop() {
            return Made::Stopped;
        }
        terms.clear();
        let Column { lower, upper, meaning } = column(at, &mut terms);
        while let Some(&&(_, row, weight)) = held.peek().filter(|kept| kept.0 as usize == at) {
            terms.push((row, weight));
            held.next();
        }
        let weight = weights.next_if(|term| term.0 as usize == at).map_or(0, |term| term.1);
        let panel = match meaning {
            Meaning::Seat { panel, .. } | Meaning::Present { panel, .. } => panel,
            _ => u32::MAX,
        };
        let pushed =
            weight.checked_mul(sign).and_then(|weight| view.push((lower, upper), weight, panel, terms.iter().copied()));
        if pushed.is_none() {
            return Made::TooLarge;
        }
    }
    Made::View(Box::new(view.close()))
}
