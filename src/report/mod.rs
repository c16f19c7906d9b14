//! Words for what the library says: a language is a catalogue, and catalogues have the same keys.

mod catalogue;
mod conceding;
mod conflict;
mod en;
mod es;
mod fr;
mod inviting;
mod pt;
mod rule;

pub use catalogue::Language;
pub(crate) use conceding::concession;
pub(crate) use conflict::conflict;
pub(crate) use inviting::{invitation, price, reason};

/// A rule as its forum states it: in the organiser's words, or by its id and bound.
pub(crate) fn rule(language: Language, rule: &crate::Rule) -> String {
    let (low, high) = (rule.exactly.or(rule.at_least), rule.exactly.or(rule.at_most));
    let bound = rule::bounds(language, low, high, rule.at_most_apart);
    let plain = || language.say("rule", &[("rule", &rule.id), ("bound", &bound), ("group", "")]);
    rule.text.clone().unwrap_or_else(plain)
}
