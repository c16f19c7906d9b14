//! Checking what an explanation shows: that a conflict falls with any one of its rules, what a concession costs, that
//! inviting is enough, all by plans; that a conflict's rules exclude each other, by proofs. That nothing is cheaper has none.

use super::confirm::shape;
use super::excluding::{Said, excluding};
use super::guests::Guests;
use super::verdict::{Finding, Verdict};
use super::{Counted, count, seats_of};
use crate::{Bound, Concede, DraftSeat, Forum, GoalValue, Number, Plan, Profile, Proof, Tally};

/// A statement, with the bounds that are said of it.
pub(crate) struct Stated {
    pub rule: String,
    pub group: Vec<(String, String)>,
    pub at_least: Option<Bound>,
    pub at_most: Option<Bound>,
    pub at_most_apart: Option<Number>,
}

/// A rule of a conflict, in a group or as a whole, with a plan that keeps the others.
pub(crate) struct ClaimedClash {
    pub of: Stated,
    pub whole: bool,
    pub without: Option<Plan>,
}

/// Rules that are said to exclude each other.
pub(crate) struct ClaimedConflict {
    pub rules: Vec<ClaimedClash>,
    /// Panels of which the same is said.
    pub also: Vec<String>,
    pub minimal: bool,
    /// That they do, then the same of each such panel.
    pub proofs: Vec<Proof>,
}

/// A bound that a concession loosens.
pub(crate) struct ClaimedLoosening {
    pub of: Stated,
    pub count: Number,
    pub by: Number,
}

/// A panel in another slot.
pub(crate) struct ClaimedMove {
    pub panel: String,
    pub from: String,
    pub to: String,
}

/// A concession: its cost, what is loosened, the panels in other slots, the plan, its goals' values.
pub(crate) struct ClaimedConcession {
    pub cost: u64,
    pub loosened: Vec<ClaimedLoosening>,
    pub moves: Vec<ClaimedMove>,
    pub plan: Plan,
    pub goals: Vec<GoalValue>,
}

/// People to invite, with a plan that seats them.
pub(crate) struct ClaimedInvitation {
    pub people: Vec<Profile>,
    pub loosened: Vec<ClaimedLoosening>,
    pub plan: Plan,
}

/// What an explanation claims.
#[derive(Default)]
pub(crate) struct ClaimedParts {
    pub conflicts: Vec<ClaimedConflict>,
    pub concessions: Vec<ClaimedConcession>,
    pub invitations: Vec<ClaimedInvitation>,
}

/// Adds what is found of each conflict, concession and invitation.
pub(crate) fn explained(forum: &Forum, parts: &ClaimedParts, verdict: &mut Verdict) {
    let unproven = |what: &str| Finding::NotClaimed(format!("{what} is not proven by itself"));
    let found = |found: Result<(), String>| found.map_or_else(Finding::Refuted, |()| Finding::Confirmed);
    let proven = excluding(forum, &parts.conflicts);
    for ((number, conflict), excluding) in (1..).zip(&parts.conflicts).zip(proven) {
        let names = std::iter::once(format!("conflict/{number}"))
            .chain(conflict.also.iter().map(|panel| format!("conflict/{number}/also/{panel}")));
        names.zip(excluding).for_each(|(name, finding)| verdict.add(name, finding));
        let lacks = conflict.rules.iter().find(|clash| clash.without.is_none());
        let minimal = match lacks {
            Some(_) if !conflict.minimal => Finding::NotClaimed("that it is minimal is not said".into()),
            Some(clash) => Finding::Refuted(format!("no plan is given without rule `{}`", clash.of.rule)),
            None => found(minimal(forum, &conflict.rules)),
        };
        verdict.add(format!("conflict/{number}/minimal"), minimal);
    }
    for (number, concession) in (1..).zip(&parts.concessions) {
        verdict.add(format!("concession/{number}"), found(conceded(forum, concession)));
        verdict.add(format!("concession/{number}/cheapest"), unproven("that nothing is cheaper"));
    }
    for (number, invitation) in (1..).zip(&parts.invitations) {
        verdict.add(format!("invitation/{number}"), found(invited(forum, invitation)));
        verdict.add(format!("invitation/{number}/fewest"), unproven("that fewer people don't do"));
    }
}

/// A count of seats that are the forum's, each once.
fn counted(forum: &Forum, plan: &Plan) -> Result<Counted, String> {
    if let Some(wrong) = shape(forum, plan).first() {
        return Err(format!("its plan is none: {wrong}"));
    }
    count(forum, &seats_of(plan)).map_err(|overflow| overflow.to_string())
}

/// Whether each rule's plan keeps all the others, and not the rule itself.
fn minimal(forum: &Forum, conflict: &[ClaimedClash]) -> Result<(), String> {
    for (dropped, clash) in conflict.iter().enumerate() {
        let Some(plan) = &clash.without else { continue };
        let whole = counted(forum, plan)?;
        let panel = conflict.iter().find_map(ClaimedClash::panel);
        let on_panel = panel.map(|panel| on(forum, plan, panel)).transpose()?;
        for (other, kept) in conflict.iter().enumerate() {
            // A rule as a whole on one panel says nothing of the seats of others.
            let tallies = kept.panel().and(on_panel.as_ref()).unwrap_or(&whole);
            let mut broken =
                tallies.rules.iter().filter(|tally| !tally.wish && !tally.is_met() && kept.is_of(&Said::of(tally)));
            match broken.next() {
                Some(_) if other != dropped => {
                    let (without, rule) = (&clash.of.rule, &kept.of.rule);
                    return Err(format!("the plan without rule `{without}` breaks rule `{rule}`"));
                }
                None if other == dropped => {
                    return Err(format!("the plan without rule `{}` keeps it", clash.of.rule));
                }
                Some(tally) if !kept.whole && !kept.of.is_bounded_as(tally) => {
                    return Err(format!("rule `{}` has other bounds", kept.of.rule));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// The count of one panel's seats, as if no others were filled.
fn on(forum: &Forum, plan: &Plan, panel: &str) -> Result<Counted, String> {
    let seats: Vec<DraftSeat> = seats_of(plan).into_iter().filter(|seat| seat.panel == panel).collect();
    count(forum, &seats).map_err(|overflow| overflow.to_string())
}

impl Stated {
    /// Whether a tally has the bounds that are said, as far as any are.
    pub(super) fn is_bounded_as(&self, tally: &Tally) -> bool {
        self.at_least.is_none_or(|bound| tally.at_least == Some(bound))
            && self.at_most.is_none_or(|bound| tally.at_most == Some(bound))
            && self.at_most_apart == tally.at_most_apart
    }

    fn names(&self, tally: &Tally) -> bool {
        self.is(&Said::of(tally))
    }

    fn is(&self, said: &Said) -> bool {
        self.rule == said.rule && self.group == said.group && self.at_most_apart.is_some() == said.apart
    }
}

impl ClaimedClash {
    /// The panel on which a whole rule is meant.
    fn panel(&self) -> Option<&str> {
        let panel = || self.of.group.iter().find(|(key, _)| key == "panel").map(|(_, panel)| panel.as_str());
        if self.whole { panel() } else { None }
    }

    /// Whether what is said is this statement's; a whole one may be a kind of what always holds, such as `seats`.
    pub(super) fn is_of(&self, said: &Said) -> bool {
        if !self.whole {
            return self.of.is(said);
        }
        let (kind, about) = said.rule.split_once('/').unwrap_or((&said.rule, ""));
        let by_panel = ["seats", "one_seat", "pin", "bar"].contains(&kind);
        let here = |panel: &str| !by_panel || about.split('/').next() == Some(panel);
        let within =
            |pair: &(String, String)| said.group.iter().all(|(key, _)| *key != pair.0) || said.group.contains(pair);
        self.of.rule == said.rule && self.of.group.iter().all(within)
            || self.of.rule == kind && !about.is_empty() && self.panel().is_none_or(here)
    }
}

impl ClaimedClash {
    /// Whether what is said is this statement's on another panel: of the same rule, and in a group that differs in the
    /// panel, its topic or its slot alone.
    pub(super) fn is_like(&self, said: &Said, panel: &str) -> bool {
        let apart = |group: &[(String, String)]| -> Vec<(String, String)> {
            let place = |key: &str| ["panel", "topic", "slot"].contains(&key);
            group.iter().filter(|(key, _)| !place(key)).cloned().collect()
        };
        let of_kind = |rule: &str| ["seats/", "one_seat/"].into_iter().find(|kind| rule.starts_with(kind));
        let own = |rule: &str| of_kind(rule).map_or_else(|| rule.to_owned(), str::to_owned);
        let on = said.group.iter().find(|(key, _)| key == "panel").map(|(_, panel)| panel.as_str());
        let on = of_kind(&said.rule).and_then(|kind| said.rule.strip_prefix(kind)).or(on);
        if self.whole {
            let group = self
                .of
                .group
                .iter()
                .map(|(key, of)| (key.clone(), if key == "panel" { panel.to_owned() } else { of.clone() }));
            let of = Stated { rule: self.of.rule.clone(), group: group.collect(), ..self.of };
            return Self { of, whole: true, without: None }.is_of(said);
        }
        own(&self.of.rule) == own(&said.rule)
            && apart(&self.of.group) == apart(&said.group)
            && self.of.at_most_apart.is_some() == said.apart
            && on.is_none_or(|on| on == panel)
    }
}

/// Whether the concession's plan breaks what is loosened and nothing else, by so much, at that cost.
fn conceded(forum: &Forum, concession: &ClaimedConcession) -> Result<(), String> {
    let forum = moved(forum, &concession.moves)?;
    let counted = counted(&forum, &concession.plan)?;
    let mut cost = concession.moves.len() as u64;
    for tally in counted.broken() {
        let Some(loosened) = concession.loosened.iter().find(|loosened| loosened.of.names(tally)) else {
            return Err(format!("its plan breaks rule `{}`, which is not conceded", tally.rule));
        };
        if loosened.count != tally.count || loosened.by != tally.short || !loosened.of.is_bounded_as(tally) {
            return Err(format!("its plan breaks rule `{}` by other than is said", tally.rule));
        }
        let weight = weight(&forum, &tally.rule).ok_or_else(|| format!("rule `{}` is never conceded", tally.rule))?;
        let units = tally.short.whole().and_then(|units| u64::try_from(units).ok());
        let more = units.and_then(|units| units.checked_mul(weight.into()));
        cost = more.and_then(|more| cost.checked_add(more)).ok_or("its cost is too large")?;
    }
    let broken = |loosened: &ClaimedLoosening| counted.broken().any(|tally| loosened.of.names(tally));
    if let Some(kept) = concession.loosened.iter().find(|loosened| !broken(loosened)) {
        return Err(format!("its plan keeps rule `{}`, which it is said to break", kept.of.rule));
    }
    if cost != concession.cost {
        return Err(format!("it costs {cost}, not {}", concession.cost));
    }
    if counted.goals == concession.goals { Ok(()) } else { Err("its plan's goals count otherwise".into()) }
}

/// The forum with panels in other panels' slots, and so on their days.
fn moved(forum: &Forum, moves: &[ClaimedMove]) -> Result<Forum, String> {
    let mut changed = forum.clone();
    for moved in moves {
        let day = forum.panels.iter().find(|panel| panel.slot.as_ref() == Some(&moved.to)).map(|panel| &panel.day);
        let panel = changed.panels.iter_mut().find(|panel| panel.id == moved.panel);
        let panel = panel.filter(|panel| panel.slot.as_ref() == Some(&moved.from));
        let (Some(panel), Some(day)) = (panel, day) else {
            return Err(format!("panel `{}` can't be moved so", moved.panel));
        };
        panel.slot = Some(moved.to.clone());
        if day.is_some() {
            panel.day.clone_from(day);
        }
    }
    Ok(changed)
}

/// What a unit of a rule costs; nothing where it is a fact or never conceded.
fn weight(forum: &Forum, id: &str) -> Option<u32> {
    let own = forum.rules.iter().chain(forum.panels.iter().flat_map(|panel| &panel.rules)).find(|rule| rule.id == id);
    match own.map(|rule| rule.concede) {
        Some(Some(Concede::Weight(weight))) => Some(weight),
        Some(Some(Concede::Never)) => None,
        Some(None) => Some(1),
        None => {
            let fact = ["one_seat/", "slot/", "roles/", "unavailable/"].iter().any(|kind| id.starts_with(kind));
            (!fact).then_some(1)
        }
    }
}

/// Whether the plan holds with people of these profiles, whatever single thing is different about one of them.
fn invited(forum: &Forum, invitation: &ClaimedInvitation) -> Result<(), String> {
    let guests = Guests::new(forum, &invitation.people)?;
    let seats = seats_of(&invitation.plan);
    for person in &invitation.people {
        let seated = seats.iter().filter(|seat| seat.speaker == person.id).map(|seat| (&seat.panel, &seat.role));
        if !seated.eq(person.seats.iter().map(|(panel, role)| (panel, role))) || person.seats.is_empty() {
            return Err(format!("the plan seats `{}` otherwise than is said", person.id));
        }
    }
    let mut joined = forum.clone();
    guests.each(|people, who| {
        joined.speakers.truncate(forum.speakers.len());
        joined.speakers.extend_from_slice(people);
        for tally in counted(&joined, &invitation.plan)?.broken() {
            let within = |loosened: &ClaimedLoosening| loosened.of.names(tally) && loosened.by >= tally.short;
            if !invitation.loosened.iter().any(within) {
                return Err(format!("with {who} its plan breaks rule `{}`", tally.rule));
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_whole_rule_on_one_panel_is_like_itself_on_another() {
        let is_like = |rule: &str, own: &[(&str, &str)], (said, pairs): (&str, &[(&str, &str)])| {
            let (rule, own) = (rule.to_owned(), group(own));
            let of = Stated { rule, group: own, at_least: None, at_most: None, at_most_apart: None };
            let said = Said { rule: said.to_owned(), group: group(pairs), apart: false };
            ClaimedClash { of, whole: true, without: None }.is_like(&said, "p2")
        };
        let own = [("panel", "p1"), ("sector", "ngo")];
        assert!(is_like("mix", &own, ("mix", &[("panel", "p2"), ("sector", "ngo")])));
        assert!(!is_like("mix", &own, ("mix", &[("panel", "p1"), ("sector", "ngo")])));
        assert!(!is_like("mix", &own, ("mix", &[("panel", "p2"), ("sector", "firm")])));
        assert!(!is_like("mix", &own, ("other", &[("panel", "p2"), ("sector", "ngo")])));
        // Of what always holds the panel is in the name.
        assert!(is_like("seats", &[("panel", "p1")], ("seats/p2", &[("role", "panellist")])));
        assert!(!is_like("seats", &[("panel", "p1")], ("seats/p1", &[("role", "panellist")])));
    }
}
