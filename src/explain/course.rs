//! The order in which an explanation is looked for: what a reader needs first comes first, should a limit cut in.

use super::answer::Explanation;
use super::concessions::{self, HUGE, LARGE};
use super::conflicts::{Conflicts, MOST};
use super::invitations::Invitations;
use super::limits::Budget;
use super::loosest::Loosest;
use super::prices::{Answered, answered};
use super::probe::Halt;
use super::scope::Scope;
use super::stated::{self, Stated};
use super::system::System;
use super::{guest, prices};
use crate::backend::Control;
use crate::solve::{Limits, backend, solve_checked};
use crate::{Answer, Error, Forum, Options};
use std::time::Duration;
use web_time::Instant;

/// The explanation of a forum without faults, of which may be known whether it has a plan; with what its rules cost where it
/// has one and that is wanted.
pub(crate) fn explanation(
    forum: &Forum,
    options: &Options,
    known: Option<bool>,
    priced: bool,
) -> Result<Explanation, Error> {
    let started = Instant::now();
    let mut budget = Budget::new(backend(options)?, Limits::new(options));
    let Some(system) = System::unless(forum, &mut || budget.is_spent())? else {
        return Ok(Explanation { feasible: known, limited: true, ..Explanation::default() });
    };
    let panels = Scope::panels(&system, &mut || budget.is_spent());
    let mut conflicts = Conflicts::default();
    let feasible = feasible(&system, &panels, options, known, &mut conflicts, &mut budget)?;
    let mut explanation =
        Explanation { feasible, limited: conflicts.limited || feasible.is_none(), ..Explanation::default() };
    match feasible {
        Some(false) => infeasible(&system, conflicts, options, &mut explanation, &mut budget)?,
        Some(true) if priced => {
            drop(panels);
            valued(&system, options, started, &mut explanation)?;
        }
        Some(true) | None => {}
    }
    Ok(explanation)
}

/// The conflicts alone, of a forum that may state what its check would refuse, and whether a limit cut the search short.
pub(super) fn conflicts(forum: &Forum, options: &Options) -> Result<(Vec<super::Conflict>, bool), Error> {
    let mut budget = Budget::new(backend(options)?, Limits::new(options));
    let Some(system) = System::unless(forum, &mut || budget.is_spent())? else { return Ok((Vec::new(), true)) };
    let panels = Scope::panels(&system, &mut || budget.is_spent());
    let mut conflicts = Conflicts::default();
    let feasible = feasible(&system, &panels, options, None, &mut conflicts, &mut budget)?;
    if feasible == Some(false) && (conflicts.out.is_empty() || system.columns.len() <= LARGE) {
        conflicts.look(&system, &Scope::everything(&system), MOST, &mut budget)?;
    }
    let limited = conflicts.limited || feasible.is_none();
    conflicts.out.iter_mut().for_each(|conflict| conflict.proofs.clear());
    Ok((conflicts.ranked(), limited))
}

/// Whether there is a plan, from looking at each panel and then, where that doesn't tell, from solving.
fn feasible(
    system: &System<'_>,
    panels: &[Scope],
    options: &Options,
    known: Option<bool>,
    conflicts: &mut Conflicts,
    budget: &mut Budget<'_>,
) -> Result<Option<bool>, Error> {
    conflicts.hopeless(system, budget)?;
    budget.half(|budget| conflicts.panel_by_panel(system, panels, budget))?;
    if conflicts.out.is_empty() && system.columns.len() > LARGE {
        budget.half(|budget| conflicts.beyond(system, &Scope::everything(system), budget))?;
    }
    if !conflicts.out.is_empty() {
        return Ok(Some(false));
    }
    if known.is_some() {
        return Ok(known);
    }
    let everything = Scope::everything(system);
    let nearly = |conflicts: &mut Conflicts, budget: &mut Budget<'_>| match system.columns.len() {
        0..=LARGE => Ok(None),
        _ => budget.half(|budget| conflicts.nearly(system, &everything, budget)),
    };
    let huge = system.columns.len() > HUGE;
    if huge && let Some(feasible) = nearly(conflicts, budget)? {
        return Ok(Some(feasible));
    }
    // Any plan will do: nothing is said here of how good it is.
    let impossible = match stated::plan(system, &vec![true; system.units.len()], None, &[], budget) {
        Ok(Stated::Plan(_)) => return Ok(Some(true)),
        Ok(Stated::Impossible(_)) => true,
        Ok(Stated::Unsaid) | Err(Halt::Limit) => false,
        Err(Halt::Fault(error)) => return Err(error),
    };
    // What a count says of itself is more than that there is no plan.
    let feasible = if huge { None } else { nearly(conflicts, budget)? };
    if impossible || feasible.is_some() {
        return Ok(Some(!impossible && feasible == Some(true)));
    }
    let left = Options { time_limit: budget.limits.time_left(), ..options.clone() }.without_certificate();
    Ok(match solve_checked(system.forum, &left)? {
        Answer::Optimal(_) | Answer::Feasible(_) => Some(true),
        Answer::Infeasible(_) => Some(false),
        Answer::Unknown(_) => None,
    })
}

fn infeasible(
    system: &System<'_>,
    mut conflicts: Conflicts,
    options: &Options,
    explanation: &mut Explanation,
    budget: &mut Budget<'_>,
) -> Result<(), Error> {
    let everything = Scope::everything(system);
    let mut loosest = Loosest::default();
    // The first of each, and only then the others.
    if conflicts.out.is_empty() {
        budget.half(|budget| conflicts.look(system, &everything, 1, budget))?;
    }
    loosest.learn(system, &conflicts);
    loosest.first(system, &everything, budget)?;
    let mut guests = match Invitations::new(system, budget) {
        Ok(guests) => Some(guests),
        Err(Halt::Limit) => None,
        Err(Halt::Fault(error)) => return Err(error),
    };
    if let Some(guests) = &mut guests {
        budget.half(|budget| guests.alone(budget))?;
    }
    conflicts.look(system, &everything, MOST, budget)?;
    loosest.learn(system, &conflicts);
    explanation.limited |= conflicts.limited;
    if options.certificate {
        budget.half(|budget| conflicts.prove(system, budget))?;
    }
    let ranked = concessions::concessions(system, &everything, &mut loosest, budget)?;
    let cheapest = ranked.concessions.first().map(|concession| concession.cost);
    explanation.concessions = ranked.concessions;
    explanation.limited |= ranked.limited;
    match guests {
        None => explanation.limited = true,
        Some(mut guests) => {
            guests.mixed(cheapest, &loosest.clashing, budget)?;
            explanation.invitations = guests.found;
            explanation.limited |= guests.limited;
        }
    }
    if options.certificate {
        conflicts.prove(system, budget)?;
    } else {
        conflicts.out.iter_mut().for_each(|conflict| conflict.proofs.clear());
    }
    explanation.conflicts = conflicts.ranked();
    Ok(())
}

/// What each rule of a feasible forum costs, and whose invitation would help most.
fn valued(
    system: &System<'_>,
    options: &Options,
    started: Instant,
    explanation: &mut Explanation,
) -> Result<(), Error> {
    let forum = system.forum;
    let rules: Vec<&crate::Rule> =
        (0..system.formulation.rule_count() as u32).map(|rule| system.formulation.rule(rule).scope().rule).collect();
    // Of the time that is left the best plan has half, and each price its share of the rest.
    let left = |parts: u32| {
        let left = options.time_limit.map(|limit| limit.saturating_sub(started.elapsed()));
        let cancelled = options.cancel.as_ref().is_some_and(crate::CancelFlag::is_cancelled);
        let own = left.map(|left| left / parts.max(1));
        (!cancelled && left != Some(Duration::ZERO))
            .then(|| Options { time_limit: own, ..options.clone() }.without_certificate())
    };
    let now = left(2).map(|options| answered(forum, &options)).transpose()?;
    let Some(Answered::Plan(now)) = now else {
        explanation.limited = true;
        return Ok(());
    };
    explanation.limited |= !now.proven;
    let (prices, limited) = prices::prices(forum, &rules, &now, left)?;
    explanation.prices = prices;
    explanation.limited |= limited;
    if let Some(options) = left(1) {
        let (invitation, limited) = guest::best_guest(forum, &now, &options)?;
        explanation.invitations = invitation.into_iter().collect();
        explanation.limited |= limited;
    }
    Ok(())
}
