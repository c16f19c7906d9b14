//! A speaker on the wire.

use super::number::{Amount, Decimal, Level, Signed};
use super::object::{Object, Texts};
use super::strict::objects;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

objects!(Speaker);

/// Anybody in the pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Speaker {
    /// Unique in the pool; answers name speakers by it.
    pub id: String,
    /// For people to read; never used to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Level from 1 to 5 for each topic; a topic left out is level 0.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub expertise: Object<Level>,
    /// The stakeholder group, or a list of them, each counting in full; left out is undisclosed.
    #[serde(default, skip_serializing_if = "Texts::is_undisclosed")]
    pub sector: Texts,
    /// Gender in the organiser's own words; left out is undisclosed.
    #[serde(default, skip_serializing_if = "Texts::is_undisclosed")]
    pub gender: Texts,
    /// The organisation, or a list of them; left out is undisclosed.
    #[serde(default, skip_serializing_if = "Texts::is_undisclosed")]
    pub organisation: Texts,
    /// Any other attribute by name; a missing one is undisclosed.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub attributes: Object<Value>,
    /// Roles that the speaker can hold. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// Slots in which the speaker can't come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unavailable: Vec<String>,
    /// The most seats that the speaker takes in the whole forum. Default: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_seats: Option<Amount>,
    /// What bringing the speaker costs, once, in the organiser's unit of money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Decimal>,
    /// How gladly the speaker would sit on each panel, by panel id; a panel left out is 0, below 0 is reluctance.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub preference: Object<Signed>,
}

/// The value of an attribute: a text, a number, true or false, a list of texts, or null for undisclosed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Value {
    Undisclosed,
    Text(String),
    Number(Decimal),
    Flag(bool),
    List(Vec<String>),
}

impl Value {
    fn disclosed(self) -> Option<crate::Value> {
        match self {
            Self::Undisclosed => None,
            Self::Text(text) => Some(crate::Value::Text(text)),
            Self::Number(number) => Some(crate::Value::Number(number.0)),
            Self::Flag(flag) => Some(crate::Value::Flag(flag)),
            Self::List(list) => Some(crate::Value::List(list)),
        }
    }
}

impl From<&crate::Value> for Value {
    fn from(value: &crate::Value) -> Self {
        match value {
            crate::Value::Text(text) => Self::Text(text.clone()),
            crate::Value::Number(number) => Self::Number(Decimal(*number)),
            crate::Value::Flag(flag) => Self::Flag(*flag),
            crate::Value::List(list) => Self::List(list.clone()),
        }
    }
}

impl From<Speaker> for crate::Speaker {
    fn from(wire: Speaker) -> Self {
        Self {
            id: wire.id,
            name: wire.name,
            expertise: wire.expertise.0.into_iter().map(|(topic, level)| (topic, level.get())).collect(),
            sector: wire.sector.into(),
            gender: wire.gender.into(),
            organisation: wire.organisation.into(),
            attributes: (wire.attributes.0.into_iter())
                .filter_map(|(name, value)| Some((name, value.disclosed()?)))
                .collect(),
            roles: wire.roles,
            unavailable: wire.unavailable,
            max_seats: wire.max_seats.map(Amount::get),
            cost: wire.cost.map(|cost| cost.0),
            preference: wire.preference.0.into_iter().map(|(panel, value)| (panel, value.get())).collect(),
        }
    }
}

impl From<&crate::Speaker> for Speaker {
    fn from(speaker: &crate::Speaker) -> Self {
        Self {
            id: speaker.id.clone(),
            name: speaker.name.clone(),
            expertise: speaker.expertise.iter().map(|(topic, level)| (topic.clone(), (*level).into())).collect(),
            sector: speaker.sector.as_slice().into(),
            gender: speaker.gender.as_slice().into(),
            organisation: speaker.organisation.as_slice().into(),
            attributes: speaker.attributes.iter().map(|(name, value)| (name.clone(), value.into())).collect(),
            roles: speaker.roles.clone(),
            unavailable: speaker.unavailable.clone(),
            max_seats: speaker.max_seats.map(Amount::from),
            cost: speaker.cost.map(Decimal),
            preference: speaker.preference.iter().map(|(panel, value)| (panel.clone(), (*value).into())).collect(),
        }
    }
}
