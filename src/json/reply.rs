//! What a verb replies: a text and how the process that asked should exit.

use super::answer;
use crate::Fault;
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a verb replies.
///
/// ```
/// use convener::json::{self, Exit};
/// let reply = json::schema(false);
/// assert_eq!(reply.exit, Exit::Success);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The document, without a line break at its end; for `export` the text of the program.
    pub text: String,
    /// How the process that asked should exit.
    pub exit: Exit,
}

/// The exit status that belongs to a reply.
///
/// ```
/// assert_eq!(convener::json::Exit::Rejected.code(), 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// A plan, a clean audit, or what was asked for.
    Success,
    /// No plan keeps every requirement, or the draft breaks one.
    Broken,
    /// The input, or the way of asking, is refused.
    Rejected,
    /// A limit came first.
    Unknown,
    /// A fault of the program itself.
    Fault,
}

impl Exit {
    /// The number: 0, 1, 2, 3 or 70.
    ///
    /// ```
    /// use convener::json::Exit;
    /// assert_eq!([Exit::Success, Exit::Broken, Exit::Unknown, Exit::Fault].map(Exit::code), [0, 1, 3, 70]);
    /// ```
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Broken => 1,
            Self::Rejected => 2,
            Self::Unknown => 3,
            Self::Fault => 70,
        }
    }
}

impl Reply {
    /// A document with its exit status.
    pub(super) fn document(document: &impl Serialize, exit: Exit, pretty: bool) -> Self {
        match text(document, pretty) {
            Ok(text) => Self { text, exit },
            Err(error) => Self::fault(format!("the answer can't be written: {error}"), pretty),
        }
    }

    pub(super) fn rejected(faults: &[Fault], pretty: bool) -> Self {
        Self::document(&answer::rejected(faults), Exit::Rejected, pretty)
    }

    pub(super) fn fault(message: String, pretty: bool) -> Self {
        // A document of a number and two texts can always be written.
        let text = text(&answer::internal(message), pretty).unwrap_or_default();
        Self { text, exit: Exit::Fault }
    }

    pub(super) fn refused(error: &crate::Error, pretty: bool) -> Self {
        match error {
            crate::Error::Rejected(faults) => Self::rejected(faults, pretty),
            crate::Error::Internal(message) => Self::fault(message.clone(), pretty),
        }
    }

    /// Runs a verb. A panic, which no input may cause, becomes a fault of the program.
    pub(super) fn guarded(pretty: bool, verb: impl FnOnce() -> Self) -> Self {
        // Whatever the verb was building is dropped with the panic, so nothing half-done is seen afterwards.
        catch_unwind(AssertUnwindSafe(verb)).unwrap_or_else(|payload| {
            let reason = (payload.downcast_ref::<&str>().copied())
                .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
                .unwrap_or("without a reason");
            Self::fault(format!("panic: {reason}"), pretty)
        })
    }
}

/// One document as text, the same bytes on every machine.
pub(super) fn text(document: &impl Serialize, pretty: bool) -> serde_json::Result<String> {
    if pretty {
        serde_json::to_value(document).map(|value| super::pretty::pretty(&value))
    } else {
        serde_json::to_string(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_fault_of_the_program() {
        let reply = Reply::guarded(false, || panic!("row {} is lost", 7));
        assert_eq!(reply.exit.code(), 70);
        assert_eq!(reply.text, r#"{"version":1,"status":"fault","message":"panic: row 7 is lost"}"#);
    }
}
