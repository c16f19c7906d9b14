//! The caller's limits and progress callback, as backends see them.

use crate::backend::Control;
use crate::program::{Objective, Proof};
use crate::{CancelFlag, Number, Options, Progress};
use std::time::Duration;
use web_time::Instant;

/// The caller's limits and ears, as the backends see them.
pub(crate) struct Limits<'a> {
    options: &'a Options,
    /// The most nodes of one tree.
    pub nodes: Option<u64>,
    /// When one part of the work has to end, before the caller's limit does.
    pub until: Option<Instant>,
    started: Instant,
    goal: usize,
    goals: usize,
    /// Constant and unit of the goal being settled.
    scale: (i64, i64),
    said: (Option<i64>, Option<i64>),
    /// Of the goal being settled: what proves its bound, or that there is no plan.
    pub proof: Option<Proof>,
}

impl<'a> Limits<'a> {
    pub fn new(options: &'a Options) -> Self {
        Self {
            options,
            nodes: None,
            until: None,
            started: Instant::now(),
            goal: 0,
            goals: 0,
            scale: (0, 1000),
            said: (None, None),
            proof: None,
        }
    }

    pub fn begin(&mut self, tier: Option<usize>, objectives: &[Objective]) {
        self.goal = tier.unwrap_or(0);
        self.goals = objectives.len();
        self.scale = match objectives.get(self.goal) {
            Some(objective) => (objective.constant, objective.unit),
            None => (0, 1000),
        };
        self.said = (None, None);
        self.proof = None;
    }
}

impl Control for Limits<'_> {
    fn should_stop(&mut self) -> bool {
        self.options.cancel.as_ref().is_some_and(CancelFlag::is_cancelled)
            || self.time_left().is_some_and(|left| left.is_zero())
    }

    fn is_limited(&self) -> bool {
        self.options.cancel.is_some() || self.options.time_limit.is_some() || self.options.progress.is_some()
    }

    fn node_limit(&self) -> Option<u64> {
        self.nodes
    }

    fn time_left(&self) -> Option<Duration> {
        let left = self.options.time_limit.map(|limit| limit.saturating_sub(self.started.elapsed()));
        let own = self.until.map(|until| until.saturating_duration_since(Instant::now()));
        [left, own].into_iter().flatten().min()
    }

    fn wants_proof(&self) -> bool {
        self.options.certificate
    }

    fn proven(&mut self, proof: Proof) {
        self.proof = Some(proof);
    }

    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>) {
        let Some(progress) = &self.options.progress else { return };
        if self.said == (incumbent, bound) {
            return;
        }
        self.said = (incumbent, bound);
        let (constant, unit) = self.scale;
        let number = |terms: i64| {
            let value = terms.checked_add(constant).and_then(|sum| sum.checked_mul(unit));
            value.map(Number::from_thousandths_unbounded)
        };
        progress(&Progress {
            goal: self.goal,
            goals: self.goals,
            incumbent: incumbent.and_then(number),
            bound: bound.and_then(number),
        });
    }
}
