//! A forum becomes a program: columns first, then structural rows, rules, wishes and goals.

use super::draft::{Draft, TooLarge};
use super::in_force::rules_in_force;
use super::index::Index;
use super::profiles::{Candidates, Profiles, Tally};
use super::rule_rows::RuleRows;
use super::rule_scope::RuleScope;
use super::seats::SeatColumns;
use super::structure::Structure;
use super::sweep::Sweep;
use super::{Column, IntegerProgram, Meaning, Objective, RowList, Rows, goal_rows};
use crate::{Forum, GoalName};
use std::ops::Range;

/// So many columns are written out between two looks at whether to stop.
const LOOK: u32 = 8192;

/// A forum as a program whose seat columns give their terms on demand, so that a large one need never be written out.
pub(crate) struct Formulation<'a> {
    pub index: Index<'a>,
    pub seats: SeatColumns,
    pub(super) structure: Structure,
    pub(super) profiles: Profiles,
    rules: Vec<RuleRows<'a>>,
    /// Its terms, those that follow no pattern, are sorted: a column's are found by halving, few columns have any.
    draft: Draft,
    pub objectives: Vec<Objective>,
    pub goals: Vec<GoalName>,
}

impl<'a> Formulation<'a> {
    /// Formulates a checked forum. Cost: linear in the pairs of place and speaker, times the rules.
    pub(crate) fn new(forum: &'a Forum) -> Result<Self, TooLarge> {
        Self::build(forum, false, &mut || false)?.ok_or(TooLarge)
    }

    /// The same, unless the caller stops it; asked between the parts, which take some hundredths of a second each at most.
    pub(crate) fn unless(forum: &'a Forum, stop: &mut dyn FnMut() -> bool) -> Result<Option<Self>, TooLarge> {
        Self::build(forum, false, stop)
    }

    /// Formulates a forum for explanations; see [`Index::open`]. The forum may state what its check would refuse, such as
    /// a pin beside a bar.
    #[cfg(test)]
    pub(crate) fn open(forum: &'a Forum) -> Result<Self, TooLarge> {
        Self::open_unless(forum, &mut || false)?.ok_or(TooLarge)
    }

    /// The same, unless the caller stops it.
    pub(crate) fn open_unless(forum: &'a Forum, stop: &mut dyn FnMut() -> bool) -> Result<Option<Self>, TooLarge> {
        Self::build(forum, true, stop)
    }

    fn build(forum: &'a Forum, open: bool, stop: &mut dyn FnMut() -> bool) -> Result<Option<Self>, TooLarge> {
        let index = Index::new(forum, open);
        let in_force = rules_in_force(forum);
        let mut scopes: Vec<RuleScope<'a>> = Vec::with_capacity(in_force.len());
        for rule in &in_force {
            if stop() {
                return Ok(None);
            }
            scopes.push(RuleScope::new(&index, rule)?);
        }
        let seats = SeatColumns::new(&index, &scopes, stop);
        if stop() {
            return Ok(None);
        }
        let profiles = Profiles::new(&index, &scopes);
        let tally = Tally::new(&index, &seats, &profiles);
        let mut draft = Draft {
            seats: u32::try_from(seats.len()).map_err(|_| TooLarge)?,
            auxiliary: Vec::new(),
            rows: RowList::default(),
            terms: Vec::new(),
        };
        let structure = Structure::new(&index, &seats, &mut draft)?;
        let mut rules = Vec::with_capacity(scopes.len());
        for (number, scope) in scopes.into_iter().enumerate() {
            if stop() {
                return Ok(None);
            }
            let alike = profiles.alike(number as u32).then_some(&tally);
            rules.push(RuleRows::new(&index, Candidates { seats: &seats, alike }, scope, number as u32, &mut draft)?);
        }
        let mut objectives = Vec::new();
        let mut goals = Vec::new();
        for (priority, objective) in goal_rows::wishes(&rules, &draft) {
            objectives.push(objective);
            goals.push(GoalName::Wishes { priority });
        }
        for (number, goal) in forum.goals.iter().enumerate() {
            if stop() {
                return Ok(None);
            }
            objectives.push(goal_rows::goal(&index, &seats, goal, number as u32, &mut draft)?);
            goals.push(GoalName::Goal { index: number, label: goal.label() });
        }
        draft.terms.sort_unstable();
        draft.terms.shrink_to_fit();
        draft.rows.close();
        Ok(Some(Self { index, seats, structure, profiles, rules, draft, objectives, goals }))
    }

    /// Writes the terms of a column into `terms`, ascending by row, none zero, each row once.
    pub(crate) fn terms(&self, column: u32, terms: &mut Vec<(u32, i64)>) {
        terms.clear();
        if let Some(seat) = self.seats.get(column) {
            self.structure.seat_terms(seat.place, seat.speaker, terms);
            for rule in &self.rules {
                rule.seat_terms(&self.index, seat.place, seat.speaker, terms);
            }
        }
        self.extra_terms(column, terms);
        Self::in_order(terms);
    }

    /// Gives the columns one after the other with their terms, faster than [`Self::terms`] does.
    pub(crate) fn sweep(&self) -> Sweep<'_, 'a> {
        Sweep::new(self)
    }

    /// Appends the column's terms that follow no pattern.
    pub(super) fn extra_terms(&self, column: u32, terms: &mut Vec<(u32, i64)>) {
        let extra = self.draft.terms.partition_point(|term| term.0 < column);
        let extra = self.draft.terms[extra..].iter().take_while(|term| term.0 == column);
        terms.extend(extra.map(|&(_, row, coefficient)| (row, i64::from(coefficient))));
    }

    /// Whether any of these columns has terms that follow no pattern: few forums have any of a seat.
    pub(super) fn any_extra(&self, columns: &Range<u32>) -> bool {
        let next = self.draft.terms.partition_point(|term| term.0 < columns.start);
        self.draft.terms.get(next).is_some_and(|term| term.0 < columns.end)
    }

    /// Puts terms in the order of their rows, each row once, none zero.
    pub(super) fn in_order(terms: &mut Vec<(u32, i64)>) {
        // Mostly in order as they come: rules number their rows one after the other.
        if terms.windows(2).all(|pair| pair[0].0 < pair[1].0) && terms.iter().all(|term| term.1 != 0) {
            return;
        }
        terms.sort_unstable_by_key(|term| term.0);
        terms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        terms.retain(|term| term.1 != 0);
    }

    /// The program written out.
    pub(crate) fn program(&self) -> Result<IntegerProgram, TooLarge> {
        self.program_unless(&mut || false)?.ok_or(TooLarge)
    }

    /// The same, unless the caller stops it.
    pub(crate) fn program_unless(&self, stop: &mut dyn FnMut() -> bool) -> Result<Option<IntegerProgram>, TooLarge> {
        let columns: Vec<Column> = (0..self.columns() as u32).map(|column| self.column(column)).collect();
        let mut counts = vec![0_usize; self.draft.rows.len() + 1];
        let mut terms = Vec::new();
        let mut sweep = self.sweep();
        for column in 0..columns.len() as u32 {
            if column.is_multiple_of(LOOK) && stop() {
                return Ok(None);
            }
            sweep.column(column, &mut terms);
            for (row, _) in &terms {
                counts[*row as usize + 1] += 1;
            }
        }
        for row in 0..self.draft.rows.len() {
            counts[row + 1] += counts[row];
        }
        let total = counts.last().copied().unwrap_or(0);
        let mut rows = Rows {
            starts: counts.clone(),
            columns: vec![0; total],
            coefficients: vec![0; total],
            bounds: self.draft.rows.iter().collect(),
        };
        for column in 0..columns.len() as u32 {
            if column.is_multiple_of(LOOK) && stop() {
                return Ok(None);
            }
            sweep.column(column, &mut terms);
            for &(row, coefficient) in &terms {
                let at = &mut counts[row as usize];
                rows.columns[*at] = column;
                rows.coefficients[*at] = i32::try_from(coefficient).map_err(|_| TooLarge)?;
                *at += 1;
            }
        }
        Ok(Some(IntegerProgram { columns, rows, objectives: self.objectives.clone() }))
    }

    /// What one whole unit of a rule's count adds to its row.
    pub(crate) fn unit(&self, row: usize) -> i64 {
        self.draft.rows.unit(row).unwrap_or(1)
    }

    /// How many rules are in force.
    pub(crate) fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// How many columns the program has: the seats, then auxiliary ones.
    pub(crate) fn columns(&self) -> usize {
        self.seats.len() + self.draft.auxiliary.len()
    }

    /// A column's bounds and meaning.
    pub(crate) fn column(&self, column: u32) -> Column {
        let Some(seat) = self.seats.get(column) else {
            return self.draft.auxiliary[column as usize - self.seats.len()].clone();
        };
        self.seat_column(seat.place, seat.speaker, self.is_pinned(column))
    }

    /// The column of a seat.
    pub(super) fn seat_column(&self, place: u32, speaker: u32, pinned: bool) -> Column {
        let place = &self.index.places[place as usize];
        let meaning = Meaning::Seat { panel: place.panel, role: place.role, speaker };
        Column { lower: i64::from(pinned), upper: 1, meaning }
    }

    /// Whether the column must be held.
    pub(super) fn is_pinned(&self, column: u32) -> bool {
        self.structure.pinned.binary_search(&column).is_ok()
    }

    /// Whether any of these columns must be held.
    pub(super) fn any_pinned(&self, columns: &Range<u32>) -> bool {
        let next = self.structure.pinned.partition_point(|pinned| *pinned < columns.start);
        self.structure.pinned.get(next).is_some_and(|pinned| *pinned < columns.end)
    }

    /// The range and origin of every row.
    pub(crate) fn rows(&self) -> &RowList {
        &self.draft.rows
    }

    /// The rule in force with this number.
    pub(crate) fn rule(&self, number: u32) -> &RuleRows<'a> {
        &self.rules[number as usize]
    }
}
