//! What an explanation says, as data: ids, numbers and origin, no wording.

use crate::{Bound, GoalValue, Number, Plan, Proof};

/// Why a forum has no plan, what to give up, whom to invite; or what each rule of a feasible forum costs.
///
/// ```
/// use convener::{Forum, Options, Panel, Speaker};
/// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 2, 2));
/// let explanation = convener::explain(&forum, &Options::default())?;
/// assert_eq!(explanation.feasible, Some(false));
/// assert_eq!(explanation.concessions[0].cost, 1); // one seat stays empty
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// Whether some plan keeps every requirement; `None` when a limit came before that was known.
    pub feasible: Option<bool>,
    /// Sets of rules that can't be kept together. Those that share no rule stand first.
    pub conflicts: Vec<Conflict>,
    /// What to give up, the cheapest first.
    pub concessions: Vec<Concession>,
    /// Whom to invite, the fewest first; of a feasible forum, whose invitation would raise the first goal most.
    pub invitations: Vec<Invitation>,
    /// Of a feasible forum, what each rule costs.
    pub prices: Vec<Price>,
    /// Whether a limit cut the explanation short: what stands is true, more may be missing.
    pub limited: bool,
}

/// Rules that can't be kept together.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The rules, the organiser's first.
    pub rules: Vec<Clash>,
    /// The panels concerned; empty when the conflict is of the whole programme.
    pub panels: Vec<String>,
    /// Further panels on which the same rules clash in the same way.
    pub also: Vec<String>,
    /// Proven: together impossible, and possible as soon as any one is dropped.
    pub minimal: bool,
    /// The people and numbers that make it so.
    pub figures: Vec<Figure>,
    /// That the rules exclude each other, by rows of theirs alone; then the same of each panel in `also`. Fewer, or none,
    /// where a limit came first.
    pub proofs: Vec<Proof>,
}

/// A rule's part in a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// The rule's id; `slot`, `roles`, `unavailable`, `one_seat`, `seats`, `max_seats` stand for all rules of the kind.
    pub rule: String,
    /// The group; empty for the whole forum, or for all groups.
    pub group: Vec<(String, String)>,
    /// All of the rule's groups (on the conflict's panels), rather than the one named.
    pub whole: bool,
    /// The bound asked for, where it is one group's.
    pub at_least: Option<Bound>,
    /// The upper bound.
    pub at_most: Option<Bound>,
    /// The greatest spread.
    pub at_most_apart: Option<Number>,
    /// A plan that keeps the conflict's other rules; nothing is said of rules outside the conflict. Present where the
    /// conflict is proven minimal.
    pub witness: Option<Plan>,
}

/// Numbers that make a conflict.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// How many speakers a rule counts on a panel, by the values that matter in the conflict.
    Candidates {
        /// The rule.
        rule: String,
        /// Its group.
        group: Vec<(String, String)>,
        /// The different speakers who match it and can hold a seat it speaks of.
        speakers: usize,
        /// How many more would match if they took the role, were free and not barred.
        kept_away: usize,
        /// For each attribute that matters, how many of the speakers have each value.
        values: Vec<(String, Vec<(String, usize)>)>,
    },
    /// The best count that the conflict's other rules leave a rule.
    Attainable {
        /// The rule.
        rule: String,
        /// Its group.
        group: Vec<(String, String)>,
        /// The bound.
        asked: Number,
        /// The best count.
        best: Number,
    },
}

/// Bounds to loosen, with a plan under them.
#[derive(Clone, Debug, PartialEq)]
pub struct Concession {
    /// Weight times units, summed; a panel moved costs 1.
    pub cost: u64,
    /// Proven: no concession that touches none of the rules that an earlier alternative needs is cheaper.
    pub proven: bool,
    /// What is loosened.
    pub loosened: Vec<Loosened>,
    /// Panels moved to another slot.
    pub moves: Vec<Move>,
    /// A plan that breaks nothing else.
    pub plan: Plan,
    /// The plan's goals, unmet wishes first.
    pub goals: Vec<GoalValue>,
}

/// One bound that is loosened.
#[derive(Clone, Debug, PartialEq)]
pub struct Loosened {
    /// The rule.
    pub rule: String,
    /// Its group.
    pub group: Vec<(String, String)>,
    /// What the plan counts.
    pub count: Number,
    /// The bound that is not kept.
    pub at_least: Option<Bound>,
    /// The upper bound that is not kept.
    pub at_most: Option<Bound>,
    /// The spread that is not kept.
    pub at_most_apart: Option<Number>,
    /// By how many whole units.
    pub by: Number,
    /// Whether nothing is left of the rule: every one of its groups is at the opposite of what it asks.
    pub dropped: bool,
}

/// A panel moved to another slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The panel.
    pub panel: String,
    /// Its slot in the forum.
    pub from: String,
    /// The slot in which it would be.
    pub to: String,
}

/// People to invite, with a plan that seats them.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// Each person as a profile.
    pub people: Vec<Profile>,
    /// What is conceded besides; empty where inviting is enough.
    pub loosened: Vec<Loosened>,
    /// Proven: fewer people don't do, whatever their attributes; nobody raises the goal of a feasible forum more.
    pub fewest: bool,
    /// A plan with them, as `new-1`, `new-2`, ...
    pub plan: Plan,
    /// The plan's goals, unmet wishes first.
    pub goals: Vec<GoalValue>,
    /// Of a forum that has a plan without them, the goal that they raise: the best value now and with them.
    pub changes: Vec<Change>,
}

/// Somebody to invite. What is not named is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The id in the plan.
    pub id: String,
    /// For each attribute that matters, the values that will do.
    pub attributes: Vec<(String, Vec<String>)>,
    /// For each attribute that matters, pool values that will not do, where a new one will.
    pub none_of: Vec<(String, Vec<String>)>,
    /// Attributes in which they must have a value that nobody in the pool has.
    pub new_to_pool: Vec<String>,
    /// The least level on each topic that matters.
    pub expertise: Vec<(String, u8)>,
    /// The slots in which they must be free.
    pub free: Vec<String>,
    /// The seats they would take: panel and role.
    pub seats: Vec<(String, String)>,
}

/// What a rule costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// The rule.
    pub rule: String,
    /// A wish that would be a requirement, rather than a requirement that would be gone.
    pub wish: bool,
    /// Whether a plan exists with the change; only a wish can be out of reach.
    pub possible: bool,
    /// Each goal with its value now and after the change.
    pub goals: Vec<Change>,
    /// Proven on both sides.
    pub proven: bool,
}

/// A goal's value now and after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The goal.
    pub goal: crate::GoalName,
    /// Its value in the best plan.
    pub now: Number,
    /// Its value in the best plan after the change.
    pub then: Number,
}
