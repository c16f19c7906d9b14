//! The integer program as plain data: bounded integer columns, rows with their origin, ordered objectives.

mod draft;
mod formulation;
mod goal_rows;
mod in_force;
mod index;
mod items;
mod lines;
mod lists;
mod mps;
mod names;
mod profiles;
mod proof;
mod row_list;
mod rule_rows;
mod rule_scope;
mod scope;
mod seats;
mod structure;
mod sweep;
mod weights;

pub(crate) use draft::TooLarge;
pub(crate) use formulation::Formulation;
pub(crate) use in_force::{InForce, rules_in_force};
pub(crate) use mps::write as write_mps;
pub(crate) use names::join as row_name;
pub(crate) use proof::{Lemma, Multipliers, Node, Parts, Proof, Rounding, Source, Split};
pub(crate) use row_list::RowList;
pub(crate) use seats::exclusive_slot;
pub(crate) use weights::Weights;

/// A program: `lower <= x <= upper` whole, every row's sum within its range, objectives settled in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct IntegerProgram {
    pub columns: Vec<Column>,
    pub rows: Rows,
    pub objectives: Vec<Objective>,
}

/// A whole-number variable.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub lower: i64,
    pub upper: i64,
    pub meaning: Meaning,
}

/// What a column stands for. Indices are positions in the forum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    /// 1 when the speaker holds the role (position in the panel's `seats`) on the panel.
    Seat { panel: u32, role: u32, speaker: u32 },
    /// 1 when the speaker sits on the panel in any role; only where a speaker can hold two seats there.
    Present { panel: u32, speaker: u32 },
    /// 1 when the rule's group counts the value or person at least once; `value` is a position in the rule's own list.
    Used { rule: u32, group: u32, value: u32 },
    /// By how much a wish misses its lower (`below`) or upper bound in a group.
    Short { rule: u32, group: u32, below: bool },
    /// The least count of a family of groups that may differ by a bounded number; `first` is the family's first group.
    Least { rule: u32, first: u32 },
    /// By how much a wish's family is further apart than wished.
    Apart { rule: u32, first: u32 },
    /// 1 when the goal counts the person (on the panel, for a worst-panel goal).
    Counted { goal: u32, panel: Option<u32>, speaker: u32 },
    /// The worst panel's value of a goal.
    Worst { goal: u32 },
}

/// Rows in compressed form: row `i` has the terms `starts[i]..starts[i + 1]`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub starts: Vec<usize>,
    pub columns: Vec<u32>,
    pub coefficients: Vec<i32>,
    pub bounds: Vec<RowBounds>,
}

impl Rows {
    /// The terms of a row: column and coefficient.
    pub(crate) fn terms(&self, row: usize) -> impl Iterator<Item = (u32, i32)> {
        let range = self.starts.get(row).copied().unwrap_or(0)..self.starts.get(row + 1).copied().unwrap_or(0);
        let columns = self.columns.get(range.clone()).unwrap_or_default();
        let coefficients = self.coefficients.get(range).unwrap_or_default();
        columns.iter().copied().zip(coefficients.iter().copied())
    }
}

/// The range of a row and where it comes from. `None` is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowBounds {
    pub lower: Option<i64>,
    pub upper: Option<i64>,
    pub origin: Origin,
}

/// Which statement of the forum a row encodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// A rule in force (position in the list of rules in force) and its group; `part` tells apart the rows of one group.
    Rule { rule: u32, group: u32, part: Part },
    /// A panel's range of seats in a role.
    Seats { panel: u32, role: u32 },
    /// At most one seat of the roles that don't double.
    OneSeat { panel: u32, speaker: u32 },
    /// The link between a speaker's seats on a panel and their presence there: of one role, or of all that exclude each
    /// other.
    Present { panel: u32, speaker: u32, role: Option<u32> },
    /// One panel per slot.
    Slot { speaker: u32, slot: u32 },
    /// A speaker's workload.
    MaxSeats { speaker: u32 },
    /// A pin to any role of a panel.
    Pin { pin: u32 },
    /// A row that defines what a goal measures.
    Goal { goal: u32, panel: Option<u32>, part: Part },
}

/// Which row of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The lower bound on the count.
    AtLeast,
    /// The upper bound on the count.
    AtMost,
    /// The link that keeps an indicator at 0 while nothing supports it.
    Unsupported { value: u32 },
    /// The link that lifts an indicator to 1: the strong form of seats that exclude each other, or that of all seats.
    Lifted { value: u32, by: Option<Clash> },
    /// The count is at least the family's least.
    Least,
    /// The count is at most the family's least plus the spread allowed.
    Greatest,
}

/// Why some seats of one speaker exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Clash {
    Slot(u32),
    Panel(u32),
    /// A seat that excludes no other, by its place.
    Alone(u32),
}

/// One tier: settled before the next.
#[derive(Clone, Debug)]
pub(crate) struct Objective {
    pub maximise: bool,
    pub terms: Weights,
    /// Added to the sum of terms.
    pub constant: i64,
    /// The goal's value in thousandths is `(constant + sum of terms) * unit`.
    pub unit: i64,
    /// What later tiers may give up of this one's value.
    pub tolerance: crate::Tolerance,
}
