//! Which seats a rule or goal speaks of, and into which of its groups each falls.

use super::index::{Index, disclosed, group_values, meets};
use super::lists::Lists;
use crate::{Filter, Key, Rule, Values};
use itertools::Itertools;
use std::collections::HashMap;

/// Which speakers match a filter; the part on expertise depends on the panel and is asked separately.
pub(crate) struct Matching {
    pub speakers: Vec<bool>,
    pub expertise: Option<u8>,
}

impl Matching {
    pub(crate) fn new(index: &Index<'_>, filter: &Filter) -> Self {
        let matches =
            |speaker| filter.attributes.iter().all(|(name, condition)| meets(&disclosed(speaker, name), condition));
        Self { speakers: index.forum.speakers.iter().map(matches).collect(), expertise: filter.expertise }
    }

    /// Whether the speaker's seat on the panel matches; `topic` is the group's, where the rule groups by topic.
    pub(crate) fn holds(&self, index: &Index<'_>, speaker: u32, panel: u32, topic: Option<u32>) -> bool {
        self.speakers[speaker as usize]
            && self.expertise.is_none_or(|least| match topic {
                Some(topic) => index.level(speaker, topic) >= least,
                None => index.best_level(speaker, panel) >= least,
            })
    }

    /// Appends whether each speaker's seat on the panel matches, as [`Self::holds`] says of one.
    pub(crate) fn everybody(&self, index: &Index<'_>, panel: u32, topic: Option<u32>, matches: &mut Vec<bool>) {
        let from = matches.len();
        let Some(least) = self.expertise else { return matches.extend_from_slice(&self.speakers) };
        matches.resize(from + self.speakers.len(), least == 0);
        let topics = topic.as_ref().map_or(&index.topics_of[panel as usize][..], std::slice::from_ref);
        for &topic in topics {
            for (matches, level) in matches[from..].iter_mut().zip(index.levels_in(topic)) {
                *matches |= *level >= least;
            }
        }
        for (matches, own) in matches[from..].iter_mut().zip(&self.speakers) {
            *matches &= own;
        }
    }
}

/// Which places (a panel's role) a rule or goal speaks of.
pub(crate) fn covered_places(index: &Index<'_>, panels: &[u32], roles: Option<&[String]>) -> Vec<bool> {
    let mut covered = vec![false; index.places.len()];
    for &panel in panels {
        for place in index.places_of(panel) {
            let Some(role) = index.places.get(place) else { continue };
            covered[place] = role.max > 0 && roles.is_none_or(|roles| roles.iter().any(|name| name == role.name));
        }
    }
    covered
}

/// The groups of a rule: panel-side cells times speaker-side cells.
pub(crate) struct Groups {
    /// For each cell its values, by panel-side key in the order of `for_each`.
    pub cells: Vec<Cell>,
    /// The cells of each place: several where the panel has several topics.
    pub cells_of_place: Lists,
    /// For each speaker-side cell its values, by speaker-side key in the order of `for_each`.
    pub traits: Vec<Vec<String>>,
    /// The speaker-side cells of each speaker: several where an attribute is a list.
    traits_of_speaker: Lists,
    /// Whether no key is of the speaker: one speaker-side cell is everybody's.
    of_places: bool,
}

/// A combination of panel-side values.
pub(crate) struct Cell {
    pub values: Vec<String>,
    /// The topic, where the rule groups by topic.
    pub topic: Option<u32>,
    /// The places whose seats agree with the cell.
    pub places: Vec<u32>,
}

impl Groups {
    /// `panels` are the rule's; `covered` says which of their places its roles leave.
    pub(crate) fn new(index: &Index<'_>, rule: &Rule, panels: &[u32], covered: &[bool]) -> Self {
        let (cells, cells_of_place) = panel_side(index, rule, panels, covered);
        let (traits, traits_of_speaker) = speaker_side(index, rule);
        let of_places = rule.for_each.iter().all(Key::is_panel_side);
        Self { cells, cells_of_place, traits, traits_of_speaker, of_places }
    }

    /// The speaker-side cells of a speaker.
    pub(crate) fn traits_of(&self, speaker: u32) -> &[u32] {
        if self.of_places { &[0] } else { self.traits_of_speaker.of(speaker) }
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len() * self.traits.len()
    }

    pub(crate) fn group(&self, cell: u32, trait_: u32) -> u32 {
        (cell as usize * self.traits.len() + trait_ as usize) as u32
    }

    pub(crate) fn cell(&self, group: u32) -> &Cell {
        &self.cells[group as usize / self.traits.len()]
    }

    /// The group's values in the order of `for_each`.
    pub(crate) fn values<'a>(&'a self, rule: &'a Rule, group: u32) -> Vec<(&'a str, &'a str)> {
        let mut cell = self.cell(group).values.iter();
        let mut traits = self.traits[group as usize % self.traits.len()].iter();
        rule.for_each
            .iter()
            .filter_map(|key| {
                let value = if key.is_panel_side() { cell.next() } else { traits.next() };
                value.map(|value| (key.name(), value.as_str()))
            })
            .collect()
    }
}

fn panel_side(index: &Index<'_>, rule: &Rule, panels: &[u32], covered: &[bool]) -> (Vec<Cell>, Lists) {
    let keys: Vec<&Key> = rule.for_each.iter().filter(|key| key.is_panel_side()).collect();
    let mut cells: Vec<Cell> = Vec::new();
    let mut cells_of_place = vec![Vec::new(); index.places.len()];
    let mut at: HashMap<Vec<String>, u32> = HashMap::new();
    // By role, each place has its cells; else a panel has them, whether or not it has a seat in the rule's roles.
    let by_role = keys.contains(&&Key::Role);
    let spots = panels.iter().flat_map(|&panel| {
        let places: Vec<usize> = index.places_of(panel).filter(|&place| covered[place]).collect();
        if by_role { places.into_iter().map(|place| (panel, vec![place])).collect() } else { vec![(panel, places)] }
    });
    for (panel_position, places) in spots {
        let panel = &index.forum.panels[panel_position as usize];
        let optional = |text: &Option<String>| text.iter().map(|text| (text.clone(), None)).collect();
        let values = keys.iter().map(|key| -> Vec<(String, Option<u32>)> {
            match key {
                Key::Panel => vec![(panel.id.clone(), None)],
                Key::Slot => optional(&panel.slot),
                Key::Day => optional(&panel.day),
                Key::Track => optional(&panel.track),
                Key::Topic => {
                    let topics = index.topics_of[panel_position as usize].iter().unique();
                    topics.map(|&t| (index.topics[t as usize].to_owned(), Some(t))).collect()
                }
                Key::Role => places.iter().map(|&place| (index.places[place].name.to_owned(), None)).collect(),
                Key::Speaker | Key::Attribute(_) => Vec::new(),
            }
        });
        let combinations: Vec<Vec<(String, Option<u32>)>> =
            if keys.is_empty() { vec![Vec::new()] } else { values.multi_cartesian_product().collect() };
        for combination in combinations {
            let topic = combination.iter().find_map(|(_, topic)| *topic);
            let values: Vec<String> = combination.into_iter().map(|(value, _)| value).collect();
            let cell = *at.entry(values).or_insert_with_key(|values| {
                cells.push(Cell { values: values.clone(), topic, places: Vec::new() });
                (cells.len() - 1) as u32
            });
            for &place in &places {
                cells[cell as usize].places.push(place as u32);
                cells_of_place[place].push(cell);
            }
        }
    }
    (cells, cells_of_place.into_iter().collect())
}

fn speaker_side(index: &Index<'_>, rule: &Rule) -> (Vec<Vec<String>>, Lists) {
    let keys: Vec<&Key> = rule.for_each.iter().filter(|key| !key.is_panel_side()).collect();
    let speakers = &index.forum.speakers;
    let by_speaker = keys.contains(&&Key::Speaker);
    let allowed: Vec<Option<Vec<String>>> = keys.iter().map(|key| listed_values(index, rule, key)).collect();
    let own = |speaker, i: usize| -> Vec<String> {
        let values = group_values(speaker, keys[i].name());
        let listed = allowed[i].as_ref();
        values.into_iter().filter(|value| listed.is_none_or(|listed| listed.contains(value))).collect()
    };
    let mut traits: Vec<Vec<String>> = Vec::new();
    let mut at: HashMap<Vec<String>, u32> = HashMap::new();
    let product = |lists: Vec<Vec<String>>| -> Vec<Vec<String>> {
        if lists.is_empty() { vec![Vec::new()] } else { lists.into_iter().multi_cartesian_product().collect() }
    };
    if !by_speaker {
        let lists =
            keys.iter().enumerate().map(|(i, key)| allowed[i].clone().unwrap_or_else(|| pool_values(index, key)));
        for values in product(lists.collect()) {
            at.insert(values.clone(), traits.len() as u32);
            traits.push(values);
        }
    }
    let mut of_speaker = Lists::new();
    for speaker in speakers {
        let mut mine = Vec::new();
        for values in product((0..keys.len()).map(|i| own(speaker, i)).collect()) {
            let position = *at.entry(values).or_insert_with_key(|values| {
                traits.push(values.clone());
                (traits.len() - 1) as u32
            });
            mine.push(position);
        }
        of_speaker.push(mine);
    }
    (traits, of_speaker)
}

/// The values that form groups of an attribute, where the rule or the vocabulary lists them.
fn listed_values(index: &Index<'_>, rule: &Rule, key: &Key) -> Option<Vec<String>> {
    let Key::Attribute(name) = key else { return None };
    let listed = match &rule.values {
        Some(Values::Only(list)) => Some(list),
        Some(Values::Of(lists)) => lists.get(name),
        None => None,
    };
    let list = listed.or_else(|| index.forum.vocabulary.get(name))?;
    Some(list.iter().unique().cloned().collect())
}

/// The values of a key found in the pool, sorted.
fn pool_values(index: &Index<'_>, key: &Key) -> Vec<String> {
    index.forum.speakers.iter().flat_map(|speaker| group_values(speaker, key.name())).sorted().dedup().collect()
}
