//! Counting a draft against the rules, by its public face: every expected count is worked out by hand beside it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod always;
mod claims;
mod conflicts;
mod fixture;
mod goals;
mod guests;
mod readings;
mod rows;
mod words;
