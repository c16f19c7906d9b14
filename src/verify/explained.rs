//! Checking what an explanation shows by plans: that a conflict falls with any one of its rules, and what a concession
//! costs. That a conflict's rules exclude each other has no proof of its own.

use super::verdict::{Finding, Verdict};
use super::{count, seats_of};
use crate::{Forum, Number, Plan, Tally};

/// A rule of a conflict, in a group or as a whole, with a plan that keeps the others.
pub(crate) struct ClaimedClash {
    pub rule: String,
    pub group: Vec<(String, String)>,
    pub whole: bool,
    pub without: Option<Plan>,
}

/// A bound that a concession loosens.
pub(crate) struct ClaimedLoosening {
    pub rule: String,
    pub group: Vec<(String, String)>,
    pub count: Number,
    pub by: Number,
    pub dropped: bool,
}

/// A concession: what is loosened, the panels in other slots, the plan, its goals' values.
pub(crate) struct ClaimedConcession {
    pub loosened: Vec<ClaimedLoosening>,
    /// Panel and its new slot.
    pub moves: Vec<(String, String)>,
    pub plan: Plan,
    pub goals: Vec<Number>,
}

/// Adds what is found of each conflict and concession.
pub(crate) fn explained(
    forum: &Forum,
    conflicts: &[Vec<ClaimedClash>],
    concessions: &[ClaimedConcession],
    verdict: &mut Verdict,
) {
    for (number, conflict) in (1..).zip(conflicts) {
        let unproven = "that its rules exclude each other is not proven by itself".to_owned();
        verdict.add(format!("conflict/{number}"), Finding::NotClaimed(unproven));
        verdict.add(format!("conflict/{number}/minimal"), minimal(forum, conflict));
    }
    for (number, concession) in (1..).zip(concessions) {
        let found = conceded(forum, concession);
        verdict.add(format!("concession/{number}"), found.map_or_else(Finding::Refuted, |()| Finding::Confirmed));
    }
}

/// Whether each rule's plan keeps all the others.
fn minimal(forum: &Forum, conflict: &[ClaimedClash]) -> Finding {
    for (dropped, clash) in conflict.iter().enumerate() {
        let Some(plan) = &clash.without else {
            return Finding::NotClaimed(format!("there is no plan without rule `{}`", clash.rule));
        };
        let Ok(counted) = count(forum, &seats_of(plan)) else {
            return Finding::Refuted("a count is too large".into());
        };
        for (other, kept) in conflict.iter().enumerate() {
            let broken = |tally: &Tally| !tally.is_met() && kept.is_of(tally);
            if other != dropped && counted.rules.iter().any(broken) {
                return Finding::Refuted(format!("the plan without rule `{}` breaks rule `{}`", clash.rule, kept.rule));
            }
        }
    }
    Finding::Confirmed
}

impl ClaimedClash {
    fn is_of(&self, tally: &Tally) -> bool {
        let within = || {
            self.group
                .iter()
                .all(|pair| tally.group.iter().all(|(key, _)| *key != pair.0) || tally.group.contains(pair))
        };
        tally.rule == self.rule && if self.whole { within() } else { tally.group == self.group }
    }
}

/// Whether the concession's plan breaks what is loosened and nothing else, by no more than that.
fn conceded(forum: &Forum, concession: &ClaimedConcession) -> Result<(), String> {
    let mut forum = forum.clone();
    for (panel, slot) in &concession.moves {
        let moved = forum.panels.iter_mut().find(|other| other.id == *panel);
        moved.ok_or_else(|| format!("the forum has no panel `{panel}`"))?.slot = Some(slot.clone());
    }
    let counted = count(&forum, &seats_of(&concession.plan)).map_err(|overflow| overflow.to_string())?;
    for tally in counted.broken() {
        let of = |loosened: &&ClaimedLoosening| loosened.rule == tally.rule && loosened.group == tally.group;
        let enough = |loosened: &ClaimedLoosening| loosened.dropped || loosened.by >= tally.short;
        match concession.loosened.iter().find(of) {
            None => return Err(format!("its plan breaks rule `{}`, which is not conceded", tally.rule)),
            Some(loosened) if loosened.count != tally.count || !enough(loosened) => {
                return Err(format!("its plan breaks rule `{}` by other than is said", tally.rule));
            }
            Some(_) => {}
        }
    }
    let values: Vec<Number> = counted.goals.iter().map(|goal| goal.value).collect();
    if values == concession.goals { Ok(()) } else { Err("its plan's goals count otherwise".into()) }
}
