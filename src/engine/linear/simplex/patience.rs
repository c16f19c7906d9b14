//! When a solve is left before its optimum, since the objective hardly rises any more.
//!
//! On degenerate programs the dual simplex method has nearly all of its objective after a fifth of its steps, and spends the
//! others on mending the point. Who only needs the multipliers need not wait for that.

/// From which step on gains are looked at, how often, and what they should be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// From this step on, once in so many steps.
    pub from: u64,
    pub steps: u64,
    /// What a point at hand costs: gains are measured by what is left to it.
    pub cost: f64,
    /// No solve is left before the objective, true costs, has passed this.
    pub over: f64,
    /// The objective where the first solve began: gains are measured by what was gained since too.
    pub start: Option<f64>,
}

/// The least gain from look to look, as a share of what was gained so far, or of what can be if that is less.
const SHARE: f64 = 0.03;

impl Patience {
    /// Whether the objective has risen enough between two looks to go on.
    pub fn bears(&self, last: f64, now: f64) -> bool {
        let gained = now - self.start.unwrap_or(last);
        now - last >= SHARE * gained.min(self.cost - now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gain_is_measured_by_what_was_gained_and_by_what_is_left() {
        let mut patience = Patience { from: 0, steps: 10, cost: 1000.0, over: 0.0, start: Some(0.0) };
        // 3 of 100 gained, where 900 are left.
        assert!(patience.bears(97.0, 100.0));
        assert!(!patience.bears(97.1, 100.0));
        // 3 of 100 left, where 900 were gained.
        assert!(patience.bears(897.0, 900.0));
        assert!(!patience.bears(897.1, 900.0));
        // Before the first look nothing was gained, so that nothing is too little.
        patience.start = None;
        assert!(patience.bears(5.0, 5.0));
    }
}
