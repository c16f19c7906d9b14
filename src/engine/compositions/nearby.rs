//! Better points near the one in hand: a few panels at a time are free, as a small program of their own.
//!
//! All else stays as it is (Shaw 1998). The first panel is drawn by lot, where a panel has the more lots the further its
//! composition is from the best one at the mix's prices: what is lost to the bound is lost there. With it come panels that
//! hold what it wants most, and others, each as likely.

use super::panel::Panel;
use super::small::Point;
use super::split::Apart;
use crate::engine::lots;
use crate::engine::view::View;
use rustc_hash::FxHashMap;

/// Nodes of one small program's tree.
const NODES: u64 = 30;
/// Panels that are free at first, and the least of them.
const PANELS: usize = 3;
const LEAST: usize = 2;
/// By one of so many there are more where nothing better is proven within half of the nodes, and fewer where it is not proven.
const GROW: usize = 4;
const SHRINK: usize = 8;
/// So many times as many free panels in a row as there are panels, without anything better, and it ends.
const IDLE: usize = 16;
/// Columns of a panel that count as wanted.
const WANTED: usize = 12;
/// Rows that more panels share are nobody's in particular.
const SHARED: usize = 8;

pub(super) struct Nearby<'n> {
    pub view: &'n dyn View,
    pub apart: &'n Apart,
    pub panels: &'n [Panel],
    /// By panel: its columns by number in the program.
    pub columns: &'n [Vec<u32>],
    /// By panel: the columns that may be used, by number in the panel.
    pub usable: Vec<Vec<u32>>,
    /// By panel: what no composition passes at the prices, which are whole and times `scale`.
    pub most: Vec<i64>,
    pub prices: Vec<i64>,
    pub scale: i64,
}

/// What looking around costs and gave.
#[derive(Default)]
pub(super) struct Looked {
    pub steps: u64,
    pub nodes: u64,
    pub looks: u64,
}

impl Nearby<'_> {
    /// The columns of no panel, which may move, on each row.
    fn free_on(&self) -> FxHashMap<u32, Vec<u32>> {
        let mut free_on: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut room = Vec::new();
        for &column in &self.apart.free {
            let (lower, upper) = self.view.bounds(column as usize);
            if lower < upper {
                for &(row, _) in self.view.terms(column as usize, &mut room) {
                    free_on.entry(row).or_default().push(column);
                }
            }
        }
        free_on
    }

    /// Improves a point until it is worth `enough`, so many steps of the simplex method are taken, or nothing was found for
    /// long. `None` where a number is too large.
    pub fn improve(
        &self,
        point: &mut Point<'_>,
        enough: i64,
        steps: u64,
        stop: &mut dyn FnMut() -> bool,
    ) -> Option<Looked> {
        let count = self.panels.len();
        let free_on = self.free_on();
        let mut regrets: Vec<i64> = (0..count).map(|panel| self.regret(point, panel)).collect::<Option<_>>()?;
        let mut worth = point.worth(0..self.view.columns() as u32)?;
        // With more than two thirds of all panels free it is no longer a small program.
        let most = count * 2 / 3;
        if most < PANELS {
            return Some(Looked::default());
        }
        let (mut size, mut idle, mut turn) = (PANELS, 0, 0);
        let mut looked = Looked::default();
        while worth < enough && looked.steps < steps && idle < IDLE * count && !stop() {
            let free = self.draw(point, &mut turn, &regrets, size)?;
            let small = point.small(&self.movable(&free, &free_on))?;
            let before = point.worth(small.columns.iter().copied())?;
            // The point itself is one, so that nothing at all means a stop.
            let Some(seen) = small.search(before.saturating_add(1), NODES, stop) else { break };
            looked.looks += 1;
            looked.steps += seen.steps;
            looked.nodes += seen.nodes;
            if let Some(better) = seen.better {
                point.take(&small, &better)?;
                worth = worth.checked_add(point.worth(small.columns.iter().copied())?.checked_sub(before)?)?;
                for &panel in &free {
                    regrets[panel] = self.regret(point, panel)?;
                }
                idle = 0;
                if seen.closed {
                    continue;
                }
            }
            idle += size;
            if !seen.closed {
                size = (size - size.div_ceil(SHRINK)).max(LEAST);
            } else if seen.nodes < NODES / 2 {
                size = (size + size.div_ceil(GROW)).min(most);
            }
        }
        Some(looked)
    }

    /// How far a panel's composition is from the best one at the prices.
    fn regret(&self, point: &Point<'_>, panel: usize) -> Option<i64> {
        let mut worth = 0_i64;
        for (at, &column) in self.columns[panel].iter().enumerate() {
            let value = point.values[column as usize];
            if value != 0 {
                let weight = self.panels[panel].priced(at, self.scale, &self.prices)?;
                worth = worth.checked_add(weight.checked_mul(value)?)?;
            }
        }
        Some(self.most[panel].saturating_sub(worth).max(0))
    }

    /// The columns of these panels, and those of no panel that stand on their rows, each with its panel.
    fn movable(&self, free: &[usize], free_on: &FxHashMap<u32, Vec<u32>>) -> Vec<(u32, u32)> {
        let mut columns: Vec<(u32, u32)> = Vec::new();
        let mut others: Vec<u32> = Vec::new();
        for &panel in free {
            for &at in &self.usable[panel] {
                columns.push((self.columns[panel][at as usize], panel as u32));
                for &(link, _) in self.panels[panel].links(at as usize) {
                    others.extend(free_on.get(&self.apart.links[link as usize]).into_iter().flatten());
                }
            }
        }
        others.sort_unstable();
        others.dedup();
        columns.extend(others.into_iter().map(|column| (column, u32::MAX)));
        columns
    }

    /// So many panels: one by the regrets, up to half in all of those that hold what it wants, the others by lot.
    fn draw(&self, point: &Point<'_>, turn: &mut u64, regrets: &[i64], size: usize) -> Option<Vec<usize>> {
        let lot = lots::next(turn);
        let mut left = i128::from(lot) % regrets.iter().map(|&regret| i128::from(regret)).sum::<i128>().max(1);
        let first = regrets.iter().position(|&regret| {
            left -= i128::from(regret);
            left < 0
        });
        let mut free = vec![first.unwrap_or((lot % regrets.len() as u64) as usize)];
        for panel in self.holders(point, free[0])? {
            if free.len() * 2 < size && !free.contains(&panel) {
                free.push(panel);
            }
        }
        while free.len() < size {
            let mut panel = (lots::next(turn) % regrets.len() as u64) as usize;
            // Who is drawn twice gives the place to the next one.
            while free.contains(&panel) {
                panel = (panel + 1) % regrets.len();
            }
            free.push(panel);
        }
        Some(free)
    }

    /// The panels that stand on rows of what a panel wants most at the prices and does not have, the most wanted first.
    fn holders(&self, point: &Point<'_>, panel: usize) -> Option<Vec<usize>> {
        let of = &self.panels[panel];
        let lacks = |at: &&u32| point.values[self.columns[panel][**at as usize] as usize] == 0;
        let priced = |&at: &u32| Some((of.priced(at as usize, self.scale, &self.prices)?, at));
        let mut wanted: Vec<(i64, u32)> = self.usable[panel].iter().filter(lacks).map(priced).collect::<Option<_>>()?;
        wanted.sort_unstable_by(|a, b| b.cmp(a));
        let dear = |link: u32| self.prices[link as usize] != 0;
        let mut rank: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        let links = wanted.iter().take(WANTED).flat_map(|&(_, at)| of.links(at as usize)).map(|link| link.0);
        let links: Vec<u32> = links.filter(|&link| dear(link)).collect();
        for &link in &links {
            rank.entry(link).or_default();
        }
        for (other, columns) in self.columns.iter().enumerate().filter(|(other, _)| *other != panel) {
            for (at, _) in columns.iter().enumerate().filter(|(_, column)| point.values[**column as usize] != 0) {
                for (link, _) in self.panels[other].links(at) {
                    rank.entry(*link).and_modify(|holders| holders.push(other));
                }
            }
        }
        let held = links.iter().filter_map(|link| rank.get(link)).filter(|holders| holders.len() <= SHARED);
        Some(held.flatten().copied().collect())
    }
}
