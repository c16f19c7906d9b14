//! What each rule of a feasible forum costs, and whose invitation would help most.

use super::answer::{Change, Invitation, Price};
use super::invitations::{Invited, requirements, told};
use super::profiles::{choices, guests, with_guests};
use super::system::System;
use crate::solve::solve_checked;
use crate::verify::seats_of;
use crate::{Answer, Condition, Count, Error, Filter, Forum, Goal, GoalValue, Metric, Options, Plan, Rule, Term};

/// A plan with its goals' values, and whether they are proven best.
pub(super) struct Valued {
    pub plan: Plan,
    pub goals: Vec<GoalValue>,
    pub proven: bool,
}

/// The best plan of a forum, where there is one and no limit came first.
pub(super) fn valued(forum: &Forum, options: &Options) -> Result<Option<Valued>, Error> {
    Ok(match solve_checked(forum, options)? {
        Answer::Optimal(best) => {
            let goals = best.goals.into_iter().map(|goal| GoalValue { goal: goal.goal, value: goal.value });
            Some(Valued { plan: best.plan, goals: goals.collect(), proven: true })
        }
        Answer::Feasible(some) => {
            let goals = some.goals.into_iter().map(|goal| GoalValue { goal: goal.goal, value: goal.value });
            Some(Valued { plan: some.plan, goals: goals.collect(), proven: false })
        }
        Answer::Infeasible(_) | Answer::Unknown(_) => None,
    })
}

/// The price of every rule in force.
pub(super) fn prices(
    forum: &Forum,
    rules: &[&Rule],
    now: &Valued,
    options: impl Fn() -> Option<Options>,
) -> Result<(Vec<Price>, bool), Error> {
    let mut prices: Vec<Price> = Vec::new();
    for rule in rules {
        let Some(options) = options() else { return Ok((prices, true)) };
        if prices.iter().any(|price| price.rule == rule.id) {
            continue;
        }
        let wish = rule.prefer.is_some();
        let changed = if wish { required(forum, &rule.id) } else { waived(forum, &rule.id) };
        let Some(changed) = changed else { continue };
        let then = valued(&changed, &options)?;
        let goals = then.as_ref().map(|then| changes(&now.goals, &then.goals)).unwrap_or_default();
        let proven = now.proven && then.as_ref().is_none_or(|then| then.proven);
        prices.push(Price { rule: rule.id.clone(), wish, possible: then.is_some(), goals, proven });
    }
    Ok((prices, false))
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

/// The one person whose invitation raises the first goal most, where anybody's does.
pub(super) fn best_guest(forum: &Forum, now: &Valued, options: &Options) -> Result<Option<Invitation>, Error> {
    let Some(first) = forum.goals.first() else { return Ok(None) };
    let system = System::new(forum)?;
    let rules = requirements(&system);
    // What is asked of every speaker would be asked of guests who stay away.
    let asks_each = |rule: &&Rule| {
        rule.for_each.contains(&crate::Key::Speaker)
            && (rule.at_least.is_some() || rule.exactly.is_some() || rule.at_most_apart.is_some())
    };
    if rules.iter().any(asks_each) {
        return Ok(None);
    }
    let choices = choices(forum, &rules);
    let guests = guests(forum, &choices.kinds(forum), 1);
    let mut joined = with_guests(forum, &guests, &choices);
    let ids = guests.iter().map(|guest| Term::Text(guest.id.clone())).collect();
    let among = Filter::all().condition("speaker", Condition::OneOf(ids));
    joined.rules.push(Rule::new("\u{1}guests").for_each([]).count(Count::People).filter(among.clone()).at_most(1));
    let mut few = Goal::minimise(Metric::People);
    few.filter = among;
    joined.goals = vec![first.clone(), few];
    let Some(then) = valued(&joined, options)? else { return Ok(None) };
    let at = now.goals.iter().position(|goal| matches!(goal.goal, crate::GoalName::Goal { index: 0, .. }));
    let (Some(before), Some(after)) = (at.and_then(|at| now.goals.get(at)), at.and_then(|at| then.goals.get(at)))
    else {
        return Ok(None);
    };
    let better = match first.direction {
        crate::Direction::Maximise => after.value > before.value,
        crate::Direction::Minimise => after.value < before.value,
    };
    if !better {
        return Ok(None);
    }
    let seats = seats_of(&then.plan);
    let come = guests.into_iter().filter(|guest| seats.iter().any(|seat| seat.speaker == guest.id)).collect();
    let invited = Invited { guests: come, seats, cost: 1, proven: then.proven && choices.complete };
    told(forum, &choices, invited, &rules)
}
