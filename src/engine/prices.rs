//! Rough prices of all rows but the choice rows, by a few subgradient steps (Held & Karp 1971; Held, Wolfe & Crowder 1974).
//!
//! Each row has its own step, shorter the more it was missed so far (Duchi, Hazan & Singer 2011), or rows over the whole
//! forum, missed by hundreds, would throw the others about. Prices only choose which columns the relaxation starts with, so steps shrink geometrically and nothing waits for
//! convergence. Most steps look at a small working set; the full set is priced when the working set is chosen.

use super::blocks::Blocks;
use super::core::NONE;
use super::view::View;
use rustc_hash::FxHashMap;

/// The first step, in units of the mean weight, and what the last one is of the first: prices come to rest as far from
/// the optimum as a hundredth of a mean weight.
const FIRST: f64 = 0.3;
const LAST: f64 = 0.03;

/// Working sets, and steps on each.
const ROUNDS: usize = 6;
const STEPS: usize = 25;
/// So many choice rows are looked at between two looks at whether to stop: some have few columns, and there are many.
const LOOK: usize = 32;

/// Columns that the core begins with: for each that its block takes, and for each block besides.
pub(crate) const CORE: (f64, usize) = (4.0, 10);
/// Columns of a working set: for each that its block takes, and for each block besides.
const SET: (f64, usize) = (3.0, 8);
/// The same of the columns that working sets are taken from, and how many rounds look at all columns first.
const NEAR: (f64, usize) = (24.0, 64);
const WHOLE_ROUNDS: usize = 2;

/// What a column of a block that must be chosen counts for beyond its weight.
const PINNED: f64 = 1e12;

/// A price for each row: positive on an upper bound, negative on a lower one; zero on choice rows.
pub(crate) struct Prices {
    pub rows: Vec<f64>,
    pub used: Vec<bool>,
}

/// The columns of a working set with their terms in the rows that have a price.
#[derive(Default)]
struct Set {
    columns: Vec<u32>,
    starts: Vec<usize>,
    /// Place in the list of priced rows, and coefficient.
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
    // All columns are priced in one go, a few of them one by one.
    let mut costs = Vec::new();
    if among.is_none() {
        view.costs(prices, 0..view.columns(), &mut costs);
    }
    let mut room = Vec::new();
    let mut members: Vec<u32> = Vec::new();
    let mut list: Vec<(f64, u32)> = Vec::new();
    let mut chosen = Vec::new();
    let mut chosen_starts = vec![0];
    let mut stopped = false;
    for b in 0..=count {
        stopped = stopped || b.is_multiple_of(LOOK) && stop();
        if stopped {
            // Whoever called is stopping too: an empty rest is as good as any.
            chosen_starts.push(chosen.len());
            continue;
        }
        list.clear();
        members.clear();
        match among {
            Some(among) => members.extend_from_slice(&among.columns[among.starts[b]..among.starts[b + 1]]),
            None => members.extend(blocks.members(b)),
        }
        for &column in &members {
            if held_at_0(view, column) {
                continue;
            }
            let weight = view.pull(column as usize);
            let mut d = match costs.get(column as usize) {
                Some(cost) => weight - cost,
                None => reduced(weight, view.terms(column as usize, &mut room), prices),
            };
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
    fn take(view: &dyn View, blocks: &Blocks, chosen: Chosen, rows: &mut Priced) -> Self {
        let Chosen { columns, starts: block_starts } = chosen;
        let mut set = Self { block_starts, starts: vec![0], ..Self::default() };
        let mut room = Vec::new();
        for &column in &columns {
            let terms = view.terms(column as usize, &mut room);
            set.terms.extend(terms.iter().filter_map(|&(row, a)| rows.place(row).map(|place| (place, a))));
            set.starts.push(set.terms.len());
            let pinned = view.bounds(column as usize).0 > 0 && blocks.of(column) != NONE;
            set.weights.push(view.pull(column as usize) + if pinned { PINNED } else { 0.0 });
        }
        set.columns = columns;
        set
    }

    fn terms(&self, at: usize) -> &[(u32, i32)] {
        &self.terms[self.starts[at]..self.starts[at + 1]]
    }
}

/// The rows that the present working set has terms in, or that have a price or ask for one: what is known of them stands side
/// by side, so that steps stay near.
#[derive(Default)]
struct Priced {
    list: Vec<u32>,
    /// The place of a row of the program in the list, [`NONE`] for none; [`CHOICE`] for choice rows.
    place: Vec<u32>,
    rows: Vec<Row>,
    /// The places of rows with a price, or touched by the present choice.
    live: Vec<u32>,
}

/// A row while prices move.
#[derive(Clone, Copy)]
struct Row {
    least: f64,
    most: f64,
    price: f64,
    activity: f64,
    /// What the row was missed by so far, squared and summed up.
    squares: f64,
    is_live: bool,
}

const CHOICE: u32 = NONE - 1;

impl Priced {
    fn place(&mut self, row: u32) -> Option<u32> {
        let place = &mut self.place[row as usize];
        if *place == NONE {
            *place = self.list.len() as u32;
            self.list.push(row);
        }
        Some(*place).filter(|place| *place != CHOICE)
    }

    /// Reads what is known of the rows listed. Those with a price, and those that are broken while nothing is chosen, are
    /// looked at whatever is chosen.
    fn open(&mut self, view: &dyn View, prices: &[f64], squares: &FxHashMap<u32, f64>) {
        self.rows.clear();
        self.live.clear();
        for (place, &row) in (0..).zip(&self.list) {
            let (least, most) = view.range(row as usize);
            let least = least.map_or(f64::NEG_INFINITY, |v| v as f64);
            let most = most.map_or(f64::INFINITY, |v| v as f64);
            let price = prices[row as usize];
            let squares = squares.get(&row).copied().unwrap_or(1.0);
            let is_live = price != 0.0 || least > 0.0 || most < 0.0;
            if is_live {
                self.live.push(place);
            }
            self.rows.push(Row { least, most, price, activity: 0.0, squares, is_live });
        }
    }

    /// Writes down what the steps found, and forgets the rows.
    fn close(&mut self, prices: &mut [f64], squares: &mut FxHashMap<u32, f64>) {
        for (&row, of) in self.list.iter().zip(&self.rows) {
            prices[row as usize] = of.price;
            if of.squares > 1.0 {
                squares.insert(row, of.squares);
            }
            self.place[row as usize] = NONE;
        }
        self.list.clear();
    }

    /// Counts a column of the set that stands at a value.
    fn count(&mut self, terms: &[(u32, i32)], value: f64) {
        for &(place, a) in terms {
            let row = &mut self.rows[place as usize];
            row.activity += value * f64::from(a);
            if !row.is_live {
                row.is_live = true;
                self.live.push(place);
            }
        }
    }

    /// A column's weight less what its rows' prices take.
    fn reduced(&self, weight: f64, terms: &[(u32, i32)]) -> f64 {
        terms.iter().fold(weight, |d, &(place, a)| d - self.rows[place as usize].price * f64::from(a))
    }

    /// Moves prices against what is missed; rows without a price and in range are let go.
    fn step(&mut self, step: f64) {
        let rows = &mut self.rows;
        self.live.retain(|&place| {
            let row = &mut rows[place as usize];
            let sum = std::mem::take(&mut row.activity);
            let old = row.price;
            if old > 0.0 || sum > row.most {
                let by = sum - row.most;
                row.squares += by * by;
                row.price = (old + step * by / row.squares.sqrt()).max(0.0);
            } else if old < 0.0 || sum < row.least {
                let by = sum - row.least;
                row.squares += by * by;
                row.price = (old + step * by / row.squares.sqrt()).min(0.0);
            }
            row.is_live = row.price != 0.0 || row.least > 0.0 || row.most < 0.0;
            row.is_live
        });
    }
}

/// Rough prices of all rows but the choice rows.
pub(crate) fn find(view: &dyn View, blocks: &Blocks, stop: &mut dyn FnMut() -> bool) -> Prices {
    let mut prices = vec![0.0f64; view.rows()];
    let mut squares: FxHashMap<u32, f64> = FxHashMap::default();
    let mut rows = Priced { place: vec![NONE; view.rows()], ..Priced::default() };
    for &(row, _, _) in &blocks.rows {
        rows.place[row as usize] = CHOICE;
    }
    // Rows that are broken while nothing is chosen have to be looked at always.
    let asks = |row: &u32| {
        let (least, most) = view.range(*row as usize);
        least.is_some_and(|least| least > 0) || most.is_some_and(|most| most < 0)
    };
    let demanding: Vec<u32> = (0..view.rows() as u32).filter(asks).collect();
    let total: f64 = (0..view.columns()).map(|c| view.pull(c).abs()).sum();
    let weighted = (0..view.columns()).filter(|&c| view.pull(c) != 0.0).count();
    let scale = (total / weighted.max(1) as f64).max(1e-3);
    let mut step = FIRST * scale;
    let shrink = LAST.powf(1.0 / (ROUNDS * STEPS) as f64);
    let mut scored: Vec<(f64, u32)> = Vec::new();
    let mut used = vec![false; view.columns()];
    let mut near: Option<Chosen> = None;
    for round in 0..ROUNDS {
        // Prices settle soon: from then on working sets are taken from what is near.
        if round == WHOLE_ROUNDS {
            near = Some(best_columns(view, blocks, &prices, NEAR, &used, None, stop));
        }
        let chosen = best_columns(view, blocks, &prices, SET, &used, near.as_ref(), stop);
        let set = Set::take(view, blocks, chosen, &mut rows);
        for &row in &demanding {
            rows.place(row);
        }
        for row in (0..view.rows() as u32).filter(|row| prices[*row as usize] != 0.0) {
            rows.place(row);
        }
        rows.open(view, &prices, &squares);
        for _ in 0..STEPS {
            if stop() {
                break;
            }
            // Solve the choice rows, count what the others get.
            for b in 0..blocks.rows.len() {
                let (_, least, most) = blocks.rows[b];
                scored.clear();
                for at in set.block_starts[b]..set.block_starts[b + 1] {
                    scored.push((rows.reduced(set.weights[at], set.terms(at)), at as u32));
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
                        rows.count(set.terms(at as usize), 1.0);
                    }
                }
            }
            for at in set.block_starts[blocks.rows.len()]..set.columns.len() {
                let (lower, upper) = view.bounds(set.columns[at] as usize);
                let d = rows.reduced(set.weights[at], set.terms(at));
                let value = if d > 0.0 { upper } else { lower };
                if value != 0 {
                    rows.count(set.terms(at), value as f64);
                }
            }
            rows.step(step);
            step *= shrink;
        }
        rows.close(&mut prices, &mut squares);
        if stop() {
            break;
        }
    }
    Prices { rows: prices, used }
}
