//! The forum as rows of whole numbers, built a second time for checking certificates: from the forum and
//! `docs/certificates.md`, by names, sharing nothing with the program that is solved.
//!
//! Every row holds for every plan that keeps the requirements, with the columns that are no seats at the values that
//! their names say. So whatever follows from the rows holds of all plans.

mod goals;
mod items;
mod names;
mod pool;
mod rule;
#[cfg(test)]
mod shapes;
mod structure;

pub(crate) use names::{plain, read};

use super::Overflow;
use super::places::Index;
use crate::{Forum, Tolerance};
use std::collections::{HashMap, HashSet};

/// A whole number with its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub lower: i64,
    pub upper: i64,
}

/// A sum of columns within a range; `None` is no end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub lower: Option<i64>,
    pub upper: Option<i64>,
    /// Column and coefficient, ascending by column, each column once, none zero.
    pub terms: Vec<(u32, i64)>,
}

/// What a goal measures: `(constant + sum of terms) * unit` thousandths.
#[derive(Clone, Debug)]
pub(crate) struct Objective {
    pub maximise: bool,
    pub terms: Vec<(u32, i64)>,
    pub constant: i64,
    pub unit: i64,
    /// What later goals may give up.
    pub tolerance: Tolerance,
}

/// The rows and columns that somebody asked for by name, and all goals.
#[derive(Default)]
pub(crate) struct Rows {
    pub columns: Vec<Column>,
    pub column_at: HashMap<String, u32>,
    pub list: Vec<Row>,
    pub row_at: HashMap<String, u32>,
    pub goals: Vec<Objective>,
    /// The names that are kept; all where there is no list.
    wanted: Option<HashSet<String>>,
}

impl Rows {
    /// The rows of a checked forum; only those of `wanted`, where there is a list. Cost: linear in the seats that could be
    /// held, times the rules.
    pub fn of(forum: &Forum, wanted: Option<HashSet<String>>) -> Result<Self, Overflow> {
        Self::build(forum, wanted, false)
    }

    /// The rows of the forum's statements, each by itself: none takes another for granted, and every seat has a column.
    /// Wishes and goals state nothing.
    pub fn open(forum: &Forum, wanted: Option<HashSet<String>>) -> Result<Self, Overflow> {
        Self::build(forum, wanted, true)
    }

    fn build(forum: &Forum, wanted: Option<HashSet<String>>, open: bool) -> Result<Self, Overflow> {
        let index = Index::new(forum);
        let mut rows = Self { wanted, ..Self::default() };
        let mut force = super::force::in_force(forum)?;
        if open {
            force.retain(|rule| rule.rule.prefer.is_none() && rows.wants_rule(&rule.rule.id));
        }
        let pool = pool::Pool::new(&index, &force, open, &mut rows)?;
        structure::rows(&index, &pool, &mut rows)?;
        let mut wishes = std::collections::BTreeMap::new();
        for rule in &force {
            let missed = rule::rows(&index, &pool, rule, &mut rows)?;
            if let Some(prefer) = rule.rule.prefer {
                let terms: &mut Vec<(u32, i64)> = wishes.entry(prefer.priority).or_default();
                terms.extend(missed.into_iter().map(|column| (column, i64::from(prefer.weight))));
            }
        }
        for terms in wishes.into_values() {
            let terms = merged(terms)?;
            let tolerance = Tolerance::None;
            rows.goals.push(Objective { maximise: false, terms, constant: 0, unit: 1000, tolerance });
        }
        for (number, goal) in forum.goals.iter().enumerate().filter(|_| !open) {
            let objective = goals::objective(&index, &pool, goal, number, &mut rows)?;
            rows.goals.push(objective);
        }
        Ok(rows)
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.contains(name))
    }

    fn is_named(&self, name: &str) -> bool {
        self.wanted.as_ref().is_some_and(|wanted| wanted.contains(name))
    }

    /// A new row that is kept though nobody asked for it.
    fn any_row(
        &mut self,
        name: String,
        bounds: (Option<i64>, Option<i64>),
        terms: Vec<(u32, i64)>,
    ) -> Result<(), Overflow> {
        if let Some(wanted) = &mut self.wanted {
            wanted.insert(name.clone());
        }
        self.row(name, bounds, terms)
    }

    /// Whether a row of the rule's is wanted.
    fn wants_rule(&self, id: &str) -> bool {
        let start = names::name(&["rule", id, ""]);
        self.wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|name| name.starts_with(&start)))
    }

    /// A new column; a name that is there already is an error.
    fn column(&mut self, name: String, lower: i64, upper: i64) -> Result<u32, Overflow> {
        let number = u32::try_from(self.columns.len()).map_err(|_| Overflow)?;
        self.columns.push(Column { lower, upper });
        if self.is_wanted(&name) && self.column_at.insert(name, number).is_some() {
            return Err(Overflow);
        }
        Ok(number)
    }

    /// A new row, where it is wanted; the same row may come up twice, another of its name is an error.
    fn row(
        &mut self,
        name: String,
        (lower, upper): (Option<i64>, Option<i64>),
        terms: Vec<(u32, i64)>,
    ) -> Result<(), Overflow> {
        if !self.is_wanted(&name) {
            return Ok(());
        }
        let row = Row { lower, upper, terms: merged(terms)? };
        let number = u32::try_from(self.list.len()).map_err(|_| Overflow)?;
        match self.row_at.get(&name).and_then(|at| self.list.get(*at as usize)) {
            Some(there) if *there == row => Ok(()),
            Some(_) => Err(Overflow),
            None => {
                self.row_at.insert(name, number);
                self.list.push(row);
                Ok(())
            }
        }
    }
}

/// Terms with each column once, ascending, none zero.
pub(super) fn merged(mut terms: Vec<(u32, i64)>) -> Result<Vec<(u32, i64)>, Overflow> {
    terms.sort_unstable();
    let mut whole: Vec<(u32, i64)> = Vec::with_capacity(terms.len());
    for (column, coefficient) in terms {
        match whole.last_mut() {
            Some(last) if last.0 == column => last.1 = last.1.checked_add(coefficient).ok_or(Overflow)?,
            _ => whole.push((column, coefficient)),
        }
    }
    whole.retain(|term| term.1 != 0);
    Ok(whole)
}

/// Each of these columns once.
fn ones(columns: &[u32]) -> Vec<(u32, i64)> {
    columns.iter().map(|column| (*column, 1)).collect()
}

fn product(a: i64, b: i64) -> Result<i64, Overflow> {
    a.checked_mul(b).ok_or(Overflow)
}

/// The greatest common divisor of magnitudes; 0 of none.
fn divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a.saturating_abs() } else { divisor(b, a % b) }
}
