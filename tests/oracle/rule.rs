//! A rule as it is read: its groups, what each counts of every possible seat, and its bounds.

use super::exact::{self, Bound, ONE, units_up};
use super::filter::{meets, names_panel, of_panel, of_speaker, seat_range, text};
use super::forum::{Seat, holds, list};
use super::policies;
use serde_json::Value;
use std::collections::BTreeMap;

/// The keys that speak of the panel or role.
const PANEL_SIDE: [&str; 6] = ["panel", "slot", "day", "track", "topic", "role"];

/// A rule in force.
pub struct Rule {
    pub id: String,
    /// Priority and weight of a wish.
    pub wish: Option<(u64, i128)>,
    at_least: Option<Bound>,
    at_most: Option<Bound>,
    apart: Option<i128>,
    families: Vec<Vec<usize>>,
    pub groups: Vec<Group>,
}

/// A group: what it counts of each possible seat.
pub struct Group {
    /// The group's value in each key.
    pub name: Vec<String>,
    /// For each possible seat, whether it is among the seats of which a share is taken.
    total: Vec<bool>,
    /// For each possible seat, what it adds to the count by itself.
    adds: Vec<i128>,
    /// For each possible seat, what it shows (a person, values): a bit for each thing, counted once.
    shows: Vec<u64>,
    /// What each thing shown adds.
    worth: Vec<i128>,
}

impl Group {
    /// The count, in a plan that lists positions of possible seats.
    fn count(&self, plan: &[usize]) -> i128 {
        let shown = plan.iter().fold(0, |seen, seat| seen | self.shows[*seat]);
        let once: i128 = self.worth.iter().enumerate().filter(|(bit, _)| shown >> bit & 1 == 1).map(|(_, w)| w).sum();
        once + plan.iter().map(|seat| self.adds[*seat]).sum::<i128>()
    }

    fn seats(&self, plan: &[usize]) -> i128 {
        plan.iter().filter(|seat| self.total[**seat]).count() as i128
    }

    /// The panel on which everything that the group looks at lies, if it is one; `None` in it when there is nothing.
    pub fn only_panel(&self, seats: &[Seat]) -> Option<Option<usize>> {
        let looks = |i: usize| self.total[i] || self.adds[i] != 0 || self.shows[i] != 0;
        let mut panels: Vec<usize> = (0..seats.len()).filter(|i| looks(*i)).map(|i| seats[i].panel).collect();
        panels.dedup();
        (panels.len() <= 1).then(|| panels.first().copied())
    }
}

impl Rule {
    /// The whole units by which one group misses the bounds on its count.
    pub fn group_short(&self, group: &Group, plan: &[usize]) -> i128 {
        let (count, seats) = (group.count(plan), group.seats(plan));
        self.at_least.map_or(0, |bound| units_up(bound.of(seats) - count))
            + self.at_most.map_or(0, |bound| units_up(count - bound.of(seats)))
    }

    /// The whole units by which one family, named by all keys but the last, is further apart than it may be.
    pub fn family_short(&self, name: &[String], plan: &[usize]) -> i128 {
        let Some(most) = self.apart else { return 0 };
        let own =
            self.families.iter().filter(|family| family.iter().all(|at| self.groups[*at].name[..name.len()] == *name));
        let counts = own.flatten().map(|at| self.groups[*at].count(plan));
        counts.clone().max().map_or(0, |max| units_up(max - counts.min().unwrap() - most))
    }

    /// The whole units by which families of groups are further apart than they may be.
    pub fn apart_short(&self, plan: &[usize]) -> i128 {
        let Some(most) = self.apart else { return 0 };
        let spread = |family: &Vec<usize>| {
            let counts = family.iter().map(|at| self.groups[*at].count(plan));
            counts.clone().max().unwrap() - counts.min().unwrap()
        };
        self.families.iter().map(|family| units_up(spread(family) - most)).sum()
    }

    /// Whether some group looks at several panels, or groups are compared with one another.
    pub fn is_joint(&self, seats: &[Seat]) -> bool {
        self.apart.is_some() || self.groups.iter().any(|group| group.only_panel(seats).is_none())
    }

    /// The whole units by which the plan misses the rule.
    pub fn short(&self, plan: &[usize]) -> i128 {
        self.groups.iter().map(|group| self.group_short(group, plan)).sum::<i128>() + self.apart_short(plan)
    }
}

/// Every rule in force: the forum's, its policies' and each panel's own.
pub fn in_force(forum: &Value, seats: &[Seat]) -> Vec<Rule> {
    let mut rules = Vec::new();
    let waived = |place: &Value, names: &[&str]| names.iter().any(|name| holds(place, "waive", name));
    let mut add = |rule: &Value, names: &[&str], own: Option<usize>| {
        if waived(forum, names) {
            return;
        }
        let panels: Vec<usize> = (0..list(forum, "panels").len())
            .filter(|p| own.is_none_or(|own| own == *p))
            .filter(|p| names_panel(rule.get("panels"), &forum["panels"][*p]))
            .filter(|p| !waived(&forum["panels"][*p], names))
            .collect();
        rules.push(read(forum, seats, rule, &panels));
    };
    for policy in list(forum, "policies") {
        for rule in policies::rules(policy.as_str().unwrap()) {
            add(&rule, &[policy.as_str().unwrap(), rule["id"].as_str().unwrap()], None);
        }
    }
    for rule in list(forum, "rules") {
        add(rule, &[rule["id"].as_str().unwrap()], None);
    }
    for (p, panel) in list(forum, "panels").iter().enumerate() {
        for rule in list(panel, "rules") {
            add(rule, &[rule["id"].as_str().unwrap()], Some(p));
        }
    }
    rules
}

fn read(forum: &Value, seats: &[Seat], rule: &Value, panels: &[usize]) -> Rule {
    let keys: Vec<String> = match rule.get("for_each") {
        None => vec!["panel".to_owned()],
        Some(keys) => keys.as_array().unwrap().iter().map(text).collect(),
    };
    let bound = |field: &str| rule.get(field).or_else(|| rule.get("exactly")).map(Bound::read);
    let spoken_of: Vec<bool> = seats
        .iter()
        .map(|seat| panels.contains(&seat.panel) && (rule.get("roles").is_none() || holds(rule, "roles", &seat.role)))
        .collect();
    let groups: Vec<Group> = group_names(forum, rule, panels, &keys)
        .into_iter()
        .map(|name| group(forum, seats, rule, &spoken_of, &keys, name))
        .collect();
    Rule {
        id: text(&rule["id"]),
        wish: rule.get("prefer").map(|prefer| {
            let part = |field: &str| prefer.get(field).map_or(1, |value| value.as_u64().unwrap());
            (part("priority"), i128::from(part("weight")))
        }),
        at_least: bound("at_least"),
        at_most: bound("at_most"),
        apart: rule.get("at_most_apart").map(exact::amount),
        families: rule.get("at_most_apart").map_or(Vec::new(), |_| families(&groups)),
        groups,
    }
}

/// The groups that agree in all keys but the last, as positions.
fn families(groups: &[Group]) -> Vec<Vec<usize>> {
    let mut by_name: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        by_name.entry(&group.name[..group.name.len() - 1]).or_default().push(at);
    }
    by_name.into_values().collect()
}

fn is_panel_side(key: &str) -> bool {
    PANEL_SIDE.contains(&key)
}

/// The values of a panel, or of a role on it, in a panel-side key.
fn panel_values(panel: &Value, role: &str, key: &str) -> Vec<String> {
    match key {
        "panel" => vec![text(&panel["id"])],
        "topic" => of_panel(panel, "topics").iter().map(text).collect(),
        "role" => vec![role.to_owned()],
        field => of_panel(panel, field).iter().map(text).collect(),
    }
}

/// Every group: the combinations that occur on the rule's panels, times every combination of the speakers' values.
fn group_names(forum: &Value, rule: &Value, panels: &[usize], keys: &[String]) -> Vec<Vec<String>> {
    let mut names: Vec<Vec<String>> = Vec::new();
    for p in panels {
        let panel = &forum["panels"][*p];
        let roles = panel["seats"].as_object().unwrap().iter().filter(|(role, range)| {
            seat_range(range).1 > 0 && (rule.get("roles").is_none() || holds(rule, "roles", role))
        });
        let mut roles: Vec<&str> = roles.map(|(role, _)| role.as_str()).collect();
        if !keys.iter().any(|key| key == "role") {
            roles = vec![""]; // The role is not asked for, so the panel occurs whatever its roles are.
        }
        for role in roles {
            let values =
                |key: &str| if is_panel_side(key) { panel_values(panel, role, key) } else { vec![String::new()] };
            names.extend(product(keys, values));
        }
    }
    let mut all: Vec<Vec<String>> = Vec::new();
    for name in names {
        let fixed = |key: &str| name[keys.iter().position(|other| other == key).unwrap()].clone();
        for speaker in speakers_of_groups(forum, keys) {
            let values = |key: &str| match speaker {
                _ if is_panel_side(key) => vec![fixed(key)],
                Some(speaker) => {
                    let own: Vec<String> = of_speaker(speaker, key).iter().map(text).collect();
                    if key == "speaker" {
                        own
                    } else {
                        own.into_iter().filter(|v| values_of(forum, rule, key).contains(v)).collect()
                    }
                }
                None => values_of(forum, rule, key),
            };
            all.extend(product(keys, values));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// With `speaker` among the keys, each speaker's groups are apart, of the values that the speaker has.
fn speakers_of_groups<'a>(forum: &'a Value, keys: &[String]) -> Vec<Option<&'a Value>> {
    if keys.iter().any(|key| key == "speaker") {
        list(forum, "speakers").iter().map(Some).collect()
    } else {
        vec![None]
    }
}

/// The values of an attribute that form groups: the rule's, else the vocabulary's, else the pool's.
fn values_of(forum: &Value, rule: &Value, attribute: &str) -> Vec<String> {
    let named = match rule.get("values") {
        Some(Value::Array(values)) => Some(values),
        Some(Value::Object(by_attribute)) => by_attribute.get(attribute).and_then(Value::as_array),
        _ => None,
    };
    let declared = || forum.get("vocabulary").and_then(|all| all.get(attribute)).and_then(Value::as_array);
    match named.or_else(declared) {
        Some(values) => values.iter().map(text).collect(),
        None => list(forum, "speakers").iter().flat_map(|s| of_speaker(s, attribute)).map(|v| text(&v)).collect(),
    }
}

/// Every choice of one value for each key.
fn product(keys: &[String], values: impl Fn(&str) -> Vec<String>) -> Vec<Vec<String>> {
    keys.iter().fold(vec![Vec::new()], |before, key| {
        let here = values(key);
        before
            .iter()
            .flat_map(|name| here.iter().map(|v| [name.as_slice(), std::slice::from_ref(v)].concat()))
            .collect()
    })
}

/// The values of a seat in any key.
fn seat_values(forum: &Value, seat: &Seat, key: &str) -> Vec<String> {
    if is_panel_side(key) {
        panel_values(&forum["panels"][seat.panel], &seat.role, key)
    } else {
        of_speaker(&forum["speakers"][seat.speaker], key).iter().map(text).collect()
    }
}

fn group(forum: &Value, seats: &[Seat], rule: &Value, spoken_of: &[bool], keys: &[String], name: Vec<String>) -> Group {
    let topic = keys.iter().position(|key| key == "topic").map(|at| name[at].as_str());
    let agrees = |seat: &Seat, only_panel_side: bool| {
        keys.iter().zip(&name).all(|(key, value)| {
            (only_panel_side && !is_panel_side(key)) || seat_values(forum, seat, key).contains(value)
        })
    };
    let counted: Vec<bool> = seats
        .iter()
        .zip(spoken_of)
        .map(|(seat, spoken)| *spoken && agrees(seat, false) && seat_matches(forum, seat, rule.get("where"), topic))
        .collect();
    let total = seats.iter().zip(spoken_of).map(|(seat, spoken)| *spoken && agrees(seat, true)).collect();
    let mut group =
        Group { name: name.clone(), total, adds: vec![0; seats.len()], shows: vec![0; seats.len()], worth: vec![] };
    let mut things: Vec<String> = Vec::new();
    for (i, seat) in seats.iter().enumerate().filter(|(i, _)| counted[*i]) {
        let speaker = &forum["speakers"][seat.speaker];
        let mut show = |thing: String, worth: i128| {
            let bit = things.iter().position(|other| *other == thing).unwrap_or_else(|| {
                things.push(thing);
                group.worth.push(worth);
                things.len() - 1
            });
            assert!(bit < 64, "too many things to tell apart");
            group.shows[i] |= 1 << bit;
        };
        match rule.get("count").unwrap_or(&Value::Null) {
            Value::Null => group.adds[i] = ONE,
            Value::String(kind) if kind == "seats" => group.adds[i] = ONE,
            Value::String(_) => show(text(&speaker["id"]), ONE),
            count => match (count.get("distinct"), count.get("sum")) {
                (Some(key), _) => {
                    for value in seat_values(forum, seat, key.as_str().unwrap()) {
                        show(value, ONE);
                    }
                }
                (_, Some(what)) if what == "expertise" => {
                    group.adds[i] = levels(forum, seat, topic).iter().sum::<i128>() * ONE;
                }
                (_, Some(what)) => {
                    let worth = of_speaker(speaker, what.as_str().unwrap()).iter().map(exact::amount).sum();
                    show(text(&speaker["id"]), worth);
                }
                _ => panic!("no count: {count}"),
            },
        }
    }
    group
}

/// The levels of a seat's speaker: on the group's topic alone, or on each of the panel's.
pub fn levels(forum: &Value, seat: &Seat, topic: Option<&str>) -> Vec<i128> {
    let level = |topic: &str| {
        let known = forum["speakers"][seat.speaker].get("expertise").and_then(|all| all.get(topic));
        known.map_or(0, |level| i128::from(level.as_i64().unwrap()))
    };
    match topic {
        Some(topic) => vec![level(topic)],
        None => of_panel(&forum["panels"][seat.panel], "topics")
            .iter()
            .map(|topic| level(topic.as_str().unwrap()))
            .collect(),
    }
}

/// Whether the seat's speaker meets every condition of a `where`.
pub fn seat_matches(forum: &Value, seat: &Seat, conditions: Option<&Value>, topic: Option<&str>) -> bool {
    let Some(Value::Object(conditions)) = conditions else { return true };
    conditions.iter().all(|(attribute, condition)| {
        if attribute == "expertise" {
            let asked = i128::from(condition.as_i64().unwrap());
            levels(forum, seat, topic).iter().any(|level| *level >= asked)
        } else {
            meets(&of_speaker(&forum["speakers"][seat.speaker], attribute), condition)
        }
    })
}
