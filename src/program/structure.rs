//! The rows that always hold: seats of each role, one seat a panel, one panel per slot, workload, pins.

use super::draft::{Draft, TooLarge};
use super::index::Index;
use super::seats::{SeatColumns, cliques, exclusive_slot};
use super::{Meaning, Origin};
use indexmap::IndexMap;

const NONE: u32 = u32::MAX;

/// Rows by position, for the terms that follow a pattern.
pub(crate) struct Structure {
    /// The row of each place's range of seats.
    seats: Vec<u32>,
    /// The row of each speaker's workload.
    max_seats: Vec<u32>,
    /// Columns that must be held, ascending.
    pub pinned: Vec<u32>,
}

impl Structure {
    pub(crate) fn new(index: &Index<'_>, columns: &SeatColumns, draft: &mut Draft) -> Result<Self, TooLarge> {
        let mut structure = Self {
            seats: vec![NONE; index.places.len()],
            max_seats: vec![NONE; index.forum.speakers.len()],
            pinned: Vec::new(),
        };
        for (i, place) in index.places.iter().enumerate() {
            let candidates = columns.of_place(i as u32).len() as u64;
            let lower = (place.min > 0).then_some(i64::from(place.min));
            let upper = (index.open || candidates > u64::from(place.max)).then_some(i64::from(place.max));
            if lower.is_some() || upper.is_some() {
                structure.seats[i] = draft.row(lower, upper, Origin::Seats { panel: place.panel, role: place.role });
            }
        }
        for (s, own) in columns.by_speaker(index.forum.speakers.len()).into_iter().enumerate() {
            if !own.is_empty() {
                structure.speaker(index, columns, s as u32, &own, draft)?;
            }
        }
        structure.pins(index, columns, draft)?;
        Ok(structure)
    }

    fn speaker(
        &mut self,
        index: &Index<'_>,
        columns: &SeatColumns,
        speaker: u32,
        own: &[u32],
        draft: &mut Draft,
    ) -> Result<(), TooLarge> {
        let limit = index.forum.speakers[speaker as usize].max_seats;
        let most = cliques(index, columns, own).len() as u64;
        if let Some(limit) = limit.filter(|limit| u64::from(*limit) < most) {
            self.max_seats[speaker as usize] = draft.row(None, Some(i64::from(limit)), Origin::MaxSeats { speaker });
            if limit == 1 && !index.open {
                // One seat at all is stronger than one seat a panel and one panel a slot.
                return Ok(());
            }
        }
        let mut panels: IndexMap<u32, Vec<u32>> = IndexMap::new();
        let mut slots: IndexMap<u32, Vec<u32>> = IndexMap::new();
        for &column in own {
            let panel = index.places[columns.list[column as usize].place as usize].panel;
            panels.entry(panel).or_default().push(column);
        }
        for &panel in panels.keys() {
            if let Some(slot) = exclusive_slot(index, panel) {
                slots.entry(slot).or_default().push(panel);
            }
        }
        let clashes = |panel: u32| exclusive_slot(index, panel).is_some_and(|slot| slots[&slot].len() > 1);
        // For each panel, the columns that stand for sitting there in a slot row.
        let mut standing: IndexMap<u32, Vec<u32>> = IndexMap::new();
        for (&panel, held) in &panels {
            let doubles = |column: &u32| index.places[columns.list[*column as usize].place as usize].doubles;
            let single: Vec<u32> = held.iter().copied().filter(|column| !doubles(column)).collect();
            let may_hold_two = held.len() > 1 && (index.open || single.len() < held.len());
            if single.len() > 1 && (may_hold_two || !clashes(panel)) {
                let row = draft.row(None, Some(1), Origin::OneSeat { panel, speaker });
                for &column in &single {
                    draft.term(column, row, 1)?;
                }
            }
            if !clashes(panel) {
                continue;
            }
            if may_hold_two {
                let present = draft.column(0, 1, Meaning::Present { panel, speaker });
                let apart = |column: &u32| index.open || doubles(column);
                let mut sets: Vec<Vec<u32>> = held.iter().copied().filter(apart).map(|column| vec![column]).collect();
                if !single.is_empty() && !index.open {
                    sets.push(single);
                }
                for set in sets {
                    let row = draft.row(None, Some(0), Origin::Present { panel, speaker });
                    draft.term(present, row, -1)?;
                    for column in set {
                        draft.term(column, row, 1)?;
                    }
                }
                standing.insert(panel, vec![present]);
            } else {
                standing.insert(panel, held.clone());
            }
        }
        for (&slot, clashing) in &slots {
            if clashing.len() < 2 {
                continue;
            }
            let row = draft.row(None, Some(1), Origin::Slot { speaker, slot });
            for panel in clashing {
                for &column in standing.get(panel).into_iter().flatten() {
                    draft.term(column, row, 1)?;
                }
            }
        }
        Ok(())
    }

    fn pins(&mut self, index: &Index<'_>, columns: &SeatColumns, draft: &mut Draft) -> Result<(), TooLarge> {
        for (i, pin) in index.forum.pins.iter().enumerate() {
            let (Some(&panel), Some(&speaker)) =
                (index.panel_at.get(pin.panel.as_str()), index.speaker_at.get(pin.speaker.as_str()))
            else {
                continue;
            };
            let meant = |place: &usize| pin.role.as_deref().is_none_or(|role| role == index.places[*place].name);
            let held = index.places_of(panel).filter(meant).filter_map(|place| columns.find(place as u32, speaker));
            let held: Vec<u32> = held.collect();
            if let ([column], false) = (&held[..], index.open) {
                let column = *column;
                self.pinned.push(column);
                continue;
            }
            // No column at all leaves an empty row that cannot reach 1: the pin can't be kept, which is the truth.
            let row = draft.row(Some(1), None, Origin::Pin { pin: i as u32 });
            for column in held {
                draft.term(column, row, 1)?;
            }
        }
        self.pinned.sort_unstable();
        Ok(())
    }

    /// Appends the seat column's terms in the rows that follow a pattern.
    pub(crate) fn seat_terms(&self, place: u32, speaker: u32, terms: &mut Vec<(u32, i64)>) {
        for row in [self.seats[place as usize], self.max_seats[speaker as usize]] {
            if row != NONE {
                terms.push((row, 1));
            }
        }
    }
}
