//! The rows that always hold: seats of each role, one seat a panel, one panel per slot, workload, pins.

use super::draft::{Draft, TooLarge};
use super::index::Index;
use super::seats::{SeatColumns, exclusive_slot, more_cliques};
use super::{Meaning, Origin};
use indexmap::IndexMap;

const NONE: u32 = u32::MAX;

/// Rows by position, for the terms that follow a pattern.
pub(crate) struct Structure {
    /// The row of each place's range of seats.
    seats: Vec<u32>,
    /// The row of each speaker's workload.
    max_seats: Vec<u32>,
    /// The row of each speaker in each slot that several panels share, `clashes[slot * speakers + speaker]`: people come
    /// one after the other where a place's columns are gone through.
    clashes: Vec<u32>,
    /// The shared slot of each place, where a seat stands for its panel in the slot's row.
    slots: Vec<u32>,
    /// Columns that must be held, ascending.
    pub pinned: Vec<u32>,
}

impl Structure {
    pub(crate) fn new(index: &Index<'_>, columns: &SeatColumns, draft: &mut Draft) -> Result<Self, TooLarge> {
        let (slots, shared) = shared_slots(index);
        let mut structure = Self {
            seats: vec![NONE; index.places.len()],
            max_seats: vec![NONE; index.forum.speakers.len()],
            clashes: vec![NONE; index.forum.speakers.len() * shared],
            slots,
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
        let of_speaker = columns.places_by_speaker(index.forum.speakers.len());
        let mut clashing = Clashing::new(index);
        for speaker in 0..index.forum.speakers.len() as u32 {
            let own = of_speaker.of(speaker);
            if !own.is_empty() {
                structure.speaker(index, columns, speaker, own, &mut clashing, draft)?;
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
        places: &[u32],
        clashing: &mut Clashing,
        draft: &mut Draft,
    ) -> Result<(), TooLarge> {
        let limit = index.forum.speakers[speaker as usize].max_seats;
        if let Some(limit) = limit.filter(|limit| more_cliques(index, places, *limit)) {
            self.max_seats[speaker as usize] = draft.row(None, Some(i64::from(limit)), Origin::MaxSeats { speaker });
            if limit == 1 && !index.open {
                // One seat at all is stronger than one seat a panel and one panel a slot.
                return Ok(());
            }
        }
        let panel_of = |place: u32| index.places[place as usize].panel;
        if places.windows(2).all(|pair| panel_of(pair[0]) != panel_of(pair[1])) {
            return self.one_seat_each(index, columns, speaker, places, clashing, draft);
        }
        let own = places.iter().filter_map(|&place| columns.find(place, speaker));
        let mut panels: IndexMap<u32, Vec<u32>> = IndexMap::new();
        let mut slots: IndexMap<u32, Vec<u32>> = IndexMap::new();
        for column in own {
            let panel = panel_of(columns.place(column));
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
            let doubles = |column: &u32| index.places[columns.place(*column) as usize].doubles;
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
                let role = |column: u32| index.places[columns.place(column) as usize].role;
                let each = held.iter().copied().filter(apart);
                let mut sets: Vec<(Option<u32>, Vec<u32>)> = each.map(|c| (Some(role(c)), vec![c])).collect();
                if !single.is_empty() && !index.open {
                    sets.push((None, single));
                }
                for (role, set) in sets {
                    let row = draft.row(None, Some(0), Origin::Present { panel, speaker, role });
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
                    match columns.get(column) {
                        Some(seat) => self.clash(columns, speaker, seat.place, row, draft)?,
                        None => draft.term(column, row, 1)?,
                    }
                }
            }
        }
        Ok(())
    }

    /// The slot rows of a speaker who has at most one seat on each panel, as nearly everybody has.
    fn one_seat_each(
        &mut self,
        index: &Index<'_>,
        columns: &SeatColumns,
        speaker: u32,
        places: &[u32],
        with: &mut Clashing,
        draft: &mut Draft,
    ) -> Result<(), TooLarge> {
        let panel_of = |place: u32| index.places[place as usize].panel as usize;
        for &place in places {
            let slot = with.slot_of_panel[panel_of(place)];
            if slot != NONE {
                let (seats, row) = &mut with.slots[slot as usize];
                if *seats == 0 {
                    with.order.push(slot);
                    *row = NONE;
                }
                *seats += 1;
            }
        }
        for slot in with.order.drain(..) {
            let (seats, row) = &mut with.slots[slot as usize];
            if *seats > 1 {
                *row = draft.row(None, Some(1), Origin::Slot { speaker, slot });
            }
            *seats = 0;
        }
        for &place in places {
            let slot = with.slot_of_panel[panel_of(place)];
            if slot != NONE && with.slots[slot as usize].1 != NONE {
                self.clash(columns, speaker, place, with.slots[slot as usize].1, draft)?;
            }
        }
        Ok(())
    }

    /// The speaker's seat in a place stands for its panel in the row of a slot: by the pattern where it has one.
    fn clash(
        &mut self,
        columns: &SeatColumns,
        speaker: u32,
        place: u32,
        row: u32,
        draft: &mut Draft,
    ) -> Result<(), TooLarge> {
        match self.slots[place as usize] {
            NONE => columns.find(place, speaker).map_or(Ok(()), |column| draft.term(column, row, 1)),
            slot => {
                let at = self.clash_at(slot, speaker);
                self.clashes[at] = row;
                Ok(())
            }
        }
    }

    fn clash_at(&self, slot: u32, speaker: u32) -> usize {
        slot as usize * self.max_seats.len() + speaker as usize
    }

    fn pins(&mut self, index: &Index<'_>, columns: &SeatColumns, draft: &mut Draft) -> Result<(), TooLarge> {
        for (i, pin) in index.forum.pins.iter().enumerate() {
            // What is said twice is one row.
            if !index.open && index.forum.pins[..i].contains(pin) {
                continue;
            }
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
        let clash = match self.slots[place as usize] {
            NONE => NONE,
            slot => self.clashes[self.clash_at(slot, speaker)],
        };
        for row in [self.seats[place as usize], self.max_seats[speaker as usize], clash] {
            if row != NONE {
                terms.push((row, 1));
            }
        }
    }
}

/// Where a speaker's seats clash: room that is used for one after the other.
struct Clashing {
    /// The slot of each panel that excludes others in it.
    slot_of_panel: Vec<u32>,
    /// By slot: how many seats, and the row where there are several.
    slots: Vec<(u32, u32)>,
    /// The slots with seats, in order of first appearance.
    order: Vec<u32>,
}

impl Clashing {
    fn new(index: &Index<'_>) -> Self {
        let panels = 0..index.forum.panels.len() as u32;
        let slot_of_panel = panels.map(|panel| exclusive_slot(index, panel).unwrap_or(NONE)).collect();
        Self { slot_of_panel, slots: vec![(0, NONE); index.slots.len()], order: Vec::new() }
    }
}

/// For each place, its slot's number among the slots in which several panels clash, and how many such slots there are. A
/// panel where somebody may hold two seats has no number: a presence may stand for its seats.
fn shared_slots(index: &Index<'_>) -> (Vec<u32>, usize) {
    let mut panels = vec![0_u32; index.slots.len()];
    for panel in 0..index.forum.panels.len() as u32 {
        if let Some(slot) = exclusive_slot(index, panel) {
            panels[slot as usize] += 1;
        }
    }
    let mut number = vec![NONE; panels.len()];
    let mut shared = 0;
    for (slot, _) in panels.iter().enumerate().filter(|(_, panels)| **panels > 1) {
        number[slot] = shared;
        shared += 1;
    }
    let of_place = index.places.iter().map(|place| {
        let doubles = index.open || index.places_of(place.panel).any(|other| index.places[other].doubles);
        let slot = exclusive_slot(index, place.panel).filter(|_| !doubles);
        slot.map_or(NONE, |slot| number[slot as usize])
    });
    (of_place.collect(), shared as usize)
}
