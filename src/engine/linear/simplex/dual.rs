//! The loop of the dual simplex method: steps until nothing is outside its bounds.

use super::pivot_row::IDLE;
use super::step::Step;
use super::{Ended, Linear, NONE, Place};
use crate::engine::tolerance::{DUAL, PERTURB};

/// Steps between two looks at whether to stop: on large programs one takes a millisecond.
const POLL: u32 = 4;
/// Steps in a row without any gain before ties are broken anew.
const STUCK: u32 = 100;

/// A fraction in [0.5, 1) from a number, the same everywhere.
fn noise(seed: u32) -> f64 {
    let mut z = u64::from(seed).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    0.5 + (z >> 40) as f64 / (1u64 << 25) as f64
}

impl Linear {
    pub(super) fn perturb(&mut self) {
        for j in 0..self.columns.len() {
            if self.moved[j] != self.base[j] || matches!(self.place[j], Place::Basic(_)) && self.row_of[j] != NONE {
                continue;
            }
            let is_basic = matches!(self.place[j], Place::Basic(_));
            if is_basic && self.is_priced {
                // Its cost is in every reduced cost.
                continue;
            }
            let by = PERTURB * self.grain * noise(j as u32);
            let up = match self.place[j] {
                Place::Lower => true,
                Place::Upper => false,
                Place::Basic(_) => noise(j as u32 ^ 0x5555) < 0.75,
            };
            let by = if up { by } else { -by };
            self.moved[j] = self.base[j] + by;
            if !is_basic {
                self.pivot_row.slots[j].cost += by;
            }
        }
    }

    /// Whether a column may move that could not while the last steps were made: these left its reduced cost alone.
    fn any_freed(&self) -> bool {
        (0..self.columns.len()).any(|j| {
            let idle = self.pivot_row.slots[j].kind == IDLE && self.lower[j] < self.upper[j];
            idle && !matches!(self.place[j], Place::Basic(_))
        })
    }

    /// Where steps lead nowhere, since reduced costs have come to be 0: they might go in a circle. Moves them off 0, each by
    /// something else than the last time; returns what that adds to the objective.
    fn break_ties_anew(&mut self) -> f64 {
        let mut more = 0.0;
        let turn = self.steps as u32;
        for j in 0..self.columns.len() {
            let kind = f64::from(self.pivot_row.slots[j].kind);
            if kind != 0.0 && self.pivot_row.slots[j].cost.abs() < 0.25 * PERTURB * self.grain {
                let by = kind * PERTURB * self.grain * noise(j as u32 ^ turn.wrapping_mul(0x9e37_79b1));
                self.moved[j] += by;
                self.pivot_row.slots[j].cost += by;
                more += by * self.value[j];
            }
        }
        more
    }

    /// Runs until optimal, infeasible, beyond `limit`, or stopped.
    pub fn solve(&mut self, limit: f64, most: u64, stop: &mut dyn FnMut() -> bool) -> Ended {
        let ended = self.steps(limit, most, false, stop);
        self.write_down();
        ended
    }

    /// The same, but an optimum is not looked at again with fresh factors: for callers who may have more to add.
    pub fn solve_roughly(&mut self, limit: f64, stop: &mut dyn FnMut() -> bool) -> Ended {
        let ended = self.steps(limit, u64::MAX, true, stop);
        self.write_down();
        ended
    }

    fn steps(&mut self, limit: f64, mut most: u64, rough: bool, stop: &mut dyn FnMut() -> bool) -> Ended {
        self.perturb();
        if self.stale {
            self.refactor();
        } else if self.is_priced && !self.any_freed() {
            self.stand();
        } else {
            self.settle();
        }
        let mut objective = self.objective();
        let mut poll = 0u32;
        let mut fresh_failures = 0;
        let mut idle = 0;
        let mut look: Option<(u64, f64)> = None;
        if let Some(patience) = &mut self.patience {
            patience.start.get_or_insert(objective);
        }
        loop {
            if let Some(patience) = self.patience
                && self.steps >= look.map_or(patience.from, |look| look.0)
            {
                if look.is_some_and(|look| !patience.bears(look.1, objective)) {
                    self.write_down();
                    if self.true_objective() > patience.over {
                        return Ended::Stalled;
                    }
                }
                look = Some((self.steps + patience.steps, objective));
            }
            if self.factor.is_worn_out() && self.factor.changes() > 0 {
                self.renew();
                objective = self.objective();
            }
            if objective > limit {
                if self.factor.changes() == 0 {
                    return Ended::Beyond;
                }
                self.refactor();
                objective = self.objective();
                if objective > limit {
                    return Ended::Beyond;
                }
            }
            poll += 1;
            if poll.is_multiple_of(POLL) && stop() || most == 0 {
                return Ended::Stopped;
            }
            most -= 1;
            let Some(leave) = self.leaving() else {
                if self.factor.changes() > 0 && !rough {
                    self.refactor();
                    objective = self.objective();
                    if self.leaving().is_some() {
                        continue;
                    }
                }
                return Ended::Optimal;
            };
            match self.step(&leave) {
                Step::Made(gain) => {
                    objective += gain;
                    idle = if gain > DUAL * self.grain { 0 } else { idle + 1 };
                    if idle >= STUCK {
                        idle = 0;
                        objective += self.break_ties_anew();
                    }
                    fresh_failures = 0;
                }
                Step::NoColumn => {
                    if self.factor.changes() == 0 || fresh_failures > 0 {
                        return Ended::Infeasible;
                    }
                    fresh_failures += 1;
                    self.refactor();
                    objective = self.objective();
                }
                Step::Unstable => {
                    fresh_failures += 1;
                    if fresh_failures > 20 {
                        return Ended::Stopped;
                    }
                    if self.factor.changes() == 0 {
                        // Nothing fresher to be had: look elsewhere first.
                        self.weight[leave.at] *= 1e4;
                    }
                    self.refactor();
                    objective = self.objective();
                }
            }
        }
    }
}
