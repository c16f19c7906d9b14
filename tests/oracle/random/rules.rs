//! Random rules of every kind, each of which can count some seat.

use super::Prng;
use super::pool::{NUMBERS, TEXTS, known_values};
use crate::oracle::filter::{names_panel, seat_range, text};
use crate::oracle::forum::list;
use crate::oracle::policies;
use serde_json::{Value, json};

const PANEL_SIDE: [&str; 6] = ["panel", "slot", "day", "track", "topic", "role"];
const ATTRIBUTES: [&str; 7] = ["sector", "gender", "organisation", "region", "languages", "age", "newcomer"];

/// Adds 0 to 6 rules, some of them inside a panel, and waives a few.
pub fn add(r: &mut Prng, forum: &mut Value) {
    for number in 0..r.between(0, 6) {
        let panel = usize::try_from(r.between(0, list(forum, "panels").len() as i64 - 1)).unwrap();
        let own = r.chance(15).then_some(panel);
        let rule = rule(r, forum, &format!("r{number}"), own);
        let parent = match own {
            Some(panel) => &mut forum["panels"][panel],
            None => &mut *forum,
        };
        let mut rules = list(parent, "rules").to_vec();
        rules.push(rule);
        parent["rules"] = Value::Array(rules);
    }
    if r.chance(12) {
        let policy = *r.pick(&policies::IDS);
        forum["policies"] = json!([policy]);
        // One panel of several may leave itself out of what it can't keep.
        if r.chance(50) {
            forum["panels"][0]["waive"] = json!([policy]);
        }
    }
    waive(r, forum);
}

/// A panel leaves itself out of a rule that still speaks of another.
fn waive(r: &mut Prng, forum: &mut Value) {
    let rules = list(forum, "rules").to_vec();
    let Some(rule) = rules.first().filter(|_| r.chance(20)) else { return };
    let panels = list(forum, "panels");
    let spoken: Vec<usize> = (0..panels.len())
        .filter(|p| names_panel(rule.get("panels"), &panels[*p]) && touches(rule, &panels[*p]))
        .collect();
    if spoken.len() > 1 {
        let place = if r.chance(80) { &mut forum["panels"][spoken[0]] } else { &mut *forum };
        let mut waived = list(place, "waive").to_vec();
        waived.push(rule["id"].clone());
        place["waive"] = Value::Array(waived);
    }
}

/// Whether the rule can count a seat of the panel.
fn touches(rule: &Value, panel: &Value) -> bool {
    let has = |key: &str| match key {
        "slot" | "day" | "track" => panel.get(key).is_some(),
        "topic" => !list(panel, "topics").is_empty(),
        _ => true,
    };
    let keys = rule.get("for_each").map_or(vec![], |keys| keys.as_array().unwrap().iter().map(text).collect());
    let roles = roles_of(panel);
    keys.iter().all(|key| has(key))
        && rule
            .get("roles")
            .is_none_or(|named| named.as_array().unwrap().iter().any(|role| roles.contains(&text(role))))
}

/// The roles that have a seat on the panel.
pub fn roles_of(panel: &Value) -> Vec<String> {
    let seats = panel["seats"].as_object().unwrap();
    seats.iter().filter(|(_, range)| seat_range(range).1 > 0).map(|(role, _)| role.clone()).collect()
}

/// A rule that touches something: drawn again until it does.
fn rule(r: &mut Prng, forum: &Value, id: &str, own: Option<usize>) -> Value {
    loop {
        let mut rule = json!({"id": id});
        keys(r, forum, &mut rule);
        count(r, &mut rule);
        if r.chance(45) {
            rule["where"] = conditions(r, forum);
        }
        if r.chance(25) {
            rule["roles"] = json!([r.pick(&["panellist", "panellist", "moderator"])]);
        }
        if own.is_none() && r.chance(25) {
            rule["panels"] = panel_filter(r, forum);
        }
        bounds(r, &mut rule);
        if r.chance(30) {
            rule["prefer"] = match r.between(0, 3) {
                0 => json!({"priority": r.between(1, 3)}),
                _ => json!({"priority": r.between(1, 3), "weight": r.between(1, 4)}),
            };
        }
        let panels = list(forum, "panels").iter().enumerate();
        let mut panels =
            panels.filter(|(p, panel)| own.is_none_or(|own| own == *p) && names_panel(rule.get("panels"), panel));
        if panels.any(|(_, panel)| touches(&rule, panel)) {
            return rule;
        }
    }
}

fn keys(r: &mut Prng, forum: &Value, rule: &mut Value) {
    let mut keys: Vec<&str> = match r.between(0, 9) {
        0 => return,
        1 => vec![],
        2 => vec!["speaker"],
        3 => vec!["speaker", *r.pick(&PANEL_SIDE)],
        4 => vec![*r.pick(&PANEL_SIDE)],
        5 => vec![*r.pick(&ATTRIBUTES)],
        6 | 7 => vec![*r.pick(&PANEL_SIDE), *r.pick(&ATTRIBUTES)],
        8 => vec!["panel", "topic"],
        _ => vec![*r.pick(&PANEL_SIDE), *r.pick(&PANEL_SIDE), *r.pick(&ATTRIBUTES), "speaker"],
    };
    if keys.len() == 4 {
        keys.remove(usize::try_from(r.between(0, 3)).unwrap());
    }
    if r.chance(20) {
        keys.reverse();
    }
    keys.dedup();
    rule["for_each"] = json!(keys);
    let attribute = keys.iter().find(|key| TEXTS.iter().any(|(name, _)| name == *key));
    if let Some(attribute) = attribute.filter(|_| r.chance(25)) {
        let mut values = r.some(&known_values(forum, attribute));
        if forum.get("vocabulary").is_none_or(|all| all.get(*attribute).is_none()) && r.chance(30) {
            values.push(json!("nobody"));
        }
        rule["values"] = if r.chance(50) { json!({*attribute: values}) } else { json!(values) };
        if keys.iter().filter(|key| ATTRIBUTES.contains(key)).count() != 1 {
            rule["values"] = json!({*attribute: values});
        } else if rule["values"].is_object() {
            rule["values"] = json!(values);
        }
    }
}

fn count(r: &mut Prng, rule: &mut Value) {
    let grouped: Vec<String> = list(rule, "for_each").iter().map(text).collect();
    match r.between(0, 9) {
        0 | 1 => rule["count"] = json!("people"),
        2 | 3 => {
            let key = if r.chance(60) { *r.pick(&ATTRIBUTES) } else { *r.pick(&PANEL_SIDE) };
            if !grouped.iter().any(|other| other == key) {
                rule["count"] = json!({"distinct": key});
            }
        }
        4 => rule["count"] = json!({"sum": r.pick(&["cost", "expertise", "age", "score"])}),
        5 => rule["count"] = json!("seats"),
        _ => {}
    }
}

/// One or two conditions on speakers.
pub fn conditions(r: &mut Prng, forum: &Value) -> Value {
    let mut conditions = json!({});
    for _ in 0..r.between(1, 2) {
        match r.between(0, 9) {
            0 | 1 => conditions["expertise"] = json!(r.between(1, 4)),
            2 => conditions["speaker"] = json!(r.some(&known_values(forum, "speaker"))),
            3 => {
                let range = json!({"at_least": r.between(18, 24)});
                conditions["age"] = match r.between(0, 2) {
                    0 => range,
                    1 => json!({"not": range}),
                    _ => json!({"at_most": r.between(23, 40)}),
                };
            }
            4 => {
                let number = *r.pick(&NUMBERS);
                conditions[number] = json!({"at_least": -1.5, "at_most": 24});
            }
            _ => {
                let attribute = *r.pick(&ATTRIBUTES);
                let known = known_values(forum, attribute);
                conditions[attribute] = match r.between(0, 7) {
                    0 => json!(r.some(&known)),
                    1 => json!({"not": r.pick(&known)}),
                    2 => json!({"not": r.some(&known)}),
                    3 => Value::Null,
                    4 => json!({"not": null}),
                    5 => json!([r.pick(&known), null]),
                    _ => json!(r.pick(&known)),
                };
            }
        }
    }
    conditions
}

/// Ids, or a condition on a field that some panel meets.
pub fn panel_filter(r: &mut Prng, forum: &Value) -> Value {
    let panels = list(forum, "panels");
    let first = &panels[0];
    let filter = match r.between(0, 6) {
        0 => json!({"track": first["track"]}),
        1 => json!({"topics": first["topics"][0]}),
        2 => json!({"day": {"not": first["day"]}}),
        3 => json!({"seats": {"at_least": 2}}),
        4 => json!({"slot": [first["slot"], null]}),
        5 => json!({"id": {"not": first["id"]}}),
        _ => Value::Null,
    };
    if filter.is_object() && panels.iter().any(|panel| names_panel(Some(&filter), panel)) {
        return filter;
    }
    json!(r.some(&panels.iter().map(|panel| panel["id"].clone()).collect::<Vec<_>>()))
}

fn bounds(r: &mut Prng, rule: &mut Value) {
    let keys = list(rule, "for_each").len();
    if keys > 0 && r.chance(15) {
        rule["at_most_apart"] = if r.chance(80) { json!(r.between(0, 3)) } else { json!(1.5) };
        if r.chance(80) {
            return;
        }
    }
    let sum = rule.get("count").and_then(|count| count.get("sum")).map(text);
    let scale = match sum.as_deref() {
        Some("age") => 30,
        Some("cost" | "expertise") => 4,
        _ => 1,
    };
    let number = |r: &mut Prng, low: i64, high: i64| {
        let whole = r.between(low, high) * scale;
        if r.chance(12) { json!(whole as f64 + 0.5) } else { json!(whole) }
    };
    let share = |r: &mut Prng, low: i64, high: i64| match r.between(0, 9) {
        0 if low < 33 => json!("33.333%"),
        1 if low < 12 => json!("12.5%"),
        _ => json!(format!("{}%", r.between(low / 10, high / 10) * 10)),
    };
    let shared = sum.is_none() && r.chance(35);
    let low = |r: &mut Prng| if shared { share(r, 0, 50) } else { number(r, 0, if keys > 1 { 1 } else { 2 }) };
    let high = |r: &mut Prng| if shared { share(r, 50, 100) } else { number(r, 3, 4) };
    match r.between(0, 9) {
        0..=3 => rule["at_least"] = low(r),
        4..=7 => {
            rule["at_most"] = if shared { share(r, 30, 100) } else { number(r, 1, 3) };
        }
        8 => {
            rule["at_least"] = low(r);
            rule["at_most"] = high(r);
        }
        _ if rule.get("at_most_apart").is_some() => rule["at_most"] = high(r),
        _ => rule["exactly"] = if shared { json!("50%") } else { json!(r.between(1, 2) * scale) },
    }
}
