//! Faults of what a rule or goal narrows itself to: speakers, roles and panels.

use super::super::{Condition, Filter, PanelField, PanelFilter, Term};
use super::Check;
use super::found::{Found, Place};
use super::names::{Kind, is_reserved};
use crate::Code;

/// The `where` of a rule or goal; `owner` names it, as in "rule `balance`".
pub(super) fn speakers(check: &Check<'_>, found: &mut Found, place: &Place<'_>, filter: &Filter, owner: &str) {
    if let Some(level) = filter.expertise.filter(|level| !(1..=5).contains(level)) {
        let message = format!("{owner} asks for level {level}");
        found.add(Code::LevelOutOfRange, &place.name("expertise"), message, "levels go from 1 to 5");
    }
    for (name, wanted) in &filter.attributes {
        let at = place.name(name);
        if name == "speaker" {
            let subject = Subject {
                name,
                kind: Some(Kind::Text),
                code: Code::UnknownSpeaker,
                what: "speaker",
                known: &|id| check.names.speakers.contains_key(id),
                candidates: &|| Box::new(check.names.speakers.keys().copied()),
                remedy: "add the speaker to the pool",
            };
            condition(found, &at, wanted, &subject, owner);
        } else if attribute(check, found, &at, name, owner) {
            let Some(facts) = check.names.attributes.get(name.as_str()) else { continue };
            let subject = Subject {
                name,
                kind: facts.kind.map(|(kind, _)| kind),
                code: Code::UnknownValue,
                what: "value",
                known: &|value| facts.texts.contains(value) || facts.declared.contains(value),
                candidates: &|| Box::new(facts.texts.iter().chain(&facts.declared).copied()),
                remedy: "nobody has it: declare it in `vocabulary` if the pool merely lacks it",
            };
            condition(found, &at, wanted, &subject, owner);
        }
    }
}

/// Whether the pool has the attribute; a fault if not.
pub(super) fn attribute(check: &Check<'_>, found: &mut Found, place: &Place<'_>, name: &str, owner: &str) -> bool {
    if check.names.attributes.contains_key(name) && !is_reserved(name) {
        return true;
    }
    let remedy = match name {
        "expertise" => "levels are no groups: ask for a level in `where`, and group by `topic`",
        name if is_reserved(name) => "this is no attribute of a speaker; `panels` and `roles` narrow a rule to places",
        _ => "no speaker has it: add it to the pool or to the vocabulary",
    };
    let message = format!("unknown attribute `{name}` in {owner}");
    let known = check.names.attributes.keys().copied().chain(["speaker"]);
    found.unknown(Code::UnknownAttribute, place, message, name, known, remedy);
    false
}

/// What a condition is about.
struct Subject<'a> {
    name: &'a str,
    /// `None` where nobody discloses it: then any type may be asked for.
    kind: Option<Kind>,
    /// The fault of a text that nothing has.
    code: Code,
    /// What that text would be: "value", "speaker".
    what: &'a str,
    known: &'a dyn Fn(&str) -> bool,
    /// The texts that it may have been meant as.
    candidates: &'a dyn Fn() -> Box<dyn Iterator<Item = &'a str> + 'a>,
    remedy: &'a str,
}

fn condition(found: &mut Found, place: &Place<'_>, wanted: &Condition, subject: &Subject<'_>, owner: &str) {
    match wanted {
        Condition::Not(inner) => condition(found, &place.name("not"), inner, subject, owner),
        Condition::OneOf(terms) => {
            if terms.is_empty() {
                let message = format!("{owner} asks for `{}` to be one of no values", subject.name);
                found.add(Code::EmptyList, place, message, "list the values, or leave the condition out");
            }
            for (i, term) in terms.iter().enumerate() {
                one(found, &place.entry(i, terms.len()), term, subject, owner);
            }
        }
        Condition::Range { at_least, at_most } => {
            if subject.kind.is_some_and(|kind| kind != Kind::Number) {
                mismatch(found, place, Kind::Number, subject, owner);
            }
            if let (Some(at_least), Some(at_most)) = (at_least, at_most)
                && at_least > at_most
            {
                let message = format!("{owner} asks for `{}` from {at_least} to {at_most}", subject.name);
                found.add(Code::MinAboveMax, place, message, "exchange the two numbers");
            }
        }
    }
}

fn one(found: &mut Found, place: &Place<'_>, term: &Term, subject: &Subject<'_>, owner: &str) {
    let own = match term {
        Term::Text(_) => Kind::Text,
        Term::Number(_) => Kind::Number,
        Term::Flag(_) => Kind::Flag,
        Term::Undisclosed => return,
    };
    if subject.kind.is_some_and(|kind| kind != own) {
        return mismatch(found, place, own, subject, owner);
    }
    let Term::Text(text) = term else { return };
    if !(subject.known)(text) {
        let Subject { name, what, .. } = subject;
        let message = if *what == "value" {
            format!("unknown value `{text}` of `{name}` in {owner}")
        } else {
            format!("unknown {what} `{text}` in {owner}")
        };
        found.unknown(subject.code, place, message, text, (subject.candidates)(), subject.remedy);
    }
}

fn mismatch(found: &mut Found, place: &Place<'_>, own: Kind, subject: &Subject<'_>, owner: &str) {
    let Some(kind) = subject.kind else { return };
    let message = format!("{owner} compares `{}`, which is {}, with {}", subject.name, kind.words(), own.words());
    found.add(Code::MixedTypes, place, message, &format!("compare it with {}", kind.words()));
}

/// The `roles` of a rule or goal.
pub(super) fn roles(check: &Check<'_>, found: &mut Found, place: &Place<'_>, list: &[String], owner: &str) {
    if list.is_empty() {
        let message = format!("{owner} counts seats of no role");
        found.add(Code::EmptyList, place, message, "leave `roles` out for all of them");
    }
    found.list(place, list, "role");
    let roles = &check.names.roles;
    for (i, role) in list.iter().enumerate().filter(|(_, role)| !roles.contains(role.as_str())) {
        let message = format!("unknown role `{role}` in {owner}: no panel has seats of it");
        let remedy = "leave it out, or add seats of it to a panel";
        found.unknown(Code::UnknownRole, &place.index(i), message, role, roles.iter().copied(), remedy);
    }
}

/// The `panels` of a rule or goal.
pub(super) fn panels(check: &Check<'_>, found: &mut Found, place: &Place<'_>, filter: &PanelFilter, owner: &str) {
    let names = &check.names;
    match filter {
        PanelFilter::Ids(ids) => {
            if ids.is_empty() {
                let message = format!("{owner} speaks of no panel");
                found.add(Code::EmptyList, place, message, "leave `panels` out for all of them");
            }
            found.list(place, ids, "panel");
            for (i, id) in ids.iter().enumerate().filter(|(_, id)| !names.panels.contains_key(id.as_str())) {
                let message = format!("unknown panel `{id}` in {owner}");
                let remedy = "leave it out, or add the panel";
                found.unknown(Code::UnknownPanel, &place.index(i), message, id, names.panels.keys().copied(), remedy);
            }
        }
        PanelFilter::Fields(fields) => {
            for (&field, wanted) in fields {
                let at = place.name(field.name());
                let (code, what, values) = match field {
                    PanelField::Id => {
                        let subject = Subject {
                            name: field.name(),
                            kind: Some(Kind::Text),
                            code: Code::UnknownPanel,
                            what: "panel",
                            known: &|id| names.panels.contains_key(id),
                            candidates: &|| Box::new(names.panels.keys().copied()),
                            remedy: "leave it out, or add the panel",
                        };
                        condition(found, &at, wanted, &subject, owner);
                        continue;
                    }
                    PanelField::Seats => {
                        let subject = Subject {
                            name: field.name(),
                            kind: Some(Kind::Number),
                            code: Code::UnknownValue,
                            what: "value",
                            known: &|_| true,
                            candidates: &|| Box::new(std::iter::empty()),
                            remedy: "",
                        };
                        condition(found, &at, wanted, &subject, owner);
                        continue;
                    }
                    PanelField::Topics => (Code::UnknownTopic, "topic", &names.topics),
                    PanelField::Slot => (Code::UnknownSlot, "slot", &names.slots),
                    PanelField::Day => (Code::UnknownDay, "day", &names.days),
                    PanelField::Track => (Code::UnknownTrack, "track", &names.tracks),
                };
                let subject = Subject {
                    name: field.name(),
                    kind: Some(Kind::Text),
                    code,
                    what,
                    known: &|text| values.contains(text),
                    candidates: &|| Box::new(values.iter().copied()),
                    remedy: "no panel has it: leave it out, or give it to a panel",
                };
                condition(found, &at, wanted, &subject, owner);
            }
        }
    }
}
