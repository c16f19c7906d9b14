//! What no solver is believed in: whole values, rows and bounds, all recomputed in integers.

use super::{Failure, Outcome, Task};

/// The objective's terms at these values, without its constant; `None` on overflow.
pub(crate) fn objective(task: &Task<'_>, values: &[i64]) -> Option<i64> {
    let Some(objective) = task.objective.and_then(|tier| task.program.objectives.get(tier)) else { return Some(0) };
    sum(objective.terms.iter(), values)
}

/// Sums exactly; `None` on overflow.
pub(crate) fn sum(terms: impl Iterator<Item = (u32, i64)>, values: &[i64]) -> Option<i64> {
    let mut total = 0_i64;
    for (column, weight) in terms {
        total = total.checked_add(weight.checked_mul(*values.get(column as usize)?)?)?;
    }
    Some(total)
}

/// Rounds a solver's values and checks them against every bound and row in integers.
pub(crate) fn rounded(task: &Task<'_>, values: impl Iterator<Item = f64>) -> Result<Vec<i64>, Failure> {
    // Beyond 2^53 a float no longer tells whole numbers apart.
    let whole = |value: f64| (value.abs() < 9e15).then(|| value.round() as i64);
    let values: Option<Vec<i64>> = values.map(whole).collect();
    let values = values.ok_or_else(|| Failure("a value is not a whole number in range".into()))?;
    match broken(task, &values) {
        None => Ok(values),
        Some(what) => Err(Failure(format!("the rounded values break {what}"))),
    }
}

/// The first bound or row that the values break.
pub(crate) fn broken(task: &Task<'_>, values: &[i64]) -> Option<String> {
    if values.len() != task.program.columns.len() {
        return Some("the number of columns".into());
    }
    for (i, (column, value)) in task.program.columns.iter().zip(values).enumerate() {
        if *value < column.lower || *value > column.upper {
            return Some(format!("the bounds of column {i}"));
        }
    }
    let within = |total: Option<i64>, lower: Option<i64>, upper: Option<i64>| {
        total.is_some_and(|total| lower.is_none_or(|low| low <= total) && upper.is_none_or(|high| total <= high))
    };
    for (row, bounds) in task.program.rows.bounds.iter().enumerate() {
        let terms = task.program.rows.terms(row).map(|(column, weight)| (column, i64::from(weight)));
        if !within(sum(terms, values), bounds.lower, bounds.upper) {
            return Some(format!("row {row}, {:?}", bounds.origin));
        }
    }
    let kept = task.kept.iter().position(|kept| !within(sum(kept.terms.iter(), values), kept.lower, kept.upper));
    kept.map(|tier| format!("the value kept of goal {tier}"))
}

/// A solver's bound as the whole number that it proves, with its tolerance taken off; `None` beyond exactness.
pub(crate) fn whole_bound(task: &Task<'_>, bound: f64) -> Option<i64> {
    if bound.abs() >= 9e15 {
        return None;
    }
    let objective = task.objective.and_then(|tier| task.program.objectives.get(tier))?;
    // 1e-6 relative is ten times the feasibility tolerance of the backends.
    let slack = 1e-6 * bound.abs().max(1.0);
    Some(if objective.maximise { (bound + slack).floor() as i64 } else { (bound - slack).ceil() as i64 })
}

/// Settles what needs no search: an empty row out of reach, or a program without columns.
pub(crate) fn without_search(task: &Task<'_>) -> Option<Outcome> {
    let impossible =
        |lower: Option<i64>, upper: Option<i64>| lower.is_some_and(|l| l > 0) || upper.is_some_and(|u| u < 0);
    let rows = task.program.rows.bounds.iter().enumerate();
    let mut empty = rows.filter(|(row, _)| task.program.rows.terms(*row).next().is_none());
    let kept = task.kept.iter().filter(|kept| kept.terms.is_empty());
    if empty.any(|(_, bounds)| impossible(bounds.lower, bounds.upper))
        || kept.into_iter().any(|kept| impossible(kept.lower, kept.upper))
        || task.program.columns.iter().any(|column| column.lower > column.upper)
    {
        return Some(Outcome::Infeasible { nodes: 0 });
    }
    task.program.columns.is_empty().then(|| Outcome::Optimal { values: Vec::new(), nodes: 0 })
}
