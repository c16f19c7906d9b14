//! The master: which mix of each panel's known compositions is best, as far as rows between panels go.

use super::panel::Panel;
use super::split::Apart;
use crate::engine::linear::{Ended, Linear};
use crate::engine::tolerance::VIOLATED;
use crate::engine::view::View;
use rustc_hash::FxHashSet;

/// By how much a row may be over or under, at most.
const FAR: f64 = 1e4;
const NONE: u32 = u32::MAX;

/// Who sits on a panel: columns that aren't 0, by number in the panel.
struct Composition {
    panel: u32,
    values: Vec<(u32, i64)>,
    worth: i64,
    /// What it adds to rows between panels, ascending.
    links: Vec<(u32, i64)>,
    var: u32,
}

pub(super) struct Master<'a> {
    view: &'a dyn View,
    apart: &'a Apart,
    lp: Linear,
    /// By link: its row in the relaxation.
    row_of: Vec<u32>,
    /// By link held: what it may be over and under for a price.
    boxes: Vec<Option<(u32, u32)>>,
    pub center: Vec<f64>,
    width: f64,
    free: Vec<u32>,
    known: Vec<Composition>,
    /// By panel, those that are still to be had.
    of: Vec<Vec<u32>>,
}

impl<'a> Master<'a> {
    pub fn new(view: &'a dyn View, apart: &'a Apart, panels: usize, center: Vec<f64>, width: f64) -> Self {
        let mut lp = Linear::new(1.0);
        for _ in 0..panels {
            lp.add_row(1.0, 1.0, &[]);
        }
        let free = apart.free.iter().map(|&column| {
            let (lower, upper) = view.bounds(column as usize);
            lp.add_column(lower as f64, upper as f64, -(view.weight(column as usize) as f64), &[])
        });
        let free = free.collect();
        let held: Vec<u32> = (0..center.len() as u32).filter(|&link| center[link as usize] != 0.0).collect();
        let mut master = Self {
            view,
            apart,
            lp,
            row_of: vec![NONE; apart.links.len()],
            boxes: vec![None; apart.links.len()],
            center,
            width,
            free,
            known: Vec::new(),
            of: vec![Vec::new(); panels],
        };
        for link in held {
            master.add_link(link);
        }
        master
    }

    /// New prices to stay near to, and how near.
    pub fn stay(&mut self, center: &[f64], width: f64) {
        self.center.copy_from_slice(center);
        self.width = width;
        for (link, of) in self.boxes.iter().enumerate() {
            if let &Some((over, under)) = of {
                self.lp.set_cost(over, self.center[link] + width);
                self.lp.set_cost(under, width - self.center[link]);
            }
        }
    }

    /// How much the prices' limits are worth in the mix: 0 where none holds.
    pub fn pushed(&self) -> f64 {
        self.boxes.iter().flatten().map(|of| self.lp.value[of.0 as usize] + self.lp.value[of.1 as usize]).sum()
    }

    /// Takes in a composition, by its columns that aren't 0; whether it is new. `None` where a number is too large.
    pub fn add(&mut self, panel: usize, of: &Panel, values: Vec<(u32, i64)>) -> Option<bool> {
        if self.of[panel].iter().any(|&at| self.known[at as usize].values == values) {
            return Some(false);
        }
        let mut links: Vec<(u32, i64)> = Vec::new();
        let mut worth = 0_i64;
        for &(column, value) in &values {
            worth = worth.checked_add(of.goal(column as usize).checked_mul(value)?)?;
            for &(link, a) in of.links(column as usize) {
                links.push((link, value.checked_mul(i64::from(a))?));
            }
        }
        links.sort_unstable();
        links.dedup_by(|next, last| {
            let same = next.0 == last.0;
            if same {
                last.1 = last.1.saturating_add(next.1);
            }
            same
        });
        let terms: Vec<(u32, f64)> = std::iter::once((panel as u32, 1.0))
            .chain(
                links
                    .iter()
                    .filter(|link| self.row_of[link.0 as usize] != NONE)
                    .map(|&(link, a)| (self.row_of[link as usize], a as f64)),
            )
            .collect();
        let var = self.lp.add_column(0.0, 1.0, -(worth as f64), &terms);
        self.of[panel].push(self.known.len() as u32);
        self.known.push(Composition { panel: panel as u32, values, worth, links, var });
        Some(true)
    }

    fn add_link(&mut self, link: u32) {
        let row = self.apart.links[link as usize];
        let (least, most) = self.view.range(row as usize);
        let mut terms: Vec<(u32, f64)> = Vec::new();
        let mut room = Vec::new();
        for (&column, &var) in self.apart.free.iter().zip(&self.free) {
            let a = self.view.terms(column as usize, &mut room).iter().find(|term| term.0 == row);
            terms.extend(a.map(|term| (var, f64::from(term.1))));
        }
        for known in &self.known {
            if let Ok(at) = known.links.binary_search_by_key(&link, |link| link.0) {
                terms.push((known.var, known.links[at].1 as f64));
            }
        }
        let (least, most) = (least.map_or(f64::NEG_INFINITY, |v| v as f64), most.map_or(f64::INFINITY, |v| v as f64));
        let at = self.lp.add_row(least, most, &terms);
        self.row_of[link as usize] = at;
        let center = self.center[link as usize];
        let over = self.lp.add_column(0.0, FAR, center + self.width, &[(at, -1.0)]);
        let under = self.lp.add_column(0.0, FAR, self.width - center, &[(at, 1.0)]);
        self.boxes[link as usize] = Some((over, under));
    }

    /// Solves, links coming in as they are broken; the value, and the price of each link.
    pub fn solve(&mut self, stop: &mut dyn FnMut() -> bool) -> Option<(f64, Vec<f64>)> {
        self.lp.recost();
        loop {
            if self.lp.solve(f64::INFINITY, u64::MAX, stop) != Ended::Optimal {
                return None;
            }
            let broken = self.broken();
            if broken.is_empty() {
                break;
            }
            for link in broken {
                self.add_link(link);
            }
        }
        let value = -self.lp.true_objective();
        let duals = self.lp.duals();
        let price = |&row: &u32| if row == NONE { 0.0 } else { -duals[row as usize] };
        Some((value, self.row_of.iter().map(price).collect()))
    }

    fn broken(&self) -> Vec<u32> {
        let mut sums = vec![0.0; self.row_of.len()];
        for known in &self.known {
            let x = self.lp.value[known.var as usize];
            if x != 0.0 {
                for &(link, a) in &known.links {
                    sums[link as usize] += x * a as f64;
                }
            }
        }
        let mut room = Vec::new();
        for (&column, &var) in self.apart.free.iter().zip(&self.free) {
            let x = self.lp.value[var as usize];
            if x != 0.0 {
                for &(row, a) in self.view.terms(column as usize, &mut room) {
                    sums[self.apart.link_at[row as usize] as usize] += x * f64::from(a);
                }
            }
        }
        let out = |link: &u32| {
            let at = *link as usize;
            let (least, most) = self.view.range(self.apart.links[at] as usize);
            self.row_of[at] == NONE
                && (least.is_some_and(|least| sums[at] < least as f64 - VIOLATED)
                    || most.is_some_and(|most| sums[at] > most as f64 + VIOLATED))
        };
        (0..self.row_of.len() as u32).filter(out).collect()
    }

    /// The share of each composition in the mix.
    fn share(&self, at: usize) -> f64 {
        self.lp.value[self.known[at].var as usize]
    }

    pub fn steps(&self) -> u64 {
        self.lp.steps
    }

    /// The largest share of a panel's compositions.
    pub fn largest(&self, panel: usize) -> Option<(f64, u32)> {
        let shares = self.of[panel].iter().map(|&at| (self.share(at as usize), at));
        shares.reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    /// From now on the panel is this composition.
    pub fn settle(&mut self, panel: usize, as_of: u32) {
        for &at in &self.of[panel] {
            let is = if at == as_of { 1.0 } else { 0.0 };
            self.lp.set_bounds(self.known[at as usize].var, is, is);
        }
        self.of[panel].retain(|&at| at == as_of);
    }

    /// What a panel's best known composition is worth at these prices, times `scale`.
    pub fn best_known(&self, panel: usize, scale: i64, prices: &[i64]) -> Option<i64> {
        let mut best: Option<i64> = None;
        for &at in &self.of[panel] {
            let known = &self.known[at as usize];
            let mut worth = known.worth.checked_mul(scale)?;
            for &(link, a) in &known.links {
                worth = worth.checked_sub(prices[link as usize].checked_mul(a)?)?;
            }
            best = Some(best.map_or(worth, |best| best.max(worth)));
        }
        best
    }

    /// By panel: the columns that aren't 0 in any composition ever taken in, by number in the panel.
    pub fn used(&self) -> Vec<FxHashSet<u32>> {
        let mut used = vec![FxHashSet::default(); self.of.len()];
        for known in &self.known {
            used[known.panel as usize].extend(known.values.iter().map(|of| of.0));
        }
        used
    }

    /// The columns that aren't 0 in a panel's compositions, by number in the program; `own` are the panel's columns.
    pub fn columns<'m>(&'m self, panel: usize, own: &'m [u32]) -> impl Iterator<Item = (u32, i64)> + 'm {
        let known = self.of[panel].iter().flat_map(|&at| &self.known[at as usize].values);
        known.map(|&(at, value)| (own[at as usize], value))
    }
}
