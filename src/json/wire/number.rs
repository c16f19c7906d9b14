//! Numbers on the wire: exact decimals, whole numbers in a range, shares, levels and the version.

use crate::{Number, Share};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;

/// A decimal with at most three places, at most 1,000,000,000 in magnitude. Whole ones are written without a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "f64")]
pub(crate) struct Decimal(pub Number);

impl TryFrom<f64> for Decimal {
    type Error = &'static str;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        Number::from_f64(value).map(Self).ok_or("a number with at most three decimal places, at most 1e9 in magnitude")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            // The shortest form of the nearest double is the decimal itself, up to fifteen digits.
            None => serializer.serialize_f64(self.0.thousandths() as f64 / 1000.0),
        }
    }
}

impl JsonSchema for Decimal {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "number", "minimum": -1_000_000_000, "maximum": 1_000_000_000, "multipleOf": 0.001
        })
    }
}

/// A whole number from `LEAST` to `MOST`; `2.0` is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "i64")]
pub(crate) struct Whole<const LEAST: i64, const MOST: i64>(pub i64);

/// A number of seats, a priority or a weight of a wish: `u32`.
pub(crate) type Amount = Whole<0, { u32::MAX as i64 }>;
/// A preference or a weight of a goal: `i32`.
pub(crate) type Signed = Whole<{ i32::MIN as i64 }, { i32::MAX as i64 }>;

impl Amount {
    pub(crate) fn get(self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }
}

impl Signed {
    pub(crate) fn get(self) -> i32 {
        i32::try_from(self.0).unwrap_or(if self.0 < 0 { i32::MIN } else { i32::MAX })
    }
}

impl From<u32> for Amount {
    fn from(value: u32) -> Self {
        Self(value.into())
    }
}

impl From<i32> for Signed {
    fn from(value: i32) -> Self {
        Self(value.into())
    }
}

impl<const LEAST: i64, const MOST: i64> TryFrom<f64> for Whole<LEAST, MOST> {
    type Error = &'static str;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        // Both ends are exact as doubles, and so is every whole number between them.
        if value.fract() == 0.0 && value >= LEAST as f64 && value <= MOST as f64 {
            Ok(Self(value as i64))
        } else {
            Err("a whole number within its range")
        }
    }
}

impl<const LEAST: i64, const MOST: i64> From<Whole<LEAST, MOST>> for i64 {
    fn from(whole: Whole<LEAST, MOST>) -> Self {
        whole.0
    }
}

impl<const LEAST: i64, const MOST: i64> JsonSchema for Whole<LEAST, MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Whole from {LEAST} to {MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
}

/// A level of expertise. Any small whole number is read, so that a level out of range is reported together with
/// whatever else the forum's own checks find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Level(Whole<0, 255>);

impl Level {
    pub(crate) fn get(self) -> u8 {
        u8::try_from(self.0.0).unwrap_or(u8::MAX)
    }
}

impl From<u8> for Level {
    fn from(level: u8) -> Self {
        Self(Whole(level.into()))
    }
}

impl JsonSchema for Level {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Level".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 5, "format": "level" })
    }
}

/// A share of seats: `"40%"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Cow<str>", into = "String")]
pub(crate) struct Percentage(pub Share);

impl TryFrom<Cow<'_, str>> for Percentage {
    type Error = crate::ShareError;

    fn try_from(text: Cow<'_, str>) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<Percentage> for String {
    fn from(share: Percentage) -> Self {
        share.0.to_string()
    }
}

impl JsonSchema for Percentage {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^\\s*[0-9]+(\\.[0-9]{1,3})?\\s*%\\s*$", "format": "share" })
    }
}

/// A number, or a share such as `"40%"` of all the group's seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Bound {
    Number(Decimal),
    Share(Percentage),
}

impl From<crate::Bound> for Bound {
    fn from(bound: crate::Bound) -> Self {
        match bound {
            crate::Bound::Number(number) => Self::Number(Decimal(number)),
            crate::Bound::Share(share) => Self::Share(Percentage(share)),
        }
    }
}

impl From<Bound> for crate::Bound {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Number(number) => Self::Number(number.0),
            Bound::Share(share) => Self::Share(share.0),
        }
    }
}

/// The version of the format that this build reads and writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "u32")]
pub(crate) struct Version;

impl Version {
    pub(crate) const NUMBER: u32 = 1;
}

impl TryFrom<f64> for Version {
    type Error = &'static str;

    fn try_from(value: f64) -> Result<Self, Self::Error> {
        #[expect(clippy::float_cmp, reason = "whole numbers this small are exact")]
        if value == f64::from(Self::NUMBER) { Ok(Self) } else { Err("another version") }
    }
}

impl From<Version> for u32 {
    fn from(_: Version) -> Self {
        Version::NUMBER
    }
}

impl JsonSchema for Version {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "const": Self::NUMBER, "format": "version" })
    }
}
