//! Rough prices of all rows but the choice rows, by a few subgradient steps (Held & Karp 1971; Held, Wolfe & Crowder 1974).
//!
//! Each row has its own step, shorter the more it was missed so far (Duchi, Hazan & Singer 2011), or rows over the whole
//! forum, missed by hundreds, would throw the others about. Prices only choose which columns the relaxation starts with, so steps shrink geometrically and nothing waits for
//! convergence. Most steps look at a small working set; the full set is priced when the working set is chosen.

use super::blocks::Blocks;
use super::core::NONE;
use super::view::View;

/// The first step, in units of the mean weight, and what the last one is of the first: prices come to rest as far from
/// the optimum as a hundredth of a mean weight.
const FIRST: f64 = 0.3;
const LAST: f64 = 0.03;

/// Columns of a working set: for each that its block takes, and for each block besides.
const SET: (f64, usize) = (3.0, 8);
/// The same of the columns that working sets are taken from, and how many rounds look at all columns first.
const NEAR: (f64, usize) = (24.0, 64);
const WHOLE_ROUNDS: usize = 4;

/// What a column of a block that must be chosen counts for beyond its weight.
const PINNED: f64 = 1e12;

/// A price for each row: positive on an upper bound, negative on a lower one; zero on choice rows.
pub(crate) struct Prices {
    pub rows: Vec<f64>,
    pub used: Vec<bool>,
}

/// The columns of a working set with their terms.
#[derive(Default)]
struct Set {
    columns: Vec<u32>,
    starts: Vec<usize>,
    terms: Vec<(u32, i32)>,
    weights: Vec<f64>,
    /// The columns of block `b` are `members[block_starts[b]..]`, those of none come last.
    block_starts: Vec<usize>,
}

/// Whether a column can't but stand at 0: nothing gains by holding it.
fn held_at_0(view: &dyn View, column: u32) -> bool {
    view.bounds(column as usize) == (0, 0)
}

/// A column's weight less what its rows' prices take.
pub(crate) fn reduced(weight: f64, terms: &[(u32, i32)], prices: &[f64]) -> f64 {
    terms.iter().fold(weight, |d, &(row, a)| d - prices[row as usize] * f64::from(a))
}

/// Columns by block: block `b` has `columns[starts[b]..starts[b + 1]]`, those of none come last.
#[derive(Default)]
pub(crate) struct Chosen {
    pub columns: Vec<u32>,
    starts: Vec<usize>,
}

/// The `per` columns of greatest reduced weight in each block (times its size, plus a few), and all columns in none; of
/// `among`, or of all.
pub(crate) fn best_columns(
    view: &dyn View,
    blocks: &Blocks,
    prices: &[f64],
    (per, few): (f64, usize),
    used: &[bool],
    among: Option<&Chosen>,
    stop: &mut dyn FnMut() -> bool,
) -> Chosen {
    let count = blocks.rows.len();
    let mut room = Vec::new();
    let mut list: Vec<(f64, u32)> = Vec::new();
    let mut chosen = Vec::new();
    let mut chosen_starts = vec![0];
    for b in 0..=count {
        if stop() {
            // Whoever called is stopping too: an empty rest is as good as any.
            chosen_starts.push(chosen.len());
            continue;
        }
        list.clear();
        let members =
            among.map_or_else(|| blocks.members(b), |among| &among.columns[among.starts[b]..among.starts[b + 1]]);
        for &column in members {
            if held_at_0(view, column) {
                continue;
            }
            let weight = view.pull(column as usize);
            let mut d = reduced(weight, view.terms(column as usize, &mut room), prices);
            if b == count {
                // In no block: all but what its own weight holds at the lower bound for good.
                d = if weight < 0.0 { d - 0.5 * weight } else { 0.0 };
            }
            if view.bounds(column as usize).0 > 0 && b < count {
                d += PINNED;
            }
            list.push((d, column));
        }
        let mut take = list.len();
        if b < count {
            let want = (blocks.rows[b].2 as f64 * per) as usize + few;
            if want < take {
                list.select_nth_unstable_by(want - 1, |x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                take = want;
            }
        } else {
            let mut kept = 0;
            for k in 0..list.len() {
                if list[k].0 >= 0.0 {
                    list.swap(k, kept);
                    kept += 1;
                }
            }
            take = kept;
        }
        let from = chosen.len();
        chosen.extend(list[..take].iter().map(|s| s.1));
        chosen.extend(list[take..].iter().map(|s| s.1).filter(|&c| used[c as usize]));
        chosen[from..].sort_unstable();
        chosen_starts.push(chosen.len());
    }
    Chosen { columns: chosen, starts: chosen_starts }
}

impl Set {
    fn take(
        view: &dyn View,
        blocks: &Blocks,
        prices: &[f64],
        used: &[bool],
        near: Option<&Chosen>,
        stop: &mut dyn FnMut() -> bool,
    ) -> Self {
        let Chosen { columns, starts: block_starts } = best_columns(view, blocks, prices, SET, used, near, stop);
        let mut set = Self { block_starts, starts: vec![0], ..Self::default() };
        let mut room = Vec::new();
        for &column in &columns {
            set.terms.extend_from_slice(view.terms(column as usize, &mut room));
            set.starts.push(set.terms.len());
            let pinned = view.bounds(column as usize).0 > 0 && blocks.of[column as usize] != NONE;
            set.weights.push(view.pull(column as usize) + if pinned { PINNED } else { 0.0 });
        }
        set.columns = columns;
        set
    }

    fn terms(&self, at: usize) -> &[(u32, i32)] {
        &self.terms[self.starts[at]..self.starts[at + 1]]
    }
}

/// Prices after `rounds` working sets of `steps` steps each.
pub(crate) fn find(
    view: &dyn View,
    blocks: &Blocks,
    rounds: usize,
    steps: usize,
    stop: &mut dyn FnMut() -> bool,
) -> Prices {
    let rows = view.rows();
    let mut prices = vec![0.0f64; rows];
    let mut choice = vec![false; rows];
    for &(row, _, _) in &blocks.rows {
        choice[row as usize] = true;
    }
    let ranges: Vec<(f64, f64)> = (0..rows)
        .map(|row| {
            let (least, most) = view.range(row);
            (least.map_or(f64::NEG_INFINITY, |v| v as f64), most.map_or(f64::INFINITY, |v| v as f64))
        })
        .collect();
    // Rows that are broken while nothing is chosen have to be looked at always.
    let demanding: Vec<u32> =
        (0..rows as u32).filter(|&r| ranges[r as usize].0 > 0.0 || ranges[r as usize].1 < 0.0).collect();
    let mut activity = vec![0.0f64; rows];
    let mut live: Vec<u32> = Vec::new();
    let mut in_live = vec![false; rows];
    let mut squares = vec![1.0f64; rows];
    let total: f64 = (0..view.columns()).map(|c| view.pull(c).abs()).sum();
    let weighted = (0..view.columns()).filter(|&c| view.pull(c) != 0.0).count();
    let scale = (total / weighted.max(1) as f64).max(1e-3);
    let mut step = FIRST * scale;
    let shrink = LAST.powf(1.0 / (rounds * steps) as f64);
    let mut scored: Vec<(f64, u32)> = Vec::new();
    let mut used = vec![false; view.columns()];
    let mut near: Option<Chosen> = None;
    for round in 0..rounds {
        // Prices settle soon: from then on working sets are taken from what is near, looked up anew now and then.
        if round >= WHOLE_ROUNDS && (round - WHOLE_ROUNDS).is_multiple_of(WHOLE_ROUNDS) {
            near = Some(best_columns(view, blocks, &prices, NEAR, &used, None, stop));
        }
        let set = Set::take(view, blocks, &prices, &used, near.as_ref(), stop);
        for _ in 0..steps {
            if stop() {
                return Prices { rows: prices, used };
            }
            // Solve the choice rows, count what the others get.
            let mut count = |at: usize, times: f64, live: &mut Vec<u32>| {
                for &(row, a) in set.terms(at) {
                    let r = row as usize;
                    if !choice[r] {
                        activity[r] += times * f64::from(a);
                        if !in_live[r] {
                            in_live[r] = true;
                            live.push(row);
                        }
                    }
                }
            };
            for b in 0..blocks.rows.len() {
                let (_, least, most) = blocks.rows[b];
                scored.clear();
                for at in set.block_starts[b]..set.block_starts[b + 1] {
                    scored.push((reduced(set.weights[at], set.terms(at), &prices), at as u32));
                }
                let most = most.min(scored.len());
                if most < scored.len() && most > 0 {
                    scored.select_nth_unstable_by(most - 1, |x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                }
                let top = &mut scored[..most];
                if least < most {
                    top.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                }
                for (k, &(d, at)) in top.iter().enumerate() {
                    if k < least || d > 0.0 {
                        used[set.columns[at as usize] as usize] = true;
                        count(at as usize, 1.0, &mut live);
                    }
                }
            }
            for at in set.block_starts[blocks.rows.len()]..set.columns.len() {
                let (lower, upper) = view.bounds(set.columns[at] as usize);
                let d = reduced(set.weights[at], set.terms(at), &prices);
                let value = if d > 0.0 { upper } else { lower };
                if value != 0 {
                    count(at, value as f64, &mut live);
                }
            }
            for &row in &demanding {
                if !in_live[row as usize] && !choice[row as usize] {
                    in_live[row as usize] = true;
                    live.push(row);
                }
            }
            // Move prices against what is missed; rows without a price and in range are let go.
            live.retain(|&row| {
                let r = row as usize;
                let (least, most) = ranges[r];
                let sum = activity[r];
                activity[r] = 0.0;
                let old = prices[r];
                let mut new = old;
                if old > 0.0 || sum > most {
                    let by = sum - most;
                    squares[r] += by * by;
                    new = (old + step * by / squares[r].sqrt()).max(0.0);
                } else if old < 0.0 || sum < least {
                    let by = sum - least;
                    squares[r] += by * by;
                    new = (old + step * by / squares[r].sqrt()).min(0.0);
                }
                prices[r] = new;
                let keep = new != 0.0;
                if !keep {
                    in_live[r] = false;
                }
                keep
            });
            step *= shrink;
        }
    }
    Prices { rows: prices, used }
}
