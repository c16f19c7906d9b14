//! The JSON Schemas of forums and answers, generated from the wire types.

use super::{answer, claims, explained, record, surface, tally, verbs, wire};
use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

/// The schema of a forum as it is read.
pub(crate) fn forum() -> Value {
    root::<wire::Forum>(SchemaSettings::draft2020_12().for_deserialize(), "Forum")
}

/// The schemas of all documents by name, and under `verbs` what each verb reads, writes and takes as options.
pub(crate) fn all() -> Value {
    let written = || SchemaSettings::draft2020_12().for_serialize();
    json!({
        "forum": forum(),
        "answer": root::<answer::Document>(written(), "Answer"),
        "explanation": root::<explained::ExplanationDocument>(written(), "Explanation"),
        "claims": root::<claims::ClaimsDocument>(written(), "Claims"),
        "record": root::<record::Record>(written(), "Record"),
        "verdict": root::<claims::VerdictDocument>(written(), "Verdict"),
        "audit": root::<answer::AuditDocument>(written(), "Audit"),
        "policies": root::<verbs::PoliciesDocument>(written(), "Policies"),
        "progress": root::<tally::ProgressEntry>(written(), "Progress"),
        "verbs": surface::verbs(),
    })
}

pub(super) fn root<T: JsonSchema>(settings: SchemaSettings, title: &str) -> Value {
    let generator: SchemaGenerator = settings.with_transform(RecursiveTransform(unwrap_lines)).into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}

/// Doc comments are wrapped for the source; a description is one line.
fn unwrap_lines(schema: &mut schemars::Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.replace('\n', " ");
    }
}
