//! Explanations of random and documented infeasible forums are confirmed; each claim of one, tampered with, is refused.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a test may fail")]

mod oracle;

use convener::{Forum, Language, Options, json};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;

/// A forum with its explained answer, where it has no plan.
fn explained(forum: &str) -> Option<(Value, Value)> {
    let options = Options { explain: Some(Language::English), ..Options::default() };
    let answer: Value = serde_json::from_str(&json::solve(forum.as_bytes(), &options, false).text).unwrap();
    (answer["status"] == "infeasible").then(|| (serde_json::from_str(forum).unwrap(), answer))
}

/// What checking finds of each claim: `confirmed`, `refuted` or `not_claimed`, and why.
fn findings(forum: &Value, answer: &Value) -> BTreeMap<String, (String, String)> {
    let both = value!({"forum": forum, "answer": answer}).to_string();
    let verdict: Value = serde_json::from_str(&json::verify(both.as_bytes(), None, false).text).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let claims = verdict["claims"].as_array().unwrap_or_else(|| panic!("{verdict}"));
    claims.iter().map(|one| (text(&one["claim"]), (text(&one["finding"]), text(&one["why"])))).collect()
}

/// The first random forum whose explanation is of some kind.
fn first(wanted: impl Fn(&Value) -> bool) -> (Value, Value) {
    let mut found = (0..2000).filter_map(|seed| explained(&oracle::random::forum(seed).to_string()));
    found.find(|(_, answer)| wanted(answer)).unwrap()
}

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[test]
fn random_and_documented_explanations_are_confirmed() {
    let documented = ["igf-peru-2017-no-government"].map(|name| {
        let path = format!("{}/examples/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    });
    let random = (0..60).map(|seed| oracle::random::forum(seed).to_string());
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (forum, answer) in random.chain(documented).filter_map(|forum| explained(&forum)) {
        for (claim, (finding, why)) in findings(&forum, &answer) {
            let kind = claim.split('/').next().unwrap();
            let open = ["cheapest", "fewest"].iter().any(|end| claim.ends_with(end));
            let right = if open { "not_claimed" } else { "confirmed" };
            assert_eq!(finding, right, "{}: {claim}: {why}\n{forum}", forum["id"]);
            for known in ["conflict", "concession", "invitation"].iter().filter(|known| **known == kind) {
                *seen.entry(known).or_default() += 1;
            }
        }
    }
    assert!(seen["conflict"] > 50 && seen["concession"] > 50 && seen["invitation"] > 5, "{seen:?}");
}

/// Tampers with a confirmed explanation, and says why the claim is refused.
fn refused(case: &(Value, Value), claim: &str, tamper: impl Fn(&mut Value)) -> String {
    let mut answer = case.1.clone();
    assert_eq!(findings(&case.0, &answer)[claim].0, "confirmed", "{claim}");
    tamper(&mut answer);
    assert_ne!(answer, case.1, "{claim}: nothing is changed");
    let (finding, why) = findings(&case.0, &answer)[claim].clone();
    assert_eq!(finding, "refuted", "{claim} of {answer}");
    why
}

fn add(number: &mut Value, by: i64) {
    *number = (number.as_i64().unwrap() + by).into();
}

#[test]
fn a_conflict_that_is_not_minimal_is_refused() {
    let two = |answer: &Value| {
        length(&answer["conflicts"][0]["rules"]) >= 2
            && answer["conflicts"][0]["rules"][0].get("at_least").is_some_and(Value::is_i64)
    };
    let case = first(two);
    let claim = "conflict/1/minimal";
    // The plan that does without the first rule breaks that one, and so does not do without the second.
    let why = refused(&case, claim, |answer| {
        let rules = answer["conflicts"][0]["rules"].as_array_mut().unwrap();
        rules[1]["without"] = rules[0]["without"].clone();
    });
    assert!(why.contains("breaks rule"), "{why}");
    let why = refused(&case, claim, |answer| {
        answer["conflicts"][0]["rules"][0].as_object_mut().unwrap().remove("without");
    });
    assert!(why.contains("no plan is given"), "{why}");
    // Whatever nobody breaks may be added to no conflict.
    for (field, wrong) in [("rule", value!("made-up")), ("group", value!({"panel": "p1", "made": "up"}))] {
        let why = refused(&case, claim, |answer| answer["conflicts"][0]["rules"][0][field] = wrong.clone());
        assert!(why.contains("keeps it"), "{why}");
    }
    let why = refused(&case, claim, |answer| add(&mut answer["conflicts"][0]["rules"][0]["at_least"], 1));
    assert!(why.contains("other bounds"), "{why}");
    let why = refused(&case, claim, |answer| {
        let rule = &mut answer["conflicts"][0]["rules"][0];
        rule["without"].as_array_mut().unwrap().pop();
    });
    assert!(why.contains("lacks panel") || why.contains("its plan is none"), "{why}");
    // A limit may have come first: then it is not said to be minimal.
    let mut answer = case.1.clone();
    answer["conflicts"][0]["minimal"] = false.into();
    answer["conflicts"][0]["rules"][0].as_object_mut().unwrap().remove("without");
    assert_eq!(findings(&case.0, &answer)[claim].0, "not_claimed");
}

#[test]
fn a_kind_of_rules_as_a_whole_is_looked_at() {
    // Two panels at once need two people each, and there are two: a seat a person is not the organiser's rule.
    let forum = value!({
        "version": 1, "forum": "f",
        "speakers": [{"id": "s1"}, {"id": "s2"}],
        "panels": [
            {"id": "p1", "seats": {"panellist": 2}, "slot": "a"},
            {"id": "p2", "seats": {"panellist": 2}, "slot": "a"},
        ],
    });
    let seat = |panel: &str, speakers: &[&str]| {
        let seats: Vec<Value> = speakers.iter().map(|id| value!({"role": "panellist", "speaker": id})).collect();
        value!({"panel": panel, "seats": seats})
    };
    let clash = |rule: &str, plan: [Value; 2]| value!({"rule": rule, "group": {}, "whole": true, "without": plan});
    let full = || seat("p1", &["s1", "s2"]);
    let conflict = |slot: [Value; 2], seats: [Value; 2]| {
        value!({
            "version": 1, "forum": "f", "status": "infeasible",
            "conflicts": [{"rules": [clash("slot", slot), clash("seats", seats)], "panels": [], "minimal": true}],
        })
    };
    let found = |answer: &Value| findings(&forum, answer)["conflict/1/minimal"].clone();
    let both = || [full(), seat("p2", &["s1", "s2"])];
    assert_eq!(found(&conflict(both(), [full(), seat("p2", &[])])).0, "confirmed");
    // Without the slots' rule all seats are to be filled; without the seats' nobody may be in two places.
    assert!(
        found(&conflict([full(), seat("p2", &["s1"])], [full(), seat("p2", &[])])).1.contains("breaks rule `seats`")
    );
    assert!(found(&conflict(both(), [full(), seat("p2", &["s1"])])).1.contains("breaks rule `slot`"));
    assert!(found(&conflict([full(), seat("p2", &[])], [full(), seat("p2", &[])])).1.contains("`slot` keeps it"));
    // Nobody counts twice, and nobody who isn't there.
    let twice = [full(), seat("p2", &["s1", "s1"])];
    assert!(found(&conflict(both(), twice)).1.contains("its plan is none"));
    let stranger = [full(), seat("p2", &["s9"])];
    assert!(found(&conflict(both(), stranger)).1.contains("its plan is none"));
}

#[test]
fn a_concession_that_costs_otherwise_is_refused() {
    let weighs = |answer: &Value| {
        let one = &answer["concessions"][0];
        one.get("moves").is_none() && one["loosened"][0]["by"].is_i64() && length(&one["goals"]) > 0
    };
    let case = first(weighs);
    let claim = "concession/1";
    let tampered = |why: &str, tamper: &dyn Fn(&mut Value)| {
        let said = refused(&case, claim, |answer| tamper(&mut answer["concessions"][0]));
        assert!(said.contains(why), "{said}, not {why}");
    };
    tampered("it costs", &|one| add(&mut one["cost"], 1));
    tampered("it costs", &|one| add(&mut one["cost"], -1));
    tampered("by other than is said", &|one| add(&mut one["loosened"][0]["by"], 1));
    tampered("by other than is said", &|one| add(&mut one["loosened"][0]["by"], -1));
    tampered("by other than is said", &|one| one["loosened"][0]["count"] = 77.into());
    tampered("by other than is said", &|one| one["loosened"][0]["at_least"] = 77.into());
    tampered("which is not conceded", &|one| one["loosened"] = value!([]));
    tampered("is not conceded", &|one| one["loosened"][0]["rule"] = "made-up".into());
    tampered("which it is said to break", &|one| {
        let mut more = one["loosened"][0].clone();
        more["rule"] = "made-up".into();
        one["loosened"].as_array_mut().unwrap().push(more);
    });
    tampered("goals count otherwise", &|one| one["goals"][0]["value"] = 123_456.into());
    tampered("goals count otherwise", &|one| one["goals"] = value!([]));
    tampered("can't be moved", &|one| one["moves"] = value!([{"panel": "p9", "from": "a", "to": "b"}]));
    tampered("its plan is none", &|one| drop(one["plan"].as_array_mut().unwrap().pop()));
    tampered("", &|one| {
        for panel in one["plan"].as_array_mut().unwrap() {
            panel["seats"] = value!([]);
        }
    });
}

#[test]
fn what_is_never_conceded_is_refused() {
    let rule = |concede: Value| {
        value!({
            "version": 1, "forum": "f", "vocabulary": {"gender": ["woman", "man"]},
            "speakers": [{"id": "s1", "gender": "man"}],
            "panels": [{"id": "p1", "seats": {"panellist": 1}}],
            "rules": [{"id": "women", "where": {"gender": "woman"}, "at_least": 1, "concede": concede}],
        })
    };
    // One man on one seat: a woman is missing, at what the organiser says that this weighs.
    let answer = |cost: u64| {
        value!({
            "version": 1, "forum": "f", "status": "infeasible",
            "concessions": [{
                "cost": cost, "goals": [],
                "loosened": [{"rule": "women", "group": {"panel": "p1"}, "count": 0, "at_least": 1, "by": 1}],
                "plan": [{"panel": "p1", "seats": [{"role": "panellist", "speaker": "s1"}]}],
            }],
        })
    };
    let found = |concede: Value, cost: u64| {
        let mut forum = rule(concede);
        forum["goals"] = value!([]);
        findings(&forum, &answer(cost))["concession/1"].clone()
    };
    assert_eq!(found(value!(3), 3).0, "confirmed");
    assert!(found(value!(3), 1).1.contains("it costs 3, not 1"));
    assert!(found(value!("never"), 1).1.contains("is never conceded"));
}

#[test]
fn a_moved_panel_is_told_as_it_was() {
    let case = first(|answer| length(&answer["concessions"]) > 0 && length(&answer["concessions"][0]["moves"]) == 1);
    let claim = "concession/1";
    for (field, wrong) in [("panel", "p99"), ("from", "never"), ("to", "nowhere")] {
        let why = refused(&case, claim, |answer| answer["concessions"][0]["moves"][0][field] = wrong.into());
        assert!(why.contains("can't be moved"), "{why}");
    }
    refused(&case, claim, |answer| add(&mut answer["concessions"][0]["cost"], -1));
    refused(&case, claim, |answer| answer["concessions"][0]["moves"] = value!([]));
}

#[test]
fn an_invitation_of_somebody_else_is_refused() {
    // One seat for somebody from government who knows privacy and is free on the first morning; nobody is there.
    let forum = value!({
        "version": 1, "forum": "f",
        "vocabulary": {"sector": ["government", "academia", "private"]},
        "speakers": [
            {"id": "s1", "sector": "academia", "expertise": {"privacy": 1, "access": 1}},
            {"id": "s2", "sector": "private"},
        ],
        "panels": [
            {"id": "p1", "topics": ["privacy"], "seats": {"panellist": 1}, "slot": "a"},
            {"id": "p2", "topics": ["access"], "seats": {"panellist": 1}, "slot": "b"},
        ],
        "rules": [
            {"id": "government", "panels": ["p1"], "where": {"sector": "government"}, "at_least": 1},
            {"id": "experts", "panels": ["p1"], "where": {"expertise": 3}, "at_least": 1},
        ],
    });
    let case = explained(&forum.to_string()).unwrap();
    let claim = "invitation/1";
    let tampered = |why: &str, tamper: &dyn Fn(&mut Value)| {
        let said = refused(&case, claim, |answer| tamper(&mut answer["invitations"][0]));
        assert!(said.contains(why), "{said}, not {why}");
    };
    let person = |one: &mut Value, field: &str, value: Value| one["people"][0][field] = value;
    tampered("breaks rule `government`", &|one| person(one, "attributes", value!({"sector": ["academia"]})));
    tampered("breaks rule `government`", &|one| person(one, "attributes", value!({})));
    // The second of two values does not do.
    tampered("another sector of `new-1`", &|one| {
        person(one, "attributes", value!({"sector": ["government", "private"]}));
    });
    tampered("breaks rule `government`", &|one| person(one, "new_to_pool", value!(["sector"])));
    tampered("breaks rule `experts`", &|one| person(one, "expertise", value!({"privacy": 2})));
    tampered("breaks rule `experts`", &|one| person(one, "expertise", value!({})));
    tampered("breaks rule `unavailable/new-1`", &|one| person(one, "free", value!([])));
    tampered("is somebody else", &|one| person(one, "id", value!("s1")));
    tampered("otherwise than is said", &|one| person(one, "seats", value!([])));
    tampered("otherwise than is said", &|one| person(one, "seats", value!([{"panel": "p2", "role": "panellist"}])));
    tampered("", &|one| one["plan"][1]["seats"] = value!([]));
    tampered("", &|one| one["plan"][1]["seats"][0]["speaker"] = "nobody".into());
    tampered("", &|one| {
        let twice = one["people"][0].clone();
        one["people"].as_array_mut().unwrap().push(twice);
    });
}

#[test]
fn an_invitation_may_concede_only_what_it_says() {
    let case = first(|answer| {
        answer["invitations"].as_array().is_some_and(|all| all.first().is_some_and(|one| length(&one["loosened"]) > 0))
    });
    let claim = "invitation/1";
    refused(&case, claim, |answer| answer["invitations"][0]["loosened"] = value!([]));
    refused(&case, claim, |answer| answer["invitations"][0]["loosened"][0]["by"] = 0.into());
    refused(&case, claim, |answer| answer["invitations"][0]["loosened"][0]["rule"] = "made-up".into());
}

/// Whoever leaves out whether people come in person is not told apart from those who don't: an invitation has to ask.
#[test]
fn a_value_that_nobody_in_the_pool_discloses_is_asked_for() {
    // The policy asks for a moderator and two speakers on site; of the pool nobody says where they are.
    let forum = value!({
        "version": 1, "forum": "f", "policies": ["igf-2023-session"],
        "speakers": [{"id": "s1"}, {"id": "s2"}, {"id": "s3"}],
        "panels": [{"id": "p1", "seats": {"panellist": 3, "moderator": 1}}],
    });
    let forum: Forum = json::read(forum.to_string().as_bytes()).unwrap();
    let explanation = convener::explain(&forum, &Options::default()).unwrap();
    let people = &explanation.invitations[0].people;
    assert_eq!(people.len(), 3);
    for person in people {
        assert!(person.attributes.contains(&("attendance".to_owned(), vec!["onsite".to_owned()])), "{person:?}");
    }
}
