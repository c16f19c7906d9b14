//! Comparing a count with its bounds, exactly.

use super::Overflow;
use crate::{Bound, Number, Rule, Share};

/// Bounds are compared in hundred-thousandths of a unit: a thousandth of a number is 100 of them, and a share, counted
/// in hundred-thousandths, times whole seats is a whole number of them.
const PER_THOUSANDTH: i128 = 100;
const PER_UNIT: i128 = Share::WHOLE as i128;

/// A rule's bounds on each group.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub at_least: Option<Bound>,
    pub at_most: Option<Bound>,
}

impl Bounds {
    pub fn of(rule: &Rule) -> Self {
        Self { at_least: rule.exactly.or(rule.at_least), at_most: rule.exactly.or(rule.at_most) }
    }

    pub fn is_none(self) -> bool {
        self.at_least.is_none() && self.at_most.is_none()
    }

    pub fn has_share(self) -> bool {
        [self.at_least, self.at_most].iter().any(|bound| matches!(bound, Some(Bound::Share(_))))
    }

    /// The whole units, rounded up, by which a count in thousandths misses the bounds in a group of `seats` seats.
    pub fn short(self, count: i64, seats: i64) -> Result<i64, Overflow> {
        let count = i128::from(count) * PER_THOUSANDTH;
        let below = self.at_least.map_or(0, |bound| units_up(level(bound, seats) - count));
        let above = self.at_most.map_or(0, |bound| units_up(count - level(bound, seats)));
        i64::try_from(below + above).map_err(|_| Overflow)
    }
}

/// The whole units, rounded up, by which a spread in thousandths is wider than allowed.
pub(super) fn too_wide(spread: i64, allowed: Number) -> Result<i64, Overflow> {
    let distance = i128::from(spread) - i128::from(allowed.thousandths());
    i64::try_from(units_up(distance * PER_THOUSANDTH)).map_err(|_| Overflow)
}

// Products of two i64 stay far inside i128, so nothing here can overflow before the way back to i64.
fn level(bound: Bound, seats: i64) -> i128 {
    match bound {
        Bound::Number(number) => i128::from(number.thousandths()) * PER_THOUSANDTH,
        Bound::Share(share) => i128::from(share.hundred_thousandths()) * i128::from(seats),
    }
}

fn units_up(distance: i128) -> i128 {
    if distance <= 0 { 0 } else { (distance + PER_UNIT - 1) / PER_UNIT }
}

/// A whole number as the answer writes it.
pub(super) fn whole(units: i64) -> Result<Number, Overflow> {
    units.checked_mul(1000).map(Number::from_thousandths_unbounded).ok_or(Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(at_least: Option<Bound>, at_most: Option<Bound>, count: i64, seats: i64) -> i64 {
        Bounds { at_least, at_most }.short(count, seats).unwrap()
    }

    #[test]
    fn a_share_is_compared_without_rounding() {
        let share = |text: &str| Some(Bound::Share(text.parse().unwrap()));
        // 40% of 5 is 2; of 6 it is 2.4, which 2 misses by 0.4 and 3 meets.
        assert_eq!(short(share("40%"), None, 2000, 5), 0);
        assert_eq!(short(share("40%"), None, 2000, 6), 1);
        assert_eq!(short(share("40%"), None, 3000, 6), 0);
        // 33.333% of 3 is 0.99999: 1 is more than that, by less than one.
        assert_eq!(short(None, share("33.333%"), 1000, 3), 1);
        assert_eq!(short(None, share("33.333%"), 1000, 4), 0);
        // No seats: every share is 0.
        assert_eq!(short(share("100%"), None, 0, 0), 0);
    }

    #[test]
    fn a_shortfall_is_rounded_up_to_whole_units() {
        let number = |thousandths| Some(Bound::Number(Number::from_thousandths(thousandths).unwrap()));
        // 1.5 - 0 is 2 units up; 20000.001 over 20000 is 1 unit.
        assert_eq!(short(number(1500), None, 0, 0), 2);
        assert_eq!(short(None, number(20_000_000), 20_000_001, 0), 1);
        // Both bounds missed at once, by 1 and by 2.
        assert_eq!(short(number(4000), number(1000), 3000, 0), 3);
        assert_eq!(too_wide(3000, Number::from(1)), Ok(2));
        assert_eq!(too_wide(1000, Number::from(1)), Ok(0));
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert_eq!(whole(i64::MAX), Err(Overflow));
        assert!(Bounds { at_least: Some(1.into()), at_most: Some(0.into()) }.short(i64::MIN, 0).is_ok());
    }
}
