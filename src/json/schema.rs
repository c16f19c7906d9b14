//! The JSON Schemas of forums and answers, generated from the wire types.

use super::{answer, wire};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The schema of a forum as it is read.
pub(crate) fn forum() -> Value {
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<wire::Forum>().to_value()
}

/// The schema of the answers to `solve`.
pub(crate) fn answer() -> Value {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<answer::Document>()
        .to_value()
}

/// The schema of the answers to `audit`.
pub(crate) fn audit() -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<answer::AuditDocument>().to_value()
}

/// All of them, by name.
pub(crate) fn all() -> Value {
    json!({ "forum": forum(), "answer": answer(), "audit": audit() })
}
