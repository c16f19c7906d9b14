//! The goals' values: the wishes' shortfall by priority, then each goal's measure of the seats it speaks of.

use super::Overflow;
use super::matching::{attributes_match, panel_matches, role_matches};
use super::places::{Index, Seated};
use super::values::quantity;
use crate::{Direction, Forum, Goal, GoalName, GoalValue, Metric, Number};
use std::collections::HashSet;

/// The values of the forum's goals, in their order.
pub(super) fn goals(index: &Index<'_>, seats: &[Seated<'_>]) -> Result<Vec<GoalValue>, Overflow> {
    let forum = index.forum;
    let measures_changes = |goal: &Goal| goal.measure.iter().any(|(metric, _)| *metric == Metric::Changes);
    let draft = if forum.goals.iter().any(measures_changes) { index.seats(&forum.draft) } else { Vec::new() };
    let mut values = Vec::with_capacity(forum.goals.len());
    for (position, goal) in forum.goals.iter().enumerate() {
        let value = Number::from_thousandths_unbounded(value(index, goal, seats, &draft)?);
        values.push(GoalValue { goal: GoalName::Goal { index: position, label: goal.label() }, value });
    }
    Ok(values)
}

/// The seats that a goal speaks of, by panel where the worst panel counts and all together otherwise.
struct Part<'s, 'f> {
    seats: Vec<&'s Seated<'f>>,
    draft: Vec<&'s Seated<'f>>,
}

fn value<'f>(index: &Index<'f>, goal: &Goal, seats: &[Seated<'f>], draft: &[Seated<'f>]) -> Result<i64, Overflow> {
    let panels = panels_of(index.forum, goal)?;
    let speaks_of = |seat: &&Seated<'_>| {
        panels.get(seat.panel as usize).copied().unwrap_or(false)
            && role_matches(goal.roles.as_ref(), index.roles.name(seat.role))
            && attributes_match(&goal.filter, seat.who)
            && goal.filter.expertise.is_none_or(|level| seat.is_expert(level, None))
    };
    let (seats, draft) = (seats.iter().filter(speaks_of), draft.iter().filter(speaks_of));
    if !goal.worst_panel {
        return blend(goal, &Part { seats: seats.collect(), draft: draft.collect() });
    }
    let mut parts: Vec<_> = panels.iter().map(|_| Part { seats: Vec::new(), draft: Vec::new() }).collect();
    for seat in seats {
        if let Some(part) = parts.get_mut(seat.panel as usize) {
            part.seats.push(seat);
        }
    }
    for seat in draft {
        if let Some(part) = parts.get_mut(seat.panel as usize) {
            part.draft.push(seat);
        }
    }
    let spoken_of = parts.iter().zip(&panels).filter(|(_, speaks_of)| **speaks_of);
    let values = spoken_of.map(|(part, _)| blend(goal, part)).collect::<Result<Vec<_>, _>>()?;
    let worst = match goal.direction {
        Direction::Maximise => values.into_iter().min(),
        Direction::Minimise => values.into_iter().max(),
    };
    Ok(worst.unwrap_or(0))
}

fn panels_of(forum: &Forum, goal: &Goal) -> Result<Vec<bool>, Overflow> {
    forum.panels.iter().map(|panel| panel_matches(goal.panels.as_ref(), panel)).collect()
}

fn blend(goal: &Goal, part: &Part<'_, '_>) -> Result<i64, Overflow> {
    goal.measure.iter().try_fold(0_i64, |sum, (metric, weight)| {
        let weighted = measure(*metric, part)?.checked_mul(i64::from(*weight)).ok_or(Overflow)?;
        sum.checked_add(weighted).ok_or(Overflow)
    })
}

/// A metric in thousandths.
fn measure(metric: Metric, part: &Part<'_, '_>) -> Result<i64, Overflow> {
    let seats = part.seats.as_slice();
    let units = match metric {
        Metric::Expertise => sum(seats.iter().map(|seat| seat.level(None)))?,
        Metric::Preference => sum(seats.iter().map(|seat| {
            let preference = seat.who.preference.get(&seat.on.id);
            preference.copied().map_or(0, i64::from)
        }))?,
        Metric::Seats => length(seats.len())?,
        Metric::People => length(people(seats).len())?,
        Metric::Cost => return sum(people(seats).iter().map(|seat| quantity(seat.who, "cost"))),
        Metric::Changes => {
            let place = |seat: &&Seated<'_>| (seat.panel, seat.role, seat.speaker);
            let now: HashSet<_> = seats.iter().map(place).collect();
            let before: HashSet<_> = part.draft.iter().map(place).collect();
            length(now.symmetric_difference(&before).count())?
        }
    };
    units.checked_mul(1000).ok_or(Overflow)
}

/// One seat of each different speaker.
fn people<'s, 'f>(seats: &[&'s Seated<'f>]) -> Vec<&'s Seated<'f>> {
    let mut seen = HashSet::new();
    seats.iter().copied().filter(|seat| seen.insert(seat.speaker)).collect()
}

fn sum(amounts: impl Iterator<Item = i64>) -> Result<i64, Overflow> {
    let mut amounts = amounts;
    amounts.try_fold(0_i64, i64::checked_add).ok_or(Overflow)
}

fn length(count: usize) -> Result<i64, Overflow> {
    i64::try_from(count).map_err(|_| Overflow)
}
