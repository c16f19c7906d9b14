//! The fewest people to invite to a large programme, settled by the engine in a forum that guests have joined.
//!
//! Every guest may come; the first goal is that few do. The forum's own goals follow, which break the ties among the plans
//! with as many guests.

use super::elastic::internal;
use super::invitations::Invited;
use super::limits::Budget;
use super::probe::Halt;
use super::profiles::{Choices, guests, with_guests};
use super::stated::{seats, with_goal};
use crate::backend::{Control, Outcome};
use crate::engine::{Tier, settle};
use crate::program::Formulation;
use crate::solve::refused;
use crate::{Bound, Condition, Count, Filter, Forum, Goal, Key, Metric, Rule, Speaker, Term};

/// The engine looks at its limits so often before it gives up a proof that fewer don't do.
const LOOKS: u64 = 60_000;
/// Guests and panels that meet, at most: more than that takes too long to write down.
const MOST_MEETINGS: usize = 400_000;
/// Of each kind so many guests are looked at, one after the other.
const COPIES: [usize; 3] = [1, 3, 9];

/// The fewest guests of these kinds with whom every requirement holds. A limit where no number looked at is enough.
pub(super) fn fewest(
    forum: &Forum,
    choices: &Choices,
    kinds: &[Speaker],
    rules: &[&Rule],
    budget: &mut Budget<'_>,
) -> Result<Invited, Halt> {
    // What is asked of every speaker would be asked of guests who stay away.
    if rules.iter().any(|rule| asks_each(rule)) {
        return Err(Halt::Limit);
    }
    for copies in COPIES {
        if kinds.len().saturating_mul(copies).saturating_mul(forum.panels.len()) > MOST_MEETINGS {
            break;
        }
        if let Some(found) = with(forum, choices, kinds, copies, budget)? {
            return Ok(found);
        }
    }
    Err(Halt::Limit)
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

fn with(
    forum: &Forum,
    choices: &Choices,
    kinds: &[Speaker],
    copies: usize,
    budget: &mut Budget<'_>,
) -> Result<Option<Invited>, Halt> {
    if budget.is_spent() {
        return Err(Halt::Limit);
    }
    let guests = guests(forum, kinds, copies);
    let mut joined = with_guests(forum, &guests, choices);
    // Wishes would come before the goal that few come.
    let rules = joined.panels.iter_mut().map(|panel| &mut panel.rules).chain([&mut joined.rules]);
    rules.for_each(|rules| rules.retain(|rule| rule.prefer.is_none()));
    with_goal(&mut joined);
    let mut few = Goal::minimise(Metric::People);
    few.filter = among(&guests);
    joined.goals.insert(0, few);
    let mut control = budget.patience(LOOKS);
    let formulated = Formulation::unless(&joined, &mut || control.should_stop()).map_err(refused)?;
    let Some(formulation) = formulated else { return Err(Halt::Limit) };
    let (first, later) = formulation.objectives.split_at(usize::from(!formulation.objectives.is_empty()));
    let tier = Tier { objective: first.first(), later, kept: &[], start: None, learned: &[] };
    let (outcome, _) = settle(&formulation, &tier, &mut control).map_err(|failure| internal(&failure.0))?;
    let (values, proven) = match outcome {
        Outcome::Infeasible { .. } => return Ok(None),
        Outcome::Optimal { values, .. } => (values, true),
        Outcome::Stopped { values: Some(values), .. } => (values, false),
        Outcome::Stopped { values: None, .. } => return Err(Halt::Limit),
    };
    let seats = seats(&joined, &formulation, &values);
    let come: Vec<Speaker> =
        guests.into_iter().filter(|guest| seats.iter().any(|seat| seat.speaker == guest.id)).collect();
    let cost = i64::try_from(come.len()).unwrap_or(i64::MAX);
    // Fewer people than come use no kind more often than that.
    let proven = proven && choices.complete && copies as i64 >= cost - 1;
    Ok(Some(Invited { guests: come, seats, cost, proven }))
}

/// A rule that at most one of these people has seats.
pub(super) fn one_of(speakers: &[Speaker]) -> Rule {
    Rule::new("\u{1}guests").for_each([]).count(Count::People).filter(among(speakers)).at_most(Bound::from(1))
}

#[cfg(test)]
mod tests {
    use super::super::elastic::{Held, Key};
    use super::super::invitations;
    use super::super::profiles::choices;
    use super::super::system::System;
    use super::*;
    use crate::Options;
    use crate::solve::{Limits, backend};

    /// Parts of forums with clashing rules: as many guests as slack in the rows asks for, and the plan keeps everything.
    #[test]
    fn as_few_come_as_rows_ask_for() -> Result<(), crate::Error> {
        let options = Options::default();
        let mut compared = 0;
        for seed in 1..=20 {
            let mut forum = crate::generate::forum("regional", "conflict", seed).unwrap_or_else(|_| Forum::new("none"));
            forum.panels.truncate(3);
            forum.speakers.truncate(30);
            let kept: std::collections::HashSet<String> = forum.panels.iter().map(|panel| panel.id.clone()).collect();
            for speaker in &mut forum.speakers {
                speaker.preference.retain(|panel, _| kept.contains(panel));
            }
            for rule in &mut forum.rules {
                if let Some(crate::PanelFilter::Ids(ids)) = &mut rule.panels {
                    ids.retain(|id| kept.contains(id));
                }
            }
            // A wish that nobody can keep, which says nothing of who must come.
            forum.panels[0].rules.push(Rule::new("wish").for_each([]).at_least(99).prefer(1, 1));
            let system = System::new(&forum)?;
            let rules = invitations::requirements(&system);
            let choices = choices(&forum, &rules);
            let kinds = invitations::kinds_that_matter(&forum, &choices)?;
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            let held = Held::from([Key::Everything]);
            let Ok(Some(rows)) = invitations::fewest(&forum, &choices, &kinds, &held, &mut budget) else { continue };
            let Ok(crowd) = fewest(&forum, &choices, &kinds, &rules, &mut budget) else {
                panic!("seed {seed}: {} people do", rows.cost)
            };
            let mut joined = forum.clone();
            joined.speakers.extend(crowd.guests.iter().cloned());
            let counted = crate::verify::count(&joined, &crowd.seats).map(|counted| counted.broken().count());
            assert_eq!(counted.ok(), Some(0), "seed {seed}");
            assert!(!rows.proven || crowd.cost >= rows.cost, "seed {seed}");
            if rows.proven && crowd.proven {
                assert_eq!(crowd.cost, rows.cost, "seed {seed}");
                compared += 1;
            }
        }
        assert!(compared >= 4, "{compared}");
        Ok(())
    }
}
