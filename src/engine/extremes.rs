//! What bounds and choice rows alone say: the most and the least that the objective can be, rows out of reach.

use super::blocks::Blocks;
use super::cuts::Source;
use super::view::View;

/// No point's objective is above this: each choice row takes its best columns, all others stand at their better bound.
/// With it the multipliers that prove it: for each choice row the greatest weight that it leaves out.
pub(super) fn greatest_possible(view: &dyn View, blocks: &Blocks) -> (i64, Vec<(Source, i64)>) {
    let mut rows = Vec::new();
    let mut sum: i64 = 0;
    for &column in blocks.members(blocks.rows.len()) {
        let weight = view.weight(column as usize);
        let (lower, upper) = view.bounds(column as usize);
        sum = sum.saturating_add(weight.saturating_mul(if weight > 0 { upper } else { lower }));
    }
    let mut gains: Vec<i64> = Vec::new();
    for (block, &(row, _, most)) in blocks.rows.iter().enumerate() {
        gains.clear();
        for &column in blocks.members(block) {
            let weight = view.weight(column as usize);
            let (lower, upper) = view.bounds(column as usize);
            // Each at its lower bound, the gain by choice.
            sum = sum.saturating_add(weight.saturating_mul(lower));
            if upper > lower && weight > 0 {
                gains.push(weight);
            }
        }
        if gains.len() > most {
            let (_, out, _) = gains.select_nth_unstable_by(most, |a, b| b.cmp(a));
            rows.push((Source::Row(row), *out));
            gains.truncate(most);
        }
        sum = gains.iter().fold(sum, |sum, gain| sum.saturating_add(*gain));
    }
    (sum, rows)
}

/// No point's objective is below this.
pub(super) fn least_possible(view: &dyn View) -> i64 {
    let mut sum: i64 = 0;
    for column in 0..view.columns() {
        let weight = view.weight(column);
        let (lower, upper) = view.bounds(column);
        sum = sum.saturating_add(weight.saturating_mul(if weight > 0 { lower } else { upper }));
    }
    sum
}

/// Whether bounds alone rule out every point: crossed ones, or a row out of reach of its columns. Then the multiplier that
/// says so, where it takes one.
pub(super) fn impossible(view: &dyn View) -> Option<Vec<(Source, i64)>> {
    let mut least = vec![0i64; view.rows()];
    let mut most = vec![0i64; view.rows()];
    let mut room = Vec::new();
    for column in 0..view.columns() {
        let (lower, upper) = view.bounds(column);
        if lower > upper {
            return Some(Vec::new());
        }
        for &(row, a) in view.terms(column, &mut room) {
            let (one, other) = (lower.saturating_mul(i64::from(a)), upper.saturating_mul(i64::from(a)));
            least[row as usize] = least[row as usize].saturating_add(one.min(other));
            most[row as usize] = most[row as usize].saturating_add(one.max(other));
        }
    }
    (0..view.rows()).find_map(|row| {
        let (low, high) = view.range(row);
        let below = low.is_some_and(|low| most[row] < low).then_some(-1);
        let side = below.or(high.is_some_and(|high| least[row] > high).then_some(1))?;
        Some(vec![(Source::Row(row as u32), side)])
    })
}
