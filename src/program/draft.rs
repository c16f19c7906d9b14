//! The program while it is being built: rows by their range, auxiliary columns, and the terms that follow no pattern.

use super::{Column, Meaning, Origin, RowList};

/// Numbers left the range in which sums stay exact. Checked forums don't reach it; see the fault `too-large`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Grows row by row and column by column.
pub(crate) struct Draft {
    /// The seat columns come first; auxiliary columns follow them.
    pub seats: u32,
    pub auxiliary: Vec<Column>,
    pub rows: RowList,
    /// Terms by column, row and coefficient, in no order.
    pub terms: Vec<(u32, u32, i32)>,
}

impl Draft {
    pub(crate) fn row(&mut self, lower: Option<i64>, upper: Option<i64>, origin: Origin) -> u32 {
        self.rows.push(lower, upper, origin)
    }

    pub(crate) fn unit(&mut self, row: u32, unit: i64) {
        self.rows.set_unit(row, unit);
    }

    pub(crate) fn column(&mut self, lower: i64, upper: i64, meaning: Meaning) -> u32 {
        self.auxiliary.push(Column { lower, upper, meaning });
        self.seats + (self.auxiliary.len() - 1) as u32
    }

    pub(crate) fn term(&mut self, column: u32, row: u32, coefficient: i64) -> Result<(), TooLarge> {
        self.terms.push((column, row, i32::try_from(coefficient).map_err(|_| TooLarge)?));
        Ok(())
    }
}

/// The greatest common divisor of magnitudes; 0 for none.
pub(crate) fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a).unwrap_or(i64::MAX)
}

/// The least whole number not below `a / b`, `b > 0`.
pub(crate) fn ceil_div(a: i64, b: i64) -> i64 {
    -(-a).div_euclid(b)
}

/// The greatest whole number not above `a / b`, `b > 0`.
pub(crate) fn floor_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b)
}
