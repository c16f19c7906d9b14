//! Random speakers and closed lists of values.

use super::Prng;
use crate::oracle::filter::{of_speaker, text};
use crate::oracle::forum::list;
use serde_json::{Value, json};

/// Attributes that are texts, with the values that a closed list declares.
pub const TEXTS: [(&str, &[&str]); 5] = [
    ("sector", &["government", "civil_society", "academia", "private"]),
    ("gender", &["woman", "man", "non_binary"]),
    ("organisation", &["org-1", "org-2", "org-3", "org-4"]),
    ("region", &["north", "south", "east"]),
    ("languages", &["es", "en", "qu"]),
];
/// Attributes that are numbers.
pub const NUMBERS: [&str; 2] = ["age", "score"];
pub const TOPICS: [&str; 3] = ["privacy", "access", "security"];

/// 3 to 7 speakers. The first discloses everything, so that every attribute exists.
pub fn speakers(r: &mut Prng, forum: &Value) -> Value {
    let size = r.between(3, 7);
    Value::Array((0..size).map(|i| speaker(r, forum, i)).collect())
}

fn speaker(r: &mut Prng, forum: &Value, i: i64) -> Value {
    let disclosed = |r: &mut Prng| i == 0 || r.chance(85);
    let mut speaker = json!({"id": format!("s{}", i + 1)});
    for (attribute, values) in &TEXTS[..3] {
        if disclosed(r) {
            let two = *attribute != "gender" && r.chance(12);
            // The last value is left to closed lists: somebody may ask for what nobody has.
            let known = &values[..values.len() - usize::from(*attribute != "organisation")];
            speaker[*attribute] = if two { json!(r.some(known)) } else { json!(r.pick(known)) };
        }
    }
    let mut attributes = json!({});
    if disclosed(r) {
        attributes["region"] = json!(r.pick(TEXTS[3].1));
    }
    if disclosed(r) {
        attributes["languages"] = json!(r.some(TEXTS[4].1));
    } else if r.chance(50) {
        attributes["languages"] = json!([]);
    }
    if disclosed(r) {
        attributes["age"] = json!(r.pick(&[19, 23, 24, 30, 45]));
    }
    if disclosed(r) {
        attributes["score"] = json!(r.pick(&[-2.5, -1.0, 0.125, 1.0, 2.75, 4.0]));
    }
    if disclosed(r) {
        attributes["newcomer"] = json!(r.chance(50));
    }
    speaker["attributes"] = attributes;
    let known: Vec<&str> = TOPICS.into_iter().filter(|_| r.chance(60)).collect();
    speaker["expertise"] = known.into_iter().map(|topic| (topic.to_owned(), json!(r.between(1, 5)))).collect();
    if disclosed(r) {
        speaker["cost"] = json!(r.pick(&[0.0, 1.0, 2.5, 3.0, 4.75, 7.125]));
    }
    limits(r, forum, &mut speaker);
    speaker
}

fn limits(r: &mut Prng, forum: &Value, speaker: &mut Value) {
    let panels = list(forum, "panels");
    if r.chance(30) {
        speaker["max_seats"] = json!(r.between(1, 2));
    }
    if r.chance(15) {
        speaker["roles"] = json!([panels[0]["seats"].as_object().unwrap().keys().next().unwrap()]);
    }
    let slots: Vec<&Value> = panels.iter().filter_map(|panel| panel.get("slot")).collect();
    if !slots.is_empty() && r.chance(15) {
        speaker["unavailable"] = json!([r.pick(&slots)]);
    }
    if r.chance(60) {
        let likes = panels.iter().filter(|_| r.chance(60)).map(|panel| text(&panel["id"])).collect::<Vec<_>>();
        speaker["preference"] = likes.into_iter().map(|panel| (panel, json!(r.between(-3, 5)))).collect();
    }
}

/// Closed lists for some of the attributes that are texts.
pub fn vocabulary(r: &mut Prng, forum: &Value) -> Option<Value> {
    let closed: Vec<(&str, &[&str])> = TEXTS.into_iter().filter(|_| r.chance(30)).collect();
    let has = |attribute: &str| list(forum, "speakers").iter().any(|s| !of_speaker(s, attribute).is_empty());
    assert!(closed.iter().all(|(attribute, _)| has(attribute)));
    (!closed.is_empty()).then(|| closed.into_iter().map(|(a, values)| (a.to_owned(), json!(values))).collect())
}

/// The values of an attribute that a rule may name: those of the closed list, else the pool's.
pub fn known_values(forum: &Value, attribute: &str) -> Vec<Value> {
    if let Some(closed) = forum.get("vocabulary").and_then(|all| all.get(attribute)) {
        return closed.as_array().unwrap().clone();
    }
    let mut values: Vec<Value> = Vec::new();
    for value in list(forum, "speakers").iter().flat_map(|speaker| of_speaker(speaker, attribute)) {
        if !values.iter().any(|other| text(other) == text(&value)) {
            values.push(value);
        }
    }
    values
}
