//! `HiGHS` through `good_lp`, the optional second backend: a relative gap of 0, so that "optimal" is a proof.

use super::{Backend, Control, Failure, Outcome, Task, exact};
use good_lp::solvers::highs::highs;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolutionStatus, SolverModel, Variable, WithMipGap,
    WithTimeLimit, constraint, variable,
};

pub(crate) struct Highs;

impl Backend for Highs {
    /// Solves in one call: cancellation is looked at before and after it, and the time limit is `HiGHS`'s own.
    fn solve(&self, task: &Task<'_>, control: &mut dyn Control) -> Result<Outcome, Failure> {
        if let Some(outcome) = exact::without_search(task) {
            return Ok(outcome);
        }
        if control.should_stop() {
            return Ok(Outcome::Stopped { values: None, bound: None, nodes: 0 });
        }
        let mut all = ProblemVariables::new();
        let columns: Vec<Variable> = task
            .program
            .columns
            .iter()
            .map(|column| all.add(variable().integer().min(column.lower as f64).max(column.upper as f64)))
            .collect();
        let sum = |terms: &mut dyn Iterator<Item = (u32, i64)>| {
            terms.fold(Expression::from(0.0), |sum, (column, weight)| sum + weight as f64 * columns[column as usize])
        };
        let objective = task.objective.and_then(|tier| task.program.objectives.get(tier));
        let aim = objective.map_or_else(Expression::default, |o| sum(&mut o.terms.iter()));
        let posed = if objective.is_some_and(|o| o.maximise) { all.maximise(aim) } else { all.minimise(aim) };
        let mut model = posed.using(highs).with_mip_gap(0.0).map_err(|fault| Failure(format!("HiGHS: {fault}")))?;
        if let Some(left) = control.time_left() {
            model = model.with_time_limit(left.as_secs_f64());
        }
        let rows = task.program.rows.bounds.iter().enumerate().map(|(row, bounds)| {
            let mut terms = task.program.rows.terms(row).map(|(column, weight)| (column, i64::from(weight)));
            (sum(&mut terms), bounds.lower, bounds.upper)
        });
        let kept = task.kept.iter().map(|kept| (sum(&mut kept.terms.iter()), kept.lower, kept.upper));
        for (total, lower, upper) in rows.chain(kept) {
            if let Some(lower) = lower {
                model = model.with(constraint!(total.clone() >= lower as f64));
            }
            if let Some(upper) = upper {
                model = model.with(constraint!(total <= upper as f64));
            }
        }
        match model.solve() {
            Ok(solution) => {
                let values = exact::rounded(task, columns.iter().map(|column| solution.value(*column)))?;
                match solution.status() {
                    SolutionStatus::Optimal => Ok(Outcome::Optimal { values, nodes: 0 }),
                    SolutionStatus::TimeLimit | SolutionStatus::GapLimit => {
                        Ok(Outcome::Stopped { values: Some(values), bound: None, nodes: 0 })
                    }
                }
            }
            Err(ResolutionError::Infeasible) => Ok(Outcome::Infeasible { nodes: 0 }),
            Err(_) if control.should_stop() => Ok(Outcome::Stopped { values: None, bound: None, nodes: 0 }),
            Err(fault) => Err(Failure(format!("HiGHS: {fault}"))),
        }
    }
}
