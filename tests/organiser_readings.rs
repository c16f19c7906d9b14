//! The fixed readings of rules, and what always holds: each against all sets of seats and a predicate in plain Rust.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(dead_code, reason = "the two tests share what each uses a part of")]

mod oracle;
mod organiser;

use oracle::every_set::{self, Held};
use oracle::forum::list;
use organiser::{
    answer, binds, differ, filled, forum, liking, nobody_twice, number, of, pool, size, two_panels, with_rule,
};
use serde_json::{Value, json};

const MEN: [&str; 3] = ["s1", "s2", "s3"];
const WOMEN: [&str; 2] = ["s4", "s5"];

/// One panel with these seats, from a pool of 5 men whom everybody likes and 4 women.
fn nine(seats: Value) -> Value {
    let speakers = (1..=9).map(|i| {
        json!({"id": format!("s{i}"), "gender": if i <= 5 { "man" } else { "woman" }, "preference": {"p1": 20 - i}})
    });
    forum(Value::Array(speakers.collect()), &[seats])
}

fn women_of_nine(plan: &[Held]) -> usize {
    of(plan, "p1", &["s6", "s7", "s8", "s9"])
}

#[test]
fn a_share_is_compared_without_rounding() {
    // Of 5 seats 40% is 2; of 6 it is 2.4, which 2 does not meet.
    let rule = json!({"where": {"gender": "woman"}, "at_least": "40%"});
    for (seats, least) in [(5, 2), (6, 3)] {
        binds(&nine(json!({"panellist": seats})), &rule, |plan| women_of_nine(plan) >= least);
    }
}

#[test]
fn a_share_is_of_the_seats_filled() {
    // One woman only: a panel of 1 to 3 seats half of which she fills has 2 of them.
    let mut one_woman = forum(pool(), &[json!({"panellist": {"min": 1, "max": 3}})]);
    one_woman["bars"] = json!([{"panel": "p1", "speaker": "s5"}]);
    let rule = json!({"where": {"gender": "woman"}, "at_least": "50%"});
    let usual = |plan: &[Held]| filled(&one_woman, plan) && nobody_twice(plan) && of(plan, "p1", &["s5"]) == 0;
    differ(&one_woman, &with_rule(&one_woman, &rule), &usual, &|plan| {
        usual(plan) && of(plan, "p1", &["s4"]) * 2 >= size(plan, "p1")
    });
}

#[test]
fn a_share_is_of_the_rules_roles_alone() {
    let chaired = nine(json!({"panellist": 3, "moderator": 1}));
    // Of 3 panellists a third is 1; of all 4 seats it would be 2.
    let rule = json!({"roles": ["panellist"], "where": {"gender": "woman"}, "at_least": "33%"});
    binds(&chaired, &rule, |plan| {
        let speaking: Vec<Held> = plan.iter().filter(|seat| seat.role == "panellist").cloned().collect();
        women_of_nine(&speaking) >= 1
    });
}

#[test]
fn a_share_of_a_group_of_values_is_of_all_seats_the_undisclosed_too() {
    let mut undisclosed = forum(pool(), &[json!({"panellist": 4})]);
    undisclosed["speakers"][3].as_object_mut().unwrap().remove("gender");
    // Two men of four seats are 50%, though they are two of the three who say.
    let rule = json!({"for_each": ["panel", "gender"], "at_most": "50%"});
    binds(&undisclosed, &rule, |plan| of(plan, "p1", &MEN) * 2 <= 4 && of(plan, "p1", &["s5"]) * 2 <= 4);
}

#[test]
fn a_share_of_all_seats_still_bounds_the_values_of_somebody_who_has_two() {
    let mut two_hats = two_panels();
    two_hats["speakers"][0]["sector"] = json!(["government", "academia"]);
    two_hats["speakers"][1]["sector"] = json!(["civil_society", "technical"]);
    // s1, s2 and s3 show five sectors on three seats.
    let rule = json!({"count": {"distinct": "sector"}, "at_most": "100%"});
    binds(&two_hats, &rule, |plan| {
        ["p1", "p2"].iter().all(|panel| {
            let of_sector = [&["s1"][..], &["s1", "s5"], &["s2", "s4"], &["s2"], &["s3"]];
            of_sector.iter().filter(|speakers| of(plan, panel, speakers) > 0).count() <= size(plan, panel)
        })
    });
}

#[test]
fn shares_with_no_whole_count_between_them_are_never_met() {
    let rule = json!({"where": {"gender": "man"}, "at_least": "40%", "at_most": "60%"});
    binds(&two_panels(), &rule, |plan| {
        ["p1", "p2"].iter().all(|panel| {
            let (men, seats) = (of(plan, panel, &MEN) * 10, size(plan, panel));
            4 * seats <= men && men <= 6 * seats
        })
    });
}

#[test]
fn a_panel_without_the_rules_role_has_a_group_of_nobody() {
    let half_chaired =
        forum(pool(), &[json!({"panellist": 1, "moderator": {"min": 0, "max": 1}}), json!({"panellist": 1})]);
    let chair_for = |panel: &'static str| {
        move |plan: &[Held]| number(plan, |seat| seat.panel == panel && seat.role == "moderator") >= 1
    };
    // p2 can seat no moderator, so a moderator for each panel is too much to ask.
    let rule = json!({"roles": ["moderator"], "at_least": 1});
    binds(&half_chaired, &rule, |plan| chair_for("p1")(plan) && chair_for("p2")(plan));
}

#[test]
fn undisclosed_matches_null() {
    let mut undisclosed = two_panels();
    undisclosed["speakers"][0].as_object_mut().unwrap().remove("gender");
    undisclosed["speakers"][1].as_object_mut().unwrap().remove("gender");
    let rule = json!({"where": {"gender": null}, "at_most": 1});
    binds(&undisclosed, &rule, |plan| ["p1", "p2"].iter().all(|panel| of(plan, panel, &["s1", "s2"]) <= 1));
}

#[test]
fn not_speaks_of_disclosed_values_alone() {
    let mut undisclosed = two_panels();
    undisclosed["speakers"][0].as_object_mut().unwrap().remove("gender");
    // s1 says nothing and so is nobody's "not a man".
    let rule = json!({"where": {"gender": {"not": "man"}}, "at_least": 1});
    binds(&undisclosed, &rule, |plan| ["p1", "p2"].iter().all(|panel| of(plan, panel, &WOMEN) >= 1));
}

#[test]
fn a_list_counts_in_the_group_of_each_value() {
    let mut listed = two_panels();
    for (speaker, languages) in [(0, json!(["es", "en"])), (1, json!(["en"])), (2, json!(["es"])), (3, json!(["qu"]))] {
        listed["speakers"][speaker]["attributes"]["languages"] = languages;
    }
    let rule = json!({"for_each": ["panel", "languages"], "at_most": 1});
    binds(&listed, &rule, |plan| {
        ["p1", "p2"].iter().all(|panel| of(plan, panel, &["s1", "s3"]) <= 1 && of(plan, panel, &["s1", "s2"]) <= 1)
    });
    let spanish = json!({"where": {"languages": {"not": "es"}}, "at_least": 2});
    // s1 speaks English too, and still speaks Spanish; s5 says nothing.
    binds(&listed, &spanish, |plan| ["p1", "p2"].iter().all(|panel| of(plan, panel, &["s2", "s4"]) >= 2));
}

#[test]
fn somebody_of_two_sectors_counts_in_both() {
    let mut two_hats = two_panels();
    two_hats["speakers"][3]["sector"] = json!(["civil_society", "academia"]);
    let rule = json!({"count": {"distinct": "sector"}, "at_least": 4});
    binds(&two_hats, &rule, |plan| {
        ["p1", "p2"].iter().all(|panel| {
            let officials = of(plan, panel, &["s1", "s2"]).min(1);
            let private = of(plan, panel, &["s3"]);
            let two = if of(plan, panel, &["s4"]) == 1 { 2 } else { of(plan, panel, &["s5"]) };
            officials + private + two >= 4
        })
    });
}

#[test]
fn the_shortfall_of_a_wish_is_whole_units_rounded_up() {
    // Of 5 seats half is 2.5: with k women the wish is short by ceil(2.5 - k), and weighs 3 a unit.
    for women in [1, 3] {
        let mut forum = nine(json!({"panellist": 5}));
        for speaker in 5 + women..9 {
            forum["speakers"][speaker]["gender"] = json!("man");
        }
        let rule = json!({"where": {"gender": "woman"}, "at_least": "50%", "prefer": {"priority": 2, "weight": 3}});
        let wished = with_rule(&forum, &rule);
        let ids: Vec<String> = (6..6 + women).map(|i| format!("s{i}")).collect();
        let mut best = None;
        every_set::visit(&wished, &mut |plan| {
            if filled(&wished, plan) {
                let women = number(plan, |seat| ids.contains(&seat.speaker));
                let women = i64::try_from(women).unwrap();
                let short = if 2 * women >= 5 { 0 } else { (5 - 2 * women + 1) / 2 };
                best = best.max(Some((-3 * short, liking(&wished, plan))));
            }
        });
        let answer = answer(&wished);
        let goals = list(&answer, "goals");
        assert_eq!((goals[0]["goal"].as_str(), goals[0]["priority"].as_i64()), (Some("wishes"), Some(2)));
        let found = (-goals[0]["value"].as_i64().unwrap(), goals[1]["value"].as_i64().unwrap());
        assert_eq!(Some(found), best, "{women} women in the pool");
    }
}

/// One panel with a panellist and a chair.
fn chaired() -> Value {
    forum(pool(), &[json!({"panellist": 1, "moderator": 1})])
}

#[test]
fn one_seat_a_panel_unless_a_role_may_be_doubled() {
    let single = chaired();
    let mut doubled = chaired();
    doubled["panels"][0]["may_double"] = json!(["moderator"]);
    differ(&single, &doubled, &|plan| filled(&single, plan) && nobody_twice(plan), &|plan| filled(&doubled, plan));
}

#[test]
fn a_role_that_may_be_doubled_frees_no_other() {
    let seats = [json!({"panellist": 1, "moderator": 1, "rapporteur": 1})];
    let single = forum(pool(), &seats);
    let mut doubled = single.clone();
    doubled["panels"][0]["may_double"] = json!(["rapporteur"]);
    let usual = |plan: &[Held]| filled(&single, plan) && nobody_twice(plan);
    differ(&single, &doubled, &usual, &|plan| {
        let others: Vec<Held> = plan.iter().filter(|seat| seat.role != "rapporteur").cloned().collect();
        filled(&doubled, plan) && nobody_twice(&others)
    });
}

/// Two panels of two in one slot.
fn parallel() -> Value {
    let mut parallel = forum(pool(), &[json!({"panellist": 2}), json!({"panellist": 2})]);
    parallel["panels"][1]["slot"] = parallel["panels"][0]["slot"].clone();
    parallel
}

#[test]
fn one_panel_per_slot_unless_the_forum_or_a_panel_waives_it() {
    let clashing = parallel();
    let usual = |plan: &[Held]| filled(&clashing, plan) && nobody_twice(plan);
    let mut forum_waives = parallel();
    forum_waives["waive"] = json!(["slot"]);
    let mut panel_waives = parallel();
    panel_waives["panels"][1]["waive"] = json!(["slot"]);
    for waived in [forum_waives, panel_waives] {
        let nobody_at_once = |plan: &[Held]| plan.iter().all(|a| number(plan, |b| a.speaker == b.speaker) == 1);
        differ(&clashing, &waived, &|plan| usual(plan) && nobody_at_once(plan), &usual);
    }
}

/// What a change to the two panels of the pool forbids.
fn forbids(change: impl Fn(&mut Value), allows: impl Fn(&[Held]) -> bool) {
    let before = chaired_two();
    let mut after = before.clone();
    change(&mut after);
    let usual = |plan: &[Held]| filled(&before, plan) && nobody_twice(plan);
    differ(&before, &after, &usual, &|plan| usual(plan) && allows(plan));
}

fn chaired_two() -> Value {
    forum(pool(), &[json!({"panellist": 2, "moderator": 1}), json!({"panellist": 1, "moderator": 1})])
}

#[test]
fn speakers_take_their_roles_alone() {
    let moderates = ["s1", "s2", "s3"];
    forbids(
        |forum| moderates.iter().enumerate().for_each(|(s, _)| forum["speakers"][s]["roles"] = json!(["moderator"])),
        |plan| number(plan, |seat| seat.role != "moderator" && moderates.contains(&seat.speaker.as_str())) == 0,
    );
}

#[test]
fn nobody_sits_when_unavailable() {
    forbids(|forum| forum["speakers"][0]["unavailable"] = json!(["slot-1"]), |plan| of(plan, "p2", &["s1"]) == 0);
}

#[test]
fn nobody_sits_more_often_than_max_seats() {
    forbids(
        |forum| forum["speakers"][0]["max_seats"] = json!(1),
        |plan| number(plan, |seat| seat.speaker == "s1") <= 1,
    );
}

#[test]
fn max_seats_counts_doubled_roles_each() {
    let mut before = chaired();
    before["panels"][0]["may_double"] = json!(["moderator"]);
    let mut after = before.clone();
    after["speakers"][0]["max_seats"] = json!(1);
    differ(&before, &after, &|plan| filled(&before, plan), &|plan| {
        filled(&after, plan) && number(plan, |seat| seat.speaker == "s1") <= 1
    });
}

#[test]
fn pins_hold() {
    forbids(|forum| forum["pins"] = json!([{"panel": "p2", "speaker": "s5"}]), |plan| of(plan, "p2", &["s5"]) == 1);
    // s5 takes the chair of p2, the only seat there that s1 could have taken.
    forbids(
        |forum| {
            forum["pins"] = json!([{"panel": "p2", "speaker": "s5", "role": "moderator"}]);
            forum["speakers"][0]["roles"] = json!(["moderator"]);
        },
        |plan| {
            number(plan, |seat| seat.panel == "p2" && seat.role == "moderator" && seat.speaker == "s5") == 1
                && number(plan, |seat| seat.role == "panellist" && seat.speaker == "s1") == 0
        },
    );
}

#[test]
fn bars_hold() {
    forbids(|forum| forum["bars"] = json!([{"panel": "p2", "speaker": "s1"}]), |plan| of(plan, "p2", &["s1"]) == 0);
    forbids(
        |forum| {
            forum["bars"] = json!([{"panel": "p2", "speaker": "s1", "role": "moderator"}]);
            forum["speakers"][0]["roles"] = json!(["moderator"]);
        },
        |plan| {
            number(plan, |seat| seat.panel == "p2" && seat.role == "moderator" && seat.speaker == "s1") == 0
                && number(plan, |seat| seat.role == "panellist" && seat.speaker == "s1") == 0
        },
    );
}
