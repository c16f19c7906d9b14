//! Exact panel assignment for forums: experts, balance and availability, proven optimal and verified.

mod answer;
mod backend;
mod error;
mod explain;
mod forum;
pub mod generate;
pub mod json;
mod options;
mod policy;
mod program;
mod report;
mod solve;
mod verify;

pub use answer::{
    Answer, Audit, Feasible, GoalBound, GoalName, GoalRange, GoalValue, Infeasible, Optimal, PanelPlan, Plan, Seat,
    Settled, Statistics, Tally, Unknown,
};
pub use error::Error;
pub use explain::{
    Change, Clash, Concession, Conflict, Explanation, Figure, Invitation, Loosened, Move, Price, Profile, Reason, explain,
    why,
};
pub use forum::{
    Bar, Bound, Code, Concede, Condition, Count, Direction, DraftSeat, Fault, Filter, Forum, Goal, Key, Metric, Number, Panel,
    PanelField, PanelFilter, Pin, Prefer, Quantity, Rule, Seats, Share, ShareError, Speaker, Term, Tolerance, Value,
    Values,
};
pub use options::{BackendChoice, CancelFlag, Options, Progress};
pub use report::Language;
pub use policy::{Policy, policies};
pub use solve::{export, solve};
pub use verify::audit;
