//! A goal on the wire.

use super::filter::{Panels, Where};
use super::number::{Decimal, Percentage, Signed};
use super::object::Object;
use super::strict::{objects, words};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

objects!(Goal);
words!(Metric, Worst);

/// What is optimised: `maximise` or `minimise` one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemars(extend("oneOf" = [{ "required": ["maximise"] }, { "required": ["minimise"] }]))]
pub(crate) struct Goal {
    /// The measure of which more is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maximise: Option<Measure>,
    /// The measure of which less is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minimise: Option<Measure>,
    /// Whose worst value counts instead of the sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    worst: Option<Worst>,
    /// Only seats whose speaker matches. Default: all.
    #[serde(default, rename = "where", skip_serializing_if = "Where::is_all")]
    filter: Where,
    /// Only seats of these roles. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<String>>,
    /// Only seats on these panels. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    panels: Option<Panels>,
    /// How much of the value later goals may give up. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tolerance: Option<Tolerance>,
}

/// One metric, or a weighted sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Measure {
    Metric(Metric),
    Blend(Blend),
}

/// Whole weights by metric, such as `{"expertise": 10, "preference": 1}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Blend(Object<Signed>);

impl JsonSchema for Blend {
    fn schema_name() -> Cow<'static, str> {
        "Blend".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Whole weights by metric, such as `{\"expertise\": 10, \"preference\": 1}`.",
            "type": "object",
            "propertyNames": generator.subschema_for::<Metric>(),
            "additionalProperties": generator.subschema_for::<Signed>(),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", remote = "Self")]
pub(crate) enum Metric {
    /// Over seats: the sum of the speaker's levels on each of the panel's topics.
    Expertise,
    /// Over seats: the speaker's preference for the panel.
    Preference,
    /// The number of seats filled.
    Seats,
    /// The number of different speakers seated.
    People,
    /// The cost of every speaker seated, once each.
    Cost,
    /// Seats of the plan that the draft lacks, and seats of the draft that the plan lacks.
    Changes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", remote = "Self")]
pub(crate) enum Worst {
    /// The worst panel.
    Panel,
}

/// A share of the value such as `"2%"`, or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Tolerance {
    Number(Decimal),
    Share(Percentage),
}

impl From<Metric> for crate::Metric {
    fn from(metric: Metric) -> Self {
        match metric {
            Metric::Expertise => Self::Expertise,
            Metric::Preference => Self::Preference,
            Metric::Seats => Self::Seats,
            Metric::People => Self::People,
            Metric::Cost => Self::Cost,
            Metric::Changes => Self::Changes,
        }
    }
}

impl From<crate::Metric> for Metric {
    fn from(metric: crate::Metric) -> Self {
        match metric {
            crate::Metric::Expertise => Self::Expertise,
            crate::Metric::Preference => Self::Preference,
            crate::Metric::Seats => Self::Seats,
            crate::Metric::People => Self::People,
            crate::Metric::Cost => Self::Cost,
            crate::Metric::Changes => Self::Changes,
        }
    }
}

impl Measure {
    fn into_measure(self) -> Option<Vec<(crate::Metric, i32)>> {
        let named = |name: &str| crate::Metric::ALL.into_iter().find(|metric| metric.name() == name);
        match self {
            Self::Metric(metric) => Some(vec![(metric.into(), 1)]),
            Self::Blend(Blend(weights)) => {
                weights.0.iter().map(|(name, weight)| Some((named(name)?, weight.get()))).collect()
            }
        }
    }
}

impl From<&[(crate::Metric, i32)]> for Measure {
    fn from(measure: &[(crate::Metric, i32)]) -> Self {
        match *measure {
            [(metric, 1)] => Self::Metric(metric.into()),
            _ => Self::Blend(Blend(
                measure.iter().map(|(metric, weight)| (metric.name().to_owned(), (*weight).into())).collect(),
            )),
        }
    }
}

impl Goal {
    pub(crate) fn into_goal(self) -> Option<crate::Goal> {
        let (direction, measure) = match (self.maximise, self.minimise) {
            (Some(measure), None) => (crate::Direction::Maximise, measure),
            (None, Some(measure)) => (crate::Direction::Minimise, measure),
            _ => return None,
        };
        Some(crate::Goal {
            direction,
            measure: measure.into_measure()?,
            worst_panel: self.worst == Some(Worst::Panel),
            filter: self.filter.into_filter()?,
            roles: self.roles,
            panels: match self.panels {
                Some(panels) => Some(panels.into_panel_filter()?),
                None => None,
            },
            tolerance: match self.tolerance {
                None => crate::Tolerance::None,
                Some(Tolerance::Number(number)) => crate::Tolerance::Number(number.0),
                Some(Tolerance::Share(share)) => crate::Tolerance::Share(share.0),
            },
        })
    }
}

impl From<&crate::Goal> for Goal {
    fn from(goal: &crate::Goal) -> Self {
        let measure = Measure::from(goal.measure.as_slice());
        let (maximise, minimise) = match goal.direction {
            crate::Direction::Maximise => (Some(measure), None),
            crate::Direction::Minimise => (None, Some(measure)),
        };
        Self {
            maximise,
            minimise,
            worst: goal.worst_panel.then_some(Worst::Panel),
            filter: (&goal.filter).into(),
            roles: goal.roles.clone(),
            panels: goal.panels.as_ref().map(Into::into),
            tolerance: match goal.tolerance {
                crate::Tolerance::None => None,
                crate::Tolerance::Number(number) => Some(Tolerance::Number(Decimal(number))),
                crate::Tolerance::Share(share) => Some(Tolerance::Share(Percentage(share))),
            },
        }
    }
}
