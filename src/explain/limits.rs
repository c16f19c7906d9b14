//! What an explanation may spend: the caller's limits, shared by all of its solves.

use crate::backend::{Backend, Control};
use crate::solve::Limits;
use web_time::Instant;

/// The backend, the limits and what was spent.
pub(super) struct Budget<'a> {
    pub backend: &'a dyn Backend,
    pub limits: Limits<'a>,
    pub nodes: u64,
    pub solves: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(backend: &'a dyn Backend, limits: Limits<'a>) -> Self {
        Self { backend, limits, nodes: 0, solves: 0 }
    }

    /// The limits as solvers see them.
    pub(super) fn control(&mut self) -> &mut dyn Control {
        &mut self.limits
    }

    /// The limits, with an end after so many looks at them: a solver looks after a fixed amount of work, so the same input
    /// ends at the same place.
    pub(super) fn patience(&mut self, looks: u64) -> Patience<'_, 'a> {
        // Of a time limit a quarter is left for what comes after.
        let until = self.limits.time_left().map(|left| Instant::now() + left * 3 / 4);
        Patience { limits: &mut self.limits, left: looks, until }
    }

    /// Does something in half of the time that is left, where time is limited.
    pub(super) fn half<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.limits.until;
        self.limits.until = self.limits.time_left().map(|left| Instant::now() + left / 2);
        let done = work(self);
        self.limits.until = before;
        done
    }

    /// Does something that no one tree of many nodes may hold up.
    pub(super) fn few_nodes<T>(&mut self, nodes: u64, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.limits.nodes.replace(nodes);
        let done = work(self);
        self.limits.nodes = before;
        done
    }

    /// Whether to stop now.
    pub(super) fn is_spent(&mut self) -> bool {
        self.limits.should_stop()
    }
}

/// Limits that also end after some looks.
pub(super) struct Patience<'b, 'a> {
    limits: &'b mut Limits<'a>,
    left: u64,
    until: Option<Instant>,
}

impl Control for Patience<'_, '_> {
    fn should_stop(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.until.is_some_and(|until| until <= Instant::now()) {
            self.left = 0;
        }
        self.left == 0 || self.limits.should_stop()
    }
    fn is_limited(&self) -> bool {
        true
    }
    fn time_left(&self) -> Option<std::time::Duration> {
        self.limits.time_left()
    }
    fn report(&mut self, _: Option<i64>, _: Option<i64>) {}
}
