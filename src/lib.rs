//! Exact panel assignment for forums: experts, balance and availability, proven optimal and verified.
//!
//! A [`Forum`] is a pool of [`Speaker`]s, a programme of [`Panel`]s, [`Rule`]s and [`Goal`]s. [`solve`] finds the best
//! plan, goal by goal, with the proof that there is no better one, or the proof that there is none; [`audit`] counts a
//! draft as it stands. Every plan is recounted from speakers and seats before it is returned.
//!
//! Every rule counts seats, group by group, and bounds the count; `docs/rules.md` in the repository says exactly how.
//! [`json`] gives the same with JSON in and JSON out, one function for each verb of the program `convener`.
//!
//! ```
//! use convener::{Answer, Forum, Options, Panel, Rule, Speaker};
//!
//! let forum = Forum::new("demo")
//!     .speaker(Speaker::new("s1").expertise("privacy", 5).sector("academia"))
//!     .speaker(Speaker::new("s2").expertise("privacy", 4).sector("academia"))
//!     .speaker(Speaker::new("s3").expertise("privacy", 3).sector("government"))
//!     .panel(Panel::new("p1").topic("privacy").seats("panellist", 2, 2))
//!     .rule(Rule::new("balance").for_each(["panel", "sector"]).at_most(1));
//! let Answer::Optimal(best) = convener::solve(&forum, &Options::default())? else { unreachable!() };
//! let seated: Vec<&str> = best.plan.panels[0].seats.iter().map(|seat| seat.speaker.as_str()).collect();
//! assert_eq!(seated, ["s1", "s3"]);
//! # Ok::<(), convener::Error>(())
//! ```

mod answer;
mod backend;
mod certificate;
mod engine;
mod error;
mod explain;
mod forum;
pub mod generate;
pub mod json;
mod options;
#[cfg(test)]
#[allow(dead_code, clippy::all, clippy::pedantic, clippy::restriction, reason = "only its random forums are used")]
#[path = "../tests/oracle/mod.rs"]
mod oracle;
mod policy;
mod program;
mod report;
mod solve;
mod verify;

pub use answer::{
    Answer, Audit, Feasible, GoalBound, GoalName, GoalRange, GoalValue, Infeasible, Optimal, PanelPlan, Plan, Seat,
    Settled, Statistics, Tally, Unknown,
};
pub use certificate::{Certificate, Cut, Lemma, Multipliers, Node, Proof};
pub use error::Error;
pub use explain::{
    Change, Clash, Concession, Conflict, Explanation, Figure, Invitation, Loosened, Move, Price, Profile, Reason,
    explain, export_open, why,
};
pub use forum::{
    Bar, Bound, Code, Concede, Condition, Count, Direction, DraftSeat, Fault, Filter, Forum, Goal, Key, Metric, Number,
    Panel, PanelField, PanelFilter, Pin, Prefer, Quantity, Rule, Seats, Share, ShareError, Speaker, Term, Tolerance,
    Value, Values,
};
pub use options::{BackendChoice, CancelFlag, Options, Progress, ProgressCallback};
pub use policy::{Policy, policies};
pub use report::Language;
pub use solve::{export, solve};
pub use verify::{Claim, Finding, Refutation, Standing, Verdict, audit, confirm, verify};

/// Compiles the Rust of the README with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
