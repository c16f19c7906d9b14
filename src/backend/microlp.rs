//! microlp, the default backend: pure Rust branch and bound.

use super::{Backend, Control, Failure, Outcome, Task, exact};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable};
use std::time::Duration;

/// How long a slice of the search runs between looks at the limits. Cancellation is asked to take at most 0.1 s.
const SLICE: Duration = Duration::from_millis(50);

pub(crate) struct Microlp;

impl Backend for Microlp {
    fn solve(&self, task: &Task<'_>, control: &mut dyn Control) -> Result<Outcome, Failure> {
        if let Some(outcome) = exact::without_search(task) {
            return Ok(outcome);
        }
        let (problem, variables) = pose(task);
        let mut options = SolveOptions::default();
        if control.is_limited() {
            options.time_limit = Some(SLICE);
        }
        options.node_limit = control.node_limit();
        let read = |outcome: &SolveOutcome| -> Result<Known, Failure> {
            let stats = outcome.stats();
            let values = match outcome.solution() {
                None => None,
                Some(solution) => Some(exact::rounded(task, variables.iter().map(|v| solution.var_value(*v)))?),
            };
            let bound = stats.best_bound.and_then(|bound| exact::whole_bound(task, bound));
            Ok(Known { values, bound, nodes: stats.nodes_solved })
        };
        let mut outcome = match problem.solve_with(options) {
            Ok(outcome) => outcome,
            Err(error) => return failed(&error),
        };
        loop {
            let Known { values, bound, nodes } = read(&outcome)?;
            if outcome.is_optimal() {
                return match values {
                    Some(values) => Ok(Outcome::Optimal { values, nodes }),
                    None => Err(Failure("microlp reported an optimum without values".into())),
                };
            }
            let incumbent = values.as_ref().and_then(|values| exact::objective(task, values));
            control.report(incumbent, bound);
            let enough = control.node_limit().is_some_and(|limit| nodes >= limit);
            if enough || control.should_stop() {
                return Ok(Outcome::Stopped { values, bound, nodes });
            }
            outcome = match outcome.resume() {
                Ok(outcome) => outcome,
                Err(error) => return failed(&error),
            };
        }
    }
}

/// What a slice of the search leaves.
struct Known {
    values: Option<Vec<i64>>,
    bound: Option<i64>,
    nodes: u64,
}

/// The task in microlp's terms.
fn pose(task: &Task<'_>) -> (Problem, Vec<Variable>) {
    let objective = task.objective.and_then(|tier| task.program.objectives.get(tier));
    let direction = match objective {
        Some(objective) if objective.maximise => OptimizationDirection::Maximize,
        _ => OptimizationDirection::Minimize,
    };
    let mut costs = vec![0.0; task.program.columns.len()];
    for (column, weight) in objective.into_iter().flat_map(|objective| objective.terms.iter()) {
        costs[column as usize] = weight as f64;
    }
    let mut problem = Problem::new(direction);
    let variables: Vec<Variable> = task
        .program
        .columns
        .iter()
        .zip(costs)
        // Column bounds are far inside i32: shortfalls and counts of seats; larger ones are real-valued there.
        .map(|(column, cost)| match (i32::try_from(column.lower), i32::try_from(column.upper)) {
            (Ok(lower), Ok(upper)) => problem.add_integer_var(cost, (lower, upper)),
            _ => problem.add_var(cost, (column.lower as f64, column.upper as f64)),
        })
        .collect();
    let mut post = |terms: &[(Variable, f64)], lower: Option<i64>, upper: Option<i64>| match (lower, upper) {
        (Some(lower), Some(upper)) if lower == upper => {
            problem.add_constraint(terms, ComparisonOp::Eq, lower as f64);
        }
        _ => {
            if let Some(lower) = lower {
                problem.add_constraint(terms, ComparisonOp::Ge, lower as f64);
            }
            if let Some(upper) = upper {
                problem.add_constraint(terms, ComparisonOp::Le, upper as f64);
            }
        }
    };
    let mut terms = Vec::new();
    for (row, bounds) in task.program.rows.bounds.iter().enumerate() {
        terms.clear();
        terms.extend(
            task.program.rows.terms(row).map(|(column, weight)| (variables[column as usize], f64::from(weight))),
        );
        if !terms.is_empty() {
            post(&terms, bounds.lower, bounds.upper);
        }
    }
    for kept in task.kept {
        terms.clear();
        terms.extend(kept.terms.iter().map(|(column, weight)| (variables[column as usize], weight as f64)));
        if !terms.is_empty() {
            post(&terms, kept.lower, kept.upper);
        }
    }
    (problem, variables)
}

fn failed(error: &Error) -> Result<Outcome, Failure> {
    match error {
        Error::Infeasible => Ok(Outcome::Infeasible { nodes: 0 }),
        other => Err(Failure(format!("microlp: {other}"))),
    }
}
