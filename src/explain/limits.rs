//! What an explanation may spend: the caller's limits, shared by all of its solves.

use crate::backend::{Backend, Control};
use crate::solve::Limits;

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

    pub(super) fn control(&mut self) -> &mut dyn Control {
        &mut self.limits
    }

    /// Whether to stop now.
    pub(super) fn is_spent(&mut self) -> bool {
        self.limits.should_stop()
    }
}
