//! Rows that say of whoever counts once how many seats their workload lets them hold, and what a fund is short of by them.
//!
//! Somebody counts once, `u`, whatever they hold: each of their seats is at most `u`. With a workload of `m` seats all of them
//! are at most `m * u`, which one row says (`docs/certificates.md`, `load`), where the relaxation of the others lets a
//! `k`th of a person hold a part of each of `k` seats.

use super::model::Line;
use super::system::{About, Owner, System};
use crate::program::{Meaning, Source};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Parts of people are whole numbers of this part, as far as seats come to no more than ten.
const PARTS: i64 = 2520;

/// A row that a workload and an indicator's meaning make.
pub(super) struct Load {
    pub name: String,
    pub line: Line,
    /// The indicator, its speaker and the most seats.
    of: (u32, u32, i64),
}

/// The loads of people whom one of these rows counts once and whose workload is among these statements.
pub(super) fn loads(system: &System<'_>, rows: &[u32], active: &HashSet<u32>) -> Vec<Load> {
    let workloads = workloads(system, active);
    let mut seats: BTreeMap<u32, (u32, BTreeSet<u32>)> = BTreeMap::new();
    for row in rows.iter().filter(|row| system.owners[**row as usize] == Owner::Definition) {
        let line = &system.lines[*row as usize];
        let used = line.terms.iter().find(|(column, by)| *by < 0 && person(system, *column).is_some());
        if let (Some((used, _)), None, Some(0)) = (used, line.lower, line.upper) {
            let own = line.terms.iter().filter(|(_, by)| *by > 0).map(|(column, _)| *column);
            seats.entry(*used).or_insert((*row, BTreeSet::new())).1.extend(own);
        }
    }
    let load = |(used, (row, seats)): (u32, (u32, BTreeSet<u32>))| {
        let speaker = person(system, used)?;
        let most = workloads.get(&speaker)?.1;
        // `rule/RULE/GROUP/lifted/SPEAKER`, and maybe by what.
        let lifted = system.formulation.row_name(system.formulation.rows().get(row as usize)?.origin);
        let parts: Vec<&str> = lifted.split('/').collect();
        let [_, rule, group, _, item, ..] = parts[..] else { return None };
        let terms = seats.into_iter().map(|column| (column, 1)).chain([(used, -most)]).collect();
        let name = format!("rule/{rule}/{group}/load/{item}");
        Some(Load { name, line: Line { terms, lower: None, upper: Some(0) }, of: (used, speaker, most) })
    };
    seats.into_iter().filter_map(load).collect()
}

/// Whom an indicator stands for, where it is a person.
fn person(system: &System<'_>, column: u32) -> Option<u32> {
    let Meaning::Used { rule, value, .. } = system.columns[column as usize].meaning else { return None };
    system.formulation.rule(rule).scope().counts_people().then_some(value)
}

/// By speaker, the row of their workload and the most seats, where these statements say so.
fn workloads(system: &System<'_>, active: &HashSet<u32>) -> HashMap<u32, (u32, i64)> {
    let workload = |unit: &u32| match (&system.units[*unit as usize].about, &system.units[*unit as usize].rows[..]) {
        (About::MaxSeats { speaker }, [row]) => Some((*speaker, (*row, system.lines[*row as usize].upper?))),
        _ => None,
    };
    active.iter().filter_map(workload).collect()
}

/// Multipliers that leave no point where the seats that must be filled cost more than a fund has, however they are dealt:
/// a seat is worth what the dearest person costs who is needed when the cheapest come first. `None` where that is not so.
pub(super) fn exhausted(
    system: &System<'_>,
    active: &HashSet<u32>,
    loads: &[Load],
    forbidden: &dyn Fn(u32) -> bool,
) -> Option<Vec<(Source, i64)>> {
    let limited = |unit: &&u32| match (&system.units[**unit as usize].about, &system.units[**unit as usize].rows[..]) {
        (About::Group { .. }, [row]) => {
            let line = &system.lines[*row as usize];
            line.lower.is_none() && line.upper.is_some() && line.terms.iter().all(|(_, by)| *by > 0)
        }
        _ => false,
    };
    let fund = system.units[*active.iter().filter(limited).min()? as usize].rows[0];
    let costs: HashMap<u32, i64> = system.lines[fund as usize].terms.iter().copied().collect();
    let seats = active.iter().filter(|unit| matches!(system.units[**unit as usize].about, About::Seats { .. }));
    let mut places: Vec<u32> = seats.flat_map(|unit| &system.units[*unit as usize].rows).copied().collect();
    places.retain(|row| system.lines[*row as usize].lower.is_some_and(|lower| lower > 0));
    places.sort_unstable();
    // Each one's part for a seat; who costs nothing stands in no load.
    let mut people: BTreeMap<u32, (i64, i64, Option<usize>)> = BTreeMap::new();
    let workloads = workloads(system, active);
    for (speaker, (_, most)) in &workloads {
        people.insert(*speaker, (0, *most, None));
    }
    for (at, load) in loads.iter().enumerate() {
        let (used, speaker, most) = load.of;
        if let Some(cost) = costs.get(&used).filter(|_| most > 0) {
            people.insert(speaker, (cost.checked_mul(PARTS)?.div_euclid(most), most, Some(at)));
        }
    }
    let mut open: i64 = places.iter().filter_map(|row| system.lines[*row as usize].lower).sum();
    let mut cheapest: Vec<(i64, i64)> = people.values().map(|(part, most, _)| (*part, *most)).collect();
    cheapest.sort_unstable();
    let mut worth = 0;
    for (part, most) in cheapest {
        if open <= 0 {
            break;
        }
        (worth, open) = (part, open.saturating_sub(most));
    }
    let mut sum = vec![(Source::Row(fund), PARTS)];
    sum.extend(places.iter().map(|row| (Source::Row(*row), -worth)));
    for (speaker, (part, _, load)) in people {
        let own = part.min(worth);
        sum.extend(load.map(|at| (Source::Cut(at as u32), own)));
        sum.extend(workloads.get(&speaker).map(|(row, _)| (Source::Row(*row), worth - own)));
    }
    sum.retain(|(_, times)| *times != 0);
    is_empty(system, loads, &sum, forbidden)?.then_some(sum)
}

/// Whether no point keeps the sum; a load stands as a cut, by its position.
fn is_empty(
    system: &System<'_>,
    loads: &[Load],
    sum: &[(Source, i64)],
    forbidden: &dyn Fn(u32) -> bool,
) -> Option<bool> {
    let mut reduced: BTreeMap<u32, i128> = BTreeMap::new();
    let mut slack = 0_i128;
    for (source, times) in sum {
        let line = match source {
            Source::Row(row) => &system.lines[*row as usize],
            Source::Cut(load) => &loads.get(*load as usize)?.line,
        };
        let side = if *times > 0 { line.upper } else { line.lower };
        slack = slack.checked_add(i128::from(*times) * i128::from(side?))?;
        for (column, by) in &line.terms {
            let own = reduced.entry(*column).or_default();
            *own = own.checked_sub(i128::from(*times) * i128::from(*by))?;
        }
    }
    for (column, by) in reduced {
        let of = &system.columns[column as usize];
        let upper = if forbidden(column) { 0 } else { of.upper };
        let best = if by > 0 { upper } else { of.lower };
        slack = slack.checked_add(by.checked_mul(i128::from(best))?)?;
    }
    Some(slack < 0)
}
