//! From the mix to a point: panel after panel becomes what it is most of, and the last ones fill what is left.

use super::Mixing;
use super::panel::Look;
use super::small::Point;
use crate::engine::solve::Ears;

/// Rounds of new compositions after each step.
const ROUNDS: usize = 2;
/// Shares from here on are settled in a dive without a choice.
const SETTLED: f64 = 0.9;
/// At least one of so many open panels is settled at a time.
const AT_ONCE: usize = 8;
/// Panels that a dive leaves open: the last ones fit what the others leave, or don't.
pub(super) const LEFT: usize = 16;
/// Nodes of the tree that fills these. Where more are open each costs more, with the square of how many.
const LEFT_NODES: usize = 200;

impl<'m> Mixing<'m> {
    /// Settles composition after composition, the largest shares first; new ones come in between.
    pub fn dive(&mut self, mut prices: Vec<f64>, width: f64, ears: &mut dyn Ears) -> Option<()> {
        while self.settled.iter().filter(|settled| !**settled).count() > LEFT {
            let open = (0..self.panels.len()).filter(|&panel| !self.settled[panel]);
            let mut shares: Vec<(f64, usize, u32)> = open
                .filter_map(|panel| {
                    let (share, at) = self.master.largest(panel)?;
                    Some((share, panel, at))
                })
                .collect();
            shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let sure = shares.iter().take_while(|share| share.0 > SETTLED).count().max(shares.len().div_ceil(AT_ONCE));
            for &(_, panel, at) in shares.iter().take(sure) {
                self.settled[panel] = true;
                self.order.push(panel);
                self.master.settle(panel, at);
            }
            for round in 0..=ROUNDS {
                self.master.stay(&prices, width);
                prices = self.master.solve(&mut || ears.stop())?.1;
                if round == ROUNDS || self.round(&prices, Look::Held, &mut || ears.stop())?.added == 0 {
                    break;
                }
            }
        }
        ears.say(&|| format!("dive: {} steps", self.taken()));
        Some(())
    }

    /// The best way found to fill the panels that the dive left open, if it is worth more than `worth`, and the nodes that it
    /// took. Where there is none, as many panels again are open, those that were settled last.
    pub fn completed(&mut self, worth: i64, ears: &mut dyn Ears) -> Option<(Option<Point<'m>>, u64)> {
        let mut nodes = 0;
        loop {
            let mut point = self.settled_point()?;
            let open: Vec<usize> = (0..self.panels.len()).filter(|&panel| !self.settled[panel]).collect();
            let mut columns: Vec<(u32, u32)> = Vec::new();
            for &panel in &open {
                let held = self.cores[panel].columns.iter();
                columns.extend(held.map(|&at| (self.columns[panel][at as usize], panel as u32)));
            }
            columns.extend(self.apart.free.iter().map(|&column| (column, u32::MAX)));
            let least = worth.checked_add(1)?.checked_sub(point.worth(0..self.view.columns() as u32)?)?;
            let small = point.small(&columns)?;
            let most = (LEFT_NODES * LEFT * LEFT / (open.len() * open.len()).max(LEFT * LEFT)) as u64;
            let seen = small.search(least, most, &mut || ears.stop());
            nodes += seen.as_ref().map_or(0, |seen| seen.nodes);
            if let Some(better) = seen.and_then(|seen| seen.better) {
                point.take(&small, &better)?;
                if point.broken(true).is_empty() {
                    return Some((Some(point), nodes));
                }
            }
            if open.len() * 2 >= self.panels.len() || ears.stop() {
                return Some((None, nodes));
            }
            for panel in self.order.drain(self.order.len().saturating_sub(open.len())..) {
                self.settled[panel] = false;
            }
        }
    }

    /// The point of the settled panels alone. As prices only make links dear, some may be broken, which columns of no panel
    /// can't mend where none stands on them: on each of those the panel settled last is open again.
    fn settled_point(&mut self) -> Option<Point<'m>> {
        let mut room = Vec::new();
        let mut mended = vec![false; self.view.rows()];
        for &column in &self.apart.free {
            self.view.terms(column as usize, &mut room).iter().for_each(|term| mended[term.0 as usize] = true);
        }
        loop {
            let listed = self.order.iter().flat_map(|&panel| self.master.columns(panel, &self.columns[panel]));
            let point = Point::new(self.view, listed)?;
            let mut broken = point.broken(false);
            broken.retain(|&row| !mended[row as usize]);
            if broken.is_empty() {
                return Some(point);
            }
            let mut last = None;
            for (at, &panel) in self.order.iter().enumerate().rev() {
                let mut on = self.master.columns(panel, &self.columns[panel]);
                let breaks = on.any(|(column, _)| {
                    let terms = self.view.terms(column as usize, &mut room);
                    terms.iter().any(|term| term.1 > 0 && broken.binary_search(&term.0).is_ok())
                });
                if breaks {
                    last = Some(at);
                    break;
                }
            }
            let Some(at) = last else { return Some(point) };
            let panel = self.order.remove(at);
            self.settled[panel] = false;
        }
    }
}
