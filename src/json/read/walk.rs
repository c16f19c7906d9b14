//! Walking a document along the generated schema, to find every fault of shape.
//!
//! It reads the part of JSON Schema that the wire types produce: `$ref`, `anyOf`, `oneOf`, `type`, `const`, `enum`,
//! `properties`, `required`, `additionalProperties`, `propertyNames`, `items`, `minimum`, `maximum`, `multipleOf`, and
//! `oneOf` and `not` over `required`. The agreement tests hold it to what the fast path accepts.

use super::tree::Node;
use super::wording::{Place, a_number, expectation, found, listed, suggestion};
use crate::{Code, Fault, Number, Share};
use serde_json::Value;
use std::collections::HashSet;

/// Every fault of the document of that name, in its order.
pub(super) fn faults(schema: &Value, name: &str, root: &Node<'_>) -> Vec<Fault> {
    let mut walk = Walk { root: schema, faults: Vec::new() };
    walk.value(schema, root, &mut Place::document(name));
    walk.faults
}

struct Walk<'s> {
    root: &'s Value,
    faults: Vec<Fault>,
}

impl<'s> Walk<'s> {
    fn value(&mut self, schema: &'s Value, node: &Node<'_>, place: &mut Place) {
        let schema = self.resolve(schema);
        if schema.get("type").is_none()
            && let Some(branches) = branches(schema)
        {
            return self.any_of(schema, branches, node, place);
        }
        if !self.admits(schema, node) {
            return self.wrong_type(schema, node, place);
        }
        match node {
            Node::Null | Node::Flag => {}
            Node::Number(digits) => self.number(schema, digits, place),
            Node::Text(text) => self.text(schema, text, place),
            Node::List(items) => {
                if let Some(item_schema) = schema.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        let kind = Self::name(item_schema);
                        let mut inner = place.item(index, kind, item);
                        self.value(item_schema, item, &mut inner);
                    }
                }
            }
            Node::Object(entries) => self.object(schema, entries, place),
        }
    }

    /// Follows references to the schema that they name.
    fn resolve(&self, mut schema: &'s Value) -> &'s Value {
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            match reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer)) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    /// The name of the type that a schema refers to, such as `Rule`.
    fn name(schema: &'s Value) -> Option<&'s str> {
        schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next())
    }

    /// Whether a value of the node's JSON type can be right.
    fn admits(&self, schema: &'s Value, node: &Node<'_>) -> bool {
        self.types(schema).iter().any(|name| match node {
            Node::Null => *name == "null",
            Node::Flag => *name == "boolean",
            Node::Number(_) => *name == "number" || *name == "integer",
            Node::Text(_) => *name == "string",
            Node::List(_) => *name == "array",
            Node::Object(_) => *name == "object",
        })
    }

    /// The JSON types that a schema takes.
    fn types(&self, schema: &'s Value) -> Vec<&'s str> {
        let schema = self.resolve(schema);
        match schema.get("type") {
            Some(Value::String(name)) => vec![name.as_str()],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => {
                let mut names = Vec::new();
                for name in branches(schema).into_iter().flatten().flat_map(|branch| self.types(branch)) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                names
            }
        }
    }

    fn any_of(&mut self, schema: &'s Value, branches: &'s [Value], node: &Node<'_>, place: &mut Place) {
        if let (Some(words), Node::Text(text)) = (self.words(schema), node) {
            return self.word(&words, text, place);
        }
        let mut best: Option<Vec<Fault>> = None;
        for branch in branches.iter().filter(|branch| self.admits(branch, node)) {
            let mut attempt = Walk { root: self.root, faults: Vec::new() };
            attempt.value(branch, node, place);
            if best.as_ref().is_none_or(|best| attempt.faults.len() < best.len()) {
                best = Some(attempt.faults);
            }
        }
        match best {
            Some(faults) => self.faults.extend(faults),
            None => self.wrong_type(schema, node, place),
        }
    }

    fn wrong_type(&mut self, schema: &'s Value, node: &Node<'_>, place: &Place) {
        let expected = expectation(&self.types(schema));
        self.fault(Code::WrongType, place, format!("{} must be {expected}, not {}", place.phrase(), found(node)), None);
    }

    fn number(&mut self, schema: &'s Value, digits: &str, place: &Place) {
        let value = digits.parse::<f64>().unwrap_or(f64::NAN);
        let format = schema.get("format").and_then(Value::as_str);
        if let Some(only) = schema.get("const").and_then(Value::as_f64) {
            #[expect(clippy::float_cmp, reason = "whole numbers this small are exact")]
            if value != only {
                let message = format!("{} is {digits}, and this build reads version {only}", place.phrase());
                self.fault(Code::WrongVersion, place, message, Some(format!("write `\"version\": {only}`")));
            }
            return;
        }
        let limit = |name: &str| schema.get(name).and_then(Value::as_f64);
        let (least, most) = (limit("minimum"), limit("maximum"));
        let out = least.is_some_and(|least| value < least) || most.is_some_and(|most| value > most);
        let whole = self.types(schema).contains(&"integer");
        let wanted = a_number(whole, least, most);
        let code = if out && value.fract() == 0.0 && format == Some("level") {
            Code::LevelOutOfRange
        } else {
            Code::InvalidNumber
        };
        let wrong = out || !value.is_finite() || (whole && value.fract() != 0.0);
        if wrong {
            self.fault(code, place, format!("{} must be {wanted}, not {digits}", place.phrase()), None);
        } else if schema.get("multipleOf").is_some() && Number::from_f64(value).is_none() {
            let message = format!("{} must have at most three decimal places, not {digits}", place.phrase());
            self.fault(code, place, message, None);
        }
    }

    fn text(&mut self, schema: &'s Value, text: &str, place: &Place) {
        if let Some(words) = self.words(schema) {
            self.word(&words, text, place);
        } else if schema.get("format").and_then(Value::as_str) == Some("share")
            && let Err(reason) = text.parse::<Share>()
        {
            self.fault(Code::InvalidShare, place, format!("{} is {text:?}: {reason}", place.phrase()), None);
        }
    }

    /// The words that a schema takes, where it takes a closed list.
    fn words(&self, schema: &'s Value) -> Option<Vec<&'s str>> {
        let schema = self.resolve(schema);
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return Some(words.iter().filter_map(Value::as_str).collect());
        }
        let mut words = Vec::new();
        for branch in branches(schema)? {
            let branch = self.resolve(branch);
            match branch.get("const").and_then(Value::as_str) {
                Some(word) => words.push(word),
                None if schema.get("oneOf").is_some() => return None,
                // Another branch of a union may be an object; only texts matter here.
                None if self.types(branch) == ["string"] => words.extend(self.words(branch)?),
                None => {}
            }
        }
        (!words.is_empty()).then_some(words)
    }

    fn word(&mut self, words: &[&str], text: &str, place: &Place) {
        if !words.contains(&text) {
            let message = format!("{} must be {}, not {text:?}", place.phrase(), listed(words, "or"));
            self.fault(Code::InvalidValue, place, message, suggestion(text, words));
        }
    }

    fn object(&mut self, schema: &'s Value, entries: &[(String, Node<'_>)], place: &mut Place) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        let closed = others == Some(&Value::Bool(false));
        let mut seen = HashSet::with_capacity(entries.len());
        for (key, node) in entries {
            let mut inner = place.field(key);
            if !seen.insert(key.as_str()) {
                let message = format!("field `{key}` is given twice in {}", place.whole());
                self.fault(Code::DuplicateField, &inner, message, None);
            }
            if let Some(words) = schema.get("propertyNames").and_then(|names| self.words(names)) {
                self.word(&words, key, &inner);
            }
            match properties.and_then(|properties| properties.get(key)) {
                Some(property) => self.value(property, node, &mut inner),
                None if closed => {
                    let known: Vec<&str> = properties.into_iter().flat_map(|p| p.keys().map(String::as_str)).collect();
                    let hint = suggestion(key, &known)
                        .or_else(|| Some(format!("the fields here are {}", listed(&known, "and"))));
                    let message = format!("unknown field `{key}` in {}", place.whole());
                    self.fault(Code::UnknownField, &inner, message, hint);
                }
                None => {
                    if let Some(schema) = others {
                        self.value(schema, node, &mut inner);
                    }
                }
            }
        }
        for field in required(schema).filter(|field| !seen.contains(field)) {
            let message = format!("{} has no `{field}`", place.whole());
            self.fault(Code::MissingField, place, message, Some(format!("add the field `{field}`")));
        }
        self.combinations(schema, &seen, place);
    }

    /// Fields of which exactly one must stand, and fields that must not stand together.
    fn combinations(&mut self, schema: &'s Value, seen: &HashSet<&str>, place: &Place) {
        let choices: Vec<&str> =
            schema.get("oneOf").and_then(Value::as_array).into_iter().flatten().flat_map(required).collect();
        let given: Vec<&str> = choices.iter().copied().filter(|field| seen.contains(field)).collect();
        if !choices.is_empty() && given.is_empty() {
            let message = format!("{} has neither {}", place.whole(), listed(&choices, "nor"));
            self.fault(Code::MissingField, place, message, Some(format!("add one of {}", listed(&choices, "and"))));
        } else if given.len() > 1 {
            self.exclusive(&given, place);
        }
        for excluded in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            let fields: Vec<&str> = excluded.get("not").into_iter().flat_map(required).collect();
            if !fields.is_empty() && fields.iter().all(|field| seen.contains(field)) {
                self.exclusive(&fields, place);
            }
        }
    }

    fn exclusive(&mut self, fields: &[&str], place: &Place) {
        let message = format!("{} has {} at once", place.whole(), listed(fields, "and"));
        self.fault(Code::InvalidValue, place, message, Some("keep one of them".to_owned()));
    }

    fn fault(&mut self, code: Code, place: &Place, message: String, hint: Option<String>) {
        self.faults.push(Fault { code, pointer: place.pointer.clone(), message, hint });
    }
}

/// The alternatives of a union.
fn branches(schema: &Value) -> Option<&[Value]> {
    schema.get("anyOf").or_else(|| schema.get("oneOf"))?.as_array().map(Vec::as_slice)
}

/// The fields that a schema requires.
fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
