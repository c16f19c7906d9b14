//! The exhaustive oracle: a forum's JSON in, the optimum out, by looking at every plan.
//!
//! It is written from `docs/rules.md` alone and uses nothing of the crate: it reads the wire format, lists every set of
//! seats that the ranges of seats allow, counts every rule seat by seat, and keeps what is best. No cleverness but one:
//! a group whose seats all lie on one panel is judged on that panel's own choice, before panels are combined.
//!
//! Amounts are whole numbers of hundred-thousandths ([`exact::ONE`]), so that decimals with three places and shares
//! with three are compared without rounding.
#![allow(dead_code, unused_imports, reason = "each test uses a part")]
#![allow(clippy::cast_possible_wrap, clippy::needless_pass_by_value, reason = "plain to read, on tiny forums")]
#![allow(clippy::option_option, reason = "no panel, one panel or several are three cases")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

pub mod every_set;
pub mod exact;
pub mod filter;
pub mod forum;
pub mod goal;
pub mod policies;
pub mod random;
pub mod rule;
pub mod search;

pub use search::{Oracle, Verdict};
