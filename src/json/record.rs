//! The public record of an answer: what a forum may publish, with speakers' ids or with pseudonyms, and never what is
//! known of them.

use super::wire::Version;
use crate::{Count, Forum, Key, Language, Quantity, Term};
use hmac::{Hmac, Mac};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What is published.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Record {
    version: Version,
    forum: String,
    /// `ids`, or `pseudonyms` made with a key.
    speakers: &'static str,
    /// The hash of the forum in its normal form, written without blanks.
    input: Fingerprint,
    status: Value,
    /// What decided between equally good plans; left out where the order of the forum did.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<Value>,
    /// Each rule in force in the organiser's words, or in plain ones.
    rules_in_words: Vec<InWords>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    goals: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Value>,
    certificate: Value,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Fingerprint {
    sha256: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) struct InWords {
    rule: String,
    text: String,
}

/// The hash by which a record names its input.
pub(crate) fn fingerprint(forum: &Forum) -> String {
    hex(&Sha256::digest(super::write(forum, false).as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A speaker's pseudonym: the first half of the id's HMAC-SHA256. Whoever has the key can show speakers their own.
fn pseudonym(key: &[u8], id: &str) -> String {
    // A key may have any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(id.as_bytes());
    format!("x{}", hex(&mac.finalize().into_bytes()[..16]))
}

/// Pseudonyms by id.
fn pseudonyms(forum: &Forum, key: &[u8]) -> HashMap<String, String> {
    forum.speakers.iter().map(|speaker| (speaker.id.clone(), pseudonym(key, &speaker.id))).collect()
}

/// The forum with pseudonyms for ids, wherever it names a speaker.
pub(crate) fn disguised(forum: &Forum, key: &[u8]) -> Forum {
    let names = pseudonyms(forum, key);
    let mut forum = forum.clone();
    let rename = |id: &mut String| {
        if let Some(name) = names.get(id) {
            id.clone_from(name);
        }
    };
    forum.speakers.iter_mut().for_each(|speaker| rename(&mut speaker.id));
    forum.pins.iter_mut().for_each(|pin| rename(&mut pin.speaker));
    forum.bars.iter_mut().for_each(|bar| rename(&mut bar.speaker));
    forum.draft.iter_mut().for_each(|seat| rename(&mut seat.speaker));
    let rules = forum.rules.iter_mut().chain(forum.panels.iter_mut().flat_map(|panel| &mut panel.rules));
    let filters = rules.map(|rule| &mut rule.filter).chain(forum.goals.iter_mut().map(|goal| &mut goal.filter));
    for filter in filters {
        for (_, condition) in filter.attributes.iter_mut().filter(|(name, _)| *name == "speaker") {
            terms(condition, &rename);
        }
    }
    forum
}

fn terms(condition: &mut crate::Condition, rename: &impl Fn(&mut String)) {
    match condition {
        crate::Condition::OneOf(terms) => {
            for term in terms {
                if let Term::Text(text) = term {
                    rename(text);
                }
            }
        }
        crate::Condition::Not(inner) => terms(inner, rename),
        crate::Condition::Range { .. } => {}
    }
}

/// A name of the program's rows or columns with pseudonyms for ids.
struct Renaming<'f> {
    /// By id as names spell it.
    names: HashMap<String, String>,
    /// Rules that count people, as names spell their ids.
    of_people: Vec<String>,
    forum: &'f Forum,
}

impl<'f> Renaming<'f> {
    fn new(forum: &'f Forum, key: &[u8]) -> Self {
        let names = pseudonyms(forum, key).into_iter().map(|(id, name)| (crate::verify::plain(&id), name)).collect();
        let policies = forum.policies.iter().filter_map(|id| crate::policy::find(id)).flat_map(|policy| &policy.rules);
        let rules = forum.rules.iter().chain(policies).chain(forum.panels.iter().flat_map(|panel| &panel.rules));
        let counts_people = |rule: &&crate::Rule| match &rule.count {
            Count::People | Count::Sum(Quantity::Attribute(_)) => true,
            Count::Distinct(key) => *key == Key::Speaker,
            Count::Seats | Count::Sum(Quantity::Expertise) => false,
        };
        let of_people = rules.filter(counts_people).map(|rule| crate::verify::plain(&rule.id)).collect();
        Self { names, of_people, forum }
    }

    fn id(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn name(&self, name: &str) -> String {
        let mut parts: Vec<String> = name.split('/').map(str::to_owned).collect();
        let kind = parts[0].clone();
        let speaker = match kind.as_str() {
            "seat" | "counted" => Some(3),
            "present" | "one_seat" | "pin" => Some(2),
            "slot" | "max_seats" => Some(1),
            "goal" => Some(4),
            kind @ ("rule" | "used" | "short" | "over" | "least" | "apart") => {
                if let Some(group) = parts.get_mut(2) {
                    let pairs = group.split(',').map(|pair| match pair.strip_prefix("speaker=") {
                        Some(id) => format!("speaker={}", self.id(id)),
                        None => pair.to_owned(),
                    });
                    *group = pairs.collect::<Vec<_>>().join(",");
                }
                let of_people = parts.get(1).is_some_and(|rule| self.of_people.contains(rule));
                of_people.then_some(if kind == "rule" { 4 } else { 3 })
            }
            _ => None,
        };
        if let Some(part) = speaker.and_then(|at| parts.get_mut(at)) {
            *part = self.id(part);
        }
        parts.join("/")
    }

    fn names(&self, certificate: &mut Value) {
        let list = |value: Option<&mut Value>| {
            for name in value.and_then(Value::as_array_mut).into_iter().flatten() {
                if let Value::String(text) = name {
                    *text = self.name(text);
                }
            }
        };
        let point = |value: Option<&mut Value>| {
            if let Some(Value::Object(point)) = value {
                *point = std::mem::take(point).into_iter().map(|(name, value)| (self.name(&name), value)).collect();
            }
        };
        point(certificate.get_mut("auxiliary"));
        for proof in certificate.get_mut("proofs").and_then(Value::as_array_mut).into_iter().flatten() {
            list(proof.get_mut("rows"));
            list(proof.get_mut("columns"));
            point(proof.get_mut("witness"));
        }
    }

    /// A tally's rule and group: what always holds names the speaker in the rule's id.
    fn tally(&self, tally: &mut Value) {
        let ids = |id: &str| self.names.get(&crate::verify::plain(id)).cloned();
        if let Some(Value::String(rule)) = tally.get_mut("rule")
            && let Some((kind, about)) = rule.split_once('/')
        {
            let renamed = match kind {
                "slot" | "max_seats" | "roles" | "unavailable" => ids(about),
                "pin" | "bar" => self.forum.panels.iter().find_map(|panel| {
                    let speaker = about.strip_prefix(panel.id.as_str())?.strip_prefix('/')?;
                    ids(speaker).map(|name| format!("{}/{name}", panel.id))
                }),
                _ => None,
            };
            if let Some(renamed) = renamed {
                *rule = format!("{kind}/{renamed}");
            }
        }
        if let Some(Value::String(speaker)) = tally.pointer_mut("/group/speaker")
            && let Some(name) = ids(speaker)
        {
            *speaker = name;
        }
    }
}

/// Each rule in force in words.
pub(super) fn in_words(forum: &Forum, language: Language) -> Vec<InWords> {
    let policies = forum.policies.iter().filter_map(|id| crate::policy::find(id)).flat_map(|policy| &policy.rules);
    let rules = forum.rules.iter().chain(policies).chain(forum.panels.iter().flat_map(|panel| &panel.rules));
    rules.map(|rule| InWords { rule: rule.id.clone(), text: crate::report::rule(language, rule) }).collect()
}

/// The record of a confirmed answer; with a key, under pseudonyms.
pub(crate) fn record(forum: &Forum, mut answer: Value, key: Option<&[u8]>, language: Language) -> Record {
    if let Some(key) = key {
        let renaming = Renaming::new(forum, key);
        if let Some(certificate) = answer.get_mut("certificate") {
            renaming.names(certificate);
        }
        for panel in answer.get_mut("plan").and_then(Value::as_array_mut).into_iter().flatten() {
            for seat in panel.get_mut("seats").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(Value::String(speaker)) = seat.get_mut("speaker") {
                    *speaker = renaming.id(&crate::verify::plain(speaker));
                }
            }
        }
        for tally in answer.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten() {
            renaming.tally(tally);
        }
    }
    let seed = answer.pointer("/statistics/seed").cloned();
    let mut take = |field: &str| answer.get_mut(field).map(Value::take);
    Record {
        version: Version,
        forum: forum.id.clone(),
        speakers: if key.is_some() { "pseudonyms" } else { "ids" },
        input: Fingerprint { sha256: fingerprint(forum) },
        status: take("status").unwrap_or_default(),
        seed,
        rules_in_words: in_words(forum, language),
        plan: take("plan"),
        goals: take("goals"),
        rules: take("rules"),
        certificate: take("certificate").unwrap_or_default(),
    }
}
