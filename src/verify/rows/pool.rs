//! Who may hold which seat: the columns of seats, and which of one speaker's seats exclude each other.

use super::Rows;
use super::names::name;
use crate::verify::Overflow;
use crate::verify::force::InForce;
use crate::verify::groups::Grouping;
use crate::verify::matching::{attributes_match, role_matches};
use crate::verify::places::{Index, Seated};
use crate::{Bound, Count, Forum, Key, Seats};
use std::collections::{HashMap, HashSet};

/// Every seat that somebody may hold; its position is its column.
pub(super) struct Pool<'f> {
    pub seats: Vec<Seated<'f>>,
    /// The columns of each speaker, in the order of panels and roles.
    pub of_speaker: Vec<Vec<u32>>,
    /// Nothing is taken for granted that rows state.
    pub open: bool,
}

/// Why seats of one speaker exclude each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Clash {
    /// Panels in one slot.
    Slot(u32),
    /// Roles of one panel.
    Panel(u32),
    /// A role that may be held besides: it excludes nothing.
    Seat(u32, u32),
}

impl<'f> Pool<'f> {
    pub fn new(index: &Index<'f>, force: &[InForce<'f>], open: bool, rows: &mut Rows) -> Result<Self, Overflow> {
        let forum = index.forum;
        let mut forbidding: Vec<Forbidding<'_, 'f>> = force.iter().filter_map(|f| Forbidding::new(index, f)).collect();
        let barred: HashSet<(&str, &str, Option<&str>)> =
            forum.bars.iter().map(|bar| (bar.panel.as_str(), bar.speaker.as_str(), bar.role.as_deref())).collect();
        let mut pool = Self { seats: Vec::new(), of_speaker: vec![Vec::new(); forum.speakers.len()], open };
        for (panel, on) in (0..).zip(&forum.panels) {
            for range in &on.seats {
                let Some(role) = role_of(index, panel, range) else { continue };
                for (speaker, who) in (0..).zip(&forum.speakers) {
                    let takes = who.roles.as_ref().is_none_or(|roles| roles.contains(&range.role));
                    let comes = on.slot.as_ref().is_none_or(|slot| !who.unavailable.contains(slot));
                    let bar = |role| barred.contains(&(on.id.as_str(), who.id.as_str(), role));
                    let free = takes && comes && who.max_seats != Some(0) && !bar(None) && !bar(Some(&range.role));
                    let Some(seat) = index.pair(panel, role, speaker).filter(|_| open || free) else { continue };
                    if !open && forbidding.iter_mut().any(|rule| rule.forbids(index, &seat)) {
                        continue;
                    }
                    let column = rows.column(name(&["seat", &on.id, &range.role, &who.id]), 0, 1)?;
                    if let Some(of) = pool.of_speaker.get_mut(speaker as usize) {
                        of.push(column);
                    }
                    pool.seats.push(seat);
                }
            }
        }
        Ok(pool)
    }

    pub fn seat(&self, column: u32) -> Option<&Seated<'f>> {
        self.seats.get(column as usize)
    }

    /// One speaker's columns in sets of which at most one seat is held.
    pub fn exclusive(&self, index: &Index<'_>, columns: &[u32]) -> HashMap<Clash, Vec<u32>> {
        let mut sets: HashMap<Clash, Vec<u32>> = HashMap::new();
        for &column in columns {
            let Some(seat) = self.seat(column) else { continue };
            let clash = if self.open || doubles(index, seat) {
                Clash::Seat(seat.panel, seat.role)
            } else {
                slot(index, seat.panel).map_or(Clash::Panel(seat.panel), Clash::Slot)
            };
            sets.entry(clash).or_default().push(column);
        }
        sets
    }
}

impl Clash {
    /// As the names of links write it.
    pub fn named(self, index: &Index<'_>) -> [String; 3] {
        let panel = |panel: u32| index.forum.panels.get(panel as usize).map_or("", |panel| &panel.id).to_owned();
        match self {
            Self::Slot(slot) => ["slot".to_owned(), index.slots.name(slot).to_owned(), String::new()],
            Self::Panel(of) => ["panel".to_owned(), panel(of), String::new()],
            Self::Seat(of, role) => ["seat".to_owned(), panel(of), index.roles.name(role).to_owned()],
        }
    }
}

/// The number of a role that may be filled on the panel.
pub(super) fn role_of(index: &Index<'_>, panel: u32, range: &Seats) -> Option<u32> {
    let place = index.places.get(panel as usize)?;
    place.roles.iter().copied().find(|role| index.roles.name(*role) == range.role)
}

/// Whether the seat may be held besides another on its panel.
pub(super) fn doubles(index: &Index<'_>, seat: &Seated<'_>) -> bool {
    seat.on.may_double.iter().any(|role| role == index.roles.name(seat.role))
}

/// The slot in which the panel clashes with others, unless that is waived.
pub(super) fn slot(index: &Index<'_>, panel: u32) -> Option<u32> {
    let waives = |waive: &[String]| waive.iter().any(|word| word == "slot");
    let on = index.forum.panels.get(panel as usize)?;
    if waives(&index.forum.waive) || waives(&on.waive) {
        return None;
    }
    index.places.get(panel as usize)?.slot
}

/// A requirement that leaves single seats no choice: all must match, or none may.
struct Forbidding<'i, 'f> {
    force: &'i InForce<'f>,
    grouping: Grouping<'i, 'f>,
    all: bool,
}

impl<'i, 'f> Forbidding<'i, 'f> {
    fn new(index: &'i Index<'f>, force: &'i InForce<'f>) -> Option<Self> {
        let rule = force.rule;
        if rule.prefer.is_some() {
            return None;
        }
        let everything = |bound: Bound| matches!(bound, Bound::Share(share) if share.hundred_thousandths() == 100_000);
        let nothing = |bound: Bound| match bound {
            // A whole count of less than one is none.
            Bound::Number(number) => (0..1000).contains(&number.thousandths()),
            Bound::Share(share) => share.hundred_thousandths() == 0,
        };
        let all = rule.count == Count::Seats
            && rule.for_each.iter().all(Key::is_panel_side)
            && rule.exactly.or(rule.at_least).is_some_and(everything);
        let none =
            matches!(rule.count, Count::Seats | Count::People) && rule.exactly.or(rule.at_most).is_some_and(nothing);
        (all || none).then(|| Self { force, grouping: Grouping::new(index, force), all })
    }

    fn forbids(&mut self, index: &Index<'_>, seat: &Seated<'_>) -> bool {
        let rule = self.force.rule;
        if !speaks_of(index, self.force, seat) {
            return false;
        }
        let fits = attributes_match(&rule.filter, seat.who);
        let places = self.grouping.places_of_seat(seat);
        places.into_iter().any(|place| {
            let topic = self.grouping.topic(place);
            let matches = fits && rule.filter.expertise.is_none_or(|level| seat.is_expert(level, topic));
            if self.all { !matches } else { matches && !self.grouping.people_of(seat.speaker).is_empty() }
        })
    }
}

/// Whether the rule speaks of the seat, whoever holds it.
pub(super) fn speaks_of(index: &Index<'_>, force: &InForce<'_>, seat: &Seated<'_>) -> bool {
    force.panels.get(seat.panel as usize).copied().unwrap_or(false)
        && role_matches(force.rule.roles.as_ref(), index.roles.name(seat.role))
}

/// The most seats a speaker may hold.
pub(super) fn most_held(forum: &Forum, speaker: u32) -> Option<i64> {
    forum.speakers.get(speaker as usize)?.max_seats.map(i64::from)
}
