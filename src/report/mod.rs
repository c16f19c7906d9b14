//! Words for what the library says: a language is a catalogue, and catalogues have the same keys.

mod catalogue;
mod conceding;
mod conflict;
mod en;
mod es;
mod fr;
mod inviting;
mod pt;
mod rule;

pub use catalogue::Language;
pub(crate) use conceding::concession;
pub(crate) use conflict::conflict;
pub(crate) use inviting::{invitation, price, reason};
