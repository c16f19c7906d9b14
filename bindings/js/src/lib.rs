//! The WebAssembly module: one call for every verb of the library.

use convener::CancelFlag;
use convener::json::{self, Ears};
use js_sys::Function;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

thread_local! {
    /// The listener of the call under way, and what it threw. A module runs one call at a time, on one thread.
    static LISTENER: RefCell<(Option<Function>, Option<JsValue>)> = const { RefCell::new((None, None)) };
}

/// What a verb replies.
#[wasm_bindgen]
pub struct Reply {
    text: String,
    status: u8,
}

#[wasm_bindgen]
impl Reply {
    /// The text: JSON, or MPS of a successful export.
    #[wasm_bindgen(getter)]
    pub fn text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// How it ended: the exit status of the program.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn status(&self) -> u8 {
        self.status
    }
}

/// Calls a verb. `progress` is called with the JSON text of what is known; it stops the verb by returning `false`.
///
/// # Errors
/// What `progress` threw, after the verb has stopped.
#[wasm_bindgen]
pub fn call(verb: &str, input: &[u8], options: &str, progress: Option<Function>) -> Result<Reply, JsValue> {
    let stop = CancelFlag::new();
    let mut ears = Ears { cancel: Some(stop.clone()), ..Ears::default() };
    if progress.is_some() {
        ears.progress = Some(Arc::new(move |known| {
            if stops(&json::progress(known)) {
                stop.cancel();
            }
        }));
    }
    LISTENER.set((progress, None));
    let reply = json::call(verb, input, options.as_bytes(), &ears);
    match LISTENER.take().1 {
        Some(thrown) => Err(thrown),
        None => Ok(Reply { text: reply.text, status: reply.exit.code() }),
    }
}

/// Tells the listener what is known; whether it wants the verb to stop.
fn stops(known: &str) -> bool {
    let Some(listener) = LISTENER.with_borrow(|(listener, _)| listener.clone()) else { return false };
    match listener.call1(&JsValue::UNDEFINED, &JsValue::from_str(known)) {
        Ok(returned) => returned == JsValue::FALSE,
        Err(thrown) => {
            LISTENER.with_borrow_mut(|(listener, first)| {
                *listener = None;
                *first = Some(thrown);
            });
            true
        }
    }
}
