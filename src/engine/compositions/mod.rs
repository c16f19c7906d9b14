//! Points from whole panels: the best mix of panels' compositions, and a dive from it.
//!
//! Where much is asked of one panel at a time, the relaxation mixes what no panel can be, and dives from it end far below.
//! The mix of compositions that each panel can be (Dantzig & Wolfe 1960) is nearer to whole points. New compositions are
//! the best ones of each panel at the mix's prices, which move little at a time (du Merle, Villeneuve, Desrosiers & Hansen
//! 1999). Its bound, the Lagrangian one (Geoffrion 1974), is below the relaxation's; [`parts`] proves it.

mod dive;
mod master;
mod nearby;
mod panel;
mod parts;
mod small;
mod split;

use super::blocks::Blocks;
use super::core::{Core, NONE};
use super::solve::Ears;
use super::view::View;
use crate::program::Proof;
use master::Master;
use nearby::Nearby;
use panel::{Look, Panel};
pub(crate) use parts::Bounded;
use small::Point;
use split::{Apart, apart};

/// Prices are whole numbers of this fraction of a unit, so that panels are compared without error.
const SCALE: i64 = 256;
/// Nodes of one panel's tree.
const NODES: u64 = 400;
/// Rounds of new compositions for the mix at most.
const ROUNDS: usize = 60;
/// How far prices may move at first, and in a dive, in units of the mean price.
const WIDTH: f64 = 0.2;
const DIVE_WIDTH: f64 = 2.0;
/// Where prices don't lower the bound, a mix so many units below it is good enough: a point may meet it.
const MET: f64 = 2.0;
/// A mix is good enough when its bound is this near to it: in units, or as a share of how far the best point is from it.
const NEAR: f64 = 0.5;
const NEAR_SHARE: f64 = 0.001;
/// When the mix's bound is so much nearer to it than at first, columns that aren't held are looked at too.
const NEARER: f64 = 0.1;

/// What is looked at: prices of the program's rows to begin with, the columns that may be part of a better point, and a
/// point by its columns that aren't 0.
pub(crate) struct From<'f> {
    pub prices: &'f [f64],
    pub open: &'f [bool],
    pub point: &'f [(u32, i64)],
    /// What the point is worth.
    pub worth: i64,
    /// A bound of the mix is only of use below this one.
    pub bound: i64,
}

/// What came of a mix.
#[derive(Default)]
pub(crate) struct Mixed {
    /// A better bound than the one known.
    pub bounded: Option<Bounded>,
    /// A better point, by its columns that aren't 0.
    pub point: Option<Vec<(u32, i64)>>,
    pub nodes: u64,
}

/// The bound of the best mix, and a better point; at most about `steps` steps of the simplex method for each.
pub(crate) fn compose(view: &dyn View, from: &From<'_>, steps: u64, ears: &mut dyn Ears) -> Mixed {
    let mut mixed = Mixed::default();
    mixed.point = mix_and_look(view, from, steps, &mut mixed, ears);
    mixed
}

/// `None` where nothing better is found, when stopped, or where a number is too large.
fn mix_and_look(
    view: &dyn View,
    from: &From<'_>,
    steps: u64,
    mixed: &mut Mixed,
    ears: &mut dyn Ears,
) -> Option<Vec<(u32, i64)>> {
    let apart = apart(view, &mut || ears.stop())?;
    let mut row_place = vec![NONE; view.rows()];
    let may_move = |column: &u32| view.bounds(*column as usize) != (0, 0);
    let columns: Vec<Vec<u32>> =
        apart.panels.iter().map(|own| own.columns.iter().copied().filter(may_move).collect()).collect();
    let mut panels = Vec::with_capacity(columns.len());
    for (own, columns) in apart.panels.iter().zip(&columns) {
        panels.push(Panel::new(view, &apart, own, columns, &mut row_place));
        if ears.stop() {
            return None;
        }
    }
    let blocks: Vec<Blocks> = panels.iter().map(Panel::blocks).collect::<Option<_>>()?;
    let mut cores = Vec::with_capacity(panels.len());
    for ((panel, blocks), columns) in panels.iter().zip(&blocks).zip(&columns) {
        let held = (0_u32..).zip(columns).filter(|(_, column)| from.open[**column as usize]);
        cores.push(panel::core(panel, blocks, &held.map(|held| held.0).collect::<Vec<_>>()));
        if ears.stop() {
            return None;
        }
    }
    let prices: Vec<f64> = apart.links.iter().map(|&row| from.prices[row as usize]).collect();
    let unit = unit(&prices, &panels);
    let mut master = Master::new(view, &apart, panels.len(), prices, WIDTH * unit);
    for (number, panel) in panels.iter().enumerate() {
        let at = |column: &u32| from.point.binary_search_by_key(column, |of| of.0).ok();
        let held = (0_u32..).zip(&columns[number]);
        let values = held.filter_map(|(own, column)| at(column).map(|at| (own, from.point[at].1))).collect();
        master.add(number, panel, values)?;
    }
    let settled = vec![false; panels.len()];
    let mut mixing = Mixing {
        view,
        apart: &apart,
        columns: &columns,
        panels: &panels,
        cores,
        master,
        settled,
        order: Vec::new(),
        steps,
    };
    let mix = mixing.mix(WIDTH * unit, from, ears)?;
    if mix.lowest < from.bound as f64 {
        mixed.bounded = mixing.prove(&mix.center, ears);
        ears.say(&|| format!("parts: {:?}", mixed.bounded.as_ref().map(|bounded| bounded.bound)));
    }
    let enough = mixed.bounded.as_ref().map_or(from.bound, |bounded| bounded.bound.min(from.bound));
    if from.worth >= enough {
        return None;
    }
    mixing.dive(mix.prices, DIVE_WIDTH * unit, ears)?;
    let (completed, nodes) = mixing.completed(from.worth, ears)?;
    mixed.nodes += nodes;
    ears.say(&|| format!("completed: {:?}", completed.as_ref().map(|c| c.worth(0..view.columns() as u32))));
    let mut point = match completed {
        Some(better) => better,
        None => Point::new(view, from.point.iter().copied())?,
    };
    let usable = mixing.usable(&point);
    let prices = rounded(view, &apart, &mix.center)?.0;
    let (panels, columns) = (&panels[..], &columns[..]);
    let nearby = Nearby { view, apart: &apart, panels, columns, usable, most: mix.most, prices, scale: SCALE };
    let before = point.listed();
    let Some(looked) = nearby.improve(&mut point, enough, steps, &mut || ears.stop()) else {
        return Some(before);
    };
    mixed.nodes += looked.nodes;
    ears.say(&|| {
        let worth = point.worth(0..view.columns() as u32);
        format!("nearby: {worth:?}, {} looks, {} steps", looked.looks, looked.steps)
    });
    Some(point.listed())
}

/// The mean of the prices that are not 0, or of the weights where there are none: how far prices may move is in this unit.
fn unit(prices: &[f64], panels: &[Panel]) -> f64 {
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) =
            values.filter(|value| *value != 0.0).fold((0.0, 0), |(sum, count), v| (sum + v.abs(), count + 1));
        if count > 0 { sum / f64::from(count) } else { 0.0 }
    };
    let priced = mean(&mut prices.iter().copied());
    if priced > 0.0 {
        return priced;
    }
    mean(&mut panels.iter().flat_map(|panel| (0..panel.columns()).map(|column| panel.goal(column) as f64)))
}

/// What one round of all panels says.
struct Round {
    /// The Lagrangian bound, times [`SCALE`].
    sum: i128,
    /// By panel that is not settled: what it is worth at the most.
    most: Vec<i64>,
    /// New compositions.
    added: usize,
    /// The prices, times [`SCALE`].
    whole: Vec<i64>,
    /// For [`Look::Proven`], by panel: what it is worth at the most, and why.
    proofs: Vec<(i64, Proof)>,
}

/// The prices of the best mix, and the lowest bound with the prices at which it is.
struct Mix {
    prices: Vec<f64>,
    lowest: f64,
    center: Vec<f64>,
    /// By panel: what it is worth at the most there.
    most: Vec<i64>,
}

struct Mixing<'m> {
    view: &'m dyn View,
    apart: &'m Apart,
    /// By panel: its columns by number in the program.
    columns: &'m [Vec<u32>],
    panels: &'m [Panel],
    cores: Vec<Core<'m>>,
    master: Master<'m>,
    /// The panels whose composition is settled, and these in the order in which they were.
    settled: Vec<bool>,
    order: Vec<usize>,
    /// How many steps may be taken in all.
    steps: u64,
}

impl Mixing<'_> {
    /// By panel, the columns that are worth a look near a point: those of any composition and of the point, and those that
    /// touch no other panel. Others are held, but were part of no panel's best at any prices: without them looks cost half.
    fn usable(&self, point: &Point<'_>) -> Vec<Vec<u32>> {
        let used = self.master.used();
        let matters = |panel: usize, at: u32| {
            used[panel].contains(&at)
                || self.panels[panel].links(at as usize).is_empty()
                || point.values[self.columns[panel][at as usize] as usize] != 0
        };
        let held = self.cores.iter().enumerate();
        held.map(|(panel, core)| core.columns.iter().copied().filter(|&at| matters(panel, at)).collect()).collect()
    }

    fn taken(&self) -> u64 {
        self.cores.iter().map(|core| core.lp.steps).sum::<u64>() + self.master.steps()
    }

    /// The best compositions at these prices: the Lagrangian bound, and how many of them are new.
    fn round(&mut self, prices: &[f64], look: Look, stop: &mut dyn FnMut() -> bool) -> Option<Round> {
        let (whole, mut sum) = rounded(self.view, self.apart, prices)?;
        let mut added = 0;
        let (mut proofs, mut most) = (Vec::new(), Vec::new());
        for (number, panel) in self.panels.iter().enumerate() {
            let least = self.master.best_known(number, SCALE, &whole)?;
            if self.settled[number] {
                sum = sum.checked_add(i128::from(least))?;
                continue;
            }
            panel.price(SCALE, &whole)?;
            let best = panel::best(&mut self.cores[number], least, NODES, look, stop)?;
            sum = sum.checked_add(i128::from(best.most))?;
            most.push(best.most);
            if let Some(values) = best.values {
                added += usize::from(self.master.add(number, panel, values)?);
            }
            if look == Look::Proven {
                proofs.push((best.most, best.proof));
            }
        }
        Some(Round { sum, most, added, whole, proofs })
    }

    /// The bound at these prices with its proof.
    fn prove(&mut self, prices: &[f64], ears: &mut dyn Ears) -> Option<Bounded> {
        let look = if ears.wants_proof() { Look::Proven } else { Look::All };
        let Round { sum, whole, proofs, .. } = self.round(prices, look, &mut || ears.stop())?;
        parts::bounded(self.apart, self.columns, self.panels, &whole, sum, proofs)
    }

    /// The best mix of all compositions, and its prices. A round whose bound falls by a tenth of what was expected is
    /// where the next ones stay near to, and they may go further; others draw them nearer. First compositions are made of
    /// the columns held; when there are no better ones, of all. Where prices lead astray, halfway to them is looked at too: all
    /// panels' compositions cost far less than the mix of them.
    fn mix(&mut self, mut width: f64, from: &From<'_>, ears: &mut dyn Ears) -> Option<Mix> {
        let mut prices = self.master.center.clone();
        let (mut lowest, mut center) = (f64::INFINITY, prices.clone());
        let mut expected = f64::NEG_INFINITY;
        let (mut look, mut first, mut best) = (Look::Held, 0.0, Vec::new());
        for round in 0..ROUNDS {
            let Round { sum, added, most, .. } = self.round(&prices, look, &mut || ears.stop())?;
            let bound = sum as f64 / SCALE as f64;
            if round > 0 {
                if lowest - bound >= 0.1 * (lowest - expected) {
                    width *= 1.2;
                } else if added == 0 || bound - lowest > lowest - expected {
                    width *= 0.5;
                }
            }
            if bound < lowest {
                (lowest, center, best) = (bound, prices, most);
            } else {
                let halfway: Vec<f64> = center.iter().zip(&prices).map(|(from, to)| 0.5 * (from + to)).collect();
                let Round { sum, most, .. } = self.round(&halfway, look, &mut || ears.stop())?;
                let bound = sum as f64 / SCALE as f64;
                if bound < lowest {
                    (lowest, center, best) = (bound, halfway, most);
                }
            }
            self.master.stay(&center, width);
            (expected, prices) = self.master.solve(&mut || ears.stop())?;
            let near = NEAR.max(NEAR_SHARE * (expected - from.worth as f64));
            if round == 0 {
                first = lowest - expected;
            }
            if look == Look::Held && lowest - expected < near.max(NEARER * first) {
                // From where the bound was lowest, once more with all columns.
                look = Look::All;
                (lowest, prices) = (f64::INFINITY, center.clone());
            } else if lowest < expected + near {
                if self.master.pushed() < 1e-3 {
                    break;
                }
                width *= 4.0;
            }
            let met = lowest.floor() >= from.bound as f64 && lowest - expected < MET;
            if met && look == Look::All || self.taken() > self.steps {
                break;
            }
            ears.say(&|| {
                format!("round {round}: {bound:.2} mix {expected:.2}, lowest {lowest:.2}, {} steps", self.taken())
            });
        }
        ears.say(&|| format!("mix {expected:.2}, bound {lowest:.2}, {} steps", self.taken()));
        Some(Mix { prices, lowest, center, most: best })
    }
}

/// Prices in whole numbers, and what rows and free columns add to the bound, both times [`SCALE`].
fn rounded(view: &dyn View, apart: &Apart, prices: &[f64]) -> Option<(Vec<i64>, i128)> {
    let mut right = 0_i128;
    let mut whole = Vec::with_capacity(prices.len());
    for (&row, price) in apart.links.iter().zip(prices) {
        let mut y = (price * SCALE as f64).round() as i64;
        let (least, most) = view.range(row as usize);
        match if y > 0 { most } else { least } {
            Some(side) => right = right.checked_add(i128::from(y) * i128::from(side))?,
            None => y = 0,
        }
        whole.push(y);
    }
    let mut room = Vec::new();
    for &column in &apart.free {
        let mut r = i128::from(view.weight(column as usize)) * i128::from(SCALE);
        for &(row, a) in view.terms(column as usize, &mut room) {
            r = r.checked_sub(i128::from(whole[apart.link_at[row as usize] as usize]) * i128::from(a))?;
        }
        let (lower, upper) = view.bounds(column as usize);
        right = right.checked_add(r.checked_mul(i128::from(if r > 0 { upper } else { lower }))?)?;
    }
    Some((whole, right))
}

#[cfg(test)]
mod tests;
