//! Concessions in words.

use super::{Language, rule};
use crate::{Concession, Forum, Loosened};

/// A concession as a sentence.
pub(crate) fn concession(language: Language, forum: &Forum, concession: &Concession) -> String {
    let moves = concession
        .moves
        .iter()
        .map(|one| language.say("move", &[("panel", &one.panel), ("from", &one.from), ("to", &one.to)]));
    let mut all: Vec<String> = moves.collect();
    for one in &concession.loosened {
        // A rule given up wholly is named once, without its groups.
        let whole = Loosened { group: if one.dropped { Vec::new() } else { one.group.clone() }, ..one.clone() };
        let text = loosened(language, forum, &whole);
        if !all.contains(&text) {
            all.push(text);
        }
    }
    let all = all.join("; ");
    language.say("concede", &[("what", &all), ("cost", &concession.cost.to_string())])
}

/// One bound loosened.
pub(super) fn loosened(language: Language, forum: &Forum, one: &Loosened) -> String {
    let bound = rule::bounds(language, one.at_least, one.at_most, one.at_most_apart);
    let what = rule::named(language, forum, &one.rule, &one.group, &bound);
    let parts = [("rule", what.as_str()), ("count", &one.count.to_string()), ("bound", &bound)];
    if one.rule.starts_with("pin/") || one.rule.starts_with("bar/") || one.dropped {
        language.say("drop", &parts)
    } else {
        language.say("accept", &parts)
    }
}
