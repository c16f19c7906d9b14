//! Goals as sums of columns, with the rows that define people counted and the worst panel.

use super::items::{counted, weighted};
use super::names::name;
use super::pool::Pool;
use super::{Objective, Rows, divisor, merged, product};
use crate::verify::Overflow;
use crate::verify::matching::{attributes_match, panel_matches, role_matches};
use crate::verify::places::{Index, Seated};
use crate::{Direction, Goal, Metric};
use std::collections::{BTreeMap, HashSet};

/// What some panels are worth: by seat and by person, in thousandths.
#[derive(Default)]
struct Worth {
    seats: Vec<(u32, i64)>,
    people: Vec<(u32, i64, Vec<u32>)>,
    constant: i64,
}

/// The goal; adds its rows and columns.
pub(super) fn objective<'f>(
    index: &Index<'f>,
    pool: &Pool<'f>,
    goal: &Goal,
    number: usize,
    rows: &mut Rows,
) -> Result<Objective, Overflow> {
    let mut panels = Vec::new();
    for (panel, on) in (0..).zip(&index.forum.panels) {
        if panel_matches(goal.panels.as_ref(), on)? {
            panels.push(panel);
        }
    }
    let maximise = goal.direction == Direction::Maximise;
    let spoken_of = |seat: &Seated<'_>| {
        role_matches(goal.roles.as_ref(), index.roles.name(seat.role))
            && attributes_match(&goal.filter, seat.who)
            && goal.filter.expertise.is_none_or(|level| seat.is_expert(level, None))
    };
    let parts: Vec<(&str, Worth)> = if goal.worst_panel {
        let mut columns: BTreeMap<u32, Vec<u32>> = panels.iter().map(|panel| (*panel, Vec::new())).collect();
        for (column, seat) in (0..).zip(&pool.seats) {
            if let Some(own) = columns.get_mut(&seat.panel).filter(|_| spoken_of(seat)) {
                own.push(column);
            }
        }
        let mut parts = Vec::new();
        for (panel, own) in columns {
            let id = index.forum.panels.get(panel as usize).map_or("", |panel| panel.id.as_str());
            parts.push((id, worth(index, pool, goal, &own, |of| of == panel, &spoken_of)?));
        }
        parts
    } else {
        let among: HashSet<u32> = panels.into_iter().collect();
        let all = (0..).zip(&pool.seats).filter(|(_, seat)| among.contains(&seat.panel) && spoken_of(seat));
        let own: Vec<u32> = all.map(|(column, _)| column).collect();
        vec![("", worth(index, pool, goal, &own, |of| among.contains(&of), &spoken_of)?)]
    };
    let weights = |worth: &Worth| -> Vec<i64> {
        worth.seats.iter().map(|seat| seat.1).chain(worth.people.iter().map(|person| person.1)).collect()
    };
    let mut unit = parts.iter().flat_map(|(_, worth)| weights(worth)).fold(0, divisor);
    if goal.worst_panel {
        unit = parts.iter().map(|(_, worth)| worth.constant).fold(unit, divisor);
    }
    let mut unit = unit.max(1);
    let mut constant = 0;
    let mut terms = Vec::new();
    if goal.worst_panel {
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for (_, worth) in &parts {
            let sum = |sign: i64| {
                let mut those = weights(worth).into_iter().filter(|weight| weight.signum() == sign);
                those.try_fold(worth.constant, i64::checked_add).map(|sum| sum / unit).ok_or(Overflow)
            };
            (least, most) = (least.min(sum(-1)?), most.max(sum(1)?));
        }
        if parts.is_empty() {
            (least, most) = (0, 0);
        }
        let worst = rows.column(format!("worst/{number}"), least, most)?;
        for (panel, worth) in parts {
            let bound = Some(-(worth.constant / unit));
            let mut own = value(index, pool, (number, panel), worth, unit, rows)?;
            own.push((worst, -1));
            let row = name(&["goal", &number.to_string(), panel, "least"]);
            rows.row(row, if maximise { (bound, None) } else { (None, bound) }, own)?;
        }
        terms.push((worst, 1));
    } else {
        for (_, worth) in parts {
            constant = worth.constant;
            // The constant need not be a multiple of what the weights are.
            unit = divisor(unit, constant).max(1);
            terms = value(index, pool, (number, ""), worth, unit, rows)?;
            constant /= unit;
        }
    }
    Ok(Objective { maximise, terms: merged(terms)?, constant, unit, tolerance: goal.tolerance })
}

/// The terms of some panels' worth, in units.
fn value(
    index: &Index<'_>,
    pool: &Pool<'_>,
    goal: (usize, &str),
    worth: Worth,
    unit: i64,
    rows: &mut Rows,
) -> Result<Vec<(u32, i64)>, Overflow> {
    let mut terms: Vec<(u32, i64)> = worth.seats.into_iter().map(|(column, weight)| (column, weight / unit)).collect();
    for (speaker, weight, columns) in worth.people {
        terms.extend(weighted(counted(index, pool, goal, (speaker, &columns), rows)?, weight / unit)?);
    }
    Ok(terms)
}

fn worth<'f>(
    index: &Index<'f>,
    pool: &Pool<'f>,
    goal: &Goal,
    columns: &[u32],
    among: impl Fn(u32) -> bool,
    spoken_of: &impl Fn(&Seated<'_>) -> bool,
) -> Result<Worth, Overflow> {
    let weight = |metric: Metric| -> i64 {
        goal.measure.iter().filter(|(of, _)| *of == metric).map(|(_, weight)| i64::from(*weight)).sum()
    };
    let changes = weight(Metric::Changes);
    let draft = if changes == 0 { Vec::new() } else { index.seats(&index.forum.draft) };
    let draft = draft.iter().filter(|seat| among(seat.panel) && spoken_of(seat));
    let draft: HashSet<(u32, u32, u32)> = draft.map(|seat| (seat.panel, seat.role, seat.speaker)).collect();
    let mut worth = Worth::default();
    let drafted = i64::try_from(draft.len()).map_err(|_| Overflow)?;
    worth.constant = product(product(changes, drafted)?, 1000)?;
    let mut people: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &column in columns {
        let Some(seat) = pool.seat(column) else { continue };
        let liked = seat.who.preference.get(&seat.on.id).copied().map_or(0, i64::from);
        let kept = draft.contains(&(seat.panel, seat.role, seat.speaker));
        let of = [
            product(weight(Metric::Expertise), seat.level(None))?,
            product(weight(Metric::Preference), liked)?,
            weight(Metric::Seats),
            if kept { -changes } else { changes },
        ];
        let whole = of.into_iter().try_fold(0_i64, i64::checked_add).ok_or(Overflow)?;
        if whole != 0 {
            worth.seats.push((column, product(whole, 1000)?));
        }
        people.entry(seat.speaker).or_default().push(column);
    }
    for (speaker, own) in people {
        let cost = index.forum.speakers.get(speaker as usize).and_then(|who| who.cost);
        let cost = product(weight(Metric::Cost), cost.map_or(0, crate::Number::thousandths))?;
        let both = product(weight(Metric::People), 1000)?.checked_add(cost).ok_or(Overflow)?;
        if both != 0 {
            worth.people.push((speaker, both, own));
        }
    }
    Ok(worth)
}
