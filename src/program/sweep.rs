//! Columns one after the other with their terms: what the columns of one place share is found once for all of them.

use super::Column;
use super::formulation::Formulation;
use std::ops::Range;

/// Gives columns in any order, fast where those of a place follow each other.
pub(crate) struct Sweep<'f, 'a> {
    of: &'f Formulation<'a>,
    place: u32,
    /// The columns of the place in hand.
    columns: Range<u32>,
    parts: Vec<Part>,
    /// For each part of rules that see profiles alone, and each profile, where the terms stand in `known`.
    table: Vec<Option<(u32, u32)>>,
    known: Vec<(u32, i64)>,
    /// For each part that is a cell of one rule, whether each speaker's seat matches there.
    matches: Vec<bool>,
    /// Whether terms that follow no pattern, and pins, are in the place.
    extra: bool,
    pinned: bool,
}

/// Some of the rules that speak of the place in hand, in their order.
enum Part {
    /// Rules to which a profile is all the same.
    Alike(Range<u32>),
    /// A cell of a rule that looks closer.
    Cell { rule: u32, cell: u32 },
}

impl<'f, 'a> Sweep<'f, 'a> {
    pub(crate) fn new(of: &'f Formulation<'a>) -> Self {
        Self {
            of,
            place: 0,
            columns: 0..0,
            parts: Vec::new(),
            table: Vec::new(),
            known: Vec::new(),
            matches: Vec::new(),
            extra: false,
            pinned: false,
        }
    }

    /// The column, its terms written into `terms` as [`Formulation::terms`] does.
    pub(crate) fn column(&mut self, column: u32, terms: &mut Vec<(u32, i64)>) -> Column {
        if !self.columns.contains(&column) {
            let Some(seat) = self.of.seats.get(column) else {
                self.of.terms(column, terms);
                return self.of.column(column);
            };
            self.turn_to(seat.place);
        }
        let speaker = self.of.seats.speaker(column);
        terms.clear();
        self.of.structure.seat_terms(self.place, speaker, terms);
        self.rule_terms(speaker, terms);
        if self.extra {
            self.of.extra_terms(column, terms);
        }
        Formulation::in_order(terms);
        self.of.seat_column(self.place, speaker, self.pinned && self.of.is_pinned(column))
    }

    fn turn_to(&mut self, place: u32) {
        let columns = self.of.seats.of_place(place);
        (self.place, self.columns) = (place, columns.start as u32..columns.end as u32);
        self.extra = self.of.any_extra(&self.columns);
        self.pinned = self.of.any_pinned(&self.columns);
        self.parts.clear();
        self.known.clear();
        self.matches.clear();
        let panel = self.of.index.places[place as usize].panel;
        for rule in 0..self.of.rule_count() as u32 {
            let rows = self.of.rule(rule);
            let scope = rows.scope();
            if !scope.covered[place as usize] {
                continue;
            }
            let cells = scope.groups.cells_of_place.of(place).iter().filter(|cell| rows.speaks_of(**cell));
            if !self.of.profiles.alike(rule) {
                for &cell in cells {
                    self.parts.push(Part::Cell { rule, cell });
                    let topic = scope.groups.cells[cell as usize].topic;
                    scope.matching.everybody(&self.of.index, panel, topic, &mut self.matches);
                }
            } else if cells.count() > 0 {
                match self.parts.last_mut() {
                    Some(Part::Alike(rules)) => rules.end = rule + 1,
                    _ => self.parts.push(Part::Alike(rule..rule + 1)),
                }
            }
        }
        self.table.clear();
        self.table.resize(self.parts.len() * self.of.profiles.len(), None);
    }

    fn rule_terms(&mut self, speaker: u32, terms: &mut Vec<(u32, i64)>) {
        let (of, place) = (self.of, self.place);
        let profile = of.profiles.of(speaker) as usize;
        let mut matches = self.matches.chunks_exact(of.index.forum.speakers.len());
        for (part, table) in self.parts.iter().zip(self.table.chunks_exact_mut(of.profiles.len())) {
            match part {
                Part::Alike(rules) => {
                    let (from, to) = *table[profile].get_or_insert_with(|| {
                        let from = self.known.len() as u32;
                        for rule in rules.clone() {
                            of.rule(rule).seat_terms(&of.index, place, speaker, &mut self.known);
                        }
                        (from, self.known.len() as u32)
                    });
                    terms.extend_from_slice(&self.known[from as usize..to as usize]);
                }
                Part::Cell { rule, cell } => {
                    let matches = matches.next().is_some_and(|matches| matches[speaker as usize]);
                    of.rule(*rule).cell_terms(&of.index, (place, *cell), speaker, matches, terms);
                }
            }
        }
    }
}
