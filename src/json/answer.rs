//! Answers on the wire: each status with the fields that it can stand for, in a fixed order.

use super::certificate::{self, CertificateEntry};
use super::tally::{GoalEntry, RuleEntry, goal_bound, goal_range, goal_value, rule_entry, settled};
use super::wire::Version;
use crate::{Answer, Audit, Fault, Plan, Statistics};
use schemars::JsonSchema;
use serde::Serialize;

/// Declares the status words, each a type of its own, so that a document can't carry another's.
macro_rules! statuses {
    ($($name:ident { $variant:ident = $doc:literal })*) => {$(
        #[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[schemars(inline)]
        pub(crate) enum $name { #[doc = $doc] $variant }
    )*};
}

statuses! {
    OptimalStatus { Optimal = "Proven: no plan is better, goal by goal." }
    FeasibleStatus { Feasible = "A plan that keeps every requirement; a limit came first." }
    InfeasibleStatus { Infeasible = "Proven: no plan keeps every requirement." }
    UnknownStatus { Unknown = "A limit came before either." }
    RejectedStatus { Rejected = "The input is refused." }
    FaultStatus { Fault = "A fault of the program itself, never of the input." }
}

/// The answer to a forum.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema names every alternative; refusals are written by themselves")]
pub(crate) enum Document {
    Optimal(Planned<OptimalStatus>),
    Feasible(Planned<FeasibleStatus>),
    Infeasible(Infeasible),
    Unknown(Unknown),
    Rejected(Rejected),
    Fault(Internal),
}

/// The audit of a forum's draft.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema names every alternative; refusals are written by themselves")]
pub(crate) enum AuditDocument {
    Audit(Audited),
    Rejected(Rejected),
    Fault(Internal),
}

/// A plan with what it is worth.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PlanWith{S}")]
pub(crate) struct Planned<S> {
    version: Version,
    /// The forum's name.
    forum: String,
    status: S,
    /// For each panel, in the forum's order, its seats.
    plan: Vec<PanelEntry>,
    /// Unmet wishes by priority, then the goals in their order.
    goals: Vec<GoalEntry>,
    /// Every rule's count in every group.
    rules: Vec<RuleEntry>,
    statistics: StatisticsEntry,
    /// What proves it; left out where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CertificateEntry>,
}

/// No plan keeps every requirement.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Infeasible {
    version: Version,
    /// The forum's name.
    forum: String,
    status: InfeasibleStatus,
    /// Why, what to give up and whom to invite; left out where no explanation was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    explanation: Option<super::explained::Parts>,
    statistics: StatisticsEntry,
    /// What proves it; left out where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CertificateEntry>,
}

/// What is known when a limit came first.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Unknown {
    version: Version,
    /// The forum's name.
    forum: String,
    status: UnknownStatus,
    /// What is proven of the first goal, where anything is.
    goals: Vec<GoalEntry>,
    statistics: StatisticsEntry,
    /// What proves it; left out where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<CertificateEntry>,
}

/// The draft as it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Audited {
    version: Version,
    /// The forum's name.
    forum: String,
    status: AuditStatus,
    /// The tallies of requirements that are not met.
    broken: Vec<RuleEntry>,
    /// Wishes by priority, then the goals in their order.
    goals: Vec<GoalEntry>,
    /// Every rule's count in every group.
    rules: Vec<RuleEntry>,
    statistics: StatisticsEntry,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AuditStatus {
    /// The draft keeps every requirement.
    Clean,
    /// The draft breaks a requirement.
    Broken,
}

/// Bad input, with every fault at once.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rejected {
    version: Version,
    status: RejectedStatus,
    errors: Vec<FaultEntry>,
}

/// One fault of the input.
#[derive(Debug, Serialize, JsonSchema)]
struct FaultEntry {
    /// What kind of fault.
    code: &'static str,
    /// Where, as a JSON Pointer into the input; empty for the whole document.
    pointer: String,
    /// What is wrong.
    message: String,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// A fault of the program.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Internal {
    version: Version,
    status: FaultStatus,
    /// What went wrong.
    message: String,
}

/// One panel's seats.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PanelEntry {
    /// The panel's id.
    panel: String,
    /// The seats filled, by role in the panel's order, then by speaker in the pool's.
    seats: Vec<SeatEntry>,
}

/// One speaker in one role.
#[derive(Debug, Serialize, JsonSchema)]
struct SeatEntry {
    /// The role.
    role: String,
    /// The speaker's id.
    speaker: String,
}

/// Sizes and effort, never times.
#[derive(Debug, Serialize, JsonSchema)]
struct StatisticsEntry {
    /// Speakers in the pool.
    speakers: usize,
    /// Panels in the programme.
    panels: usize,
    /// Pairs of a panel's role and a speaker who may hold it.
    pairs: usize,
    /// Columns of the integer program.
    columns: usize,
    /// Rows of the integer program.
    rows: usize,
    /// Nodes of the search trees, over all goals.
    nodes: u64,
    /// What decided between equally good plans; left out where the order of the forum did.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

/// The document of an answer; an infeasible one may have its explanation.
pub(crate) fn answer(forum: &str, answer: &Answer, explanation: Option<super::explained::Parts>) -> Document {
    let forum = forum.to_owned();
    match answer {
        Answer::Optimal(optimal) => Document::Optimal(Planned {
            version: Version,
            forum,
            status: OptimalStatus::Optimal,
            plan: plan(&optimal.plan),
            goals: optimal.goals.iter().map(settled).collect(),
            rules: optimal.rules.iter().map(rule_entry).collect(),
            statistics: statistics(&optimal.statistics),
            certificate: optimal.certificate.as_ref().map(certificate::written),
        }),
        Answer::Feasible(feasible) => Document::Feasible(Planned {
            version: Version,
            forum,
            status: FeasibleStatus::Feasible,
            plan: plan(&feasible.plan),
            goals: feasible.goals.iter().map(goal_range).collect(),
            rules: feasible.rules.iter().map(rule_entry).collect(),
            statistics: statistics(&feasible.statistics),
            certificate: feasible.certificate.as_ref().map(certificate::written),
        }),
        Answer::Infeasible(infeasible) => Document::Infeasible(Infeasible {
            version: Version,
            forum,
            status: InfeasibleStatus::Infeasible,
            explanation,
            statistics: statistics(&infeasible.statistics),
            certificate: infeasible.certificate.as_ref().map(certificate::written),
        }),
        Answer::Unknown(unknown) => Document::Unknown(Unknown {
            version: Version,
            forum,
            status: UnknownStatus::Unknown,
            goals: unknown.goals.iter().map(goal_bound).collect(),
            statistics: statistics(&unknown.statistics),
            certificate: unknown.certificate.as_ref().map(certificate::written),
        }),
    }
}

pub(crate) fn audit(forum: &str, audit: &Audit) -> Audited {
    let broken: Vec<RuleEntry> =
        audit.rules.iter().filter(|tally| !tally.wish && !tally.is_met()).map(rule_entry).collect();
    Audited {
        version: Version,
        forum: forum.to_owned(),
        status: if broken.is_empty() { AuditStatus::Clean } else { AuditStatus::Broken },
        broken,
        goals: audit.goals.iter().map(goal_value).collect(),
        rules: audit.rules.iter().map(rule_entry).collect(),
        statistics: statistics(&audit.statistics),
    }
}

pub(crate) fn rejected(faults: &[Fault]) -> Rejected {
    let errors = faults.iter().map(|fault| FaultEntry {
        code: fault.code.name(),
        pointer: fault.pointer.clone(),
        message: fault.message.clone(),
        hint: fault.hint.clone(),
    });
    Rejected { version: Version, status: RejectedStatus::Rejected, errors: errors.collect() }
}

pub(crate) fn internal(message: String) -> Internal {
    Internal { version: Version, status: FaultStatus::Fault, message }
}

pub(crate) fn plan(plan: &Plan) -> Vec<PanelEntry> {
    let seat = |seat: &crate::Seat| SeatEntry { role: seat.role.clone(), speaker: seat.speaker.clone() };
    (plan.panels.iter())
        .map(|panel| PanelEntry { panel: panel.panel.clone(), seats: panel.seats.iter().map(seat).collect() })
        .collect()
}

fn statistics(statistics: &Statistics) -> StatisticsEntry {
    StatisticsEntry {
        speakers: statistics.speakers,
        panels: statistics.panels,
        pairs: statistics.pairs,
        columns: statistics.columns,
        rows: statistics.rows,
        nodes: statistics.nodes,
        seed: statistics.seed,
    }
}
