//! Conditions on speakers and panels on the wire.

use super::number::{Decimal, Level};
use super::object::present;
use super::strict::objects;
use crate::PanelField;
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

objects!(Limits, PanelFields);

/// Which speakers' seats count: a level of expertise and a condition for each attribute named.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Where {
    expertise: Option<Level>,
    attributes: IndexMap<String, Condition>,
}

/// The field of [`Where`] that is no attribute.
const EXPERTISE: &str = "expertise";

impl Where {
    pub(crate) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn into_filter(self) -> Option<crate::Filter> {
        let attributes = self.attributes.into_iter().map(|(name, condition)| Some((name, condition.into_condition()?)));
        Some(crate::Filter {
            expertise: self.expertise.map(Level::get),
            attributes: attributes.collect::<Option<_>>()?,
        })
    }
}

impl From<&crate::Filter> for Where {
    fn from(filter: &crate::Filter) -> Self {
        Self {
            expertise: filter.expertise.map(Level::from),
            attributes: filter.attributes.iter().map(|(name, condition)| (name.clone(), condition.into())).collect(),
        }
    }
}

impl Serialize for Where {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(level) = self.expertise {
            map.serialize_entry(EXPERTISE, &level)?;
        }
        for (name, condition) in &self.attributes {
            map.serialize_entry(name, condition)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Where {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WhereVisitor)
    }
}

struct WhereVisitor;

impl<'de> Visitor<'de> for WhereVisitor {
    type Value = Where;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of conditions")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Where, A::Error> {
        let mut read = Where::default();
        while let Some(key) = access.next_key::<String>()? {
            let twice = if key == EXPERTISE {
                read.expertise.replace(access.next_value()?).is_some()
            } else {
                read.attributes.insert(key, access.next_value()?).is_some()
            };
            if twice {
                return Err(A::Error::custom("a condition is given twice"));
            }
        }
        Ok(read)
    }
}

impl JsonSchema for Where {
    fn schema_name() -> Cow<'static, str> {
        "Where".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Which speakers' seats count: a level of expertise (this or more) and a condition for each \
                            attribute named; `speaker` names ids. All must hold.",
            "type": "object",
            "properties": { EXPERTISE: generator.subschema_for::<Level>() },
            "additionalProperties": generator.subschema_for::<Condition>(),
        })
    }
}

/// What an attribute must be: a value, one of a list, null for undisclosed, or limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Condition {
    One(Term),
    OneOf(Vec<Term>),
    Limits(Limits),
}

/// One value: a text, a number, true or false, or null for undisclosed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Term {
    Undisclosed,
    Text(String),
    Number(Decimal),
    Flag(bool),
}

/// A negation, or a range of disclosed numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemars(extend("allOf" = [
    { "not": { "required": ["not", "at_least"] } },
    { "not": { "required": ["not", "at_most"] } }
]))]
pub(crate) struct Limits {
    /// Disclosed, and this condition does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    not: Option<Box<Condition>>,
    /// A number of at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Decimal>,
    /// A number of at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Decimal>,
}

impl Condition {
    fn into_condition(self) -> Option<crate::Condition> {
        Some(match self {
            Self::One(term) => crate::Condition::OneOf(vec![term.into()]),
            Self::OneOf(terms) => crate::Condition::OneOf(terms.into_iter().map(Into::into).collect()),
            Self::Limits(Limits { not: None, at_least, at_most }) => {
                crate::Condition::Range { at_least: at_least.map(|n| n.0), at_most: at_most.map(|n| n.0) }
            }
            Self::Limits(Limits { not: Some(inner), at_least: None, at_most: None }) => {
                crate::Condition::Not(Box::new(inner.into_condition()?))
            }
            Self::Limits(_) => return None,
        })
    }
}

impl From<&crate::Condition> for Condition {
    fn from(condition: &crate::Condition) -> Self {
        match condition {
            crate::Condition::OneOf(terms) => match terms.as_slice() {
                [term] => Self::One(term.into()),
                _ => Self::OneOf(terms.iter().map(Into::into).collect()),
            },
            crate::Condition::Not(inner) => {
                Self::Limits(Limits { not: Some(Box::new(inner.as_ref().into())), ..Limits::default() })
            }
            crate::Condition::Range { at_least, at_most } => {
                Self::Limits(Limits { not: None, at_least: at_least.map(Decimal), at_most: at_most.map(Decimal) })
            }
        }
    }
}

impl From<Term> for crate::Term {
    fn from(term: Term) -> Self {
        match term {
            Term::Undisclosed => Self::Undisclosed,
            Term::Text(text) => Self::Text(text),
            Term::Number(number) => Self::Number(number.0),
            Term::Flag(flag) => Self::Flag(flag),
        }
    }
}

impl From<&crate::Term> for Term {
    fn from(term: &crate::Term) -> Self {
        match term {
            crate::Term::Undisclosed => Self::Undisclosed,
            crate::Term::Text(text) => Self::Text(text.clone()),
            crate::Term::Number(number) => Self::Number(Decimal(*number)),
            crate::Term::Flag(flag) => Self::Flag(*flag),
        }
    }
}

/// Which panels: a list of ids, or conditions on their fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Panels {
    Ids(Vec<String>),
    Fields(Box<PanelFields>),
}

/// Conditions on the fields of a panel. All must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemars(extend("allOf" = [{ "not": { "required": ["topics", "topic"] } }]))]
pub(crate) struct PanelFields {
    /// The id.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    id: Option<Condition>,
    /// The topics, a list.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    topics: Option<Condition>,
    /// Another name for `topics`.
    #[serde(default, skip_serializing, deserialize_with = "present")]
    topic: Option<Condition>,
    /// The slot.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    slot: Option<Condition>,
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    day: Option<Condition>,
    /// The track.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    track: Option<Condition>,
    /// The most seats the panel can fill, over all roles.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    seats: Option<Condition>,
}

impl Panels {
    pub(crate) fn into_panel_filter(self) -> Option<crate::PanelFilter> {
        let fields = match self {
            Self::Ids(ids) => return Some(crate::PanelFilter::Ids(ids)),
            Self::Fields(fields) => *fields,
        };
        if fields.topics.is_some() && fields.topic.is_some() {
            return None;
        }
        let given = [
            (PanelField::Id, fields.id),
            (PanelField::Topics, fields.topics.or(fields.topic)),
            (PanelField::Slot, fields.slot),
            (PanelField::Day, fields.day),
            (PanelField::Track, fields.track),
            (PanelField::Seats, fields.seats),
        ];
        let given = given.into_iter().filter_map(|(field, condition)| Some((field, condition?)));
        let converted = given.map(|(field, condition)| Some((field, condition.into_condition()?)));
        Some(crate::PanelFilter::Fields(converted.collect::<Option<_>>()?))
    }
}

impl From<&crate::PanelFilter> for Panels {
    fn from(filter: &crate::PanelFilter) -> Self {
        match filter {
            crate::PanelFilter::Ids(ids) => Self::Ids(ids.clone()),
            crate::PanelFilter::Fields(fields) => {
                let of = |field: PanelField| fields.get(&field).map(Condition::from);
                Self::Fields(Box::new(PanelFields {
                    id: of(PanelField::Id),
                    topics: of(PanelField::Topics),
                    topic: None,
                    slot: of(PanelField::Slot),
                    day: of(PanelField::Day),
                    track: of(PanelField::Track),
                    seats: of(PanelField::Seats),
                }))
            }
        }
    }
}
