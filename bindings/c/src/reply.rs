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
