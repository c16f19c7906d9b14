//! An early whole point: the best of each block at the prices, then repaired by swaps inside blocks.
//!
//! A broken row is mended by the swap that lifts the score most; rows that stay broken weigh more and more (breakout local
//! search, Morris 1993). Then swaps that lift the objective and break nothing. Steps are counted, not timed.

use super::core::{Core, NONE};
use super::plan::Plan;
use super::prices::reduced;

/// Looks for a point with at most `most` swaps tried; values of the columns held.
pub(crate) fn point(core: &Core<'_>, prices: &[f64], most: u64, stop: &mut dyn FnMut() -> bool) -> Option<Vec<i64>> {
    let count = core.blocks.rows.len();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut values = vec![0i64; core.columns.len()];
    let mut gain = vec![0.0f64; core.columns.len()];
    let mut scored: Vec<f64> = vec![0.0; core.columns.len()];
    let mut scale = 0.0;
    for at in 0..core.columns.len() {
        let column = core.columns[at] as usize;
        let weight = core.view.weight(column) as f64;
        gain[at] = weight;
        scale += weight.abs();
        scored[at] = reduced(weight, core.terms(at), prices);
        let block = core.blocks.of[column];
        if block == NONE {
            let (lower, upper) = core.view.bounds(column);
            values[at] = if lower > 0 || upper < 0 { lower } else { 0 };
        } else {
            members[block as usize].push(at as u32);
        }
    }
    scale = (scale / core.columns.len().max(1) as f64).max(1.0);
    for (b, list) in members.iter_mut().enumerate() {
        list.sort_by(|&x, &y| scored[y as usize].total_cmp(&scored[x as usize]).then(x.cmp(&y)));
        let (_, least, most) = core.blocks.rows[b];
        for (k, &at) in list.iter().enumerate() {
            let pinned = core.view.bounds(core.columns[at as usize] as usize).0 > 0;
            let wanted = k < least || (k < most && scored[at as usize] > 0.0);
            values[at as usize] = i64::from(pinned || wanted);
        }
    }
    let mut plan = Plan::new(core, values, gain, scale);
    for at in 0..core.columns.len() as u32 {
        if core.blocks.of[core.columns[at as usize] as usize] == NONE {
            plan.shift(&[(at, 0)]);
        }
    }
    let mut tried = 0;
    let mut turn = 0usize;
    let mut row_list = Vec::new();
    while !plan.broken().is_empty() {
        if tried > most || stop() {
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
            let block = core.blocks.of[core.columns[at as usize] as usize];
            if block == NONE {
                // A follower that stands in the way: those that it follows have to move, tried through their rows.
                for &(other, _) in core.terms(at as usize) {
                    let mut list = Vec::new();
                    core.row_terms(other, &mut list);
                    if list.len() > 200 {
                        continue;
                    }
                    for (seat, _) in list {
                        let b = core.blocks.of[core.columns[seat as usize] as usize];
                        if b != NONE && plan.values[seat as usize] == 0 && seen < 60 {
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
                if let (Some((_, moves)), true) = (other, turn % 3 == 0) {
                    plan.begin();
                    plan.shift(&moves);
                }
                tried += 1;
            }
        }
    }
    improve(core, &mut plan, &members, most, stop);
    let values = plan.values;
    core.keeps(&values).then_some(values)
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

/// Swaps that lift the objective and break nothing, block by block until none is left.
fn improve(core: &Core<'_>, plan: &mut Plan<'_, '_>, members: &[Vec<u32>], most: u64, stop: &mut dyn FnMut() -> bool) {
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
                if let Some((worth, moves)) = best
                    && worth > 1e-9
                {
                    plan.begin();
                    plan.shift(&moves);
                    if plan.broken().is_empty() {
                        better = true;
                    } else {
                        plan.take_back();
                    }
                }
            }
        }
        if !better {
            break;
        }
    }
    let _ = core;
}
