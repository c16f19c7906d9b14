//! The engine: an exact solver for programs that are almost separable by panel.

mod blocks;
mod bound;
mod core;
mod cuts;
mod linear;
mod prices;
mod search;
mod separate;
mod solve;
mod tolerance;
mod view;

pub(crate) use solve::{Solved, solve};
pub(crate) use view::{Stored, View};
