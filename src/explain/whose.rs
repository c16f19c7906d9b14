//! Whose the columns and rows of a programme are that guests have joined, two of each kind in turn: one's own or everybody's.

use super::merged::COPIES;
use crate::Key;
use crate::program::{Formulation, Meaning, Origin, Part};
use std::collections::BTreeMap;

pub(super) const NOBODY: u32 = u32::MAX;
pub(super) const EVERYBODY: u32 = u32::MAX - 1;

/// Whose each column and row is: of a guest alone, by number, of everybody, or of nobody.
pub(super) struct Holders {
    pub columns: Vec<u32>,
    pub rows: Vec<u32>,
    /// Rows that lift an indicator of everybody's, and what seats can sum up to in them.
    pub lifted: BTreeMap<u32, i64>,
}

impl Holders {
    pub(super) fn new(formulation: &Formulation<'_>, pool: usize, stop: &mut dyn FnMut() -> bool) -> Option<Self> {
        let (columns, seats) = (formulation.columns(), formulation.seats.len());
        let mut holders = Self {
            columns: vec![EVERYBODY; columns],
            rows: vec![NOBODY; formulation.rows().len()],
            lifted: BTreeMap::new(),
        };
        // By row: how many seats are formulated, and how many can be taken once guests are merged.
        let mut reach = vec![(0_i64, 0_i64); holders.rows.len()];
        let mut likeness = Likeness(vec![0; holders.rows.len()]);
        let mut terms = Vec::new();
        for column in 0..seats as u32 {
            if column.is_multiple_of(4096) && stop() {
                return None;
            }
            let seat = formulation.seats.get(column)?;
            let guest = (seat.speaker as usize).checked_sub(pool);
            let holder = guest.map_or(EVERYBODY, |guest| guest as u32);
            holders.columns[column as usize] = holder;
            let most = match guest {
                None => 1,
                Some(guest) if guest.is_multiple_of(COPIES) => {
                    i64::from(formulation.index.places[seat.place as usize].max)
                }
                Some(_) => 0,
            };
            formulation.terms(column, &mut terms);
            for (row, coefficient) in &terms {
                likeness.add(*row, holder, (true, seat.place), *coefficient);
                let held = &mut holders.rows[*row as usize];
                *held = if *held == NOBODY || *held == holder { holder } else { EVERYBODY };
                let reach = &mut reach[*row as usize];
                *reach = (reach.0 + 1, reach.1 + most);
            }
        }
        holders.auxiliary(formulation, &mut likeness)?;
        for (row, bounds) in formulation.rows().iter().enumerate() {
            let held = &mut holders.rows[row];
            match bounds.origin {
                // Goals are not settled here.
                Origin::Goal { .. } => *held = NOBODY,
                // About one guest beside others.
                origin
                    if *held == EVERYBODY && (likeness.differs(row) || named(formulation, origin, pool).is_some()) =>
                {
                    *held = NOBODY;
                }
                Origin::Rule { part: Part::Lifted { .. }, .. } if *held == EVERYBODY => {
                    holders.lifted.insert(row as u32, reach[row].1);
                }
                // An empty row says what it says: of a guest, that none of them comes.
                _ if *held == NOBODY => *held = named(formulation, bounds.origin, pool).unwrap_or(EVERYBODY),
                _ => {}
            }
        }
        holders.capacities(formulation, &reach);
        Some(holders)
    }

    /// Columns besides the seats are of the guest in whose rows alone they stand, and rows without seats of whom all of their
    /// columns are; `None` where a column stands in rows of several guests that don't compare them.
    fn auxiliary(&mut self, formulation: &Formulation<'_>, likeness: &mut Likeness) -> Option<()> {
        let follows =
            |meaning| matches!(meaning, Meaning::Short { .. } | Meaning::Least { .. } | Meaning::Apart { .. });
        let all = formulation.seats.len() as u32..formulation.columns() as u32;
        let mut terms = Vec::new();
        let own = |held: &Self, column: u32, terms: &mut Vec<(u32, i64)>| {
            formulation.terms(column, terms);
            let mut guests = terms.iter().map(|term| held.rows[term.0 as usize]).filter(|held| *held < EVERYBODY);
            let first = guests.next();
            (first, guests.any(|other| Some(other) != first))
        };
        let mut seatless: BTreeMap<u32, u32> = BTreeMap::new();
        for column in all.clone().filter(|column| !follows(formulation.column(*column).meaning)) {
            let (first, several) = own(self, column, &mut terms);
            if several || (first.is_some() && formulation.column(column).lower != 0) {
                return None;
            }
            let holder = first.unwrap_or(EVERYBODY);
            self.columns[column as usize] = holder;
            let of = if let Meaning::Used { rule, .. } = formulation.column(column).meaning { rule } else { u32::MAX };
            for (row, coefficient) in &terms {
                likeness.add(*row, holder, (false, of), *coefficient);
                if self.rows[*row as usize] == NOBODY {
                    let held = seatless.entry(*row).or_insert(holder);
                    *held = if *held == holder { holder } else { EVERYBODY };
                }
            }
        }
        for (row, held) in seatless {
            self.rows[row as usize] = held;
        }
        for column in all.filter(|column| follows(formulation.column(*column).meaning)) {
            let (first, _) = own(self, column, &mut terms);
            let Some(first) = first else { continue };
            if terms.iter().all(|term| self.rows[term.0 as usize] == first) {
                self.columns[column as usize] = first;
                if formulation.column(column).lower != 0 {
                    return None;
                }
                continue;
            }
            // What compares people says nothing of a guest who stays away.
            for (row, _) in &terms {
                if std::mem::replace(&mut self.rows[*row as usize], EVERYBODY) < EVERYBODY {
                    likeness.0[*row as usize] = 1;
                }
            }
        }
        Some(())
    }

    /// Where an indicator is lifted by as many seats as its places have, that stays so.
    fn capacities(&mut self, formulation: &Formulation<'_>, reach: &[(i64, i64)]) {
        let mut terms = Vec::new();
        for column in formulation.seats.len() as u32..formulation.columns() as u32 {
            formulation.terms(column, &mut terms);
            for (row, coefficient) in &terms {
                let formulated = reach[*row as usize].0;
                if *coefficient < 0 && -*coefficient < formulated {
                    self.lifted.remove(row);
                }
            }
        }
    }
}

/// The guest whom a row's group names.
fn named(formulation: &Formulation<'_>, origin: Origin, pool: usize) -> Option<u32> {
    let Origin::Rule { rule, group, .. } = origin else { return None };
    let scope = formulation.rule(rule).scope();
    if !scope.rule.for_each.contains(&Key::Speaker) {
        return None;
    }
    let values = scope.groups.values(scope.rule, group);
    let speaker = values.iter().find(|(key, _)| *key == Key::Speaker.name()).map(|(_, id)| *id)?;
    let at = formulation.index.speaker_at.get(speaker)?;
    (*at as usize).checked_sub(pool).map(|guest| guest as u32)
}

/// By row: what the first of each two guests has in it, less what the second has: 0 where they stand in it alike.
struct Likeness(Vec<u64>);

impl Likeness {
    /// Adds a term of a guest's seat on a place, or of a column of theirs in a rule.
    fn add(&mut self, row: u32, guest: u32, (seat, of): (bool, u32), coefficient: i64) {
        if guest >= EVERYBODY {
            return;
        }
        let mixed = [u64::from(guest / COPIES as u32), u64::from(seat), u64::from(of), coefficient.cast_unsigned()];
        let mixed = mixed.into_iter().fold(0, |sum: u64, part| scattered(sum.wrapping_add(part)));
        let own = &mut self.0[row as usize];
        let first = (guest as usize).is_multiple_of(COPIES);
        *own = if first { own.wrapping_add(mixed) } else { own.wrapping_sub(mixed) };
    }

    fn differs(&self, row: usize) -> bool {
        self.0[row] != 0
    }
}

/// A number that has nothing to do with those of its neighbours (the finaliser of `SplitMix64`).
fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
