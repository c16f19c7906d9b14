//! One goal of an integer program as a view, and the engine's answer in the program's terms.

use super::solve::{Ears, Solved, solve};
use super::view::Stored;
use crate::backend::{Backend, Control, Failure, Outcome, Task};
use crate::program::Meaning;

/// The engine as a solver of tasks.
pub(crate) struct Engine;

impl Backend for Engine {
    fn solve(&self, task: &Task<'_>, control: &mut dyn Control) -> Result<Outcome, Failure> {
        let maximise = task.objective.and_then(|tier| task.program.objectives.get(tier)).is_none_or(|o| o.maximise);
        let view = view(task, maximise).ok_or_else(|| Failure("the program's numbers are too large".into()))?;
        let sign = if maximise { 1 } else { -1 };
        let mut ears = Listening { control, sign };
        Ok(match solve(&view, &mut ears) {
            Solved::Optimal { values, nodes } => {
                if let Some(broken) = crate::backend::exact::broken(task, &values) {
                    return Err(Failure(format!("the engine's point breaks {broken}")));
                }
                Outcome::Optimal { values, nodes }
            }
            Solved::Infeasible { nodes } => Outcome::Infeasible { nodes },
            Solved::Stopped { values, bound, nodes } => {
                Outcome::Stopped { values, bound: bound.map(|b| sign * b), nodes }
            }
        })
    }
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

fn view(task: &Task<'_>, maximise: bool) -> Option<Stored> {
    let program = task.program;
    let columns = program.columns.len();
    let rows = program.rows.bounds.len();
    let mut weights = vec![0i64; columns];
    if let Some(objective) = task.objective.and_then(|tier| program.objectives.get(tier)) {
        for &(column, weight) in &objective.terms {
            weights[column as usize] = if maximise { weight } else { weight.checked_neg()? };
        }
    }
    // By column: count, then fill.
    let mut starts = vec![0u32; columns + 1];
    for &column in &program.rows.columns {
        starts[column as usize + 1] += 1;
    }
    for column in 0..columns {
        starts[column + 1] += starts[column];
    }
    let mut next = starts.clone();
    let mut terms = vec![(0u32, 0i32); program.rows.columns.len()];
    for row in 0..rows {
        for (column, coefficient) in program.rows.terms(row) {
            terms[next[column as usize] as usize] = (row as u32, coefficient);
            next[column as usize] += 1;
        }
    }
    let mut kept: Vec<(u32, u32, i64)> = Vec::new();
    let mut ranges: Vec<(Option<i64>, Option<i64>)> = program.rows.bounds.iter().map(|b| (b.lower, b.upper)).collect();
    for (tier, row) in task.kept.iter().enumerate() {
        kept.extend(row.terms.iter().map(|&(column, weight)| (column, (rows + tier) as u32, weight)));
        ranges.push((row.lower, row.upper));
    }
    kept.sort_unstable();
    let mut kept = kept.as_slice();
    let mut view = Stored::new(ranges);
    for (at, column) in program.columns.iter().enumerate() {
        let own = kept.iter().take_while(|k| k.0 as usize == at).count();
        let (mine, rest) = kept.split_at(own);
        kept = rest;
        let panel = match column.meaning {
            Meaning::Seat { panel, .. } | Meaning::Present { panel, .. } => panel,
            _ => u32::MAX,
        };
        let own = terms[starts[at] as usize..starts[at + 1] as usize].iter().map(|&(row, a)| (row, i64::from(a)));
        view.push((column.lower, column.upper), weights[at], panel, own.chain(mine.iter().map(|k| (k.1, k.2))))?;
    }
    Some(view)
}
