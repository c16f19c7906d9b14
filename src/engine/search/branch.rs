//! Which column to split: a few steps on both sides of some candidates (strong branching).

use super::Search;
use crate::engine::linear::Ended;
use crate::engine::tolerance::WHOLE;

impl Search<'_, '_> {
    /// The first column with a fractional value and more than two whole ones, such as the least count of a family of
    /// groups: much hangs on it, and splitting it comes first.
    pub(super) fn many_valued(&self) -> Option<(u32, f64)> {
        let columns = (0..self.core.columns.len()).map(|at| (at as u32, self.core.value(at)));
        columns.into_iter().find(|&(at, x)| {
            let var = self.core.var[at as usize] as usize;
            (x - x.round()).abs() > WHOLE && self.core.lp.upper[var] - self.core.lp.lower[var] > 1.0
        })
    }

    /// Tries both sides of some fractional columns for a few steps each; the one whose worse side moves the bound most,
    /// and whether its upper side moves it less (strong branching, Applegate, Bixby, Chvátal & Cook 1995).
    pub(super) fn choose(
        &mut self,
        fallback: (u32, f64),
        limit: f64,
        stop: &mut dyn FnMut() -> bool,
    ) -> (u32, f64, bool) {
        if let Some((at, value)) = self.many_valued() {
            return (at, value, value - value.floor() >= 0.5);
        }
        let mut fractions: Vec<(f64, u32, f64)> = (0..self.core.columns.len())
            .map(|at| (at, self.core.value(at)))
            .filter(|f| (f.1 - f.1.round()).abs() > WHOLE)
            .map(|(at, x)| ((x - x.floor() - 0.5).abs(), at as u32, x))
            .collect();
        fractions.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        fractions.truncate(if self.depth < 2 { 12 } else { 6 });
        let basis = self.core.lp.save();
        let start = self.core.lp.objective();
        let mut best = (-1.0, (fallback.0, fallback.1, true));
        for (_, at, x) in fractions {
            let var = self.core.var[at as usize] as usize;
            let (lower, upper) = (self.core.lp.lower[var], self.core.lp.upper[var]);
            let mut gains = [0.0f64; 2];
            let mut closed = false;
            for (side, (low, high)) in [(lower, x.floor()), (x.ceil(), upper)].into_iter().enumerate() {
                self.core.lp.set_bounds(var as u32, low, high);
                let ended = self.core.lp.solve(limit, 40, stop);
                closed |= matches!(ended, Ended::Infeasible | Ended::Beyond);
                gains[side] = if matches!(ended, Ended::Infeasible | Ended::Beyond) {
                    1e6
                } else {
                    (self.core.lp.objective() - start).max(0.0)
                };
                self.core.lp.set_bounds(var as u32, lower, upper);
                self.core.lp.restore(&basis);
            }
            let score = (gains[0] + 1e-3) * (gains[1] + 1e-3);
            if score > best.0 {
                best = (score, (at, x, gains[1] <= gains[0]));
            }
            if closed {
                break;
            }
        }
        best.1
    }
}
