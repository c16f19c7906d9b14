//! Bounds from whole panels: each panel's best composition under prices of what panels share.
//!
//! Where much is asked of one panel at a time, the relaxation mixes what no panel can be. The Lagrangian bound, whose
//! panels are whole, does not (Geoffrion 1974); its prices come from a mix of known compositions (Dantzig & Wolfe 1960).

mod master;
mod panel;
mod split;

use super::bound::DENOMINATOR;
use super::core::{Core, NONE};
use super::cuts::Source;
use super::solve::{Ears, Root};
use master::Master;
use panel::{Best, Panel};
use split::apart;

/// Prices are whole numbers of this fraction of a unit.
const SCALE: i64 = 256;
/// Nodes of one panel's tree.
const NODES: u64 = 400;
/// Rounds at most.
const ROUNDS: usize = 60;
/// How far prices may move at first, in their mean (du Merle, Villeneuve, Desrosiers & Hansen 1999).
const WIDTH: f64 = 0.2;

/// What came of it.
pub(crate) struct Composed {
    pub bound: i64,
    /// Columns of the compositions in the mix.
    pub mixed: Vec<u32>,
}

/// From the best point known on; only what may be part of a better one is looked at.
pub(crate) fn compose(
    core: &mut Core<'_>,
    root: &Root<'_>,
    (worth, best): (i64, &[(u32, i64)]),
    ears: &mut dyn Ears,
) -> Option<Composed> {
    let view = core.view;
    let apart = apart(view);
    ears.say(&|| format!("{} panels, {} links, {} free", apart.panels.len(), apart.links.len(), apart.free.len()));
    split::debug(view, &apart); // TRACE
    let slack = root.exact.bound - i128::from(worth + 1) * i128::from(DENOMINATOR);
    let mut open = vec![false; view.columns()];
    for (&column, &r) in core.columns.iter().zip(&root.exact.reduced) {
        open[column as usize] = r >= -slack;
    }
    for &(column, r) in root.outside {
        open[column as usize] = i128::from(r) >= -slack;
    }
    for at in root.exact.reduced.len()..core.columns.len() {
        open[core.columns[at] as usize] = true;
    }
    for &(column, _) in best {
        open[column as usize] = true;
    }
    let mut row_place = vec![NONE; view.rows()];
    let columns: Vec<Vec<u32>> = apart
        .panels
        .iter()
        .map(|own| own.columns.iter().copied().filter(|&column| open[column as usize] && view.bounds(column as usize) != (0, 0)).collect())
        .collect();
    let panels: Vec<Panel> =
        apart.panels.iter().zip(&columns).map(|(own, columns)| Panel::new(view, &apart, own, columns, &mut row_place)).collect();
    let blocks = panels.iter().map(Panel::blocks).collect::<Option<Vec<_>>>()?;
    let mut cores: Vec<Core<'_>> = panels.iter().zip(&blocks).map(|(panel, blocks)| panel::core(panel, blocks)).collect();
    ears.say(&|| format!("{} columns open", columns.iter().map(Vec::len).sum::<usize>()));
    let at: std::collections::HashMap<u32, i64> = best.iter().copied().collect();
    let mut prices: Vec<f64> = vec![0.0; apart.links.len()];
    for &(source, y) in &root.rows.rows {
        if let Source::Row(row) = source
            && let Some(price) = prices.get_mut(apart.link_at[row as usize] as usize)
        {
            *price = y as f64 / DENOMINATOR as f64;
        }
    }
    let priced = prices.iter().filter(|price| **price != 0.0);
    let mut width = WIDTH * priced.clone().map(|price| price.abs()).sum::<f64>() / (priced.count().max(1) as f64);
    let mut master = Master::new(view, &apart, panels.len(), prices.clone(), width);
    for (number, panel) in panels.iter().enumerate() {
        let values: Vec<i64> = columns[number].iter().map(|column| at.get(column).copied().unwrap_or(0)).collect();
        master.add(number, panel, &values);
    }
    let mut lowest: Option<(i128, Vec<f64>)> = None;
    let mut expected = f64::INFINITY;
    for round in 0..ROUNDS {
        let (whole, right) = rounded(view, &apart, &prices)?;
        let mut sum = right;
        let mut added = 0;
        for (number, panel) in panels.iter().enumerate() {
            panel.price(SCALE, &whole)?;
            let worth_now = |known: &master::Composition| -> i64 {
                known.worth * SCALE - known.links.iter().map(|&(link, a)| whole[link as usize] * a).sum::<i64>()
            };
            let least = master.of[number].iter().map(|&at| worth_now(&master.known[at as usize])).max()?;
            let Some(Best { most, values }) = panel::best(&mut cores[number], least, NODES, &mut || ears.stop()) else {
                return None;
            };
            sum += i128::from(most);
            if let Some(values) = values {
                added += usize::from(master.add(number, panel, &values));
            }
        }
        let before = lowest.as_ref().map_or(f64::INFINITY, |lowest| lowest.0 as f64 / SCALE as f64);
        let this = sum as f64 / SCALE as f64;
        let step = before - this >= 0.1 * (before - expected).max(0.0);
        if this < before {
            lowest = Some((sum, prices.clone()));
        }
        let (bound, center) = lowest.as_ref()?;
        if step && round > 0 {
            width *= 1.2;
        } else if round > 0 && (added == 0 || this > before + (before - expected)) {
            width *= 0.5;
        }
        master.stay(center, width);
        let (now, next) = master.solve(&mut || ears.stop())?;
        expected = now;
        let bound = *bound as f64 / SCALE as f64;
        ears.say(&|| {
            let steps: u64 = cores.iter().map(|core| core.lp.steps).sum();
            format!(
                "round {round}: mix {now:.2}, pushed {:.2}, width {width:.2}, bound {bound:.3}, this {this:.3}, {added} added, {:?}, {steps}",
                master.pushed(),
                master.size()
            )
        });
        if bound < now + 0.5 {
            if master.pushed() < 1e-3 {
                break;
            }
            width *= 4.0;
        }
        prices = next;
    }
    let (bound, _) = lowest?;
    let mixed = (0..master.known.len()).filter(|&at| master.share(at) > 1e-6).flat_map(|at| {
        let known = &master.known[at];
        let columns = &columns[known.panel as usize];
        known.values.iter().map(|value| columns[value.0 as usize])
    });
    Some(Composed { bound: i64::try_from(bound.div_euclid(i128::from(SCALE))).ok()?, mixed: mixed.collect() })
}

/// Prices in whole numbers, and what rows and free columns add to the bound, both times [`SCALE`].
fn rounded(view: &dyn super::view::View, apart: &split::Apart, prices: &[f64]) -> Option<(Vec<i64>, i128)> {
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
            r -= i128::from(whole[apart.link_at[row as usize] as usize]) * i128::from(a);
        }
        let (lower, upper) = view.bounds(column as usize);
        right = right.checked_add(r * i128::from(if r > 0 { upper } else { lower }))?;
    }
    Some((whole, right))
}
