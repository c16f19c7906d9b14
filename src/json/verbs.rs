//! The verbs: one function each, from bytes to a reply.

use super::reply::{Exit, Reply, text};
use super::wire::{Rule, Version};
use super::{answer, claims, explanation, read, schema as schemas, wire};
use crate::{Answer, Code, Error, Fault, Forum, Language, Options, Reason, Standing};
use schemars::JsonSchema;
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
                    match crate::explain::explanation(
                        forum,
                        &Options { time_limit: left, ..options.clone() },
                        Some(false),
                        true,
                    ) {
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

/// Explains a forum: conflicts, concessions and invitations, or what each rule of a feasible one costs; or, of each pair
/// of panel and speaker in `about`, why or why not, beside the conflicts and what follows from them. Exits: feasible 0, infeasible 1, rejected 2, unknown 3.
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
            // Every question has its share of the time that is left.
            let started = web_time::Instant::now();
            let left = |parts: usize| {
                let parts = u32::try_from(parts).unwrap_or(u32::MAX).max(1);
                let own = options.time_limit.map(|limit| limit.saturating_sub(started.elapsed()) / parts);
                Options { time_limit: own, ..options.clone() }
            };
            let mut reasons: Vec<Reason> = Vec::new();
            for (at, (panel, speaker)) in about.iter().enumerate() {
                reasons.push(crate::why(forum, panel, speaker, &left(about.len() - at + 1))?);
            }
            // Whoever asks about somebody doesn't wait for what every rule costs.
            let explanation =
                if about.is_empty() { crate::explain } else { crate::explain::unpriced }(forum, &left(1))?;
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

/// Checks every claim of an answer, or of a public record, against the forum: `{"forum": .., "answer": ..}`. Nothing is
/// solved. The key is that of a record's pseudonyms. Exits: confirmed 0, refuted 1, rejected 2, without proof 3.
///
/// ```
/// use convener::{Options, json};
/// let forum = r#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// let answer = json::solve(forum.as_bytes(), &Options::default(), false).text;
/// let both = format!(r#"{{"forum": {forum}, "answer": {answer}}}"#);
/// assert_eq!(json::verify(both.as_bytes(), None, false).exit.code(), 0);
/// // The plan of another day.
/// let other = both.replace(r#""role":"moderator","speaker":"s1""#, r#""role":"moderator","speaker":"s2""#);
/// assert_eq!(json::verify(other.as_bytes(), None, false).exit.code(), 1);
/// ```
#[must_use]
pub fn verify(input: &[u8], key: Option<&[u8]>, pretty: bool) -> Reply {
    Reply::guarded(pretty, || match claims::read(input, key) {
        Ok(claims) => {
            let faults = claims.forum.check();
            if !faults.is_empty() {
                return Reply::rejected(&faults, pretty);
            }
            let verdict = claims::checked(&claims);
            let exit = match verdict.standing() {
                Standing::Confirmed => Exit::Success,
                Standing::Refuted => Exit::Broken,
                Standing::Unproven => Exit::Unknown,
            };
            Reply::document(&claims::verdict(&claims.forum.id, &verdict), exit, pretty)
        }
        Err(faults) => Reply::rejected(&faults, pretty),
    })
}

/// Makes the public record of an answer, `{"forum": .., "answer": ..}`, once every claim of it is confirmed: the hash of the
/// forum, rules in words, tallies, goals, certificate and plan, and nothing that is known of the speakers; with a key,
/// under pseudonyms. Exits: 0; otherwise the verdict is written, refuted 1, rejected 2, without proof 3.
///
/// ```
/// use convener::{Language, Options, json};
/// let forum = r#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1", "gender": "woman" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// let answer = json::solve(forum.as_bytes(), &Options::default(), false).text;
/// let both = format!(r#"{{"forum": {forum}, "answer": {answer}}}"#);
/// let record = json::record(both.as_bytes(), Some(b"secret"), Language::English, false).text;
/// assert!(!record.contains("s1") && !record.contains("woman"));
/// let both = format!(r#"{{"forum": {forum}, "answer": {record}}}"#);
/// assert_eq!(json::verify(both.as_bytes(), Some(b"secret"), false).exit.code(), 0);
/// ```
#[must_use]
pub fn record(input: &[u8], key: Option<&[u8]>, language: Language, pretty: bool) -> Reply {
    let reply = verify(input, None, pretty);
    if reply.exit != Exit::Success {
        return reply;
    }
    Reply::guarded(pretty, || match claims::read(input, None) {
        Ok(claims) => {
            let record = super::record::record(&claims.forum, claims.document, key, language);
            Reply::document(&record, Exit::Success, pretty)
        }
        Err(faults) => Reply::rejected(&faults, pretty),
    })
}

/// Writes a forum's integer program as MPS, or with `open` the rows of its statements, each by itself; refused input is
/// answered in JSON. Exits: 0, rejected 2.
///
/// ```
/// use convener::json;
/// let forum = br#"{ "version": 1, "forum": "demo", "speakers": [{ "id": "s1" }],
///     "panels": [{ "id": "p1", "seats": { "moderator": 1 } }] }"#;
/// assert!(json::export(forum, false, false).text.contains("ROWS"));
/// ```
#[must_use]
pub fn export(input: &[u8], open: bool, pretty: bool) -> Reply {
    on_forum(input, pretty, |forum| match if open { crate::export_open(forum) } else { crate::export(forum) } {
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

/// The policies, each as plain rules.
#[derive(Serialize, JsonSchema)]
pub(super) struct PoliciesDocument {
    version: Version,
    /// Every policy that a forum can adopt.
    policies: Vec<PolicyEntry>,
}

/// One policy.
#[derive(Serialize, JsonSchema)]
struct PolicyEntry {
    /// The id by which a forum adopts it.
    id: &'static str,
    /// What it asks for, in a line.
    title: &'static str,
    /// Who published it, where.
    source: &'static str,
    /// When: as much of `year-month-day` as the source gives, or `undated`.
    date: &'static str,
    /// What the rules make of the source, what they leave out, and which values they take for granted.
    note: &'static str,
    /// The rules that come into force when a forum adopts the policy.
    rules: Vec<Rule>,
}

/// The policies as plain rules with their source and date. Exit: 0.
///
/// ```
/// assert!(convener::json::policies(false).text.starts_with(r#"{"version":1,"policies":["#));
/// ```
#[must_use]
pub fn policies(pretty: bool) -> Reply {
    Reply::guarded(pretty, || {
        let policies = crate::policies().iter().map(|policy| PolicyEntry {
            id: policy.id,
            title: policy.title,
            source: policy.source,
            date: policy.date,
            note: policy.note,
            rules: policy.rules.iter().map(Rule::from).collect(),
        });
        Reply::document(&PoliciesDocument { version: Version, policies: policies.collect() }, Exit::Success, pretty)
    })
}

/// The JSON Schemas of the documents by name, and under `verbs` what each verb reads, writes and takes. Exit: 0.
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
