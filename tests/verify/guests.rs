//! Whom an invitation leaves open: every value that somebody in the pool has is counted, as what it is there.

use serde_json::{Value, json};

/// The finding on inviting `new-1` to p1's second seat, where `rule` holds on p1.
fn invited(rule: &Value, profile: &Value) -> (String, String) {
    let forum = json!({
        "version": 1, "forum": "f", "rules": [rule],
        "speakers": [
            {"id": "s1", "cost": 5,
             "attributes": {"region": "south", "age": 20, "newcomer": false, "answer": "perhaps", "badge": "001"}},
            {"id": "s2", "cost": 50,
             "attributes": {"region": "north", "age": 40, "newcomer": true, "answer": "true", "badge": "007"}},
            {"id": "s3", "cost": 7,
             "attributes": {"region": "south", "age": 25, "newcomer": true, "answer": "true", "badge": "007"}},
        ],
        "panels": [{"id": "p1", "topics": ["privacy"], "seats": {"panellist": 2}}],
        "goals": [],
    });
    let mut person = json!({"id": "new-1", "seats": [{"panel": "p1", "role": "panellist"}]});
    for (field, value) in profile.as_object().unwrap() {
        person[field] = value.clone();
    }
    let seat = |speaker: &str| json!({"role": "panellist", "speaker": speaker});
    let answer = json!({
        "version": 1, "forum": "f", "status": "infeasible",
        "invitations": [{"people": [person], "plan": [{"panel": "p1", "seats": [seat("s1"), seat("new-1")]}]}],
    });
    crate::fixture::finding(&forum, &answer, "invitation/1")
}

fn confirmed(rule: &Value, profile: &Value) {
    assert_eq!(invited(rule, profile), ("confirmed".into(), String::new()), "{rule} {profile}");
}

fn refuted(rule: &Value, profile: &Value, another: &str) {
    let why = format!("with another {another} of `new-1` its plan breaks rule `r`");
    assert_eq!(invited(rule, profile), ("refuted".into(), why), "{rule} {profile}");
}

fn attribute(name: &str, value: &str) -> Value {
    json!({"attributes": {name: [value]}})
}

#[test]
fn a_word_left_open_may_be_any_of_the_pool() {
    let rule = json!({"id": "r", "where": {"region": "north"}, "at_most": 0});
    refuted(&rule, &json!({}), "region");
    confirmed(&rule, &attribute("region", "south"));
    confirmed(&rule, &json!({"none_of": {"region": ["north"]}}));
}

#[test]
fn a_number_left_open_may_be_the_least_or_the_greatest() {
    let old = json!({"id": "r", "where": {"age": {"at_least": 40}}, "at_most": 0});
    refuted(&old, &json!({}), "age");
    confirmed(&old, &attribute("age", "25"));
    confirmed(&json!({"id": "r", "where": {"age": {"at_least": 41}}, "at_most": 0}), &json!({}));
    // s1 has 5, so that 50 more is too much and 7 more is not.
    let fund = |most: u32| json!({"id": "r", "count": {"sum": "cost"}, "at_most": most});
    refuted(&fund(54), &json!({}), "cost");
    confirmed(&fund(55), &json!({}));
    confirmed(&fund(12), &attribute("cost", "7"));
    assert_eq!(invited(&fund(11), &attribute("cost", "7")).0, "refuted");
}

#[test]
fn a_value_is_of_the_pools_kind() {
    let asks = |name: &str, value: Value| json!({"id": "r", "where": {name: value}, "at_least": 1});
    // A flag, and a word that is spelt like one.
    confirmed(&asks("newcomer", json!(true)), &attribute("newcomer", "true"));
    confirmed(&asks("answer", json!("true")), &attribute("answer", "true"));
    // A word that is spelt like a number.
    confirmed(&asks("badge", json!("007")), &attribute("badge", "007"));
    refuted(&asks("newcomer", json!(true)), &json!({"attributes": {"newcomer": ["true", "false"]}}), "newcomer");
    assert_eq!(invited(&asks("newcomer", json!(true)), &attribute("newcomer", "false")).0, "refuted");
}

#[test]
fn a_level_may_be_higher_up_to_five() {
    let knows = json!({"expertise": {"privacy": 2}});
    let most = |level: u8| json!({"id": "r", "where": {"expertise": level}, "at_most": 0});
    refuted(&most(5), &knows, "privacy");
    refuted(&most(3), &knows, "privacy");
    confirmed(&json!({"id": "r", "where": {"expertise": 2}, "at_least": 1}), &knows);
    assert_eq!(invited(&json!({"id": "r", "where": {"expertise": 3}, "at_least": 1}), &knows).0, "refuted");
}
