//! Bounds in whole numbers from rounded multipliers (Neumaier & Shcherbina 2004; here with integers and a denominator).
//!
//! For whole `y` of the right signs and `D >= 1`, `D * objective <= sum y*b + sum_j max(l_j r_j, u_j r_j)` with
//! `r_j = D c_j - sum_i y_i a_ij`: whatever the multipliers are, the bound holds.

use super::core::Core;
use super::cuts::Source;

/// The denominator: fine enough that rounding some thousands of multipliers costs a hundredth of a unit.
pub(crate) const DENOMINATOR: i64 = 1 << 22;

/// Whole multipliers with what they prove of the columns held.
pub(crate) struct Exact {
    /// By row held.
    pub y: Vec<i64>,
    /// By column held.
    pub reduced: Vec<i128>,
    /// Times [`DENOMINATOR`]; columns outside the core count as standing at 0.
    pub bound: i128,
}

/// Rounds multipliers of the rows held and adds up; `objective` is false for a proof that nothing is feasible.
pub(crate) fn exact(core: &Core<'_>, multipliers: &[f64], objective: bool) -> Option<Exact> {
    let mut y = Vec::with_capacity(multipliers.len());
    let mut bound: i128 = 0;
    let columns = core.columns.len();
    let mut by_var = vec![0i128; core.lp.variables()];
    for (row, (&multiplier, source)) in multipliers.iter().zip(&core.held).enumerate() {
        let scaled = (multiplier * DENOMINATOR as f64).round();
        if !(scaled.abs() < 4e18) {
            return None;
        }
        let mut whole = scaled as i64;
        let (least, most) = match *source {
            Source::Row(row) => core.view.range(row as usize),
            Source::Cut(cut) => (None, Some(core.cuts.held[cut as usize].most)),
        };
        let side = if whole > 0 { most } else { least };
        match side {
            Some(b) => bound = bound.checked_add(i128::from(whole) * i128::from(b))?,
            None => whole = 0,
        }
        y.push(whole);
        if whole != 0 {
            for &(var, a) in core.lp.row(row) {
                let slot = &mut by_var[var as usize];
                *slot = slot.checked_sub(i128::from(whole) * (a as i128))?;
            }
        }
    }
    let mut reduced = Vec::with_capacity(columns);
    for at in 0..columns {
        let var = core.var[at] as usize;
        let mut r = by_var[var];
        if objective {
            r = r.checked_add(i128::from(core.view.weight(core.columns[at] as usize)) * i128::from(DENOMINATOR))?;
        }
        reduced.push(r);
        let at_bound = if r > 0 { core.lp.upper[var] } else { core.lp.lower[var] };
        bound = bound.checked_add(r.checked_mul(at_bound as i128)?)?;
    }
    Some(Exact { y, reduced, bound })
}

/// Whole multipliers spread out to the program's rows and the pool's cuts.
struct Spread {
    by_row: Vec<i64>,
    by_cut: Vec<i64>,
    cutting: bool,
    room: Vec<(u32, i32)>,
    of_cuts: Vec<(u32, i64)>,
}

impl Spread {
    fn new(core: &Core<'_>, exact: &Exact) -> Self {
        let mut by_row = vec![0i64; core.view.rows()];
        let mut by_cut = vec![0i64; core.cuts.held.len()];
        for (source, &y) in core.held.iter().zip(&exact.y) {
            match *source {
                Source::Row(row) => by_row[row as usize] = y,
                Source::Cut(cut) => by_cut[cut as usize] = y,
            }
        }
        let cutting = by_cut.iter().any(|&y| y != 0);
        Self { by_row, by_cut, cutting, room: Vec::new(), of_cuts: Vec::new() }
    }

    /// The reduced weight of a column outside the core, times [`DENOMINATOR`].
    fn reduced(&mut self, core: &Core<'_>, column: usize, objective: bool) -> Option<i128> {
        let terms = core.view.terms(column, &mut self.room);
        let weight = if objective { core.view.weight(column) } else { 0 };
        let mut r = i128::from(weight) * i128::from(DENOMINATOR);
        for &(row, a) in terms {
            r = r.checked_sub(i128::from(self.by_row[row as usize]) * i128::from(a))?;
        }
        if self.cutting {
            core.cuts.column(column as u32, terms, &mut self.of_cuts);
            for &(cut, a) in &self.of_cuts {
                r = r.checked_sub(i128::from(self.by_cut[cut as usize]) * i128::from(a))?;
            }
        }
        Some(r)
    }
}

/// A reduced weight in a word: too far out to matter is as good as at the end.
fn word(r: i128) -> i64 {
    r.clamp(i128::from(i64::MIN + 1), i128::from(i64::MAX)) as i64
}

/// Adds the columns outside the core to the bound, at the better of their bounds. `None` when stopped, or where the sum has
/// no end.
pub(crate) fn add_outside(
    core: &Core<'_>,
    exact: &mut Exact,
    objective: bool,
    stop: &mut dyn FnMut() -> bool,
) -> Option<()> {
    let mut sum = exact.bound;
    each_outside(core, exact, objective, stop, |_, r, (lower, upper)| {
        sum = sum.checked_add(r.checked_mul(i128::from(if r > 0 { upper } else { lower }))?)?;
        Some(())
    })?;
    exact.bound = sum;
    Some(())
}

/// The columns outside the core whose reduced weight lowers the bound by no more than the slack where they move, with it.
/// `None` when stopped, or where the numbers have no end.
pub(crate) fn open_outside(
    core: &Core<'_>,
    exact: &Exact,
    slack: i128,
    stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<(u32, i64)>> {
    let mut open = Vec::new();
    each_outside(core, exact, true, stop, |column, r, _| {
        if r > 0 || r.saturating_add(slack) >= 0 {
            open.push((column, word(r)));
        }
        Some(())
    })?;
    open.shrink_to_fit();
    Some(open)
}

/// Every column that was outside the core when the multipliers were taken, with its reduced weight and its bounds.
fn each_outside(
    core: &Core<'_>,
    exact: &Exact,
    objective: bool,
    stop: &mut dyn FnMut() -> bool,
    mut each: impl FnMut(u32, i128, (i64, i64)) -> Option<()>,
) -> Option<()> {
    let mut spread = Spread::new(core, exact);
    for column in 0..core.view.columns() {
        if column.is_multiple_of(4096) && stop() {
            return None;
        }
        // Those without a place have the greatest number there is.
        if (core.place.of(column as u32) as usize) < exact.reduced.len() {
            continue;
        }
        let r = spread.reduced(core, column, objective)?;
        each(column as u32, r, core.view.bounds(column))?;
    }
    Some(())
}

/// The bound with these columns outside the core, and those that lift it, with their reduced weights.
pub(crate) fn lifting(core: &Core<'_>, exact: &Exact, objective: bool, columns: &[u32]) -> (i128, Vec<(u32, i64)>) {
    let mut spread = Spread::new(core, exact);
    let mut sum = exact.bound;
    let mut found = Vec::new();
    for &column in columns {
        // A number too large lifts without end.
        let r = spread.reduced(core, column as usize, objective).unwrap_or(i128::MAX);
        if r > 0 {
            sum = sum.saturating_add(r.saturating_mul(i128::from(core.view.bounds(column as usize).1)));
            found.push((column, word(r)));
        }
    }
    (sum, found)
}
