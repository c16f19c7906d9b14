//! What the library answers: plans, tallies and goals' values, each status with only what it can stand for.

use crate::{Bound, Certificate, Number};

/// The answer to a forum.
///
/// Infeasible is an answer, not an error; only input that is refused and faults of the program are errors
/// ([`crate::Error`]).
///
/// ```
/// use convener::{Answer, Forum, Options, Panel, Speaker};
/// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 2, 2));
/// assert!(matches!(convener::solve(&forum, &Options::default())?, Answer::Infeasible(_)));
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Proven: no plan is better, goal by goal.
    Optimal(Optimal),
    /// A plan that keeps every requirement; a limit came before the proof.
    Feasible(Feasible),
    /// Proven: no plan keeps every requirement.
    Infeasible(Infeasible),
    /// A limit came before a plan or a proof that there is none.
    Unknown(Unknown),
}

/// A plan proven best.
///
/// ```
/// use convener::{Answer, Forum, Options, Panel, Speaker};
/// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 1, 1));
/// let Answer::Optimal(optimal) = convener::solve(&forum, &Options::default())? else { unreachable!() };
/// assert_eq!(optimal.plan.panels.len(), 1);
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Optimal {
    /// Who sits where.
    pub plan: Plan,
    /// The goals in their order, unmet wishes first; each value is also the bound, unless the goal has a tolerance.
    pub goals: Vec<Settled>,
    /// Every rule's count in every group.
    pub rules: Vec<Tally>,
    /// Sizes and effort.
    pub statistics: Statistics,
    /// What proves it, where the options ask for that.
    pub certificate: Option<Certificate>,
}

/// A plan that keeps every requirement.
///
/// ```
/// use convener::{Feasible, Plan, Statistics};
/// let (goals, rules, statistics) = (vec![], vec![], Statistics::default());
/// let answer = Feasible { plan: Plan::default(), goals, rules, statistics, certificate: None };
/// assert!(answer.plan.panels.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Feasible {
    /// Who sits where.
    pub plan: Plan,
    /// The goals in their order, unmet wishes first, with what is proven of each.
    pub goals: Vec<GoalRange>,
    /// Every rule's count in every group.
    pub rules: Vec<Tally>,
    /// Sizes and effort.
    pub statistics: Statistics,
    /// What proves it, where the options ask for that.
    pub certificate: Option<Certificate>,
}

/// The proof that no plan keeps every requirement.
///
/// ```
/// use convener::{Infeasible, Statistics};
/// assert_eq!(Infeasible { statistics: Statistics::default(), certificate: None }.statistics.nodes, 0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Infeasible {
    /// Sizes and effort.
    pub statistics: Statistics,
    /// What proves it, where the options ask for that.
    pub certificate: Option<Certificate>,
}

/// What is known when a limit came first.
///
/// ```
/// use convener::{Statistics, Unknown};
/// let unknown = Unknown { goals: vec![], statistics: Statistics::default(), certificate: None };
/// assert!(unknown.goals.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// The bound of the first goal, where one is proven.
    pub goals: Vec<GoalBound>,
    /// Sizes and effort; the program's sizes are 0 where the limit came before it was made.
    pub statistics: Statistics,
    /// What proves it, where the options ask for that.
    pub certificate: Option<Certificate>,
}

/// Who sits where: every panel, in the forum's order.
///
/// ```
/// assert!(convener::Plan::default().panels.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One entry for each panel of the forum.
    pub panels: Vec<PanelPlan>,
}

/// One panel's seats, by role in the panel's order and then by speaker in the pool's.
///
/// ```
/// let plan = convener::PanelPlan { panel: "p1".into(), seats: vec![] };
/// assert_eq!(plan.panel, "p1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelPlan {
    /// The panel's id.
    pub panel: String,
    /// The seats filled.
    pub seats: Vec<Seat>,
}

/// One speaker in one role.
///
/// ```
/// let seat = convener::Seat { role: "panellist".into(), speaker: "s1".into() };
/// assert_eq!(seat.role, "panellist");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seat {
    /// The role.
    pub role: String,
    /// The speaker's id.
    pub speaker: String,
}

/// A goal settled: the bound is proven and reached, and the value is what the plan keeps of it.
///
/// ```
/// use convener::{GoalName, Number, Settled};
/// let wishes = GoalName::Wishes { priority: 1 };
/// let settled = Settled { goal: wishes, value: Number::from(0), bound: Number::from(0) };
/// assert_eq!(settled.value, settled.bound);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Which goal.
    pub goal: GoalName,
    /// Its value under the plan. It differs from the bound only where a tolerance let later goals give some up.
    pub value: Number,
    /// The best value of any plan that keeps the earlier goals.
    pub bound: Number,
}

/// A goal's value under a plan.
///
/// ```
/// use convener::{GoalName, GoalValue, Number};
/// let value = GoalValue { goal: GoalName::Wishes { priority: 1 }, value: Number::from(0) };
/// assert_eq!(value.value.whole(), Some(0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GoalValue {
    /// Which goal.
    pub goal: GoalName,
    /// Its value under the plan.
    pub value: Number,
}

/// A goal with its value and what is proven of the best.
///
/// ```
/// use convener::{GoalName, GoalRange, Number};
/// let range = GoalRange { goal: GoalName::Wishes { priority: 1 }, value: Number::from(3), bound: Some(Number::from(2)) };
/// assert!(range.bound < Some(range.value));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GoalRange {
    /// Which goal.
    pub goal: GoalName,
    /// Its value under the plan.
    pub value: Number,
    /// No plan that keeps the earlier goals' values does better than this; `None` where nothing is proven.
    pub bound: Option<Number>,
}

/// What is proven of a goal without a plan.
///
/// ```
/// use convener::{GoalBound, GoalName, Number};
/// let bound = GoalBound { goal: GoalName::Wishes { priority: 1 }, bound: Number::from(2) };
/// assert_eq!(bound.bound, Number::from(2));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GoalBound {
    /// Which goal.
    pub goal: GoalName,
    /// No plan does better than this.
    pub bound: Number,
}

/// Which goal a value speaks of.
///
/// ```
/// use convener::GoalName;
/// assert_ne!(GoalName::Wishes { priority: 1 }, GoalName::Goal { index: 0, label: "expertise".into() });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalName {
    /// The weighted shortfall of the wishes of one priority, minimised.
    Wishes {
        /// The priority.
        priority: u32,
    },
    /// A goal of the forum.
    Goal {
        /// Its place in [`crate::Forum::goals`].
        index: usize,
        /// Its measure in words, such as `expertise` or `10 expertise + 1 preference`.
        label: String,
    },
}

/// One rule's count in one group.
///
/// ```
/// use convener::{Tally, Number};
/// let tally = Tally { rule: "women".into(), group: vec![("panel".into(), "p1".into())], count: Number::from(2),
///     seats: None, at_least: Some(2.into()), at_most: None, at_most_apart: None, wish: false, short: Number::from(0) };
/// assert!(tally.is_met());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The rule's id; structural rules have ids such as `seats/p1`.
    pub rule: String,
    /// The group: each key of `for_each` with its value, in order.
    pub group: Vec<(String, String)>,
    /// The count; for `at_most_apart` the spread, the greatest count less the least.
    pub count: Number,
    /// The seats of which a share is taken, where a bound is a share.
    pub seats: Option<u32>,
    /// The lower bound; `exactly` is both.
    pub at_least: Option<Bound>,
    /// The upper bound.
    pub at_most: Option<Bound>,
    /// The greatest spread allowed.
    pub at_most_apart: Option<Number>,
    /// Whether the rule is a wish.
    pub wish: bool,
    /// By how many whole units the bound is missed, rounded up; 0 when met.
    pub short: Number,
}

impl Tally {
    /// Whether the bounds hold.
    ///
    /// ```
    /// use convener::{Forum, Options, Panel, Speaker, Answer};
    /// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 1, 1));
    /// let Answer::Optimal(optimal) = convener::solve(&forum, &Options::default())? else { unreachable!() };
    /// assert!(optimal.rules.iter().all(convener::Tally::is_met));
    /// # Ok::<(), convener::Error>(())
    /// ```
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.short <= Number::from(0)
    }
}

/// What counting a forum's draft finds: nothing is solved.
///
/// ```
/// use convener::{Audit, Statistics};
/// let audit = Audit { goals: vec![], rules: vec![], statistics: Statistics::default() };
/// assert_eq!(audit.broken().count(), 0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// The goals' values of the draft, unmet wishes first.
    pub goals: Vec<GoalValue>,
    /// What the draft counts under every rule.
    pub rules: Vec<Tally>,
    /// Sizes; no effort was spent.
    pub statistics: Statistics,
}

impl Audit {
    /// The requirements that the draft breaks; an unmet wish breaks nothing.
    ///
    /// ```
    /// use convener::{Forum, Panel, Speaker};
    /// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 1, 1));
    /// assert_eq!(convener::audit(&forum)?.broken().count(), 1);
    /// # Ok::<(), convener::Error>(())
    /// ```
    pub fn broken(&self) -> impl Iterator<Item = &Tally> {
        self.rules.iter().filter(|tally| !tally.wish && !tally.is_met())
    }
}

/// Sizes of the forum and effort spent. No times: the same input gives the same answer, byte for byte.
///
/// ```
/// assert_eq!(convener::Statistics::default().pairs, 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Speakers in the pool.
    pub speakers: usize,
    /// Panels in the programme.
    pub panels: usize,
    /// Pairs of a panel's role and a speaker who may hold it.
    pub pairs: usize,
    /// Columns of the integer program.
    pub columns: usize,
    /// Rows of the integer program.
    pub rows: usize,
    /// Nodes of the search trees, over all goals.
    pub nodes: u64,
    /// What decided between equally good plans, where a seed did.
    pub seed: Option<u64>,
}
