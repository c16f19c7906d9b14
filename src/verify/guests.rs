//! People as an invitation's profiles describe them: one way that they may be, and every way that differs in one thing.

use super::matching::Reading;
use crate::{Forum, Number, Profile, Speaker, Value};
use std::collections::BTreeSet;

/// More values of one attribute than this are not counted one by one.
const MOST: usize = 40;

/// What each person may be.
pub(super) struct Guests {
    people: Vec<Speaker>,
    /// By person: attribute, and the values that will do, the first of them the person's.
    open: Vec<Vec<(String, Vec<Option<Value>>)>>,
    /// By person: the least level on topics.
    least: Vec<Vec<(String, u8)>>,
}

impl Guests {
    /// The people with the first of the values that will do, the least levels, and free when they must be alone.
    pub fn new(forum: &Forum, profiles: &[Profile]) -> Result<Self, String> {
        let mut names: BTreeSet<&str> = ["sector", "gender", "organisation", "cost"].into();
        names.extend(forum.speakers.iter().flat_map(|speaker| speaker.attributes.keys().map(String::as_str)));
        names.extend(forum.vocabulary.keys().map(String::as_str));
        let slots: BTreeSet<&String> = forum.panels.iter().filter_map(|panel| panel.slot.as_ref()).collect();
        // Whoever is invited takes as many seats as anybody does.
        let limits: Option<Vec<u32>> = forum.speakers.iter().map(|speaker| speaker.max_seats).collect();
        let most = limits.and_then(|limits| limits.into_iter().max());
        let mut guests = Self { people: Vec::new(), open: Vec::new(), least: Vec::new() };
        for profile in profiles {
            let taken = |speaker: &Speaker| speaker.id == profile.id;
            if forum.speakers.iter().chain(&guests.people).any(taken) {
                return Err(format!("`{}` is somebody else", profile.id));
            }
            let mut person = Speaker::new(&profile.id);
            person.max_seats = most;
            person.unavailable =
                slots.iter().filter(|slot| !profile.free.contains(**slot)).map(|s| (*s).clone()).collect();
            person.expertise = profile.expertise.iter().cloned().collect();
            let asked = profile.attributes.iter().map(|(name, _)| name.as_str());
            let all: BTreeSet<&str> = names.iter().copied().chain(asked).collect();
            let open: Vec<_> = all.iter().map(|name| ((*name).to_owned(), values(forum, profile, name))).collect();
            for (name, values) in &open {
                set(&mut person, name, values.first().and_then(Option::as_ref));
            }
            guests.people.push(person);
            guests.open.push(open);
            guests.least.push(profile.expertise.clone());
        }
        Ok(guests)
    }

    /// Gives the people to `check`, then every other way that they may be in one attribute or level of one of them.
    pub fn each(&self, mut check: impl FnMut(&[Speaker], &str) -> Result<(), String>) -> Result<(), String> {
        check(&self.people, "the people as described")?;
        let mut people = self.people.clone();
        for (at, ((open, least), own)) in self.open.iter().zip(&self.least).zip(&self.people).enumerate() {
            let mut with = |change: &dyn Fn(&mut Speaker), what: &str| {
                let Some(person) = people.get_mut(at) else { return Ok(()) };
                change(person);
                let found = check(&people, &format!("another {what} of `{}`", own.id));
                people[at].clone_from(own);
                found
            };
            for (name, values) in open {
                for value in values.iter().skip(1) {
                    with(&|person| set(person, name, value.as_ref()), name)?;
                }
            }
            for (topic, level) in least {
                for higher in level.saturating_add(1)..=5 {
                    let rise = |person: &mut Speaker| {
                        person.expertise.insert(topic.clone(), higher);
                    };
                    with(&rise, topic)?;
                }
            }
        }
        Ok(())
    }
}

/// The values that a profile leaves to a person in an attribute, nothing among them where nobody in the pool has any.
fn values(forum: &Forum, profile: &Profile, name: &str) -> Vec<Option<Value>> {
    let of =
        |list: &[(String, Vec<String>)]| list.iter().find(|(own, _)| own == name).map(|(_, values)| values.clone());
    let fresh = Value::Text(format!("new to the pool, {}", profile.id));
    if profile.new_to_pool.iter().any(|own| own == name) {
        return vec![Some(fresh)];
    }
    if let Some(named) = of(&profile.attributes) {
        let values: Vec<_> = named.iter().map(|text| Some(typed(forum, name, text))).collect();
        return if values.is_empty() { vec![None] } else { values };
    }
    let refused = of(&profile.none_of);
    let mut texts = forum.vocabulary.get(name).cloned().unwrap_or_else(|| of_pool(forum, name));
    texts.retain(|text| refused.as_ref().is_none_or(|refused| !refused.contains(text)));
    texts.truncate(MOST);
    let mut values: Vec<_> = texts.iter().map(|text| Some(typed(forum, name, text))).collect();
    if refused.is_some() {
        values.insert(0, Some(fresh));
    } else if forum.speakers.iter().any(|speaker| matches!(Reading::of(speaker, name), Reading::Undisclosed)) {
        values.push(None);
    }
    if values.is_empty() { vec![None] } else { values }
}

/// The pool's words or flags; of numbers the least and the greatest.
fn of_pool(forum: &Forum, name: &str) -> Vec<String> {
    let (mut words, mut numbers): (Vec<String>, Vec<Number>) = Default::default();
    for speaker in &forum.speakers {
        match Reading::of(speaker, name) {
            Reading::Number(number) => numbers.push(number),
            reading => reading.names(|word| {
                if !words.iter().any(|own| own == word) {
                    words.push(word.to_owned());
                }
            }),
        }
    }
    words.extend([numbers.iter().min(), numbers.iter().max()].into_iter().flatten().map(ToString::to_string));
    words
}

/// A value as the pool has it: a number or flag where it has those.
fn typed(forum: &Forum, name: &str, text: &str) -> Value {
    let own = || forum.speakers.iter().filter_map(|speaker| speaker.attributes.get(name));
    let flag = own().any(|value| matches!(value, Value::Flag(_)));
    let number = name == "cost" || own().any(|value| matches!(value, Value::Number(_)));
    match text {
        "true" | "false" if flag => Value::Flag(text == "true"),
        _ if number => {
            // Numbers have three places at most, so that the nearest double tells them apart.
            let thousandths = text.parse::<f64>().ok().map(|number| (number * 1000.0).round() as i64);
            let number = thousandths.and_then(Number::from_thousandths);
            number.map_or_else(|| Value::Text(text.to_owned()), Value::Number)
        }
        _ => Value::Text(text.to_owned()),
    }
}

fn set(person: &mut Speaker, name: &str, value: Option<&Value>) {
    let words = || match value {
        Some(Value::Text(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    match (name, value) {
        ("sector", _) => person.sector = words(),
        ("gender", _) => person.gender = words(),
        ("organisation", _) => person.organisation = words(),
        ("cost", Some(Value::Number(number))) => person.cost = Some(*number),
        ("cost", _) => person.cost = None,
        (name, Some(value)) => drop(person.attributes.insert(name.to_owned(), value.clone())),
        (name, None) => drop(person.attributes.shift_remove(name)),
    }
}
