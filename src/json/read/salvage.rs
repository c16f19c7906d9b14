//! Faults of meaning in a document that has faults of shape, so that one reading tells them all.
//!
//! The misshapen parts are taken out, and what is left is checked. A fault that may only be there because of what was
//! taken out is not told: better silent until the next reading than wrong.

use super::wire;
use crate::{Code, Fault};
use serde_json::Value;

/// The faults of meaning that stand whatever the misshapen parts were meant to say.
pub(super) fn faults(text: &str, shape: &[Fault]) -> Vec<Fault> {
    let Ok(mut document) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    for fault in shape {
        if !take_out(&mut document, &fault.pointer) {
            return Vec::new();
        }
    }
    let read = serde_json::from_str::<wire::Forum>(&document.to_string());
    let Some(forum) = read.ok().and_then(wire::Forum::into_forum) else { return Vec::new() };
    let stands = |fault: &Fault| shape.iter().all(|taken| !depends(fault, &taken.pointer));
    forum.check().into_iter().filter(stands).collect()
}

/// Removes what a pointer names, or the field that holds it, so that no position of a list shifts.
fn take_out(document: &mut Value, pointer: &str) -> bool {
    let Some((parent, step)) = pointer.rsplit_once('/') else { return false };
    let field = step.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.shift_remove(&field);
            true
        }
        Some(Value::Array(_)) => take_out(document, parent),
        // A part of something that was taken out before.
        _ => true,
    }
}

/// Whether a fault may come from what was taken out at a place.
fn depends(fault: &Fault, taken: &str) -> bool {
    let mut steps = taken.split('/').skip(1);
    let (section, entry) = (steps.next().unwrap_or(""), steps.next());
    let same_entry = match entry {
        Some(entry) => {
            let whole = format!("/{section}/{entry}");
            fault.pointer.strip_prefix(&whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        None => false,
    };
    let from_far = match section {
        "speakers" => matches!(
            fault.code,
            Code::UnknownAttribute | Code::UnknownValue | Code::MixedTypes | Code::RuleTouchesNothing | Code::TooLarge
        ),
        "panels" => !matches!(
            fault.code,
            Code::DuplicateId | Code::UnknownAttribute | Code::UnknownValue | Code::MixedTypes | Code::LevelOutOfRange
        ),
        "vocabulary" => matches!(fault.code, Code::UnknownValue | Code::UnknownAttribute),
        "policies" | "rules" => {
            matches!(fault.code, Code::UnknownRule | Code::UnknownValue)
        }
        // A section misspelt may be any section; what it would have held is not known.
        _ => false,
    };
    same_entry || from_far
}
