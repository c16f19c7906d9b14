//! Why there is no answer: refused input, or a fault of the program itself.

use crate::Fault;
use std::fmt;

/// Why there is no answer.
///
/// ```
/// use convener::{Code, Error, Forum, Options};
/// let Err(Error::Rejected(faults)) = convener::solve(&Forum::new("empty"), &Options::default()) else { unreachable!() };
/// assert!(faults.iter().any(|fault| fault.code == Code::EmptyPool));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The input is refused, with all of its faults.
    Rejected(Vec<Fault>),
    /// A fault of the program: a solver failed, or a plan did not pass its verification. Never said of an input.
    Internal(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(faults) => {
                write!(f, "the input is refused: {} fault(s)", faults.len())?;
                faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
            }
            Self::Internal(message) => write!(f, "internal fault: {message}"),
        }
    }
}

impl std::error::Error for Error {}
