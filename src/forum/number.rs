//! Exact decimal numbers and shares, so that no rule is ever decided by rounding.

use std::fmt;

/// An exact decimal with at most three places, between -1,000,000,000 and 1,000,000,000.
///
/// Attributes such as an age or a cost are numbers, and so are bounds. Three places carry every currency; exactness
/// lets `verify` compare without a tolerance.
///
/// ```
/// use convener::Number;
/// assert_eq!(Number::from(23).to_string(), "23");
/// assert_eq!(Number::from_thousandths(812_500).unwrap().to_string(), "812.5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number {
    thousandths: i64,
}

/// The largest magnitude of a [`Number`] in input, in thousandths.
const LARGEST: i64 = 1_000_000_000_000;

impl Number {
    /// The number `thousandths / 1000`, or `None` beyond a magnitude of 1,000,000,000.
    ///
    /// ```
    /// use convener::Number;
    /// assert_eq!(Number::from_thousandths(2_000), Some(Number::from(2)));
    /// assert_eq!(Number::from_thousandths(i64::MAX), None);
    /// ```
    #[must_use]
    pub fn from_thousandths(thousandths: i64) -> Option<Self> {
        (-LARGEST..=LARGEST).contains(&thousandths).then_some(Self { thousandths })
    }

    /// A sum or a count, which may pass the limit of input numbers.
    pub(crate) const fn from_thousandths_unbounded(thousandths: i64) -> Self {
        Self { thousandths }
    }

    /// The number that an `f64` stands for, or `None` where it takes more than three decimal places.
    ///
    /// ```
    /// use convener::Number;
    /// assert_eq!(Number::from_f64(0.5), Number::from_thousandths(500));
    /// assert_eq!(Number::from_f64(0.0005), None);
    /// assert_eq!(Number::from_f64(0.001_000_1), None);
    /// assert_eq!(Number::from_f64(f64::NAN), None);
    /// ```
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() || value.abs() > 1e9 {
            return None;
        }
        // Whole thousandths up to 1e12 are exact, so this division rounds once: to the double nearest to the decimal,
        // which is the value itself exactly when three places were enough to write it.
        let thousandths = (value * 1000.0).round();
        #[expect(clippy::float_cmp, reason = "equality is the question")]
        let exact = thousandths / 1000.0 == value;
        exact.then_some(Self { thousandths: thousandths as i64 })
    }

    /// This number times 1000.
    ///
    /// ```
    /// assert_eq!(convener::Number::from(3).thousandths(), 3000);
    /// ```
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.thousandths
    }

    /// The number as a whole one, where it is whole.
    ///
    /// ```
    /// use convener::Number;
    /// assert_eq!(Number::from(3).whole(), Some(3));
    /// assert_eq!(Number::from_f64(0.5).unwrap().whole(), None);
    /// ```
    #[must_use]
    pub const fn whole(self) -> Option<i64> {
        if self.thousandths % 1000 == 0 { Some(self.thousandths / 1000) } else { None }
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self {
            // |i32| * 1000 is far below i64::MAX.
            thousandths: i64::from(value) * 1000,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.thousandths < 0 { "-" } else { "" };
        let magnitude = self.thousandths.unsigned_abs();
        let (whole, part) = (magnitude / 1000, magnitude % 1000);
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let digits = format!("{part:03}");
            write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
        }
    }
}

/// A part of a group's seats, from 0% to 100%, exact to a thousandth of a percent.
///
/// ```
/// use convener::Share;
/// assert_eq!("40%".parse::<Share>().unwrap(), Share::percent(40).unwrap());
/// assert!("140%".parse::<Share>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    hundred_thousandths: u32,
}

impl Share {
    /// What a share counts parts of: a whole is this many.
    pub(crate) const WHOLE: i64 = 100_000;

    /// A whole percentage, or `None` above 100.
    ///
    /// ```
    /// assert!(convener::Share::percent(101).is_none());
    /// ```
    #[must_use]
    pub fn percent(percent: u32) -> Option<Self> {
        (percent <= 100).then(|| Self { hundred_thousandths: percent * 1000 })
    }

    /// The share in parts of 100,000.
    ///
    /// ```
    /// assert_eq!(convener::Share::percent(40).unwrap().hundred_thousandths(), 40_000);
    /// ```
    #[must_use]
    pub const fn hundred_thousandths(self) -> u32 {
        self.hundred_thousandths
    }
}

/// Why a text is not a [`Share`].
///
/// ```
/// use convener::{Share, ShareError};
/// assert_eq!("120%".parse::<Share>(), Err(ShareError::OutOfRange));
/// assert_eq!("40".parse::<Share>(), Err(ShareError::Malformed));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// Not digits, at most three decimal places, and a percent sign.
    Malformed,
    /// Below 0% or above 100%.
    OutOfRange,
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "a share is written like \"40%\" or \"12.5%\", with at most three decimal places",
            Self::OutOfRange => "a share lies between 0% and 100%",
        })
    }
}

impl std::error::Error for ShareError {}

impl std::str::FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim().strip_suffix('%').ok_or(ShareError::Malformed)?.trim_end();
        let (negative, digits) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, digits),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(part)
            || part.len() > 3
            || (digits.contains('.') && part.is_empty())
        {
            return Err(ShareError::Malformed);
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > 3 {
            return Err(ShareError::OutOfRange);
        }
        let digits = format!("{whole:0>1}{part:0<3}");
        match digits.parse::<u32>() {
            Ok(value) if value <= 100_000 && (!negative || value == 0) => Ok(Self { hundred_thousandths: value }),
            Ok(_) => Err(ShareError::OutOfRange),
            Err(_) => Err(ShareError::Malformed),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = Number::from_thousandths_unbounded(i64::from(self.hundred_thousandths));
        write!(f, "{percent}%")
    }
}
