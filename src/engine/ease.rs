//! Columns that a goal has no use for, moved once and for all to the side on which no row minds them.
//!
//! While a later priority's wishes don't count yet, what they are missed by may be as great as it likes, and their rows
//! ask for nothing. Such a column is set to the bound that only ever relaxes its rows; rows that then hold whatever the
//! others do are let go, which may free further columns (dominated columns; Andersen & Andersen 1995, section 3.3).
//! No proof is lost: with multipliers of the right signs, a column like that adds to a bound what it adds at that side.

use super::view::Range;
use crate::program::{Rounding, Source};
use rustc_hash::{FxHashMap, FxHashSet};

/// A column that may be free: bounds and terms.
pub(crate) struct Spare {
    pub column: u32,
    pub bounds: (i64, i64),
    pub terms: Vec<(u32, i64)>,
}

/// What became of the spare columns and the rows that they touch.
#[derive(Debug, Default)]
pub(crate) struct Eased {
    /// Columns settled for good with their values, ascending.
    pub settled: Vec<(u32, i64)>,
    /// Rows that hold whatever happens.
    pub free: FxHashSet<u32>,
    /// Of the settled columns, in their order: whether they stand at the upper bound, and their terms.
    terms: Vec<(bool, Vec<(u32, i64)>)>,
}

impl Eased {
    /// Makes the cuts of a proof for the program without these columns ones for the whole program. Multipliers of rows stay
    /// good; a cut must round the settled columns as if they stood where they were settled, so their bounds join its sum.
    pub fn restore(&self, cuts: &mut [Rounding]) {
        if self.settled.is_empty() || cuts.is_empty() {
            return;
        }
        let mut by_row: FxHashMap<u32, Vec<(u32, i64)>> = FxHashMap::default();
        for (at, (_, terms)) in (0_u32..).zip(&self.terms) {
            for &(row, coefficient) in terms {
                by_row.entry(row).or_default().push((at, coefficient));
            }
        }
        // The settled columns' coefficients in each cut.
        let mut of_cuts: Vec<Vec<(u32, i64)>> = Vec::with_capacity(cuts.len());
        for cut in cuts {
            let mut sums: FxHashMap<u32, i64> = FxHashMap::default();
            for &(source, times) in &cut.rows {
                let terms = match source {
                    Source::Row(row) => by_row.get(&row).map_or(&[][..], Vec::as_slice),
                    Source::Cut(earlier) => of_cuts.get(earlier as usize).map_or(&[][..], Vec::as_slice),
                };
                for &(at, coefficient) in terms {
                    *sums.entry(at).or_insert(0) += times * coefficient;
                }
            }
            let mut own = Vec::new();
            for (at, sum) in sums {
                let rest = sum.rem_euclid(cut.divisor);
                let above = self.terms[at as usize].0;
                let times = if above && rest > 0 { cut.divisor - rest } else { -rest };
                if times != 0 {
                    cut.columns.push((self.settled[at as usize].0, times));
                }
                own.push((at, (sum + times) / cut.divisor));
            }
            own.retain(|term| term.1 != 0);
            cut.columns.sort_unstable();
            of_cuts.push(own);
        }
    }

    /// The value of a column that is settled for good.
    pub fn value(&self, column: u32) -> Option<i64> {
        self.settled.binary_search_by_key(&column, |s| s.0).ok().map(|at| self.settled[at].1)
    }

    /// Whether a row holds whatever happens.
    pub fn free(&self, row: u32) -> bool {
        self.free.contains(&row)
    }
}

/// What a row can still sum up to.
#[derive(Clone, Copy, Default)]
struct Reach {
    least: i128,
    most: i128,
}

impl Reach {
    fn add(&mut self, coefficient: i64, (lower, upper): (i64, i64), times: i128) {
        let a = i128::from(coefficient) * i128::from(lower);
        let b = i128::from(coefficient) * i128::from(upper);
        self.least += times * a.min(b);
        self.most += times * a.max(b);
    }
}

/// The bound of a column at which none of its rows minds it.
fn relaxing(column: &Spare, ranges: &FxHashMap<u32, Range>) -> Option<i64> {
    let relaxes = |up: bool| {
        column.terms.iter().all(|&(row, a)| match ranges.get(&row) {
            Some(&(lower, upper)) => {
                if (a > 0) == up {
                    upper.is_none()
                } else {
                    lower.is_none()
                }
            }
            None => false,
        })
    };
    relaxes(false).then_some(column.bounds.0).or_else(|| relaxes(true).then_some(column.bounds.1))
}

/// Settles what can be settled. `others` calls back with the bounds and terms of every column that is not spare.
pub(crate) fn ease(
    spare: &[Spare],
    range: impl Fn(u32) -> Range,
    others: impl FnOnce(&mut dyn FnMut((i64, i64), &[(u32, i64)])),
) -> Eased {
    let mut eased = Eased::default();
    if spare.is_empty() {
        return eased;
    }
    let mut touching: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, column) in spare.iter().enumerate() {
        for &(row, _) in &column.terms {
            touching.entry(row).or_default().push(at as u32);
        }
    }
    let mut ranges: FxHashMap<u32, Range> = touching.keys().map(|&row| (row, range(row))).collect();
    // Rows are let go only after a column was: mostly none can be, and then nothing needs counting.
    if spare.iter().all(|column| relaxing(column, &ranges).is_none()) {
        return eased;
    }
    let mut reach: FxHashMap<u32, Reach> = touching.keys().map(|&row| (row, Reach::default())).collect();
    let mut count = |bounds: (i64, i64), terms: &[(u32, i64)]| {
        for &(row, coefficient) in terms {
            if let Some(reach) = reach.get_mut(&row) {
                reach.add(coefficient, bounds, 1);
            }
        }
    };
    others(&mut count);
    for column in spare {
        count(column.bounds, &column.terms);
    }
    let mut settled = vec![false; spare.len()];
    let mut queue: Vec<u32> = (0..spare.len() as u32).rev().collect();
    while let Some(at) = queue.pop() {
        let column = &spare[at as usize];
        if settled[at as usize] || column.bounds.0 > column.bounds.1 {
            continue;
        }
        let Some(value) = relaxing(column, &ranges) else { continue };
        // What stands at 0 takes nothing from its rows. Elsewhere its rows must all hold then, so that none of them has
        // to say what the column did for it.
        let left = |row: u32, a: i64| -> Option<Range> {
            let mut reach = *reach.get(&row)?;
            reach.add(a, column.bounds, -1);
            let by = a.saturating_mul(value);
            let shifted = |bound: Option<i64>| bound.map(|bound| bound.saturating_sub(by));
            let (low, high) = ranges.get(&row).map(|range| (shifted(range.0), shifted(range.1)))?;
            let holds = low.is_none_or(|low| i128::from(low) <= reach.least)
                && high.is_none_or(|high| i128::from(high) >= reach.most);
            Some(if holds { (None, None) } else { (low, high) })
        };
        let left: Vec<Option<Range>> = column.terms.iter().map(|&(row, a)| left(row, a)).collect();
        if value != 0 && left.iter().any(|range| *range != Some((None, None))) {
            continue;
        }
        settled[at as usize] = true;
        eased.settled.push((column.column, value));
        for (&(row, a), left) in column.terms.iter().zip(left) {
            if let Some(reach) = reach.get_mut(&row) {
                reach.add(a, column.bounds, -1);
            }
            if let (Some(range), Some(left)) = (ranges.get_mut(&row), left) {
                if left == (None, None) && *range != left {
                    queue.extend(touching.get(&row).into_iter().flatten());
                    eased.free.insert(row);
                }
                *range = left;
            }
        }
    }
    eased.settled.sort_unstable();
    let of = |&(column, value): &(u32, i64)| {
        let at = spare.partition_point(|spare| spare.column < column);
        spare.get(at).map_or((false, Vec::new()), |spare| (value == spare.bounds.1, spare.terms.clone()))
    };
    eased.terms = eased.settled.iter().map(of).collect();
    eased
}

#[cfg(test)]
mod tests {
    use super::{Spare, ease};

    /// Four values wished for: indicators `u <= x` and `u + u' + s >= 2`. The shortfall makes room for everything, then
    /// the indicators have nothing to do.
    #[test]
    fn a_wish_whose_turn_has_not_come_is_let_go() {
        let spare = |column, upper, terms: &[(u32, i64)]| Spare { column, bounds: (0, upper), terms: terms.to_vec() };
        let columns = [spare(2, 1, &[(0, 1), (2, 1)]), spare(3, 1, &[(1, 1), (2, 1)]), spare(4, 2, &[(2, 1)])];
        let range = |row: u32| if row < 2 { (None, Some(0)) } else { (Some(2), None) };
        let eased = ease(&columns, range, |count| {
            count((0, 1), &[(0, -1)]);
            count((0, 1), &[(1, -1)]);
        });
        assert_eq!(eased.settled, [(2, 0), (3, 0), (4, 2)]);
        assert!([0, 1, 2].iter().all(|&row| eased.free(row)));
    }

    /// Where the shortfall can't make up for everything, both stay.
    #[test]
    fn a_row_that_still_asks_stays() {
        let columns = [Spare { column: 1, bounds: (0, 1), terms: vec![(0, 1)] }];
        let eased = ease(&columns, |_| (Some(3), None), |count| count((0, 5), &[(0, 1)]));
        assert!(eased.settled.is_empty() && eased.free.is_empty());
    }

    /// A row with both bounds holds its column.
    #[test]
    fn a_column_that_a_row_minds_on_both_sides_stays() {
        let columns = [Spare { column: 1, bounds: (0, 1), terms: vec![(0, 1)] }];
        let eased = ease(&columns, |_| (Some(1), Some(1)), |count| count((0, 1), &[(0, 1)]));
        assert!(eased.settled.is_empty() && eased.free.is_empty());
    }
}
