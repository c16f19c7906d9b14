//! The C library: one function for each verb of the library, with JSON in and JSON out.

mod flag;
mod reply;
mod verbs;

use convener::json::{self, Ears};
use flag::convener_flag;
use reply::convener_reply;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice::from_raw_parts;
use std::sync::Arc;

/// Called with what is known while a verb runs: the JSON text of a `progress` document, ended by a zero byte and valid until
/// the function returns. It is called on the thread that called the verb. Whatever it returns but 0 stops the verb, which then
/// answers with what it has. It must return: neither `longjmp` nor an exception of C++ may leave it.
#[allow(non_camel_case_types, reason = "the name in C")]
pub type convener_progress = Option<unsafe extern "C" fn(progress: *const c_char, data: *mut c_void) -> c_int>;

/// Who listens to a verb while it runs, and who may stop it. Fields of zero are nobody.
#[repr(C)]
#[allow(non_camel_case_types, reason = "the name in C")]
pub struct convener_ears {
    /// Called with what is known.
    pub progress: convener_progress,
    /// Passed on to `progress`.
    pub data: *mut c_void,
    /// Stops the verb soon after any thread raises it.
    pub cancel: *const convener_flag,
}

/// The listener of one call. It is used on the thread of that call alone.
struct Listener {
    tell: unsafe extern "C" fn(*const c_char, *mut c_void) -> c_int,
    data: *mut c_void,
}

// SAFETY: the library calls its listener on the thread that called the verb and drops it before that call returns, so neither
// the pointer nor what it points to is ever seen by another thread.
unsafe impl Send for Listener {}
// SAFETY: as above.
unsafe impl Sync for Listener {}

impl Listener {
    fn stops(&self, known: &str) -> bool {
        // JSON has no zero bytes.
        let text = CString::new(known).unwrap_or_default();
        // SAFETY: the caller of the verb promises a function that takes these; the text lives until it returns.
        unsafe { (self.tell)(text.as_ptr(), self.data) != 0 }
    }
}

/// Calls a verb by its name: `verb` and `options` end with a zero byte, `options` may be null for the defaults; `input` has
/// `length` bytes and may be null where `length` is 0; `ears` may be null. Never returns null; `convener_reply_free` frees it.
///
/// # Safety
/// The pointers are null or point to what is said of them, unchanged until the function returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_call(
    verb: *const c_char,
    input: *const c_char,
    length: usize,
    options: *const c_char,
    ears: *const convener_ears,
) -> *mut convener_reply {
    // SAFETY: passed on from the caller.
    reply::given(|| unsafe { called(&text(verb), input, length, options, ears) })
}

/// The version of the library, such as `0.1.0`. It is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn convener_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// # Safety
/// As of `convener_call`.
unsafe fn called(
    verb: &str,
    input: *const c_char,
    length: usize,
    options: *const c_char,
    ears: *const convener_ears,
) -> json::Reply {
    let input = if input.is_null() || length == 0 {
        &[][..]
    } else {
        // SAFETY: the caller promises so many bytes.
        unsafe { from_raw_parts(input.cast::<u8>(), length) }
    };
    let options = if options.is_null() {
        &[][..]
    } else {
        // SAFETY: the caller promises a text that ends with a zero byte.
        unsafe { CStr::from_ptr(options) }.to_bytes()
    };
    // SAFETY: the caller promises null or a structure that lives long enough.
    let listening = unsafe { ears.as_ref() }.map_or_else(Ears::default, |ears| unsafe { listening(ears) });
    json::call(verb, input, options, &listening)
}

/// # Safety
/// `cancel` is null or a flag that lives until the call returns.
unsafe fn listening(ears: &convener_ears) -> Ears {
    // SAFETY: the caller promises so.
    let outside = unsafe { ears.cancel.as_ref() }.map(|flag| flag.0.clone());
    let cancel = outside.unwrap_or_default();
    let progress = ears.progress.map(|tell| {
        let (listener, stop) = (Listener { tell, data: ears.data }, cancel.clone());
        Arc::new(move |known: &convener::Progress| {
            if listener.stops(&json::progress(known)) {
                stop.cancel();
            }
        }) as convener::ProgressCallback
    });
    Ears { progress, cancel: Some(cancel) }
}

/// The text behind a pointer; null is the empty text.
///
/// # Safety
/// The pointer is null or points to a text that ends with a zero byte.
unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the caller promises so.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// Runs what may panic, though nothing should; `otherwise` where it does.
fn guarded<T>(otherwise: T, run: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(otherwise)
}
