//! The forum loosened: what may be given up are wishes of the first priority, and its own goals come after them.
//!
//! Plans that cost the same are many, and a search among them goes astray. The goals that follow break the ties, so that
//! the engine settles the wishes as soon as it settles goals.

use super::concessions::{HUGE, cost};
use super::elastic::{Held, Key, Loosening, MORE_SEATS, internal, softness};
use super::limits::Budget;
use super::probe::Halt;
use super::stated::{own_rules, seats, with_goal};
use super::system::{About, Kind, System};
use crate::backend::{Control, Outcome};
use crate::engine::{Tier, settle};
use crate::program::Formulation;
use crate::solve::refused;
use crate::{
    Bound, Concede, Condition, DraftSeat, Error, Filter, Forum, GoalName, Number, PanelFilter, Prefer, Rule, Tally,
    Term, verify,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The engine looks at its limits so often before it gives up a proof that nothing is cheaper: some 3,000 times at 60 panels,
/// more often in huge programmes.
const LOOKS: (u64, u64) = (8_000, 60_000);

/// The cheapest loosening of the whole programme, of which only some kinds may give where any are named. `None` where
/// nothing that may be conceded is enough. Where some speakers are named, nobody else is seated, and the rule with them is
/// kept whatever they do. Nothing is known to cost less than the floor, and what costs as little is not improved on.
pub(super) fn cheapest(
    system: &System<'_>,
    held: &Held,
    only: Option<&BTreeSet<Kind>>,
    among: Option<(&str, &BTreeSet<u32>)>,
    floor: i64,
    budget: &mut Budget<'_>,
) -> Result<Option<Loosening>, Halt> {
    if budget.is_spent() {
        return Err(Halt::Limit);
    }
    let mut forum = loosened(system, held, only);
    if let Some((rule, among)) = among {
        forum.rules.retain(|own| own.id != rule);
        let others = (0..).zip(&mut forum.speakers).filter(|(speaker, _)| !among.contains(speaker));
        others.for_each(|(_, speaker)| speaker.roles = Some(Vec::new()));
    }
    let mut control = budget.patience(if system.columns.len() > HUGE { LOOKS.1 } else { LOOKS.0 });
    let formulated = Formulation::unless(&forum, &mut || control.should_stop()).map_err(refused)?;
    let Some(formulation) = formulated else { return Err(Halt::Limit) };
    let objectives = &formulation.objectives;
    let wishes = matches!(formulation.goals.first(), Some(GoalName::Wishes { .. }));
    let (first, later) = objectives.split_at(usize::from(wishes));
    let whole = wishes && first.iter().all(|goal| !goal.maximise && goal.unit == 1000);
    control.enough = Some(floor).filter(|_| whole);
    let tier = Tier { objective: first.first(), later, kept: &[], start: None, learned: &[] };
    let (outcome, _) = settle(&formulation, &tier, &mut control).map_err(|failure| internal(&failure.0))?;
    let worth = |values: &[i64]| {
        let terms = first.iter().flat_map(|goal| goal.terms.iter());
        terms.map(|(column, weight)| weight * values.get(column as usize).copied().unwrap_or(0)).sum::<i64>()
    };
    let (values, proven) = match outcome {
        Outcome::Infeasible { .. } => return Ok(None),
        Outcome::Optimal { values, .. } => (values, true),
        Outcome::Stopped { values: Some(values), bound, .. } => {
            let proven = !wishes || bound.is_some_and(|bound| bound >= worth(&values));
            (values, proven)
        }
        Outcome::Stopped { values: None, .. } => return Err(Halt::Limit),
    };
    let seats = seats(&forum, &formulation, &values);
    match by_plan(system, seats)? {
        Some(loosening) => Ok(Some(Loosening { proven, ..loosening })),
        None => Err(internal("what is never conceded is broken by a plan that loosens").into()),
    }
}

/// What a plan loosens, as far as counting says; `None` where it breaks what is never conceded.
pub(super) fn by_plan(system: &System<'_>, seats: Vec<DraftSeat>) -> Result<Option<Loosening>, Error> {
    let counted = verify::count(system.forum, &seats).map_err(|e| internal(&e.to_string()))?;
    let broken: Vec<Tally> = counted.broken().cloned().collect();
    let units = broken_units(system, &broken);
    let (rows, columns) = (BTreeMap::new(), BTreeSet::new());
    let Ok(cost) = cost(system.forum, &broken) else { return Ok(None) };
    Ok(Some(Loosening { cost, proven: false, seats, units, rows, columns }))
}

/// The statements that a count finds broken, whoever may concede them.
pub(super) fn broken_units(system: &System<'_>, broken: &[Tally]) -> Vec<u32> {
    units_named(system, &broken.iter().map(|tally| (tally.rule.as_str(), tally.group.as_slice())).collect())
}

/// The statements of these names: rule and group.
pub(super) fn units_named(system: &System<'_>, names: &HashSet<(&str, &[(String, String)])>) -> Vec<u32> {
    let rules: HashSet<&str> = names.iter().map(|(rule, _)| *rule).collect();
    let always: HashSet<&str> = rules.iter().filter_map(|rule| rule.split_once('/')).map(|(kind, _)| kind).collect();
    let about = |kind: &str| always.contains(kind);
    let may_be = |kind: Kind| match kind {
        Kind::Rule(rule) => rules.contains(system.formulation.rule(rule).scope().rule.id.as_str()),
        Kind::MaxSeats => about("max_seats"),
        Kind::Seats => about("seats"),
        Kind::Pin => about("pin"),
        Kind::Bar => about("bar"),
        Kind::Unavailable => about("unavailable"),
        Kind::Roles => about("roles"),
        Kind::Slot => about("slot"),
        Kind::OneSeat => about("one_seat"),
    };
    let is_broken = |at: &u32| {
        let unit = &system.units[*at as usize];
        may_be(unit.kind) && {
            let (rule, group) = system.name(&unit.about);
            names.contains(&(rule.as_str(), group.as_slice()))
        }
    };
    (0..system.units.len() as u32).filter(is_broken).collect()
}

/// The forum with wishes for what may be given up.
pub(super) fn loosened(system: &System<'_>, held: &Held, only: Option<&BTreeSet<Kind>>) -> Forum {
    let mut forum = system.forum.clone();
    let may = |kind: Kind| only.is_none_or(|only| only.contains(&kind));
    let mut rules = Vec::new();
    for (number, mut rule) in (0..).zip(own_rules(system)) {
        // Wishes are no part of what a concession costs.
        if rule.prefer.take().is_some() {
            continue;
        }
        let keys = [Key::Kind(Kind::Rule(number)), Key::Rule(rule.id.clone()), Key::Everything];
        let weight = match rule.concede {
            _ if !may(Kind::Rule(number)) || keys.iter().any(|key| held.contains(key)) => None,
            Some(Concede::Never) => None,
            Some(Concede::Weight(weight)) => Some(weight),
            None => Some(1),
        };
        match weight {
            Some(0) => continue,
            Some(weight) => rule.prefer = Some(Prefer { priority: 1, weight }),
            None => {}
        }
        rules.push(rule);
    }
    forum.policies.clear();
    forum.panels.iter_mut().for_each(|panel| panel.rules.clear());
    let mut dropped: HashSet<About> = HashSet::new();
    for (at, unit) in system.units.iter().enumerate() {
        if !matches!(unit.kind, Kind::Rule(_)) && may(unit.kind) && softness(system, at as u32, held).is_some() {
            dropped.insert(unit.about.clone());
        }
    }
    rules.extend(workloads(&mut forum, &dropped));
    rules.extend(ranges(&mut forum, &dropped));
    rules.extend(pins_and_bars(&mut forum, &dropped));
    forum.rules = rules;
    with_goal(&mut forum);
    forum
}

fn wish(id: &str) -> Rule {
    // No id of a forum begins so.
    let mut rule = Rule::new(format!("\u{1}{id}"));
    rule.prefer = Some(Prefer { priority: 1, weight: 1 });
    rule
}

fn bound(seats: u32) -> Bound {
    Bound::Number(Number::from_thousandths_unbounded(i64::from(seats) * 1000))
}

fn named<'s>(speakers: impl Iterator<Item = &'s String>) -> Filter {
    Filter::all().condition("speaker", Condition::OneOf(speakers.cloned().map(Term::Text).collect()))
}

/// A wish for each number of seats that people may take at most.
fn workloads(forum: &mut Forum, dropped: &HashSet<About>) -> Vec<Rule> {
    let mut by_most: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (speaker, of) in forum.speakers.iter_mut().enumerate() {
        if dropped.contains(&About::MaxSeats { speaker: speaker as u32 })
            && let Some(most) = of.max_seats.take()
        {
            by_most.entry(most).or_default().push(of.id.clone());
        }
    }
    let wish = |(most, ids): (u32, Vec<String>)| {
        wish(&format!("max_seats/{most}")).for_each(["speaker"]).filter(named(ids.iter())).at_most(bound(most))
    };
    by_most.into_iter().map(wish).collect()
}

/// A wish for each range of seats, and room for the few more that a concession may add.
fn ranges(forum: &mut Forum, dropped: &HashSet<About>) -> Vec<Rule> {
    let mut wishes = Vec::new();
    for (panel, on) in forum.panels.iter_mut().enumerate() {
        for (role, range) in on.seats.iter_mut().enumerate() {
            // Where nobody is to sit no room is made, as there are no seats to begin with.
            if range.max == 0 || !dropped.contains(&About::Seats { panel: panel as u32, role: role as u32 }) {
                continue;
            }
            let mut rule = wish(&format!("seats/{}/{}", on.id, range.role)).at_most(bound(range.max));
            rule.at_least = (range.min > 0).then(|| bound(range.min));
            rule.roles = Some(vec![range.role.clone()]);
            rule.panels = Some(PanelFilter::Ids(vec![on.id.clone()]));
            wishes.push(rule);
            range.min = 0;
            range.max = range.max.saturating_add(MORE_SEATS as u32);
        }
    }
    wishes
}

/// A wish for each pin and bar.
fn pins_and_bars(forum: &mut Forum, dropped: &HashSet<About>) -> Vec<Rule> {
    let mut wishes = Vec::new();
    let mut add = |id: String, panel: &String, speaker: &String, role: Option<&String>, pinned: bool| {
        let mut rule = wish(&id).filter(named(std::iter::once(speaker)));
        rule = if pinned { rule.at_least(1) } else { rule.at_most(0) };
        rule.roles = role.map(|role| vec![role.clone()]);
        rule.panels = Some(PanelFilter::Ids(vec![panel.clone()]));
        wishes.push(rule);
    };
    let mut at = 0..;
    forum.pins.retain(|pin| {
        let number = at.next().unwrap_or_default();
        let held = !dropped.contains(&About::Pin(number));
        if !held {
            add(format!("pin/{number}"), &pin.panel, &pin.speaker, pin.role.as_ref(), true);
        }
        held
    });
    let mut at = 0..;
    forum.bars.retain(|bar| {
        let number = at.next().unwrap_or_default();
        let held = !dropped.contains(&About::Bar(number));
        if !held {
            add(format!("bar/{number}"), &bar.panel, &bar.speaker, bar.role.as_ref(), false);
        }
        held
    });
    wishes
}

#[cfg(test)]
mod tests {
    use super::super::elastic::{self, People};
    use super::super::scope::Scope;
    use super::super::stated::{self, Stated};
    use super::*;
    use crate::Options;
    use crate::solve::{Limits, backend};

    /// What is found in an edited forum is what slack in the rows of the open one costs, and a plan exists for some of the
    /// statements exactly if those rows have a point.
    #[test]
    fn edited_forums_say_what_rows_say() -> Result<(), Error> {
        let options = Options::default();
        let mut infeasible = 0;
        for seed in 1..=12 {
            let forum = crate::explain::part::of_conflict(seed, 3, 12);
            let system = System::new(&forum)?;
            let scope = Scope::everything(&system);
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            for held in [Held::new(), Held::from([Key::Kind(Kind::Seats), Key::Kind(Kind::MaxSeats)])] {
                let rows = elastic::cheapest(&system, &scope, &held, People::default(), &mut budget);
                let edited = cheapest(&system, &held, None, None, 0, &mut budget);
                let cost = |found: Result<Option<Loosening>, Halt>| found.ok().map(|found| found.map(|one| one.cost));
                let (rows, edited) = (cost(rows), cost(edited));
                assert!(rows.is_some(), "seed {seed}");
                assert_eq!(rows, edited, "seed {seed}, {held:?}");
                infeasible += u32::from(rows.flatten() > Some(0));
            }
            for kind in system.units.iter().map(|unit| unit.kind).collect::<BTreeSet<_>>() {
                let active: Vec<bool> = system.units.iter().map(|unit| unit.kind != kind).collect();
                let rows = scope.model(&system, &active).settle(&mut budget)?;
                let possible = matches!(rows, super::super::model::Settled::Best(_));
                match stated::plan(&system, &active, None, &[], &mut budget) {
                    Ok(Stated::Plan(_)) => assert!(possible, "seed {seed} without {kind:?}"),
                    Ok(Stated::Impossible(_)) => assert!(!possible, "seed {seed} without {kind:?}"),
                    _ => {}
                }
            }
        }
        assert!(infeasible >= 6, "{infeasible}");
        Ok(())
    }
}
