//! Every tolerance of the engine, each with its reason.
//!
//! None of them decides an answer: a plan is accepted by counting whole numbers, a branch is closed by a bound in whole
//! numbers. They decide where the search looks next, and how often it has to look twice.

/// Basic values this far outside their bounds count as inside. Data are small whole numbers, so true violations of a
/// vertex are fractions with small denominators, far above it.
pub(crate) const PRIMAL: f64 = 1e-7;
/// Reduced costs this far on the wrong side count as right. Two orders under [`PERTURB`], so ties stay broken.
pub(crate) const DUAL: f64 = 1e-8;
/// Costs move by up to this many units of the objective's grain to break ties (Koberstein 2005, section 6.2). A thousand
/// basic columns together stay well under one unit, which is all that rounding a bound needs.
pub(crate) const PERTURB: f64 = 4e-6;
/// A new column whose reduced cost is on the wrong side by less, in the same unit, has its cost moved and stays where it
/// is: the sum of many columns' [`PERTURB`] in its rows' multipliers is all that it gains by.
pub(crate) const STAY: f64 = 6.4e-5;
/// What a later goal's greatest want counts for in the relaxation, in units of the present goal: far over [`PERTURB`], so
/// that ties fall its way, and far under the fractions of a unit by which bases differ.
pub(crate) const LEAN: f64 = 2e-3;
/// Entries of the pivot row below this are taken for zero in the ratio test (Maros 2003, chapter 9).
pub(crate) const PIVOT: f64 = 1e-7;
/// The column that makes a row full in a basis taken over has no smaller entry in it: there is no step to judge it by.
pub(crate) const STEADY: f64 = 1e-5;
/// A pivot found from the row and from the column may differ by this share before the basis is factored anew.
pub(crate) const AGREE: f64 = 1e-6;
/// A result of a triangular solve below this is set to zero: cancellation noise would only spread.
pub(crate) const DROP: f64 = 1e-13;
/// The smallest element that may be a pivot of the factorisation.
pub(crate) const FACTOR_PIVOT: f64 = 1e-9;
/// A pivot is at least this share of its row's greatest element (threshold pivoting, Suhl & Suhl 1990).
pub(crate) const FACTOR_SHARE: f64 = 0.1;
/// Steepest-edge weights never fall below this.
pub(crate) const WEIGHT: f64 = 1e-4;
/// A value this near to a whole number counts as whole when looking for fractional columns.
pub(crate) const WHOLE: f64 = 1e-6;
/// A row counts as violated, and worth adding, from here on.
pub(crate) const VIOLATED: f64 = 1e-6;
