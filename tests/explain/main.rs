//! Explanations against the exhaustive enumeration of small infeasible forums, and on the documented cases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

#[path = "../oracle/mod.rs"]
mod oracle;

mod cases;
mod ground;
mod guests;
mod random;
