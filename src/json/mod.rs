//! The wire format, version 1: JSON in, JSON out, one function per verb.
//!
//! The binary calls these functions, the bindings call them by name ([`call`]), and neither adds anything of its own. No function here panics, whatever
//! the input.
//!
//! ```
//! use convener::{Options, json};
//! let reply = json::solve(b"{}", &Options::default(), false);
//! assert_eq!(reply.exit, json::Exit::Rejected);
//! assert!(reply.text.starts_with(r#"{"version":1,"status":"rejected","errors":[{"code":"missing-field""#));
//! ```

mod answer;
mod certificate;
mod claims;
mod explained;
mod explaining;
mod explanation;
mod pretty;
mod read;
mod record;
mod reply;
mod schema;
mod surface;
mod tally;
mod verbs;
mod wire;

pub use read::read;
pub use reply::{Exit, Reply};
pub use surface::{Ears, VERBS, Verb, call, progress};
pub use verbs::{audit, explain, export, generate, policies, record, schema, solve, verify, write};
