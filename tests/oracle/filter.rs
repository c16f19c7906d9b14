//! Values of speakers and panels, and the conditions that ask about them.

use super::exact;
use serde_json::Value;

/// The values that a speaker has in an attribute: none when undisclosed, several when listed.
pub fn of_speaker(speaker: &Value, attribute: &str) -> Vec<Value> {
    let value = match attribute {
        "speaker" => Some(&speaker["id"]),
        "sector" | "gender" | "organisation" | "cost" => speaker.get(attribute),
        other => speaker.get("attributes").and_then(|all| all.get(other)),
    };
    listed(value)
}

/// The values that a panel has in a field of a filter on panels.
pub fn of_panel(panel: &Value, field: &str) -> Vec<Value> {
    if field == "seats" {
        let most: u64 = panel["seats"].as_object().unwrap().values().map(|range| seat_range(range).1 as u64).sum();
        return vec![Value::from(most)];
    }
    listed(panel.get(field))
}

/// The fewest and the most seats of a range, which is a number or an object.
pub fn seat_range(range: &Value) -> (usize, usize) {
    let whole = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    match range.as_u64() {
        Some(_) => (whole(range), whole(range)),
        None => (range.get("min").map_or(0, whole), whole(&range["max"])),
    }
}

fn listed(value: Option<&Value>) -> Vec<Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
    }
}

/// A value as groups and `values` write it.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) => exact::text(exact::amount(value)),
        other => other.to_string(),
    }
}

/// Whether somebody with these values meets the condition.
pub fn meets(values: &[Value], condition: &Value) -> bool {
    match condition {
        Value::Null => values.is_empty(),
        Value::Array(any) => any.iter().any(|one| meets(values, one)),
        Value::Object(fields) => match fields.get("not") {
            Some(inner) => !values.is_empty() && !meets(values, inner),
            None => values.iter().filter(|value| value.is_number()).any(|value| {
                let number = exact::amount(value);
                fields.get("at_least").is_none_or(|low| number >= exact::amount(low))
                    && fields.get("at_most").is_none_or(|high| number <= exact::amount(high))
            }),
        },
        one => values.iter().any(|value| text(value) == text(one)),
    }
}

/// Whether a panel is among those that a rule's or goal's `panels` names: ids, or conditions on fields.
pub fn names_panel(panels: Option<&Value>, panel: &Value) -> bool {
    match panels {
        None | Some(Value::Null) => true,
        Some(Value::Array(ids)) => ids.contains(&panel["id"]),
        Some(Value::Object(fields)) => {
            fields.iter().all(|(field, condition)| meets(&of_panel(panel, field), condition))
        }
        Some(other) => panic!("no filter on panels: {other}"),
    }
}

#[test]
fn undisclosed_meets_null_alone() {
    use serde_json::json;
    assert!(meets(&[], &json!(null)));
    assert!(meets(&[], &json!(["woman", null])));
    assert!(!meets(&[], &json!({"not": "woman"})));
    assert!(!meets(&[], &json!({"at_most": 24})));
    assert!(!meets(&[json!("es"), json!("en")], &json!({"not": "es"})));
    assert!(meets(&[json!("en")], &json!({"not": "es"})));
    assert!(meets(&[json!("en")], &json!({"not": null})));
    assert!(meets(&[json!(23)], &json!({"at_least": 18, "at_most": 24})));
}
