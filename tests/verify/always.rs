//! What always holds: seats, one seat, slots, workload, roles, availability, pins and bars.

use crate::fixture::{draft, forum, of, words};
use convener::{Bar, Forum, Pin};

fn broken(forum: &Forum) -> Vec<String> {
    convener::audit(forum).unwrap().broken().map(|tally| format!("{} {}", tally.rule, words(tally))).collect()
}

fn with(seats: &[(&str, &str, &str)]) -> Forum {
    let mut forum = forum();
    forum.draft.extend(draft(seats));
    forum
}

#[test]
fn the_small_draft_keeps_everything() {
    assert_eq!(broken(&forum()), [""; 0]);
    let convener::Audit { rules, statistics, .. } = convener::audit(&forum()).unwrap();
    assert_eq!((statistics.speakers, statistics.panels), (5, 3));
    let listed: Vec<_> = rules.iter().map(|tally| format!("{} {}", tally.rule, words(tally))).collect();
    // Nothing but each panel's seats in each role.
    let seats = ["seats/p1 panellist: 3", "seats/p1 moderator: 1", "seats/p2 panellist: 2", "seats/p3 panellist: 2"];
    assert_eq!(listed, seats);
}

#[test]
fn seats_too_few_and_too_many() {
    let mut empty = forum();
    empty.draft.clear();
    // At least 3, 0, 2 and 1.
    let short = ["seats/p1 panellist: 0, short 3", "seats/p2 panellist: 0, short 2", "seats/p3 panellist: 0, short 1"];
    assert_eq!(broken(&empty), short);
    // p3 takes two panellists.
    assert_eq!(broken(&with(&[("p3", "panellist", "s1")])), ["seats/p3 panellist: 3, short 1"]);
}

#[test]
fn one_seat_a_panel_unless_a_role_doubles() {
    let forum = || {
        let mut forum = forum();
        forum.draft.retain(|seat| seat.role != "moderator");
        forum.draft.extend(draft(&[("p1", "moderator", "s1")]));
        forum
    };
    assert_eq!(broken(&forum()), ["one_seat/p1 s1: 2, short 1"]);
    let mut doubling = forum();
    doubling.panels[0].may_double.push("moderator".into());
    assert_eq!(broken(&doubling), [""; 0]);
    // A role that doubles lets nobody hold two others.
    let mut both = forum();
    both.panels[0] = both.panels[0].clone().seats("rapporteur", 0, 1);
    both.panels[0].may_double.push("rapporteur".into());
    assert_eq!(broken(&both), ["one_seat/p1 s1: 2, short 1"]);
}

#[test]
fn one_panel_per_slot() {
    // p2 moves into p1's slot: s1 is on both.
    let mut clash = forum();
    clash.panels[1].slot = Some("a".into());
    assert_eq!(broken(&clash), ["slot/s1 a: 2, short 1"]);
    // Two seats on one panel are one panel.
    let mut twice = with(&[("p1", "panellist", "s4")]);
    twice.panels[0].may_double.push("moderator".into());
    assert_eq!(broken(&twice), [""; 0]);
    // The forum, or either panel, may waive it; no slot, no clash.
    let mut waiving = clash.clone();
    waiving.waive.push("slot".into());
    assert_eq!(broken(&waiving), [""; 0]);
    let mut waiving = clash.clone();
    waiving.panels[1].waive.push("slot".into());
    assert_eq!(broken(&waiving), [""; 0]);
    clash.panels[0].slot = None;
    assert_eq!(broken(&clash), [""; 0]);
}

#[test]
fn workload_counts_every_seat() {
    let mut forum = with(&[("p1", "panellist", "s4")]);
    forum.panels[0].may_double.push("moderator".into());
    forum.speakers[3].max_seats = Some(1);
    forum.speakers[0].max_seats = Some(2);
    assert_eq!(broken(&forum), ["max_seats/s4 all: 2, short 1"]);
    // A limit that is kept is listed where its speaker sits.
    assert_eq!(of(&forum, "max_seats/s1"), ["all: 2"]);
    forum.draft.retain(|seat| seat.speaker != "s1");
    assert!(of(&forum, "max_seats/s1").is_empty());
}

#[test]
fn roles_and_availability() {
    let mut forum = forum();
    forum.speakers[3].roles = Some(vec!["panellist".into()]);
    forum.speakers[4].unavailable = vec!["c".into(), "a".into()];
    assert_eq!(broken(&forum), ["roles/s4 all: 1, short 1", "unavailable/s5 c: 1, short 1"]);
}

#[test]
fn pins_and_bars() {
    let pin = |speaker: &str, role: Option<&str>| Pin {
        panel: "p1".into(),
        speaker: speaker.into(),
        role: role.map(Into::into),
    };
    let bar = |speaker: &str, role: Option<&str>| Bar {
        panel: "p1".into(),
        speaker: speaker.into(),
        role: role.map(Into::into),
    };
    let mut pinned = forum();
    pinned.pins = vec![pin("s4", None), pin("s2", Some("panellist")), pin("s5", None)];
    assert_eq!(broken(&pinned), ["pin/p1/s5 all: 0, short 1"]);
    assert_eq!(of(&pinned, "pin/p1/s4"), ["all: 1"]);
    assert_eq!(of(&pinned, "pin/p1/s2"), ["panellist: 1"]);
    pinned.pins = vec![pin("s2", Some("moderator"))];
    assert_eq!(broken(&pinned), ["pin/p1/s2 moderator: 0, short 1"]);
    let mut barred = forum();
    barred.bars = vec![bar("s4", None), bar("s2", Some("panellist")), bar("s1", Some("moderator")), bar("s5", None)];
    assert_eq!(broken(&barred), ["bar/p1/s4 all: 1, short 1", "bar/p1/s2 panellist: 1, short 1"]);
    // Bars that are kept are not listed.
    assert!(of(&barred, "bar/p1/s1").is_empty() && of(&barred, "bar/p1/s5").is_empty());
}
