//! How to solve: limits, backend, progress and cancellation.

use crate::Number;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What is called with the progress of a solve.
///
/// ```
/// use std::sync::Arc;
/// let callback: convener::ProgressCallback = Arc::new(|progress| println!("{:?}", progress.bound));
/// # let _ = callback;
/// ```
pub type ProgressCallback = Arc<dyn Fn(&Progress) + Send + Sync>;

/// How to solve. The default has no limit and the crate's own engine.
///
/// ```
/// use convener::Options;
/// use std::time::Duration;
/// let options = Options::default().time_limit(Duration::from_secs(10));
/// assert!(options.time_limit.is_some());
/// ```
#[derive(Clone)]
pub struct Options {
    /// Stop after this long, with the best that is known.
    pub time_limit: Option<Duration>,
    /// Which solver.
    pub backend: BackendChoice,
    /// Called, on the thread that solves, whenever a better plan or bound is known.
    pub progress: Option<ProgressCallback>,
    /// Stops the solve soon after it is raised.
    pub cancel: Option<CancelFlag>,
    /// The language in which [`json::solve`](crate::json::solve) explains an infeasible forum; `None` leaves it unexplained.
    /// [`solve`](crate::solve) doesn't look at it.
    pub explain: Option<crate::Language>,
    /// Whether answers carry their certificate; they do by default.
    pub certificate: bool,
    /// Decides between equally good plans; without one, the order of the forum does.
    pub seed: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            time_limit: None,
            backend: BackendChoice::default(),
            progress: None,
            cancel: None,
            explain: None,
            certificate: true,
            seed: None,
        }
    }
}

impl Options {
    /// Sets the time limit.
    ///
    /// ```
    /// let options = convener::Options::default().time_limit(std::time::Duration::from_secs(1));
    /// assert_eq!(options.time_limit.unwrap().as_secs(), 1);
    /// ```
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// Sets the progress callback.
    ///
    /// ```
    /// let options = convener::Options::default().progress(|p| eprintln!("goal {}: {:?}", p.goal, p.incumbent));
    /// assert!(options.progress.is_some());
    /// ```
    #[must_use]
    pub fn progress(mut self, callback: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(callback));
        self
    }

    /// Lets a seed decide between equally good plans, and nothing of the order in which the forum is written.
    ///
    /// ```
    /// assert_eq!(convener::Options::default().seed(7).seed, Some(7));
    /// ```
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Leaves the certificate out.
    ///
    /// ```
    /// assert!(!convener::Options::default().without_certificate().certificate);
    /// ```
    #[must_use]
    pub fn without_certificate(mut self) -> Self {
        self.certificate = false;
        self
    }

    /// Sets the cancel flag.
    ///
    /// ```
    /// use convener::{CancelFlag, Options};
    /// let flag = CancelFlag::new();
    /// let options = Options::default().cancel(flag.clone());
    /// flag.cancel();
    /// assert!(options.cancel.unwrap().is_cancelled());
    /// ```
    #[must_use]
    pub fn cancel(mut self, flag: CancelFlag) -> Self {
        self.cancel = Some(flag);
        self
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("time_limit", &self.time_limit)
            .field("backend", &self.backend)
            .field("progress", &self.progress.is_some())
            .field("cancel", &self.cancel.as_ref().map(CancelFlag::is_cancelled))
            .field("explain", &self.explain)
            .field("certificate", &self.certificate)
            .field("seed", &self.seed)
            .finish()
    }
}

/// Which solver takes the integer program.
///
/// ```
/// assert_eq!(convener::BackendChoice::default(), convener::BackendChoice::Engine);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BackendChoice {
    /// The crate's own engine, made for forums of any size; the default.
    #[default]
    Engine,
    /// microlp: a general solver in pure Rust.
    Microlp,
    /// `HiGHS`; only in builds with the feature `highs`, an error elsewhere.
    Highs,
}

/// What is known of the goal being settled.
///
/// ```
/// let progress = convener::Progress { goal: 0, goals: 2, incumbent: None, bound: None };
/// assert_eq!(progress.gap(), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Which goal, counted from 0, wishes first.
    pub goal: usize,
    /// How many goals there are.
    pub goals: usize,
    /// The value of the best plan so far.
    pub incumbent: Option<Number>,
    /// No plan does better than this.
    pub bound: Option<Number>,
}

impl Progress {
    /// The distance between incumbent and bound, relative to the incumbent.
    ///
    /// ```
    /// use convener::{Number, Progress};
    /// let progress = Progress { goal: 0, goals: 1, incumbent: Some(Number::from(98)), bound: Some(Number::from(100)) };
    /// assert!((progress.gap().unwrap() - 2.0 / 98.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let incumbent = self.incumbent?.thousandths() as f64;
        let bound = self.bound?.thousandths() as f64;
        let distance = (incumbent - bound).abs();
        Some(if distance == 0.0 { 0.0 } else { distance / incumbent.abs().max(1.0) })
    }
}

/// A flag that another thread raises to stop a solve.
///
/// ```
/// let flag = convener::CancelFlag::new();
/// assert!(!flag.is_cancelled());
/// flag.cancel();
/// assert!(flag.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    /// A flag not raised.
    ///
    /// ```
    /// assert!(!convener::CancelFlag::new().is_cancelled());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Raises the flag.
    ///
    /// ```
    /// let flag = convener::CancelFlag::new();
    /// flag.cancel();
    /// assert!(flag.is_cancelled());
    /// ```
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is raised.
    ///
    /// ```
    /// assert!(!convener::CancelFlag::new().is_cancelled());
    /// ```
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
