//! Which speaker may hold which seat: the columns of the program.

use super::Clash;
use super::index::Index;
use super::rule_scope::RuleScope;
use indexmap::IndexMap;

/// One column: a speaker in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeatColumn {
    pub place: u32,
    pub speaker: u32,
}

/// The seats that can be held, by place and then speaker.
pub(crate) struct SeatColumns {
    pub list: Vec<SeatColumn>,
    /// Columns of place `i`: `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
}

impl SeatColumns {
    /// Every seat that neither the speaker's roles and slots, a bar, nor a requirement that leaves no choice forbids.
    pub(crate) fn new(index: &Index<'_>, scopes: &[RuleScope<'_>]) -> Self {
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
        let slot_at = |name: &str| index.slots.iter().position(|slot| *slot == name);
        let absent: Vec<Vec<usize>> = forum
            .speakers
            .iter()
            .map(|speaker| speaker.unavailable.iter().filter_map(|slot| slot_at(slot)).collect())
            .collect();
        let forbidding: Vec<&RuleScope<'_>> = scopes.iter().filter(|scope| scope.may_forbid()).collect();
        let mut list = Vec::new();
        let mut starts = Vec::with_capacity(index.places.len() + 1);
        for (i, place) in index.places.iter().enumerate() {
            starts.push(list.len() as u32);
            if place.max == 0 {
                continue;
            }
            let slot = index.slot_of[place.panel as usize].map(|slot| slot as usize);
            for (s, speaker) in forum.speakers.iter().enumerate() {
                let takes_role = speaker.roles.as_ref().is_none_or(|roles| roles.iter().any(|role| role == place.name));
                let comes = slot.is_none_or(|slot| !absent[s].contains(&slot));
                let s = s as u32;
                if index.open
                    || takes_role
                        && comes
                        && speaker.max_seats != Some(0)
                        && !barred[i].contains(&s)
                        && !forbidding.iter().any(|scope| scope.forbids(index, i as u32, s))
                {
                    list.push(SeatColumn { place: i as u32, speaker: s });
                }
            }
        }
        starts.push(list.len() as u32);
        list.shrink_to_fit();
        Self { list, starts }
    }

    /// The column of a speaker in a place, where it exists.
    pub(crate) fn find(&self, place: u32, speaker: u32) -> Option<u32> {
        let range = self.of_place(place);
        let first = range.start;
        let offset = self.list[range].binary_search_by_key(&speaker, |seat| seat.speaker).ok()?;
        Some((first + offset) as u32)
    }

    pub(crate) fn of_place(&self, place: u32) -> std::ops::Range<usize> {
        self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize
    }

    /// The columns of each speaker, ascending.
    pub(crate) fn by_speaker(&self, speakers: usize) -> Vec<Vec<u32>> {
        let mut of = vec![Vec::new(); speakers];
        for (column, seat) in self.list.iter().enumerate() {
            of[seat.speaker as usize].push(column as u32);
        }
        of
    }
}

/// Sets of one speaker's columns of which at most one is held: together they are a bound on the seats held. Panels in
/// one slot exclude each other; on one panel only the roles that double are held besides another.
/// An open program takes neither for granted.
pub(crate) fn cliques(index: &Index<'_>, seats: &SeatColumns, columns: &[u32]) -> IndexMap<Clash, Vec<u32>> {
    let mut found: IndexMap<Clash, Vec<u32>> = IndexMap::new();
    for &column in columns {
        let at = seats.list[column as usize].place;
        let place = &index.places[at as usize];
        let clash = if place.doubles || index.open {
            Clash::Alone(at)
        } else if let Some(slot) = exclusive_slot(index, place.panel) {
            Clash::Slot(slot)
        } else {
            Clash::Panel(place.panel)
        };
        found.entry(clash).or_default().push(column);
    }
    found
}

/// The slot in which the panel clashes with others, unless forum or panel waive it.
pub(crate) fn exclusive_slot(index: &Index<'_>, panel: u32) -> Option<u32> {
    let waives = |waive: &[String]| waive.iter().any(|word| word == "slot");
    if waives(&index.forum.waive) || waives(&index.forum.panels[panel as usize].waive) {
        return None;
    }
    index.slot_of[panel as usize]
}
