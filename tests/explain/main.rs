//! Explanations against the exhaustive enumeration of small infeasible forums, and on the documented cases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::needless_for_each, clippy::if_not_else, clippy::single_match_else, clippy::type_complexity)]

#[path = "../oracle/mod.rs"]
mod oracle;

mod cases;
mod fund;
mod gains;
mod ground;
mod guests;
mod kinds;
mod mixed;
mod random;
mod seeds;
mod valued;
