//! Every set of seats of a small forum, whatever it breaks, and by how much it breaks each statement.

use crate::oracle::filter::{seat_range, text};
use crate::oracle::forum::{self, Seat, holds, list};
use crate::oracle::rule::{self, Rule};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// All sets of seats of a forum, nothing taken for granted but that the seats exist.
pub struct Ground {
    pub forum: Value,
    pub seats: Vec<Seat>,
    pub rules: Vec<Rule>,
}

/// The forum without what forbids seats one by one.
fn stripped(forum: &Value) -> Value {
    let mut open = forum.clone();
    for speaker in open["speakers"].as_array_mut().unwrap() {
        for field in ["roles", "unavailable", "max_seats"] {
            speaker.as_object_mut().unwrap().shift_remove(field);
        }
    }
    open.as_object_mut().unwrap().shift_remove("bars");
    open.as_object_mut().unwrap().shift_remove("pins");
    open
}

impl Ground {
    pub fn new(forum: &Value) -> Self {
        let seats = forum::possible_seats(&stripped(forum));
        let rules = rule::in_force(forum, &seats);
        Self { forum: forum.clone(), seats, rules }
    }

    /// Every set, as positions.
    pub fn sets(&self) -> impl Iterator<Item = Vec<usize>> {
        let size = self.seats.len();
        (0..1_u32 << size).map(move |bits| (0..size).filter(|seat| bits >> seat & 1 == 1).collect())
    }

    fn of<'s>(&'s self, set: &'s [usize]) -> impl Iterator<Item = &'s Seat> + Clone {
        set.iter().map(|seat| &self.seats[*seat])
    }

    fn speaker(&self, id: &str) -> usize {
        forum::position(list(&self.forum, "speakers"), &json!(id))
    }

    fn panel(&self, id: &str) -> usize {
        forum::position(list(&self.forum, "panels"), &json!(id))
    }

    /// By how many units the set misses what always holds of this id and group.
    fn structural(&self, set: &[usize], id: &str, group: &Value) -> i128 {
        let parts: Vec<&str> = id.split('/').collect();
        let over = |count: usize, most: usize| count.saturating_sub(most) as i128;
        let role_of = |name: &str| group.get(name).map(text);
        match parts[..] {
            ["seats", panel] => {
                let (p, role) = (self.panel(panel), role_of("role").unwrap());
                let (fewest, most) = seat_range(&self.forum["panels"][p]["seats"][&role]);
                let count = self.of(set).filter(|seat| seat.panel == p && seat.role == role).count();
                over(count, most) + fewest.saturating_sub(count) as i128
            }
            ["one_seat", panel] => {
                let (p, s) = (self.panel(panel), self.speaker(&role_of("speaker").unwrap()));
                let doubles = |seat: &&Seat| holds(&self.forum["panels"][p], "may_double", &seat.role);
                over(self.of(set).filter(|seat| seat.panel == p && seat.speaker == s && !doubles(seat)).count(), 1)
            }
            ["slot", speaker] => {
                let s = self.speaker(speaker);
                let mut panels: Vec<usize> =
                    self.of(set).filter(|seat| seat.speaker == s).map(|seat| seat.panel).collect();
                panels.dedup();
                let clashing = |p: &&usize| {
                    self.forum["panels"][**p].get("slot").is_some_and(|slot| *slot == group["slot"])
                        && !holds(&self.forum["panels"][**p], "waive", "slot")
                        && !holds(&self.forum, "waive", "slot")
                };
                over(panels.iter().filter(clashing).count(), 1)
            }
            ["max_seats", speaker] => {
                let s = self.speaker(speaker);
                let most =
                    self.forum["speakers"][s].get("max_seats").map_or(usize::MAX, |n| n.as_u64().unwrap() as usize);
                over(self.of(set).filter(|seat| seat.speaker == s).count(), most)
            }
            ["roles", speaker] => {
                let s = self.speaker(speaker);
                let who = &self.forum["speakers"][s];
                let strange = |seat: &&Seat| who.get("roles").is_some() && !holds(who, "roles", &seat.role);
                over(self.of(set).filter(|seat| seat.speaker == s).filter(strange).count(), 0)
            }
            ["unavailable", speaker] => {
                let s = self.speaker(speaker);
                let there = |seat: &&Seat| {
                    let slot = self.forum["panels"][seat.panel].get("slot");
                    slot.is_some_and(|slot| {
                        *slot == group["slot"]
                            && holds(&self.forum["speakers"][s], "unavailable", slot.as_str().unwrap())
                    })
                };
                over(self.of(set).filter(|seat| seat.speaker == s).filter(there).count(), 0)
            }
            ["pin" | "bar", panel, speaker] => {
                let (p, s) = (self.panel(panel), self.speaker(speaker));
                let held = |seat: &&Seat| {
                    seat.panel == p && seat.speaker == s && group.get("role").is_none_or(|role| *role == seat.role)
                };
                let count = self.of(set).filter(held).count();
                if parts[0] == "pin" { i128::from(count == 0) } else { count as i128 }
            }
            _ => panic!("no statement {id}"),
        }
    }

    /// By how many units the set misses a conflict's rule in its group.
    pub fn misses(&self, set: &[usize], clash: &Value) -> i128 {
        let id = text(&clash["rule"]);
        let name: Vec<String> = clash["group"].as_object().unwrap().values().map(text).collect();
        match self.rules.iter().find(|rule| rule.id == id) {
            None => self.structural(set, &id, &clash["group"]),
            Some(rule) if clash.get("at_most_apart").is_some() => rule.family_short(&name, set),
            Some(rule) => {
                let group = rule.groups.iter().find(|group| group.name == name).expect("the group exists");
                rule.group_short(group, set)
            }
        }
    }

    /// What the set costs, each unit at its rule's weight; `None` where it breaks what is never conceded.
    pub fn cost(&self, set: &[usize]) -> Option<i128> {
        Some(self.broken(set)?.values().sum())
    }

    /// What the set breaks by id, with what that costs; `None` where it breaks what is never conceded.
    pub fn broken(&self, set: &[usize]) -> Option<BTreeMap<String, i128>> {
        let mut broken = BTreeMap::new();
        let mut add = |id: String, cost: i128| {
            if cost > 0 {
                *broken.entry(id).or_default() += cost;
            }
        };
        let speakers = list(&self.forum, "speakers");
        let slots: Vec<&Value> = list(&self.forum, "panels").iter().filter_map(|panel| panel.get("slot")).collect();
        for speaker in speakers {
            let id = text(&speaker["id"]);
            for panel in list(&self.forum, "panels") {
                let group = json!({"speaker": id});
                if self.structural(set, &format!("one_seat/{}", text(&panel["id"])), &group) > 0 {
                    return None;
                }
            }
            for slot in &slots {
                let group = json!({"slot": slot});
                for kind in ["slot", "unavailable"] {
                    if self.structural(set, &format!("{kind}/{id}"), &group) > 0 {
                        return None;
                    }
                }
            }
            if self.structural(set, &format!("roles/{id}"), &json!({})) > 0 {
                return None;
            }
            let workload = format!("max_seats/{id}");
            let over = self.structural(set, &workload, &json!({}));
            add(workload, over);
        }
        for panel in list(&self.forum, "panels") {
            for (role, range) in panel["seats"].as_object().unwrap() {
                // Nobody makes room for more than two people more.
                let p = self.panel(&text(&panel["id"]));
                let held = self.of(set).filter(|seat| seat.panel == p && seat.role == *role).count();
                if held > seat_range(range).1 + 2 {
                    return None;
                }
                let seats = format!("seats/{}", text(&panel["id"]));
                let missed = self.structural(set, &seats, &json!({"role": role}));
                add(seats, missed);
            }
        }
        for kind in ["pin", "bar"] {
            for entry in list(&self.forum, &format!("{kind}s")) {
                let group = entry.get("role").map_or(json!({}), |role| json!({"role": role}));
                let id = format!("{kind}/{}/{}", text(&entry["panel"]), text(&entry["speaker"]));
                let missed = self.structural(set, &id, &group);
                add(id, missed);
            }
        }
        for rule in self.rules.iter().filter(|rule| rule.wish.is_none()) {
            let short = rule.short(set);
            if short > 0 {
                add(rule.id.clone(), short * self.weight(&rule.id)?);
            }
        }
        Some(broken)
    }

    /// What a unit of the rule costs; `None` where it is never conceded.
    pub fn weight(&self, id: &str) -> Option<i128> {
        let own =
            list(&self.forum, "rules").iter().chain(list(&self.forum, "panels").iter().flat_map(|p| list(p, "rules")));
        match own.into_iter().find(|rule| rule["id"] == id).and_then(|rule| rule.get("concede")) {
            None => Some(1),
            Some(Value::String(_)) => None,
            Some(weight) => Some(i128::from(weight.as_i64().unwrap())),
        }
    }

    /// The least cost of any set, and the different alternatives that there are: which rules are broken, of which no
    /// fewer need be. What always holds goes by its kind where more than two of a kind are broken.
    pub fn cheapest(&self) -> (Option<i128>, Vec<BTreeSet<String>>) {
        let (mut least, mut touched): (Option<i128>, BTreeSet<BTreeSet<String>>) = (None, BTreeSet::new());
        for broken in self.sets().filter_map(|set| self.broken(&set)) {
            let cost = broken.values().sum();
            least = Some(least.map_or(cost, |least| least.min(cost)));
            touched.insert(broken.into_keys().collect());
        }
        let fewest = |sets: &BTreeSet<BTreeSet<String>>| -> BTreeSet<BTreeSet<String>> {
            let is_least = |set: &&BTreeSet<String>| !sets.iter().any(|other| other != *set && other.is_subset(set));
            sets.iter().filter(is_least).cloned().collect()
        };
        let always = ["seats", "max_seats", "pin", "bar"];
        let kind =
            |id: &String| id.split_once('/').map(|(kind, _)| kind.to_owned()).filter(|k| always.contains(&k.as_str()));
        let by_kind = fewest(&touched).into_iter().map(|set| {
            let many = |own: &String| set.iter().filter(|id| kind(id).as_ref() == Some(own)).count() > 2;
            set.iter().map(|id| kind(id).filter(|own| many(own)).unwrap_or_else(|| id.clone())).collect()
        });
        (least, fewest(&by_kind.collect()).into_iter().collect())
    }

    /// A plan as an answer writes it, as a set.
    pub fn set(&self, plan: &Value) -> Vec<usize> {
        let mut set = Vec::new();
        for panel in plan.as_array().unwrap() {
            for seat in list(panel, "seats") {
                let wanted = Seat {
                    panel: self.panel(&text(&panel["panel"])),
                    role: text(&seat["role"]),
                    speaker: self.speaker(&text(&seat["speaker"])),
                };
                set.push(
                    self.seats
                        .iter()
                        .position(|own| *own == wanted)
                        .unwrap_or_else(|| panic!("{wanted:?} exists in {}", self.forum)),
                );
            }
        }
        set.sort_unstable();
        set
    }
}
