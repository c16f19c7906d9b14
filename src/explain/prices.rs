//! What each rule of a feasible forum costs.

use super::answer::{Change, Price};
use crate::solve::solve_checked;
use crate::{Answer, Direction, Error, Forum, GoalName, GoalValue, Options, Plan, Rule};

/// A plan with its goals' values, and whether they are proven best.
#[derive(Clone)]
pub(super) struct Valued {
    pub plan: Plan,
    pub goals: Vec<GoalValue>,
    pub proven: bool,
}

/// What solving a forum says.
pub(super) enum Answered {
    Plan(Valued),
    Impossible,
    /// A limit came first.
    Unknown,
}

/// The best plan of a forum.
pub(super) fn answered(forum: &Forum, options: &Options) -> Result<Answered, Error> {
    Ok(match solve_checked(forum, options)? {
        Answer::Optimal(best) => {
            let goals = best.goals.into_iter().map(|goal| GoalValue { goal: goal.goal, value: goal.value });
            Answered::Plan(Valued { plan: best.plan, goals: goals.collect(), proven: true })
        }
        Answer::Feasible(some) => {
            let goals = some.goals.into_iter().map(|goal| GoalValue { goal: goal.goal, value: goal.value });
            Answered::Plan(Valued { plan: some.plan, goals: goals.collect(), proven: false })
        }
        Answer::Infeasible(_) => Answered::Impossible,
        Answer::Unknown(_) => Answered::Unknown,
    })
}

/// The price of every rule in force.
pub(super) fn prices(
    forum: &Forum,
    rules: &[&Rule],
    now: &Valued,
    options: impl Fn(u32) -> Option<Options>,
) -> Result<(Vec<Price>, bool), Error> {
    let mut prices: Vec<Price> = Vec::new();
    let mut limited = false;
    for (at, rule) in rules.iter().enumerate() {
        if prices.iter().any(|price| price.rule == rule.id) {
            continue;
        }
        // One part more, for what comes after.
        let parts = u32::try_from(rules.len() - at).unwrap_or(u32::MAX).saturating_add(1);
        let Some(options) = options(parts) else { return Ok((prices, true)) };
        let wish = rule.prefer.is_some();
        let changed = if wish { required(forum, &rule.id) } else { waived(forum, &rule.id) };
        let Some(changed) = changed else { continue };
        let then = match answered(&changed, &options)? {
            Answered::Plan(then) => Some(then),
            Answered::Impossible => None,
            Answered::Unknown if wish => {
                limited = true;
                continue;
            }
            // The plan of now keeps fewer rules as well.
            Answered::Unknown => Some(Valued { proven: false, ..now.clone() }),
        };
        // A limit may leave a plan that is worse than the one of now, which a waiver allows as well.
        let then = then.map(|then| if !wish && !then.proven { better(forum, now, then) } else { then });
        limited |= then.as_ref().is_some_and(|then| !then.proven);
        let goals = then.as_ref().map(|then| changes(&now.goals, &then.goals)).unwrap_or_default();
        let proven = now.proven && then.as_ref().is_none_or(|then| then.proven);
        prices.push(Price { rule: rule.id.clone(), wish, possible: then.is_some(), goals, proven });
    }
    Ok((prices, limited))
}

/// Whichever is better, goal by goal.
fn better(forum: &Forum, now: &Valued, then: Valued) -> Valued {
    let mut pairs = now.goals.iter().zip(&then.goals);
    let first = pairs.find(|(now, then)| now.goal == then.goal && now.value != then.value);
    match first {
        Some((was, is)) if is_better(forum, &was.goal, was.value, is.value) => Valued { proven: false, ..now.clone() },
        _ => then,
    }
}

/// Whether a goal's first value is better than the second.
pub(super) fn is_better(forum: &Forum, goal: &GoalName, one: crate::Number, other: crate::Number) -> bool {
    let down = match goal {
        GoalName::Wishes { .. } => true,
        GoalName::Goal { index, .. } => {
            forum.goals.get(*index).is_some_and(|goal| goal.direction == Direction::Minimise)
        }
    };
    if down { one < other } else { one > other }
}

/// Goals that both have, with their values.
pub(super) fn changes(now: &[GoalValue], then: &[GoalValue]) -> Vec<Change> {
    let pair = |now: &GoalValue| {
        let then = then.iter().find(|then| then.goal == now.goal)?;
        Some(Change { goal: now.goal.clone(), now: now.value, then: then.value })
    };
    now.iter().filter_map(pair).collect()
}

fn waived(forum: &Forum, rule: &str) -> Option<Forum> {
    let mut changed = forum.clone();
    changed.waive.push(rule.to_owned());
    Some(changed)
}

/// The forum in which the wish is a requirement; none for a policy's, of which the forum can't change one rule.
fn required(forum: &Forum, rule: &str) -> Option<Forum> {
    let mut changed = forum.clone();
    let own = changed.rules.iter_mut().chain(changed.panels.iter_mut().flat_map(|panel| &mut panel.rules));
    own.into_iter().find(|own| own.id == rule)?.prefer = None;
    Some(changed)
}
