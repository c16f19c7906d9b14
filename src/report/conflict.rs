//! Conflicts and their figures in words.

use super::{Language, rule};
use crate::{Conflict, Figure, Forum};

/// A conflict as sentences.
pub(crate) fn conflict(language: Language, forum: &Forum, conflict: &Conflict) -> String {
    let rules: Vec<String> = conflict.rules.iter().map(|clash| rule::clash(language, forum, clash)).collect();
    let rules = rules.join("; ");
    let mut sentences = vec![match (rules.is_empty(), conflict.rules.len()) {
        (false, 1) => language.say("alone", &[("rules", &rules)]),
        _ => language.say("clash", &[("rules", &rules)]),
    }];
    if !conflict.also.is_empty() {
        sentences.push(language.say("also", &[("panels", &language.list(&conflict.also))]));
    }
    if !conflict.minimal {
        sentences.push(language.say("not-minimal", &[]));
    }
    sentences.extend(conflict.figures.iter().filter_map(|figure| figure_text(language, forum, figure)));
    sentences.join(" ")
}

fn figure_text(language: Language, forum: &Forum, figure: &Figure) -> Option<String> {
    Some(match figure {
        Figure::Candidates { rule, group, speakers, kept_away, values } => {
            // That a seat needs somebody to hold it is news only where nearly nobody can.
            if rule.starts_with("seats/") && *speakers > 8 {
                return None;
            }
            let what = rule::named(language, forum, rule, group, "");
            let mut text = match *speakers {
                0 => language.say("candidates-none", &[("rule", &what)]),
                some => language.count("candidates", some, &[("rule", &what)]),
            };
            let shown: Vec<String> = values
                .iter()
                .filter(|(_, counts)| !counts.is_empty() && counts.len() <= 6)
                .map(|(attribute, counts)| {
                    let one = |(value, n): &(String, usize)| {
                        language.say("value", &[("value", value), ("n", &n.to_string())])
                    };
                    let counts: Vec<String> = counts.iter().map(one).collect();
                    format!("{attribute}: {}", counts.join(", "))
                })
                .collect();
            if !shown.is_empty() {
                text.push_str(" (");
                text.push_str(&shown.join("; "));
                text.push(')');
            }
            text.push('.');
            if *kept_away > 0 {
                text.push(' ');
                text.push_str(&language.count("kept-away", *kept_away, &[]));
            }
            text
        }
        Figure::Attainable { rule, group, asked, best } => {
            let what = rule::named(language, forum, rule, group, "");
            let parts = [("rule", what.as_str()), ("asked", &asked.to_string()), ("best", &best.to_string())];
            language.say("attainable", &parts)
        }
    })
}
