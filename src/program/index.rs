//! The forum by position: names become indices once, so that building rows compares numbers, not texts.

use crate::{Condition, Forum, Panel, PanelField, PanelFilter, Speaker, Term, Value};
use std::collections::HashMap;

/// Positions and tables of a checked forum.
pub(crate) struct Index<'a> {
    pub forum: &'a Forum,
    /// Every statement of the forum is a set of rows of its own, and none is taken for granted by another: a seat that a
    /// statement forbids still has a column, no row is left out because another implies it, and a share is of the seats
    /// filled, however many these must be. For explanations, which drop and loosen statements one by one.
    pub open: bool,
    pub panel_at: HashMap<&'a str, u32>,
    pub speaker_at: HashMap<&'a str, u32>,
    /// The slot of each panel.
    pub slot_of: Vec<Option<u32>>,
    pub slots: Vec<&'a str>,
    pub topics: Vec<&'a str>,
    /// The topics of each panel.
    pub topics_of: Vec<Vec<u32>>,
    /// Level by topic and speaker: `levels[topic * speakers + speaker]`.
    levels: Vec<u8>,
    /// The places of the forum: each panel's roles, in order.
    pub places: Vec<Place<'a>>,
    /// The first place of each panel; one more entry closes the last.
    pub first_place: Vec<u32>,
}

/// One role of one panel.
pub(crate) struct Place<'a> {
    pub panel: u32,
    pub role: u32,
    pub name: &'a str,
    pub min: u32,
    pub max: u32,
    /// Whether somebody seated on the panel may hold this role besides.
    pub doubles: bool,
}

impl<'a> Index<'a> {
    pub(crate) fn new(forum: &'a Forum, open: bool) -> Self {
        let mut slots = Names::default();
        let mut topics = Names::default();
        let slot_of = forum.panels.iter().map(|p| p.slot.as_deref().map(|s| slots.position(s))).collect();
        let topics_of: Vec<Vec<u32>> =
            forum.panels.iter().map(|p| p.topics.iter().map(|t| topics.position(t)).collect()).collect();
        let mut levels = vec![0; topics.list.len() * forum.speakers.len()];
        for (s, speaker) in forum.speakers.iter().enumerate() {
            for (topic, &level) in &speaker.expertise {
                if let Some(&t) = topics.at.get(topic.as_str()) {
                    levels[t as usize * forum.speakers.len() + s] = level;
                }
            }
        }
        let mut places = Vec::new();
        let mut first_place = Vec::with_capacity(forum.panels.len() + 1);
        for (p, panel) in forum.panels.iter().enumerate() {
            first_place.push(places.len() as u32);
            for (r, seats) in panel.seats.iter().enumerate() {
                places.push(Place {
                    panel: p as u32,
                    role: r as u32,
                    name: &seats.role,
                    min: seats.min,
                    max: seats.max,
                    doubles: panel.may_double.contains(&seats.role),
                });
            }
        }
        first_place.push(places.len() as u32);
        Self {
            forum,
            open,
            panel_at: forum.panels.iter().enumerate().map(|(i, p)| (p.id.as_str(), i as u32)).collect(),
            speaker_at: forum.speakers.iter().enumerate().map(|(i, s)| (s.id.as_str(), i as u32)).collect(),
            slot_of,
            slots: slots.list,
            topics: topics.list,
            topics_of,
            levels,
            places,
            first_place,
        }
    }

    pub(crate) fn level(&self, speaker: u32, topic: u32) -> u8 {
        self.levels_in(topic)[speaker as usize]
    }

    /// Everybody's level in a topic.
    pub(crate) fn levels_in(&self, topic: u32) -> &[u8] {
        let speakers = self.forum.speakers.len();
        &self.levels[topic as usize * speakers..(topic as usize + 1) * speakers]
    }

    /// The sum of the speaker's levels on the panel's topics.
    pub(crate) fn expertise(&self, speaker: u32, panel: u32) -> i64 {
        self.topics_of[panel as usize].iter().map(|&t| i64::from(self.level(speaker, t))).sum()
    }

    /// The speaker's best level on any of the panel's topics.
    pub(crate) fn best_level(&self, speaker: u32, panel: u32) -> u8 {
        self.topics_of[panel as usize].iter().map(|&t| self.level(speaker, t)).max().unwrap_or(0)
    }

    pub(crate) fn places_of(&self, panel: u32) -> std::ops::Range<usize> {
        self.first_place[panel as usize] as usize..self.first_place[panel as usize + 1] as usize
    }
}

/// Names in order of first appearance.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub list: Vec<&'a str>,
    pub at: HashMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    pub(crate) fn position(&mut self, name: &'a str) -> u32 {
        *self.at.entry(name).or_insert_with(|| {
            self.list.push(name);
            (self.list.len() - 1) as u32
        })
    }
}

/// What an attribute of one speaker discloses.
pub(crate) enum Disclosed<'a> {
    Texts(&'a [String]),
    Number(crate::Number),
    Flag(bool),
    Nothing,
}

/// Looks an attribute up by its name in rules.
pub(crate) fn disclosed<'a>(speaker: &'a Speaker, attribute: &str) -> Disclosed<'a> {
    let texts = |list: &'a [String]| if list.is_empty() { Disclosed::Nothing } else { Disclosed::Texts(list) };
    match attribute {
        "speaker" => Disclosed::Texts(std::slice::from_ref(&speaker.id)),
        "sector" => texts(&speaker.sector),
        "gender" => texts(&speaker.gender),
        "organisation" => texts(&speaker.organisation),
        "cost" => speaker.cost.map_or(Disclosed::Nothing, Disclosed::Number),
        other => match speaker.attributes.get(other) {
            None => Disclosed::Nothing,
            Some(Value::Text(text)) => Disclosed::Texts(std::slice::from_ref(text)),
            Some(Value::List(list)) => texts(list),
            Some(Value::Number(number)) => Disclosed::Number(*number),
            Some(Value::Flag(flag)) => Disclosed::Flag(*flag),
        },
    }
}

/// The group values of an attribute of one speaker, as rules and answers write them.
pub(crate) fn group_values(speaker: &Speaker, attribute: &str) -> Vec<String> {
    match disclosed(speaker, attribute) {
        Disclosed::Nothing => Vec::new(),
        Disclosed::Number(number) => vec![number.to_string()],
        Disclosed::Flag(flag) => vec![flag.to_string()],
        Disclosed::Texts(list) => {
            let mut values: Vec<String> = Vec::with_capacity(list.len());
            for text in list {
                if !values.contains(text) {
                    values.push(text.clone());
                }
            }
            values
        }
    }
}

/// Whether what is disclosed meets a condition.
pub(crate) fn meets(value: &Disclosed<'_>, condition: &Condition) -> bool {
    match condition {
        Condition::OneOf(terms) => terms.iter().any(|term| match (term, value) {
            (Term::Undisclosed, Disclosed::Nothing) => true,
            (Term::Text(text), Disclosed::Texts(list)) => list.contains(text),
            (Term::Number(a), Disclosed::Number(b)) => a == b,
            (Term::Flag(a), Disclosed::Flag(b)) => a == b,
            _ => false,
        }),
        Condition::Not(inner) => !matches!(value, Disclosed::Nothing) && !meets(value, inner),
        Condition::Range { at_least, at_most } => match value {
            Disclosed::Number(number) => {
                at_least.is_none_or(|low| low <= *number) && at_most.is_none_or(|high| *number <= high)
            }
            _ => false,
        },
    }
}

/// Whether a panel is among those that a filter names.
pub(crate) fn selects(filter: Option<&PanelFilter>, panel: &Panel) -> bool {
    let one = |text: &'_ Option<String>, condition: &Condition| match text {
        Some(text) => meets(&Disclosed::Texts(std::slice::from_ref(text)), condition),
        None => meets(&Disclosed::Nothing, condition),
    };
    match filter {
        None => true,
        Some(PanelFilter::Ids(ids)) => ids.contains(&panel.id),
        Some(PanelFilter::Fields(fields)) => fields.iter().all(|(field, condition)| match field {
            PanelField::Id => meets(&Disclosed::Texts(std::slice::from_ref(&panel.id)), condition),
            PanelField::Topics if panel.topics.is_empty() => meets(&Disclosed::Nothing, condition),
            PanelField::Topics => meets(&Disclosed::Texts(&panel.topics), condition),
            PanelField::Slot => one(&panel.slot, condition),
            PanelField::Day => one(&panel.day, condition),
            PanelField::Track => one(&panel.track, condition),
            PanelField::Seats => {
                let most = panel.seats.iter().map(|seats| i64::from(seats.max) * 1000).sum();
                meets(&Disclosed::Number(crate::Number::from_thousandths_unbounded(most)), condition)
            }
        }),
    }
}
