//! What the relaxation proves before anything is split.

use super::bound::{self, DENOMINATOR, Exact};
use super::core::Core;
use super::search::record::multipliers;
use crate::program::Multipliers;

/// Columns outside the core are listed as far as points so many units below the bound can use them, at first.
const DEPTH: i128 = 16;

/// The relaxation's bound in whole numbers, with what it says of columns outside the core.
pub(crate) struct Root {
    pub exact: Exact,
    pub rows: Multipliers,
    /// Columns outside the core then, with their reduced weights, as far as they can move in a point that is so far below
    /// the bound.
    pub outside: Vec<(u32, i64)>,
    pub depth: i128,
}

impl Root {
    /// Where floating point failed, no multipliers at all prove something too, and the tree does the rest. `None` when
    /// stopped, or where numbers are too large.
    pub fn of(core: &mut Core<'_>, relaxed: bool, stop: &mut dyn FnMut() -> bool) -> Option<Self> {
        let y = if relaxed { core.multipliers() } else { vec![0.0; core.lp.rows()] };
        let exact = bound::exact(core, &y, true).or_else(|| bound::exact(core, &vec![0.0; y.len()], true));
        let mut exact = exact?;
        bound::add_outside(core, &mut exact, true, stop)?;
        let rows = multipliers(core, &exact, true);
        Some(Self { exact, rows, outside: Vec::new(), depth: -1 })
    }

    /// How far below the bound a value is.
    pub fn slack(&self, value: i64) -> i128 {
        self.exact.bound - i128::from(value) * i128::from(DENOMINATOR)
    }

    /// Lists the columns outside as far as the target and the unit below it ask for, and further, as later targets will; but
    /// no further than to the point in hand, where there is one. `None` when stopped.
    pub fn list(
        &mut self,
        core: &Core<'_>,
        target: i64,
        best: Option<i64>,
        stop: &mut dyn FnMut() -> bool,
    ) -> Option<()> {
        let least = self.slack(target.saturating_sub(1));
        if least > self.depth {
            self.outside = Vec::new();
            let further = (DEPTH * i128::from(DENOMINATOR)).max(least.saturating_mul(4));
            let depth = best.map_or(further, |best| further.min(self.slack(best))).max(least);
            self.outside = bound::open_outside(core, &self.exact, depth, stop)?;
            self.depth = depth;
        }
        Some(())
    }
}
