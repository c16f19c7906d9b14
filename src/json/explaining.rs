//! An explanation as it is claimed: read for checking.

use super::certificate::ProofEntry;
use super::claims::{Exact, GoalClaim, PanelClaim, named, plan};
use super::wire::{Bound, Object};
use crate::verify::explained::{
    ClaimedClash, ClaimedConcession, ClaimedConflict, ClaimedInvitation, ClaimedLoosening, ClaimedMove, ClaimedParts,
    Stated,
};
use crate::{GoalValue, Profile};
use serde::Deserialize;

/// The parts of an answer that explain; what a checker doesn't look at is passed over.
#[derive(Deserialize)]
pub(super) struct Explaining {
    #[serde(default)]
    conflicts: Vec<ConflictClaim>,
    #[serde(default)]
    concessions: Vec<ConcessionClaim>,
    #[serde(default)]
    invitations: Vec<InvitationClaim>,
}

#[derive(Deserialize)]
struct ConflictClaim {
    rules: Vec<ClashClaim>,
    #[serde(default)]
    also: Vec<String>,
    minimal: bool,
    #[serde(default)]
    proofs: Vec<ProofEntry>,
}

#[derive(Deserialize)]
struct StatedClaim {
    rule: String,
    group: Object<String>,
    at_least: Option<Bound>,
    at_most: Option<Bound>,
    at_most_apart: Option<Exact>,
}

#[derive(Deserialize)]
struct ClashClaim {
    #[serde(flatten)]
    of: StatedClaim,
    #[serde(default)]
    whole: bool,
    without: Option<Vec<PanelClaim>>,
}

#[derive(Deserialize)]
struct LooseningClaim {
    #[serde(flatten)]
    of: StatedClaim,
    count: Exact,
    by: Exact,
}

#[derive(Deserialize)]
struct MoveClaim {
    panel: String,
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct ConcessionClaim {
    cost: u64,
    loosened: Vec<LooseningClaim>,
    #[serde(default)]
    moves: Vec<MoveClaim>,
    plan: Vec<PanelClaim>,
    goals: Vec<GoalClaim>,
}

#[derive(Deserialize)]
struct InvitationClaim {
    people: Vec<ProfileClaim>,
    #[serde(default)]
    loosened: Vec<LooseningClaim>,
    plan: Vec<PanelClaim>,
}

#[derive(Deserialize)]
struct ProfileClaim {
    id: String,
    #[serde(default)]
    attributes: Object<Vec<String>>,
    #[serde(default)]
    none_of: Object<Vec<String>>,
    #[serde(default)]
    new_to_pool: Vec<String>,
    #[serde(default)]
    expertise: Object<u8>,
    #[serde(default)]
    free: Vec<String>,
    seats: Vec<PlaceClaim>,
}

#[derive(Deserialize)]
struct PlaceClaim {
    panel: String,
    role: String,
}

/// The claims, without their words.
pub(super) fn parts(explaining: Explaining) -> Result<ClaimedParts, String> {
    let clash =
        |clash: ClashClaim| ClaimedClash { of: stated(clash.of), whole: clash.whole, without: clash.without.map(plan) };
    let conflict = |conflict: ConflictClaim| {
        let read = |proof: ProofEntry| proof.read().ok_or("a conflict's proof has a list of pairs that is none");
        Ok::<_, String>(ClaimedConflict {
            rules: conflict.rules.into_iter().map(clash).collect(),
            also: conflict.also,
            minimal: conflict.minimal,
            proofs: conflict.proofs.into_iter().map(read).collect::<Result<_, _>>()?,
        })
    };
    Ok(ClaimedParts {
        conflicts: explaining.conflicts.into_iter().map(conflict).collect::<Result<_, _>>()?,
        concessions: explaining.concessions.into_iter().map(concession).collect::<Result<_, String>>()?,
        invitations: explaining.invitations.into_iter().map(invitation).collect(),
    })
}

fn stated(claim: StatedClaim) -> Stated {
    Stated {
        rule: claim.rule,
        group: claim.group.0.into_iter().collect(),
        at_least: claim.at_least.map(crate::Bound::from),
        at_most: claim.at_most.map(crate::Bound::from),
        at_most_apart: claim.at_most_apart.map(|apart| apart.0),
    }
}

fn loosening(claim: LooseningClaim) -> ClaimedLoosening {
    ClaimedLoosening { of: stated(claim.of), count: claim.count.0, by: claim.by.0 }
}

fn concession(claim: ConcessionClaim) -> Result<ClaimedConcession, String> {
    let lacks = || "a concession's goal lacks its value".to_owned();
    let values = named(claim.goals)
        .into_iter()
        .map(|(goal, value, _)| Ok::<_, String>(GoalValue { goal, value: value.ok_or_else(lacks)? }));
    let moved = |moved: MoveClaim| ClaimedMove { panel: moved.panel, from: moved.from, to: moved.to };
    Ok(ClaimedConcession {
        cost: claim.cost,
        goals: values.collect::<Result<_, _>>()?,
        loosened: claim.loosened.into_iter().map(loosening).collect(),
        moves: claim.moves.into_iter().map(moved).collect(),
        plan: plan(claim.plan),
    })
}

fn invitation(claim: InvitationClaim) -> ClaimedInvitation {
    let profile = |person: ProfileClaim| Profile {
        id: person.id,
        attributes: person.attributes.0.into_iter().collect(),
        none_of: person.none_of.0.into_iter().collect(),
        new_to_pool: person.new_to_pool,
        expertise: person.expertise.0.into_iter().collect(),
        free: person.free,
        seats: person.seats.into_iter().map(|place| (place.panel, place.role)).collect(),
    };
    ClaimedInvitation {
        people: claim.people.into_iter().map(profile).collect(),
        loosened: claim.loosened.into_iter().map(loosening).collect(),
        plan: plan(claim.plan),
    }
}
