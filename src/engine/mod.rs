//! The engine: an exact solver for programs that are almost separable by panel.

#![allow(
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::needless_range_loop,
    clippy::neg_cmp_op_on_partial_ord,
    clippy::similar_names,
    reason = "numerics over parallel arrays: indices walk several at once, exact zeros and not-a-number are meant"
)]

mod blocks;
mod bound;
mod compositions;
mod core;
mod counts;
mod cuts;
mod ease;
mod extremes;
mod greedy;
mod kept;
mod learned;
mod linear;
mod lots;
mod mixed;
mod places;
mod plan;
mod point;
mod posed;
mod prices;
mod relax;
mod root;
mod search;
mod separate;
mod solve;
mod standing;
mod task;
#[cfg(test)]
mod tests;
mod tolerance;
mod view;

pub(crate) use learned::Learned;
pub(crate) use posed::{Posed, Refuted, Relaxed};
#[cfg(test)]
pub(crate) use task::Engine;
pub(crate) use task::{Tier, settle};
