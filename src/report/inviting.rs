//! Invitations, prices and reasons in words.

use super::conceding::told;
use super::conflict::conflict;
use super::{Language, rule};
use crate::{Change, Forum, GoalName, Invitation, Price, Profile, Reason};

/// An invitation as sentences.
pub(crate) fn invitation(language: Language, forum: &Forum, invitation: &Invitation) -> String {
    let people: Vec<String> = invitation.people.iter().map(|person| profile(language, person)).collect();
    let people = people.join("; ");
    let mut text = language.say("invite", &[("people", &people)]);
    if !invitation.loosened.is_empty() {
        let all = told(language, forum, &invitation.loosened);
        text.push(' ');
        text.push_str(&language.say("besides", &[("what", &all.join("; "))]));
    }
    if !invitation.changes.is_empty() {
        text.push(' ');
        text.push_str(&language.say("raises", &[("changes", &changes(language, &invitation.changes))]));
    }
    text
}

fn profile(language: Language, person: &Profile) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (attribute, values) in &person.attributes {
        let values = language.say("any-of", &[("values", &values.join(" / "))]);
        parts.push(format!("{attribute}: {values}"));
    }
    for (attribute, values) in &person.none_of {
        parts.push(language.say("none-of", &[("attribute", attribute), ("values", &values.join(" / "))]));
    }
    for attribute in &person.new_to_pool {
        parts.push(language.say("new-value", &[("attribute", attribute)]));
    }
    for (topic, level) in &person.expertise {
        parts.push(language.say("knows", &[("topic", topic), ("level", &level.to_string())]));
    }
    if !person.free.is_empty() {
        parts.push(language.say("free", &[("slots", &language.list(&person.free))]));
    }
    if parts.is_empty() {
        parts.push(language.say("anybody", &[]));
    }
    let seats: Vec<String> = person.seats.iter().map(|(panel, role)| format!("{panel} ({role})")).collect();
    language.say("for-seats", &[("person", &parts.join(", ")), ("seats", &language.list(&seats))])
}

fn changes(language: Language, goals: &[Change]) -> String {
    let changed: Vec<String> = goals
        .iter()
        .filter(|change| change.now != change.then)
        .map(|change| {
            let goal = match &change.goal {
                GoalName::Wishes { priority } => language.say("wishes", &[("priority", &priority.to_string())]),
                GoalName::Goal { label, .. } => label.clone(),
            };
            let (now, then) = (change.now.to_string(), change.then.to_string());
            language.say("change", &[("goal", &goal), ("now", &now), ("then", &then)])
        })
        .collect();
    if changed.is_empty() { language.say("no-change", &[]) } else { changed.join(", ") }
}

/// A price as a sentence.
pub(crate) fn price(language: Language, forum: &Forum, price: &Price) -> String {
    let what = rule::named(language, forum, &price.rule, &[], "");
    let goals = changes(language, &price.goals);
    let parts = [("rule", what.as_str()), ("changes", goals.as_str())];
    let changes = price.goals.iter().any(|change| change.now != change.then);
    let mut text = match (price.wish, price.possible) {
        (false, _) if changes => language.say("without", &parts),
        (false, _) => language.say("costs-nothing", &parts),
        (true, true) if changes => language.say("meeting", &parts),
        (true, true) => language.say("met-for-nothing", &parts),
        (true, false) => language.say("out-of-reach", &parts),
    };
    // That there is no plan is proven, whatever is known of the goals.
    if price.possible && !price.proven {
        text.push(' ');
        text.push_str(&language.say("not-proven", &[]));
    }
    text
}

/// A reason as sentences.
pub(crate) fn reason(language: Language, forum: &Forum, reason: &Reason) -> String {
    let goals = changes(language, &reason.goals);
    let parts = [("panel", reason.panel.as_str()), ("speaker", &reason.speaker), ("changes", &goals)];
    if reason.otherwise.is_some() {
        let mut text = if reason.seated { language.say("why", &parts) } else { language.say("why-not", &parts) };
        if !reason.proven {
            text.push(' ');
            text.push_str(&language.say("not-proven", &[]));
        }
        return text;
    }
    let mut text = if reason.seated { language.say("needed", &parts) } else { language.say("ruled-out", &parts) };
    for one in &reason.conflicts {
        text.push(' ');
        text.push_str(&conflict(language, forum, one));
    }
    text
}
