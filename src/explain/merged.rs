//! A programme that guests have joined, with those of one kind merged: how many of them come, and how many of them sit where.
//!
//! The forum is formulated with two guests of each kind, of whom the programme keeps one: what stands in rows of one of the
//! two is that person's own, and what stands in rows of both is counted of all. A row of their own that one person keeps
//! within bounds, `n` people keep within `n` times these bounds. So every plan with any number of guests is a point, and the
//! least cost of a point is no greater than that of a plan.

use crate::Key;
use crate::backend::Failure;
use crate::engine::Posed;
use crate::program::{Column, Formulation, Meaning, Origin, Part};
use std::collections::BTreeMap;

/// So many guests of each kind are formulated.
pub(super) const COPIES: usize = 2;

const NOBODY: u32 = u32::MAX;
const EVERYBODY: u32 = u32::MAX - 1;

/// What the program's columns are.
pub(super) struct Merged {
    /// The formulation's columns that it has, in order, those of a guest's seats as often as they may be taken; then a column
    /// for each kind, of how many come.
    columns: Vec<u32>,
    kinds: usize,
}

/// Seats by their columns, and guests by kind.
pub(super) struct Taken {
    /// Columns of seats with how many people hold them.
    pub seats: Vec<(u32, i64)>,
    /// How many of each kind come.
    pub come: Vec<i64>,
}

impl Merged {
    /// The value of a column of the formulation.
    pub(super) fn value(&self, values: &[i64], column: u32) -> i64 {
        self.columns.binary_search(&column).ok().and_then(|at| values.get(at)).copied().unwrap_or(0)
    }

    /// What a point says.
    pub(super) fn taken(&self, formulation: &Formulation<'_>, values: &[i64]) -> Taken {
        let mut seats: Vec<(u32, i64)> = Vec::new();
        for (&column, &value) in self.columns.iter().zip(values) {
            match seats.last_mut() {
                _ if value <= 0 || column as usize >= formulation.seats.len() => {}
                Some(last) if last.0 == column => last.1 += value,
                _ => seats.push((column, value)),
            }
        }
        Taken {
            seats,
            come: values.get(self.columns.len()..).unwrap_or_default().iter().take(self.kinds).copied().collect(),
        }
    }
}

/// Merges the guests, who stand after `pool` speakers, two of each kind in turn. The first objective counts where it is of
/// wishes; each guest costs 1, and only points that cost less than `least` are looked for. `None` where what is asked of one
/// guest depends on others, or where it was stopped.
pub(super) fn merged(
    formulation: &Formulation<'_>,
    pool: usize,
    wishes: bool,
    least: Option<i64>,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Option<(Posed, Merged)>, Failure> {
    let kinds = formulation.index.forum.speakers.len().saturating_sub(pool) / COPIES;
    let Some(holders) = Holders::new(formulation, pool, stop) else { return Ok(None) };
    let mut rows = Ranges::new(formulation, &holders, kinds);
    let places = &formulation.index.places;
    let seats: i64 = places.iter().map(|place| i64::from(place.max)).sum();
    let mut open = places_without_row(formulation);
    let mut wanted = vec![0.0; formulation.columns()];
    let mut weights = vec![0_i64; formulation.columns()];
    let (first, later) = formulation.objectives.split_at(usize::from(wishes));
    for (column, weight) in first.iter().flat_map(|objective| objective.terms.iter()) {
        weights[column as usize] = weight;
    }
    let on_seats = |objective: &&crate::program::Objective| objective.terms.before(formulation.seats.len() as u32) > 0;
    if let Some(goal) = later.iter().find(on_seats) {
        let sign = if goal.maximise { 1.0 } else { -1.0 };
        for (column, weight) in goal.terms.iter() {
            wanted[column as usize] = sign * weight as f32;
        }
    }
    // First which columns stay, with their bounds and terms; rows come up on the way.
    let mut kept: Vec<(u32, (i64, i64), Vec<(u32, i64)>)> = Vec::new();
    let mut terms = Vec::new();
    for column in 0..formulation.columns() as u32 {
        if column.is_multiple_of(4096) && stop() {
            return Ok(None);
        }
        let holder = holders.columns[column as usize];
        let is_guest = holder < EVERYBODY;
        if is_guest && !(holder as usize).is_multiple_of(COPIES) {
            continue;
        }
        let Column { lower, mut upper, meaning } = formulation.column(column);
        formulation.terms(column, &mut terms);
        terms.retain(|term| holders.rows[term.0 as usize] != NOBODY);
        let seat = formulation.seats.get(column);
        // As many of a kind may sit there as the place has seats: columns between 0 and 1, which the engine picks from.
        let copies = seat.filter(|_| is_guest).map_or(1, |seat| places[seat.place as usize].max);
        if is_guest && seat.is_none() {
            upper = upper.saturating_mul(seats);
        } else if let Meaning::Short { below: false, .. } = meaning {
            // More guests than two of a kind can pass a bound by more.
            upper = upper.saturating_mul(seats.saturating_add(1));
        }
        let mut alone = is_guest;
        for at in 0..terms.len() {
            let (row, coefficient) = terms[at];
            if let Some(other) = rows.other.get(&row) {
                terms.push((*other, coefficient));
            }
            alone &= !(rows.own[row as usize] == Some(1) && coefficient == 1);
            if let Some(most) = holders.lifted.get(&row).filter(|_| seat.is_none()) {
                terms[at].1 = terms[at].1.min(-most);
            }
        }
        if alone {
            // Each of those who come counts for so much at most.
            let least = if seat.is_some() { 1 } else { formulation.column(column).upper };
            let row = rows.add(None, Some(0));
            terms.push((row, 1));
            rows.come.entry(holder / COPIES as u32).or_default().push((row, -least));
        }
        if let Some(seat) = seat
            && let Some(row) = open.get_mut(&seat.place)
        {
            let most = i64::from(places[seat.place as usize].max);
            terms.push((*row.get_or_insert_with(|| rows.add(None, Some(most))), 1));
        }
        kept.extend((0..copies).map(|_| (column, (lower, upper), terms.clone())));
    }
    let all = least.map(|least| rows.add(None, Some(least.saturating_sub(1))));
    let mut program = Posed::new(rows.bounds.iter().copied());
    let mut columns = Vec::with_capacity(kept.len());
    let mut wants = Vec::with_capacity(kept.len() + kinds);
    for (column, bounds, mut terms) in kept {
        let weight = weights[column as usize];
        terms.extend(all.filter(|_| weight != 0).map(|row| (row, weight)));
        let panel = match formulation.column(column).meaning {
            Meaning::Seat { panel, .. } | Meaning::Present { panel, .. } => Some(panel),
            _ => None,
        };
        program.column(bounds, weight, panel, terms.into_iter())?;
        columns.push(column);
        // What a guest would be worth to the goals is no reason to invite one.
        wants.push(if holders.columns[column as usize] < EVERYBODY { 0.0 } else { wanted[column as usize] });
    }
    for kind in 0..kinds as u32 {
        let mut terms = rows.come.remove(&kind).unwrap_or_default();
        terms.extend(all.map(|row| (row, 1)));
        program.column((0, seats), 1, None, terms.into_iter())?;
        wants.push(0.0);
    }
    program.lean(wants);
    Ok(Some((program, Merged { columns, kinds })))
}

/// The places whose seats no row limits, each with the row that comes to do so.
fn places_without_row(formulation: &Formulation<'_>) -> BTreeMap<u32, Option<u32>> {
    let places = &formulation.index.places;
    let mut open: BTreeMap<u32, Option<u32>> = (0..places.len() as u32).map(|place| (place, None)).collect();
    for bounds in formulation.rows().iter().filter(|bounds| bounds.upper.is_some()) {
        if let Origin::Seats { panel, role } = bounds.origin {
            open.remove(&(formulation.index.first_place[panel as usize] + role));
        }
    }
    open
}

/// Whose each column and row is: of a guest alone, by number, of everybody, or of nobody.
struct Holders {
    columns: Vec<u32>,
    rows: Vec<u32>,
    /// Rows that lift an indicator of everybody's, and what seats can sum up to in them.
    lifted: BTreeMap<u32, i64>,
}

impl Holders {
    fn new(formulation: &Formulation<'_>, pool: usize, stop: &mut dyn FnMut() -> bool) -> Option<Self> {
        let (columns, seats) = (formulation.columns(), formulation.seats.len());
        let mut holders = Self {
            columns: vec![EVERYBODY; columns],
            rows: vec![NOBODY; formulation.rows().len()],
            lifted: BTreeMap::new(),
        };
        // By row: how many seats are formulated, and how many can be taken once guests are merged.
        let mut reach = vec![(0_i64, 0_i64); holders.rows.len()];
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
            for (row, _) in &terms {
                let held = &mut holders.rows[*row as usize];
                *held = if *held == NOBODY || *held == holder { holder } else { EVERYBODY };
                let reach = &mut reach[*row as usize];
                *reach = (reach.0 + 1, reach.1 + most);
            }
        }
        holders.auxiliary(formulation)?;
        for (row, bounds) in formulation.rows().iter().enumerate() {
            let held = &mut holders.rows[row];
            match bounds.origin {
                // Goals are not settled here.
                Origin::Goal { .. } => *held = NOBODY,
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

    /// Columns besides the seats are of the guest in whose own rows they stand; `None` where they stand in those of several.
    fn auxiliary(&mut self, formulation: &Formulation<'_>) -> Option<()> {
        let mut terms = Vec::new();
        for column in formulation.seats.len() as u32..formulation.columns() as u32 {
            formulation.terms(column, &mut terms);
            let mut guests = terms.iter().map(|term| self.rows[term.0 as usize]).filter(|held| *held < EVERYBODY);
            let Some(first) = guests.next() else { continue };
            if guests.any(|other| other != first) || formulation.column(column).lower != 0 {
                return None;
            }
            self.columns[column as usize] = first;
            for (row, _) in &terms {
                // The row of a presence, in which no seat stands, is its holder's.
                let held = &mut self.rows[*row as usize];
                *held = if *held == NOBODY { first } else { *held };
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

/// The rows' ranges, of those who come where they are of one guest.
struct Ranges {
    bounds: Vec<(Option<i64>, Option<i64>)>,
    /// By row of a guest's own, the upper bound.
    own: Vec<Option<i64>>,
    /// Rows whose lower bound is a row of its own.
    other: BTreeMap<u32, u32>,
    /// By kind, the terms of how many come.
    come: BTreeMap<u32, Vec<(u32, i64)>>,
}

impl Ranges {
    fn new(formulation: &Formulation<'_>, holders: &Holders, kinds: usize) -> Self {
        let mut rows = Self {
            bounds: formulation.rows().iter().map(|bounds| (bounds.lower, bounds.upper)).collect(),
            own: vec![None; formulation.rows().len()],
            other: BTreeMap::new(),
            come: (0..kinds as u32).map(|kind| (kind, Vec::new())).collect(),
        };
        for (row, held) in holders.rows.iter().enumerate() {
            if *held == EVERYBODY {
                continue;
            }
            let (lower, upper) = std::mem::take(&mut rows.bounds[row]);
            if *held == NOBODY || !(*held as usize).is_multiple_of(COPIES) {
                continue;
            }
            rows.own[row] = upper;
            let zero = |bound: Option<i64>| bound.map(|_| 0);
            let kind = *held / COPIES as u32;
            let mut term = |row: u32, bound: i64| {
                if bound != 0 {
                    rows.come.entry(kind).or_default().push((row, -bound));
                }
            };
            match (lower, upper) {
                (Some(low), Some(high)) if low != high => {
                    let other = rows.bounds.len() as u32;
                    rows.bounds[row] = (None, Some(0));
                    rows.bounds.push((Some(0), None));
                    rows.other.insert(row as u32, other);
                    term(row as u32, high);
                    term(other, low);
                }
                _ => {
                    rows.bounds[row] = (zero(lower), zero(upper));
                    term(row as u32, lower.or(upper).unwrap_or(0));
                }
            }
        }
        rows
    }

    fn add(&mut self, lower: Option<i64>, upper: Option<i64>) -> u32 {
        self.bounds.push((lower, upper));
        (self.bounds.len() - 1) as u32
    }
}
