//! Why a program has no point of a value: whole multipliers of rows and cuts, in a tree of splits.
//!
//! Plain data, by number of row and column; `docs/certificates.md` says what it proves.

/// A row of the program, or of the roundings of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Source {
    Row(u32),
    Cut(u32),
}

/// Multipliers: of the objective, and of rows; positive for an upper side, negative for a lower one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Multipliers {
    /// How often the objective stands in the sum; 0 for a proof that does without it.
    pub objective: i64,
    pub rows: Vec<(Source, i64)>,
}

/// A row that follows from others: their sum with upper bounds of columns, divided and rounded down.
#[derive(Clone, Debug)]
pub(crate) struct Rounding {
    pub rows: Vec<(Source, i64)>,
    /// Column and how often its upper bound is in the sum; its lower bound where that is negative.
    pub columns: Vec<(u32, i64)>,
    pub divisor: i64,
}

/// One node of the tree: multipliers used one after the other, then a split, or nothing where the last of them closed it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub used: Vec<Multipliers>,
    pub split: Option<Split>,
}

/// `column <= at` on one side, `column >= at + 1` on the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Split {
    pub column: u32,
    pub at: i64,
    /// The nodes of both sides.
    pub below: u32,
    pub above: u32,
}

/// A proof by parts: what is left of the program when rows between the parts have their price, part by part.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// What leaves the reduced weights of the lemmas; with each lemma once it closes the root.
    pub prices: Multipliers,
    pub lemmas: Vec<Lemma>,
}

/// What the columns on some rows are worth together at the most, at the reduced weights that prices leave.
#[derive(Clone, Debug)]
pub(crate) struct Lemma {
    /// The rows.
    pub over: Vec<u32>,
    pub most: i64,
    /// Its own cuts: no other proof knows them.
    pub cuts: Vec<Rounding>,
    pub nodes: Vec<Node>,
}

/// No point of the program is worth `target` or more, in the sense of the objective to be maximised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    pub target: i64,
    /// Used before anything else: bounds that hold for lemmas and nodes alike.
    pub first: Vec<Multipliers>,
    pub cuts: Vec<Rounding>,
    /// What closes the root, where its own multipliers don't.
    pub parts: Option<Parts>,
    /// The first is the root.
    pub nodes: Vec<Node>,
}
