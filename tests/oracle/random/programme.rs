//! Random panels, pins, bars and drafts.

use super::Prng;
use super::pool::TOPICS;
use crate::oracle::filter::seat_range;
use crate::oracle::forum::{list, possible_seats};
use serde_json::{Value, json};

/// 2 to 4 panels. The first has a topic, a slot, a day and a track, so that every key exists.
pub fn panels(r: &mut Prng) -> Value {
    let size = r.between(2, 4);
    Value::Array((0..size).map(|i| panel(r, i)).collect())
}

fn panel(r: &mut Prng, i: i64) -> Value {
    let mut panel = json!({"id": format!("p{}", i + 1)});
    if i == 0 || r.chance(90) {
        let topics = 2 + usize::from(r.chance(30));
        panel["topics"] = json!(r.some(&TOPICS[..topics]));
    }
    if i == 0 || r.chance(75) {
        let slot = *r.pick(&["d1-am", "d1-pm", "d2-am"]);
        panel["slot"] = json!(slot);
        panel["day"] = json!(slot[..2]);
    } else if r.chance(50) {
        panel["day"] = json!("d2");
    }
    if i == 0 || r.chance(70) {
        panel["track"] = json!(r.pick(&["rights", "technical"]));
    }
    let mut seats = json!({"panellist": range(r, 3)});
    let roles = r.between(0, 9);
    if roles >= 6 {
        seats["moderator"] = range(r, 1);
    }
    if roles == 9 {
        seats["rapporteur"] = if r.chance(20) { json!(0) } else { json!({"min": 0, "max": 1}) };
    }
    if roles >= 6 && r.chance(40) {
        panel["may_double"] = json!(["moderator"]);
    }
    panel["seats"] = seats;
    if r.chance(8) {
        panel["waive"] = json!(["slot"]);
    }
    panel
}

fn range(r: &mut Prng, largest: i64) -> Value {
    let max = r.between(1, largest);
    if r.chance(45) { json!(max) } else { json!({"min": r.between(0, max), "max": max}) }
}

/// Adds pins and bars that don't exclude each other, and a draft that may break anything.
pub fn pins_bars_and_draft(r: &mut Prng, forum: &mut Value) {
    if r.chance(8) {
        forum["waive"] = json!(["slot"]);
    }
    let seats = possible_seats(forum);
    let named = |forum: &Value, seat: &crate::oracle::forum::Seat, with_role: bool| {
        let mut named =
            json!({"panel": forum["panels"][seat.panel]["id"], "speaker": forum["speakers"][seat.speaker]["id"]});
        if with_role {
            named["role"] = json!(seat.role);
        }
        named
    };
    let mut pinned = None;
    if r.chance(20) && !seats.is_empty() {
        let seat = r.pick(&seats).clone();
        forum["pins"] = json!([named(forum, &seat, r.chance(50))]);
        pinned = Some(seat);
    }
    if r.chance(20) && !seats.is_empty() {
        let seat = r.pick(&seats);
        let other = |pin: &crate::oracle::forum::Seat| pin.panel != seat.panel || pin.speaker != seat.speaker;
        if pinned.as_ref().is_none_or(other) {
            forum["bars"] = json!([named(forum, seat, r.chance(50))]);
        }
    }
    if r.chance(40) {
        let mut draft = Vec::new();
        for panel in list(forum, "panels") {
            for (role, range) in panel["seats"].as_object().unwrap() {
                for speaker in list(forum, "speakers").iter().filter(|_| seat_range(range).1 > 0) {
                    if r.chance(25) {
                        draft.push(json!({"panel": panel["id"], "role": role, "speaker": speaker["id"]}));
                    }
                }
            }
        }
        forum["draft"] = Value::Array(draft);
    }
}
