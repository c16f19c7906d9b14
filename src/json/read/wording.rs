//! The words of a fault of shape: where it is, what was expected, what may have been meant.

use super::tree::{Node, push};

/// Where the walk is, as a pointer and in words.
#[derive(Clone)]
pub(super) struct Place {
    pub pointer: String,
    /// The nearest thing with a name: "rule `balance`".
    thing: String,
    /// The way from there: "where.age".
    path: String,
}

impl Place {
    /// The whole document, by the name that it has in a sentence.
    pub(super) fn document(name: &str) -> Self {
        Self { pointer: String::new(), thing: name.to_owned(), path: String::new() }
    }

    /// A field of the place.
    pub(super) fn field(&self, key: &str) -> Self {
        let mut place = self.clone();
        push(&mut place.pointer, key);
        if !place.path.is_empty() {
            place.path.push('.');
        }
        place.path.push_str(key);
        place
    }

    /// An item of a list. An object of a type of its own, such as `Rule`, is a thing, named by its id or its position.
    pub(super) fn item(&self, index: usize, kind: Option<&str>, node: &Node<'_>) -> Self {
        let mut place = self.clone();
        push(&mut place.pointer, &index.to_string());
        match (kind, node) {
            (Some(kind), Node::Object(entries)) => {
                let id = entries.iter().find_map(|(key, value)| match value {
                    Node::Text(id) if key == "id" => Some(format!("`{id}`")),
                    _ => None,
                });
                place.thing = format!("{} {}", spaced(kind), id.unwrap_or_else(|| format!("number {}", index + 1)));
                place.path.clear();
            }
            _ => place.path = format!("{}[{index}]", place.path),
        }
        place
    }

    /// The value here, as the subject of a sentence.
    pub(super) fn phrase(&self) -> String {
        if self.path.is_empty() { self.thing.clone() } else { format!("`{}` of {}", self.path, self.thing) }
    }

    /// The object here, as that which has fields.
    pub(super) fn whole(&self) -> String {
        self.phrase()
    }
}

/// `DraftSeat` as "draft seat".
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// JSON types in words: "a text or a list".
pub(super) fn expectation(types: &[&str]) -> String {
    let words: Vec<&str> = (types.iter())
        .map(|name| match *name {
            "string" => "a text",
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "an object",
            _ => "null",
        })
        .collect();
    joined(&words, "or")
}

/// The JSON type of a node in words.
pub(super) fn found(node: &Node<'_>) -> &'static str {
    match node {
        Node::Null => "null",
        Node::Flag => "true or false",
        Node::Number(_) => "a number",
        Node::Text(_) => "a text",
        Node::List(_) => "a list",
        Node::Object(_) => "an object",
    }
}

/// A number's kind and range in words.
pub(super) fn a_number(whole: bool, least: Option<f64>, most: Option<f64>) -> String {
    let kind = if whole { "a whole number" } else { "a number" };
    match (least, most) {
        (Some(least), Some(most)) => format!("{kind} from {least} to {most}"),
        _ => kind.to_owned(),
    }
}

/// Words in quotes, as a list in a sentence.
pub(super) fn listed(words: &[&str], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    joined(&quoted, last)
}

fn joined<T: AsRef<str>>(words: &[T], last: &str) -> String {
    match words {
        [] => String::new(),
        [word] => word.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// The known word that was likely meant: at most a third of its letters differ, a swap of two counting as one.
pub(super) fn suggestion(given: &str, known: &[&str]) -> Option<String> {
    // The distance is quadratic in length, and no known word is this long.
    if given.len() > 64 {
        return None;
    }
    let distance = |word: &&&str| strsim::osa_distance(&given.to_lowercase(), word);
    let nearest = known.iter().min_by_key(distance)?;
    let close = distance(&nearest) * 3 <= nearest.chars().count().max(3);
    close.then(|| format!("did you mean `{nearest}`?"))
}
