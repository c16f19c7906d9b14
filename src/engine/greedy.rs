//! An early whole point: the best of each block at the prices, then repaired by swaps inside blocks.
//!
//! A broken row is mended by the swap that lifts the score most; rows that stay broken weigh more and more (breakout local
//! search, Morris 1993). Then swaps that lift the objective and break nothing. Steps are counted, not timed.

use super::core::{Core, NONE};
use super::plan::Plan;
use super::prices::reduced;
use super::tolerance::WHOLE;

/// The share of the swaps after which a repair that got no further is given up.
const HOPELESS: u64 = 5;

/// Looks for a point with at most `most` swaps tried, from `start` if there is one; values of the columns held.
pub(crate) fn point(
    core: &Core<'_>,
    prices: &[f64],
    start: Option<Vec<i64>>,
    most: u64,
    stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<i64>> {
    let count = core.blocks.rows.len();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut pinned = vec![0usize; count];
    let mut values = vec![0i64; core.columns.len()];
    let mut gain = vec![0.0f64; core.columns.len()];
    let mut scored: Vec<f64> = vec![0.0; core.columns.len()];
    let mut scale = 0.0;
    for at in 0..core.columns.len() {
        let column = core.columns[at] as usize;
        let weight = core.view.pull(column);
        gain[at] = weight;
        scale += weight.abs();
        scored[at] = reduced(weight, core.terms(at), prices);
        let block = core.block[at];
        if block == NONE {
            let (lower, upper) = core.view.bounds(column);
            values[at] = if lower > 0 || upper < 0 { lower } else { 0 };
        } else if core.view.bounds(column).0 > 0 {
            values[at] = 1;
            pinned[block as usize] += 1;
        } else if core.view.bounds(column).1 > 0 {
            members[block as usize].push(at as u32);
        }
    }
    scale = (scale / core.columns.len().max(1) as f64).max(1.0);
    // A column in no block must not find it worth its while to break a row.
    let follows = |at: &usize| core.block[*at] == NONE;
    let dearest = (0..core.columns.len()).filter(follows).fold(0.0, |most: f64, at| most.max(gain[at].abs()));
    scale = scale.max(1.5 * dearest);
    for (b, list) in members.iter_mut().enumerate() {
        list.sort_by(|&x, &y| scored[y as usize].total_cmp(&scored[x as usize]).then(x.cmp(&y)));
        let (_, least, most) = core.blocks.rows[b];
        for (k, &at) in list.iter().enumerate() {
            let k = k + pinned[b];
            values[at as usize] = i64::from(k < least || (k < most && scored[at as usize] > 0.0));
        }
    }
    if let Some(start) = start {
        values = start;
    }
    let mut plan = Plan::new(core, &values, gain, scale);
    for at in 0..core.columns.len() as u32 {
        if core.block[at as usize] == NONE {
            plan.shift(&[(at, 0)]);
        }
    }
    let mut tried = 0;
    let mut turn = 0usize;
    let mut row_list = Vec::new();
    // Where no fewer rows were broken for a long time, the repair is taken for hopeless: mostly there is no point at all.
    let (mut fewest, mut since) = (usize::MAX, 0);
    while !plan.broken().is_empty() {
        if plan.broken().len() < fewest {
            (fewest, since) = (plan.broken().len(), tried);
        }
        if tried > most || tried - since > most / HOPELESS || stop() {
            return None;
        }
        turn += 1;
        let row = plan.broken()[turn.wrapping_mul(7919) % plan.broken().len()];
        core.row_terms(row, &mut row_list);
        let before = plan.score;
        let over = plan.over(row);
        // Seats that could change for the row's sake.
        let mut best: Option<(f64, Vec<(u32, i64)>)> = None;
        let mut seen = 0;
        let length = row_list.len();
        for k in 0..length {
            let (at, a) = row_list[(k + turn * 13) % length];
            let held = plan.values[at as usize];
            let out = (a > 0) == over;
            let block = core.block[at as usize];
            if block == NONE {
                // A follower that stands in the way: those that it follows have to move, tried through their rows.
                for &(other, _) in core.terms(at as usize) {
                    let mut list = Vec::new();
                    core.row_terms(other, &mut list);
                    if list.len() > 200 {
                        continue;
                    }
                    for (seat, _) in list {
                        let b = core.block[seat as usize];
                        if b != NONE && plan.values[seat as usize] == 0 && seen < 60 && movable(core, seat) {
                            seen += 1;
                            tried += swap_in(&mut plan, &members[b as usize], seat, before, &mut best);
                        }
                    }
                }
                continue;
            }
            if seen >= 60 {
                break;
            }
            if !movable(core, at) {
                continue;
            }
            if out && held > 0 {
                seen += 1;
                tried += swap_out(&mut plan, &members[block as usize], at, before, &mut best);
            } else if !out && held == 0 {
                seen += 1;
                tried += swap_in(&mut plan, &members[block as usize], at, before, &mut best);
            }
        }
        match best {
            Some((worth, moves)) if worth > 1e-9 => {
                plan.begin();
                plan.shift(&moves);
            }
            other => {
                plan.harden(row, 1.6);
                // Now and then a move that costs, or it would stand still.
                if let (Some((_, moves)), true) = (other, turn.is_multiple_of(3)) {
                    plan.begin();
                    plan.shift(&moves);
                }
                tried += 1;
            }
        }
    }
    meet(core, &mut plan, &members, most, stop);
    improve(&mut plan, &members, most, stop);
    let values = plan.values;
    core.keeps(&values).then_some(values)
}

/// A point from the relaxation's where only columns in no block are fractional: these follow the others, which stand.
pub(crate) fn complete(core: &Core<'_>) -> Option<Vec<i64>> {
    let values: Vec<i64> = (0..core.columns.len()).map(|at| whole(core.value(at))).collect();
    let gain = core.columns.iter().map(|&column| core.view.weight(column as usize) as f64).collect::<Vec<_>>();
    let dearest = gain.iter().fold(1.0, |most: f64, gain| most.max(gain.abs()));
    let mut plan = Plan::new(core, &values, gain, 1.5 * dearest);
    for at in 0..core.columns.len() as u32 {
        if core.block[at as usize] == NONE {
            plan.shift(&[(at, 0)]);
        }
    }
    let values = plan.values;
    core.keeps(&values).then_some(values)
}

/// The value, or the whole number below it where it is truly between two.
fn whole(value: f64) -> i64 {
    let near = value.round();
    if (value - near).abs() < WHOLE { near as i64 } else { value.floor() as i64 }
}

/// Whether a column held has more than one value.
fn movable(core: &Core<'_>, at: u32) -> bool {
    let (lower, upper) = core.view.bounds(core.columns[at as usize] as usize);
    lower < upper
}

type Best = Option<(f64, Vec<(u32, i64)>)>;

fn consider(plan: &mut Plan<'_, '_>, moves: &[(u32, i64)], before: f64, best: &mut Best) {
    plan.begin();
    plan.shift(moves);
    let worth = plan.score - before;
    plan.take_back();
    if best.as_ref().is_none_or(|b| worth > b.0) {
        *best = Some((worth, moves.to_vec()));
    }
}

/// Makes the best moves if they lift the score and break nothing; whether they were made.
fn take(plan: &mut Plan<'_, '_>, best: Best) -> bool {
    let Some((_, moves)) = best.filter(|best| best.0 > 1e-9) else { return false };
    plan.begin();
    plan.shift(&moves);
    let keeps = plan.broken().is_empty();
    if !keeps {
        plan.take_back();
    }
    keeps
}

/// Every way to put another in the place of `at`.
fn swap_out(plan: &mut Plan<'_, '_>, members: &[u32], at: u32, before: f64, best: &mut Best) -> u64 {
    let mut tried = 1;
    consider(plan, &[(at, -1)], before, best);
    for &other in members {
        if plan.values[other as usize] == 0 {
            consider(plan, &[(at, -1), (other, 1)], before, best);
            tried += 1;
        }
    }
    tried
}

/// Every way to put `at` in the place of another.
fn swap_in(plan: &mut Plan<'_, '_>, members: &[u32], at: u32, before: f64, best: &mut Best) -> u64 {
    let mut tried = 1;
    consider(plan, &[(at, 1)], before, best);
    for &other in members {
        if plan.values[other as usize] > 0 {
            consider(plan, &[(other, -1), (at, 1)], before, best);
            tried += 1;
        }
    }
    tried
}

/// The columns of blocks that lift (`up`) or lower a row's sum when they change, and whether they should stand or go;
/// through columns in no block as far as `deep` rows.
fn helping(core: &Core<'_>, row: u32, up: bool, deep: u32, out: &mut Vec<(u32, bool)>) {
    let mut list = Vec::new();
    core.row_terms(row, &mut list);
    for (at, a) in list {
        let rise = (a > 0) == up;
        if core.block[at as usize] != NONE {
            if movable(core, at) {
                out.push((at, rise));
            }
        } else if deep > 1 {
            for &(next, b) in core.terms(at as usize) {
                if next != row {
                    helping(core, next, (b < 0) == rise, deep - 1, out);
                }
            }
        }
    }
}

/// Swaps that lift the objective through columns in no block, such as what a wish is missed by: for each that stands in
/// the objective's way, the best swap in the rows that hold it there.
fn meet(core: &Core<'_>, plan: &mut Plan<'_, '_>, members: &[Vec<u32>], most: u64, stop: &mut dyn FnMut() -> bool) {
    let mut tried = 0;
    let followers: Vec<u32> = (0..core.columns.len() as u32)
        .filter(|&at| {
            let column = core.columns[at as usize] as usize;
            core.block[at as usize] == NONE && core.view.weight(column) != 0
        })
        .collect();
    let mut seats = Vec::new();
    for round in 0..20 {
        let mut better = false;
        for &at in &followers {
            let (lower, upper) = core.view.bounds(core.columns[at as usize] as usize);
            let gain = plan.gain[at as usize];
            let wanted = if gain > 0.0 { 1 } else { -1 };
            let to = plan.values[at as usize] + wanted;
            if to < lower || to > upper {
                continue;
            }
            if stop() || tried > most {
                return;
            }
            let before = plan.score;
            let mut best: Best = None;
            seats.clear();
            for &(row, a) in core.terms(at as usize) {
                // What the column makes room for in the row has to come from its seats, or from theirs who follow seats.
                let up = (i64::from(a) * wanted) < 0;
                helping(core, row, up, 2, &mut seats);
            }
            seats.sort_unstable();
            seats.dedup();
            for k in 0..seats.len().min(40) {
                let (seat, up) = seats[(k + round * 31) % seats.len()];
                if (plan.values[seat as usize] > 0) == up {
                    continue;
                }
                let block = core.block[seat as usize];
                let own = (seat, if up { 1 } else { -1 });
                for &other in &members[block as usize] {
                    if (plan.values[other as usize] > 0) == up {
                        tried += 1;
                        consider(plan, &[(other, -own.1), own, (at, wanted)], before, &mut best);
                    }
                }
            }
            better |= take(plan, best);
        }
        if !better {
            break;
        }
    }
}

/// Swaps that lift the objective and break nothing, block by block until none is left.
fn improve(plan: &mut Plan<'_, '_>, members: &[Vec<u32>], most: u64, stop: &mut dyn FnMut() -> bool) {
    let mut tried = 0;
    for _ in 0..6 {
        let mut better = false;
        for list in members {
            if stop() || tried > most {
                return;
            }
            for i in 0..list.len() {
                if plan.values[list[i] as usize] <= 0 {
                    continue;
                }
                let before = plan.score;
                let mut best = None;
                for &other in list {
                    let lifts = plan.gain[other as usize] > plan.gain[list[i] as usize];
                    if lifts && plan.values[other as usize] == 0 {
                        tried += 1;
                        consider(plan, &[(list[i], -1), (other, 1)], before, &mut best);
                    }
                }
                better |= take(plan, best);
            }
        }
        if !better {
            break;
        }
    }
}
