//! Linear algebra and the dual simplex method, knowing nothing of programs in whole numbers.

mod factor;
#[cfg(test)]
mod factor_tests;
mod nucleus;
mod pivots;
mod ratio;
mod simplex;
mod sparse;
#[cfg(test)]
mod tests;
mod triangular;
#[cfg(test)]
mod written;

pub(crate) use simplex::{Ended, Linear, Patience, Stood};
