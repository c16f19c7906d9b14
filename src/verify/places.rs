//! Names of the forum resolved once: panels, slots, topics, roles and speakers by number, and the seats of a plan.

use crate::{DraftSeat, Forum, Panel, Speaker};
use std::collections::HashMap;

/// Names numbered in the order of their first appearance.
#[derive(Default)]
pub(super) struct Names<'f> {
    list: Vec<&'f str>,
    numbers: HashMap<&'f str, u32>,
}

impl<'f> Names<'f> {
    fn add(&mut self, name: &'f str) -> u32 {
        let next = self.list.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.list.push(name);
        }
        number
    }

    pub fn name(&self, number: u32) -> &'f str {
        self.list.get(number as usize).copied().unwrap_or_default()
    }
}

/// What a panel brings to each of its seats.
pub(super) struct Place {
    pub slot: Option<u32>,
    pub day: Option<u32>,
    pub track: Option<u32>,
    pub topics: Vec<u32>,
    /// The roles that may be filled.
    pub roles: Vec<u32>,
}

/// The forum with its names numbered.
pub(super) struct Index<'f> {
    pub forum: &'f Forum,
    pub slots: Names<'f>,
    pub days: Names<'f>,
    pub tracks: Names<'f>,
    pub topics: Names<'f>,
    pub roles: Names<'f>,
    /// By the panel's position.
    pub places: Vec<Place>,
    panels: HashMap<&'f str, u32>,
    speakers: HashMap<&'f str, u32>,
}

impl<'f> Index<'f> {
    pub fn new(forum: &'f Forum) -> Self {
        let mut index = Self {
            forum,
            slots: Names::default(),
            days: Names::default(),
            tracks: Names::default(),
            topics: Names::default(),
            roles: Names::default(),
            places: Vec::with_capacity(forum.panels.len()),
            panels: HashMap::with_capacity(forum.panels.len()),
            speakers: HashMap::with_capacity(forum.speakers.len()),
        };
        for (number, panel) in (0..).zip(&forum.panels) {
            index.panels.entry(&panel.id).or_insert(number);
            let mut topics = Vec::with_capacity(panel.topics.len());
            for topic in &panel.topics {
                let topic = index.topics.add(topic);
                if !topics.contains(&topic) {
                    topics.push(topic);
                }
            }
            let mut roles = Vec::with_capacity(panel.seats.len());
            for seats in &panel.seats {
                let role = index.roles.add(&seats.role);
                if seats.max > 0 && !roles.contains(&role) {
                    roles.push(role);
                }
            }
            let place = Place {
                slot: panel.slot.as_deref().map(|slot| index.slots.add(slot)),
                day: panel.day.as_deref().map(|day| index.days.add(day)),
                track: panel.track.as_deref().map(|track| index.tracks.add(track)),
                topics,
                roles,
            };
            index.places.push(place);
        }
        for (number, speaker) in (0..).zip(&forum.speakers) {
            index.speakers.entry(&speaker.id).or_insert(number);
        }
        index
    }

    pub fn panel(&self, id: &str) -> Option<u32> {
        self.panels.get(id).copied()
    }

    pub fn speaker(&self, id: &str) -> Option<u32> {
        self.speakers.get(id).copied()
    }

    /// The seats of a plan, in its order. A seat that names no panel, role of that panel or speaker of the forum is no
    /// seat of the forum and is left out.
    pub fn seats(&self, plan: &[DraftSeat]) -> Vec<Seated<'f>> {
        plan.iter().filter_map(|seat| self.seat(seat)).collect()
    }

    fn seat(&self, seat: &DraftSeat) -> Option<Seated<'f>> {
        let panel = self.panel(&seat.panel)?;
        let speaker = self.speaker(&seat.speaker)?;
        let on = self.forum.panels.get(panel as usize)?;
        if !on.seats.iter().any(|seats| seats.role == seat.role) {
            return None;
        }
        self.pair(panel, *self.roles.numbers.get(seat.role.as_str())?, speaker)
    }

    /// A speaker in a role of a panel, by their numbers.
    pub fn pair(&self, panel: u32, role: u32, speaker: u32) -> Option<Seated<'f>> {
        let on = self.forum.panels.get(panel as usize)?;
        let who = self.forum.speakers.get(speaker as usize)?;
        let topics = &self.places.get(panel as usize)?.topics;
        let level = |topic: &u32| who.expertise.get(self.topics.name(*topic)).copied().unwrap_or(0);
        let levels = topics.iter().map(|topic| (*topic, level(topic))).collect();
        Some(Seated { panel, role, speaker, on, who, levels })
    }
}

/// One seat of a plan.
pub(super) struct Seated<'f> {
    pub panel: u32,
    pub role: u32,
    pub speaker: u32,
    pub on: &'f Panel,
    pub who: &'f Speaker,
    /// The speaker's level on each of the panel's topics.
    pub levels: Vec<(u32, u8)>,
}

impl Seated<'_> {
    /// The level on one topic, or the sum of the levels on all of the panel's topics.
    pub fn level(&self, topic: Option<u32>) -> i64 {
        let counts = |of: u32| topic.is_none_or(|topic| topic == of);
        self.levels.iter().filter(|(of, _)| counts(*of)).map(|(_, level)| i64::from(*level)).sum()
    }

    /// Whether the level is at least `level` on the topic, or on any of the panel's topics.
    pub fn is_expert(&self, level: u8, topic: Option<u32>) -> bool {
        self.levels.iter().any(|(of, has)| topic.is_none_or(|topic| topic == *of) && *has >= level)
    }
}
