//! What bounds and choice rows alone say: the most and the least that the objective can be, rows out of reach.

use super::blocks::Blocks;
use super::counts::Counts;
use super::cuts::Source;
use super::view::View;

/// So many columns are looked at between two looks at whether to stop.
const LOOK: usize = 1 << 16;

/// No point's objective is above this: each choice row takes its best columns, all others stand at their better bound.
/// With it the multipliers that prove it: for each choice row the greatest weight that it leaves out.
pub(super) fn greatest_possible(view: &dyn View, blocks: &Blocks) -> (i64, Vec<(Source, i64)>) {
    let mut rows = Vec::new();
    let mut sum: i64 = 0;
    for column in blocks.members(blocks.rows.len()) {
        let weight = view.weight(column as usize);
        let (lower, upper) = view.bounds(column as usize);
        sum = sum.saturating_add(weight.saturating_mul(if weight > 0 { upper } else { lower }));
    }
    let mut gains: Vec<i64> = Vec::new();
    for (block, &(row, _, most)) in blocks.rows.iter().enumerate() {
        gains.clear();
        for column in blocks.members(block) {
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

/// What one look at all columns says of the rows.
pub(super) struct Survey {
    /// The panel of all columns of each row; [`NOBODY`] for a row without any, [`SEVERAL`] where there is no such panel.
    pub owner: Vec<u32>,
    pub rows: Vec<Facts>,
}

/// What is known of a row, as far as its columns are of one panel.
#[derive(Clone)]
pub(super) struct Facts {
    /// The least and the most that its columns' bounds let it sum up to, of rows of several panels only the sums that can
    /// be out of its range.
    least: i64,
    most: i64,
    /// How many columns it has.
    pub width: u32,
    /// The greatest coefficient.
    pub greatest: i32,
    /// Whether all coefficients are 1, of columns between 0 and 1.
    pub ones: bool,
}

pub(super) const NOBODY: u32 = u32::MAX;
pub(super) const SEVERAL: u32 = u32::MAX - 1;

/// Looks at every column once. The error says that bounds alone rule out every point, crossed ones or a row out of reach of
/// its columns, with the multiplier that proves it, where it takes one. Who stops it gets an empty survey.
pub(super) fn survey(view: &dyn View, stop: &mut dyn FnMut() -> bool) -> Result<Survey, Vec<(Source, i64)>> {
    let mut owner = vec![NOBODY; view.rows()];
    let mut rows = vec![Facts { least: 0, most: 0, width: 0, greatest: 0, ones: true }; view.rows()];
    let asks: Vec<bool> = (0..view.rows()).map(|row| view.range(row).0.is_some()).collect();
    let mut room = Counts::default();
    let runs = view.runs().flat_map(|(from, to, panel)| {
        (from..to).step_by(LOOK).map(move |at| (at..to.min(at + LOOK), panel.unwrap_or(SEVERAL)))
    });
    for (columns, panel) in runs {
        if stop() {
            return Ok(Survey { owner: vec![NOBODY; view.rows()], rows: Vec::new() });
        }
        let crossed = |(lower, upper): (i64, i64)| lower > upper;
        if columns.clone().any(|column| crossed(view.bounds(column))) {
            return Err(Vec::new());
        }
        view.tally(columns, &mut room, &mut |row, a, (lower, upper), columns| {
            let owner = &mut owner[row as usize];
            // Most rows of a large forum are on people: nothing that is only limited gets out of reach from 0.
            if *owner == SEVERAL && lower == 0 && a > 0 && !asks[row as usize] {
                return;
            }
            *owner = if *owner == panel || *owner == NOBODY { panel } else { SEVERAL };
            let of = &mut rows[row as usize];
            let (one, other) = (lower.saturating_mul(i64::from(a)), upper.saturating_mul(i64::from(a)));
            of.least = of.least.saturating_add(one.min(other).saturating_mul(i64::from(columns)));
            of.most = of.most.saturating_add(one.max(other).saturating_mul(i64::from(columns)));
            of.width += columns;
            of.greatest = of.greatest.max(a);
            of.ones &= a == 1 && lower >= 0 && upper <= 1;
        });
    }
    for (row, of) in rows.iter().enumerate() {
        let (low, high) = view.range(row);
        let below = low.is_some_and(|low| of.most < low).then_some(-1);
        if let Some(side) = below.or(high.is_some_and(|high| of.least > high).then_some(1)) {
            return Err(vec![(Source::Row(row as u32), side)]);
        }
    }
    Ok(Survey { owner, rows })
}
