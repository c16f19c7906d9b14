//! An answer as it is claimed: read for checking, with what the checking found.

use super::certificate::CertificateEntry;
use super::explaining::{Explaining, parts};
use super::record;
use super::wire::{Bound, Object, Version};
use crate::verify::explained::{ClaimedParts, explained};
use crate::{
    Answer, Certificate, Code, Fault, Feasible, Finding, Forum, GoalBound, GoalName, GoalRange, Infeasible, Language,
    Number, Optimal, PanelPlan, Plan, Seat, Settled, Statistics, Tally, Unknown, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A forum, and what is claimed of it.
pub(crate) struct Claims {
    pub forum: Forum,
    /// The answer's document as it came.
    pub document: serde_json::Value,
    /// Whether a record's hash is the forum's.
    fingerprint: Option<bool>,
    /// Whether a record's words are the rules', in one of the languages.
    worded: Option<bool>,
    answer: Answer,
    parts: ClaimedParts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both<'a> {
    #[serde(borrow)]
    forum: &'a RawValue,
    #[serde(borrow)]
    answer: &'a RawValue,
}

/// A forum with what is claimed of it.
#[derive(Debug, JsonSchema)]
#[allow(dead_code, reason = "for its schema; the document is read piece by piece")]
pub(crate) struct ClaimsDocument {
    /// The forum.
    forum: serde_json::Value,
    /// An answer to it as `solve` wrote it, or the record of one.
    answer: serde_json::Value,
}

/// Reads `{"forum": .., "answer": ..}`; the key is that of a record's pseudonyms.
pub(crate) fn read(input: &[u8], key: Option<&[u8]>) -> Result<Claims, Vec<Fault>> {
    let fault = |pointer: &str, message: String| {
        let hint = Some(r#"give one object {"forum": .., "answer": ..}, the answer as `solve` wrote it"#.to_owned());
        vec![Fault { code: Code::WrongType, pointer: pointer.to_owned(), message, hint }]
    };
    let bytes = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    let both: Both<'_> = serde_json::from_slice(bytes).map_err(|error| fault("", error.to_string()))?;
    let within = |faults: Vec<Fault>| -> Vec<Fault> {
        faults.into_iter().map(|fault| Fault { pointer: format!("/forum{}", fault.pointer), ..fault }).collect()
    };
    let forum = super::read(both.forum.get().as_bytes()).map_err(within)?;
    let claimed: Claimed =
        serde_json::from_str(both.answer.get()).map_err(|error| fault("/answer", error.to_string()))?;
    if claimed.forum != forum.id {
        return Err(fault("/answer/forum", format!("the answer is to forum `{}`, not `{}`", claimed.forum, forum.id)));
    }
    let disguised = claimed.speakers.as_deref() == Some("pseudonyms");
    let fingerprint = claimed.input.as_ref().map(|input| input.sha256 == record::fingerprint(&forum));
    let worded = claimed
        .rules_in_words
        .as_ref()
        .map(|words| Language::ALL.into_iter().any(|language| record::in_words(&forum, language) == *words));
    let forum = match key {
        Some(key) if disguised => record::disguised(&forum, key),
        None if disguised => {
            return Err(fault("/answer/speakers", "the record has pseudonyms, and no key is given".to_owned()));
        }
        _ => forum,
    };
    let document = serde_json::from_str(both.answer.get()).unwrap_or_default();
    let claims = claimed.claims(forum).map_err(|message| fault("/answer", message))?;
    Ok(Claims { document, fingerprint, worded, ..claims })
}

/// Checks what was read.
pub(crate) fn checked(claims: &Claims) -> Verdict {
    let mut verdict = crate::verify(&claims.forum, &claims.answer);
    if let Some(same) = claims.fingerprint {
        let changed =
            || Finding::Refuted("the record was made of another forum, or of this one before a change".into());
        verdict.add("input", if same { Finding::Confirmed } else { changed() });
    }
    if let Some(same) = claims.worded {
        let other = || Finding::Refuted("the rules in words are not the forum's".into());
        verdict.add("rules_in_words", if same { Finding::Confirmed } else { other() });
    }
    explained(&claims.forum, &claims.parts, &mut verdict);
    verdict
}

/// What checking found.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct VerdictDocument {
    version: Version,
    /// The forum's name.
    forum: String,
    /// `confirmed`, `refuted`, or `unproven` where nothing is wrong but the status has no proof.
    verdict: &'static str,
    /// Every claim, with what was found of it.
    claims: Vec<ClaimEntry>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ClaimEntry {
    /// What the claim is about.
    claim: String,
    /// `confirmed`, `refuted` or `not_claimed`.
    finding: &'static str,
    /// Why it is not confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

pub(crate) fn verdict(forum: &str, verdict: &Verdict) -> VerdictDocument {
    let claim = |claim: &crate::Claim| {
        let (finding, why) = match &claim.finding {
            Finding::Confirmed => ("confirmed", None),
            Finding::Refuted(why) => ("refuted", Some(why.clone())),
            Finding::NotClaimed(why) => ("not_claimed", Some(why.clone())),
        };
        ClaimEntry { claim: claim.about.clone(), finding, why }
    };
    VerdictDocument {
        version: Version,
        forum: forum.to_owned(),
        verdict: verdict.standing().name(),
        claims: verdict.claims.iter().map(claim).collect(),
    }
}

/// An answer's document; what a checker doesn't look at is passed over.
#[derive(Deserialize)]
struct Claimed {
    #[serde(rename = "version")]
    _version: Option<Version>,
    forum: String,
    speakers: Option<String>,
    input: Option<InputClaim>,
    rules_in_words: Option<Vec<record::InWords>>,
    status: String,
    #[serde(default)]
    plan: Vec<PanelClaim>,
    #[serde(default)]
    goals: Vec<GoalClaim>,
    #[serde(default)]
    rules: Vec<TallyClaim>,
    certificate: Option<CertificateEntry>,
    #[serde(flatten)]
    explaining: Explaining,
}

#[derive(Deserialize)]
struct InputClaim {
    sha256: String,
}

#[derive(Deserialize)]
pub(super) struct PanelClaim {
    panel: String,
    seats: Vec<SeatClaim>,
}

#[derive(Deserialize)]
struct SeatClaim {
    role: String,
    speaker: String,
}

#[derive(Deserialize)]
pub(super) struct GoalClaim {
    goal: String,
    priority: Option<u32>,
    value: Option<Exact>,
    bound: Option<Exact>,
}

#[derive(Deserialize)]
struct TallyClaim {
    rule: String,
    group: Object<String>,
    count: Exact,
    at_least: Option<Bound>,
    at_most: Option<Bound>,
    at_most_apart: Option<Exact>,
    seats: Option<u32>,
    #[serde(default)]
    wish: bool,
    met: bool,
    short: Option<Exact>,
}

/// A number in thousandths, of any size that they have.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "serde_json::Number")]
pub(super) struct Exact(pub(super) Number);

impl TryFrom<serde_json::Number> for Exact {
    type Error = String;

    fn try_from(number: serde_json::Number) -> Result<Self, String> {
        let wrong = || format!("{number} is no number of whole thousandths");
        let thousandths = if let Some(whole) = number.as_i64() {
            whole.checked_mul(1000).ok_or_else(wrong)?
        } else {
            let value = number.as_f64().ok_or_else(wrong)?;
            let thousandths = (value * 1000.0).round();
            // Beyond 2^53 thousandths a double no longer tells them apart.
            #[allow(clippy::float_cmp, reason = "what the thousandths are written as, and nothing near it")]
            if thousandths.abs() >= 9e15 || thousandths / 1000.0 != value {
                return Err(wrong());
            }
            thousandths as i64
        };
        Ok(Self(Number::from_thousandths_unbounded(thousandths)))
    }
}

impl Claimed {
    fn claims(self, forum: Forum) -> Result<Claims, String> {
        let certificate = match self.certificate {
            Some(entry) => Some(entry.read().ok_or("the certificate has a list of pairs that is none")?),
            None => None,
        };
        let answer = answer(&self.status, self.plan, self.goals, self.rules, certificate)?;
        let (document, fingerprint, worded, parts) = (serde_json::Value::Null, None, None, parts(self.explaining)?);
        Ok(Claims { forum, document, fingerprint, worded, answer, parts })
    }
}

fn answer(
    status: &str,
    panels: Vec<PanelClaim>,
    goals: Vec<GoalClaim>,
    rules: Vec<TallyClaim>,
    certificate: Option<Certificate>,
) -> Result<Answer, String> {
    let named = named(goals);
    let statistics = Statistics::default();
    let lacks = |what: &str| format!("a goal lacks its {what}");
    let is_bare = panels.is_empty() && rules.is_empty() && named.iter().all(|goal| goal.1.is_none());
    if !is_bare && matches!(status, "unknown" | "infeasible") {
        return Err(format!("an answer of status `{status}` has no plan"));
    }
    let plan = plan(panels);
    let rules = rules.into_iter().map(tally).collect();
    Ok(match status {
        "optimal" => {
            let settled = named.into_iter().map(|(goal, value, bound)| {
                let (value, bound) = (value.ok_or_else(|| lacks("value"))?, bound.ok_or_else(|| lacks("bound"))?);
                Ok(Settled { goal, value, bound })
            });
            let goals = settled.collect::<Result<_, String>>()?;
            Answer::Optimal(Optimal { plan, goals, rules, statistics, certificate })
        }
        "feasible" => {
            let range = |(goal, value, bound): (_, Option<Number>, _)| {
                Ok(GoalRange { goal, value: value.ok_or_else(|| lacks("value"))?, bound })
            };
            let goals = named.into_iter().map(range).collect::<Result<_, String>>()?;
            Answer::Feasible(Feasible { plan, goals, rules, statistics, certificate })
        }
        "infeasible" if !named.is_empty() => return Err("an infeasible answer has no goals".into()),
        "infeasible" => Answer::Infeasible(Infeasible { statistics, certificate }),
        "unknown" => {
            let bound = |(goal, _, bound): (_, _, Option<Number>)| {
                Ok(GoalBound { goal, bound: bound.ok_or_else(|| lacks("bound"))? })
            };
            let goals = named.into_iter().map(bound).collect::<Result<_, String>>()?;
            Answer::Unknown(Unknown { goals, statistics, certificate })
        }
        other => return Err(format!("an answer of status `{other}` claims nothing of a forum")),
    })
}

/// Goals by name, with value and bound.
pub(super) fn named(goals: Vec<GoalClaim>) -> Vec<(GoalName, Option<Number>, Option<Number>)> {
    let mut index = 0;
    let mut named = Vec::new();
    for goal in goals {
        let name = match goal.priority {
            Some(priority) if goal.goal == "wishes" => GoalName::Wishes { priority },
            priority => {
                index += 1;
                // No goal but wishes has a priority, and none is called so.
                let label = priority.map(|priority| format!("{}, priority {priority}", goal.goal));
                GoalName::Goal { index: index - 1, label: label.unwrap_or(goal.goal) }
            }
        };
        named.push((name, goal.value.map(|value| value.0), goal.bound.map(|bound| bound.0)));
    }
    named
}

pub(super) fn plan(panels: Vec<PanelClaim>) -> Plan {
    let seat = |seat: SeatClaim| Seat { role: seat.role, speaker: seat.speaker };
    let panel =
        |panel: PanelClaim| PanelPlan { panel: panel.panel, seats: panel.seats.into_iter().map(seat).collect() };
    Plan { panels: panels.into_iter().map(panel).collect() }
}

fn tally(claim: TallyClaim) -> Tally {
    // Words that contradict each other are no count at all.
    let contradiction = Number::from_thousandths_unbounded(-1);
    let short = match (claim.met, claim.short) {
        (true, None) => Number::from(0),
        (false, Some(short)) if short.0 > Number::from(0) => short.0,
        _ => contradiction,
    };
    Tally {
        rule: claim.rule,
        group: claim.group.0.into_iter().collect(),
        count: claim.count.0,
        seats: claim.seats,
        at_least: claim.at_least.map(crate::Bound::from),
        at_most: claim.at_most.map(crate::Bound::from),
        at_most_apart: claim.at_most_apart.map(|apart| apart.0),
        wish: claim.wish,
        short,
    }
}
