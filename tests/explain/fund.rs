//! Random small forums with a travel fund that is too small: what it must be raised to, by enumeration, and why.
//!
//! `CONVENER_FUNDS` is the number of forums, 40 without it; `CONVENER_FIRST_SEED` is where to start.

use crate::ground::Ground;
use crate::oracle::forum::list;
use crate::random::small;
use crate::seeds::{Counts, each};
use convener::{Language, Options, json};
use serde_json::{Value, json as value};

/// The forum whose other rules are kept whatever they cost, with a fund.
fn with_fund(forum: &Value, fund: i128) -> Value {
    let mut forum = forum.clone();
    for rule in forum["rules"].as_array_mut().into_iter().flatten() {
        rule["concede"] = value!("never");
    }
    let own = value!({"id": "fund", "for_each": [], "count": {"sum": "cost"}, "at_most": i64::try_from(fund).unwrap()});
    match forum["rules"].as_array_mut() {
        Some(rules) => rules.push(own),
        None => forum["rules"] = value!([own]),
    }
    forum
}

/// By how much the fund is short at least, where nothing else gives; `None` where something else must.
fn least(forum: &Value) -> Option<i128> {
    let ground = Ground::new(forum);
    let short = |set: Vec<usize>| {
        let broken = ground.broken(&set)?;
        broken.keys().all(|id| id == "fund").then(|| broken.values().sum::<i128>())
    };
    ground.sets().filter_map(short).min()
}

/// `Ok(false)` where no plan costs enough for a fund to be too small.
fn check(seed: u64, forum: &Value, counts: &mut Counts) -> Result<bool, String> {
    let Some(all) = least(&with_fund(forum, 0)).filter(|all| *all > 0) else { return Ok(false) };
    let forum = with_fund(forum, (all - 1 - i128::from(seed % 3)).max(0));
    let short = least(&forum).ok_or("the fund alone is not enough after all")?;
    let reply = json::explain(forum.to_string().as_bytes(), &[], Language::English, &Options::default(), false);
    let answer: Value = serde_json::from_str(&reply.text).map_err(|error| error.to_string())?;
    if answer["status"] == "rejected" {
        return Ok(false);
    }
    let only =
        |one: &&Value| list(one, "moves").is_empty() && list(one, "loosened").iter().all(|l| l["rule"] == "fund");
    match list(&answer, "concessions").iter().find(only) {
        Some(one) if i128::from(one["cost"].as_u64().unwrap()) == short && one["proven"] == true => {
            *counts.entry("funds raised by the least").or_default() += 1;
        }
        Some(one) => return Err(format!("the fund is short of {short}: {one}")),
        // Others are cheaper, or there are more of them than are told.
        None => *counts.entry("funds that are kept").or_default() += 1,
    }
    let both = value!({"forum": forum, "answer": answer}).to_string();
    let verdict: Value = serde_json::from_str(&json::verify(both.as_bytes(), None, false).text).unwrap();
    for claim in
        list(&verdict, "claims").iter().filter(|claim| claim["claim"].as_str().unwrap().starts_with("conflict/"))
    {
        if claim["finding"] != "confirmed" {
            return Err(format!("{claim} of {}", answer["conflicts"]));
        }
        *counts.entry("claims of conflicts confirmed").or_default() += 1;
    }
    if list(&answer, "conflicts").is_empty() {
        return Err("no conflict".into());
    }
    Ok(true)
}

#[test]
fn funds_are_raised_by_what_enumeration_says() {
    let counts = each("funds", ("CONVENER_FUNDS", 40), small, check);
    assert!(counts["funds raised by the least"] > 0);
}
