//! The program as free MPS text, for any other solver.
//!
//! Every goal is an `N` row, in order, the first being the objective that readers keep; `OBJSENSE` is the first's. A
//! comment before the rows gives each goal's sense, and the unit by which its value (terms plus constant) is multiplied
//! to be in thousandths, and what later goals may give up of it: thousandths, or hundred-thousandths of the value. A constant stands, negated, in the right-hand side of its `N` row, as MPS has it.

use super::draft::TooLarge;
use super::formulation::Formulation;
use crate::{GoalName, Tolerance};
use std::fmt::Write;

/// Writes the program of a forum, and rows by which none of some columns, ascending, is held.
pub(crate) fn write(formulation: &Formulation<'_>, forbidding: &[(String, Vec<u32>)]) -> Result<String, TooLarge> {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = compose(formulation, &formulation.program()?, forbidding, &mut text);
    Ok(text)
}

fn compose(
    formulation: &Formulation<'_>,
    program: &super::IntegerProgram,
    forbidding: &[(String, Vec<u32>)],
    text: &mut String,
) -> Result<(), std::fmt::Error> {
    let goals: Vec<String> = formulation
        .goals
        .iter()
        .enumerate()
        .map(|(i, goal)| match goal {
            GoalName::Wishes { priority } => format!("tier{i}-wishes-{priority}"),
            GoalName::Goal { index, .. } => format!("tier{i}-goal-{index}"),
        })
        .collect();
    for (name, objective) in goals.iter().zip(&program.objectives) {
        let sense = if objective.maximise { "maximise" } else { "minimise" };
        writeln!(text, "* {name} {sense} unit {}", objective.unit)?;
        match objective.tolerance {
            Tolerance::None => {}
            Tolerance::Share(share) => writeln!(text, "* {name} tolerance share {}", share.hundred_thousandths())?,
            Tolerance::Number(number) => {
                writeln!(text, "* {name} tolerance number {}", number.thousandths().max(0))?;
            }
        }
    }
    writeln!(text, "NAME convener")?;
    let maximise = program.objectives.first().is_some_and(|objective| objective.maximise);
    writeln!(text, "OBJSENSE\n    {}", if maximise { "MAX" } else { "MIN" })?;
    writeln!(text, "ROWS")?;
    if goals.is_empty() {
        writeln!(text, " N none")?;
    }
    for name in &goals {
        writeln!(text, " N {name}")?;
    }
    let mut rows = Vec::with_capacity(program.rows.bounds.len());
    for bounds in &program.rows.bounds {
        let name = formulation.row_name(bounds.origin);
        let sense = match (bounds.lower, bounds.upper) {
            (Some(lower), Some(upper)) if lower == upper => 'E',
            (Some(_), _) => 'G',
            (None, Some(_)) => 'L',
            (None, None) => 'N',
        };
        writeln!(text, " {sense} {name}")?;
        rows.push(name);
    }
    for (name, _) in forbidding {
        writeln!(text, " L {name}")?;
    }
    writeln!(text, "COLUMNS\n    MARKER 'MARKER' 'INTORG'")?;
    let mut of_column: Vec<Vec<(usize, i64)>> = vec![Vec::new(); program.columns.len()];
    for (tier, objective) in program.objectives.iter().enumerate() {
        for (column, weight) in objective.terms.iter() {
            if let Some(terms) = of_column.get_mut(column as usize) {
                terms.push((tier, weight));
            }
        }
    }
    let mut forbidden: Vec<Vec<usize>> = vec![Vec::new(); program.columns.len()];
    for (row, (_, columns)) in forbidding.iter().enumerate() {
        for &column in columns {
            forbidden[column as usize].push(row);
        }
    }
    let mut terms = Vec::new();
    let names: Vec<String> = program.columns.iter().map(|column| formulation.column_name(column.meaning)).collect();
    for (i, name) in names.iter().enumerate() {
        formulation.terms(i as u32, &mut terms);
        let mut alone = true;
        for (goal, weight) in of_column.get(i).into_iter().flatten() {
            alone = false;
            writeln!(text, "    {name} {} {weight}", goals[*goal])?;
        }
        for (row, coefficient) in &terms {
            alone = false;
            writeln!(text, "    {name} {} {coefficient}", rows[*row as usize])?;
        }
        for row in forbidden.get(i).into_iter().flatten() {
            alone = false;
            writeln!(text, "    {name} {} 1", forbidding[*row].0)?;
        }
        if alone {
            // A column must occur to exist.
            writeln!(text, "    {name} {} 0", goals.first().map_or("none", String::as_str))?;
        }
    }
    writeln!(text, "    MARKER 'MARKER' 'INTEND'\nRHS")?;
    for (name, objective) in goals.iter().zip(&program.objectives) {
        if objective.constant != 0 {
            writeln!(text, "    RHS {name} {}", -objective.constant)?;
        }
    }
    for (name, bounds) in rows.iter().zip(&program.rows.bounds) {
        if let Some(side) = bounds.lower.or(bounds.upper).filter(|side| *side != 0) {
            writeln!(text, "    RHS {name} {side}")?;
        }
    }
    writeln!(text, "RANGES")?;
    for (name, bounds) in rows.iter().zip(&program.rows.bounds) {
        if let (Some(lower), Some(upper)) = (bounds.lower, bounds.upper)
            && lower < upper
        {
            writeln!(text, "    RANGES {name} {}", upper - lower)?;
        }
    }
    writeln!(text, "BOUNDS")?;
    for (name, column) in names.iter().zip(&program.columns) {
        if column.lower == column.upper {
            writeln!(text, " FX BOUND {name} {}", column.lower)?;
        } else {
            writeln!(text, " LO BOUND {name} {}\n UP BOUND {name} {}", column.lower, column.upper)?;
        }
    }
    writeln!(text, "ENDATA")
}
