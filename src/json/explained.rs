//! The form of explanations on the wire: data with ids and numbers, each part with its words.

use super::answer::PanelEntry;
use super::certificate::ProofEntry;
use super::tally::GoalEntry;
use super::wire::{Bound, Decimal, Object, Version};
use schemars::JsonSchema;
use serde::Serialize;

/// An explanation of a forum.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema names every alternative; refusals are written by themselves")]
pub(crate) enum ExplanationDocument {
    Explained(Explained),
    Rejected(super::answer::Rejected),
    Fault(super::answer::Internal),
}

/// What an explanation says.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Explained {
    pub(super) version: Version,
    /// The forum's name.
    pub(super) forum: String,
    pub(super) status: Standing,
    #[serde(flatten)]
    pub(super) parts: Parts,
    /// Of a feasible forum: what each requirement and wish costs.
    pub(super) prices: Vec<PriceEntry>,
    /// What was asked about single people and panels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) why: Vec<ReasonEntry>,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    /// Some plan keeps every requirement.
    Feasible,
    /// Proven: no plan keeps every requirement.
    Infeasible,
    /// A limit came before either.
    Unknown,
}

/// Conflicts, concessions and invitations.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Parts {
    /// Sets of rules that can't be kept together.
    pub(super) conflicts: Vec<ConflictEntry>,
    /// What to give up, the cheapest first.
    pub(super) concessions: Vec<ConcessionEntry>,
    /// Whom to invite.
    pub(super) invitations: Vec<InvitationEntry>,
    /// A limit cut the explanation short; left out where none did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) limited: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ConflictEntry {
    /// The rules, each with its group.
    pub(super) rules: Vec<ClashEntry>,
    /// The panels concerned; none for the whole programme.
    pub(super) panels: Vec<String>,
    /// Further panels on which the same rules clash in the same way; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) also: Vec<String>,
    /// Proven: possible as soon as any one is dropped.
    pub(super) minimal: bool,
    /// The people and numbers that make it so.
    pub(super) figures: Vec<FigureEntry>,
    /// That the rules exclude each other, by rows of theirs; then the same of each panel in `also`. Fewer, or none, where a
    /// limit came first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) proofs: Vec<ProofEntry>,
    /// The same in words.
    pub(super) text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ClashEntry {
    /// The rule's id.
    pub(super) rule: String,
    /// The group; for a whole rule, the panel on which it is meant.
    pub(super) group: Object<String>,
    /// All of the rule's groups; left out where one is named.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) whole: bool,
    #[serde(flatten)]
    pub(super) bounds: Bounds,
    /// A plan that keeps the conflict's other rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) without: Option<Vec<PanelEntry>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the format")]
pub(super) struct Bounds {
    /// The lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at_least: Option<Bound>,
    /// The upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at_most: Option<Bound>,
    /// The greatest spread allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at_most_apart: Option<Decimal>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "figure", rename_all = "snake_case")]
pub(super) enum FigureEntry {
    /// Who counts for a rule.
    Candidates {
        rule: String,
        group: Object<String>,
        /// Different speakers.
        speakers: usize,
        /// More who would count but for roles, availability and bars.
        kept_away: usize,
        /// How many have each value of the attributes that matter.
        values: Object<Object<usize>>,
    },
    /// The best count that the conflict's other rules leave.
    Attainable { rule: String, group: Object<String>, asked: Decimal, best: Decimal },
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LoosenedEntry {
    pub(super) rule: String,
    pub(super) group: Object<String>,
    /// What the plan counts.
    pub(super) count: Decimal,
    #[serde(flatten)]
    pub(super) bounds: Bounds,
    /// By how many whole units the bound is loosened.
    pub(super) by: Decimal,
    /// Nothing is left of the rule; left out otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) dropped: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ConcessionEntry {
    /// Weight times units, summed; a move costs 1.
    pub(super) cost: u64,
    /// Proven to be a cheapest one among those that don't touch an earlier alternative's rules.
    pub(super) proven: bool,
    pub(super) loosened: Vec<LoosenedEntry>,
    /// Panels in another slot; left out where none is moved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) moves: Vec<MoveEntry>,
    pub(super) plan: Vec<PanelEntry>,
    pub(super) goals: Vec<GoalEntry>,
    /// The same in words.
    pub(super) text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MoveEntry {
    pub(super) panel: String,
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InvitationEntry {
    pub(super) people: Vec<ProfileEntry>,
    /// What is conceded besides; left out where inviting is enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) loosened: Vec<LoosenedEntry>,
    /// Proven: fewer people don't do.
    pub(super) fewest: bool,
    pub(super) plan: Vec<PanelEntry>,
    pub(super) goals: Vec<GoalEntry>,
    /// Of a forum that has a plan without them: the goal that they raise, its best value now and with them; left out of
    /// other forums.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) changes: Vec<ChangeEntry>,
    /// The same in words.
    pub(super) text: String,
}

/// Somebody to invite; what is not named is open.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProfileEntry {
    /// The id in the plan.
    pub(super) id: String,
    /// The values that will do, by attribute.
    #[serde(skip_serializing_if = "Object::is_empty")]
    pub(super) attributes: Object<Vec<String>>,
    /// The pool's values that will not do, by attribute.
    #[serde(skip_serializing_if = "Object::is_empty")]
    pub(super) none_of: Object<Vec<String>>,
    /// Attributes in which they must have a value that nobody in the pool has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) new_to_pool: Vec<String>,
    /// The least level by topic.
    #[serde(skip_serializing_if = "Object::is_empty")]
    pub(super) expertise: Object<u8>,
    /// The slots in which they must be free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) free: Vec<String>,
    pub(super) seats: Vec<PlaceEntry>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlaceEntry {
    pub(super) panel: String,
    pub(super) role: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PriceEntry {
    pub(super) rule: String,
    /// A wish taken as a requirement, rather than a requirement taken away.
    pub(super) wish: bool,
    /// Whether there is a plan then.
    pub(super) possible: bool,
    pub(super) goals: Vec<ChangeEntry>,
    /// Both sides are proven best.
    pub(super) proven: bool,
    /// The same in words.
    pub(super) text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChangeEntry {
    #[serde(flatten)]
    pub(super) goal: GoalEntry,
    pub(super) now: Decimal,
    pub(super) then: Decimal,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReasonEntry {
    pub(super) panel: String,
    pub(super) speaker: String,
    /// Whether the best plan seats the speaker there.
    pub(super) seated: bool,
    /// Each goal now, and in the best plan in which it is the other way round.
    pub(super) goals: Vec<ChangeEntry>,
    /// Both are proven best, or it is proven that there is no other.
    pub(super) proven: bool,
    /// Why it can't be the other way round.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) conflicts: Vec<ConflictEntry>,
    /// The best plan in which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) otherwise: Option<Vec<PanelEntry>>,
    /// The same in words.
    pub(super) text: String,
}
