//! The way of a forum: checked, formulated, solved goal by goal, verified, answered.

mod answering;
mod auxiliary;
mod certify;
mod limits;
mod order;
#[cfg(test)]
mod same_rows;
mod tiers;

use crate::backend::{Backend, Control, Failure, KeptRow, Microlp, Outcome, Task, exact};
use crate::engine;
use crate::program::{Formulation, TooLarge};
use crate::{Answer, BackendChoice, Code, Error, Fault, Forum, Options, Tolerance};
use answering::answer;
pub(crate) use certify::written;
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
    let shuffled = options.seed.map(|seed| order::shuffled(forum, seed));
    let mut stop = || limits.should_stop();
    let formulated = Formulation::unless(shuffled.as_ref().unwrap_or(forum), &mut stop).map_err(refused)?;
    let Some(formulation) = formulated else { return Ok(answering::before_formulation(forum, options)) };
    // Only other solvers need the program written out.
    let program = backend.map(|_| formulation.program()).transpose().map_err(refused)?;
    // What the proofs of the goals settled say of the columns, for the goals that come.
    let mut learned: Vec<Option<engine::Learned>> = Vec::new();
    let mut one = |objective: Option<usize>, kept: &[KeptRow], start: Option<&[i64]>, limits: &mut Limits<'_>| {
        let objectives = &formulation.objectives;
        let later = objective.and_then(|tier| objectives.get(tier + 1..)).unwrap_or_default();
        let goal = objective.and_then(|tier| objectives.get(tier));
        let tier = engine::Tier { objective: goal, later, kept, start, learned: &learned };
        let mut more = None;
        let mut prove = |limits: &mut Limits<'_>| {
            let (outcome, learned) = engine::settle(&formulation, &tier, limits)?;
            more = learned;
            Ok(outcome)
        };
        let outcome = if let (Some(backend), Some(program)) = (backend, &program) {
            let task = Task { program, objective, kept };
            // Whatever another solver finds, the engine proves.
            backend.solve(&task, limits).and_then(|found| {
                let proven = prove(limits)?;
                seconded(&task, found, proven)
            })
        } else {
            prove(limits)
        };
        // A goal with a tolerance may be worth less later than its proof says.
        learned.push(more.filter(|_| goal.is_some_and(|goal| goal.tolerance == Tolerance::None)));
        outcome.map_err(|failure| Error::Internal(failure.0))
    };
    let found = settle(&formulation.objectives, &mut one, &mut limits)?;
    answer(forum, &formulation, &found, options)
}

/// What a general solver found, with what the engine proved of the same goal: the solver's point, the engine's bound.
fn seconded(task: &Task<'_>, found: Outcome, proven: Outcome) -> Result<Outcome, Failure> {
    let differ = |what: &str| Err(Failure(format!("the backend's word that {what} is refuted by the engine's proof")));
    Ok(match (found, proven) {
        (Outcome::Optimal { values, nodes }, Outcome::Optimal { values: best, .. }) => {
            if exact::objective(task, &values) != exact::objective(task, &best) {
                return differ("its point is best");
            }
            Outcome::Optimal { values, nodes }
        }
        (Outcome::Optimal { .. }, Outcome::Infeasible { .. }) => return differ("there is a point"),
        (Outcome::Infeasible { .. }, Outcome::Optimal { .. } | Outcome::Stopped { values: Some(_), .. }) => {
            return differ("there is no point");
        }
        (Outcome::Infeasible { .. }, stopped @ Outcome::Stopped { .. }) => stopped,
        (Outcome::Optimal { values, nodes }, Outcome::Stopped { bound, .. })
        | (Outcome::Stopped { values: Some(values), nodes, .. }, Outcome::Stopped { values: None, bound, .. }) => {
            Outcome::Stopped { values: Some(values), bound, nodes }
        }
        (_, proven) => proven,
    })
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
    crate::program::write_mps(&formulation, &[]).map_err(refused)
}

pub(crate) fn refused(TooLarge: TooLarge) -> Error {
    Error::Rejected(vec![Fault {
        code: Code::TooLarge,
        pointer: String::new(),
        message: "the forum's numbers or groups are too large for sums that stay exact".into(),
        hint: Some("state costs and other numbers in a larger unit, or group by fewer keys".into()),
    }])
}
