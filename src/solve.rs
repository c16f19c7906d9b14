//! The way of a forum: checked, formulated, solved goal by goal, verified, answered.

use crate::backend::{Backend, Control, KeptRow, Microlp, Outcome, Task};
use crate::program::{Formulation, IntegerProgram, Meaning, TooLarge};
use crate::verify;
use crate::{
    Answer, BackendChoice, Code, DraftSeat, Error, Fault, Feasible, Forum, GoalBound, GoalRange, Infeasible, Number,
    Optimal, Options, PanelPlan, Plan, Progress, Seat, Settled, Statistics, Tolerance, Unknown,
};
use std::time::Duration;
use web_time::Instant;

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
    let backend: &dyn Backend = match options.backend {
        BackendChoice::Microlp => &Microlp,
        #[cfg(feature = "highs")]
        BackendChoice::Highs => &crate::backend::Highs,
        #[cfg(not(feature = "highs"))]
        BackendChoice::Highs => {
            return Err(Error::Internal("this build has no HiGHS: build with the feature `highs`".into()));
        }
    };
    let mut limits = Limits::new(options);
    let formulation = Formulation::new(forum).map_err(refused)?;
    let program = formulation.program().map_err(refused)?;
    let found = settle(&program, backend, &mut limits)?;
    answer(forum, &formulation, &program, found)
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

fn refused(TooLarge: TooLarge) -> Error {
    Error::Rejected(vec![Fault {
        code: Code::TooLarge,
        pointer: String::new(),
        message: "the forum's numbers or groups are too large for sums that stay exact".into(),
        hint: Some("state costs and other numbers in a larger unit, or group by fewer keys".into()),
    }])
}

/// What solving goal by goal found.
struct Found {
    /// Values of the columns of the best point; none when there is no plan, or none known.
    values: Option<Vec<i64>>,
    /// For each goal begun: the bound on its terms and whether its value is proven best.
    tiers: Vec<(Option<i64>, bool)>,
    infeasible: bool,
    nodes: u64,
}

fn settle(program: &IntegerProgram, backend: &dyn Backend, limits: &mut Limits<'_>) -> Result<Found, Error> {
    let mut found = Found { values: None, tiers: Vec::new(), infeasible: false, nodes: 0 };
    let mut kept: Vec<KeptRow> = Vec::new();
    // Without goals there is still a plan to find.
    let tiers: Vec<Option<usize>> =
        if program.objectives.is_empty() { vec![None] } else { (0..program.objectives.len()).map(Some).collect() };
    for tier in tiers {
        limits.begin(tier, program);
        let task = Task { program, objective: tier, kept: &kept };
        let outcome = backend.solve(&task, limits).map_err(|failure| Error::Internal(failure.0))?;
        match outcome {
            Outcome::Infeasible { nodes } if found.values.is_none() => {
                found.infeasible = true;
                found.nodes += nodes;
                return Ok(found);
            }
            Outcome::Infeasible { .. } => {
                return Err(Error::Internal("a later goal was called infeasible beside a plan that keeps all".into()));
            }
            Outcome::Stopped { values, bound, nodes } => {
                found.nodes += nodes;
                found.tiers.push((bound, false));
                found.values = values.or(found.values);
                return Ok(found);
            }
            Outcome::Optimal { values, nodes } => {
                found.nodes += nodes;
                let value = crate::backend::exact::objective(&task, &values)
                    .ok_or_else(|| Error::Internal("a goal's value overflowed".into()))?;
                found.tiers.push((Some(value), true));
                found.values = Some(values);
                if let Some(objective) = tier.and_then(|tier| program.objectives.get(tier)) {
                    kept.push(keep(objective, value));
                }
            }
        }
    }
    Ok(found)
}

/// The row that keeps a settled goal's value, less its tolerance.
fn keep(objective: &crate::program::Objective, value: i64) -> KeptRow {
    // The tolerance in thousandths, times 100,000, to stay whole: i128 holds every product of checked forums.
    let whole = i128::from(crate::Share::WHOLE);
    let total = (i128::from(value) + i128::from(objective.constant)) * i128::from(objective.unit);
    let allowed = match objective.tolerance {
        Tolerance::None => 0,
        Tolerance::Number(number) => i128::from(number.thousandths().max(0)) * whole,
        Tolerance::Share(share) => total.abs() * i128::from(share.hundred_thousandths()),
    };
    let units = allowed.div_euclid(i128::from(objective.unit.max(1)) * whole);
    let units = i64::try_from(units).unwrap_or(i64::MAX);
    let terms = objective.terms.clone();
    if objective.maximise {
        KeptRow { terms, lower: Some(value.saturating_sub(units)), upper: None }
    } else {
        KeptRow { terms, lower: None, upper: Some(value.saturating_add(units)) }
    }
}

fn answer(
    forum: &Forum,
    formulation: &Formulation<'_>,
    program: &IntegerProgram,
    found: Found,
) -> Result<Answer, Error> {
    let statistics = Statistics {
        speakers: forum.speakers.len(),
        panels: forum.panels.len(),
        pairs: formulation.seats.list.len(),
        columns: program.columns.len(),
        rows: program.rows.bounds.len(),
        nodes: found.nodes,
    };
    if found.infeasible {
        return Ok(Answer::Infeasible(Infeasible { statistics }));
    }
    let number = |tier: usize, terms: i64| {
        let objective = &program.objectives[tier];
        let value = terms.checked_add(objective.constant).and_then(|sum| sum.checked_mul(objective.unit));
        value.map(Number::from_thousandths_unbounded)
    };
    let bounds: Vec<Option<Number>> = (0..formulation.goals.len())
        .map(|tier| found.tiers.get(tier).and_then(|(bound, _)| *bound).and_then(|bound| number(tier, bound)))
        .collect();
    let Some(values) = &found.values else {
        let goals = formulation.goals.iter().cloned().zip(bounds);
        let goals = goals.filter_map(|(goal, bound)| bound.map(|bound| GoalBound { goal, bound })).collect();
        return Ok(Answer::Unknown(Unknown { goals, statistics }));
    };
    let (seats, plan) = plan(forum, program, values);
    let count = verify::count(forum, &seats).map_err(|fault| Error::Internal(fault.to_string()))?;
    if let Some(broken) = count.rules.iter().find(|tally| !tally.wish && !tally.is_met()) {
        return Err(Error::Internal(format!("a plan breaks `{}` in {:?}", broken.rule, broken.group)));
    }
    let refuted = verify::confirm(forum, &plan, &count.goals, &count.rules);
    if let Some(refutation) = refuted.first() {
        return Err(Error::Internal(refutation.to_string()));
    }
    let proven = found.tiers.len() == formulation.goals.len().max(1) && found.tiers.iter().all(|(_, proven)| *proven);
    for (tier, value) in count.goals.iter().enumerate() {
        // A recount worse than what the program claimed, or better than what was proven best, is a wrong program.
        let Some(objective) = program.objectives.get(tier) else { continue };
        let task = Task { program, objective: Some(tier), kept: &[] };
        let claimed = crate::backend::exact::objective(&task, values).and_then(|terms| number(tier, terms));
        let worse = |a: Option<Number>, b: Option<Number>| match (a, b) {
            (Some(a), Some(b)) => {
                if objective.maximise {
                    a < b
                } else {
                    a > b
                }
            }
            _ => false,
        };
        if worse(Some(value.value), claimed) || worse(bounds.get(tier).copied().flatten(), Some(value.value)) {
            return Err(Error::Internal(format!(
                "goal {tier} counts {} where the program says {claimed:?}",
                value.value
            )));
        }
    }
    let goals = count.goals.into_iter().zip(bounds);
    Ok(if proven {
        let goals = goals.map(|(g, bound)| Settled { goal: g.goal, value: g.value, bound: bound.unwrap_or(g.value) });
        Answer::Optimal(Optimal { plan, goals: goals.collect(), rules: count.rules, statistics })
    } else {
        let goals = goals.map(|(g, bound)| GoalRange { goal: g.goal, value: g.value, bound });
        Answer::Feasible(Feasible { plan, goals: goals.collect(), rules: count.rules, statistics })
    })
}

/// The seats held in a point of the program.
fn plan(forum: &Forum, program: &IntegerProgram, values: &[i64]) -> (Vec<DraftSeat>, Plan) {
    let mut seats = Vec::new();
    let panels = forum.panels.iter().map(|panel| PanelPlan { panel: panel.id.clone(), seats: Vec::new() });
    let mut plan = Plan { panels: panels.collect() };
    for (column, value) in program.columns.iter().zip(values) {
        if let (Meaning::Seat { panel, role, speaker }, 1) = (column.meaning, *value) {
            let held = &forum.panels[panel as usize];
            let seat = Seat {
                role: held.seats[role as usize].role.clone(),
                speaker: forum.speakers[speaker as usize].id.clone(),
            };
            seats.push(DraftSeat { panel: held.id.clone(), role: seat.role.clone(), speaker: seat.speaker.clone() });
            plan.panels[panel as usize].seats.push(seat);
        }
    }
    (seats, plan)
}

/// The caller's limits and ears, as the backends see them.
struct Limits<'a> {
    options: &'a Options,
    started: Instant,
    goal: usize,
    goals: usize,
    /// Constant and unit of the goal being settled.
    scale: (i64, i64),
    said: (Option<i64>, Option<i64>),
}

impl<'a> Limits<'a> {
    fn new(options: &'a Options) -> Self {
        Self { options, started: Instant::now(), goal: 0, goals: 0, scale: (0, 1000), said: (None, None) }
    }

    fn begin(&mut self, tier: Option<usize>, program: &IntegerProgram) {
        self.goal = tier.unwrap_or(0);
        self.goals = program.objectives.len();
        self.scale = match program.objectives.get(self.goal) {
            Some(objective) => (objective.constant, objective.unit),
            None => (0, 1000),
        };
        self.said = (None, None);
    }
}

impl Control for Limits<'_> {
    fn should_stop(&mut self) -> bool {
        self.options.cancel.as_ref().is_some_and(crate::CancelFlag::is_cancelled)
            || self.time_left().is_some_and(|left| left.is_zero())
    }

    fn is_limited(&self) -> bool {
        self.options.cancel.is_some() || self.options.time_limit.is_some() || self.options.progress.is_some()
    }

    fn time_left(&self) -> Option<Duration> {
        self.options.time_limit.map(|limit| limit.saturating_sub(self.started.elapsed()))
    }

    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>) {
        let Some(progress) = &self.options.progress else { return };
        if self.said == (incumbent, bound) {
            return;
        }
        self.said = (incumbent, bound);
        let (constant, unit) = self.scale;
        let number = |terms: i64| {
            let value = terms.checked_add(constant).and_then(|sum| sum.checked_mul(unit));
            value.map(Number::from_thousandths_unbounded)
        };
        progress(&Progress {
            goal: self.goal,
            goals: self.goals,
            incumbent: incumbent.and_then(number),
            bound: bound.and_then(number),
        });
    }
}
