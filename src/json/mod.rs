//! The wire format, version 1: JSON in, JSON out, one function per verb.
//!
//! The binary and every binding call these functions and add nothing of their own. No function here panics, whatever
//! the input.
//!
//! ```
//! use convener::{Options, json};
//! let reply = json::solve(b"{}", &Options::default(), false);
//! assert_eq!(reply.exit, json::Exit::Rejected);
//! assert!(reply.text.starts_with(r#"{"version":1,"status":"rejected","errors":[{"code":"missing-field""#));
//! ```

mod answer;
mod explanation;
mod pretty;
mod read;
mod reply;
mod schema;
mod tally;
mod verbs;
mod wire;

pub use read::read;
pub use reply::{Exit, Reply};
pub use verbs::{audit, explain, export, generate, policies, schema, solve, write};
