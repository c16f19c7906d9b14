//! Objects with free keys, and texts that may stand alone or in a list.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// An object with free keys, in the order written. A key given twice is refused, where a plain map would forget one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Object<V>(pub IndexMap<String, V>);

impl<V> Object<V> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Default for Object<V> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<V> FromIterator<(String, V)> for Object<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Object<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
    type Value = Object<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut entries = IndexMap::new();
        while let Some((key, value)) = access.next_entry::<String, V>()? {
            if entries.insert(key, value).is_some() {
                return Err(A::Error::custom("a field is given twice"));
            }
        }
        Ok(Object(entries))
    }
}

impl<V: JsonSchema> JsonSchema for Object<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        IndexMap::<String, V>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        IndexMap::<String, V>::json_schema(generator)
    }
}

/// Nothing, one text, or several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub(crate) enum Texts {
    #[default]
    Undisclosed,
    One(String),
    Several(Vec<String>),
}

impl Texts {
    pub(crate) fn is_undisclosed(&self) -> bool {
        *self == Self::Undisclosed
    }
}

impl From<Texts> for Vec<String> {
    fn from(texts: Texts) -> Self {
        match texts {
            Texts::Undisclosed => Self::new(),
            Texts::One(text) => vec![text],
            Texts::Several(list) => list,
        }
    }
}

impl From<&[String]> for Texts {
    fn from(list: &[String]) -> Self {
        match list {
            [] => Self::Undisclosed,
            [text] => Self::One(text.clone()),
            _ => Self::Several(list.to_vec()),
        }
    }
}

/// Reads a field for which `null` is a value of its own and not the same as leaving the field out.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
