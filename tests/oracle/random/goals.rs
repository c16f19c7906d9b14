//! Random goals: every metric, blends, worst panels, narrowed and tolerant ones.

use super::Prng;
use super::rules::{conditions, panel_filter, roles_of};
use crate::oracle::filter::names_panel;
use crate::oracle::forum::list;
use serde_json::{Value, json};

const METRICS: [&str; 6] = ["expertise", "preference", "seats", "people", "cost", "changes"];

/// Adds goals, or leaves the default, or asks for any plan.
pub fn add(r: &mut Prng, forum: &mut Value) {
    match r.between(0, 9) {
        0 | 1 => {}
        2 => forum["goals"] = json!([]),
        _ => {
            let goals = (0..r.between(1, 3)).map(|_| goal(r, forum)).collect();
            forum["goals"] = Value::Array(goals);
        }
    }
}

fn goal(r: &mut Prng, forum: &Value) -> Value {
    // Changes speak of a draft.
    let metrics = &METRICS[..METRICS.len() - usize::from(list(forum, "draft").is_empty())];
    let measure = if r.chance(65) {
        json!(r.pick(metrics))
    } else {
        let weight = |r: &mut Prng| if r.chance(30) { -r.between(1, 3) } else { r.between(1, 10) };
        r.some(metrics).into_iter().map(|metric| (metric.to_owned(), json!(weight(r)))).collect()
    };
    let direction = if r.chance(60) { "maximise" } else { "minimise" };
    let mut goal = json!({direction: measure});
    if r.chance(30) {
        goal["worst"] = json!("panel");
    }
    if r.chance(20) {
        goal["where"] = conditions(r, forum);
    }
    if r.chance(20) {
        goal["panels"] = panel_filter(r, forum);
    }
    if r.chance(20) {
        let panels = list(forum, "panels").iter().filter(|panel| names_panel(goal.get("panels"), panel));
        let roles: Vec<String> = panels.flat_map(roles_of).collect();
        goal["roles"] = json!([r.pick(&roles)]);
    }
    if r.chance(35) {
        goal["tolerance"] =
            r.pick(&[json!("2%"), json!("10%"), json!("12.5%"), json!(1), json!(2.5), json!(0)]).clone();
    }
    goal
}
