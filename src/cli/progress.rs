//! One line on standard error that says how far the solve is.

use convener::{Number, Progress};
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A line that is rewritten in place, at most ten times a second.
#[derive(Clone)]
pub struct Line(Arc<Mutex<Option<Instant>>>);

const PAUSE: Duration = Duration::from_millis(100);
/// To the line's start, and erase it.
const REWIND: &str = "\r\x1b[K";

impl Line {
    /// A line, where standard error is a terminal.
    pub fn new() -> Option<Self> {
        io::stderr().is_terminal().then(|| Self(Arc::new(Mutex::new(None))))
    }

    /// Rewrites the line, unless that was done a moment ago.
    pub fn show(&self, progress: &Progress) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        *shown = Some(Instant::now());
        // Progress that can't be shown is no reason to stop.
        let _ = write!(io::stderr(), "{REWIND}{}", words(progress)).and_then(|()| io::stderr().flush());
    }

    /// Removes the line, where there is one.
    pub fn clear(&self) {
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            let _ = write!(io::stderr(), "{REWIND}");
        }
    }
}

fn words(progress: &Progress) -> String {
    let number = |number: Option<Number>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let gap = progress.gap().map_or_else(|| "-".to_owned(), |gap| format!("{:.2}%", gap * 100.0));
    let (goal, goals) = (progress.goal + 1, progress.goals);
    format!(
        "goal {goal} of {goals}: incumbent {}, bound {}, gap {gap}",
        number(progress.incumbent),
        number(progress.bound)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_what_is_known() {
        let progress = Progress { goal: 0, goals: 2, incumbent: Some(98.into()), bound: Some(100.into()) };
        // 2 of 98 is 2.04%.
        assert_eq!(words(&progress), "goal 1 of 2: incumbent 98, bound 100, gap 2.04%");
        let nothing = Progress { incumbent: None, bound: None, ..progress };
        assert_eq!(words(&nothing), "goal 1 of 2: incumbent -, bound -, gap -");
    }
}
