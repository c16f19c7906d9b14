//! A better point from whole panels, where the relaxation is scattered over most of them.

use super::bound::DENOMINATOR;
use super::compositions::{self, From, Mixed};
use super::core::{Core, NONE};
use super::cuts::Source;
use super::root::Root;
use super::solve::Ears;
use super::tolerance::WHOLE;

/// Steps of the mix and of the dive for each of the relaxation's, which are far dearer, and for each panel.
const STEPS: u64 = 10;
const OF_PANEL: u64 = 2000;

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

/// Looks for a better bound, and for a point better than `best`, by mixes of compositions of the columns held and others
/// that matter. `bound` is the best bound known.
pub(super) fn look(
    core: &Core<'_>,
    root: &Root,
    bound: i64,
    (worth, best): &(i64, Vec<(u32, i64)>),
    ears: &mut dyn Ears,
) -> Mixed {
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
    let from = From { prices: &prices, open: &open, point: &point, worth: *worth, bound };
    let steps = STEPS.saturating_mul(core.lp.steps) + OF_PANEL * core.blocks.rows.len() as u64;
    compositions::compose(view, &from, steps, ears)
}
