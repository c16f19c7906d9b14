//! The way of a forum: checked, formulated, solved goal by goal, verified, answered.

mod answering;
mod limits;
mod tiers;

use crate::backend::{Backend, KeptRow, Microlp, Task};
use crate::engine;
use crate::program::{Formulation, TooLarge};
use crate::{Answer, BackendChoice, Code, Error, Fault, Forum, Options};
use answering::answer;
pub(crate) use limits::Limits;
pub(crate) use tiers::settle;

/// Solves a forum: the best plan under its rules, goal by goal, or the proof that there is none.
///
/// Every plan is recounted from the speakers and seats before it is returned.
///
/// # Errors
///
/// [`Error::Rejected`] with every fault of the input; [`Error::Internal`] when a solver fails or a plan does not pass
/// its recount.
///
/// ```
/// use convener::{Answer, Filter, Forum, Options, Panel, Rule, Speaker};
///
/// let forum = Forum::new("demo")
///     .speaker(Speaker::new("s1").expertise("privacy", 5).gender("man"))
///     .speaker(Speaker::new("s2").expertise("privacy", 4).gender("man"))
///     .speaker(Speaker::new("s3").expertise("privacy", 2).gender("woman"))
///     .panel(Panel::new("p1").topic("privacy").seats("panellist", 2, 2))
///     .rule(Rule::new("women").filter(Filter::all().is("gender", "woman")).at_least(1));
/// let Answer::Optimal(optimal) = convener::solve(&forum, &Options::default())? else { unreachable!() };
/// assert_eq!(optimal.goals[0].value.whole(), Some(7)); // s1 and s3
/// # Ok::<(), convener::Error>(())
/// ```
pub fn solve(forum: &Forum, options: &Options) -> Result<Answer, Error> {
    let faults = forum.check();
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    solve_checked(forum, options)
}

/// Solves a forum whose faults, if it has any, are none that change the meaning of its rules.
pub(crate) fn solve_checked(forum: &Forum, options: &Options) -> Result<Answer, Error> {
    let backend: Option<&dyn Backend> = match options.backend {
        BackendChoice::Engine => None,
        _ => Some(backend(options)?),
    };
    let mut limits = Limits::new(options);
    let formulation = Formulation::new(forum).map_err(refused)?;
    // Only other solvers need the program written out.
    let program = backend.map(|_| formulation.program()).transpose().map_err(refused)?;
    let mut one = |objective: Option<usize>, kept: &[KeptRow], limits: &mut Limits<'_>| {
        let outcome = if let (Some(backend), Some(program)) = (backend, &program) {
            backend.solve(&Task { program, objective, kept }, limits)
        } else {
            let goal = objective.and_then(|tier| formulation.objectives.get(tier));
            engine::settle(&formulation, goal, kept, limits)
        };
        outcome.map_err(|failure| Error::Internal(failure.0))
    };
    let found = settle(&formulation.objectives, &mut one, &mut limits)?;
    answer(forum, &formulation, &found)
}

/// The solver that the options name for programs written out, such as those of explanations: small ones, of which the
/// engine has nothing to split.
pub(crate) fn backend(options: &Options) -> Result<&'static dyn Backend, Error> {
    match options.backend {
        BackendChoice::Engine | BackendChoice::Microlp => Ok(&Microlp),
        #[cfg(feature = "highs")]
        BackendChoice::Highs => Ok(&crate::backend::Highs),
        #[cfg(not(feature = "highs"))]
        BackendChoice::Highs => Err(Error::Internal("this build has no HiGHS: build with the feature `highs`".into())),
    }
}

/// The integer program of a forum as MPS text, rows and columns named after rules and seats.
///
/// # Errors
///
/// [`Error::Rejected`] with every fault of the input.
///
/// ```
/// use convener::{Forum, Panel, Speaker};
/// let forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 1, 1));
/// assert!(convener::export(&forum)?.contains("seat/p1/panellist/s1"));
/// # Ok::<(), convener::Error>(())
/// ```
pub fn export(forum: &Forum) -> Result<String, Error> {
    let faults = forum.check();
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    let formulation = Formulation::new(forum).map_err(refused)?;
    crate::program::write_mps(&formulation).map_err(refused)
}

pub(crate) fn refused(TooLarge: TooLarge) -> Error {
    Error::Rejected(vec![Fault {
        code: Code::TooLarge,
        pointer: String::new(),
        message: "the forum's numbers or groups are too large for sums that stay exact".into(),
        hint: Some("state costs and other numbers in a larger unit, or group by fewer keys".into()),
    }])
}
