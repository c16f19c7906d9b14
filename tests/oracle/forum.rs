//! The forum's seats: which there can be at all, and each panel's choices.

use super::filter::{of_panel, seat_range};
use serde_json::Value;
use std::collections::BTreeSet;

/// A seat that can be filled: positions of panel and speaker, and the role's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    pub panel: usize,
    pub role: String,
    pub speaker: usize,
}

/// The entries of a list that may be missing.
pub fn list<'a>(parent: &'a Value, field: &str) -> &'a [Value] {
    parent.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether a list of texts that may be missing holds the text.
pub fn holds(parent: &Value, field: &str, text: &str) -> bool {
    list(parent, field).iter().any(|item| item == text)
}

/// The position of the speaker or panel with this id.
pub fn position(all: &[Value], id: &Value) -> usize {
    all.iter().position(|one| one["id"] == *id).unwrap_or_else(|| panic!("no {id}"))
}

/// Every seat that the speakers' roles and availability and the bars leave possible.
pub fn possible_seats(forum: &Value) -> Vec<Seat> {
    let mut seats = Vec::new();
    for (p, panel) in list(forum, "panels").iter().enumerate() {
        for (role, range) in panel["seats"].as_object().unwrap() {
            for (s, speaker) in list(forum, "speakers").iter().enumerate() {
                let takes_role = speaker.get("roles").is_none() || holds(speaker, "roles", role);
                let slot = of_panel(panel, "slot");
                let available = slot.iter().all(|slot| !holds(speaker, "unavailable", slot.as_str().unwrap()));
                let barred = list(forum, "bars").iter().any(|bar| {
                    bar["panel"] == panel["id"]
                        && bar["speaker"] == speaker["id"]
                        && bar.get("role").is_none_or(|barred| barred == role)
                });
                if seat_range(range).1 > 0 && takes_role && available && !barred {
                    seats.push(Seat { panel: p, role: role.clone(), speaker: s });
                }
            }
        }
    }
    seats
}

/// Every set of at most `most` and at least `fewest` of the items.
pub fn subsets(items: &[usize], fewest: usize, most: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for item in items {
        let longer: Vec<Vec<usize>> = all
            .iter()
            .filter(|set: &&Vec<usize>| set.len() < most)
            .map(|set| set.iter().copied().chain([*item]).collect())
            .collect();
        all.extend(longer);
    }
    all.retain(|set| set.len() >= fewest);
    all
}

/// Every way to fill one panel, as positions in `seats`, that keeps the ranges, one seat a speaker and the pins.
pub fn panel_choices(forum: &Value, seats: &[Seat], p: usize) -> Vec<Vec<usize>> {
    let panel = &forum["panels"][p];
    let mut choices = vec![Vec::new()];
    for (role, range) in panel["seats"].as_object().unwrap() {
        let (fewest, most) = seat_range(range);
        let here: Vec<usize> = (0..seats.len()).filter(|i| seats[*i].panel == p && seats[*i].role == *role).collect();
        let fillings = subsets(&here, fewest, most);
        choices = choices
            .iter()
            .flat_map(|before| fillings.iter().map(move |filling| [before.as_slice(), filling.as_slice()].concat()))
            .filter(|choice| one_seat_each(panel, seats, choice))
            .collect();
    }
    choices.retain(|choice| keeps_pins(forum, seats, p, choice));
    choices
}

/// Nobody holds two seats of the roles that may not be doubled.
fn one_seat_each(panel: &Value, seats: &[Seat], choice: &[usize]) -> bool {
    let single: Vec<usize> = choice
        .iter()
        .filter(|seat| !holds(panel, "may_double", &seats[**seat].role))
        .map(|seat| seats[*seat].speaker)
        .collect();
    single.iter().collect::<BTreeSet<_>>().len() == single.len()
}

fn keeps_pins(forum: &Value, seats: &[Seat], p: usize, choice: &[usize]) -> bool {
    list(forum, "pins").iter().filter(|pin| pin["panel"] == forum["panels"][p]["id"]).all(|pin| {
        let speaker = position(list(forum, "speakers"), &pin["speaker"]);
        choice.iter().any(|seat| {
            seats[*seat].speaker == speaker && pin.get("role").is_none_or(|role| *role == seats[*seat].role)
        })
    })
}

/// Whether the panels clash: the same slot, and nothing lifts one panel per slot.
pub fn clash(forum: &Value, a: usize, b: usize) -> bool {
    let (first, second) = (&forum["panels"][a], &forum["panels"][b]);
    let slot = of_panel(first, "slot");
    a != b
        && !slot.is_empty()
        && slot == of_panel(second, "slot")
        && ![forum, first, second].iter().any(|place| holds(place, "waive", "slot"))
}

#[test]
fn subsets_are_counted_by_binomials() {
    // C(5,1) + C(5,2) = 15, and C(4,0) + ... + C(4,4) = 16.
    assert_eq!(subsets(&[0, 1, 2, 3, 4], 1, 2).len(), 15);
    assert_eq!(subsets(&[0, 1, 2, 3], 0, 4).len(), 16);
}
