//! Random small feasible forums: what each rule costs, and why somebody sits or doesn't, by looking at every plan.
//!
//! `CONVENER_VALUED` is the number of feasible forums, 150 without it; `CONVENER_FIRST_SEED` is where to start.

use crate::oracle::filter::text;
use crate::oracle::forum::list;
use crate::oracle::random;
use crate::oracle::{Oracle, Verdict, exact};
use crate::seeds::{Counts, each};
use convener::{Language, Options, json};
use serde_json::{Value, json};

/// The most plans that are looked at.
const LIMIT: u128 = 6_000;

/// The best values of a forum; `None` where it has too many plans to look at.
#[allow(clippy::option_option, reason = "too many plans, no plan and a plan are three cases")]
fn best(forum: &Value) -> Option<Option<Vec<i128>>> {
    match Oracle::new(forum).verdict(LIMIT) {
        Ok(Verdict::Optimal(best)) => Some(Some(best)),
        Ok(Verdict::Infeasible) => Some(None),
        Err(_) => None,
    }
}

/// A forum's answer about a person on a panel.
fn answer(forum: &Value, about: &[(String, String)]) -> Value {
    let options = Options { time_limit: None, ..Options::default() };
    let reply = json::explain(forum.to_string().as_bytes(), about, Language::English, &options, false);
    serde_json::from_str(&reply.text).unwrap()
}

/// Which goal a change speaks of: a priority of wishes, or a goal by its number.
fn name(change: &Value) -> String {
    let mut name = change.clone();
    for field in ["now", "then", "text"] {
        name.as_object_mut().unwrap().shift_remove(field);
    }
    name.to_string()
}

/// The values of the best plan, of the goals before one with a tolerance: of later ones several values are right.
fn exact_goals(forum: &Value) -> usize {
    let goals = list(forum, "goals");
    goals.iter().position(|goal| goal.get("tolerance").is_some()).unwrap_or(goals.len())
}

/// Compares changes with the best values before and after; `after` has one priority of wishes less where `lost` says so.
fn changes(forum: &Value, other: &Value, changes: &[Value], now: &[i128], then: &[i128]) -> Result<(), String> {
    let (own, others) = (Oracle::new(forum).priorities().to_vec(), Oracle::new(other).priorities().to_vec());
    let mut expected = Vec::new();
    for (at, priority) in own.iter().enumerate() {
        if let Some(place) = others.iter().position(|other| other == priority) {
            expected.push((now[at], then[place]));
        }
    }
    let wishes = expected.len();
    for goal in 0..exact_goals(forum).min(now.len() - own.len()) {
        expected.push((now[own.len() + goal], then[others.len() + goal]));
    }
    let told: Vec<(i128, i128)> =
        changes.iter().map(|change| (exact::amount(&change["now"]), exact::amount(&change["then"]))).collect();
    let names: Vec<String> = changes.iter().map(name).collect();
    if told.len() < expected.len() || told[..expected.len()] != expected[..] {
        return Err(format!("expected {expected:?} ({wishes} of wishes), told {told:?} of {names:?}"));
    }
    Ok(())
}

/// The forum without a rule, or with a wish as a requirement.
fn without(forum: &Value, price: &Value) -> Value {
    let mut other = forum.clone();
    let id = &price["rule"];
    if price["wish"] == true {
        let mut found = false;
        let mut require = |rules: &mut Value| {
            for rule in rules.as_array_mut().into_iter().flatten().filter(|rule| rule["id"] == *id) {
                if !found {
                    rule.as_object_mut().unwrap().shift_remove("prefer");
                    found = true;
                }
            }
        };
        if let Some(rules) = other.get_mut("rules") {
            require(rules);
        }
        for panel in other["panels"].as_array_mut().unwrap() {
            if let Some(rules) = panel.get_mut("rules") {
                require(rules);
            }
        }
    } else {
        let mut waived = list(&other, "waive").to_vec();
        waived.push(id.clone());
        other["waive"] = json!(waived);
    }
    other
}

/// `Ok(None)` where the forum has no plan, too many, or is refused.
fn check(seed: u64, forum: &Value, counts: &mut Counts) -> Result<bool, String> {
    let Some(Some(now)) = best(forum) else { return Ok(false) };
    // One person who may or may not sit, by the seed.
    let (panels, speakers) = (list(forum, "panels"), list(forum, "speakers"));
    let panel = text(&panels[seed as usize % panels.len()]["id"]);
    let speaker = text(&speakers[(seed / 7) as usize % speakers.len()]["id"]);
    // Whoever asks about somebody isn't told what rules cost.
    let asked = answer(forum, &[(panel.clone(), speaker.clone())]);
    let answer = answer(forum, &[]);
    if answer["status"] == "rejected" {
        return Ok(false);
    }
    if answer["status"] != "feasible" || asked["status"] != "feasible" || !list(&asked, "prices").is_empty() {
        return Err(format!("the oracle has a plan, the answer is {}", answer["status"]));
    }
    for price in list(&answer, "prices") {
        let other = without(forum, price);
        let Some(then) = best(&other) else { continue };
        let possible = price["possible"] == true;
        if possible != then.is_some() {
            return Err(format!("{price}: the oracle says {}", then.is_some()));
        }
        let Some(then) = then else {
            *counts.entry("wishes that can't be met").or_default() += 1;
            continue;
        };
        changes(forum, &other, list(price, "goals"), &now, &then).map_err(|why| format!("{price}: {why}"))?;
        let what = if price["wish"] == true { "wishes priced" } else { "rules priced" };
        *counts.entry(what).or_default() += 1;
        if now.len() == then.len() && now != then {
            *counts.entry("prices that are not zero").or_default() += 1;
        }
    }
    reason(forum, &asked, (&panel, &speaker), &now, counts)?;
    Ok(true)
}

/// Why, or why not: the same forum with the person barred or pinned.
fn reason(
    forum: &Value,
    answer: &Value,
    (panel, speaker): (&str, &str),
    now: &[i128],
    counts: &mut Counts,
) -> Result<(), String> {
    let [reason] = list(answer, "why") else { return Err(format!("no reason in {answer}")) };
    let seated = reason["seated"] == true;
    let entry = json!({"panel": panel, "speaker": speaker});
    let mut other = forum.clone();
    let field = if seated { "bars" } else { "pins" };
    let mut entries = list(&other, field).to_vec();
    entries.push(entry);
    other[field] = json!(entries);
    let Some(then) = best(&other) else { return Ok(()) };
    match then {
        Some(then) => {
            if reason.get("otherwise").is_none() {
                return Err(format!("the oracle has a plan: {reason}"));
            }
            changes(forum, &other, list(reason, "goals"), now, &then).map_err(|why| format!("{reason}: {why}"))?;
            *counts.entry(if seated { "why" } else { "why not, by goals" }).or_default() += 1;
            if now != then {
                *counts.entry("reasons with a loss").or_default() += 1;
            }
        }
        None => {
            if reason.get("otherwise").is_some() || list(reason, "conflicts").is_empty() {
                return Err(format!("the oracle has no plan: {reason}"));
            }
            *counts.entry(if seated { "why, the only one" } else { "why not, by rules" }).or_default() += 1;
        }
    }
    Ok(())
}

#[test]
fn prices_and_reasons_are_what_every_plan_says() {
    let counts = each("feasible forums", ("CONVENER_VALUED", 150), |seed| Some(random::forum(seed)), check);
    for what in ["rules priced", "wishes priced", "why", "why not, by goals", "why not, by rules"] {
        assert!(counts.get(what).is_some_and(|count| *count > 0), "nothing of `{what}`: {counts:?}");
    }
}
