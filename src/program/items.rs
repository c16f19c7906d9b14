//! What is counted once: people, values and sums over people, by indicator columns with tight links.
//!
//! Where at most one seat can support an item, the seats themselves are the indicator. Elsewhere an indicator is held
//! down by `indicator <= sum of seats` when more is better, and lifted, when less is better, by `sum of a clique <=
//! indicator` for each set of seats that exclude each other, with `load <= most * indicator` besides: the relaxation of
//! the lifted form alone is weak.

use super::draft::{Draft, TooLarge};
use super::index::Index;
use super::rule_scope::{Item, Measure, RuleScope};
use super::seats::{SeatColumns, cliques};
use super::{Meaning, Origin, Part};
use crate::Key;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// Which links the rows need: an indicator that may be too high harms lower bounds, one too low harms upper bounds.
#[derive(Clone, Copy, Default)]
pub(crate) struct Need {
    pub below: bool,
    pub above: bool,
}

/// How an item of a group is represented.
enum Indicator {
    /// By its seats.
    Seats,
    /// By a column; `row` keeps it at 0 while no seat supports it, `load` is the row that lifts it.
    Column { unsupported: Option<u32>, load: Option<u32> },
}

/// The items of one rule's groups.
pub(crate) struct Items {
    indicators: FxHashMap<(u32, u32), Indicator>,
    /// Group, column and weight of every indicator column.
    pub columns: Vec<(u32, u32, i64)>,
}

impl Item {
    /// A lower and an upper bound on a count of items, given the matching columns and the seats they can fill.
    pub(crate) fn extremes(&self, candidates: i64, most_seats: i64) -> Result<(i64, i64), TooLarge> {
        match self {
            Self::Speaker { weights: None } => Ok((0, most_seats)),
            Self::Speaker { weights: Some(weights) } => {
                let sum = |sign: i64| {
                    let mut parts = weights.iter().filter(|weight| **weight * sign > 0);
                    parts.try_fold(0_i64, |sum, weight| sum.checked_add(*weight)).ok_or(TooLarge)
                };
                Ok(if candidates == 0 { (0, 0) } else { (sum(-1)?, sum(1)?) })
            }
            Self::OfPlace(values) | Self::OfSpeaker(values) => {
                let widest = values.iter().map(Vec::len).max().unwrap_or(0);
                Ok((0, most_seats.checked_mul(i64::try_from(widest).map_err(|_| TooLarge)?).ok_or(TooLarge)?))
            }
        }
    }

    /// The items of a seat.
    fn of(&self, place: u32, speaker: u32) -> &[u32] {
        match self {
            Self::Speaker { .. } => &[],
            Self::OfPlace(values) => &values[place as usize],
            Self::OfSpeaker(values) => &values[speaker as usize],
        }
    }
}

impl Items {
    pub(crate) fn new(
        index: &Index<'_>,
        seats: &SeatColumns,
        scope: &RuleScope<'_>,
        number: u32,
        need: Need,
        wanted: impl Fn(u32) -> bool,
        draft: &mut Draft,
    ) -> Result<Self, TooLarge> {
        let mut items = Self { indicators: FxHashMap::default(), columns: Vec::new() };
        let Measure::Items { item, .. } = &scope.measure else { return Ok(items) };
        // A speaker's own seats exclude each other in known ways, so their columns are kept to find cliques.
        let personal = matches!(item, Item::Speaker { .. }) || scope.rule.for_each.contains(&Key::Speaker);
        let mut support: IndexMap<(u32, u32), (u32, Vec<u32>), FxBuildHasher> = IndexMap::default();
        for (column, seat) in seats.list.iter().enumerate() {
            if !scope.covered[seat.place as usize] {
                continue;
            }
            let panel = index.places[seat.place as usize].panel;
            for &cell in &scope.groups.cells_of_place[seat.place as usize] {
                let topic = scope.groups.cells[cell as usize].topic;
                if !scope.matching.holds(index, seat.speaker, panel, topic) {
                    continue;
                }
                for &t in &scope.groups.traits_of_speaker[seat.speaker as usize] {
                    let group = scope.groups.group(cell, t);
                    if !wanted(group) {
                        continue;
                    }
                    let own = [seat.speaker];
                    let of_seat =
                        if matches!(item, Item::Speaker { .. }) { &own } else { item.of(seat.place, seat.speaker) };
                    for &value in of_seat {
                        let entry = support.entry((group, value)).or_default();
                        entry.0 += 1;
                        if personal {
                            entry.1.push(column as u32);
                        }
                    }
                }
            }
        }
        for ((group, value), (count, columns)) in support {
            let weight = scope.item_weight(value);
            if weight == 0 {
                continue;
            }
            let need = if weight > 0 { need } else { Need { below: need.above, above: need.below } };
            let exclusive = if personal { cliques(index, seats, &columns) } else { IndexMap::new() };
            // Workload and ranges of seats are taken for granted where no explanation drops them.
            let held = columns.first().filter(|_| !index.open);
            let most_held = held.and_then(|&c| index.forum.speakers[seats.list[c as usize].speaker as usize].max_seats);
            let places = scope.groups.cell(group).places.iter();
            let capacity: u32 =
                if index.open { u32::MAX } else { places.map(|&place| index.places[place as usize].max).sum() };
            let alone = count == 1 || capacity == 1 || exclusive.len() == 1 || (personal && most_held == Some(1));
            if alone {
                items.indicators.insert((group, value), Indicator::Seats);
                continue;
            }
            let origin = |part| Origin::Rule { rule: number, group, part };
            let used = draft.column(0, 1, Meaning::Used { rule: number, group, value });
            items.columns.push((group, used, weight));
            let unsupported =
                if need.below { Some(draft.row(Some(0), None, origin(Part::Unsupported { value }))) } else { None };
            if let Some(row) = unsupported {
                draft.term(used, row, -1)?;
            }
            let mut load = None;
            if need.above {
                for (&clash, clique) in &exclusive {
                    let row = draft.row(None, Some(0), origin(Part::Lifted { value, by: Some(clash) }));
                    draft.term(used, row, -1)?;
                    for &column in clique {
                        draft.term(column, row, 1)?;
                    }
                }
                let most = if personal {
                    u32::try_from(exclusive.len()).map_err(|_| TooLarge)?.min(most_held.unwrap_or(u32::MAX))
                } else {
                    count.min(capacity)
                };
                if !personal || (most as usize) < exclusive.len() {
                    let row = draft.row(None, Some(0), origin(Part::Lifted { value, by: None }));
                    draft.term(used, row, -i64::from(most))?;
                    load = Some(row);
                }
            }
            items.indicators.insert((group, value), Indicator::Column { unsupported, load });
        }
        Ok(items)
    }

    /// Appends the seat's terms in the links of its items, and returns the weight with which the seat itself enters the
    /// group's lines.
    pub(crate) fn seat_terms(
        &self,
        scope: &RuleScope<'_>,
        group: u32,
        place: u32,
        speaker: u32,
        terms: &mut Vec<(u32, i64)>,
    ) -> i64 {
        let Measure::Items { item, .. } = &scope.measure else { return 0 };
        let own = [speaker];
        let of_seat = if matches!(item, Item::Speaker { .. }) { &own } else { item.of(place, speaker) };
        let mut direct = 0;
        for &value in of_seat {
            match self.indicators.get(&(group, value)) {
                Some(Indicator::Seats) => direct += scope.item_weight(value),
                Some(Indicator::Column { unsupported, load }) => {
                    terms.extend(unsupported.iter().chain(load).map(|&row| (row, 1)));
                }
                None => {}
            }
        }
        direct
    }
}
