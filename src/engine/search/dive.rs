//! A dive towards a point of the target's value: many fractions rounded up at a time, fewer after a failure.

use super::{Found, Search, Verdict};
use crate::engine::core::NONE;
use crate::engine::tolerance::WHOLE;

impl Search<'_, '_> {
    /// Looks for a point by fixing the largest fractions at 1, many at a time; proves nothing.
    pub(super) fn dive(&mut self, stop: &mut dyn FnMut() -> bool) -> Option<Found> {
        self.record.paused = true;
        let found = self.plunge(stop);
        self.record.paused = false;
        found
    }

    fn plunge(&mut self, stop: &mut dyn FnMut() -> bool) -> Option<Found> {
        let start = self.trail.len();
        let mut before = start;
        let mut share = 4;
        let mut failures = 0;
        let mut last: Vec<u32> = Vec::new();
        // A column of many values that was set last: what it takes when that fails.
        let mut instead: Option<(u32, f64)> = None;
        for _ in 0..200 {
            self.nodes += 1;
            match self.evaluate(1, stop) {
                Verdict::Stopped => return Some(Found::Stopped),
                Verdict::Point(values) => {
                    self.undo(start);
                    return Some(Found::Point(values));
                }
                Verdict::Pruned => {
                    failures += 1;
                    if failures > 12 || (last.is_empty() && instead.is_none()) {
                        break;
                    }
                    self.undo(before);
                    if let Some((at, value)) = instead.take() {
                        self.restrict(at, value, value);
                    } else if last.len() == 1 {
                        self.restrict(last[0], 0.0, 0.0);
                        last.clear();
                    } else {
                        last.truncate(last.len().div_ceil(4));
                        for &at in &last {
                            self.restrict(at, 1.0, 1.0);
                        }
                        share = 8;
                    }
                }
                Verdict::Split(..) => {
                    if let Some((at, value)) = self.many_valued() {
                        before = self.trail.len();
                        last.clear();
                        let (near, far) = if value - value.floor() < 0.5 {
                            (value.floor(), value.ceil())
                        } else {
                            (value.ceil(), value.floor())
                        };
                        self.restrict(at, near, near);
                        instead = Some((at, far));
                        continue;
                    }
                    instead = None;
                    let mut fractions: Vec<(f64, u32)> = (0..self.core.columns.len())
                        .map(|at| (self.core.value(at), at as u32))
                        .filter(|f| (f.0 - f.0.round()).abs() > WHOLE && f.0 < 1.0)
                        .collect();
                    // Seats first: what counts or misses them follows.
                    let seat = |f: &(f64, u32)| self.core.block[f.1 as usize] != NONE;
                    if fractions.iter().any(seat) {
                        fractions.retain(seat);
                    }
                    fractions.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                    let most = fractions.len().div_ceil(share);
                    last = fractions.iter().take(most).filter(|f| f.0 > 0.6).map(|f| f.1).collect();
                    if last.is_empty() {
                        last.extend(fractions.first().map(|f| f.1));
                    }
                    if last.is_empty() {
                        break;
                    }
                    before = self.trail.len();
                    for &at in &last {
                        self.restrict(at, 1.0, 1.0);
                    }
                }
            }
        }
        self.undo(start);
        None
    }
}
