//! How far a count over the whole forum can come beside other statements: the engine makes the count itself its goal.
//!
//! What counts people once is counted by seats instead: each seat takes the share of a person that it is of the most seats
//! they can hold. No plan counts less, and the program has no columns but seats. Plans found so are better still when people
//! are counted by the seats that they held in the last one (dynamic slope scaling, Kim & Pardalos 1999).

use super::concessions::HUGE;
use super::elastic::internal;
use super::limits::Budget;
use super::model::Line;
use super::probe::Halt;
use super::stated::{seats, stated};
use super::system::{About, Kind, Owner, System};
use crate::backend::{Control, Outcome};
use crate::engine::{Tier, settle};
use crate::program::{Formulation, Meaning, Objective};
use crate::solve::refused;
use crate::{Count, DraftSeat, Forum, Quantity, Tolerance};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Parts of people are whole numbers of this part: no one holds more seats without some rounding.
const PARTS: i64 = 2520;
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

/// A count over the whole forum that has one bound: a row with the worth of every seat and person.
pub(super) struct Measure {
    pub unit: u32,
    /// Whether the count has to be small.
    pub below: bool,
    /// The bound, in the units of the row.
    pub asked: i64,
    /// By panel, role and speaker: what the seat counts, and whether its speaker counts besides.
    of_seat: FxHashMap<(u32, u32, u32), (i64, bool)>,
    /// By speaker, what they count once.
    of_speaker: Vec<i64>,
    /// Every count is a multiple of this.
    grain: i64,
}

impl Measure {
    /// The count of a statement, where it is one of seats, of people, or of what they bring, with one bound.
    pub(super) fn new(system: &System<'_>, unit: u32) -> Option<Self> {
        let of = system.units.get(unit as usize)?;
        let (About::Group { rule, .. }, [row]) = (&of.about, &of.rows[..]) else { return None };
        let stated = system.formulation.rule(*rule).scope().rule;
        let once = match &stated.count {
            Count::Seats | Count::Sum(Quantity::Expertise) => false,
            Count::People | Count::Sum(Quantity::Attribute(_)) => true,
            Count::Distinct(_) => return None,
        };
        let line: &Line = system.lines.get(*row as usize)?;
        let (below, asked) = match (line.lower, line.upper) {
            (Some(lower), None) => (false, lower),
            (None, Some(upper)) => (true, upper),
            _ => return None,
        };
        let (of_speaker, grain) = (vec![0; system.forum.speakers.len()], 1);
        let mut measure = Self { unit, below, asked, of_seat: FxHashMap::default(), of_speaker, grain };
        let mut people = BTreeSet::new();
        for &(column, weight) in &line.terms {
            match system.columns[column as usize].meaning {
                Meaning::Seat { panel, role, speaker } => {
                    measure.of_seat.entry((panel, role, speaker)).or_default().0 += weight;
                }
                Meaning::Used { value, .. } if once => {
                    *measure.of_speaker.get_mut(value as usize)? = weight;
                    people.insert(column);
                }
                _ => return None,
            }
        }
        measure.grain = line.terms.iter().fold(0, |gcd, (_, weight)| gcd_of(gcd, weight.abs())).max(1);
        if !people.is_empty() {
            // Whoever counts once does so by the seats that their links name.
            let links = system.lines.iter().zip(&system.owners).filter(|(line, owner)| {
                **owner == Owner::Definition && line.terms.iter().any(|(column, _)| people.contains(column))
            });
            for (line, _) in links {
                for &(column, _) in &line.terms {
                    if let Meaning::Seat { panel, role, speaker } = system.columns[column as usize].meaning {
                        measure.of_seat.entry((panel, role, speaker)).or_default().1 = true;
                    }
                }
            }
        }
        Some(measure)
    }

    /// Whether a count is beyond the bound.
    pub(super) fn is_beyond(&self, count: i64) -> bool {
        if self.below { count > self.asked } else { count < self.asked }
    }

    /// The speakers who may sit wherever they like and the count stays within its bound: those of a plan who hold most seats
    /// for what they count, and then others; `None` where the count is not one to be kept small.
    pub(super) fn affordable(&self, system: &System<'_>, plan: &[DraftSeat]) -> Option<BTreeSet<u32>> {
        if !self.below || self.of_speaker.iter().any(|own| *own < 0) {
            return None;
        }
        let mut each: Vec<i64> = self.of_speaker.clone();
        for ((_, _, speaker), (seat, _)) in &self.of_seat {
            // Who counts by seats has one at a time at most.
            let own = each.get_mut(*speaker as usize)?;
            *own = (*own).max(*seat);
        }
        let mut seated = vec![0_i64; each.len()];
        for seat in plan {
            let speaker = *system.formulation.index.speaker_at.get(seat.speaker.as_str())?;
            *seated.get_mut(speaker as usize)? += 1;
        }
        let mut ranked: Vec<(bool, i64, u32)> = (0..)
            .zip(each.iter().zip(&seated))
            .map(|(speaker, (own, seats))| (*seats == 0, own.saturating_mul(PARTS) / (*seats).max(1), speaker))
            .collect();
        ranked.sort_unstable();
        let (mut left, mut taken) = (self.asked, BTreeSet::new());
        for (_, _, speaker) in ranked {
            if each[speaker as usize] <= left {
                left -= each[speaker as usize];
                taken.insert(speaker);
            }
        }
        Some(taken)
    }

    /// What a plan counts, by the seats it holds.
    fn count(&self, held: &[(u32, u32, u32)]) -> i64 {
        let mut people = BTreeSet::new();
        let mut count = 0_i64;
        for seat in held {
            let Some((each, once)) = self.of_seat.get(seat) else { continue };
            count = count.saturating_add(*each);
            if *once && people.insert(seat.2) {
                count = count.saturating_add(self.of_speaker[seat.2 as usize]);
            }
        }
        count
    }
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
        let mut control = Until { limits: budget.control(), left: if round > 0 { early } else { first }, enough: &enough, done: false, bound: None };
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
        let own: Vec<_> = columns.iter().zip(&values).filter(|(_, value)| **value == 1).map(|(seat, _)| *seat).collect();
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

/// The count as a goal over seats, to be minimised.
struct Weighed {
    objective: Objective,
    /// What the goal was multiplied with, and divided by.
    scale: (i64, i64),
}

impl Weighed {
    /// With people counted as if they held so many seats.
    fn new(measure: &Measure, columns: &[(u32, u32, u32)], held: &[i64]) -> Self {
        let sign = if measure.below { 1 } else { -1 };
        let parts = if measure.of_speaker.iter().any(|own| own * sign > 0) { PARTS } else { 1 };
        let mut terms: Vec<(u32, i64)> = Vec::new();
        for (column, seat) in (0_u32..).zip(columns) {
            let Some((each, once)) = measure.of_seat.get(seat) else { continue };
            let mut weight = (sign * each).saturating_mul(parts);
            if *once {
                let own = sign * measure.of_speaker[seat.2 as usize];
                let own = own.saturating_mul(parts);
                // One seat brings all of what they are liked for, and its part of what they cost.
                weight = weight.saturating_add(if own > 0 { own.div_euclid(held[seat.2 as usize]) } else { own });
            }
            if weight != 0 {
                terms.push((column, weight));
            }
        }
        let gcd = terms.iter().fold(0, |gcd, (_, weight)| gcd_of(gcd, weight.abs())).max(1);
        terms.iter_mut().for_each(|(_, weight)| *weight /= gcd);
        let objective =
            Objective { maximise: false, terms: terms.into(), constant: 0, unit: 1000, tolerance: Tolerance::None };
        Self { objective, scale: (parts, gcd) }
    }

    /// What the seats that must be filled count at least, whoever sits where: those who count least take as many as they can.
    fn least(
        &self,
        forum: &Forum,
        measure: &Measure,
        columns: &[(u32, u32, u32)],
        most: &[i64],
    ) -> Option<i64> {
        let mut worth = vec![0_i64; columns.len()];
        for (column, weight) in self.objective.terms.iter() {
            *worth.get_mut(column as usize)? = weight;
        }
        let mut cheapest: Vec<Option<i64>> = vec![None; most.len()];
        let mut free: FxHashMap<(u32, u32), i64> = FxHashMap::default();
        for (seat, &worth) in columns.iter().zip(&worth) {
            if worth < 0 || !measure.below {
                return None;
            }
            if worth == 0 {
                *free.entry((seat.0, seat.1)).or_default() += 1;
            } else {
                let own = &mut cheapest[seat.2 as usize];
                *own = Some(own.map_or(worth, |own| own.min(worth)));
            }
        }
        let places = forum.panels.iter().enumerate().flat_map(|(panel, on)| {
            on.seats.iter().enumerate().map(move |(role, range)| ((panel as u32, role as u32), i64::from(range.min)))
        });
        let mut open: i64 = places.map(|(place, min)| (min - free.get(&place).copied().unwrap_or(0)).max(0)).sum();
        let mut ranked: Vec<(i64, i64)> =
            cheapest.iter().zip(most).filter_map(|(worth, most)| Some(((*worth)?, *most))).collect();
        ranked.sort_unstable();
        let mut sum = 0_i64;
        for (worth, most) in ranked {
            let taken = open.min(most);
            sum = sum.saturating_add(worth.saturating_mul(taken));
            open -= taken;
        }
        Some(self.count(measure, sum))
    }

    /// The count that a value of the goal stands for, rounded to where no plan is better.
    fn count(&self, measure: &Measure, value: i64) -> i64 {
        let (parts, gcd) = self.scale;
        let (scaled, whole) = (value.saturating_mul(gcd), parts.saturating_mul(measure.grain));
        let least = scaled.div_euclid(whole) + i64::from(scaled.rem_euclid(whole) != 0);
        let least = least.saturating_mul(measure.grain);
        if measure.below { least } else { least.saturating_neg() }
    }
}

fn gcd_of(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd_of(b, a % b) }
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
