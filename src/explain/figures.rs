//! The people and numbers that make a conflict.

use super::answer::Figure;
use super::concessions::LARGE;
use super::conflicts::Found;
use super::counting::most;
use super::limits::Budget;
use super::measure::Measure;
use super::model::Settled;
use super::probe::Halt;
use super::reach::{Aim, Reach, reach};
use super::scope::Scope;
use super::system::{About, System};
use crate::program::Meaning;
use crate::{Bound, Count, Error, Forum, Key, Number, Quantity, Rule, Speaker, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Programmes with more columns than this are not searched for the best count: that is an optimisation of its own.
const MOST_COLUMNS: usize = 100_000;

/// Figures of every rule in the conflict that asks for something.
pub(super) fn figures(system: &System<'_>, found: &Found, budget: &mut Budget<'_>) -> Result<Vec<Figure>, Error> {
    let attributes = attributes_that_matter(system, found);
    let mut figures = Vec::new();
    let units: Vec<u32> = found.items.iter().flatten().copied().collect();
    for item in found.items.iter().filter(|item| item.len() <= 3) {
        for unit in item {
            let about = &system.units[*unit as usize].about;
            if matches!(about, About::Group { .. } | About::Seats { .. }) {
                figures.extend(candidates(system, *unit, &attributes));
            }
            if let (About::Group { rule, .. }, None) = (about, found.panel) {
                let figure = attainable(system, *rule, *unit, &units, budget)?;
                figures.extend(match figure {
                    None if system.columns.len() > LARGE => reached(system, *rule, *unit, &units, budget)?,
                    figure => figure,
                });
            }
        }
    }
    Ok(figures)
}

/// The attributes by which the conflict's rules tell people apart.
fn attributes_that_matter(system: &System<'_>, found: &Found) -> Vec<String> {
    let mut names = Vec::new();
    let mut add = |name: &str| {
        if name != "speaker" && !names.iter().any(|own| own == name) {
            names.push(name.to_owned());
        }
    };
    for unit in found.items.iter().flatten() {
        if let About::Group { rule, .. } | About::Family { rule, .. } = &system.units[*unit as usize].about {
            let rule = system.formulation.rule(*rule).scope().rule;
            rule_attributes(rule).into_iter().for_each(&mut add);
        }
    }
    names
}

/// The attributes that a rule asks about.
pub(super) fn rule_attributes(rule: &Rule) -> Vec<&str> {
    let keys = rule.for_each.iter().chain(if let Count::Distinct(key) = &rule.count { Some(key) } else { None });
    let keys = keys.filter(|key| matches!(key, Key::Attribute(_))).map(Key::name);
    keys.chain(rule.filter.attributes.keys().map(String::as_str)).collect()
}

fn candidates(system: &System<'_>, unit: u32, attributes: &[String]) -> Option<Figure> {
    let (mut free, mut away) = (BTreeSet::new(), BTreeSet::new());
    for row in &system.units[unit as usize].rows {
        let line = &system.lines[*row as usize];
        line.lower?;
        for (column, _) in line.terms.iter().filter(|(_, weight)| *weight > 0) {
            for (column, speaker) in seats_behind(system, *column) {
                let first = system.forbids.partition_point(|(other, _)| *other < column);
                if system.forbids.get(first).is_some_and(|(other, _)| *other == column) {
                    away.insert(speaker);
                } else {
                    free.insert(speaker);
                }
            }
        }
    }
    let kept_away = away.difference(&free).count();
    let mut values = Vec::new();
    for attribute in attributes {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for speaker in free.iter().map(|speaker| &system.forum.speakers[*speaker as usize]) {
            for value in values_of(speaker, attribute) {
                *counts.entry(value).or_insert(0) += 1;
            }
        }
        if counts.len() <= 12 {
            values.push((attribute.clone(), counts.into_iter().collect()));
        }
    }
    let (rule, group) = system.name(&system.units[unit as usize].about);
    Some(Figure::Candidates { rule, group, speakers: free.len(), kept_away, values })
}

/// The seats that a column stands for: itself, or those that support an indicator.
fn seats_behind(system: &System<'_>, column: u32) -> Vec<(u32, u32)> {
    match system.columns[column as usize].meaning {
        Meaning::Seat { speaker, .. } => vec![(column, speaker)],
        Meaning::Used { .. } => {
            let defining = system.lines.iter().zip(&system.owners).filter(|(line, owner)| {
                **owner == super::system::Owner::Definition
                    && line.terms.iter().any(|(other, w)| *other == column && *w < 0)
            });
            let terms = defining.take(1).flat_map(|(line, _)| line.terms.iter());
            terms
                .filter_map(|(other, _)| match system.columns[*other as usize].meaning {
                    Meaning::Seat { speaker, .. } => Some((*other, speaker)),
                    _ => None,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// An attribute's values of one speaker, as texts.
pub(super) fn values_of(speaker: &Speaker, attribute: &str) -> Vec<String> {
    match attribute {
        "sector" => speaker.sector.clone(),
        "gender" => speaker.gender.clone(),
        "organisation" => speaker.organisation.clone(),
        "cost" => speaker.cost.iter().map(ToString::to_string).collect(),
        other => match speaker.attributes.get(other) {
            None => Vec::new(),
            Some(Value::Text(text)) => vec![text.clone()],
            Some(Value::List(list)) => list.clone(),
            Some(Value::Number(number)) => vec![number.to_string()],
            Some(Value::Flag(flag)) => vec![flag.to_string()],
        },
    }
}

/// The best count of a rule of the whole programme that the conflict's other rules leave.
fn attainable(
    system: &System<'_>,
    rule: u32,
    unit: u32,
    units: &[u32],
    budget: &mut Budget<'_>,
) -> Result<Option<Figure>, Error> {
    let stated = system.formulation.rule(rule).scope().rule;
    let local = stated.for_each.contains(&Key::Panel);
    let [row] = system.units[unit as usize].rows[..] else { return Ok(None) };
    let line = &system.lines[row as usize];
    let (Some(asked), None) = (line.lower, line.upper) else { return Ok(None) };
    let fixed = matches!(stated.exactly.or(stated.at_least), Some(Bound::Number(_)));
    let once = fixed && matches!(stated.count, Count::Distinct(_));
    if local || !(once || matches!(stated.count, Count::Seats | Count::People)) {
        return Ok(None);
    }
    if let Some(figure) = counted(system, unit, units) {
        return Ok(Some(figure));
    }
    if system.columns.len() > MOST_COLUMNS || budget.is_spent() {
        return Ok(None);
    }
    let scope = Scope::everything(system);
    let mut active = vec![false; system.units.len()];
    units.iter().filter(|other| **other != unit).for_each(|other| active[*other as usize] = true);
    let mut model = scope.model(system, &active);
    for (column, weight) in scope.line(line).terms {
        // The share's total is left out: what is asked is how many match.
        if fixed || weight > 0 {
            model.costs[column as usize] = -1;
        }
    }
    let Settled::Best(values) = model.settle(budget)? else { return Ok(None) };
    let number = |whole: i64| whole.checked_mul(1000).and_then(Number::from_thousandths);
    let seats = line.terms.iter().filter(|(column, _)| values.get(*column as usize) == Some(&1));
    let asked = match stated.exactly.or(stated.at_least) {
        Some(Bound::Share(share)) => {
            let whole = i64::from(share.hundred_thousandths()) * seats.count() as i64;
            whole.div_euclid(100_000) + i64::from(whole % 100_000 != 0)
        }
        _ => asked,
    };
    let (Some(asked), Some(best)) = (number(asked), number(-model.cost(&values))) else { return Ok(None) };
    let (rule, group) = system.name(&system.units[unit as usize].about);
    Ok(Some(Figure::Attainable { rule, group, asked, best }))
}

/// The same of people and what they bring, where a proof says what no plan passes.
fn reached(
    system: &System<'_>,
    rule: u32,
    unit: u32,
    units: &[u32],
    budget: &mut Budget<'_>,
) -> Result<Option<Figure>, Error> {
    let scope = system.formulation.rule(rule).scope();
    let of_people = matches!(scope.rule.count, Count::People | Count::Sum(Quantity::Attribute(_)));
    let Some(measure) = of_people.then(|| Measure::new(system, unit)).flatten() else { return Ok(None) };
    let asked = if measure.below { scope.rule.at_most } else { scope.rule.at_least };
    let Some(Bound::Number(asked)) = scope.rule.exactly.or(asked) else { return Ok(None) };
    let mut active = vec![false; system.units.len()];
    units.iter().for_each(|other| active[*other as usize] = true);
    let bound = match reach(system, &measure, &active, Aim::Decide, budget) {
        Ok(Some(Reach::Far(reached))) => reached.bound.filter(|bound| measure.is_beyond(*bound)),
        Ok(_) | Err(Halt::Limit) => None,
        Err(Halt::Fault(error)) => return Err(error),
    };
    let best = bound.and_then(|bound| bound.checked_mul(scope.unit())).and_then(Number::from_thousandths);
    let (rule, group) = system.name(&system.units[unit as usize].about);
    Ok(best.map(|best| Figure::Attainable { rule, group, asked, best }))
}

/// The same from counting alone, where the conflict's other rules are some that counting keeps.
fn counted(system: &System<'_>, unit: u32, units: &[u32]) -> Option<Figure> {
    let others = || units.iter().filter(|other| **other != unit);
    let mut kinds: Vec<_> = others().map(|other| system.units[*other as usize].kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let whole = system.units.iter().filter(|unit| kinds.contains(&unit.kind)).count();
    if whole != others().count() {
        return None;
    }
    let most = most(system, unit, &kinds)?;
    let kept = Scope::everything(system).kept(system, &most.values);
    let number = |whole: i64| whole.checked_mul(1000).and_then(Number::from_thousandths);
    let (asked, best) = (number(most.asked)?, number(most.best)?);
    let (rule, group) = system.name(&system.units[unit as usize].about);
    others().all(|other| kept[*other as usize]).then_some(Figure::Attainable { rule, group, asked, best })
}

/// All values that the pool has of an attribute, sorted.
pub(super) fn pool_values(forum: &Forum, attribute: &str) -> Vec<String> {
    let values: BTreeSet<String> = forum.speakers.iter().flat_map(|speaker| values_of(speaker, attribute)).collect();
    values.into_iter().collect()
}
