//! The program that is solved and the rows that certificates are checked against say the same, name by name.

use crate::program::Formulation;
use crate::verify::Rows;
use crate::{Forum, generate, json, oracle};

fn compare(forum: &Forum) {
    let formulation = Formulation::new(forum).ok().unwrap();
    let program = formulation.program().ok().unwrap();
    let rows = Rows::of(forum, None).unwrap();
    let name = |column: u32| formulation.column_name(program.columns[column as usize].meaning);
    let theirs = |terms: &[(u32, i64)]| {
        let mut terms: Vec<(u32, i64)> = terms.iter().map(|&(c, a)| (rows.column_at[&name(c)], a)).collect();
        terms.sort_unstable();
        terms
    };
    for (at, column) in program.columns.iter().enumerate() {
        let name = name(at as u32);
        let other = rows.column_at.get(&name).map(|at| rows.columns[*at as usize]);
        let Some(other) = other else { panic!("{}: no column {name}", forum.id) };
        assert_eq!((other.lower, other.upper), (column.lower, column.upper), "{}: {name}", forum.id);
    }
    assert_eq!(formulation.seats.len(), rows.column_at.keys().filter(|name| name.starts_with("seat/")).count());
    for (at, bounds) in program.rows.bounds.iter().enumerate() {
        let name = formulation.row_name(bounds.origin);
        let terms: Vec<(u32, i64)> = program.rows.terms(at).map(|(column, a)| (column, i64::from(a))).collect();
        let Some(other) = rows.row_at.get(&name).map(|at| &rows.list[*at as usize]) else {
            panic!("{}: no row {name}", forum.id)
        };
        assert_eq!(other.terms, theirs(&terms), "{}: {name}", forum.id);
        // What the program leaves out because it can't bind, a checker may well know.
        let same = |mine: Option<i64>, other: Option<i64>| mine.is_none() || mine == other;
        assert!(same(bounds.lower, other.lower) && same(bounds.upper, other.upper), "{}: {name}", forum.id);
    }
    assert_eq!(rows.goals.len(), formulation.objectives.len());
    for (other, objective) in rows.goals.iter().zip(&formulation.objectives) {
        assert_eq!(other.terms, theirs(&objective.terms.iter().collect::<Vec<_>>()), "{}", forum.id);
        let mine = (objective.maximise, objective.constant, objective.unit, objective.tolerance);
        assert_eq!((other.maximise, other.constant, other.unit, other.tolerance), mine, "{}", forum.id);
    }
}

#[test]
fn of_synthetic_forums_of_every_variant() {
    for (variant, _) in generate::variants() {
        for seed in 1..=4 {
            compare(&generate::forum("tiny", variant, seed).unwrap());
        }
    }
}

#[test]
fn of_random_small_forums() {
    for seed in 0..6000 {
        let text = oracle::random::forum(seed).to_string();
        compare(&json::read(text.as_bytes()).unwrap());
    }
}

#[test]
fn of_documented_events() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read(entry.unwrap().path()).unwrap();
        compare(&json::read(&text).unwrap());
    }
}
