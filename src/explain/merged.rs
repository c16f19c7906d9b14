//! A programme that guests have joined, with those of one kind merged: how many of them come, and how many of them sit where.
//!
//! The forum is formulated with two guests of each kind, of whom the programme keeps one. A row in which one guest stands
//! alone is that person's own: what one person keeps within bounds, `n` people keep within `n` times these bounds. A row in
//! which both of a kind stand alike counts how many sit, whoever they are, and stays as it is. A row of several people that
//! tells the two apart (a share of what everybody holds, a spread between people) is left out. So every plan with any number
//! of guests is a point: the least cost of a point is no greater than that of a plan, and is that of the plan that has it.

use super::whose::{EVERYBODY, Holders, NOBODY};
use crate::Count;
use crate::backend::Failure;
use crate::engine::Posed;
use crate::program::{Column, Formulation, Meaning, Origin};
use std::collections::BTreeMap;

/// So many guests of each kind are formulated.
pub(super) const COPIES: usize = 2;

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

/// A column that stays, by its number, with its bounds and terms.
type Kept = (u32, (i64, i64), Vec<(u32, i64)>);

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
    let mut kept: Vec<Kept> = Vec::new();
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
        let Column { lower, mut upper, .. } = formulation.column(column);
        formulation.terms(column, &mut terms);
        terms.retain(|term| holders.rows[term.0 as usize] != NOBODY);
        let seat = formulation.seats.get(column);
        // As many of a kind may sit there as the place has seats: columns between 0 and 1, which the engine picks from.
        let copies = seat.filter(|_| is_guest).map_or(1, |seat| places[seat.place as usize].max);
        if is_guest && seat.is_none() {
            upper = upper.saturating_mul(seats);
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
    reaching(formulation, &holders, &rows, &mut kept);
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

/// Gives what follows the counts of everybody as much room as counts have with more guests than two of a kind: by how much a
/// wish is missed, and the least of the counts that are compared.
fn reaching(formulation: &Formulation<'_>, holders: &Holders, rows: &Ranges, kept: &mut [Kept]) {
    let follows = |column: u32| {
        let meaning = formulation.column(column).meaning;
        let of_all = holders.columns[column as usize] >= EVERYBODY;
        let follower = matches!(meaning, Meaning::Least { .. } | Meaning::Short { .. } | Meaning::Apart { .. });
        (of_all && follower).then_some(meaning)
    };
    let mut reach = vec![(0_i64, 0_i64); rows.bounds.len()];
    let add = |reach: &mut Vec<(i64, i64)>, (_, (lower, upper), terms): &Kept| {
        for (row, by) in terms {
            let ends = (by.saturating_mul(*lower), by.saturating_mul(*upper));
            let own = &mut reach[*row as usize];
            *own = (own.0.saturating_add(ends.0.min(ends.1)), own.1.saturating_add(ends.0.max(ends.1)));
        }
    };
    kept.iter().filter(|one| follows(one.0).is_none()).for_each(|one| add(&mut reach, one));
    for one in kept.iter_mut().filter(|one| matches!(follows(one.0), Some(Meaning::Least { .. }))) {
        for (row, _) in &one.2 {
            let (least, most) = reach[*row as usize];
            one.1 = (one.1.0.min(least), one.1.1.max(most));
        }
        add(&mut reach, one);
    }
    for (column, bounds, terms) in kept {
        let (below, rule) = match follows(*column) {
            Some(Meaning::Short { below, rule, .. }) => (below, rule),
            Some(Meaning::Apart { rule, .. }) => (false, rule),
            _ => continue,
        };
        // Guests don't make a bound from below harder to reach, unless they count for less than nothing.
        if below && !matches!(formulation.rule(rule).scope().rule.count, Count::Sum(_)) {
            continue;
        }
        for (row, by) in terms {
            let (least, most) = reach[*row as usize];
            let missed = match rows.bounds[*row as usize] {
                (Some(lower), _) if *by > 0 => lower.saturating_sub(least),
                (_, Some(upper)) if *by < 0 => most.saturating_sub(upper),
                _ => 0,
            };
            let size = by.saturating_abs().max(1);
            bounds.1 = bounds.1.max(missed.div_euclid(size) + i64::from(missed.rem_euclid(size) != 0));
        }
    }
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
