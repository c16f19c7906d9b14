//! The verbs: one function each, from bytes to a reply.

use super::reply::{Exit, Reply, text};
use super::wire::{Rule, Version};
use super::{answer, explanation, read, schema as schemas, wire};
use crate::{Answer, Code, Error, Fault, Forum, Language, Options, Reason};
use serde::Serialize;

/// Solves a forum; where the options ask for it, an infeasible one is explained. Exits: a plan 0, infeasible 1, rejected 2,
/// unknown 3.
///
/// ```
/// use convener::{Options, json};
/// let forum = br#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// let reply = json::solve(forum, &Options::default(), false);
/// assert_eq!(reply.exit.code(), 0);
/// assert!(reply.text.contains(r#""plan":[{"panel":"p1","seats":[{"role":"moderator","speaker":"s1"}]}]"#));
/// ```
#[must_use]
pub fn solve(input: &[u8], options: &Options, pretty: bool) -> Reply {
    let started = web_time::Instant::now();
    on_forum(input, pretty, |forum| match crate::solve(forum, options) {
        Ok(answer) => {
            let exit = match answer {
                Answer::Optimal(_) | Answer::Feasible(_) => Exit::Success,
                Answer::Infeasible(_) => Exit::Broken,
                Answer::Unknown(_) => Exit::Unknown,
            };
            let why = match (&answer, options.explain) {
                (Answer::Infeasible(_), Some(language)) => {
                    // An answer that is found is not kept waiting: `explain` takes as long as it is given.
                    let left = options.time_limit.map(|limit| limit.saturating_sub(started.elapsed()));
                    let left = left.or(Some(std::time::Duration::from_secs(30)));
                    match crate::explain(forum, &Options { time_limit: left, ..options.clone() }) {
                        Ok(why) => Some(explanation::parts(forum, &why, language)),
                        Err(error) => return Reply::refused(&error, pretty),
                    }
                }
                _ => None,
            };
            Reply::document(&answer::answer(&forum.id, &answer, why), exit, pretty)
        }
        Err(error) => Reply::refused(&error, pretty),
    })
}

/// Explains a forum: conflicts, concessions and invitations, or what each rule of a feasible one costs; and for each pair
/// of panel and speaker in `about`, why or why not. Exits: feasible 0, infeasible 1, rejected 2, unknown 3.
///
/// ```
/// use convener::{Language, Options, json};
/// let forum = br#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "panellist": 2 } }] }"#;
/// let reply = json::explain(forum, &[], Language::English, &Options::default(), false);
/// assert_eq!(reply.exit.code(), 1);
/// assert!(reply.text.contains(r#""conflicts":[{"rules":[{"rule":"seats/p1""#), "{}", reply.text);
/// ```
#[must_use]
pub fn explain(input: &[u8], about: &[(String, String)], language: Language, options: &Options, pretty: bool) -> Reply {
    on_forum(input, pretty, |forum| {
        let explained = || -> Result<_, Error> {
            let asked = about.iter().map(|(panel, speaker)| crate::why(forum, panel, speaker, options));
            let reasons: Vec<Reason> = asked.collect::<Result<_, _>>()?;
            // Whoever asks about people asks about nothing else, as far as the forum has a plan.
            let explanation = crate::explain(forum, options)?;
            Ok((explanation, reasons))
        };
        match explained() {
            Ok((explanation, reasons)) => {
                let exit = match explanation.feasible {
                    Some(true) => Exit::Success,
                    Some(false) => Exit::Broken,
                    None => Exit::Unknown,
                };
                Reply::document(&explanation::explained(forum, &explanation, &reasons, language), exit, pretty)
            }
            Err(error) => Reply::refused(&error, pretty),
        }
    })
}

/// Counts a forum's draft as it stands. Exits: every requirement kept 0, one broken 1, rejected 2.
///
/// ```
/// use convener::json;
/// let forum = br#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// // The draft leaves the chair empty.
/// assert_eq!(json::audit(forum, false).exit.code(), 1);
/// ```
#[must_use]
pub fn audit(input: &[u8], pretty: bool) -> Reply {
    on_forum(input, pretty, |forum| match crate::audit(forum) {
        Ok(audit) => {
            let clean = audit.rules.iter().all(|tally| tally.wish || tally.is_met());
            let exit = if clean { Exit::Success } else { Exit::Broken };
            Reply::document(&answer::audit(&forum.id, &audit), exit, pretty)
        }
        Err(error) => Reply::refused(&error, pretty),
    })
}

/// Writes a forum's integer program as MPS; refused input is answered in JSON. Exits: 0, rejected 2.
///
/// ```
/// use convener::json;
/// let forum = br#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// assert!(json::export(forum, false).text.contains("ROWS"));
/// ```
#[must_use]
pub fn export(input: &[u8], pretty: bool) -> Reply {
    on_forum(input, pretty, |forum| match crate::export(forum) {
        Ok(text) => Reply { text, exit: Exit::Success },
        Err(error) => Reply::refused(&error, pretty),
    })
}

/// Makes a synthetic forum, the same on every machine. Exits: 0, an unknown name or variant 2.
///
/// ```
/// use convener::json;
/// assert_eq!(json::generate("nowhere", "", 1, false).exit.code(), 2);
/// ```
#[must_use]
pub fn generate(name: &str, variant: &str, seed: u64, pretty: bool) -> Reply {
    Reply::guarded(pretty, || match crate::generate::forum(name, variant, seed) {
        Ok(forum) => Reply::document(&wire::Forum::from(&forum), Exit::Success, pretty),
        Err(message) => {
            let fault = Fault { code: Code::InvalidValue, pointer: String::new(), message, hint: None };
            Reply::rejected(&[fault], pretty)
        }
    })
}

/// The policies as plain rules with their source and date. Exit: 0.
///
/// ```
/// assert!(convener::json::policies(false).text.starts_with(r#"{"version":1,"policies":["#));
/// ```
#[must_use]
pub fn policies(pretty: bool) -> Reply {
    #[derive(Serialize)]
    struct Document {
        version: Version,
        policies: Vec<Entry>,
    }
    #[derive(Serialize)]
    struct Entry {
        id: &'static str,
        title: &'static str,
        source: &'static str,
        date: &'static str,
        note: &'static str,
        rules: Vec<Rule>,
    }
    Reply::guarded(pretty, || {
        let policies = crate::policies().iter().map(|policy| Entry {
            id: policy.id,
            title: policy.title,
            source: policy.source,
            date: policy.date,
            note: policy.note,
            rules: policy.rules.iter().map(Rule::from).collect(),
        });
        Reply::document(&Document { version: Version, policies: policies.collect() }, Exit::Success, pretty)
    })
}

/// The JSON Schemas of the documents, by name: `forum`, `answer`, `audit`. Exit: 0.
///
/// ```
/// let reply = convener::json::schema(true);
/// assert!(reply.text.contains("https://json-schema.org/draft/2020-12/schema"));
/// ```
#[must_use]
pub fn schema(pretty: bool) -> Reply {
    Reply::guarded(pretty, || Reply::document(&schemas::all(), Exit::Success, pretty))
}

/// Writes a forum as JSON; [`read`](super::read) gives the same forum back.
///
/// Defaults are left out. A forum that its own checks refuse, with two ranges for one role, say, can have no faithful
/// form.
///
/// ```
/// use convener::{Forum, json};
/// let forum = Forum::new("f");
/// assert_eq!(json::write(&forum, false), r#"{"version":1,"forum":"f","speakers":[],"panels":[]}"#);
/// assert_eq!(json::read(json::write(&forum, true).as_bytes()), Ok(forum));
/// ```
#[must_use]
pub fn write(forum: &Forum, pretty: bool) -> String {
    // Writing texts, numbers and lists to a string has no way to fail.
    text(&wire::Forum::from(forum), pretty).unwrap_or_default()
}

fn on_forum(input: &[u8], pretty: bool, verb: impl FnOnce(&Forum) -> Reply) -> Reply {
    Reply::guarded(pretty, || match read(input) {
        Ok(forum) => verb(&forum),
        Err(faults) => Reply::rejected(&faults, pretty),
    })
}
