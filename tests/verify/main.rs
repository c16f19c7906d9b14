//! Counting a draft against the rules, by its public face: every expected count is worked out by hand beside it.
#![allow(clippy::unwrap_used, missing_docs)]

mod always;
mod fixture;
mod goals;
mod readings;
mod rows;
