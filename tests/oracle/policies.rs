//! What each policy says, as rules, written from `docs/policies.md`.

use serde_json::{Value, json};

/// The ids of the policies.
pub const IDS: [&str; 10] = [
    "no-single-gender-panel",
    "panel-pledge",
    "not-only-moderating",
    "gender-40-60",
    "linux-foundation-panel",
    "igf-2023-session",
    "four-sectors",
    "three-stakeholder-groups",
    "four-panellists",
    "not-one-institution",
];

/// The rules of a policy.
pub fn rules(policy: &str) -> Vec<Value> {
    let speaking = json!(["panellist"]);
    let sector = |name: &str, sectors: Value| json!({"id": format!("four-sectors/{name}"), "where": {"sector": sectors}, "at_least": 1});
    let rules = match policy {
        "no-single-gender-panel" => json!([{"count": {"distinct": "gender"}, "roles": speaking, "at_least": 2}]),
        "panel-pledge" => {
            json!([{"panels": {"seats": {"at_least": 2}}, "roles": speaking, "where": {"gender": "woman"}, "at_least": 1}])
        }
        "not-only-moderating" => {
            json!([{"for_each": ["panel", "gender"], "values": ["woman", "man"], "roles": speaking, "at_least": 1}])
        }
        "gender-40-60" => json!([{"for_each": ["panel", "gender"], "at_most": "60%"}]),
        "linux-foundation-panel" => json!([
            {"id": "linux-foundation-panel/gender", "panels": {"seats": {"at_least": 3, "at_most": 5}},
             "where": {"gender": {"not": "man"}}, "at_least": 1},
            {"id": "linux-foundation-panel/company", "panels": {"seats": {"at_least": 3, "at_most": 5}},
             "count": {"distinct": "organisation"}, "at_least": 2}
        ]),
        "igf-2023-session" => json!([
            {"id": "igf-2023-session/speakers", "roles": speaking, "at_least": 3},
            {"id": "igf-2023-session/moderator-on-site", "roles": ["moderator"], "where": {"attendance": "onsite"}, "at_least": 1},
            {"id": "igf-2023-session/speakers-on-site", "roles": speaking, "where": {"attendance": "onsite"}, "at_least": 2}
        ]),
        "four-sectors" => json!([
            sector("government", json!("government")),
            sector("private-sector", json!("private_sector")),
            sector("civil-society", json!("civil_society")),
            sector("technical-and-scientific", json!(["technical_community", "academia"])),
        ]),
        "three-stakeholder-groups" => json!([{"count": {"distinct": "sector"}, "at_least": 3}]),
        "four-panellists" => json!([{"roles": speaking, "at_most": 4}]),
        "not-one-institution" => json!([{"count": {"distinct": "organisation"}, "at_least": 2}]),
        other => panic!("the oracle does not know the policy {other}"),
    };
    let mut rules = rules.as_array().unwrap().clone();
    for rule in rules.iter_mut().filter(|rule| rule.get("id").is_none()) {
        rule["id"] = json!(policy);
    }
    rules
}
