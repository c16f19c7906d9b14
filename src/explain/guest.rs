//! Whose invitation to a forum that has a plan would raise its first goal most.

use super::answer::Invitation;
use super::crowd::{among, asks_each, one_of};
use super::invitations::{Invited, requirements, told};
use super::prices::{Answered, Valued, answered, changes, is_better};
use super::profiles::{choices, guests, own_values, with_guests};
use super::system::System;
use crate::backend::Control;
use crate::solve::Limits;
use crate::verify::seats_of;
use crate::{Count, Direction, Error, Forum, Goal, GoalName, Metric, Options, Quantity, Rule};

/// The one person whose invitation raises the first goal most, where anybody's does, and whether a limit came first. Of
/// nobody who is not there yet a preference is known: it counts for nothing.
pub(super) fn best_guest(forum: &Forum, now: &Valued, options: &Options) -> Result<(Option<Invitation>, bool), Error> {
    let Some(first) = forum.goals.first() else { return Ok((None, false)) };
    let system = System::new(forum)?;
    let rules = requirements(&system);
    // What is asked of every speaker would be asked of guests who stay away.
    if rules.iter().any(|rule| asks_each(rule)) {
        return Ok((None, false));
    }
    // What the goal asks about makes a difference as well as what rules do.
    let (filtered, cost) =
        (of_goal(first), Rule::new("\u{1}cost").count(Count::Sum(Quantity::Attribute("cost".into()))));
    let mut asking = rules.clone();
    asking.push(&filtered);
    if first.measure.iter().any(|(metric, _)| *metric == Metric::Cost) {
        asking.push(&cost);
    }
    let choices = choices(forum, &asking);
    let guests = guests(forum, &choices.kinds(forum), 1);
    let mut joined = with_guests(forum, &guests, &choices);
    own_values(&mut joined, forum, &choices);
    joined.rules.push(one_of(&guests));
    let mut few = Goal::minimise(Metric::People);
    few.filter = among(&guests);
    joined.goals = vec![first.clone(), few];
    let Answered::Plan(then) = answered(&joined, options)? else { return Ok((None, true)) };
    let at = now.goals.iter().position(|goal| matches!(goal.goal, GoalName::Goal { index: 0, .. }));
    let values = at.and_then(|at| Some((now.goals.get(at)?, then.goals.get(at)?)));
    let Some((before, after)) = values.filter(|(now, then)| is_better(forum, &now.goal, then.value, now.value)) else {
        return Ok((None, !then.proven));
    };
    let kept = then.goals.iter().take(at.map_or(0, |at| at + 1)).cloned().collect::<Vec<_>>();
    let gained = changes(std::slice::from_ref(before), std::slice::from_ref(after));
    let seats = seats_of(&then.plan);
    let come = guests.into_iter().filter(|guest| seats.iter().any(|seat| seat.speaker == guest.id)).collect();
    let invited = Invited { guests: come, seats, cost: 1, proven: now.proven && then.proven && choices.complete };
    let mut limits = Limits::new(options);
    let told = told(forum, &choices, invited, &kept, &mut || limits.should_stop())?;
    Ok((told.map(|told| Invitation { changes: gained, ..told }), !then.proven))
}

/// The goal as a rule that asks about the same people: one with an upper bound where knowing less is better.
fn of_goal(goal: &Goal) -> Rule {
    let mut rule = Rule::new("\u{1}goal").filter(goal.filter.clone());
    let sign = |weight: i32| if goal.direction == Direction::Minimise { weight < 0 } else { weight > 0 };
    if goal.measure.iter().any(|(metric, weight)| *metric == Metric::Expertise && !sign(*weight)) {
        rule = rule.count(Count::Sum(Quantity::Expertise)).at_most(0);
    }
    rule
}
