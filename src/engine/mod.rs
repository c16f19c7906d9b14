//! The engine: an exact solver for programs that are almost separable by panel.

mod blocks;
mod bound;
mod core;
mod cuts;
mod greedy;
mod linear;
mod plan;
mod prices;
mod search;
mod separate;
mod solve;
mod task;
#[cfg(test)]
mod tests;
mod tolerance;
mod view;

pub(crate) use solve::{Ears, Solved, solve};
pub(crate) use task::{Engine, settle};
pub(crate) use view::{Stored, View};
