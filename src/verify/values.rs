//! The values of an attribute: which there are, in which order, and which a speaker has.

use super::matching::Reading;
use crate::{Forum, Key, Rule, Value, Values};
use std::collections::{BTreeSet, HashMap};

/// An attribute's values, numbered.
pub(super) struct Domain<'f> {
    attribute: &'f str,
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl<'f> Domain<'f> {
    /// The values that form groups of a rule: the rule's own list, else the forum's vocabulary, else the pool's.
    pub fn of_groups(forum: &Forum, rule: &'f Rule, attribute: &'f str) -> Self {
        let listed = match &rule.values {
            Some(Values::Only(values)) => Some(values),
            Some(Values::Of(values)) => values.get(attribute),
            None => None,
        };
        match listed.or_else(|| forum.vocabulary.get(attribute)) {
            Some(values) => Self::new(attribute, values.iter().cloned()),
            None => Self::of_pool(forum, attribute),
        }
    }

    /// The values that anybody in the pool has: numbers by size, then words by spelling.
    pub fn of_pool(forum: &Forum, attribute: &'f str) -> Self {
        let mut numbers = BTreeSet::new();
        let mut words = BTreeSet::new();
        for speaker in &forum.speakers {
            match Reading::of(speaker, attribute) {
                Reading::Number(number) => {
                    numbers.insert(number);
                }
                reading => reading.names(|name| {
                    if !words.contains(name) {
                        words.insert(name.to_owned());
                    }
                }),
            }
        }
        Self::new(attribute, numbers.iter().map(ToString::to_string).chain(words))
    }

    fn new(attribute: &'f str, values: impl Iterator<Item = String>) -> Self {
        let mut domain = Self { attribute, names: Vec::new(), numbers: HashMap::new() };
        for value in values {
            if !domain.numbers.contains_key(&value) {
                domain.numbers.insert(value.clone(), domain.names.len() as u32);
                domain.names.push(value);
            }
        }
        domain
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    /// The different values that the speaker has among these.
    pub fn of(&self, speaker: &crate::Speaker) -> Vec<u32> {
        let mut values = Vec::new();
        Reading::of(speaker, self.attribute).names(|name| {
            if let Some(number) = self.numbers.get(name)
                && !values.contains(number)
            {
                values.push(*number);
            }
        });
        values
    }
}

/// The domain of a key, where it is an attribute.
pub(super) fn grouped<'f>(forum: &Forum, rule: &'f Rule, key: &'f Key) -> Option<Domain<'f>> {
    match key {
        Key::Attribute(name) => Some(Domain::of_groups(forum, rule, name)),
        _ => None,
    }
}

/// A number of the person in thousandths; undisclosed, or anything but a number, is 0.
pub(super) fn quantity(speaker: &crate::Speaker, attribute: &str) -> i64 {
    match attribute {
        "cost" => speaker.cost.map_or(0, crate::Number::thousandths),
        other => match speaker.attributes.get(other) {
            Some(Value::Number(number)) => number.thousandths(),
            _ => 0,
        },
    }
}
