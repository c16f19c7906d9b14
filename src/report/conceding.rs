//! Concessions in words.

use super::{Language, rule};
use crate::{Concession, Forum, Loosened, Number};

/// A concession as a sentence.
pub(crate) fn concession(language: Language, forum: &Forum, concession: &Concession) -> String {
    let moves = concession
        .moves
        .iter()
        .map(|one| language.say("move", &[("panel", &one.panel), ("from", &one.from), ("to", &one.to)]));
    let mut all: Vec<String> = moves.collect();
    all.extend(told(language, forum, &concession.loosened));
    let all = all.join("; ");
    language.say("concede", &[("what", &all), ("cost", &concession.cost.to_string())])
}

/// So many places of one rule are named one by one; of more, a few are.
const NAMED: usize = 6;
const SHOWN: usize = 4;

/// What is loosened, each rule by itself.
pub(super) fn told(language: Language, forum: &Forum, loosened: &[Loosened]) -> Vec<String> {
    let mut kinds: Vec<(String, Vec<&Loosened>)> = Vec::new();
    for one in loosened {
        let kind = rule::kind(language, forum, &one.rule);
        match kinds.iter_mut().find(|(own, _)| *own == kind) {
            Some((_, places)) => places.push(one),
            None => kinds.push((kind, vec![one])),
        }
    }
    let mut all: Vec<String> = Vec::new();
    for (kind, places) in kinds {
        if places.len() > NAMED && !places.iter().any(|one| one.dropped) {
            all.push(summed(language, forum, &kind, &places));
            continue;
        }
        for one in places {
            // A rule given up wholly is named once, without its groups.
            let whole = Loosened { group: if one.dropped { Vec::new() } else { one.group.clone() }, ..one.clone() };
            let text = one_loosened(language, forum, &whole);
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    all
}

/// Many places of one rule, in all.
fn summed(language: Language, forum: &Forum, kind: &str, places: &[&Loosened]) -> String {
    let by = places.iter().fold(0_i64, |sum, one| sum.saturating_add(one.by.thousandths()));
    let by = Number::from_thousandths_unbounded(by).to_string();
    let place = |one: &&Loosened| match rule::stated(forum, &one.rule) {
        Some(_) => one.group.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" "),
        None => one.rule.split_once('/').map_or("", |(_, about)| about).to_owned(),
    };
    let shown: Vec<String> = places.iter().take(SHOWN).map(place).collect();
    let more = (places.len() - shown.len()).to_string();
    let some = language.say("and-more", &[("most", &shown.join(", ")), ("n", &more)]);
    let n = places.len().to_string();
    language.say("accept-many", &[("n", &n), ("by", &by), ("rule", kind), ("some", &some)])
}

/// One bound loosened.
fn one_loosened(language: Language, forum: &Forum, one: &Loosened) -> String {
    let bound = rule::bounds(language, one.at_least, one.at_most, one.at_most_apart);
    let what = rule::named(language, forum, &one.rule, &one.group, "");
    let parts = [("rule", what.as_str()), ("count", &one.count.to_string()), ("bound", &bound)];
    if one.rule.starts_with("pin/") || one.rule.starts_with("bar/") || one.dropped {
        language.say("drop", &parts)
    } else {
        language.say("accept", &parts)
    }
}
