//! Policies that forums and conferences have published, as named sets of rules with their source and date.

mod composition;
mod gender;

use crate::{Condition, Number, PanelField, PanelFilter, Rule, Term};
use indexmap::IndexMap;
use std::sync::LazyLock;

/// A published policy, in the rule language.
///
/// `docs/policies.md` says of each what its source asks for, what the rules make of it and what they leave out.
///
/// ```
/// let policy = &convener::policies()[0];
/// assert_eq!(policy.id, "no-single-gender-panel");
/// assert_eq!(policy.rules[0].id, policy.id);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The id by which a forum adopts it. Its rule has the same id; of several, each has the id, `/` and a word.
    pub id: &'static str,
    /// What it asks for, in a line.
    pub title: &'static str,
    /// Who published it, where.
    pub source: &'static str,
    /// When: as much of `year-month-day` as the source gives, or `undated`.
    pub date: &'static str,
    /// What the rules make of the source, what they leave out, and which values they take for granted.
    pub note: &'static str,
    /// The rules that come into force when a forum adopts the policy.
    pub rules: Vec<Rule>,
}

static POLICIES: LazyLock<Vec<Policy>> =
    LazyLock::new(|| gender::policies().into_iter().chain(composition::policies()).collect());

/// Every policy that a forum can adopt by its id, in the order of `docs/policies.md`.
///
/// ```
/// assert!(convener::policies().iter().any(|policy| policy.id == "four-sectors"));
/// ```
#[must_use]
pub fn policies() -> &'static [Policy] {
    &POLICIES
}

/// The policy of an id.
pub(crate) fn find(id: &str) -> Option<&'static Policy> {
    POLICIES.iter().find(|policy| policy.id == id)
}

/// A rule of a policy with its words.
fn rule(id: &str, text: &str) -> Rule {
    Rule { text: Some(text.into()), ..Rule::new(id) }
}

/// The condition to have one of several values.
fn one_of(values: &[&str]) -> Condition {
    Condition::OneOf(values.iter().map(|value| Term::from(*value)).collect())
}

/// The panels that can fill a number of seats within the bounds, over all roles.
fn seats_between(at_least: i32, at_most: Option<i32>) -> PanelFilter {
    let range = Condition::Range { at_least: Some(Number::from(at_least)), at_most: at_most.map(Number::from) };
    PanelFilter::Fields(IndexMap::from([(PanelField::Seats, range)]))
}
