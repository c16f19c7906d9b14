//! Loosening: every statement that may be conceded gets slack at a price, and the cheapest slack is found.

use super::limits::Budget;
use super::model::{Model, Settled};
use super::probe::Halt;
use super::scope::Scope;
use super::system::{About, Kind, Owner, System};
use crate::{DraftSeat, Error};
use std::collections::{BTreeMap, BTreeSet};

/// What must not be loosened besides what never is.
pub(super) type Held = BTreeSet<Key>;

/// What alternatives are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// All rules of a kind.
    Kind(Kind),
    /// One rule, by its id.
    Rule(String),
    /// Every rule.
    Everything,
}

/// A cheapest loosening.
#[derive(Clone, Debug)]
pub(super) struct Loosening {
    pub cost: i64,
    pub seats: Vec<DraftSeat>,
    /// The statements loosened.
    pub units: Vec<u32>,
    /// For each row loosened, by how much it may be missed below and above.
    pub rows: BTreeMap<u32, (i64, i64)>,
    /// Bars not kept: the columns held in spite of them.
    pub columns: BTreeSet<u32>,
}

/// A slack column of the elastic model.
struct Slack {
    column: u32,
    unit: u32,
    /// Row, what a unit of slack gives, and whether it gives below.
    gives: Vec<(u32, i64, bool)>,
    /// The column that a bar forbids.
    barred: Option<u32>,
}

/// The cheapest loosening of a scope, `None` where nothing that may be conceded is enough.
pub(super) fn cheapest(
    system: &System<'_>,
    scope: &Scope,
    held: &Held,
    people: &[Vec<u32>],
    local_only: bool,
    budget: &mut Budget<'_>,
) -> Result<Option<Loosening>, Halt> {
    if budget.is_spent() {
        return Err(Halt::Limit);
    }
    let (model, slacks) = elastic(system, scope, held, people, local_only);
    let values = match model.settle(budget)? {
        Settled::Best(values) => values,
        Settled::Infeasible => return Ok(None),
        Settled::Stopped => return Err(Halt::Limit),
    };
    let value = |column: u32| values.get(column as usize).copied().unwrap_or(0);
    let mut loosening = Loosening {
        cost: model.cost(&values),
        seats: system.seats(scope.columns.iter().copied().zip(values.iter().copied())),
        units: Vec::new(),
        rows: BTreeMap::new(),
        columns: BTreeSet::new(),
    };
    for slack in slacks.iter().filter(|slack| value(slack.column) > 0) {
        if !loosening.units.contains(&slack.unit) {
            loosening.units.push(slack.unit);
        }
        for (row, gives, below) in &slack.gives {
            let by = loosening.rows.entry(*row).or_insert((0, 0));
            let given = gives.saturating_mul(value(slack.column));
            if *below { by.0 += given } else { by.1 += given }
        }
        loosening.columns.extend(slack.barred);
    }
    Ok(Some(loosening))
}

/// The scope's model with slacks; each of `people` costs 1 when they hold one of their columns. With `local_only`, limits shared
/// with other panels are left out, so that the costs of several panels add up to a bound.
fn elastic(
    system: &System<'_>,
    scope: &Scope,
    held: &Held,
    people: &[Vec<u32>],
    local_only: bool,
) -> (Model, Vec<Slack>) {
    let soft = |unit: u32| softness(system, unit, held);
    // Everything but bars that may be conceded holds as rows; those bars are paid for seat by seat.
    let mut active = vec![false; system.units.len()];
    for unit in &scope.units {
        let bar = system.units[*unit as usize].kind == Kind::Bar && soft(*unit).is_some();
        active[*unit as usize] = !bar;
    }
    let mut model = scope.model(system, &active);
    let mut guests = Vec::new();
    let at: std::collections::HashMap<u32, u32> =
        scope.columns.iter().enumerate().map(|(at, column)| (*column, at as u32)).collect();
    let mut coming = Vec::with_capacity(people.len());
    for columns in people {
        // Whoever holds a seat has come, which costs 1.
        let comes = model.column(0, 1, 1);
        coming.push(comes);
        let own = columns.iter().filter_map(|column| at.get(column));
        let come = own.map(|at| super::model::Line { terms: vec![(*at, 1), (comes, -1)], lower: None, upper: Some(0) });
        guests.extend(come);
    }
    let mut slacks: Vec<Slack> = Vec::new();
    for &(column, unit) in &system.forbids {
        if let (Kind::Bar, Some(weight), Some(at)) = (system.units[unit as usize].kind, soft(unit), at.get(&column)) {
            let paid = model.column(0, 1, i64::from(weight));
            let terms = vec![(*at, 1), (paid, -1)];
            guests.push(super::model::Line { terms, lower: None, upper: Some(0) });
            slacks.push(Slack { column: paid, unit, gives: Vec::new(), barred: Some(column) });
        }
    }
    // The model's lines are those of the active rows, in the scope's order.
    let rows = scope.rows.iter().filter(|row| match system.owners[**row as usize] {
        Owner::Unit(unit) => active[unit as usize],
        Owner::Definition => true,
        Owner::Soft => false,
    });
    let rows: Vec<u32> = rows.copied().collect();
    let mut families: BTreeMap<u32, u32> = BTreeMap::new();
    let mut dropped = Vec::new();
    for (line, row) in rows.into_iter().enumerate() {
        let Owner::Unit(unit) = system.owners[row as usize] else { continue };
        if local_only && system.lines[row as usize].terms.len() > model.lines[line].terms.len() {
            dropped.push(line);
            continue;
        }
        if let Some(comes) = system.excused.get(&row).and_then(|guest| coming.get(*guest)) {
            // What is asked of every speaker is asked of a guest who comes.
            let least = reach(&model, line).0;
            if let Some(lower) = model.lines[line].lower.take().filter(|lower| *lower > least) {
                let mut terms = model.lines[line].terms.clone();
                terms.push((*comes, least.saturating_sub(lower)));
                guests.push(super::model::Line { terms, lower: Some(least), upper: None });
            }
            continue;
        }
        let Some(weight) = soft(unit) else { continue };
        let gives = system.formulation.unit(row as usize).max(1);
        let (least, most) = reach(&model, line);
        let (lower, upper) = (model.lines[line].lower, model.lines[line].upper);
        let plain = model.lines[line].terms.clone();
        // Slack comes in whole units, which an equality would have to meet exactly: its two sides are two rows.
        let two_sided = lower.is_some_and(|lower| lower > least) && upper.is_some_and(|upper| upper < most);
        if two_sided {
            model.lines[line].upper = None;
        }
        let needed = |miss: i64| (miss.max(0)).div_euclid(gives) + i64::from(miss.max(0) % gives != 0);
        let is_family = matches!(system.units[unit as usize].about, About::Family { .. });
        for (miss, below) in [(lower.map(|lower| lower - least), true), (upper.map(|upper| most - upper), false)] {
            let Some(miss) = miss.filter(|miss| *miss > 0) else { continue };
            if is_family && below {
                // The least of a family only follows the counts; its spread is what is loosened.
                continue;
            }
            let own = families.get(&unit).copied().filter(|_| is_family);
            let column = own.unwrap_or_else(|| model.column(0, 0, i64::from(weight)));
            if let Some(bounds) = model.bounds.get_mut(column as usize) {
                bounds.1 = bounds.1.max(needed(miss));
            }
            if two_sided && !below {
                let mut terms = plain.clone();
                terms.push((column, -gives));
                guests.push(super::model::Line { terms, lower: None, upper });
            } else {
                model.lines[line].terms.push((column, if below { gives } else { -gives }));
            }
            match slacks.iter_mut().rev().find(|slack| own == Some(slack.column)) {
                Some(slack) => slack.gives.push((row, gives, below)),
                None => slacks.push(Slack { column, unit, gives: vec![(row, gives, below)], barred: None }),
            }
            if is_family {
                families.insert(unit, column);
            }
        }
    }
    model.lines.extend(guests);
    for line in dropped {
        model.lines[line] = super::model::Line::default();
    }
    (model, slacks)
}

/// What one unit of slack costs; `None` where the statement holds.
fn softness(system: &System<'_>, unit: u32, held: &Held) -> Option<u32> {
    let of = &system.units[unit as usize];
    let weight = of.concede?;
    if held.is_empty() {
        return Some(weight);
    }
    if held.contains(&Key::Everything) {
        return None;
    }
    let by_kind = held.contains(&Key::Kind(of.kind));
    (!by_kind && !held.contains(&Key::Rule(system.name(&of.about).0))).then_some(weight)
}

/// The least and the most that a line of the model can sum to.
fn reach(model: &Model, line: usize) -> (i64, i64) {
    let mut ends = (0_i64, 0_i64);
    for &(column, weight) in &model.lines[line].terms {
        let (lower, upper) = model.bounds[column as usize];
        let (a, b) = (weight.saturating_mul(lower), weight.saturating_mul(upper));
        ends = (ends.0.saturating_add(a.min(b)), ends.1.saturating_add(a.max(b)));
    }
    ends
}

/// The keys of the statements loosened.
pub(super) fn touched(system: &System<'_>, loosening: &Loosening, by_kind: bool) -> BTreeSet<Key> {
    let key = |unit: &u32| {
        let of = &system.units[*unit as usize];
        if by_kind { Key::Kind(of.kind) } else { Key::Rule(system.name(&of.about).0) }
    };
    loosening.units.iter().map(key).collect()
}

pub(super) fn internal(message: &str) -> Error {
    Error::Internal(message.to_owned())
}
