//! The fewest people to invite to a programme, and what to concede besides, settled by the engine with guests of a kind merged.
//!
//! What may be conceded are wishes, as in `loosened.rs`; each guest costs 1. The forum's own goals break the ties.

use super::concessions::LARGE;
use super::elastic::{Held, internal};
use super::invitations::Invited;
use super::limits::Budget;
use super::loosened::loosened;
use super::merged::{COPIES, Taken, merged};
use super::probe::Halt;
use super::profiles::{Choices, guests, own_values, with_guests};
use super::system::{Kind, System};
use crate::backend::{Control, Outcome};
use crate::program::{Formulation, Meaning, exclusive_slot};
use crate::solve::refused;
use crate::{Bound, Condition, Count, DraftSeat, Filter, Forum, GoalName, Key, Rule, Speaker, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The engine looks at its limits so often before it gives up a proof that less doesn't do, in small programmes and others.
const LOOKS: (u64, u64) = (2_000, 200_000);
/// Kinds of guests and seats that meet, at most: more than that takes too long to write down.
const MOST_MEETINGS: usize = 400_000;

/// Who may come and what may give.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub choices: &'a Choices,
    pub kinds: &'a [Speaker],
    pub held: &'a Held,
    /// Only these kinds of rules give, where any are named.
    pub only: Option<&'a BTreeSet<Kind>>,
    /// Only what costs less is looked for.
    pub least: Option<i64>,
}

/// The least number of guests and price of concessions, of what is not held, with which every requirement holds. `None`
/// where no number of guests of these kinds is enough, or none for less than `least`.
pub(super) fn fewest(system: &System<'_>, asked: &Asked<'_>, budget: &mut Budget<'_>) -> Result<Option<Invited>, Halt> {
    let Asked { choices, kinds, held, only, least } = *asked;
    let forum = system.forum;
    let seats: usize = forum.panels.iter().flat_map(|panel| &panel.seats).map(|seats| seats.max as usize).sum();
    if budget.is_spent() || kinds.len().saturating_mul(seats) > MOST_MEETINGS {
        return Err(Halt::Limit);
    }
    let loosened = loosened(system, held, only);
    let mut joined = with_guests(&loosened, &guests(forum, kinds, COPIES), choices);
    own_values(&mut joined, &loosened, choices);
    let looks = if system.columns.len() > LARGE { LOOKS.1 } else { LOOKS.0 };
    let mut control = budget.patience(looks);
    let formulated = Formulation::unless(&joined, &mut || control.should_stop()).map_err(refused)?;
    let Some(formulation) = formulated else { return Err(Halt::Limit) };
    let wishes = matches!(formulation.goals.first(), Some(GoalName::Wishes { .. }));
    let merged = merged(&formulation, forum.speakers.len(), wishes, least, &mut || control.should_stop());
    let failed = |failure: crate::backend::Failure| internal(&failure.0);
    let Some((program, merged)) = merged.map_err(failed)? else { return Err(Halt::Limit) };
    let outcome = program.settle(&mut control).map_err(failed)?;
    let (values, bound) = match outcome {
        Outcome::Infeasible { .. } => return Ok(None),
        Outcome::Optimal { values, .. } => (values, None),
        Outcome::Stopped { values: Some(values), bound, .. } => (values, Some(bound)),
        Outcome::Stopped { values: None, .. } => return Err(Halt::Limit),
    };
    let taken = merged.taken(&formulation, &values);
    let conceded: i64 = formulation
        .objectives
        .iter()
        .take(usize::from(wishes))
        .flat_map(|goal| goal.terms.iter())
        .map(|(column, weight)| weight.saturating_mul(merged.value(&values, column)))
        .sum();
    let come: i64 = taken.come.iter().sum();
    let reached = conceded.saturating_add(come);
    let (guests, seats) = dealt(forum, &formulation, kinds, &taken);
    // Those who come but take no seat need not come.
    let cost = conceded.saturating_add(i64::try_from(guests.len()).unwrap_or(i64::MAX));
    let proven = bound.is_none_or(|bound| bound.is_some_and(|bound| bound >= reached));
    let proven = proven && choices.complete && only.is_none();
    Ok(Some(Invited { guests, seats, cost, proven }))
}

/// The seats that the merged guests take, dealt to people of each kind in turn: seats of one slot, or of one panel, stand
/// side by side and are never more than the people, so that nobody gets two of them, nor more than their share of all.
fn dealt(
    forum: &Forum,
    formulation: &Formulation<'_>,
    kinds: &[Speaker],
    taken: &Taken,
) -> (Vec<Speaker>, Vec<DraftSeat>) {
    let index = &formulation.index;
    let mut seats = Vec::new();
    let mut of_kinds: BTreeMap<usize, Vec<(u32, u32, u32)>> = BTreeMap::new();
    for (column, count) in &taken.seats {
        let Meaning::Seat { panel, role, speaker } = formulation.column(*column).meaning else { continue };
        match (speaker as usize).checked_sub(forum.speakers.len()) {
            None => seats.push(seat(forum, panel, role, &forum.speakers[speaker as usize].id)),
            Some(guest) => {
                let together = exclusive_slot(index, panel).unwrap_or(index.slots.len() as u32 + panel);
                let each = (0..*count).map(|_| (together, panel, role));
                of_kinds.entry(guest / COPIES).or_default().extend(each);
            }
        }
    }
    let mut people = Vec::new();
    let mut turns = Vec::new();
    for (kind, mut own) in of_kinds {
        own.sort_unstable();
        let come = taken.come.get(kind).and_then(|come| usize::try_from(*come).ok()).unwrap_or(1).max(1);
        for (at, (_, panel, role)) in own.iter().enumerate() {
            turns.push((people.len() + at % come, *panel, *role));
        }
        people.extend(
            kinds.get(kind).into_iter().flat_map(|kind| std::iter::repeat_n(kind.clone(), come.min(own.len()))),
        );
    }
    let come = guests(forum, &people, 1);
    turns.sort_unstable_by_key(|(_, panel, role)| (*panel, *role));
    seats.extend(turns.iter().filter_map(|(at, panel, role)| Some(seat(forum, *panel, *role, &come.get(*at)?.id))));
    (come, seats)
}

fn seat(forum: &Forum, panel: u32, role: u32, speaker: &str) -> DraftSeat {
    let on = &forum.panels[panel as usize];
    DraftSeat { panel: on.id.clone(), role: on.seats[role as usize].role.clone(), speaker: speaker.to_owned() }
}

/// Whether a rule asks something of every speaker, whoever has a seat or none.
pub(super) fn asks_each(rule: &Rule) -> bool {
    rule.for_each.contains(&Key::Speaker)
        && (rule.at_least.is_some() || rule.exactly.is_some() || rule.at_most_apart.is_some())
}

/// Speakers by their ids.
pub(super) fn among(speakers: &[Speaker]) -> Filter {
    let ids = speakers.iter().map(|speaker| Term::Text(speaker.id.clone())).collect();
    Filter::all().condition("speaker", Condition::OneOf(ids))
}

/// A rule that at most one of these people has seats.
pub(super) fn one_of(speakers: &[Speaker]) -> Rule {
    Rule::new("\u{1}guests").for_each([]).count(Count::People).filter(among(speakers)).at_most(Bound::from(1))
}

#[cfg(test)]
mod tests {
    use super::super::elastic::{Held, Key};
    use super::super::invitations::{self, requirements};
    use super::super::profiles::choices;
    use super::super::system::System;
    use super::*;
    use crate::Options;
    use crate::solve::{Limits, backend};

    /// Parts of forums with clashing rules: as many guests as slack in the rows asks for, and the plan keeps everything.
    #[test]
    fn as_few_come_as_rows_ask_for() -> Result<(), crate::Error> {
        let options = Options::default();
        let (mut compared, mut mixed) = (0, 0);
        for seed in 1..=20 {
            let mut forum = crate::explain::part::of_conflict(seed, 3, 30);
            // A wish that nobody can keep, which says nothing of who must come.
            forum.panels[0].rules.push(Rule::new("wish").for_each([]).at_least(99).prefer(1, 1));
            let system = System::new(&forum)?;
            let rules = requirements(&system);
            let choices = choices(&forum, &rules);
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            let Ok(kinds) = invitations::kinds_that_matter(&forum, &choices, &mut budget) else { continue };
            for held in [Held::from([Key::Everything]), Held::new()] {
                let asked = Asked { choices: &choices, kinds: &kinds, held: &held, only: None, least: None };
                let Ok(Some(rows)) = invitations::fewest(&forum, &choices, &kinds, &held, &mut budget) else {
                    continue;
                };
                let Ok(Some(crowd)) = fewest(&system, &asked, &mut budget) else {
                    panic!("seed {seed}: {} do, {held:?}", rows.cost)
                };
                let mut joined = forum.clone();
                joined.speakers.extend(crowd.guests.iter().cloned());
                let counted =
                    crate::verify::count(&joined, &crowd.seats).map_err(|_| crate::Error::Internal("count".into()))?;
                let broken: Vec<_> = counted.broken().cloned().collect();
                let conceded = super::super::concessions::cost(&joined, &broken)?;
                assert_eq!(conceded + crowd.guests.len() as i64, crowd.cost, "seed {seed}, {held:?}");
                assert!(!held.contains(&Key::Everything) || broken.is_empty(), "seed {seed}");
                assert!(!rows.proven || crowd.cost >= rows.cost, "seed {seed}, {held:?}");
                if rows.proven && crowd.proven {
                    assert_eq!(crowd.cost, rows.cost, "seed {seed}, {held:?}");
                    compared += 1;
                    mixed += usize::from(!crowd.guests.is_empty() && !broken.is_empty());
                    let less = Asked { least: Some(crowd.cost), ..asked };
                    assert!(matches!(fewest(&system, &less, &mut budget), Ok(None)), "seed {seed}, {held:?}");
                }
            }
        }
        assert!(mixed >= 1, "{mixed} mixed");
        assert!(compared >= 4, "{compared}");
        Ok(())
    }
}
