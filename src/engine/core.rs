//! The core: the columns and rows that the relaxation holds at present, and how it grows to the exact relaxation.
//!
//! Rows come in when a point breaks them, columns when their reduced cost could improve it; when neither is left the
//! relaxation of the whole program is solved (Dantzig, Fulkerson & Johnson 1954 for rows; Gilmore & Gomory 1961 for columns).

use super::blocks::Blocks;
use super::cuts::{Cuts, Source};
use super::linear::Linear;
use super::places::Places;
use super::prices::{CORE, Prices, best_columns};
use super::tolerance::VIOLATED;
use super::view::View;

pub(crate) use super::places::NONE;

/// So many columns are priced between two looks at whether to stop.
const CHUNK: usize = 8192;

/// The relaxation's present extent.
pub(crate) struct Core<'a> {
    pub view: &'a dyn View,
    pub blocks: &'a Blocks,
    /// The program's columns held, in order of arrival.
    pub columns: Vec<u32>,
    /// The block of each column held.
    pub block: Vec<u32>,
    /// Where a column of the program stands in `columns`.
    pub place: Places,
    starts: Vec<usize>,
    terms: Vec<(u32, i32)>,
    /// The last term of each row, and for each term its column's place and the row's term before: beside `terms`.
    first: Vec<u32>,
    links: Vec<(u32, u32)>,
    pub lp: Linear,
    /// The relaxation's number of each column held.
    pub var: Vec<u32>,
    column_of: Vec<u32>,
    pub held: Vec<Source>,
    pub row_at: Vec<u32>,
    pub cuts: Cuts,
    pub cut_at: Vec<u32>,
    /// The rows that are broken where every column stands at 0.
    pub demanding: Vec<u32>,
    activity: Vec<f64>,
    touched: Vec<u32>,
    in_touched: Vec<bool>,
}

fn float(range: (Option<i64>, Option<i64>)) -> (f64, f64) {
    (range.0.map_or(f64::NEG_INFINITY, |v| v as f64), range.1.map_or(f64::INFINITY, |v| v as f64))
}

impl<'a> Core<'a> {
    pub fn new(view: &'a dyn View, blocks: &'a Blocks, grain: f64) -> Self {
        let rows = view.rows();
        let demands = |row: &u32| {
            let (least, most) = view.range(*row as usize);
            least.is_some_and(|least| least > 0) || most.is_some_and(|most| most < 0)
        };
        let demanding = (0..rows as u32).filter(demands).collect();
        Self {
            view,
            blocks,
            columns: Vec::new(),
            block: Vec::new(),
            place: Places::new(view.columns()),
            starts: vec![0],
            terms: Vec::new(),
            first: vec![NONE; rows],
            links: Vec::new(),
            lp: Linear::new(grain),
            var: Vec::new(),
            column_of: Vec::new(),
            held: Vec::new(),
            row_at: vec![NONE; rows],
            cuts: Cuts::new(rows),
            cut_at: Vec::new(),
            demanding,
            activity: vec![0.0; rows],
            touched: Vec::new(),
            in_touched: vec![false; rows],
        }
    }

    /// A core to begin with: the best columns of each block at the prices, columns of no block, those that never stand at 0,
    /// and `held`; the choice rows and the rows with a price.
    pub fn near(
        view: &'a dyn View,
        blocks: &'a Blocks,
        prices: &Prices,
        held: &[u32],
        stop: &mut dyn FnMut() -> bool,
    ) -> Self {
        let mut core = Self::new(view, blocks, 1.0);
        core.add_columns(&best_columns(view, blocks, &prices.rows, CORE, &prices.used, None, stop).columns);
        let never_0: Vec<u32> = (0..view.columns() as u32).filter(|&c| view.bounds(c as usize).0 != 0).collect();
        core.add_columns(&never_0);
        core.add_columns(held);
        let mut first = vec![false; view.rows()];
        for &(row, _, _) in &blocks.rows {
            first[row as usize] = true;
        }
        for row in 0..view.rows() as u32 {
            if prices.rows[row as usize] != 0.0 || first[row as usize] {
                core.add_row(row);
            }
        }
        core
    }

    /// The terms of a column held.
    pub fn terms(&self, at: usize) -> &[(u32, i32)] {
        &self.terms[self.starts[at]..self.starts[at + 1]]
    }

    /// Takes in columns of the program.
    pub fn add_columns(&mut self, columns: &[u32]) {
        let mut room = Vec::new();
        let mut terms: Vec<(u32, f64)> = Vec::new();
        let mut of_cuts = Vec::new();
        for &column in columns {
            if self.place.has(column) {
                continue;
            }
            let at = self.columns.len() as u32;
            self.place.put(column, at);
            self.columns.push(column);
            self.block.push(self.blocks.of(column));
            self.terms.extend_from_slice(self.view.terms(column as usize, &mut room));
            self.starts.push(self.terms.len());
            terms.clear();
            for k in self.starts[at as usize]..self.starts[at as usize + 1] {
                let (row, a) = self.terms[k];
                self.links.push((at, self.first[row as usize]));
                self.first[row as usize] = k as u32;
                if self.row_at[row as usize] != NONE {
                    terms.push((self.row_at[row as usize], f64::from(a)));
                }
            }
            self.cuts.column(column, &self.terms[self.starts[at as usize]..], &mut of_cuts);
            for &(cut, a) in &of_cuts {
                if self.cut_at[cut as usize] != NONE {
                    terms.push((self.cut_at[cut as usize], a as f64));
                }
            }
            let (lower, upper) = self.view.bounds(column as usize);
            let cost = -(self.view.weight(column as usize) as f64);
            let var = self.lp.add_column(lower as f64, upper as f64, cost, &terms);
            self.lp.break_ties(var, -self.view.tie(column as usize));
            self.var.push(var);
            self.column_of.resize(var as usize, NONE);
            self.column_of.push(column);
        }
    }

    /// The columns held that have a term in the row.
    pub fn row_terms(&self, row: u32, out: &mut Vec<(u32, i32)>) {
        out.clear();
        let mut at = self.first[row as usize];
        while at != NONE {
            let (column, next) = self.links[at as usize];
            out.push((column, self.terms[at as usize].1));
            at = next;
        }
    }

    /// Takes in a row of the program.
    pub fn add_row(&mut self, row: u32) {
        if self.row_at[row as usize] != NONE {
            return;
        }
        let mut out = Vec::new();
        self.row_terms(row, &mut out);
        let terms: Vec<(u32, f64)> = out.iter().rev().map(|&(c, a)| (self.var[c as usize], f64::from(a))).collect();
        let (lower, upper) = float(self.view.range(row as usize));
        self.row_at[row as usize] = self.lp.add_row(lower, upper, &terms);
        self.held.push(Source::Row(row));
    }

    /// Takes in a cut of the pool.
    pub fn add_cut(&mut self, cut: u32) {
        if self.cut_at.len() <= cut as usize {
            self.cut_at.resize(cut as usize + 1, NONE);
        }
        if self.cut_at[cut as usize] != NONE {
            return;
        }
        let terms: Vec<(u32, f64)> = self.cuts.held[cut as usize]
            .terms
            .iter()
            .map(|&(c, a)| (self.var[self.place.of(c) as usize], a as f64))
            .collect();
        let most = self.cuts.held[cut as usize].most as f64;
        self.cut_at[cut as usize] = self.lp.add_row(f64::NEG_INFINITY, most, &terms);
        self.held.push(Source::Cut(cut));
    }

    /// The value of a column held.
    pub fn value(&self, at: usize) -> f64 {
        self.lp.value[self.var[at] as usize]
    }

    /// Rows of the program and cuts that the present point breaks and that aren't held: by how much, which.
    pub fn broken(&mut self) -> Vec<(f64, Source)> {
        for at in 0..self.columns.len() {
            let x = self.lp.value[self.var[at] as usize];
            if x != 0.0 {
                for k in self.starts[at]..self.starts[at + 1] {
                    let (row, a) = self.terms[k];
                    if !self.in_touched[row as usize] {
                        self.in_touched[row as usize] = true;
                        self.touched.push(row);
                    }
                    self.activity[row as usize] += x * f64::from(a);
                }
            }
        }
        for k in 0..self.demanding.len() {
            let row = self.demanding[k];
            if !self.in_touched[row as usize] {
                self.in_touched[row as usize] = true;
                self.touched.push(row);
            }
        }
        let mut found = Vec::new();
        for &row in &self.touched {
            let r = row as usize;
            let (least, most) = float(self.view.range(r));
            let by = (self.activity[r] - most).max(least - self.activity[r]);
            if by > VIOLATED && self.row_at[r] == NONE {
                found.push((by, Source::Row(row)));
            }
            self.activity[r] = 0.0;
            self.in_touched[r] = false;
        }
        self.touched.clear();
        for (k, cut) in self.cuts.held.iter().enumerate() {
            if self.cut_at.get(k).is_none_or(|&at| at == NONE) {
                let sum: f64 = cut
                    .terms
                    .iter()
                    .map(|&(c, a)| a as f64 * self.lp.value[self.var[self.place.of(c) as usize] as usize])
                    .sum();
                if sum > cut.most as f64 + 1e-4 {
                    found.push((sum - cut.most as f64, Source::Cut(k as u32)));
                }
            }
        }
        found
    }

    /// The relaxation's multipliers in the sense of the maximised program, by row held.
    pub fn multipliers(&mut self) -> Vec<f64> {
        self.lp.duals().iter().map(|y| -y).collect()
    }

    /// The multipliers by which columns are priced: those of the weights with their ties broken.
    pub fn pricing(&mut self) -> Vec<f64> {
        if self.view.leans() {
            return self.lp.moved_duals().iter().map(|y| -y).collect();
        }
        self.multipliers()
    }

    /// Columns outside the core whose reduced weight is above `least`: at most a few of each block, the best first.
    /// Without the objective, the multipliers are those of a proof of infeasibility.
    pub fn improving(
        &mut self,
        y: &[f64],
        objective: bool,
        least: f64,
        few: usize,
        stop: &mut dyn FnMut() -> bool,
    ) -> Vec<u32> {
        let mut by_row = vec![0.0; self.view.rows()];
        let mut by_cut = vec![0.0; self.cuts.held.len()];
        for (source, &y) in self.held.iter().zip(y) {
            match *source {
                Source::Row(row) => by_row[row as usize] = y,
                Source::Cut(cut) => by_cut[cut as usize] = y,
            }
        }
        let cutting = by_cut.iter().any(|&y| y != 0.0);
        let mut found: Vec<(u32, f64, u32)> = Vec::new();
        let mut room = Vec::new();
        let mut of_cuts = Vec::new();
        let (mut costs, mut from) = (Vec::new(), 0);
        for column in 0..self.view.columns() {
            if column.is_multiple_of(CHUNK) {
                if stop() {
                    break;
                }
                from = column;
                costs.clear();
                self.view.costs(&by_row, from..(from + CHUNK).min(self.view.columns()), &mut costs);
            }
            if self.place.has(column as u32) {
                continue;
            }
            let weight = if objective { self.view.weight(column) as f64 + self.view.tie(column) } else { 0.0 };
            let mut d = weight - costs[column - from];
            if cutting {
                let terms = self.view.terms(column, &mut room);
                self.cuts.column(column as u32, terms, &mut of_cuts);
                d -= of_cuts.iter().map(|&(cut, a)| by_cut[cut as usize] * a as f64).sum::<f64>();
            }
            let (lower, upper) = self.view.bounds(column);
            // Outside the core a column stands at its lower bound.
            if d > least && upper > lower {
                found.push((self.blocks.of(column as u32), -d, column as u32));
            }
        }
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut kept = Vec::new();
        let mut run = (NONE - 1, 0);
        for (block, _, column) in found {
            if block != run.0 {
                run = (block, 0);
            }
            run.1 += 1;
            if run.1 <= few || block == NONE {
                kept.push(column);
            }
        }
        kept
    }

    /// The multipliers of the last proof of infeasibility, in the sense in which they prove it of the columns held.
    pub fn farkas(&self) -> Option<Vec<f64>> {
        let ray = &self.lp.ray().values;
        // A ray has no scale of its own: where rows have large coefficients it may be too small to be rounded as it is.
        let greatest = ray.iter().fold(0.0, |greatest: f64, v| greatest.max(v.abs()));
        let fine = f64::from(1 << 20) / greatest.max(f64::MIN_POSITIVE);
        [1.0, -1.0, fine, -fine].into_iter().find_map(|scale| {
            let y: Vec<f64> = ray.iter().map(|v| scale * v).collect();
            super::bound::exact(self, &y, false).is_some_and(|e| e.bound < 0).then_some(y)
        })
    }

    /// The column of the program that a variable of the relaxation stands for.
    pub fn column_of_var(&self, var: u32) -> Option<u32> {
        self.column_of.get(var as usize).copied().filter(|&c| c != NONE)
    }
}
