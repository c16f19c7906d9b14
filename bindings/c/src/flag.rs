//! The flag that stops a verb.

/// Raised from any thread, it stops every verb that was called with it. It may be raised but once, and not lowered.
#[allow(non_camel_case_types, reason = "the name in C")]
pub struct convener_flag(pub(crate) convener::CancelFlag);

/// A flag not raised; `convener_flag_free` frees it. Never null.
#[unsafe(no_mangle)]
pub extern "C" fn convener_flag_new() -> *mut convener_flag {
    Box::into_raw(Box::new(convener_flag(convener::CancelFlag::new())))
}

/// Raises a flag, from any thread or a signal handler. Null is no flag.
///
/// # Safety
/// `flag` is null or a flag that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_flag_raise(flag: *const convener_flag) {
    // SAFETY: the caller promises so.
    if let Some(flag) = unsafe { flag.as_ref() } {
        flag.0.cancel();
    }
}

/// Frees a flag. Null is nothing to free.
///
/// # Safety
/// `flag` is null or a flag that was not freed, and nobody uses it afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn convener_flag_free(flag: *mut convener_flag) {
    if !flag.is_null() {
        // SAFETY: it came from `convener_flag_new`, and the caller promises that this is the first time.
        drop(unsafe { Box::from_raw(flag) });
    }
}
