//! How far a count over the whole forum can come beside other statements: the engine makes the count itself its goal.
//!
//! What counts people once is counted by seats instead: each seat takes the share of a person that it is of the most seats
//! they can hold. No plan counts less, and the program has no columns but seats. Plans found so are better still when people
//! are counted by the seats that they held in the last one (dynamic slope scaling, Kim & Pardalos 1999).

use super::concessions::HUGE;
use super::elastic::internal;
use super::limits::Budget;
use super::measure::{Measure, Weighed};
use super::probe::Halt;
use super::stated::{seats, stated};
use super::system::{Kind, System};
use crate::backend::{Control, Outcome};
use crate::engine::{Tier, settle};
use crate::program::{Formulation, Meaning};
use crate::solve::refused;
use crate::{DraftSeat, Forum};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The engine looks at its limits so often before a count's best value is left open.
const LOOKS: u64 = 12_000;
/// The same where only a plan is wanted: an early one takes some 2,200, in huge programmes 5,000.
const EARLY: (u64, u64) = (3_000, 6_000);
/// People are counted anew so often.
const ROUNDS: usize = 8;
/// The same where it is only asked whether the bound is within reach.
const FEW: usize = 3;
/// After the relaxation's bound, which the search for plans lifts by little, the engine looks at its limits so often.
const AFTER: u64 = 1_000;

/// What is known of a count beside other statements.
pub(super) enum Reach {
    /// No plan keeps the others.
    Nothing,
    Far(Reached),
}

/// Counts within reach.
pub(super) struct Reached {
    /// No plan counts better than this.
    pub bound: Option<i64>,
    /// The best plan found, with its count.
    pub plan: Option<(i64, Vec<DraftSeat>)>,
}

/// What is asked of the search.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Whether the bound is within reach, and no more.
    Decide,
    /// The best count.
    Best,
}

/// How far the count comes beside the active statements; `None` where these are no forum.
pub(super) fn reach(
    system: &System<'_>,
    measure: &Measure,
    active: &[bool],
    aim: Aim,
    budget: &mut Budget<'_>,
) -> Result<Option<Reach>, Halt> {
    if budget.is_spent() {
        return Err(Halt::Limit);
    }
    // The count's own rule is left out in all of its groups: what is said beside fewer statements holds beside more.
    let kind = system.units[measure.unit as usize].kind;
    let others: Vec<bool> =
        system.units.iter().zip(active).map(|(unit, active)| *active && unit.kind != kind).collect();
    let Some(forum) = stated(system, &others) else { return Ok(None) };
    let mut limits = || budget.control().should_stop();
    let formulated = Formulation::unless(&forum, &mut limits).map_err(refused)?;
    let Some(formulation) = formulated else { return Err(Halt::Limit) };
    let columns: Vec<(u32, u32, u32)> = (0..formulation.seats.len() as u32)
        .filter_map(|column| match formulation.column(column).meaning {
            Meaning::Seat { panel, role, speaker } => Some((panel, role, speaker)),
            _ => None,
        })
        .collect();
    let huge = system.columns.len() > HUGE;
    let early = if huge { EARLY.1 } else { EARLY.0 };
    let most = most_seats(system, &forum, measure, &columns);
    let mut reached = Reached { bound: None, plan: None };
    // By the seats that they may hold at first, then by those that they held.
    let mut held = most.clone();
    // With rules that say more than who may sit where, the relaxation of a huge programme is not waited for.
    let plain = system.units.iter().zip(&others).filter(|(_, active)| **active).all(|(unit, _)| match unit.kind {
        Kind::Rule(rule) => system.formulation.rule(rule).scope().may_forbid(),
        _ => true,
    });
    let (first, rounds) = match aim {
        _ if huge && !plain => (early, ROUNDS),
        Aim::Best => (LOOKS, ROUNDS),
        Aim::Decide => (LOOKS, FEW),
    };
    for round in 0..rounds {
        let weighed = Weighed::new(measure, &columns, &held);
        if round == 0 && aim == Aim::Decide {
            let least = weighed.least(&forum, measure, &columns, &most);
            reached.bound = least.filter(|bound| measure.is_beyond(*bound));
            if reached.bound.is_some() {
                break;
            }
        }
        let enough = |bound: i64| aim == Aim::Decide && round == 0 && measure.is_beyond(weighed.count(measure, bound));
        let mut control = Until {
            limits: budget.control(),
            left: if round > 0 { early } else { first },
            enough: &enough,
            done: false,
            bound: None,
        };
        let tier = Tier { objective: Some(&weighed.objective), later: &[], kept: &[], start: None, learned: &[] };
        let (outcome, _) = settle(&formulation, &tier, &mut control).map_err(|failure| internal(&failure.0))?;
        let (values, bound) = match outcome {
            Outcome::Infeasible { .. } => return Ok(Some(Reach::Nothing)),
            Outcome::Optimal { values, .. } => {
                let best = weighed.objective.terms.iter().map(|(at, by)| by * values[at as usize]).sum();
                (Some(values), Some(best))
            }
            Outcome::Stopped { values, bound, .. } => (values, bound),
        };
        if round == 0 {
            reached.bound = bound.map(|bound| weighed.count(measure, bound));
        }
        let Some(values) = values else { break };
        let own: Vec<_> =
            columns.iter().zip(&values).filter(|(_, value)| **value == 1).map(|(seat, _)| *seat).collect();
        let count = measure.count(&own);
        let better = |known: i64| if measure.below { count < known } else { count > known };
        if reached.plan.as_ref().is_none_or(|(known, _)| better(*known)) {
            reached.plan = Some((count, seats(&forum, &formulation, &values)));
        }
        let decided = !measure.is_beyond(count) || reached.bound.is_some_and(|bound| measure.is_beyond(bound));
        let done = reached.bound == Some(count) || (aim == Aim::Decide && decided);

        if done || budget.is_spent() || measure.of_speaker.iter().all(|own| *own == 0) {
            break;
        }
        let mut now = BTreeMap::new();
        for (_, _, speaker) in own.iter().filter(|seat| measure.of_seat.get(seat).is_some_and(|of| of.1)) {
            *now.entry(*speaker).or_insert(0_i64) += 1;
        }
        // Who isn't seated stays as they were counted last.
        let before = held.clone();
        for (speaker, now) in now {
            held[speaker as usize] = now;
        }
        if held == before {
            break;
        }
    }
    Ok(Some(Reach::Far(reached)))
}

/// The most seats that count of each speaker: of those that are at one time, or on one panel, one is held.
fn most_seats(system: &System<'_>, forum: &Forum, measure: &Measure, columns: &[(u32, u32, u32)]) -> Vec<i64> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum When {
        Slot(u32),
        Panel(u32),
        Seat(u32, u32),
    }
    let waived = |waive: &[String]| waive.iter().any(|what| what == "slot");
    let everywhere = waived(&forum.waive);
    let mut times: Vec<BTreeSet<When>> = forum.speakers.iter().map(|_| BTreeSet::new()).collect();
    for seat in columns.iter().filter(|seat| measure.of_seat.contains_key(seat)) {
        let (panel, role, speaker) = *seat;
        let on = &forum.panels[panel as usize];
        let may_double = on.may_double.contains(&on.seats[role as usize].role);
        let slot = system.formulation.index.slot_of[panel as usize].filter(|_| !everywhere && !waived(&on.waive));
        times[speaker as usize].insert(match (may_double, slot) {
            (true, _) => When::Seat(panel, role),
            (false, Some(slot)) => When::Slot(slot),
            (false, None) => When::Panel(panel),
        });
    }
    let most = forum.speakers.iter().map(|speaker| speaker.max_seats.map_or(i64::MAX, i64::from));
    times.iter().zip(most).map(|(times, most)| (times.len() as i64).min(most).max(1)).collect()
}

/// Stops when the bound says enough, or after some looks.
struct Until<'c> {
    limits: &'c mut dyn Control,
    left: u64,
    enough: &'c dyn Fn(i64) -> bool,
    done: bool,
    bound: Option<i64>,
}

impl Control for Until<'_> {
    fn should_stop(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.done || self.left == 0 || self.limits.should_stop()
    }
    fn is_limited(&self) -> bool {
        true
    }
    fn time_left(&self) -> Option<Duration> {
        self.limits.time_left()
    }
    fn report(&mut self, _: Option<i64>, bound: Option<i64>) {
        self.done |= bound.is_some_and(|bound| (self.enough)(bound));
        // The first bound is that of the weights alone.
        if self.bound.is_some() && bound != self.bound {
            self.left = self.left.min(AFTER);
        }
        self.bound = bound.or(self.bound);
    }
}
