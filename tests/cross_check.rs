//! The crate against the exhaustive oracle on random small forums: every status, every goal's value, every plan.
//!
//! `CONVENER_FORUMS` is the number of forums, 2,000 without it; `CONVENER_FIRST_SEED` is where to start.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod oracle;

use oracle::forum::list;
use oracle::{Oracle, Verdict, exact};
use serde_json::Value;
use std::io::Write;

/// The most plans that the oracle looks at in a random forum.
const LIMIT: u128 = 30_000;

/// What the two said of one forum when they agreed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreed {
    Optimal,
    Infeasible,
}

/// Asks both. `Ok(None)` is a forum with more plans than the limit.
fn compare(forum: &Value) -> Result<Option<Agreed>, String> {
    let oracle = Oracle::new(forum);
    let Ok(verdict) = oracle.verdict(LIMIT) else { return Ok(None) };
    let reply = convener::json::solve(forum.to_string().as_bytes(), &convener::Options::default(), false);
    let answer: Value = serde_json::from_str(&reply.text).map_err(|error| format!("no JSON: {error}"))?;
    let best = match (verdict, answer["status"].as_str()) {
        (Verdict::Infeasible, Some("infeasible")) => return Ok(Some(Agreed::Infeasible)),
        (Verdict::Optimal(best), Some("optimal")) => best,
        (verdict, _) => return Err(format!("the oracle says {}, the crate {}", words(&verdict), reply.text)),
    };
    let goals = list(&answer, "goals");
    let bounds: Vec<i128> = goals.iter().map(|goal| exact::amount(&goal["bound"])).collect();
    if bounds != best {
        return Err(format!("the oracle's best is {}, the crate's {goals:?}", words(&Verdict::Optimal(best))));
    }
    let counted = oracle.recount(&answer["plan"]).map_err(|broken| format!("the plan {}: {broken}", answer["plan"]))?;
    let values: Vec<i128> = goals.iter().map(|goal| exact::amount(&goal["value"])).collect();
    if values != counted {
        return Err(format!("the plan counts {}, the crate {goals:?}", words(&Verdict::Optimal(counted))));
    }
    let lost = (0..best.len()).find(|place| !oracle.keeps(*place, best[*place], values[*place]));
    match lost {
        Some(place) => Err(format!("goal {place} gives up more than its tolerance: {goals:?}")),
        None => Ok(Some(Agreed::Optimal)),
    }
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Infeasible => "infeasible".to_owned(),
        Verdict::Optimal(best) => best.iter().map(|value| exact::text(*value)).collect::<Vec<_>>().join(", "),
    }
}

/// Drops rules, goals, speakers and the rest one by one while the two still disagree.
fn smallest(forum: &Value) -> Value {
    // A forum refused for one fault is not made smaller into one refused for another.
    let refused = |why: &str| why.split("\"code\":").nth(1).and_then(|rest| rest.split(',').next()).map(str::to_owned);
    let was_refused = compare(forum).err().and_then(|why| refused(&why));
    let mut forum = forum.clone();
    loop {
        let found = smaller(&forum).into_iter().find(|candidate| {
            let compared = std::panic::catch_unwind(|| compare(candidate));
            compared.is_ok_and(|compared| compared.is_err_and(|why| refused(&why) == was_refused))
        });
        match found {
            Some(candidate) => forum = candidate,
            None => return forum,
        }
    }
}

/// The forum with one thing less, in every way.
fn smaller(forum: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let mut without = |pointer: &str, field: &str| {
        let size =
            forum.pointer(pointer).and_then(|parent| parent.get(field)).and_then(Value::as_array).map_or(0, Vec::len);
        for i in 0..size {
            let mut less = forum.clone();
            let items = less.pointer_mut(pointer).unwrap()[field].as_array_mut().unwrap();
            let gone = items.remove(i);
            if field == "speakers" {
                for list in ["pins", "bars", "draft"] {
                    if let Some(items) = less.get_mut(list).and_then(Value::as_array_mut) {
                        items.retain(|item| item["speaker"] != gone["id"]);
                    }
                }
            }
            all.push(less);
        }
    };
    for field in ["rules", "policies", "speakers", "pins", "bars", "draft", "waive", "goals"] {
        without("", field);
    }
    for p in 0..list(forum, "panels").len() {
        for field in ["rules", "waive", "may_double", "topics"] {
            without(&format!("/panels/{p}"), field);
        }
    }
    let mut drop_fields = |pointer: String| {
        let fields: Vec<String> = forum.pointer(&pointer).and_then(Value::as_object).unwrap().keys().cloned().collect();
        for field in fields {
            let mut less = forum.clone();
            less.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().shift_remove(&field);
            if !["id", "forum", "version", "speakers", "panels", "seats"].contains(&field.as_str()) {
                all.push(less);
            }
        }
    };
    for s in 0..list(forum, "speakers").len() {
        drop_fields(format!("/speakers/{s}"));
    }
    for rule in 0..list(forum, "rules").len() {
        drop_fields(format!("/rules/{rule}"));
    }
    for goal in 0..list(forum, "goals").len() {
        drop_fields(format!("/goals/{goal}"));
    }
    all
}

#[test]
fn random_forums_agree_with_the_oracle() {
    let asked = |name: &str, default: u64| std::env::var(name).map_or(default, |text| text.parse().expect("a number"));
    let (forums, first) = (asked("CONVENER_FORUMS", 2000), asked("CONVENER_FIRST_SEED", 0));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let run = |thread: u64| {
        let (mut optimal, mut infeasible, mut too_many, mut wrong) = (0, 0, 0, Vec::new());
        let mut seed = first + thread;
        while optimal + infeasible + (wrong.len() as u64) < forums.div_ceil(threads) {
            match compare(&oracle::random::forum(seed)) {
                Ok(Some(Agreed::Optimal)) => optimal += 1,
                Ok(Some(Agreed::Infeasible)) => infeasible += 1,
                Ok(None) => too_many += 1,
                Err(why) => wrong.push((seed, why)),
            }
            seed += threads;
        }
        (optimal, infeasible, too_many, wrong)
    };
    let parts: Vec<_> = std::thread::scope(|scope| {
        let run = &run;
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || run(thread))).collect();
        running.into_iter().map(|part| part.join().expect("no panic")).collect()
    });
    let optimal: u64 = parts.iter().map(|part| part.0).sum();
    let infeasible: u64 = parts.iter().map(|part| part.1).sum();
    let too_many: u64 = parts.iter().map(|part| part.2).sum();
    let wrong: Vec<_> = parts.iter().flat_map(|part| &part.3).collect();
    let counts = format!(
        "forums against the oracle: {optimal} optimal, {infeasible} infeasible, {} disagreements ({too_many} too large to enumerate were left out)",
        wrong.len()
    );
    // Straight to standard error, so that the counts show when the test passes.
    writeln!(std::io::stderr(), "{counts}").unwrap();
    for (seed, why) in wrong.iter().take(20) {
        let small = smallest(&oracle::random::forum(*seed));
        let why_small = compare(&small).err().unwrap_or_default();
        println!("seed {seed}: {why}\n  smallest: {small}\n  {why_small}");
    }
    assert!(wrong.is_empty(), "{} disagreements", wrong.len());
    // A lopsided mix would leave half of the claim untested.
    let sixth = (optimal + infeasible) / 6;
    assert!(optimal > sixth && infeasible > sixth, "{optimal} optimal, {infeasible} infeasible");
}
