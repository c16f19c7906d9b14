//! Explanations on the wire: data with ids and numbers, each part with its words.

use super::answer::{PanelEntry, plan};
use super::tally::{GoalEntry, goal_value, named};
use super::wire::{Bound, Decimal, Object, Version};
use crate::{
    Change, Clash, Concession, Conflict, Explanation, Figure, Forum, Invitation, Language, Loosened, Price, Profile,
    Reason, report,
};
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
    version: Version,
    /// The forum's name.
    forum: String,
    status: Standing,
    #[serde(flatten)]
    parts: Parts,
    /// Of a feasible forum: what each requirement and wish costs.
    prices: Vec<PriceEntry>,
    /// What was asked about single people and panels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<ReasonEntry>,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Standing {
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
    conflicts: Vec<ConflictEntry>,
    /// What to give up, the cheapest first.
    concessions: Vec<ConcessionEntry>,
    /// Whom to invite.
    invitations: Vec<InvitationEntry>,
    /// A limit cut the explanation short; left out where none did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    limited: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ConflictEntry {
    /// The rules, each with its group.
    rules: Vec<ClashEntry>,
    /// The panels concerned; none for the whole programme.
    panels: Vec<String>,
    /// Further panels on which the same rules clash in the same way; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    /// Proven: possible as soon as any one is dropped.
    minimal: bool,
    /// The people and numbers that make it so.
    figures: Vec<FigureEntry>,
    /// The same in words.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ClashEntry {
    /// The rule's id.
    rule: String,
    /// The group; for a whole rule, the panel on which it is meant.
    group: Object<String>,
    /// All of the rule's groups; left out where one is named.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    whole: bool,
    #[serde(flatten)]
    bounds: Bounds,
    /// A plan that keeps the conflict's other rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    without: Option<Vec<PanelEntry>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the format")]
struct Bounds {
    /// The lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<Bound>,
    /// The upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<Bound>,
    /// The greatest spread allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most_apart: Option<Decimal>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "figure", rename_all = "snake_case")]
enum FigureEntry {
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
struct LoosenedEntry {
    rule: String,
    group: Object<String>,
    /// What the plan counts.
    count: Decimal,
    #[serde(flatten)]
    bounds: Bounds,
    /// By how many whole units the bound is loosened.
    by: Decimal,
    /// Nothing is left of the rule; left out otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dropped: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ConcessionEntry {
    /// Weight times units, summed; a move costs 1.
    cost: u64,
    /// Proven to be a cheapest one among those that don't touch an earlier alternative's rules.
    proven: bool,
    loosened: Vec<LoosenedEntry>,
    /// Panels in another slot; left out where none is moved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    moves: Vec<MoveEntry>,
    plan: Vec<PanelEntry>,
    goals: Vec<GoalEntry>,
    /// The same in words.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MoveEntry {
    panel: String,
    from: String,
    to: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct InvitationEntry {
    people: Vec<ProfileEntry>,
    /// What is conceded besides; left out where inviting is enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    loosened: Vec<LoosenedEntry>,
    /// Proven: fewer people don't do.
    fewest: bool,
    plan: Vec<PanelEntry>,
    goals: Vec<GoalEntry>,
    /// The same in words.
    text: String,
}

/// Somebody to invite; what is not named is open.
#[derive(Debug, Serialize, JsonSchema)]
struct ProfileEntry {
    /// The id in the plan.
    id: String,
    /// The values that will do, by attribute.
    #[serde(skip_serializing_if = "Object::is_empty")]
    attributes: Object<Vec<String>>,
    /// The pool's values that will not do, by attribute.
    #[serde(skip_serializing_if = "Object::is_empty")]
    none_of: Object<Vec<String>>,
    /// Attributes in which they must have a value that nobody in the pool has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new_to_pool: Vec<String>,
    /// The least level by topic.
    #[serde(skip_serializing_if = "Object::is_empty")]
    expertise: Object<u8>,
    /// The slots in which they must be free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    free: Vec<String>,
    seats: Vec<PlaceEntry>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PlaceEntry {
    panel: String,
    role: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PriceEntry {
    rule: String,
    /// A wish taken as a requirement, rather than a requirement taken away.
    wish: bool,
    /// Whether there is a plan then.
    possible: bool,
    goals: Vec<ChangeEntry>,
    /// Both sides are proven best.
    proven: bool,
    /// The same in words.
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ChangeEntry {
    #[serde(flatten)]
    goal: GoalEntry,
    now: Decimal,
    then: Decimal,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReasonEntry {
    panel: String,
    speaker: String,
    /// Whether the best plan seats the speaker there.
    seated: bool,
    /// Each goal now, and in the best plan in which it is the other way round.
    goals: Vec<ChangeEntry>,
    /// Both are proven best, or it is proven that there is no other.
    proven: bool,
    /// Why it can't be the other way round.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<ConflictEntry>,
    /// The best plan in which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<Vec<PanelEntry>>,
    /// The same in words.
    text: String,
}

/// The document of the verb `explain`.
pub(crate) fn explained(forum: &Forum, explanation: &Explanation, why: &[Reason], language: Language) -> Explained {
    Explained {
        version: Version,
        forum: forum.id.clone(),
        status: match explanation.feasible {
            Some(true) => Standing::Feasible,
            Some(false) => Standing::Infeasible,
            None => Standing::Unknown,
        },
        parts: parts(forum, explanation, language),
        prices: explanation.prices.iter().map(|price| price_entry(forum, price, language)).collect(),
        why: why.iter().map(|reason| reason_entry(forum, reason, language)).collect(),
    }
}

/// Conflicts, concessions and invitations, for an infeasible answer too.
pub(crate) fn parts(forum: &Forum, explanation: &Explanation, language: Language) -> Parts {
    Parts {
        conflicts: explanation.conflicts.iter().map(|one| conflict(forum, one, language)).collect(),
        concessions: explanation.concessions.iter().map(|one| concession(forum, one, language)).collect(),
        invitations: explanation.invitations.iter().map(|one| invitation(forum, one, language)).collect(),
        limited: explanation.limited,
    }
}

fn object<T: Clone>(pairs: &[(String, T)]) -> Object<T> {
    pairs.iter().cloned().collect()
}

fn conflict(forum: &Forum, conflict: &Conflict, language: Language) -> ConflictEntry {
    ConflictEntry {
        rules: conflict.rules.iter().map(clash).collect(),
        panels: conflict.panels.clone(),
        also: conflict.also.clone(),
        minimal: conflict.minimal,
        figures: conflict.figures.iter().map(figure).collect(),
        text: report::conflict(language, forum, conflict),
    }
}

fn clash(clash: &Clash) -> ClashEntry {
    ClashEntry {
        rule: clash.rule.clone(),
        group: object(&clash.group),
        whole: clash.whole,
        bounds: Bounds {
            at_least: clash.at_least.map(Bound::from),
            at_most: clash.at_most.map(Bound::from),
            at_most_apart: clash.at_most_apart.map(Decimal),
        },
        without: clash.witness.as_ref().map(plan),
    }
}

fn figure(figure: &Figure) -> FigureEntry {
    match figure {
        Figure::Candidates { rule, group, speakers, kept_away, values } => FigureEntry::Candidates {
            rule: rule.clone(),
            group: object(group),
            speakers: *speakers,
            kept_away: *kept_away,
            values: values.iter().map(|(name, counts)| (name.clone(), object(counts))).collect(),
        },
        Figure::Attainable { rule, group, asked, best } => FigureEntry::Attainable {
            rule: rule.clone(),
            group: object(group),
            asked: Decimal(*asked),
            best: Decimal(*best),
        },
    }
}

fn loosened(one: &Loosened) -> LoosenedEntry {
    LoosenedEntry {
        rule: one.rule.clone(),
        group: object(&one.group),
        count: Decimal(one.count),
        bounds: Bounds {
            at_least: one.at_least.map(Bound::from),
            at_most: one.at_most.map(Bound::from),
            at_most_apart: one.at_most_apart.map(Decimal),
        },
        by: Decimal(one.by),
        dropped: one.dropped,
    }
}

fn concession(forum: &Forum, concession: &Concession, language: Language) -> ConcessionEntry {
    let moves = concession.moves.iter();
    ConcessionEntry {
        cost: concession.cost,
        proven: concession.proven,
        loosened: concession.loosened.iter().map(loosened).collect(),
        moves: moves
            .map(|one| MoveEntry { panel: one.panel.clone(), from: one.from.clone(), to: one.to.clone() })
            .collect(),
        plan: plan(&concession.plan),
        goals: concession.goals.iter().map(goal_value).collect(),
        text: report::concession(language, forum, concession),
    }
}

fn invitation(forum: &Forum, invitation: &Invitation, language: Language) -> InvitationEntry {
    InvitationEntry {
        people: invitation.people.iter().map(profile).collect(),
        loosened: invitation.loosened.iter().map(loosened).collect(),
        fewest: invitation.fewest,
        plan: plan(&invitation.plan),
        goals: invitation.goals.iter().map(goal_value).collect(),
        text: report::invitation(language, forum, invitation),
    }
}

fn profile(profile: &Profile) -> ProfileEntry {
    let seats = profile.seats.iter();
    ProfileEntry {
        id: profile.id.clone(),
        attributes: object(&profile.attributes),
        none_of: object(&profile.none_of),
        new_to_pool: profile.new_to_pool.clone(),
        expertise: object(&profile.expertise),
        free: profile.free.clone(),
        seats: seats.map(|(panel, role)| PlaceEntry { panel: panel.clone(), role: role.clone() }).collect(),
    }
}

fn change(change: &Change) -> ChangeEntry {
    ChangeEntry { goal: named(&change.goal), now: Decimal(change.now), then: Decimal(change.then) }
}

fn price_entry(forum: &Forum, price: &Price, language: Language) -> PriceEntry {
    PriceEntry {
        rule: price.rule.clone(),
        wish: price.wish,
        possible: price.possible,
        goals: price.goals.iter().map(change).collect(),
        proven: price.proven,
        text: report::price(language, forum, price),
    }
}

fn reason_entry(forum: &Forum, reason: &Reason, language: Language) -> ReasonEntry {
    ReasonEntry {
        panel: reason.panel.clone(),
        speaker: reason.speaker.clone(),
        seated: reason.seated,
        goals: reason.goals.iter().map(change).collect(),
        proven: reason.proven,
        conflicts: reason.conflicts.iter().map(|one| conflict(forum, one, language)).collect(),
        otherwise: reason.otherwise.as_ref().map(plan),
        text: report::reason(language, forum, reason),
    }
}
