//! Handing one objective of an integer program to a solver, with every limit, status and failure normalised.

pub(crate) mod exact;
#[cfg(feature = "highs")]
mod highs;
mod microlp;

#[cfg(feature = "highs")]
pub(crate) use highs::Highs;
pub(crate) use microlp::Microlp;

use crate::program::{IntegerProgram, Proof, Weights};

/// One solve: the program's rows, further rows that keep earlier tiers' values, one objective.
pub(crate) struct Task<'a> {
    pub program: &'a IntegerProgram,
    /// Which of the program's objectives; `None` asks for any feasible point.
    pub objective: Option<usize>,
    /// Rows of earlier tiers: terms, lower, upper.
    pub kept: &'a [KeptRow],
}

/// An earlier tier's value, kept.
pub(crate) struct KeptRow {
    pub terms: Weights,
    pub lower: Option<i64>,
    pub upper: Option<i64>,
}

/// How a solve ended. Values are whole and were checked in exact arithmetic against every row and bound.
pub(crate) enum Outcome {
    /// Proven best. `nodes` of search.
    Optimal { values: Vec<i64>, nodes: u64 },
    /// A limit or cancellation came first; `bound` on the objective's terms (without constant), where proven.
    Stopped { values: Option<Vec<i64>>, bound: Option<i64>, nodes: u64 },
    /// Proven: no point.
    Infeasible { nodes: u64 },
}

/// A solver failed; never an answer about the forum.
#[derive(Debug)]
pub(crate) struct Failure(pub String);

/// When to stop, and whom to tell.
pub(crate) trait Control {
    /// Called often; `true` asks the backend to stop soon.
    fn should_stop(&mut self) -> bool;
    /// Whether anything can stop the solve or wants to hear of it; if not, backends need not look up.
    fn is_limited(&self) -> bool;
    /// Time left, where there is a limit.
    fn time_left(&self) -> Option<std::time::Duration>;
    /// Stop after this many nodes of a tree, where the caller wants an end that is the same on every machine.
    fn node_limit(&self) -> Option<u64> {
        None
    }
    /// A better incumbent or bound, both on the objective's terms (without constant).
    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>);
    /// Whether whoever can prove bounds is to call [`Self::proven`].
    fn wants_proof(&self) -> bool {
        false
    }
    /// The proof of the last bound, or of infeasibility.
    fn proven(&mut self, _proof: Proof) {}
}

/// A solver.
pub(crate) trait Backend {
    /// Solves one task.
    fn solve(&self, task: &Task<'_>, control: &mut dyn Control) -> Result<Outcome, Failure>;
}
