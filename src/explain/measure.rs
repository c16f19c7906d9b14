//! A count over the whole forum by what each seat and each person adds to it, and the same by seats alone.

use super::model::Line;
use super::system::{About, Owner, System};
use crate::program::{Meaning, Objective};
use crate::{Count, DraftSeat, Forum, Quantity, Tolerance};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Parts of people are whole numbers of this part: no one holds more seats without some rounding.
const PARTS: i64 = 2520;

/// A count over the whole forum that has one bound: a row with the worth of every seat and person.
pub(super) struct Measure {
    pub unit: u32,
    /// Whether the count has to be small.
    pub below: bool,
    /// The bound, in the units of the row.
    pub asked: i64,
    /// By panel, role and speaker: what the seat counts, and whether its speaker counts besides.
    pub of_seat: FxHashMap<(u32, u32, u32), (i64, bool)>,
    /// By speaker, what they count once.
    pub of_speaker: Vec<i64>,
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
    pub(super) fn count(&self, held: &[(u32, u32, u32)]) -> i64 {
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

/// The count as a goal over seats, to be minimised.
pub(super) struct Weighed {
    pub objective: Objective,
    /// What the goal was multiplied with, and divided by.
    scale: (i64, i64),
}

impl Weighed {
    /// With people counted as if they held so many seats.
    pub(super) fn new(measure: &Measure, columns: &[(u32, u32, u32)], held: &[i64]) -> Self {
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
    pub(super) fn least(
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
    pub(super) fn count(&self, measure: &Measure, value: i64) -> i64 {
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
