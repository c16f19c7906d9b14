//! A document as a tree that keeps what `serde_json`'s own values forget: keys given twice, and numbers as they stand.

use crate::{Code, Fault};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// One value of a document.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Null,
    Flag,
    /// The digits, so that a number too large for a double is a fault of that number and not of the document.
    Number(&'a str),
    Text(String),
    List(Vec<Node<'a>>),
    /// Every entry, in order, repeated keys included.
    Object(Vec<(String, Node<'a>)>),
}

/// The levels of nesting that the fast path reads, too.
const DEEPEST: usize = 127;

/// Builds the tree of a document whose syntax is known to be right.
pub(super) fn parse<'a>(raw: &'a RawValue, whole: &'a str) -> Result<Node<'a>, Fault> {
    build(raw, 0, &mut String::new(), whole)
}

fn build<'a>(raw: &'a RawValue, depth: usize, pointer: &mut String, whole: &'a str) -> Result<Node<'a>, Fault> {
    let text = raw.get();
    let broken = |error: serde_json::Error| malformed(text, whole, &error);
    let length = pointer.len();
    match text.as_bytes().first() {
        Some(b'{' | b'[') if depth == DEEPEST => Err(too_deep(pointer)),
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(text).map_err(broken)?;
            let mut nodes = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                push(pointer, &key);
                nodes.push((key, build(value, depth + 1, pointer, whole)?));
                pointer.truncate(length);
            }
            Ok(Node::Object(nodes))
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(broken)?;
            let mut nodes = Vec::with_capacity(items.len());
            for (index, value) in items.into_iter().enumerate() {
                push(pointer, &index.to_string());
                nodes.push(build(value, depth + 1, pointer, whole)?);
                pointer.truncate(length);
            }
            Ok(Node::List(nodes))
        }
        Some(b'"') => serde_json::from_str(text).map(Node::Text).map_err(broken),
        Some(b't' | b'f') => Ok(Node::Flag),
        Some(b'n') | None => Ok(Node::Null),
        Some(_) => Ok(Node::Number(text)),
    }
}

/// Appends one step to a JSON Pointer.
pub(super) fn push(pointer: &mut String, step: &str) {
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
}

struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = access.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(All).map(Entries)
    }
}

fn too_deep(pointer: &str) -> Fault {
    Fault {
        code: Code::TooDeep,
        pointer: pointer.to_owned(),
        message: format!("the document is nested deeper than {DEEPEST} levels"),
        hint: None,
    }
}

/// A text with an escape that stands for no character passes the first look, which skips texts.
fn malformed(part: &str, whole: &str, error: &serde_json::Error) -> Fault {
    let offset = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    let before = whole.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + error.line();
    let column = if error.line() > 1 {
        error.column()
    } else {
        before.len() - before.rfind('\n').map_or(0, |newline| newline + 1) + error.column()
    };
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Fault {
        code: Code::MalformedJson,
        pointer: String::new(),
        message: format!("the input is not one JSON document: {reason} at line {line} column {column}"),
        hint: None,
    }
}
