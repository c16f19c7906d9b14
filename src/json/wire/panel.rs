//! A panel on the self.

use super::number::Amount;
use super::object::Object;
use super::rule::Rule;
use super::strict::objects;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

objects!(Panel, Range);

/// A session of the programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Panel {
    /// Unique in the programme; answers name panels by it.
    pub id: String,
    /// For people to read; never used to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the panel is about; expertise counts on each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// When it takes place: panels with the same slot run at the same time, a panel without one clashes with nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// The day; a slot lies in one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// The track or theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// How many seats each role has, in the order in which plans list the roles.
    pub seats: Object<SeatRange>,
    /// Rules of this panel alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Ids of rules or policies that leave this panel out; `"slot"` takes it out of one panel per slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waive: Vec<String>,
    /// Roles that somebody seated here may hold besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_double: Vec<String>,
}

/// How many seats a role has: one number for exactly as many, or a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum SeatRange {
    Exactly(Amount),
    Range(Range),
}

/// A range of seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Range {
    /// The fewest seats filled. Default: 0.
    #[serde(default = "none")]
    min: Amount,
    /// The most seats filled.
    max: Amount,
}

fn none() -> Amount {
    Amount::from(0)
}

impl Panel {
    pub(crate) fn into_panel(self) -> Option<crate::Panel> {
        Some(crate::Panel {
            id: self.id,
            title: self.title,
            topics: self.topics,
            slot: self.slot,
            day: self.day,
            track: self.track,
            seats: self.seats.0.into_iter().map(|(role, range)| seats(role, &range)).collect(),
            rules: self.rules.into_iter().map(Rule::into_rule).collect::<Option<_>>()?,
            waive: self.waive,
            may_double: self.may_double,
        })
    }
}

fn seats(role: String, range: &SeatRange) -> crate::Seats {
    let (min, max) = match range {
        SeatRange::Exactly(number) => (number.get(), number.get()),
        SeatRange::Range(range) => (range.min.get(), range.max.get()),
    };
    crate::Seats { role, min, max }
}

impl From<&crate::Panel> for Panel {
    fn from(panel: &crate::Panel) -> Self {
        let range = |seats: &crate::Seats| {
            if seats.min == seats.max {
                SeatRange::Exactly(seats.min.into())
            } else {
                SeatRange::Range(Range { min: seats.min.into(), max: seats.max.into() })
            }
        };
        Self {
            id: panel.id.clone(),
            title: panel.title.clone(),
            topics: panel.topics.clone(),
            slot: panel.slot.clone(),
            day: panel.day.clone(),
            track: panel.track.clone(),
            seats: panel.seats.iter().map(|seats| (seats.role.clone(), range(seats))).collect(),
            rules: panel.rules.iter().map(Rule::from).collect(),
            waive: panel.waive.clone(),
            may_double: panel.may_double.clone(),
        }
    }
}
