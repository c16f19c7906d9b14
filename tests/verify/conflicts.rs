//! Rules as a whole in a conflict, written by hand: what they say on one panel, whatever the others hold.

use serde_json::{Value, json};

/// What is found of the conflict's being minimal, and why.
fn minimal(forum: &Value, rules: &Value) -> (String, String) {
    let answer = json!({
        "version": 1, "forum": "f", "status": "infeasible", "conflicts": [{"rules": rules, "minimal": true}],
    });
    crate::fixture::finding(forum, &answer, "conflict/1/minimal")
}

fn plan(p1: &[&str], p2: &[&str]) -> Value {
    let panel = |id: &str, speakers: &[&str]| {
        let seats: Vec<Value> =
            speakers.iter().map(|speaker| json!({"role": "panellist", "speaker": speaker})).collect();
        json!({"panel": id, "seats": seats})
    };
    json!([panel("p1", p1), panel("p2", p2)])
}

fn whole(rule: &str, panel: &str, without: &Value) -> Value {
    json!({"rule": rule, "group": {"panel": panel}, "whole": true, "without": without})
}

fn forum(rules: &Value) -> Value {
    let speakers: Vec<Value> =
        ["s1", "s2", "s3"].iter().map(|id| json!({"id": id, "gender": "man", "cost": 8})).collect();
    json!({
        "version": 1, "forum": "f", "speakers": speakers, "rules": rules,
        "panels": [
            {"id": "p1", "seats": {"panellist": 2}},
            {"id": "p2", "seats": {"panellist": {"min": 1, "max": 2}}},
        ],
    })
}

#[test]
fn a_whole_rule_on_a_panel_is_about_that_panels_seats() {
    // Two people at 8 are more than 10: p1 can't be filled.
    let forum = forum(&json!([{"id": "fund", "for_each": [], "count": {"sum": "cost"}, "at_most": 10}]));
    let both = |without_seats: &Value, without_fund: &Value| {
        json!([whole("seats", "p1", without_seats), whole("fund", "p1", without_fund)])
    };
    let found = |seats: &Value, fund: &Value| minimal(&forum, &both(seats, fund));
    // Without the seats one person sits on p1 for 8; that another sits on p2 for 8 more is of no account, nor that p2 is
    // empty in the other plan.
    let (one, two) = (plan(&["s1"], &["s2"]), plan(&["s1", "s2"], &[]));
    assert_eq!(found(&one, &two), ("confirmed".into(), String::new()));
    // Nobody on p2 can stand for somebody on p1.
    let keeps = |rule: &str| ("refuted".into(), format!("the plan without rule `{rule}` keeps it"));
    assert_eq!(found(&one, &plan(&["s1"], &["s2", "s3"])).1, "the plan without rule `fund` breaks rule `seats`");
    assert_eq!(found(&one, &plan(&["s1"], &["s2"])).1, "the plan without rule `fund` breaks rule `seats`");
    assert_eq!(found(&two, &two).1, keeps("seats").1);
    let broken = found(&plan(&["s1", "s2"], &["s3"]), &two);
    assert_eq!(broken, keeps("seats"));
}

#[test]
fn a_whole_rule_is_meant_on_its_panel_and_in_all_other_groups() {
    // At most one man, and two men on each panel.
    let forum = forum(&json!([
        {"id": "men", "for_each": ["gender"], "at_most": 1},
        {"id": "pair", "where": {"gender": "man"}, "at_least": 2},
    ]));
    let found =
        |men: &Value, pair: &Value| minimal(&forum, &json!([whole("men", "p1", men), whole("pair", "p1", pair)]));
    let (two, one) = (plan(&["s1", "s2"], &[]), plan(&["s1"], &["s2"]));
    assert_eq!(found(&two, &one), ("confirmed".into(), String::new()));
    assert_eq!(found(&one, &one).1, "the plan without rule `men` keeps it");
    assert_eq!(found(&two, &two).1, "the plan without rule `pair` breaks rule `men`");
}
