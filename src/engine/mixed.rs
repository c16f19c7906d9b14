//! A better point from whole panels, where the relaxation is scattered over most of them.

use super::bound::DENOMINATOR;
use super::compositions::{self, From};
use super::core::{Core, NONE};
use super::cuts::Source;
use super::search::Search;
use super::solve::{Ears, Root};
use super::tolerance::WHOLE;

/// Nodes of the search for what the dive over compositions leaves open.
const NODES: u64 = 200;
/// Steps of that dive for each of the relaxation's, which are far dearer.
const STEPS: u64 = 10;

/// Whether the relaxation has fractions in more than half of the blocks: dives from it end far below the bound, or late.
/// On forums without wishes it has them in a tenth to a third.
pub(super) fn scattered(core: &Core<'_>) -> bool {
    let mut fractional = vec![false; core.blocks.rows.len()];
    for (at, &block) in core.block.iter().enumerate() {
        let value = core.value(at);
        if block != NONE
            && let Some(fractional) = fractional.get_mut(block as usize)
        {
            *fractional |= (value - value.round()).abs() > WHOLE;
        }
    }
    fractional.iter().filter(|fractional| **fractional).count() * 2 > fractional.len()
}

/// Settles most panels by the best mix of compositions of the columns held and searches the others: a point better than
/// `best`, and the nodes that it took.
pub(super) fn point(
    core: &mut Core<'_>,
    root: &Root,
    (worth, best): &(i64, Vec<(u32, i64)>),
    ears: &mut dyn Ears,
) -> (Option<Vec<i64>>, u64) {
    let view = core.view;
    let mut open = vec![false; view.columns()];
    for &column in &core.columns {
        open[column as usize] = true;
    }
    let mut prices = vec![0.0; view.rows()];
    for &(source, y) in &root.rows.rows {
        if let Source::Row(row) = source {
            prices[row as usize] = y as f64 / DENOMINATOR as f64;
        }
    }
    let mut point = best.clone();
    point.sort_unstable();
    let from = From { prices: &prices, open: &open, point: &point };
    let steps = STEPS.saturating_mul(core.lp.steps);
    let Some(composed) = compositions::compose(view, &from, steps, ears) else { return (None, 0) };
    core.add_columns(&composed.point.iter().map(|of| of.0).chain(composed.others).collect::<Vec<_>>());
    let mut search = Search::new(core, worth.saturating_add(1), NODES, false).improving();
    search.hold(&composed.settled, &composed.point);
    search.run(&mut || ears.stop());
    let (nodes, better) = (search.nodes, search.best.take());
    ears.say(&|| format!("mixed: {:?}, {} steps", better.as_ref().map(|better| better.0), core.lp.steps));
    (better.map(|better| better.1), nodes)
}
