//! JSON for people: indented, with whatever fits on a line kept on one, so that a seat or a tally is one line.

use serde_json::Value;

/// The longest line that an object or list is kept on, with its indentation.
const WIDTH: usize = 150;

/// Writes a document indented by two spaces a level.
pub(super) fn pretty(document: &Value) -> String {
    let mut text = String::new();
    write(document, 0, 0, &mut text);
    text
}

/// `taken` is what stands on the line already besides the indentation.
fn write(value: &Value, indent: usize, taken: usize, text: &mut String) {
    let room = WIDTH.saturating_sub(indent + taken);
    if let Some(line) = on_one_line(value, room) {
        text.push_str(&line);
        return;
    }
    let inner = indent + 2;
    let mut separator = "\n";
    match value {
        // Long lists of numbers fill their lines.
        Value::Array(items) if items.iter().all(Value::is_number) => {
            text.push('[');
            let mut column = WIDTH;
            for item in items {
                let item = item.to_string();
                if column + item.len() + 2 > WIDTH {
                    text.push_str(separator);
                    pad(inner, text);
                    (column, separator) = (inner, ",\n");
                } else {
                    text.push_str(", ");
                }
                column += item.len() + 2;
                text.push_str(&item);
            }
            close(']', indent, text);
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                text.push_str(separator);
                pad(inner, text);
                write(item, inner, 1, text);
                separator = ",\n";
            }
            close(']', indent, text);
        }
        Value::Object(fields) => {
            text.push('{');
            for (name, field) in fields {
                text.push_str(separator);
                pad(inner, text);
                let name = format!("{}: ", Value::from(name.as_str()));
                text.push_str(&name);
                write(field, inner, name.len() + 1, text);
                separator = ",\n";
            }
            close('}', indent, text);
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

fn close(bracket: char, indent: usize, text: &mut String) {
    text.push('\n');
    pad(indent, text);
    text.push(bracket);
}

/// The value on one line, where it fits and reads well there: at most one level of nesting below it.
fn on_one_line(value: &Value, room: usize) -> Option<String> {
    let line = match value {
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Array(items) => {
            if items.iter().any(|item| depth(item) > 0) {
                return None;
            }
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            if fields.values().any(|field| depth(field) > 1) {
                return None;
            }
            let mut parts = Vec::with_capacity(fields.len());
            for (name, field) in fields {
                parts.push(format!("{}: {}", Value::from(name.as_str()), on_one_line(field, room)?));
            }
            format!("{{ {} }}", parts.join(", "))
        }
        scalar => scalar.to_string(),
    };
    let scalar = !matches!(value, Value::Array(_) | Value::Object(_));
    (scalar || line.chars().count() <= room).then_some(line)
}

/// How many levels lie below; no more than two are told apart.
fn depth(value: &Value) -> usize {
    let below = |value: &Value| 1 + usize::from(matches!(value, Value::Array(_) | Value::Object(_)));
    match value {
        Value::Array(items) => items.iter().map(below).max().unwrap_or(0),
        Value::Object(fields) => fields.values().map(below).max().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::pretty;
    use serde_json::json;

    #[test]
    fn what_fits_stands_on_one_line_and_the_rest_is_indented() {
        let seats =
            [json!({ "role": "panellist", "speaker": "s01" }), json!({ "role": "moderator", "speaker": "s02" })];
        let document = json!({ "version": 1, "plan": [{ "panel": "p1", "seats": seats }], "none": [] });
        let expected = r#"{
  "version": 1,
  "plan": [
    {
      "panel": "p1",
      "seats": [
        { "role": "panellist", "speaker": "s01" },
        { "role": "moderator", "speaker": "s02" }
      ]
    }
  ],
  "none": []
}"#;
        assert_eq!(pretty(&document), expected);
    }

    #[test]
    fn a_long_line_is_broken_and_the_document_stays_the_same() {
        let words: Vec<String> = (0..40).map(|i| format!("word-{i}")).collect();
        let document = json!({ "words": words, "quote\"d": { "a": { "b": 1.5 } } });
        let text = pretty(&document);
        assert!(text.lines().count() > 40);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), document);
    }
}
