//! The native module `convener._convener`: one call for every verb of the library, and a flag that stops it.

use convener::json::{self, Ears, Reply};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBool;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How long a signal waits at most until Python looks at it.
const PAUSE: Duration = Duration::from_millis(25);
/// Verbs have the stack that a program's first thread usually has.
const STACK: usize = 8 << 20;

/// Raised from any thread, it stops a verb soon, which then answers with what it has.
#[pyclass(frozen, module = "convener")]
#[derive(Default)]
struct CancelFlag(convener::CancelFlag);

#[pymethods]
impl CancelFlag {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Raises the flag.
    fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether the flag is raised.
    #[getter]
    fn cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// What the thread that runs the verb says.
enum Said {
    Progress(String),
    Done(Reply),
}

/// Calls a verb. `input` and `options` are JSON texts; `progress` is called with the JSON text of what is known, on the
/// thread of the caller, and stops the verb by returning `False`. Gives the text of the reply and its exit status.
///
/// The verb runs on a thread of its own, and the interpreter is free meanwhile. A signal whose handler raises, such as
/// Ctrl-C, and an exception of `progress` stop the verb and are raised here at once.
#[pyfunction]
#[pyo3(signature = (verb, input, options, progress=None, cancel=None))]
fn call(
    py: Python<'_>,
    verb: String,
    input: Vec<u8>,
    options: Vec<u8>,
    progress: Option<&Bound<'_, PyAny>>,
    cancel: Option<&CancelFlag>,
) -> PyResult<(String, u8)> {
    // Stopping this call must not raise a flag that other calls share, so both are looked at.
    let stop = convener::CancelFlag::new();
    let (say, mut hear) = channel();
    let mut ears = Ears { cancel: Some(stop.clone()), ..Ears::default() };
    if progress.is_some() {
        let say = say.clone();
        ears.progress = Some(std::sync::Arc::new(move |known| {
            // Nobody listens any more to a verb that was stopped.
            let _ = say.send(Said::Progress(json::progress(known)));
        }));
    }
    let work = move || {
        let reply = json::call(&verb, &input, &options, &ears);
        let _ = say.send(Said::Done(reply));
    };
    let thread = std::thread::Builder::new().name("convener".to_owned()).stack_size(STACK);
    let thread =
        thread.spawn(work).map_err(|error| PyRuntimeError::new_err(format!("no thread to solve on: {error}")))?;
    let outside = cancel.map(|flag| flag.0.clone());
    loop {
        if outside.as_ref().is_some_and(convener::CancelFlag::is_cancelled) {
            stop.cancel();
        }
        let ear = &mut hear;
        let said = py.detach(move || ear.recv_timeout(PAUSE));
        let heard = match said {
            Ok(Said::Done(reply)) => {
                // It has said its last word; waiting for its end keeps threads from piling up.
                let _ = py.detach(|| thread.join());
                return Ok((reply.text, reply.exit.code()));
            }
            Ok(Said::Progress(known)) => told(progress, &known),
            Err(RecvTimeoutError::Timeout) => Ok(true),
            Err(RecvTimeoutError::Disconnected) => Err(PyRuntimeError::new_err("the thread that solved is gone")),
        };
        match heard.and_then(|go_on| py.check_signals().map(|()| go_on)) {
            Ok(true) => {}
            Ok(false) => stop.cancel(),
            Err(error) => {
                stop.cancel();
                return Err(error);
            }
        }
    }
}

/// Tells the callback what is known; whether to go on.
fn told(progress: Option<&Bound<'_, PyAny>>, known: &str) -> PyResult<bool> {
    let Some(progress) = progress else { return Ok(true) };
    let returned = progress.call1((known,))?;
    Ok(!returned.is(PyBool::new(progress.py(), false)))
}

/// The names of the verbs.
#[pyfunction]
fn verbs() -> Vec<&'static str> {
    json::VERBS.iter().map(|verb| verb.name).collect()
}

/// The native part of `convener`.
#[pymodule]
fn _convener(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<CancelFlag>()?;
    module.add_function(wrap_pyfunction!(call, module)?)?;
    module.add_function(wrap_pyfunction!(verbs, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
