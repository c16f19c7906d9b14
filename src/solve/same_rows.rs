//! The program that is solved and the rows that certificates are checked against say the same, name by name.

use crate::program::{Formulation, Meaning, Origin};
use crate::verify::Rows;
use crate::{Forum, generate, json, oracle};

fn compare(forum: &Forum) {
    compare_open(forum);
    forbidden(forum);
    let formulation = Formulation::new(forum).ok().unwrap();
    let rows = Rows::of(forum, None).unwrap();
    same(&formulation, &rows, |_| true, |_| true);
    assert_eq!(rows.goals.len(), formulation.objectives.len());
    for (other, objective) in rows.goals.iter().zip(&formulation.objectives) {
        let name = |column: u32| formulation.column_name(formulation.column(column).meaning);
        let mut terms: Vec<_> = objective.terms.iter().map(|(c, a)| (rows.column_at[&name(c)], a)).collect();
        terms.sort_unstable();
        assert_eq!(other.terms, terms, "{}", forum.id);
        let mine = (objective.maximise, objective.constant, objective.unit, objective.tolerance);
        assert_eq!((other.maximise, other.constant, other.unit, other.tolerance), mine, "{}", forum.id);
    }
}

/// Of the forum's statements, each by itself: all that conflicts are proven by.
fn compare_open(forum: &Forum) {
    let formulation = Formulation::open(forum).ok().unwrap();
    let is_wish = |rule: u32| formulation.rule(rule).scope().rule.prefer.is_some();
    let column = |meaning: Meaning| match meaning {
        Meaning::Used { rule, .. } | Meaning::Least { rule, .. } => !is_wish(rule),
        Meaning::Seat { .. } | Meaning::Present { .. } => true,
        _ => false,
    };
    let row = |origin: Origin| match origin {
        Origin::Rule { rule, .. } => !is_wish(rule),
        origin => !matches!(origin, Origin::Goal { .. }),
    };
    same(&formulation, &Rows::open(forum, None).unwrap(), column, row);
}

/// The seats that the open rows forbid one by one are those without a column where nothing else is said.
fn forbidden(forum: &Forum) {
    let rows = Rows::open(forum, None).unwrap();
    let mut left: std::collections::HashSet<u32> = (0..).take(rows.column_at.len()).collect();
    for (name, at) in &rows.row_at {
        if ["roles", "unavailable", "bar"].iter().any(|kind| name.split('/').next() == Some(kind)) {
            let row = &rows.list[*at as usize];
            assert!((row.lower, row.upper) == (None, Some(0)) && row.terms.iter().all(|term| term.1 == 1));
            left.retain(|column| row.terms.iter().all(|term| term.0 != *column));
        }
    }
    let mut bare = Forum { rules: vec![], policies: vec![], pins: vec![], ..forum.clone() };
    bare.panels.iter_mut().for_each(|panel| panel.rules.clear());
    bare.speakers.iter_mut().for_each(|speaker| speaker.max_seats = None);
    let closed = Rows::of(&bare, None).unwrap();
    for (name, at) in rows.column_at.iter().filter(|(name, _)| name.starts_with("seat/")) {
        assert_eq!(closed.column_at.contains_key(name), left.contains(at), "{}: {name}", forum.id);
    }
}

/// The rows of a formulation against those of a checker, as far as they are wanted.
fn same(
    formulation: &Formulation<'_>,
    rows: &Rows,
    wanted: impl Fn(Meaning) -> bool,
    wanted_row: impl Fn(Origin) -> bool,
) {
    let forum = formulation.index.forum;
    let program = formulation.program().ok().unwrap();
    let name = |column: u32| formulation.column_name(program.columns[column as usize].meaning);
    let theirs = |terms: &[(u32, i64)]| {
        let mut terms: Vec<(u32, i64)> = terms.iter().map(|&(c, a)| (rows.column_at[&name(c)], a)).collect();
        terms.sort_unstable();
        terms
    };
    for (at, column) in program.columns.iter().enumerate().filter(|(_, column)| wanted(column.meaning)) {
        let name = name(at as u32);
        let other = rows.column_at.get(&name).map(|at| rows.columns[*at as usize]);
        let Some(other) = other else { panic!("{}: no column {name}", forum.id) };
        assert_eq!((other.lower, other.upper), (column.lower, column.upper), "{}: {name}", forum.id);
    }
    assert_eq!(formulation.seats.len(), rows.column_at.keys().filter(|name| name.starts_with("seat/")).count());
    for (at, bounds) in program.rows.bounds.iter().enumerate().filter(|(_, bounds)| wanted_row(bounds.origin)) {
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
}

#[test]
fn of_synthetic_forums_of_every_variant() {
    for (variant, _) in generate::variants() {
        for seed in 1..=4 {
            compare(&generate::forum("tiny", variant, seed).unwrap());
        }
    }
}

/// Shapes that random forums hardly have.
#[test]
fn of_rare_rules() {
    let rules = [
        // Nobody of a kind, by panel and by what people leave out.
        r#"{"where": {"gender": "woman"}, "at_most": 0}"#,
        r#"{"where": {"gender": "woman"}, "for_each": ["panel", "sector"], "at_most": 0}"#,
        r#"{"for_each": ["panel", "sector"], "at_most": 0}"#,
        r#"{"where": {"gender": "woman"}, "at_least": "100%"}"#,
        r#"{"where": {"gender": "woman"}, "exactly": "0%"}"#,
        // Of what no panel has there is nothing to miss.
        r#"{"count": {"distinct": "day"}, "at_most": 0, "panels": ["p2"], "prefer": {"priority": 1}}"#,
        r#"{"count": {"distinct": "track"}, "at_most": 0, "panels": ["p2"], "prefer": {"priority": 1}}"#,
        r#"{"count": {"distinct": "slot"}, "at_most": 0, "panels": ["p2"], "prefer": {"priority": 1}}"#,
        r#"{"count": {"distinct": "topic"}, "at_most": 0, "panels": ["p2"], "prefer": {"priority": 1}}"#,
        r#"{"count": {"distinct": "topic"}, "for_each": [], "at_most": 1, "prefer": {"priority": 1}}"#,
        // Wishes that are always met, or just so.
        r#"{"at_least": 0, "at_most": 9, "prefer": {"priority": 1}}"#,
        r#"{"at_least": 1, "at_most": 3, "prefer": {"priority": 1}}"#,
        r#"{"count": {"sum": "cost"}, "at_least": 0, "at_most": 7, "prefer": {"priority": 1}}"#,
        r#"{"count": {"sum": "cost"}, "at_least": -3, "at_most": 12, "prefer": {"priority": 1}}"#,
    ];
    for rule in rules {
        let text = format!(
            r#"{{"version": 1, "forum": "rare", "rules": [{{"id": "r", {}],
            "panels": [{{"id": "p1", "slot": "a", "day": "d", "track": "t", "topics": ["x"],
                         "seats": {{"panellist": {{"min": 1, "max": 3}}, "moderator": 1}}}},
                       {{"id": "p2", "seats": {{"panellist": 2, "rapporteur": 0}}}},
                       {{"id": "p3", "topics": ["x", "y"], "seats": {{"rapporteur": 0, "panellist": {{"min": 0, "max": 1}}}}}},
                       {{"id": "p4", "topics": ["x", "y", "z"], "seats": {{"panellist": 0}}}}],
            "speakers": [{{"id": "s1", "gender": "woman", "sector": "academia", "cost": 4}},
                         {{"id": "s2", "gender": "man", "sector": "private", "cost": 3}},
                         {{"id": "s3", "gender": "woman"}}, {{"id": "s4"}}]}}"#,
            &rule[1..]
        );
        let forum = json::read(text.as_bytes()).map_err(|faults| format!("{rule}: {faults:?}")).unwrap();
        compare(&forum);
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
