//! Why there is no plan: conflicts, concessions and invitations, as data without wording.

#![allow(
    clippy::cast_possible_wrap,
    clippy::similar_names,
    clippy::needless_for_each,
    clippy::unnecessary_wraps,
    clippy::type_complexity,
    clippy::single_match_else,
    reason = "sizes of forums are far below what an i64 holds"
)]

mod answer;
mod concessions;
mod conflicts;
mod elastic;
mod figures;
mod generalise;
mod invitations;
mod large;
mod limits;
mod model;
mod prices;
mod probe;
mod profiles;
mod program;
mod quickxplain;
mod scope;
mod system;
mod why;

pub use answer::{
    Change, Clash, Concession, Conflict, Explanation, Figure, Invitation, Loosened, Move, Price, Profile,
};
pub use why::{Reason, why};

use crate::solve::{Limits, backend, solve_checked};
use crate::{Answer, Error, Forum, Options};
use limits::Budget;
use scope::Scope;
use std::time::Duration;
use system::System;
use web_time::Instant;

/// Explains a forum: which rules clash, what to give up and whom to invite; of a feasible one, what each rule costs.
///
/// Conflicts are irreducible and carry a plan for each rule left out; concessions and invitations carry a plan. Every plan
/// is counted before it is returned. Limits of the options hold for the whole; [`Explanation::limited`] says that one
/// came first.
///
/// # Errors
///
/// [`Error::Rejected`] with every fault of the input; [`Error::Internal`] when a solver fails or a plan does not pass its
/// count.
///
/// ```
/// use convener::{Filter, Forum, Options, Panel, Rule, Speaker};
/// let forum = Forum::new("f")
///     .speaker(Speaker::new("s1").gender("man"))
///     .speaker(Speaker::new("s2").gender("man"))
///     .vocabulary("gender", ["woman", "man"])
///     .panel(Panel::new("p1").seats("panellist", 2, 2))
///     .rule(Rule::new("women").filter(Filter::all().is("gender", "woman")).at_least(1));
/// let explanation = convener::explain(&forum, &Options::default())?;
/// assert_eq!(explanation.conflicts[0].rules[0].rule, "women");
/// assert_eq!(explanation.concessions[0].loosened[0].rule, "women");
/// assert_eq!(explanation.invitations[0].people[0].attributes, [("gender".to_owned(), vec!["woman".to_owned()])]);
/// # Ok::<(), convener::Error>(())
/// ```
pub fn explain(forum: &Forum, options: &Options) -> Result<Explanation, Error> {
    let faults = forum.check();
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    let started = Instant::now();
    let mut budget = Budget::new(backend(options)?, Limits::new(options));
    let (mut explanation, system, panels) = searched(forum, options, &mut budget)?;
    if explanation.feasible == Some(false) && !explanation.limited {
        let ranked = concessions::concessions(&system, &panels, &mut budget)?;
        let cheapest = ranked.concessions.first().map(|concession| concession.cost);
        explanation.concessions = ranked.concessions;
        explanation.limited |= ranked.limited;
        if !explanation.limited {
            let (invitations, limited) = invitations::invitations(&system, cheapest, &mut budget)?;
            explanation.invitations = invitations;
            explanation.limited |= limited;
        }
    }
    if explanation.feasible == Some(true) {
        drop(panels);
        let rules: Vec<&crate::Rule> = (0..system.formulation.rule_count() as u32)
            .map(|rule| system.formulation.rule(rule).scope().rule)
            .collect();
        // Each solve has what is left of the time.
        let left = || {
            let left = options.time_limit.map(|limit| limit.saturating_sub(started.elapsed()));
            let cancelled = options.cancel.as_ref().is_some_and(crate::CancelFlag::is_cancelled);
            (!cancelled && left != Some(Duration::ZERO)).then(|| Options { time_limit: left, ..options.clone() })
        };
        let now = match left() {
            Some(options) => prices::valued(forum, &options)?,
            None => None,
        };
        let Some(now) = now else {
            explanation.limited = true;
            return Ok(explanation);
        };
        let (prices, limited) = prices::prices(forum, &rules, &now, left)?;
        explanation.prices = prices;
        explanation.limited |= limited;
        if let Some(options) = left() {
            explanation.invitations = prices::best_guest(forum, &now, &options)?.into_iter().collect();
        }
    }
    Ok(explanation)
}

/// The conflicts alone, of a forum that may state what its check would refuse.
fn explain_conflicts(forum: &Forum, options: &Options) -> Result<Explanation, Error> {
    let mut budget = Budget::new(backend(options)?, Limits::new(options));
    Ok(searched(forum, options, &mut budget)?.0)
}

/// The conflicts, with what they were found in.
fn searched<'f>(
    forum: &'f Forum,
    options: &Options,
    budget: &mut Budget<'_>,
) -> Result<(Explanation, System<'f>, Vec<Scope>), Error> {
    let system = System::new(forum)?;
    let panels = Scope::panels(&system);
    let everything = || Scope::everything(&system);
    let (mut found, _, mut limited) = conflicts::conflicts(&system, &panels, everything, false, budget)?;
    let mut feasible = (!found.is_empty()).then_some(false);
    if found.is_empty() && !limited {
        feasible = match solve_checked(forum, &first_plan(options, budget))? {
            Answer::Optimal(_) | Answer::Feasible(_) => Some(true),
            Answer::Infeasible(_) => Some(false),
            Answer::Unknown(_) => None,
        };
        limited |= feasible.is_none();
    }
    if feasible == Some(false) && !limited {
        let small = system.columns.len() <= concessions::LARGE;
        if found.is_empty() || small {
            (found, _, limited) = conflicts::conflicts(&system, &panels, everything, true, budget)?;
        }
    }
    let explanation = Explanation { feasible, conflicts: found, limited, ..Explanation::default() };
    Ok((explanation, system, panels))
}

/// The options for a solve within what is left.
fn first_plan(options: &Options, budget: &mut Budget<'_>) -> Options {
    use crate::backend::Control;
    Options { time_limit: budget.limits.time_left(), ..options.clone() }
}
