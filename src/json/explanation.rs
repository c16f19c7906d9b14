//! From explanations to their form on the wire, each part with its words.

use super::answer::plan;
use super::certificate::proof;
use super::explained::{
    Bounds, ChangeEntry, ClashEntry, ConcessionEntry, ConflictEntry, Explained, FigureEntry, InvitationEntry,
    LoosenedEntry, MoveEntry, Parts, PlaceEntry, PriceEntry, ProfileEntry, ReasonEntry, Standing,
};
use super::tally::{goal_value, named};
use super::wire::{Bound, Decimal, Object, Version};
use crate::{
    Change, Clash, Concession, Conflict, Explanation, Figure, Forum, Invitation, Language, Loosened, Price, Profile,
    Reason, report,
};

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
        proofs: conflict.proofs.iter().map(proof).collect(),
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
        changes: invitation.changes.iter().map(change).collect(),
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
