//! The fewest invitations, found by trying everybody who could be invited.

use crate::oracle::Oracle;
use crate::oracle::Verdict;
use crate::oracle::filter::{of_speaker, text};
use crate::oracle::forum::list;
use crate::oracle::policies;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const LIMIT: u128 = 200_000;
/// Forums with more profiles than this are left out.
const MOST: usize = 10_000;
const FIELDS: [&str; 3] = ["sector", "gender", "organisation"];

/// Compares the invitations of an answer with what enumeration finds.
pub fn check(forum: &Value, answer: &Value, counts: &mut BTreeMap<&'static str, usize>) -> Result<(), String> {
    let alone = list(answer, "invitations").iter().find(|one| one.get("loosened").is_none());
    for one in list(answer, "invitations").iter().filter(|one| one.get("loosened").is_none()) {
        every_such_person(forum, one, counts)?;
    }
    let all = everybody(forum);
    if all.len() > MOST {
        *counts.entry("invitations with too many profiles, left out").or_default() += 1;
        return Ok(());
    }
    let one = all.iter().find_map(|person| feasible(forum, &[person]));
    if answer.get("limited").is_some() && alone.is_none_or(|one| one["fewest"] != true) {
        let what = match (alone, one) {
            (None, None) => "no invitation is enough, limits came first",
            (None, Some(_)) => "invitations not found within limits",
            _ => "invitations not proven fewest within limits",
        };
        *counts.entry(what).or_default() += 1;
        return Ok(());
    }
    match (alone.map(|one| list(one, "people").len()), one) {
        (Some(0), _) => return Err("an invitation of nobody".into()),
        (Some(1), Some(_)) => *counts.entry("one invitation").or_default() += 1,
        (Some(1), None) => return Err("enumeration finds nobody whose invitation is enough".into()),
        (_, Some(person)) => return Err(format!("enough would be {person}, the answer has {alone:?}")),
        (Some(n), None) => {
            if n > 2 && all.len() <= 24 {
                for (at, first) in all.iter().enumerate() {
                    if let Some(pair) = all[at..].iter().find_map(|second| feasible(forum, &[first, second])) {
                        return Err(format!("two are enough: {first} and {pair}"));
                    }
                }
            }
            *counts.entry("several invitations").or_default() += 1;
        }
        (None, None) => *counts.entry("no invitation is enough").or_default() += 1,
    }
    Ok(())
}

/// The last of the people when a plan exists with them.
fn feasible<'p>(forum: &Value, people: &[&'p Value]) -> Option<&'p Value> {
    let joined = with(forum, people);
    let oracle = Oracle::new(&joined);
    match oracle.verdict(LIMIT) {
        Ok(Verdict::Optimal(_)) => people.last().copied(),
        _ => None,
    }
}

pub fn with(forum: &Value, people: &[&Value]) -> Value {
    let mut joined = forum.clone();
    for (number, person) in people.iter().enumerate() {
        let mut person = (*person).clone();
        person["id"] = json!(format!("new-{}", number + 1));
        if person.get("organisation").is_some_and(|name| name == "new") {
            person["organisation"] = json!(format!("new-{}", number + 1));
        }
        joined["speakers"].as_array_mut().unwrap().push(person);
    }
    joined
}

/// The requirements in force.
fn requirements(forum: &Value) -> Vec<Value> {
    let mut rules: Vec<Value> = Vec::new();
    for policy in list(forum, "policies") {
        if !list(forum, "waive").contains(policy) {
            rules.extend(policies::rules(policy.as_str().unwrap()));
        }
    }
    rules.extend(list(forum, "rules").iter().cloned());
    rules.extend(list(forum, "panels").iter().flat_map(|panel| list(panel, "rules")).cloned());
    rules.retain(|rule| rule.get("prefer").is_none() && !list(forum, "waive").contains(&rule["id"]));
    rules
}

fn side(key: &str) -> bool {
    ["panel", "slot", "day", "track", "topic", "role", "speaker"].contains(&key)
}

/// Everybody who could be invited: every combination of the values that requirements ask about.
pub fn everybody(forum: &Value) -> Vec<Value> {
    let rules = requirements(forum);
    let mut asked: Vec<String> = Vec::new();
    for rule in &rules {
        let mut names: Vec<String> = list(rule, "for_each").iter().map(text).collect();
        for kind in ["distinct", "sum"] {
            names.extend(rule.get("count").and_then(|count| count.get(kind)).map(text));
        }
        names.extend(rule.get("where").and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned());
        for name in names {
            if !side(&name) && name != "expertise" && !asked.contains(&name) {
                asked.push(name);
            }
        }
    }
    let mut people = vec![json!({})];
    for name in &asked {
        let values = values(forum, &rules, name);
        people = people.iter().flat_map(|person| values.iter().map(|value| set(person, name, value))).collect();
    }
    let topics: Vec<&Value> = list(forum, "panels").iter().flat_map(|panel| list(panel, "topics")).collect();
    let levels: Map<String, Value> = topics.iter().map(|topic| (text(topic), json!(5))).collect();
    let upper = |rule: &Value| ["at_most", "exactly", "at_most_apart"].iter().any(|bound| rule.get(bound).is_some());
    let expertise = |rule: &Value| {
        rule.get("where").is_some_and(|all| all.get("expertise").is_some())
            || rule.get("count").and_then(|count| count.get("sum")).is_some_and(|sum| sum == "expertise")
    };
    let ignorant = rules.iter().any(|rule| upper(rule) && expertise(rule));
    let mut all: Vec<Value> = people
        .iter()
        .map(|person| {
            let mut person = person.clone();
            person["expertise"] = json!(levels);
            person
        })
        .collect();
    if ignorant {
        all.extend(people);
    }
    let limits: Option<Vec<u64>> =
        list(forum, "speakers").iter().map(|speaker| speaker.get("max_seats").and_then(Value::as_u64)).collect();
    if let Some(most) = limits.and_then(|limits| limits.into_iter().max()) {
        all.iter_mut().for_each(|person| person["max_seats"] = json!(most));
    }
    all
}

fn set(person: &Value, name: &str, value: &Value) -> Value {
    let mut person = person.clone();
    let undisclosed = value.is_null();
    if FIELDS.contains(&name) || name == "cost" {
        if !undisclosed {
            person[name] = value.clone();
        } else {
            person.as_object_mut().unwrap().shift_remove(name);
        }
    } else if !undisclosed {
        if person.get("attributes").is_none() {
            person["attributes"] = json!({});
        }
        person["attributes"][name] = value.clone();
    }
    person
}

fn values(forum: &Value, rules: &[Value], name: &str) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let mut add = |value: Value| {
        if !values.contains(&value) {
            values.push(value);
        }
    };
    for rule in rules {
        if let Some(condition) = rule.get("where").and_then(|all| all.get(name)) {
            named(condition, &mut add);
        }
    }
    let pool: Vec<Value> = list(forum, "speakers").iter().flat_map(|speaker| of_speaker(speaker, name)).collect();
    let sum = |rule: &Value| rule.get("count").and_then(|count| count.get("sum")).is_some_and(|sum| sum == name);
    let grouped = |rule: &&Value| list(rule, "for_each").iter().any(|key| key == name);
    if rules.iter().any(sum) {
        add(Value::Null);
    }
    if pool.iter().any(Value::is_number) {
        let mut numbers: Vec<Value> = pool;
        numbers.sort_by(|a, b| a.as_f64().partial_cmp(&b.as_f64()).unwrap());
        let ends = [numbers.first().cloned(), numbers.last().cloned()];
        ends.into_iter().flatten().for_each(&mut add);
        if rules.iter().any(|rule| grouped(&rule)) {
            numbers.into_iter().for_each(&mut add);
        }
        return values;
    }
    let closed = forum.get("vocabulary").and_then(|all| all.get(name));
    let open = name == "organisation" && closed.is_none();
    if open {
        add(json!("new"));
    }
    let known = rules.iter().any(|rule| {
        let has = |fields: &[&str]| fields.iter().any(|field| rule.get(field).is_some());
        let distinct = rule.get("count").and_then(|count| count.get("distinct")).is_some_and(|key| key == name);
        (grouped(&rule) && has(&["at_least", "exactly", "at_most_apart"]))
            || (distinct && has(&["at_most", "exactly", "at_most_apart"]))
    });
    if !open || known {
        match closed {
            Some(closed) => closed.as_array().unwrap().iter().cloned().for_each(&mut add),
            None => {
                pool.into_iter().for_each(&mut add);
                for rule in rules.iter().filter(grouped) {
                    let listed = match rule.get("values") {
                        Some(Value::Object(by)) => by.get(name).and_then(Value::as_array),
                        Some(Value::Array(list)) => Some(list),
                        _ => None,
                    };
                    let flags = name == "newcomer";
                    let typed = |value: &Value| if flags { json!(text(value) == "true") } else { value.clone() };
                    listed.into_iter().flatten().map(typed).for_each(&mut add);
                }
            }
        }
    }
    values
}

fn named(condition: &Value, add: &mut impl FnMut(Value)) {
    match condition {
        Value::Array(any) => any.iter().for_each(|one| add(one.clone())),
        Value::Object(fields) => {
            if let Some(inner) = fields.get("not") {
                named(inner, add);
            }
            for (end, step) in [("at_least", -1.0), ("at_most", 1.0)] {
                if let Some(end) = fields.get(end) {
                    add(end.clone());
                    add(json!(end.as_f64().unwrap() + step));
                }
            }
        }
        one => add(one.clone()),
    }
}

/// The plan holds for everybody whom the profiles describe: every value that will do, and any value of what is open.
fn every_such_person(
    forum: &Value,
    invitation: &Value,
    counts: &mut BTreeMap<&'static str, usize>,
) -> Result<(), String> {
    let all = everybody(forum);
    let people = list(invitation, "people");
    let levels = |profile: &Value, person: &Value| {
        let mut person = person.clone();
        person["expertise"] = profile.get("expertise").cloned().unwrap_or(json!({}));
        person
    };
    if people.len() != 1 {
        return Ok(());
    }
    let mut described = 0;
    for person in all.iter().filter(|person| fits(&people[0], person)) {
        let person = levels(&people[0], person);
        let joined = with(forum, &[&person]);
        if let Err(why) = Oracle::new(&joined).recount(&invitation["plan"]) {
            return Err(format!("{person} fits {}, but {why}", people[0]));
        }
        described += 1;
    }
    if described == 0 {
        return Err(format!("nobody fits {}", people[0]));
    }
    *counts.entry("people who fit a profile").or_default() += described;
    Ok(())
}

/// Whether the profile describes the person, but for what they know.
pub fn fits(profile: &Value, person: &Value) -> bool {
    let has = |name: &str| of_speaker(person, name).first().map(text);
    let within = |(name, values): (&String, &Value)| {
        let values: Vec<String> = values.as_array().unwrap().iter().map(text).collect();
        has(name).map_or(values.is_empty(), |own| values.contains(&own))
    };
    let outside = |(name, values): (&String, &Value)| {
        let values: Vec<String> = values.as_array().unwrap().iter().map(text).collect();
        has(name).is_none_or(|own| !values.contains(&own))
    };
    let part = |name: &str| profile.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    part("attributes").iter().all(within) && part("none_of").iter().all(outside)
}
