//! What organisers say, and the rule that says it: one test for each row of the table in the format.
//!
//! Expected values come from all sets of seats and a predicate in plain Rust for each saying; the oracle's reading of
//! rules has no part in it. `tests/organiser_readings.rs` does the same for the readings and what always holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(dead_code, reason = "the two tests share what each uses a part of")]

mod oracle;
mod organiser;

use organiser::{binds, forum, number, of, pool, size, two_panels};
use serde_json::json;
use std::collections::BTreeSet;

const PANELS: [&str; 2] = ["p1", "p2"];
const MEN: [&str; 3] = ["s1", "s2", "s3"];
const WOMEN: [&str; 2] = ["s4", "s5"];

fn sector(speaker: &str) -> &'static str {
    match speaker {
        "s1" | "s2" => "government",
        "s3" => "private",
        "s4" => "civil_society",
        _ => "academia",
    }
}

#[test]
fn two_experts_on_each_topic_of_each_panel() {
    let rule = json!({"for_each": ["panel", "topic"], "where": {"expertise": 3}, "at_least": 2});
    // p1 is about privacy, p2 about access.
    binds(&two_panels(), &rule, |plan| of(plan, "p1", &["s1", "s4", "s5"]) >= 2 && of(plan, "p2", &["s3", "s4"]) >= 2);
}

#[test]
fn at_least_three_stakeholder_groups_on_a_panel() {
    let rule = json!({"for_each": ["panel"], "count": {"distinct": "sector"}, "at_least": 3});
    binds(&two_panels(), &rule, |plan| {
        PANELS.iter().all(|panel| {
            let seats = plan.iter().filter(|seat| seat.panel == *panel);
            seats.map(|seat| sector(&seat.speaker)).collect::<BTreeSet<_>>().len() >= 3
        })
    });
}

#[test]
fn no_sector_has_more_than_two_seats_on_a_panel() {
    let mut three_officials = two_panels();
    three_officials["speakers"][2]["sector"] = json!("government");
    let rule = json!({"for_each": ["panel", "sector"], "at_most": 2});
    binds(&three_officials, &rule, |plan| PANELS.iter().all(|panel| of(plan, panel, &["s1", "s2", "s3"]) <= 2));
}

#[test]
fn at_least_40_percent_women_among_the_panellists_the_chair_not_counted() {
    let chaired = forum(pool(), &[json!({"panellist": 3, "moderator": 1}), json!({"panellist": 2})]);
    let rule = json!({"for_each": ["panel"], "roles": ["panellist"], "where": {"gender": "woman"}, "at_least": "40%"});
    binds(&chaired, &rule, |plan| {
        PANELS.iter().all(|panel| {
            let speaking = number(plan, |seat| seat.panel == *panel && seat.role == "panellist");
            let women = number(plan, |seat| {
                seat.panel == *panel && seat.role == "panellist" && WOMEN.contains(&seat.speaker.as_str())
            });
            women * 100 >= 40 * speaking
        })
    });
}

#[test]
fn no_gender_fills_more_than_60_percent_of_a_panel() {
    // Nobody is left to balance two panels of three, as 2 of 3 is more than 60%: infeasible. Panels of 2 to 4 can.
    let rule = json!({"for_each": ["panel", "gender"], "at_most": "60%"});
    let variable = json!({"panellist": {"min": 2, "max": 4}});
    for seats in [json!({"panellist": 3}), json!({"panellist": 4}), variable] {
        binds(&forum(pool(), &[seats.clone(), seats]), &rule, |plan| {
            PANELS.iter().all(|panel| {
                [&MEN[..], &WOMEN[..]].iter().all(|gender| of(plan, panel, gender) * 100 <= 60 * size(plan, panel))
            })
        });
    }
}

#[test]
fn not_two_from_one_organisation() {
    let rule = json!({"for_each": ["panel", "organisation"], "at_most": 1});
    binds(&two_panels(), &rule, |plan| PANELS.iter().all(|panel| of(plan, panel, &["s1", "s2"]) <= 1));
}

#[test]
fn at_most_two_panels_a_day_for_anybody() {
    let one = json!({"panellist": 1});
    let mut four = forum(pool(), &[json!({"panellist": 2}), one.clone(), one.clone(), one]);
    four["panels"][3]["day"] = json!("d2");
    let rule = json!({"for_each": ["speaker", "day"], "at_most": 2});
    binds(&four, &rule, |plan| {
        ["s1", "s2", "s3", "s4", "s5"]
            .iter()
            .all(|id| number(plan, |seat| seat.speaker == *id && seat.panel != "p4") <= 2)
    });
}

#[test]
fn at_most_two_seats_a_person() {
    let one = json!({"panellist": 1});
    let four = forum(pool(), &[json!({"panellist": 2}), one.clone(), one.clone(), one]);
    let rule = json!({"for_each": ["speaker"], "at_most": 2});
    binds(&four, &rule, |plan| {
        ["s1", "s2", "s3", "s4", "s5"].iter().all(|id| number(plan, |seat| seat.speaker == *id) <= 2)
    });
}

#[test]
fn every_region_has_8_percent_of_the_programme() {
    let rule = json!({"for_each": ["region"], "at_least": "8%"});
    let regions: [&[&str]; 3] = [&["s1", "s2"], &["s3", "s4"], &["s5"]];
    binds(&two_panels(), &rule, |plan| {
        regions
            .iter()
            .all(|region| number(plan, |seat| region.contains(&seat.speaker.as_str())) * 100 >= 8 * plan.len())
    });
}

#[test]
fn equal_participation_of_the_sectors() {
    let rule = json!({"for_each": ["sector"], "at_most_apart": 1});
    binds(&two_panels(), &rule, |plan| {
        let seats = ["government", "private", "civil_society", "academia"]
            .map(|name| number(plan, |seat| sector(&seat.speaker) == name));
        seats.iter().max().unwrap() - seats.iter().min().unwrap() <= 1
    });
}

#[test]
fn a_focus_group_of_one_gender() {
    let mut mixed = two_panels();
    mixed["speakers"][3]["preference"]["p1"] = json!(10);
    let rule = json!({"panels": ["p1"], "count": {"distinct": "gender"}, "at_most": 1});
    binds(&mixed, &rule, |plan| of(plan, "p1", &MEN) == 0 || of(plan, "p1", &WOMEN) == 0);
}

#[test]
fn everybody_on_a_panel_knows_one_of_its_topics() {
    let rule = json!({"where": {"expertise": 1}, "at_least": "100%"});
    binds(&two_panels(), &rule, |plan| of(plan, "p1", &["s3"]) == 0 && of(plan, "p2", &["s1", "s2"]) == 0);
}

#[test]
fn youth_only() {
    let rule = json!({"panels": ["p1"], "where": {"age": {"at_most": 24}}, "at_least": "100%"});
    let two_young = forum(pool(), &[json!({"panellist": 2}), json!({"panellist": 3})]);
    // Of age 22 and 20; for a panel of three the pool is too old.
    for forum in [two_young, two_panels()] {
        binds(&forum, &rule, |plan| of(plan, "p1", &MEN) == 0);
    }
}

#[test]
fn a_travel_fund() {
    // s1, s2 and s3 cost 24.5 together, once each though they sit on both panels.
    let rule = json!({"for_each": [], "count": {"sum": "cost"}, "at_most": 20.5});
    binds(&two_panels(), &rule, |plan| {
        let people: BTreeSet<&str> = plan.iter().map(|seat| seat.speaker.as_str()).collect();
        let tenths = |id: &&str| match *id {
            "s1" => 100,
            "s2" => 85,
            "s3" => 60,
            "s4" => 20,
            _ => 10,
        };
        people.iter().map(tenths).sum::<i32>() <= 205
    });
}

#[test]
fn these_two_never_together() {
    let rule = json!({"for_each": ["panel"], "where": {"speaker": ["s1", "s3"]}, "at_most": 1});
    binds(&two_panels(), &rule, |plan| PANELS.iter().all(|panel| of(plan, panel, &["s1", "s3"]) <= 1));
}
