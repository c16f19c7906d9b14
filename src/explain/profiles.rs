//! Who could be invited: every combination of the values that requirements ask about.

use super::figures::{pool_values, rule_attributes, values_of};
use crate::{Condition, Count, Forum, Key, Number, Quantity, Rule, Speaker, Term, Value, Values};

/// More combinations than this are not looked at.
const MOST: usize = 600;
/// An organisation that nobody in the pool is from.
pub(super) const FRESH: &str = "new";

/// The values that an invited person may have in one attribute.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Domain {
    pub attribute: String,
    /// `None` is undisclosed.
    pub values: Vec<Option<Value>>,
    /// Whether one of the values is new to the pool.
    pub fresh: bool,
}

/// What can be chosen of an invited person.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    pub domains: Vec<Domain>,
    /// Whether somebody who knows nothing is to be looked at besides somebody who knows everything.
    pub ignorant: bool,
    /// Whether every combination is looked at.
    pub complete: bool,
}

/// The values that the requirements ask about.
pub(super) fn choices(forum: &Forum, rules: &[&Rule]) -> Choices {
    let mut names: Vec<&str> = Vec::new();
    for rule in rules {
        let summed = match &rule.count {
            Count::Sum(Quantity::Attribute(name)) => Some(name.as_str()),
            _ => None,
        };
        for name in rule_attributes(rule).into_iter().chain(summed) {
            if name != "speaker" && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let mut domains: Vec<Domain> = names.into_iter().map(|name| domain(forum, rules, name)).collect();
    let ignorant = rules.iter().any(|rule| {
        let bounded = rule.at_most.is_some() || rule.exactly.is_some() || rule.at_most_apart.is_some();
        bounded && (rule.filter.expertise.is_some() || rule.count == Count::Sum(Quantity::Expertise))
    });
    let size = |domains: &[Domain]| domains.iter().map(|domain| domain.values.len().max(1)).product::<usize>();
    let mut complete = true;
    while size(&domains) > MOST {
        complete = false;
        // The attribute with most values loses its last.
        let Some(longest) = domains.iter_mut().max_by_key(|domain| domain.values.len()) else { break };
        longest.values.pop();
    }
    Choices { domains, ignorant, complete }
}

fn domain(forum: &Forum, rules: &[&Rule], name: &str) -> Domain {
    let mut values: Vec<Option<Value>> = Vec::new();
    let mut add = |value: Option<Value>| {
        if !values.contains(&value) {
            values.push(value);
        }
    };
    // What rules name comes first, then what the pool has.
    for condition in rules.iter().filter_map(|rule| rule.filter.attributes.get(name)) {
        named(condition, &mut add);
    }
    let numeric = forum.speakers.iter().any(|speaker| number(speaker, name).is_some());
    let summed = rules.iter().any(|rule| rule.count == Count::Sum(Quantity::Attribute(name.to_owned())));
    let grouped = |rule: &&&Rule| rule.for_each.iter().any(|key| matches!(key, Key::Attribute(own) if own == name));
    if summed {
        add(None);
    }
    if numeric {
        let own = forum.speakers.iter().filter_map(|speaker| number(speaker, name));
        let all: Vec<Number> = own.collect();
        let wanted = [all.iter().min(), all.iter().max()];
        wanted.into_iter().flatten().for_each(|value| add(Some(Value::Number(*value))));
        if rules.iter().filter(grouped).count() > 0 {
            all.iter().for_each(|value| add(Some(Value::Number(*value))));
        }
        return Domain { attribute: name.to_owned(), values, fresh: false };
    }
    let open = name == "organisation" && !forum.vocabulary.contains_key(name);
    if open {
        add(Some(Value::Text(FRESH.to_owned())));
    }
    let asks_for_known = rules.iter().any(|rule| {
        let lower = rule.at_least.is_some() || rule.exactly.is_some() || rule.at_most_apart.is_some();
        let upper = rule.at_most.is_some() || rule.exactly.is_some() || rule.at_most_apart.is_some();
        let distinct = rule.count == Count::Distinct(Key::from(name));
        (grouped(&rule) && lower) || (distinct && upper)
    });
    if !open || asks_for_known {
        let flags = forum.speakers.iter().any(|speaker| matches!(speaker.attributes.get(name), Some(Value::Flag(_))));
        let typed = |text: &String| if flags { Value::Flag(text == "true") } else { Value::Text(text.clone()) };
        if let Some(known) = forum.vocabulary.get(name) {
            known.iter().for_each(|text| add(Some(typed(text))));
        } else {
            pool_values(forum, name).iter().for_each(|text| add(Some(typed(text))));
            for rule in rules.iter().filter(grouped) {
                let listed = match &rule.values {
                    Some(Values::Only(list)) => Some(list),
                    Some(Values::Of(lists)) => lists.get(name),
                    None => None,
                };
                listed.into_iter().flatten().for_each(|text| add(Some(typed(text))));
            }
        }
    }
    Domain { attribute: name.to_owned(), values, fresh: open }
}

/// The values at which a condition changes its mind.
fn named(condition: &Condition, add: &mut impl FnMut(Option<Value>)) {
    match condition {
        Condition::OneOf(terms) => {
            for term in terms {
                add(match term {
                    Term::Text(text) => Some(Value::Text(text.clone())),
                    Term::Number(number) => Some(Value::Number(*number)),
                    Term::Flag(flag) => Some(Value::Flag(*flag)),
                    Term::Undisclosed => None,
                });
            }
        }
        Condition::Not(inner) => named(inner, add),
        Condition::Range { at_least, at_most } => {
            for (end, step) in [(at_least, -1000), (at_most, 1000)] {
                let Some(end) = end else { continue };
                add(Some(Value::Number(*end)));
                add(Number::from_thousandths(end.thousandths() + step).map(Value::Number));
            }
        }
    }
}

fn number(speaker: &Speaker, name: &str) -> Option<Number> {
    match (name, speaker.attributes.get(name)) {
        ("cost", _) => speaker.cost,
        (_, Some(Value::Number(number))) => Some(*number),
        _ => None,
    }
}

impl Choices {
    /// One speaker of each combination, unnamed.
    pub(super) fn kinds(&self, forum: &Forum) -> Vec<Speaker> {
        let mut all = vec![Speaker::new("")];
        for domain in &self.domains {
            if domain.values.is_empty() {
                continue;
            }
            let with = |speaker: &Speaker| {
                let each = domain.values.iter().map(|value| (speaker.clone(), value));
                each.map(|(speaker, value)| given(speaker, &domain.attribute, value.as_ref())).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(with).collect();
        }
        let mut kinds: Vec<Speaker> = all.iter().map(|speaker| expert(forum, speaker.clone(), 5)).collect();
        if self.ignorant {
            kinds.extend(all);
        }
        kinds
    }
}

/// Guests of these kinds, so many of each, one after the other.
pub(super) fn guests(forum: &Forum, kinds: &[Speaker], copies: usize) -> Vec<Speaker> {
    // A guest takes on as much as anybody in the pool.
    let limits: Option<Vec<u32>> = forum.speakers.iter().map(|speaker| speaker.max_seats).collect();
    let limit = limits.and_then(|limits| limits.into_iter().max());
    let repeated = kinds.iter().flat_map(|kind| (0..copies).map(move |_| kind.clone()));
    let mut number = 0;
    repeated
        .map(|mut speaker| {
            loop {
                number += 1;
                speaker.id = format!("new-{number}");
                if forum.speakers.iter().all(|own| own.id != speaker.id) {
                    break;
                }
            }
            // Two guests are from two organisations.
            for organisation in speaker.organisation.iter_mut().filter(|name| *name == FRESH) {
                *organisation = format!("{FRESH}-{number}");
            }
            speaker.max_seats = limit;
            speaker
        })
        .collect()
}

/// A speaker who knows each topic of the programme at a level.
fn expert(forum: &Forum, mut speaker: Speaker, level: u8) -> Speaker {
    for topic in forum.panels.iter().flat_map(|panel| &panel.topics) {
        speaker.expertise.insert(topic.clone(), level);
    }
    speaker
}

/// A speaker with one attribute set.
pub(super) fn given(mut speaker: Speaker, attribute: &str, value: Option<&Value>) -> Speaker {
    let text = |value: Option<&Value>| match value {
        Some(Value::Text(text)) => vec![text.clone()],
        Some(Value::List(list)) => list.clone(),
        Some(other) => vec![shown(other)],
        None => Vec::new(),
    };
    match (attribute, value) {
        ("sector", value) => speaker.sector = text(value),
        ("gender", value) => speaker.gender = text(value),
        ("organisation", value) => speaker.organisation = text(value),
        ("cost", Some(Value::Number(number))) => speaker.cost = Some(*number),
        ("cost", _) => speaker.cost = None,
        (name, Some(value)) => {
            speaker.attributes.insert(name.to_owned(), value.clone());
        }
        (name, None) => {
            speaker.attributes.shift_remove(name);
        }
    }
    speaker
}

/// A value as rules write it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(list) => list.join(", "),
    }
}

/// The forum with guests, of whom some may stay away: a value that only a guest would bring forms no group.
pub(super) fn with_guests(forum: &Forum, guests: &[Speaker], choices: &Choices) -> Forum {
    let mut joined = forum.clone();
    for domain in &choices.domains {
        if !forum.vocabulary.contains_key(&domain.attribute) {
            let listed = pool_values(forum, &domain.attribute);
            joined.vocabulary.insert(domain.attribute.clone(), listed);
        }
    }
    joined.speakers.extend(guests.iter().cloned());
    joined
}

/// What only limits groups limits those that guests bring, too.
pub(super) fn own_values(joined: &mut Forum, forum: &Forum, choices: &Choices) {
    let guests: Vec<Speaker> = joined.speakers.iter().skip(forum.speakers.len()).cloned().collect();
    for domain in choices.domains.iter().filter(|domain| domain.fresh) {
        let mut listed = pool_values(forum, &domain.attribute);
        listed.extend(guests.iter().filter_map(|guest| has(guest, &domain.attribute)));
        let mut seen = std::collections::HashSet::new();
        listed.retain(|value| seen.insert(value.clone()));
        for rule in joined.panels.iter_mut().flat_map(|panel| &mut panel.rules).chain(&mut joined.rules) {
            let limits = rule.at_most.is_some() && rule.at_least.is_none() && rule.at_most_apart.is_none();
            let grouped = rule.for_each.iter().any(|key| key.name() == domain.attribute);
            if limits && grouped && rule.values.is_none() {
                rule.values = Some(Values::Of([(domain.attribute.clone(), listed.clone())].into_iter().collect()));
            }
        }
    }
}

/// What a guest has in an attribute, as rules write it.
pub(super) fn has(speaker: &Speaker, attribute: &str) -> Option<String> {
    values_of(speaker, attribute).into_iter().next()
}
