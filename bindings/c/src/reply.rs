//! What a verb replies, owned by the caller.

use crate::guarded;
use convener::json::Reply;
use std::ffi::{c_char, c_int};
use std::ptr::null;

/// What a verb replies: a text and a status. Whoever gets it owns it, and frees it with `convener_reply_free`.
#[allow(non_camel_case_types, reason = "the name in C")]
pub struct convener_reply {
    /// With a zero byte behind it.
    text: Vec<u8>,
    status: c_int,
}

/// What is replied should a panic come as far as here, which no input may cause.
const PANICKED: &str = r#"{"version":1,"status":"fault","message":"panic"}"#;
const FAULT: c_int = 70;

/// The reply on the heap, whatever happens.
pub(crate) fn given(verb: impl FnOnce() -> Reply) -> *mut convener_reply {
    let (text, status) = guarded((PANICKED.to_owned(), FAULT), || {
        let reply = verb();
        (reply.text, c_int::from(reply.exit.code()))
    });
    let mut text = text.into_bytes();
    text.push(0);
    Box::into_raw(Box::new(convener_reply { text, status }))
}

/// The text: JSON, or MPS of a successful export. It ends with a zero byte and lives as long as the reply. Null for null.
///
/// # Safety
/// `reply` is null or a reply that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_reply_text(reply: *const convener_reply) -> *const c_char {
    // SAFETY: the caller promises so.
    unsafe { reply.as_ref() }.map_or(null(), |reply| reply.text.as_ptr().cast())
}

/// The length of the text in bytes, without the zero byte. 0 for null.
///
/// # Safety
/// `reply` is null or a reply that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_reply_length(reply: *const convener_reply) -> usize {
    // SAFETY: the caller promises so.
    unsafe { reply.as_ref() }.map_or(0, |reply| reply.text.len() - 1)
}

/// How it ended: `CONVENER_SUCCESS`, `_BROKEN`, `_REJECTED`, `_UNKNOWN` or `_FAULT`. `CONVENER_FAULT` for null.
///
/// # Safety
/// `reply` is null or a reply that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_reply_status(reply: *const convener_reply) -> c_int {
    // SAFETY: the caller promises so.
    unsafe { reply.as_ref() }.map_or(FAULT, |reply| reply.status)
}

/// Frees a reply. Null is nothing to free.
///
/// # Safety
/// `reply` is null or a reply that was not freed, and nobody uses it or its text afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_reply_free(reply: *mut convener_reply) {
    if !reply.is_null() {
        // SAFETY: it came from `given`, and the caller promises that this is the first time.
        drop(unsafe { Box::from_raw(reply) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convener::json::{self, Ears};
    use std::ffi::CStr;

    /// What C would read of a reply, which is freed.
    fn read(reply: *mut convener_reply) -> (String, c_int) {
        // SAFETY: `given` made the reply, and nobody else has it.
        unsafe {
            let text = CStr::from_ptr(convener_reply_text(reply)).to_string_lossy().into_owned();
            assert_eq!(text.len(), convener_reply_length(reply));
            let status = convener_reply_status(reply);
            convener_reply_free(reply);
            (text, status)
        }
    }

    #[test]
    fn a_panic_is_a_fault_and_the_next_call_is_answered() {
        assert_eq!(read(given(|| panic!("lost"))), (PANICKED.to_owned(), FAULT));
        let (text, status) = read(given(|| json::call("policies", b"", b"", &Ears::default())));
        assert_eq!(status, 0);
        assert!(text.starts_with(r#"{"version":1"#));
    }
}
