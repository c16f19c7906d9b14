//! Confirming a plan that is about to leave the library, and everything that is claimed of it.

use super::{Counted, Refutation, count, seats_of};
use crate::{Forum, GoalName, GoalValue, Plan, Tally};
use std::collections::{HashMap, HashSet};

/// Every reason to refuse a plan, or the goals' values and tallies claimed of it; none confirms them all.
///
/// The plan is counted from the forum's speakers and seats; nothing is solved, and no claim is taken over. That no better
/// plan exists is not checked here. Cost: linear in the seats times the rules.
///
/// ```
/// use convener::{Answer, Forum, GoalValue, Options, Panel, Speaker};
/// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 1, 1));
/// let Answer::Optimal(mut best) = convener::solve(&forum, &Options::default())? else { unreachable!() };
/// let goals: Vec<GoalValue> =
///     best.goals.iter().map(|goal| GoalValue { goal: goal.goal.clone(), value: goal.value }).collect();
/// assert!(convener::confirm(&forum, &best.plan, &goals, &best.rules).is_empty());
/// best.plan.panels[0].seats.clear();
/// assert!(!convener::confirm(&forum, &best.plan, &goals, &best.rules).is_empty());
/// # Ok::<(), convener::Error>(())
/// ```
#[must_use]
pub fn confirm(forum: &Forum, plan: &Plan, goals: &[GoalValue], rules: &[Tally]) -> Vec<Refutation> {
    let mut refutations = shape(forum, plan);
    match count(forum, &seats_of(plan)) {
        Ok(counted) => {
            refutations.extend(counted.broken().map(|tally| Refutation::Broken(Box::new(tally.clone()))));
            claimed_goals(&counted, goals, &mut refutations);
            claimed_tallies(&counted, rules, &mut refutations);
        }
        Err(_) => refutations.push(Refutation::TooLarge),
    }
    refutations
}

/// The count of a plan that keeps every requirement, or every reason why it is none.
pub(crate) fn sound(forum: &Forum, plan: &Plan) -> Result<Counted, Vec<Refutation>> {
    let mut refutations = shape(forum, plan);
    let Ok(counted) = count(forum, &seats_of(plan)) else {
        refutations.push(Refutation::TooLarge);
        return Err(refutations);
    };
    refutations.extend(counted.broken().map(|tally| Refutation::Broken(Box::new(tally.clone()))));
    if refutations.is_empty() { Ok(counted) } else { Err(refutations) }
}

/// Why a plan is none of the forum's panels and seats, whatever it keeps.
pub(super) fn shape(forum: &Forum, plan: &Plan) -> Vec<Refutation> {
    let mut refutations = Vec::new();
    panels(forum, plan, &mut refutations);
    seats(forum, plan, &mut refutations);
    refutations
}

fn panels(forum: &Forum, plan: &Plan, refutations: &mut Vec<Refutation>) {
    let known: HashSet<&str> = forum.panels.iter().map(|panel| panel.id.as_str()).collect();
    let mut found = HashSet::new();
    for panel in &plan.panels {
        let id = panel.panel.as_str();
        if !known.contains(id) {
            refutations.push(Refutation::PanelUnknown { panel: id.to_owned() });
        } else if !found.insert(id) {
            refutations.push(Refutation::PanelTwice { panel: id.to_owned() });
        }
    }
    let missing = forum.panels.iter().filter(|panel| !found.contains(panel.id.as_str()));
    refutations.extend(missing.map(|panel| Refutation::PanelMissing { panel: panel.id.clone() }));
    // The order says something only of a plan that has each panel once.
    if refutations.is_empty() {
        let pairs = forum.panels.iter().zip(&plan.panels);
        if let Some(position) = pairs.clone().position(|(panel, planned)| panel.id != planned.panel) {
            refutations.push(Refutation::PanelsOutOfOrder { position });
        }
    }
}

fn seats(forum: &Forum, plan: &Plan, refutations: &mut Vec<Refutation>) {
    let pool: HashSet<&str> = forum.speakers.iter().map(|speaker| speaker.id.as_str()).collect();
    let panels: HashMap<&str, _> = forum.panels.iter().map(|panel| (panel.id.as_str(), panel)).collect();
    let mut held = HashSet::new();
    for planned in &plan.panels {
        let panel = planned.panel.clone();
        for seat in &planned.seats {
            let on = panels.get(panel.as_str());
            if on.is_some_and(|on| !on.seats.iter().any(|seats| seats.role == seat.role)) {
                refutations.push(Refutation::RoleUnknown { panel: panel.clone(), role: seat.role.clone() });
            }
            if !pool.contains(seat.speaker.as_str()) {
                let speaker = seat.speaker.clone();
                refutations.push(Refutation::SpeakerUnknown { panel: panel.clone(), speaker });
            }
            if !held.insert((planned.panel.as_str(), seat)) {
                let (role, speaker) = (seat.role.clone(), seat.speaker.clone());
                refutations.push(Refutation::SeatTwice { panel: panel.clone(), role, speaker });
            }
        }
    }
}

fn claimed_goals(counted: &Counted, claimed: &[GoalValue], refutations: &mut Vec<Refutation>) {
    let before = refutations.len();
    let same = |left: &GoalName, right: &GoalName| left == right;
    for value in &counted.goals {
        if !claimed.iter().any(|claim| same(&claim.goal, &value.goal)) {
            refutations.push(Refutation::GoalMissing(value.goal.clone()));
        }
    }
    for (position, claim) in claimed.iter().enumerate() {
        let again = claimed.iter().take(position).any(|earlier| same(&earlier.goal, &claim.goal));
        match counted.goals.iter().find(|value| same(&value.goal, &claim.goal)) {
            Some(value) if !again => {
                if value.value != claim.value {
                    let (claimed, counted) = (claim.value, value.value);
                    refutations.push(Refutation::GoalDiffers { goal: claim.goal.clone(), claimed, counted });
                }
            }
            _ => refutations.push(Refutation::GoalExtra(claim.goal.clone())),
        }
    }
    let in_order = claimed.iter().zip(&counted.goals).all(|(claim, value)| same(&claim.goal, &value.goal));
    if refutations.len() == before && !in_order {
        refutations.push(Refutation::GoalsOutOfOrder);
    }
}

/// What a tally is about: the rule, its group, and whether it is of the group's count or of a family's spread.
type About<'a> = (&'a str, &'a [(String, String)], bool);

fn about(tally: &Tally) -> About<'_> {
    (&tally.rule, &tally.group, tally.at_most_apart.is_some())
}

fn claimed_tallies(counted: &Counted, claimed: &[Tally], refutations: &mut Vec<Refutation>) {
    let before = refutations.len();
    // The same pin may stand twice in a forum, so one subject may have several tallies.
    let mut waiting: HashMap<About<'_>, Vec<&Tally>> = HashMap::with_capacity(counted.rules.len());
    for tally in counted.rules.iter().rev() {
        waiting.entry(about(tally)).or_default().push(tally);
    }
    for claim in claimed {
        match waiting.get_mut(&about(claim)).and_then(Vec::pop) {
            None => refutations.push(Refutation::TallyExtra(Box::new(claim.clone()))),
            Some(tally) if tally != claim => refutations
                .push(Refutation::TallyDiffers { claimed: Box::new(claim.clone()), counted: Box::new(tally.clone()) }),
            Some(_) => {}
        }
    }
    let unclaimed = counted.rules.iter().filter(|tally| {
        let left = waiting.get(&about(tally)).map_or(&[][..], Vec::as_slice);
        left.iter().any(|waiting| std::ptr::eq(*waiting, *tally))
    });
    refutations.extend(unclaimed.map(|tally| Refutation::TallyMissing(Box::new(tally.clone()))));
    if refutations.len() == before && claimed != counted.rules {
        refutations.push(Refutation::TalliesOutOfOrder);
    }
}
