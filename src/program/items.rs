//! What is counted once: people, values and sums over people, by indicator columns with tight links.
//!
//! Where at most one seat can support an item, the seats themselves are the indicator. Elsewhere an indicator is held
//! down by `indicator <= sum of seats` when more is better, and lifted, when less is better, by `sum of a clique <=
//! indicator` for each set of seats that exclude each other, with `load <= most * indicator` besides: the relaxation of
//! the lifted form alone is weak.

use super::draft::{Draft, TooLarge};
use super::index::Index;
use super::lists::Ranks;
use super::profiles::Candidates;
use super::rule_scope::{Item, Measure, RuleScope};
use super::seats::cliques;
use super::{Meaning, Origin, Part};
use crate::Key;
use indexmap::IndexMap;
use itertools::Either;
use rustc_hash::FxBuildHasher;

/// Which links the rows need: an indicator that may be too high harms lower bounds, one too low harms upper bounds.
#[derive(Clone, Copy, Default)]
pub(crate) struct Need {
    pub below: bool,
    pub above: bool,
}

/// How an item of a group is represented.
#[derive(Clone, Copy)]
enum Indicator {
    /// By its seats.
    Seats,
    /// By a column; `row` keeps it at 0 while no seat supports it, `load` is the row that lifts it.
    Column { unsupported: Option<u32>, load: Option<u32> },
}

/// The items of one rule's groups.
pub(crate) struct Items {
    /// Value and representation, by group and then value.
    list: Vec<(u32, Indicator)>,
    /// The groups that have items, and where each one's start in `list`; one more entry closes the last.
    groups: Ranks,
    starts: Vec<u32>,
    /// Group, column and weight of every indicator column.
    pub columns: Vec<(u32, u32, i64)>,
}

impl Item {
    /// A lower and an upper bound on a count of items, given the matching columns and the seats they can fill, and
    /// the most items of a seat.
    pub(crate) fn extremes(&self, candidates: i64, most_seats: i64, widest: usize) -> Result<(i64, i64), TooLarge> {
        match self {
            Self::Speaker { weights: None } => Ok((0, most_seats)),
            Self::Speaker { weights: Some(weights) } => {
                let sum = |sign: i64| {
                    let mut parts = weights.iter().filter(|weight| **weight * sign > 0);
                    parts.try_fold(0_i64, |sum, weight| sum.checked_add(*weight)).ok_or(TooLarge)
                };
                Ok(if candidates == 0 { (0, 0) } else { (sum(-1)?, sum(1)?) })
            }
            Self::OfPlace(_) | Self::OfSpeaker(_) => {
                Ok((0, most_seats.checked_mul(i64::try_from(widest).map_err(|_| TooLarge)?).ok_or(TooLarge)?))
            }
        }
    }

    /// The items of a seat.
    fn of(&self, place: u32, speaker: u32) -> &[u32] {
        match self {
            Self::Speaker { .. } => &[],
            Self::OfPlace(values) => values.of(place),
            Self::OfSpeaker(values) => values.of(speaker),
        }
    }
}

impl Items {
    pub(crate) fn new(
        index: &Index<'_>,
        candidates: Candidates<'_>,
        scope: &RuleScope<'_>,
        number: u32,
        need: Need,
        wanted: impl Fn(u32) -> bool,
        draft: &mut Draft,
    ) -> Result<Self, TooLarge> {
        let mut items = Self { list: Vec::new(), groups: Ranks::default(), starts: Vec::new(), columns: Vec::new() };
        let Measure::Items { item, .. } = &scope.measure else { return Ok(items) };
        let Candidates { seats, alike } = candidates;
        let mut indicators: Vec<(u32, u32, Indicator)> = Vec::new();
        // A speaker's own seats exclude each other in known ways, so their columns are kept to find cliques.
        let personal = matches!(item, Item::Speaker { .. }) || scope.rule.for_each.contains(&Key::Speaker);
        let mut support: IndexMap<(u32, u32), (u32, Vec<u32>), FxBuildHasher> = IndexMap::default();
        for place in (0..index.places.len() as u32).filter(|&place| scope.covered[place as usize]) {
            let panel = index.places[place as usize].panel;
            // Columns with who holds them, or profiles in the order of their first columns with how many there are.
            let of_place = seats.of_place(place).map(|column| (seats.speaker(column as u32), 1, column as u32));
            let profiles = alike.filter(|_| !personal).map_or(&[][..], |tally| tally.of(place));
            let profiles = profiles.iter().map(|&(speaker, count)| (speaker, count, 0));
            let each = if alike.is_none() || personal { Either::Left(of_place) } else { Either::Right(profiles) };
            for (speaker, count, column) in each {
                for &cell in scope.groups.cells_of_place.of(place) {
                    let topic = scope.groups.cells[cell as usize].topic;
                    if !scope.matching.holds(index, speaker, panel, topic) {
                        continue;
                    }
                    for &t in scope.groups.traits_of(speaker) {
                        let group = scope.groups.group(cell, t);
                        if !wanted(group) {
                            continue;
                        }
                        let own = [speaker];
                        let of_seat = if matches!(item, Item::Speaker { .. }) { &own } else { item.of(place, speaker) };
                        for &value in of_seat {
                            let entry = support.entry((group, value)).or_default();
                            entry.0 += count;
                            if personal {
                                entry.1.push(column);
                            }
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
            let most_held = held.and_then(|&c| index.forum.speakers[seats.speaker(c) as usize].max_seats);
            let places = scope.groups.cell(group).places.iter();
            let capacity: u32 =
                if index.open { u32::MAX } else { places.map(|&place| index.places[place as usize].max).sum() };
            let alone = count == 1 || capacity == 1 || exclusive.len() == 1 || (personal && most_held == Some(1));
            if alone {
                indicators.push((group, value, Indicator::Seats));
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
            indicators.push((group, value, Indicator::Column { unsupported, load }));
        }
        indicators.sort_unstable_by_key(|&(group, value, _)| (group, value));
        items.groups = Ranks::new(scope.groups.len(), indicators.iter().map(|item| item.0));
        let first = |at: &usize| *at == 0 || indicators[at - 1].0 != indicators[*at].0;
        items.starts = (0..indicators.len()).filter(first).chain([indicators.len()]).map(|at| at as u32).collect();
        items.list = indicators.into_iter().map(|(_, value, indicator)| (value, indicator)).collect();
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
        let ends = self.groups.of(group).and_then(|at| self.starts.get(at as usize..at as usize + 2));
        let Some(&[start, end]) = ends else { return 0 };
        let held = &self.list[start as usize..end as usize];
        let mut direct = 0;
        for &value in of_seat {
            match held.binary_search_by_key(&value, |item| item.0).ok().map(|at| &held[at].1) {
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
