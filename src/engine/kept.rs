//! Rows that keep what earlier goals reached, divided by each of their coefficients and rounded down.
//!
//! "3 x women missed + 2 x sectors missed <= 2" leaves no woman missed at all: divided by 3 and rounded (Chvátal 1973) it
//! says so, and the relaxation by itself does not.

use super::core::Core;
use super::cuts::{Cut, Source};

/// A row with more different coefficients than this is a measure of its own, not a few weights.
const MOST: usize = 8;

/// Adds the roundings of the kept rows to the relaxation.
pub(crate) fn divide(core: &mut Core<'_>) {
    let mut terms = Vec::new();
    for row in core.view.kept() {
        let (_, Some(most)) = core.view.range(row) else { continue };
        core.row_terms(row as u32, &mut terms);
        let mut divisors: Vec<i64> = terms.iter().map(|term| i64::from(term.1)).filter(|&a| a > 1).collect();
        divisors.sort_unstable();
        divisors.dedup();
        if divisors.len() > MOST || !never_negative(core, row as u32) {
            continue;
        }
        for divisor in divisors {
            let rounded = terms.iter().map(|&(at, a)| (core.columns[at as usize], i64::from(a).div_euclid(divisor)));
            let cut = Cut {
                rows: vec![(Source::Row(row as u32), 1)],
                divisor,
                lifted: Vec::new(),
                most: most.div_euclid(divisor),
                terms: rounded.filter(|term| term.1 != 0).collect(),
            };
            let number = core.cuts.add(cut);
            core.add_cut(number);
        }
    }
}

/// Whether every column of the row stands at 0 or above: rounding down asks for that.
fn never_negative(core: &Core<'_>, row: u32) -> bool {
    let mut room = Vec::new();
    let negative = (0..core.view.columns()).filter(|&column| core.view.bounds(column).0 < 0);
    negative.into_iter().all(|column| core.view.terms(column, &mut room).iter().all(|term| term.0 != row))
}
