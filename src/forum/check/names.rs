//! Every name that the forum gives to something, and the types and values of attributes.

use super::super::{Forum, Key, Rule, Speaker, Value, Values};
use crate::policy;
use indexmap::{IndexMap, IndexSet};
use std::collections::HashMap;

/// What an attribute's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Flag,
}

impl Kind {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Flag => "true or false",
        }
    }

    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Text(_) => Some(Self::Text),
            Value::List(list) => (!list.is_empty()).then_some(Self::Text),
            Value::Number(_) => Some(Self::Number),
            Value::Flag(_) => Some(Self::Flag),
        }
    }
}

/// What the pool and the declarations say of one attribute.
#[derive(Default)]
pub(super) struct Attribute<'f> {
    /// The type of the first value found, and whose it is. `None` where nobody discloses the attribute.
    pub(super) kind: Option<(Kind, &'f str)>,
    /// The texts that somebody has.
    pub(super) texts: IndexSet<&'f str>,
    /// The texts that the vocabulary or some rule's `values` declare.
    pub(super) declared: IndexSet<&'f str>,
    /// Whether some value is below 0.
    pub(super) negative: bool,
}

/// Names that rules use for something other than an attribute.
pub(super) fn is_reserved(name: &str) -> bool {
    Key::FIXED.contains(&name) || name == "expertise"
}

/// Attributes that have fields of their own.
pub(super) const OWN_FIELDS: [&str; 4] = ["sector", "gender", "organisation", "cost"];

pub(super) struct Names<'f> {
    pub(super) speakers: IndexMap<&'f str, usize>,
    pub(super) panels: IndexMap<&'f str, usize>,
    pub(super) slots: IndexSet<&'f str>,
    pub(super) days: IndexSet<&'f str>,
    pub(super) tracks: IndexSet<&'f str>,
    pub(super) topics: IndexSet<&'f str>,
    pub(super) roles: IndexSet<&'f str>,
    pub(super) attributes: IndexMap<&'f str, Attribute<'f>>,
    /// The values of each attribute whose list is closed.
    pub(super) vocabulary: HashMap<&'f str, IndexSet<&'f str>>,
    /// Ids that `waive` may name: rules and adopted policies.
    pub(super) rules: IndexSet<&'f str>,
}

impl<'f> Names<'f> {
    pub(super) fn of(forum: &'f Forum) -> Self {
        let mut names = Self {
            speakers: IndexMap::with_capacity(forum.speakers.len()),
            panels: IndexMap::with_capacity(forum.panels.len()),
            slots: IndexSet::new(),
            days: IndexSet::new(),
            tracks: IndexSet::new(),
            topics: IndexSet::new(),
            roles: IndexSet::new(),
            attributes: OWN_FIELDS.into_iter().map(|name| (name, Attribute::default())).collect(),
            vocabulary: HashMap::new(),
            rules: IndexSet::new(),
        };
        names.attributes.entry("cost").or_default().kind = Some((Kind::Number, "cost"));
        for (attribute, values) in &forum.vocabulary {
            names.vocabulary.insert(attribute, values.iter().map(String::as_str).collect());
            names.attributes.entry(attribute).or_default().declared.extend(values.iter().map(String::as_str));
        }
        for (i, speaker) in forum.speakers.iter().enumerate() {
            names.speakers.entry(&speaker.id).or_insert(i);
            names.learn(speaker);
        }
        for (i, panel) in forum.panels.iter().enumerate() {
            names.panels.entry(&panel.id).or_insert(i);
            names.slots.extend(panel.slot.as_deref());
            names.days.extend(panel.day.as_deref());
            names.tracks.extend(panel.track.as_deref());
            names.topics.extend(panel.topics.iter().map(String::as_str));
            names.roles.extend(panel.seats.iter().map(|seats| seats.role.as_str()));
            panel.rules.iter().for_each(|rule| names.rule(rule));
        }
        forum.rules.iter().for_each(|rule| names.rule(rule));
        for adopted in forum.policies.iter().collect::<IndexSet<_>>() {
            let Some(policy) = policy::find(adopted) else { continue };
            policy.rules.iter().for_each(|rule| names.rule(rule));
            names.rules.insert(policy.id);
        }
        names
    }

    fn rule(&mut self, rule: &'f Rule) {
        self.rules.insert(&rule.id);
        match &rule.values {
            None => {}
            Some(Values::Of(lists)) => {
                for (attribute, list) in lists {
                    self.declare(attribute, list);
                }
            }
            Some(Values::Only(list)) => {
                let mut attributes = rule.for_each.iter().filter(|key| matches!(key, Key::Attribute(_)));
                if let (Some(key), None) = (attributes.next(), attributes.next()) {
                    self.declare(key.name(), list);
                }
            }
        }
    }

    /// A list of values declares values, not the attribute: that nobody has it is still worth a fault.
    fn declare(&mut self, attribute: &str, list: &'f [String]) {
        if let Some(attribute) = self.attributes.get_mut(attribute) {
            attribute.declared.extend(list.iter().map(String::as_str));
        }
    }

    fn learn(&mut self, speaker: &'f Speaker) {
        for (name, list) in own_lists(speaker) {
            if let (Some(attribute), false) = (self.attributes.get_mut(name), list.is_empty()) {
                attribute.kind.get_or_insert((Kind::Text, &speaker.id));
                attribute.texts.extend(list.iter().map(String::as_str));
            }
        }
        if let (Some(cost), Some(attribute)) = (speaker.cost, self.attributes.get_mut("cost")) {
            attribute.negative |= cost.thousandths() < 0;
        }
        for (name, value) in &speaker.attributes {
            // These are faults where they stand, and must not change what the fields of their own mean.
            if is_reserved(name) || OWN_FIELDS.contains(&name.as_str()) {
                continue;
            }
            let attribute = self.attributes.entry(name).or_default();
            if let (None, Some(kind)) = (attribute.kind, Kind::of(value)) {
                attribute.kind = Some((kind, &speaker.id));
            }
            match value {
                Value::Text(text) => drop(attribute.texts.insert(text)),
                Value::List(list) => attribute.texts.extend(list.iter().map(String::as_str)),
                Value::Number(number) => attribute.negative |= number.thousandths() < 0,
                Value::Flag(_) => {}
            }
        }
    }
}

/// The attributes of a speaker that have a list of their own.
pub(super) fn own_lists(speaker: &Speaker) -> [(&'static str, &[String]); 3] {
    [("sector", &speaker.sector), ("gender", &speaker.gender), ("organisation", &speaker.organisation)]
}
