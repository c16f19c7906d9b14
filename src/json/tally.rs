//! Goals' values and rules' tallies on the wire.

use super::wire::{Bound, Decimal, Object};
use crate::{GoalBound, GoalName, GoalRange, GoalValue, Number, Progress, Settled, Tally};
use schemars::JsonSchema;
use serde::Serialize;

/// One goal: its value, and what is proven of the best.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct GoalEntry {
    /// The measure, or `wishes`.
    goal: String,
    /// The priority, for wishes.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u32>,
    /// The plan's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Decimal>,
    /// No plan that keeps the earlier goals' values does better.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<Decimal>,
    /// How far the value is from the bound, where the goal is not settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<Decimal>,
}

/// One rule's count in one group.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RuleEntry {
    /// The rule's id.
    rule: String,
    /// The group: each key of `for_each` with its value.
    group: Object<String>,
    /// The count; for `at_most_apart` the greatest count less the least.
    count: Decimal,
    /// The lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<Bound>,
    /// The upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Bound>,
    /// The greatest spread allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most_apart: Option<Decimal>,
    /// The seats of which a share is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<u32>,
    /// Whether the rule is a wish; left out for a requirement.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    wish: bool,
    /// Whether the bounds hold.
    met: bool,
    /// By how many whole units the bound is missed; left out when met.
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<Decimal>,
}

/// What is known of the goal being settled.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ProgressEntry {
    /// Which goal, counted from 0, wishes first.
    goal: usize,
    /// How many goals there are.
    goals: usize,
    /// The value of the best plan so far; null while there is none.
    incumbent: Option<Decimal>,
    /// No plan does better than this; null while nothing is proven.
    bound: Option<Decimal>,
    /// The distance between the two, relative to the incumbent.
    gap: Option<f64>,
}

pub(crate) fn progress(progress: &Progress) -> ProgressEntry {
    ProgressEntry {
        goal: progress.goal,
        goals: progress.goals,
        incumbent: progress.incumbent.map(Decimal),
        bound: progress.bound.map(Decimal),
        gap: progress.gap(),
    }
}

pub(crate) fn named(name: &GoalName) -> GoalEntry {
    let (goal, priority) = match name {
        GoalName::Wishes { priority } => ("wishes".to_owned(), Some(*priority)),
        GoalName::Goal { label, .. } => (label.clone(), None),
    };
    GoalEntry { goal, priority, value: None, bound: None, gap: None }
}

pub(crate) fn goal_value(goal: &GoalValue) -> GoalEntry {
    GoalEntry { value: Some(Decimal(goal.value)), ..named(&goal.goal) }
}

pub(crate) fn settled(goal: &Settled) -> GoalEntry {
    GoalEntry { value: Some(Decimal(goal.value)), bound: Some(Decimal(goal.bound)), ..named(&goal.goal) }
}

pub(crate) fn goal_range(goal: &GoalRange) -> GoalEntry {
    let gap = goal.bound.map(|bound| {
        let distance = goal.value.thousandths().saturating_sub(bound.thousandths()).saturating_abs();
        Decimal(Number::from_thousandths_unbounded(distance))
    });
    GoalEntry { value: Some(Decimal(goal.value)), bound: goal.bound.map(Decimal), gap, ..named(&goal.goal) }
}

pub(crate) fn goal_bound(goal: &GoalBound) -> GoalEntry {
    GoalEntry { bound: Some(Decimal(goal.bound)), ..named(&goal.goal) }
}

pub(crate) fn rule_entry(tally: &Tally) -> RuleEntry {
    RuleEntry {
        rule: tally.rule.clone(),
        group: tally.group.iter().cloned().collect(),
        count: Decimal(tally.count),
        at_least: tally.at_least.map(Bound::from),
        at_most: tally.at_most.map(Bound::from),
        at_most_apart: tally.at_most_apart.map(Decimal),
        seats: tally.seats,
        wish: tally.wish,
        met: tally.is_met(),
        short: (!tally.is_met()).then_some(Decimal(tally.short)),
    }
}
