//! What proves an answer, as plain data: `docs/certificates.md` says how to check it.

/// The proof of everything that an answer claims to be best, or impossible; [`verify`](crate::verify) checks it.
///
/// ```
/// use convener::{Answer, Forum, Options, Panel, Speaker};
/// let forum = Forum::new("f")
///     .speaker(Speaker::new("s1").expertise("privacy", 5))
///     .panel(Panel::new("p1").topic("privacy").seats("panellist", 1, 1));
/// let Answer::Optimal(best) = convener::solve(&forum, &Options::default())? else { unreachable!() };
/// // One proof for each goal: expertise, preference.
/// assert_eq!(best.certificate.unwrap().proofs.len(), 2);
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// One for each goal with a bound, in their order, unmet wishes first; or the one of infeasibility.
    pub proofs: Vec<Proof>,
    /// The columns that are not 0 at the plan and are no seats, by name: for checkers of the exported program.
    pub auxiliary: Vec<(String, i64)>,
}

/// Why no plan passes a value of a goal, or why there is none: a tree of splits, closed by multipliers at its leaves.
///
/// ```
/// let proof = convener::Proof::default();
/// assert_eq!(proof.bound, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The sum of the goal's terms that no plan passes, which keeps the earlier goals' bounds less their tolerances; `None`
    /// proves that there is no plan at all.
    pub bound: Option<i64>,
    /// The rows used, by name. Their numbers are those of `cuts`, `multipliers` and of the cuts and lemmas that follow them.
    pub rows: Vec<String>,
    /// The columns that are split, or whose bounds are in cuts, by name.
    pub columns: Vec<String>,
    /// Rows that follow from earlier ones, numbered on from `rows`.
    pub cuts: Vec<Cut>,
    /// What the nodes use.
    pub multipliers: Vec<Multipliers>,
    /// Multipliers that tighten bounds before anything else, for lemmas and nodes alike, by number.
    pub first: Vec<u32>,
    /// Rows proven by trees of their own, numbered on from `cuts`.
    pub lemmas: Vec<Lemma>,
    /// The tree: each node before the nodes of its two sides, the lower side first.
    pub nodes: Vec<Node>,
    /// The columns that are not 0 at a point that reaches the bound, by name: where later goals gave some of it up.
    pub witness: Option<Vec<(String, i64)>>,
}

/// A sum of rows and of bounds of columns, divided and rounded down, coefficient by coefficient.
///
/// ```
/// let cut = convener::Cut { rows: vec![(0, 1), (1, 1)], columns: vec![], divisor: 2 };
/// assert_eq!(cut.divisor, 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Row and how often it is in the sum: its upper side where that is positive, its lower side where it is negative.
    pub rows: Vec<(u32, i64)>,
    /// Column and how often its upper bound is in the sum; its lower bound where that is negative.
    pub columns: Vec<(u32, i64)>,
    /// At least 1.
    pub divisor: i64,
}

/// What some columns, one panel's say, are worth together at the most once rows between panels have their price.
///
/// With the reduced weights `r` that multipliers leave of the goal: the sum of `r * x` over the columns is at most `most`.
///
/// ```
/// let lemma = convener::Lemma { of: 0, over: vec![0], most: 7, ..convener::Lemma::default() };
/// assert!(lemma.nodes.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lemma {
    /// The multipliers of the proof that leave the reduced weights, by number.
    pub of: u32,
    /// Rows of the program by number: every column with a term in one of them is the lemma's, unless it is an earlier
    /// lemma's.
    pub over: Vec<u32>,
    /// The right side.
    pub most: i64,
    /// Rows that follow from earlier ones, numbered on from the proof's `rows`, for this lemma alone.
    pub cuts: Vec<Cut>,
    /// What the nodes use: multipliers of the reduced weights and of rows.
    pub multipliers: Vec<Multipliers>,
    /// The tree that shows it.
    pub nodes: Vec<Node>,
}

/// How often the goal and each row stand in a sum.
///
/// ```
/// let multipliers = convener::Multipliers { from: None, objective: 1, rows: vec![(3, -2)] };
/// assert_eq!(multipliers.rows, [(3, -2)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multipliers {
    /// Earlier multipliers of the same proof to which `rows` are added.
    pub from: Option<u32>,
    /// How often the goal's terms are in the sum: 0 for what holds whatever the goal.
    pub objective: i64,
    /// Row and how often it is in the sum: its upper side where that is positive, its lower side where it is negative.
    pub rows: Vec<(u32, i64)>,
}

/// A node of the tree: it tightens bounds by multipliers, one after the other, then splits, unless the last closed it.
///
/// ```
/// let leaf = convener::Node { uses: vec![0], split: None };
/// assert!(leaf.split.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Multipliers, by number.
    pub uses: Vec<u32>,
    /// Column and value: at most that in the next node and those under it, at least one more in the other side.
    pub split: Option<(u32, i64)>,
}
