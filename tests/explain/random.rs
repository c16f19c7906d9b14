//! Random small infeasible forums: every conflict irreducible, every cheapest concession and fewest invitation true.
//!
//! `CONVENER_EXPLAINED` is the number of infeasible forums, 500 without it; `CONVENER_FIRST_SEED` is where to start.

use crate::ground::Ground;
use crate::guests;
use crate::oracle::forum::{list, possible_seats};
use crate::oracle::random::{self, Prng};
use crate::seeds::{Counts, asked};
use convener::{Language, Options, json};
use serde_json::{Value, json};
use std::io::Write;

/// The most seats that can exist in a forum whose every set of seats is looked at.
const MOST_SEATS: usize = 11;

/// A random forum cut down until its sets of seats can all be looked at, with weights of concession.
pub fn small(seed: u64) -> Option<Value> {
    let r = &mut Prng::new(seed ^ 0x00E7_191A_11AD);
    let mut forum = random::forum(seed);
    forum["goals"] = json!([]);
    forum.as_object_mut().unwrap().shift_remove("draft");
    let cut = |forum: &mut Value, list: &str, most: usize, named: &str| {
        forum[list].as_array_mut().unwrap().truncate(most);
        let ids: Vec<Value> = forum[list].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        for entries in ["pins", "bars"] {
            if let Some(entries) = forum.get_mut(entries).and_then(Value::as_array_mut) {
                entries.retain(|entry| ids.contains(&entry[named]));
            }
        }
    };
    cut(&mut forum, "panels", 2, "panel");
    let panels: Vec<Value> = list(&forum, "panels").iter().map(|panel| panel["id"].clone()).collect();
    for speaker in forum["speakers"].as_array_mut().unwrap() {
        speaker.as_object_mut().unwrap().shift_remove("preference");
    }
    for rule in forum.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(ids) = rule.get_mut("panels").and_then(Value::as_array_mut) {
            ids.retain(|id| panels.contains(id));
        }
        match r.between(0, 9) {
            0 => rule["concede"] = json!("never"),
            1 => rule["concede"] = json!(2),
            2 => rule["concede"] = json!(3),
            _ => {}
        }
    }
    for most in (2..=5).rev() {
        cut(&mut forum, "speakers", most, "speaker");
        let mut open = forum.clone();
        for speaker in open["speakers"].as_array_mut().unwrap() {
            for field in ["roles", "unavailable"] {
                speaker.as_object_mut().unwrap().shift_remove(field);
            }
        }
        open.as_object_mut().unwrap().shift_remove("bars");
        if possible_seats(&open).len() <= MOST_SEATS {
            return Some(forum);
        }
    }
    None
}

fn check(forum: &Value, counts: &mut Counts) -> Result<bool, String> {
    let reply = json::explain(forum.to_string().as_bytes(), &[], Language::English, &Options::default(), false);
    let answer: Value = serde_json::from_str(&reply.text).map_err(|error| error.to_string())?;
    match answer["status"].as_str() {
        Some("rejected") => return Ok(false),
        Some("infeasible") => {}
        Some("feasible") => {
            // That it is so is the cross-check's matter; its prices are those of plans solved for.
            return Ok(false);
        }
        _ => return Err(format!("answered {}", reply.text)),
    }
    let ground = Ground::new(forum);
    conflicts(&ground, &answer, counts)?;
    concessions(&ground, &answer, counts)?;
    guests::check(forum, &answer, counts)?;
    Ok(true)
}

fn conflicts(ground: &Ground, answer: &Value, counts: &mut Counts) -> Result<(), String> {
    let all = list(answer, "conflicts");
    if all.is_empty() {
        return Err("no conflict".into());
    }
    for conflict in all {
        if conflict["minimal"] != true {
            return Err(format!("not minimal without a limit: {conflict}"));
        }
        let rules = list(conflict, "rules");
        if rules.iter().any(|clash| clash.get("whole").is_some()) {
            *counts.entry("conflicts of whole rules, left out").or_default() += 1;
            continue;
        }
        // Which rules some set of seats keeps all of, but for at most one.
        let mut without = vec![false; rules.len()];
        for set in ground.sets() {
            let mut missed = (0..rules.len()).filter(|at| ground.misses(&set, &rules[*at]) > 0);
            match (missed.next(), missed.next()) {
                (None, _) => return Err(format!("{set:?} keeps all of {conflict}")),
                (Some(only), None) => without[only] = true,
                _ => {}
            }
        }
        if let Some(at) = without.iter().position(|possible| !possible) {
            return Err(format!("{} is not needed in {conflict}", rules[at]));
        }
        for (at, clash) in rules.iter().enumerate() {
            let set = ground.set(&clash["without"]);
            if (0..rules.len()).any(|other| other != at && ground.misses(&set, &rules[other]) > 0) {
                return Err(format!("the witness {} breaks another rule", clash["without"]));
            }
        }
        *counts.entry("conflicts").or_default() += 1;
    }
    Ok(())
}

fn concessions(ground: &Ground, answer: &Value, counts: &mut Counts) -> Result<(), String> {
    let (mut cheapest, alternatives) = ground.cheapest();
    if cheapest.is_none_or(|cost| cost > 1) {
        for moved in moves(&ground.forum) {
            let other = Ground::new(&moved).cheapest().0.map(|cost| cost + 1);
            cheapest = [cheapest, other].into_iter().flatten().min();
        }
    }
    let all = list(answer, "concessions");
    let costs: Vec<i128> = all.iter().map(|one| i128::from(one["cost"].as_u64().unwrap())).collect();
    if costs.first().copied() != cheapest {
        return Err(format!("the cheapest costs {cheapest:?}, the concessions {costs:?}"));
    }
    let mut touched: Vec<Vec<String>> = Vec::new();
    for one in all {
        if list(one, "moves").is_empty() {
            let set = ground.set(&one["plan"]);
            if ground.cost(&set) != Some(i128::from(one["cost"].as_u64().unwrap())) {
                return Err(format!("{one} costs {:?}", ground.cost(&set)));
            }
            let mut rules: Vec<String> = list(one, "loosened").iter().map(|l| l["rule"].to_string()).collect();
            rules.sort();
            rules.dedup();
            if touched.contains(&rules) {
                return Err(format!("two alternatives touch {rules:?}"));
            }
            touched.push(rules);
        }
        *counts.entry("concessions").or_default() += 1;
    }
    let wanted = alternatives.len().min(3);
    if all.len() < wanted {
        return Err(format!("{} concessions of the alternatives {alternatives:?}", all.len()));
    }
    if wanted == 3 {
        *counts.entry("forums with three alternatives").or_default() += 1;
    }
    Ok(())
}

/// The forum with one panel in another panel's slot.
fn moves(forum: &Value) -> Vec<Value> {
    let panels = list(forum, "panels");
    let mut moved = Vec::new();
    for p in 0..panels.len() {
        for other in panels.iter().filter(|other| panels[p].get("slot").is_some() && other.get("slot").is_some()) {
            if other["slot"] != panels[p]["slot"] {
                let mut changed = forum.clone();
                for field in ["slot", "day"] {
                    if let Some(value) = other.get(field) {
                        changed["panels"][p][field] = value.clone();
                    }
                }
                moved.push(changed);
            }
        }
    }
    moved
}

/// The seeds are looked at in so many parts side by side, the same on every machine.
const PARTS: u64 = 2;

#[test]
fn random_forums_are_explained_as_enumeration_says() {
    let (wanted, first) = (asked("CONVENER_EXPLAINED", 500), asked("CONVENER_FIRST_SEED", 0));
    let part = &|number: u64| {
        let (mut counts, mut explained, mut wrong) = (Counts::new(), 0, Vec::new());
        let mut seed = first + number;
        while explained < wanted.div_ceil(PARTS) {
            if let Some(forum) = small(seed) {
                match check(&forum, &mut counts) {
                    Ok(true) => explained += 1,
                    Ok(false) => {}
                    Err(why) => {
                        explained += 1;
                        wrong.push((seed, why, forum));
                    }
                }
            }
            seed += PARTS;
        }
        (counts, explained, wrong)
    };
    let (mut counts, mut explained, mut wrong) = (Counts::new(), 0, Vec::new());
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..PARTS).map(|number| scope.spawn(move || part(number))).collect();
        for part in parts {
            let (some, count, faults) = part.join().unwrap();
            explained += count;
            wrong.extend(faults);
            for (what, count) in some {
                *counts.entry(what).or_default() += count;
            }
        }
    });
    writeln!(std::io::stderr(), "{explained} infeasible forums, {} wrong: {counts:?}", wrong.len()).unwrap();
    for (seed, why, forum) in wrong.iter().take(8) {
        println!("seed {seed}: {why}\n  {forum}");
    }
    assert!(wrong.is_empty(), "{} wrong", wrong.len());
    assert!(counts["conflicts"] > explained as usize / 2);
}
