//! Which speaker may hold which seat: the columns of the program.

use super::Clash;
use super::index::Index;
use super::lists::Lists;
use super::rule_scope::RuleScope;
use crate::Speaker;
use indexmap::IndexMap;
use std::collections::HashMap;

/// One column: a speaker in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeatColumn {
    pub place: u32,
    pub speaker: u32,
}

/// The seats that can be held, by place and then speaker: of a large forum there are millions.
pub(crate) struct SeatColumns {
    speakers: Vec<u32>,
    /// Columns of place `i`: `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
}

impl SeatColumns {
    /// Every seat that neither the speaker's roles and slots, a bar, nor a requirement that leaves no choice forbids.
    /// Who stops it gets some of them.
    pub(crate) fn new(index: &Index<'_>, scopes: &[RuleScope<'_>], stop: &mut dyn FnMut() -> bool) -> Self {
        let forum = index.forum;
        let mut barred: Vec<Vec<u32>> = vec![Vec::new(); index.places.len()];
        for bar in &forum.bars {
            let (Some(&panel), Some(&speaker)) =
                (index.panel_at.get(bar.panel.as_str()), index.speaker_at.get(bar.speaker.as_str()))
            else {
                continue;
            };
            for place in index.places_of(panel) {
                if bar.role.as_deref().is_none_or(|role| role == index.places[place].name) {
                    barred[place].push(speaker);
                }
            }
        }
        let slot_at: HashMap<&str, usize> = index.slots.iter().enumerate().map(|(at, slot)| (*slot, at)).collect();
        let mut absent: Vec<Vec<u32>> = vec![Vec::new(); index.slots.len()];
        for (s, speaker) in (0..).zip(&forum.speakers) {
            for slot in speaker.unavailable.iter().filter_map(|slot| slot_at.get(slot.as_str())) {
                absent[*slot].push(s);
            }
        }
        let forbidding: Vec<&RuleScope<'_>> = scopes.iter().filter(|scope| scope.may_forbid()).collect();
        let mut speakers = Vec::new();
        let mut may: Vec<bool> = Vec::new();
        let mut room = Vec::new();
        let mut takers: HashMap<&str, Vec<bool>> = HashMap::new();
        let mut starts = Vec::with_capacity(index.places.len() + 1);
        for (i, place) in index.places.iter().enumerate() {
            if i.is_multiple_of(64) && stop() {
                break;
            }
            starts.push(speakers.len() as u32);
            if place.max == 0 {
                continue;
            }
            may.clear();
            may.extend_from_slice(takers.entry(place.name).or_insert_with(|| takers_of(index, place.name)));
            if !index.open {
                let away = index.slot_of[place.panel as usize].map_or(&[][..], |slot| &absent[slot as usize]);
                for &speaker in away.iter().chain(&barred[i]) {
                    may[speaker as usize] = false;
                }
                for scope in &forbidding {
                    scope.forbid(index, i as u32, &mut may, &mut room);
                }
            }
            let held = (0..).zip(&may).filter(|(_, may)| **may);
            speakers.extend(held.map(|(speaker, _)| speaker));
        }
        starts.resize(index.places.len() + 1, speakers.len() as u32);
        speakers.shrink_to_fit();
        Self { speakers, starts }
    }

    pub(crate) fn len(&self) -> usize {
        self.speakers.len()
    }

    /// The seat of a column, where it is one.
    pub(crate) fn get(&self, column: u32) -> Option<SeatColumn> {
        let speaker = *self.speakers.get(column as usize)?;
        // Of places without columns, which start where the next one does, the last is the column's own.
        let place = self.starts.partition_point(|start| *start <= column) - 1;
        Some(SeatColumn { place: place as u32, speaker })
    }

    /// The place of a column that is a seat.
    pub(crate) fn place(&self, column: u32) -> u32 {
        (self.starts.partition_point(|start| *start <= column) - 1) as u32
    }

    /// The speaker of a column that is a seat.
    pub(crate) fn speaker(&self, column: u32) -> u32 {
        self.speakers[column as usize]
    }

    /// The speakers of a place's columns, ascending.
    pub(crate) fn speakers_of(&self, place: u32) -> &[u32] {
        &self.speakers[self.of_place(place)]
    }

    /// The column of a speaker in a place, where it exists.
    pub(crate) fn find(&self, place: u32, speaker: u32) -> Option<u32> {
        let offset = self.speakers_of(place).binary_search(&speaker).ok()?;
        Some((self.of_place(place).start + offset) as u32)
    }

    pub(crate) fn of_place(&self, place: u32) -> std::ops::Range<usize> {
        self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize
    }

    /// The places that each speaker may have, ascending.
    pub(crate) fn places_by_speaker(&self, speakers: usize) -> Lists {
        let each = self.starts.windows(2).zip(0..);
        let places = each.flat_map(|(ends, place)| std::iter::repeat_n(place, (ends[1] - ends[0]) as usize));
        Lists::grouped(speakers, self.speakers.iter().copied(), places)
    }
}

/// Whether each speaker takes a role at all.
fn takers_of(index: &Index<'_>, role: &str) -> Vec<bool> {
    let takes = |speaker: &Speaker| {
        let takes_role = speaker.roles.as_ref().is_none_or(|roles| roles.iter().any(|own| own == role));
        index.open || takes_role && speaker.max_seats != Some(0)
    };
    index.forum.speakers.iter().map(takes).collect()
}

/// Sets of one speaker's columns of which at most one is held: together they are a bound on the seats held. Panels in
/// one slot exclude each other; on one panel only the roles that double are held besides another.
/// An open program takes neither for granted.
pub(crate) fn cliques(index: &Index<'_>, seats: &SeatColumns, columns: &[u32]) -> IndexMap<Clash, Vec<u32>> {
    let mut found: IndexMap<Clash, Vec<u32>> = IndexMap::new();
    for &column in columns {
        found.entry(clash(index, seats.place(column))).or_default().push(column);
    }
    found
}

/// Whether there are more of these sets than so many, by the places of a speaker's columns: mostly a few show it.
pub(crate) fn more_cliques(index: &Index<'_>, places: &[u32], than: u32) -> bool {
    let mut found: Vec<Clash> = Vec::new();
    places.iter().any(|&place| {
        let clash = clash(index, place);
        if !found.contains(&clash) {
            found.push(clash);
        }
        found.len() > than as usize
    })
}

fn clash(index: &Index<'_>, at: u32) -> Clash {
    let place = &index.places[at as usize];
    if place.doubles || index.open {
        Clash::Alone(at)
    } else if let Some(slot) = exclusive_slot(index, place.panel) {
        Clash::Slot(slot)
    } else {
        Clash::Panel(place.panel)
    }
}

/// The slot in which the panel clashes with others, unless forum or panel waive it.
pub(crate) fn exclusive_slot(index: &Index<'_>, panel: u32) -> Option<u32> {
    let waives = |waive: &[String]| waive.iter().any(|word| word == "slot");
    if waives(&index.forum.waive) || waives(&index.forum.panels[panel as usize].waive) {
        return None;
    }
    index.slot_of[panel as usize]
}
