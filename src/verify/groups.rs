//! The groups of a rule: combinations of what the place gives (panel-side) and what the speaker gives (speaker-side).

use super::force::InForce;
use super::matching::role_matches;
use super::places::{Index, Seated};
use super::values::{Domain, grouped};
use crate::Key;
use std::collections::HashMap;

/// Combinations of values, one for each key of a side, numbered in the order of their first appearance.
#[derive(Default)]
pub(super) struct Combinations {
    pub list: Vec<Vec<u32>>,
    numbers: HashMap<Vec<u32>, u32>,
}

impl Combinations {
    pub fn add(&mut self, combination: Vec<u32>) -> u32 {
        if let Some(number) = self.numbers.get(&combination) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push(combination.clone());
        self.numbers.insert(combination, number);
        number
    }

    pub fn get(&self, number: u32) -> &[u32] {
        self.list.get(number as usize).map_or(&[], Vec::as_slice)
    }
}

/// A group: the numbers of its panel-side and of its speaker-side combination.
pub(super) type Group = (u32, u32);

/// The groups of one rule.
pub(super) struct Grouping<'i, 'f> {
    index: &'i Index<'f>,
    keys: &'f [Key],
    domains: Vec<Option<Domain<'f>>>,
    pub places: Combinations,
    pub people: Combinations,
    /// By panel: the combinations that its seats are in, for one role or for all.
    of_panel: Vec<Vec<(Option<u32>, u32)>>,
    of_speaker: HashMap<u32, Vec<u32>>,
}

impl<'i, 'f> Grouping<'i, 'f> {
    pub fn new(index: &'i Index<'f>, force: &InForce<'f>) -> Self {
        let keys = force.rule.for_each.as_slice();
        let domains = keys.iter().map(|key| grouped(index.forum, force.rule, key)).collect();
        let mut grouping = Self {
            index,
            keys,
            domains,
            places: Combinations::default(),
            people: Combinations::default(),
            of_panel: Vec::with_capacity(force.panels.len()),
            of_speaker: HashMap::new(),
        };
        for (panel, speaks_of) in (0..).zip(&force.panels) {
            let of = if *speaks_of { grouping.places_of(panel, force) } else { Vec::new() };
            grouping.of_panel.push(of);
        }
        grouping
    }

    fn places_of(&mut self, panel: u32, force: &InForce<'f>) -> Vec<(Option<u32>, u32)> {
        let Some(place) = self.index.places.get(panel as usize) else { return Vec::new() };
        let by_role = self.keys.contains(&Key::Role);
        let spoken_of = |role: &u32| role_matches(force.rule.roles.as_ref(), self.index.roles.name(*role));
        let roles: Vec<Option<u32>> =
            if by_role { place.roles.iter().copied().filter(spoken_of).map(Some).collect() } else { vec![None] };
        let mut of = Vec::new();
        for role in roles {
            let choices: Vec<Vec<u32>> = self
                .keys
                .iter()
                .filter(|key| key.is_panel_side())
                .map(|key| match key {
                    Key::Slot => place.slot.into_iter().collect(),
                    Key::Day => place.day.into_iter().collect(),
                    Key::Track => place.track.into_iter().collect(),
                    Key::Topic => place.topics.clone(),
                    Key::Role => role.into_iter().collect(),
                    _ => vec![panel],
                })
                .collect();
            for combination in products(&choices) {
                of.push((role, self.places.add(combination)));
            }
        }
        of
    }

    /// The panel-side combinations of a seat.
    pub fn places_of_seat(&self, seat: &Seated<'_>) -> Vec<u32> {
        self.places_at(seat.panel, seat.role)
    }

    /// The panel-side combinations of a role on a panel.
    pub fn places_at(&self, panel: u32, role: u32) -> Vec<u32> {
        let of = self.of_panel.get(panel as usize).map_or(&[][..], Vec::as_slice);
        of.iter().filter(|(only, _)| only.is_none_or(|only| only == role)).map(|(_, place)| *place).collect()
    }

    /// The speaker-side combinations of a speaker.
    pub fn people_of(&mut self, speaker: u32) -> &[u32] {
        if !self.of_speaker.contains_key(&speaker) {
            let choices: Vec<Vec<u32>> = self
                .speaker_side()
                .map(|(_, domain)| match (domain, self.index.forum.speakers.get(speaker as usize)) {
                    (Some(domain), Some(who)) => domain.of(who),
                    _ => vec![speaker],
                })
                .collect();
            let of = products(&choices).into_iter().map(|combination| self.people.add(combination)).collect();
            self.of_speaker.insert(speaker, of);
        }
        self.of_speaker.get(&speaker).map_or(&[], Vec::as_slice)
    }

    fn speaker_side(&self) -> impl Iterator<Item = (&'f Key, Option<&Domain<'f>>)> {
        let sides = self.keys.iter().zip(&self.domains);
        sides.filter(|(key, _)| !key.is_panel_side()).map(|(key, domain)| (key, domain.as_ref()))
    }

    pub fn by_speaker(&self) -> bool {
        self.keys.contains(&Key::Speaker)
    }

    /// How many speaker-side combinations there are, at the most.
    pub fn width(&self) -> usize {
        let sizes = self.speaker_side().map(|(_, domain)| domain.map_or(self.index.forum.speakers.len(), Domain::len));
        sizes.fold(1, usize::saturating_mul)
    }

    /// Every speaker-side combination: of the whole pool where the rule groups by speaker, else of all values.
    pub fn everybody(&mut self) -> Vec<u32> {
        if self.by_speaker() {
            return (0..self.index.forum.speakers.len() as u32).flat_map(|who| self.people_of(who).to_vec()).collect();
        }
        let values = |domain: &Domain<'_>| (0..domain.len() as u32).collect();
        let choices: Vec<Vec<u32>> = self.speaker_side().filter_map(|(_, domain)| domain.map(values)).collect();
        products(&choices).into_iter().map(|combination| self.people.add(combination)).collect()
    }

    /// The topic of a panel-side combination, where the rule groups by topic.
    pub fn topic(&self, place: u32) -> Option<u32> {
        let position = self.keys.iter().filter(|key| key.is_panel_side()).position(|key| *key == Key::Topic)?;
        self.places.get(place).get(position).copied()
    }

    /// A group's values in the order of the keys; their numbers sort groups as answers list them.
    pub fn order(&self, group: Group) -> Vec<u32> {
        let mut places = self.places.get(group.0).iter();
        let mut people = self.people.get(group.1).iter();
        let value = |key: &Key| if key.is_panel_side() { places.next() } else { people.next() };
        self.keys.iter().map(value).map(|value| value.copied().unwrap_or_default()).collect()
    }

    /// The keys with the names of the values; fewer values than keys name the first keys alone.
    pub fn named(&self, order: &[u32]) -> Vec<(String, String)> {
        let name = |((key, domain), value): ((&Key, &Option<Domain<'_>>), &u32)| {
            let text = match key {
                Key::Panel => self.index.forum.panels.get(*value as usize).map_or("", |panel| &panel.id),
                Key::Speaker => self.index.forum.speakers.get(*value as usize).map_or("", |speaker| &speaker.id),
                Key::Slot => self.index.slots.name(*value),
                Key::Day => self.index.days.name(*value),
                Key::Track => self.index.tracks.name(*value),
                Key::Topic => self.index.topics.name(*value),
                Key::Role => self.index.roles.name(*value),
                Key::Attribute(_) => domain.as_ref().map_or("", |domain| domain.name(*value)),
            };
            (key.name().to_owned(), text.to_owned())
        };
        self.keys.iter().zip(&self.domains).zip(order).map(name).collect()
    }
}

/// One value of each choice, in every combination; of no choices, the one empty combination.
fn products(choices: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::with_capacity(choices.len())];
    for choice in choices {
        let longer = |start: Vec<u32>| {
            choice.iter().map(move |value| {
                let mut longer = start.clone();
                longer.push(*value);
                longer
            })
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}
