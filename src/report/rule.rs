//! A rule in words: the organiser's own where given.

use super::Language;
use crate::{Bound, Clash, Forum, Number, Rule};

/// The rule of an id that the forum or one of its policies states.
pub(super) fn stated<'f>(forum: &'f Forum, id: &str) -> Option<&'f Rule> {
    let own = forum.rules.iter().chain(forum.panels.iter().flat_map(|panel| &panel.rules));
    let policies = forum.policies.iter().filter_map(|policy| crate::policy::find(policy)).flat_map(|p| &p.rules);
    own.chain(policies).find(|rule| rule.id == id)
}

/// A bound in words.
pub(super) fn bounds(
    language: Language,
    at_least: Option<Bound>,
    at_most: Option<Bound>,
    apart: Option<Number>,
) -> String {
    let shown = |bound: Bound| bound.to_string();
    match (at_least, at_most, apart) {
        (Some(low), Some(high), _) if low == high => language.say("exactly", &[("bound", &shown(low))]),
        (Some(low), Some(high), _) => language.say("between", &[("low", &shown(low)), ("high", &shown(high))]),
        (Some(low), None, _) => language.say("at-least", &[("bound", &shown(low))]),
        (None, Some(high), _) => language.say("at-most", &[("bound", &shown(high))]),
        (None, None, Some(apart)) => language.say("apart", &[("bound", &apart.to_string())]),
        (None, None, None) => String::new(),
    }
}

/// `(panel p3, topic privacy)`, or nothing.
pub(super) fn group(group: &[(String, String)]) -> String {
    if group.is_empty() {
        return String::new();
    }
    let values: Vec<&str> = group.iter().map(|(_, value)| value.as_str()).collect();
    format!(" ({})", values.join(", "))
}

/// A conflict's rule in words.
pub(super) fn clash(language: Language, forum: &Forum, clash: &Clash) -> String {
    let bound = bounds(language, clash.at_least, clash.at_most, clash.at_most_apart);
    named(language, forum, &clash.rule, &clash.group, &bound)
}

/// A rule, by its id and group, in words.
pub(super) fn named(language: Language, forum: &Forum, id: &str, of: &[(String, String)], bound: &str) -> String {
    let (kind, about) = id.split_once('/').unwrap_or((id, ""));
    let group_of = |key: &str| of.iter().find(|(own, _)| own == key).map_or("", |(_, value)| value.as_str());
    let on = group(of);
    let parts = [("about", about), ("bound", bound), ("group", on.as_str())];
    match (kind, about.is_empty()) {
        _ if stated(forum, id).is_some() => {
            let text = stated(forum, id).and_then(|rule| rule.text.clone());
            match text {
                Some(text) => format!("{text}{on}"),
                None if bound.is_empty() => language.say("rule-of", &[("rule", id), ("group", &on)]),
                None => language.say("rule", &[("rule", id), ("bound", bound), ("group", &on)]),
            }
        }
        // Where the bound is told beside the name, the name does without.
        ("seats", false) if bound.is_empty() => {
            language.say("seats-of", &[("panel", about), ("role", group_of("role"))])
        }
        ("max_seats", false) if bound.is_empty() => language.say("max-seats-of", &parts),
        ("seats", false) => language.say("seats", &[("panel", about), ("role", group_of("role")), ("bound", bound)]),
        ("one_seat", false) => language.say("one-seat", &[("panel", about), ("speaker", group_of("speaker"))]),
        ("slot", false) => language.say("slot", &[("speaker", about), ("slot", group_of("slot"))]),
        ("max_seats", false) => language.say("max-seats", &parts),
        ("roles", false) => language.say("roles", &parts),
        ("unavailable", false) => language.say("unavailable", &[("speaker", about), ("slot", group_of("slot"))]),
        ("pin", false) => {
            let (panel, speaker) = about.split_once('/').unwrap_or((about, ""));
            language.say("pin", &[("panel", panel), ("speaker", speaker)])
        }
        ("bar", false) => {
            let (panel, speaker) = about.split_once('/').unwrap_or((about, ""));
            language.say("bar", &[("panel", panel), ("speaker", speaker)])
        }
        ("seats", true) => language.say("all-seats", &parts),
        ("one_seat", true) => language.say("all-one-seat", &parts),
        ("slot", true) => language.say("all-slot", &parts),
        ("max_seats", true) => language.say("all-max-seats", &parts),
        ("roles", true) => language.say("all-roles", &parts),
        ("unavailable", true) => language.say("all-unavailable", &parts),
        ("pin", true) => language.say("all-pin", &parts),
        ("bar", true) => language.say("all-bar", &parts),
        _ => language.say("rule", &[("rule", id), ("bound", bound), ("group", &on)]),
    }
}

/// All statements of a kind, by the id of one of them.
pub(super) fn kind(language: Language, forum: &Forum, id: &str) -> String {
    let whole = if stated(forum, id).is_some() { id } else { id.split('/').next().unwrap_or(id) };
    named(language, forum, whole, &[], "")
}
