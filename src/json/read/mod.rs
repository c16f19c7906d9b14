//! Reading a forum: fast when the document is right, thorough when it is not.

mod salvage;
mod tree;
mod walk;
mod wording;

use super::wire;
use crate::{Code, Fault, Forum};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

/// Reads a forum from JSON text in UTF-8.
///
/// What is checked here is the shape of the document: its fields, their types, their numbers. Whether the names in it
/// fit together is checked by [`Forum::check`](crate::Forum::check), and by every verb.
///
/// # Errors
/// Every fault of shape at once, never an empty list; with them the faults of meaning that are certain without the
/// misshapen parts.
///
/// ```
/// use convener::{Code, json};
/// let faults = json::read(br#"{"version": 1, "forum": "f", "speekers": [], "panels": []}"#).unwrap_err();
/// assert_eq!(faults[0].code, Code::UnknownField);
/// assert_eq!(faults[0].pointer, "/speekers");
/// assert_eq!(faults[0].hint.as_deref(), Some("did you mean `speakers`?"));
/// assert_eq!(faults[1].code, Code::MissingField);
/// ```
pub fn read(input: &[u8]) -> Result<Forum, Vec<Fault>> {
    let text = decoded(input)?;
    let reason = match serde_json::from_str::<wire::Forum>(text) {
        Ok(document) => match document.into_forum() {
            Some(forum) => return Ok(forum),
            None => "fields that exclude each other".to_owned(),
        },
        Err(error) => error.to_string(),
    };
    let mut faults = diagnose(text);
    if faults.is_empty() {
        return Err(vec![unexplained(&reason)]);
    }
    let of_meaning = salvage::faults(text, &faults);
    faults.extend(of_meaning);
    Err(faults)
}

/// Reads a document of any other shape by its schema; `name` is what it is called in a sentence.
pub(super) fn shaped<T: DeserializeOwned>(input: &[u8], schema: &Value, name: &str) -> Result<T, Vec<Fault>> {
    let text = decoded(input)?;
    serde_json::from_str(text).map_err(|error| {
        let faults = diagnose_by(schema, name, text);
        if faults.is_empty() { vec![unexplained(&error.to_string())] } else { faults }
    })
}

/// The bytes as text.
fn decoded(input: &[u8]) -> Result<&str, Vec<Fault>> {
    // A byte order mark, as some editors write it, says nothing about the document.
    let bytes = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to() + (input.len() - bytes.len());
        vec![Fault {
            code: Code::InvalidUtf8,
            pointer: String::new(),
            message: format!("the input is not UTF-8 text: byte {at}, counted from 0, belongs to no character"),
            hint: Some("save the document as UTF-8".to_owned()),
        }]
    })
}

/// Finds every fault of shape in a forum; none when the document is right.
fn diagnose(text: &str) -> Vec<Fault> {
    diagnose_by(&super::schema::forum(), "the forum", text)
}

fn diagnose_by(schema: &Value, name: &str, text: &str) -> Vec<Fault> {
    let raw = match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => raw,
        Err(error) => return vec![malformed(&error, text)],
    };
    match tree::parse(raw, text) {
        Ok(root) => walk::faults(schema, name, &root),
        Err(fault) => vec![fault],
    }
}

fn malformed(error: &serde_json::Error, text: &str) -> Fault {
    let hint = if text.trim().is_empty() {
        Some("the input is empty; a forum starts with `{ \"version\": 1, \"forum\": ..`".to_owned())
    } else {
        None
    };
    Fault {
        code: Code::MalformedJson,
        pointer: String::new(),
        message: format!("the input is not one JSON document: {error}"),
        hint,
    }
}

/// The fast path refused what the diagnosis finds right: say what the fast path said, and lose nothing.
fn unexplained(reason: &str) -> Fault {
    Fault {
        code: Code::WrongType,
        pointer: String::new(),
        message: format!("the document cannot be read: {reason}"),
        hint: None,
    }
}

#[cfg(test)]
mod agreement;
