//! The dual ratio test: bound flipping with Harris' tolerance (Maros 2003, section 10.2; Koberstein 2005, section 6.2.2).
//!
//! Along the dual ray the objective rises with a slope that falls by `|alpha| * range` at every reduced cost that
//! changes sign; boxed columns may be passed and flip to their other bound. The step ends where the slope would fall
//! below zero, at the greatest pivot among the nearly equal last ones.

use super::super::tolerance::{DUAL, PRIMAL};

/// A column whose reduced cost falls along the ray: its pivot's size, its reduced cost's size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub var: u32,
    pub pivot: f64,
    pub cost: f64,
}

impl Candidate {
    fn ratio(&self) -> f64 {
        self.cost / self.pivot
    }
}

/// A slope that comes to rest at zero, within the tolerance of what counts as broken, ends the step too: then flips alone
/// mend the row. Chooses the entering column; `None` when the slope stays above zero: no point keeps the row. The candidates before
/// `flips` in the list are to be flipped.
/// How far a column can move is asked of the few that the step may pass.
pub(crate) fn choose(
    candidates: &mut [Candidate],
    mut slope: f64,
    range: impl Fn(u32) -> f64,
) -> Option<(Candidate, usize)> {
    let all = candidates.len();
    let mut passed = 0;
    // The heap is the tail, smallest ratio first; what was taken out stands before it in order.
    // A partial selection: widen the step until the slope would change sign, sort only what lies within.
    let mut limit = candidates.iter().map(|c| (c.cost + DUAL) / c.pivot).fold(f64::INFINITY, f64::min);
    if limit == f64::INFINITY {
        return None;
    }
    let mut within;
    loop {
        within = passed;
        let mut fall = 0.0;
        for i in passed..all {
            if candidates[i].ratio() <= limit {
                fall += candidates[i].pivot * range(candidates[i].var);
                candidates.swap(i, within);
                within += 1;
            }
        }
        if slope - fall < PRIMAL {
            break;
        }
        if within == all {
            return None;
        }
        slope -= fall;
        passed = within;
        let next = candidates[passed..].iter().map(|c| (c.cost + DUAL) / c.pivot).fold(f64::INFINITY, f64::min);
        limit = (2.0 * limit).max(next);
    }
    let group = &mut candidates[passed..within];
    group.sort_unstable_by(|a, b| a.ratio().total_cmp(&b.ratio()).then(a.var.cmp(&b.var)));
    let mut last = 0;
    for (k, c) in group.iter().enumerate() {
        last = k;
        slope -= c.pivot * range(c.var);
        if slope < PRIMAL {
            break;
        }
    }
    // Harris: any pivot up to here leaves reduced costs within tolerance.
    let harris = candidates[passed + last..].iter().map(|c| (c.cost + DUAL) / c.pivot).fold(f64::INFINITY, f64::min);
    let mut best = passed + last;
    let mut k = passed + last;
    while k < within && candidates[k].ratio() <= harris {
        if candidates[k].pivot > candidates[best].pivot {
            best = k;
        }
        k += 1;
    }
    let last = passed + last;
    let chosen = candidates[best];
    // What lies before the chosen one in ratio flips; nearly equal ones after `last` stay.
    candidates.swap(best, last);
    Some((chosen, last))
}
