//! What the target rules out before the tree begins.

use super::Search;
use crate::engine::root::Root;
use crate::program::Multipliers;

impl Search<'_, '_> {
    /// Fixes what the whole program's bound at the root rules out for the target. Few columns outside that it can't rule
    /// out are taken in, many wait until they matter.
    pub fn narrow(&mut self, root: &Root) {
        let slack = root.slack(self.target);
        self.fix(&root.exact);
        self.record.uses(|| root.rows.clone());
        let place = &self.core.place;
        let mut open: Vec<(i64, u32)> = root
            .outside
            .iter()
            .filter(|&&(c, r)| !place.has(c) && (r > 0 || i128::from(-r) <= slack))
            .map(|&(c, r)| (-r, c))
            .collect();
        open.sort_unstable();
        let now = open.len().min(self.core.columns.len() / 8);
        let columns: Vec<u32> = open[..now].iter().map(|o| o.1).collect();
        self.core.add_columns(&columns);
        self.alive = open[now..].iter().map(|o| o.1).collect();
        self.reach_target();
    }

    /// With few columns in the objective, the target bounds each of them.
    fn reach_target(&mut self) {
        let view = self.core.view;
        let weighted: Vec<usize> = (0..view.columns()).filter(|&c| view.weight(c) != 0).take(1001).collect();
        if weighted.len() > 1000 {
            return;
        }
        let most: i64 = weighted
            .iter()
            .map(|&c| {
                let (lower, upper) = view.bounds(c);
                (view.weight(c) * lower).max(view.weight(c) * upper)
            })
            .sum();
        self.record.uses(|| Multipliers { objective: 1, rows: Vec::new() });
        for &c in &weighted {
            let (lower, upper) = view.bounds(c);
            let weight = view.weight(c);
            // What the others leave for this one: weight * x >= need.
            let need = self.target - (most - (weight * lower).max(weight * upper));
            let (low, high) = if weight > 0 {
                (lower.max(need.div_euclid(weight) + i64::from(need.rem_euclid(weight) != 0)), upper)
            } else {
                (lower, upper.min((-need).div_euclid(-weight)))
            };
            if (low, high) != (lower, upper) && low <= high {
                self.core.add_columns(&[c as u32]);
                let at = self.core.place.of(c as u32);
                let var = self.core.var[at as usize] as usize;
                let (now_low, now_high) = (self.core.lp.lower[var], self.core.lp.upper[var]);
                let (low, high) = (now_low.max(low as f64), now_high.min(high as f64));
                if low <= high {
                    self.restrict(at, low, high);
                }
            }
        }
    }
}
