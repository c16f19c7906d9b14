//! The wire format's types: what stands in a document, converted to and from the forum's own types.
//!
//! Field names, JSON types and descriptions are stated here and nowhere else: serde reads and writes by them, schemars
//! makes the published schema of them, and [`super::read`] explains faults by that schema.
//! A conversion from the wire answers `None` where a document has the right fields in an impossible combination; the
//! schema says the same, so the diagnosis finds the words for it.

mod filter;
mod forum;
mod goal;
mod number;
mod object;
mod panel;
mod rule;
mod speaker;
mod strict;

pub(crate) use forum::Forum;
pub(crate) use number::{Bound, Decimal, Version};
pub(crate) use object::Object;
pub(crate) use rule::Rule;
