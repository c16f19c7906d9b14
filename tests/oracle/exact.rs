//! Exact amounts: decimals and shares as whole hundred-thousandths.

use serde_json::Value;

/// The amount 1.
pub const ONE: i128 = 100_000;

/// The decimal in `text` times 10 to the power `places`.
fn decimal(text: &str, places: usize) -> i128 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    assert!(part.len() <= places, "`{text}` has too many decimal places");
    sign * format!("{whole}{part:0<places$}").parse::<i128>().unwrap_or_else(|_| panic!("`{text}` is no decimal"))
}

/// A number of the document as an amount.
pub fn amount(number: &Value) -> i128 {
    decimal(&number.as_number().expect("a number").to_string(), 5)
}

/// An amount as a decimal, as answers write it.
pub fn text(amount: i128) -> String {
    let (sign, size) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    let digits = format!("{:05}", size % 100_000);
    format!("{sign}{}.{digits}", size / 100_000).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A bound as written: a number, or a part of some seats.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// An amount.
    Number(i128),
    /// Hundred-thousandths of the seats.
    Share(i128),
}

impl Bound {
    /// Reads `2`, `1.5` or `"40%"`.
    pub fn read(value: &Value) -> Self {
        match value.as_str() {
            Some(text) => Self::Share(decimal(text.strip_suffix('%').expect("a share"), 3)),
            None => Self::Number(amount(value)),
        }
    }

    /// The amount that it asks for when there are `seats` seats.
    pub fn of(self, seats: i128) -> i128 {
        match self {
            Self::Number(amount) => amount,
            // A whole is 100,000 parts and an amount of 1 is 100,000 units, so the product needs no division.
            Self::Share(parts) => parts * seats,
        }
    }
}

/// The whole units, rounded up, in a positive amount; 0 for others.
pub fn units_up(amount: i128) -> i128 {
    if amount <= 0 { 0 } else { (amount + ONE - 1) / ONE }
}

#[test]
fn decimals_and_shares_are_exact() {
    // 0.07 of 50 is 3.5 exactly; 2.4 is not met by 2.
    assert_eq!(Bound::read(&serde_json::json!("7%")).of(50), 350_000);
    assert_eq!(Bound::read(&serde_json::json!("40%")).of(6), 240_000);
    assert_eq!(Bound::read(&serde_json::json!("33.333%")).of(3), 99_999);
    assert_eq!(amount(&serde_json::json!(-812.5)), -81_250_000);
    assert_eq!(text(-81_250_000), "-812.5");
    assert_eq!(text(300_000), "3");
    assert_eq!((units_up(1), units_up(100_000), units_up(100_001), units_up(-5)), (1, 1, 2, 0));
}
