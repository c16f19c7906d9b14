//! Checking an answer: each of its claims confirmed, refuted, or not claimed. Nothing is solved.

use super::proof::{self, Flaw};
use super::rows::{Objective, Row, Rows, read};
use super::{Overflow, Refutation, confirm, count};
use crate::{Answer, Certificate, DraftSeat, Forum, GoalName, GoalValue, Number, Plan, Proof, Share, Tally, Tolerance};
use std::collections::HashSet;

/// What checking found of every claim of an answer.
///
/// ```
/// use convener::{Answer, Forum, Options, Panel, Speaker, Standing};
/// let forum = Forum::new("f")
///     .speaker(Speaker::new("s1").expertise("privacy", 5))
///     .panel(Panel::new("p1").topic("privacy").seats("panellist", 1, 1));
/// let mut answer = convener::solve(&forum, &Options::default())?;
/// assert_eq!(convener::verify(&forum, &answer).standing(), Standing::Confirmed);
/// if let Answer::Optimal(best) = &mut answer {
///     best.certificate = None;
/// }
/// assert_eq!(convener::verify(&forum, &answer).standing(), Standing::Unproven);
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// In the order in which an answer makes them.
    pub claims: Vec<Claim>,
}

/// One claim with what was found of it.
///
/// ```
/// use convener::{Claim, Finding};
/// let claim = Claim { about: "plan".into(), finding: Finding::Confirmed };
/// assert_eq!(claim.finding, Finding::Confirmed);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// `status`, `plan`, `values`, `tallies`, `bound/GOAL`, `infeasible`, `conflict/1`, `concession/1` and so on.
    pub about: String,
    /// What was found.
    pub finding: Finding,
}

/// What was found of one claim.
///
/// ```
/// assert_ne!(convener::Finding::Confirmed, convener::Finding::Refuted("7, not 8".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It holds.
    Confirmed,
    /// It doesn't, or its proof doesn't prove it: why.
    Refuted(String),
    /// The answer doesn't claim it, or gives no proof: what is missing.
    NotClaimed(String),
}

/// What an answer is worth.
///
/// ```
/// assert_eq!(convener::Standing::Confirmed.name(), "confirmed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Everything that it claims holds, its status among it.
    Confirmed,
    /// Something that it claims doesn't.
    Refuted,
    /// Nothing is wrong, but its status is without proof.
    Unproven,
}

impl Standing {
    /// The word for it in verdicts.
    ///
    /// ```
    /// assert_eq!(convener::Standing::Unproven.name(), "unproven");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refuted => "refuted",
            Self::Unproven => "unproven",
        }
    }
}

impl Verdict {
    /// What the answer is worth as a whole.
    ///
    /// ```
    /// use convener::{Standing, Verdict};
    /// assert_eq!(Verdict { claims: vec![] }.standing(), Standing::Unproven);
    /// ```
    #[must_use]
    pub fn standing(&self) -> Standing {
        let refuted = |claim: &Claim| matches!(claim.finding, Finding::Refuted(_));
        let settles = |claim: &Claim| claim.about == "status" && claim.finding == Finding::Confirmed;
        if self.claims.iter().any(refuted) {
            Standing::Refuted
        } else if self.claims.iter().any(settles) {
            Standing::Confirmed
        } else {
            Standing::Unproven
        }
    }

    pub(crate) fn add(&mut self, about: impl Into<String>, finding: Finding) {
        self.claims.push(Claim { about: about.into(), finding });
    }
}

/// Checks everything that an answer claims of a checked forum: the plan by counting it, its goals' values and tallies, and
/// every bound, or that there is no plan, by its certificate against rows that are built again from the forum.
///
/// A claim is confirmed only by what is in the answer; a certificate of another forum, or of this one before a change,
/// is refuted unless it proves the same of the present one.
///
/// Cost: the certificate's multipliers times the seats that could be held, and their rules.
#[must_use]
pub fn verify(forum: &Forum, answer: &Answer) -> Verdict {
    let mut verdict = Verdict { claims: Vec::new() };
    match answer {
        Answer::Optimal(best) => {
            let values: Vec<GoalValue> =
                best.goals.iter().map(|goal| GoalValue { goal: goal.goal.clone(), value: goal.value }).collect();
            let counted = planned(forum, &best.plan, &values, &best.rules, &mut verdict);
            let bounds: Vec<_> = best.goals.iter().map(|goal| (goal.goal.clone(), Some(goal.bound))).collect();
            let proven = bounded(forum, &values, &bounds, best.certificate.as_ref(), &mut verdict);
            let reached = proven.and_then(|proven| if proven.all() { Some(proven.last_reached) } else { None });
            let status = match (counted, reached) {
                (true, Some(true)) => Finding::Confirmed,
                (true, Some(false)) => Finding::Refuted("the last goal's value is not its bound".into()),
                (false, _) => Finding::Refuted("the plan is not what it is said to be".into()),
                (true, None) => Finding::NotClaimed("not every bound is proven".into()),
            };
            verdict.add("status", status);
        }
        Answer::Feasible(some) => {
            let values: Vec<GoalValue> =
                some.goals.iter().map(|goal| GoalValue { goal: goal.goal.clone(), value: goal.value }).collect();
            let counted = planned(forum, &some.plan, &values, &some.rules, &mut verdict);
            let bounds: Vec<_> = some.goals.iter().map(|goal| (goal.goal.clone(), goal.bound)).collect();
            bounded(forum, &values, &bounds, some.certificate.as_ref(), &mut verdict);
            let wrong = Finding::Refuted("the plan is not what it is said to be".into());
            verdict.add("status", if counted { Finding::Confirmed } else { wrong });
        }
        Answer::Unknown(unknown) => {
            let bounds: Vec<_> = unknown.goals.iter().map(|goal| (goal.goal.clone(), Some(goal.bound))).collect();
            bounded(forum, &[], &bounds, unknown.certificate.as_ref(), &mut verdict);
            verdict.add("status", Finding::Confirmed);
        }
        Answer::Infeasible(none) => {
            let finding = empty(forum, none.certificate.as_ref());
            verdict.add("infeasible", finding.clone());
            verdict.add("status", finding);
        }
    }
    verdict
}

/// The plan, its goals' values and its tallies; whether the plan keeps every requirement and counts as claimed.
fn planned(forum: &Forum, plan: &Plan, values: &[GoalValue], rules: &[Tally], verdict: &mut Verdict) -> bool {
    let refutations = confirm(forum, plan, values, rules);
    let kind = |refutation: &Refutation| match refutation {
        Refutation::GoalMissing(_)
        | Refutation::GoalExtra(_)
        | Refutation::GoalsOutOfOrder
        | Refutation::GoalDiffers { .. } => "values",
        Refutation::TallyMissing(_)
        | Refutation::TallyExtra(_)
        | Refutation::TalliesOutOfOrder
        | Refutation::TallyDiffers { .. } => "tallies",
        _ => "plan",
    };
    for about in ["plan", "values", "tallies"] {
        let why: Vec<String> =
            refutations.iter().filter(|refutation| kind(refutation) == about).map(ToString::to_string).collect();
        verdict.add(about, if why.is_empty() { Finding::Confirmed } else { Finding::Refuted(why.join("; ")) });
    }
    refutations.is_empty()
}

/// What the proofs of an answer with bounds come to.
struct Proven {
    goals: usize,
    confirmed: usize,
    /// Whether the last goal's value is its bound.
    last_reached: bool,
}

impl Proven {
    fn all(&self) -> bool {
        self.confirmed == self.goals
    }
}

/// Checks the bound of each goal under those before it; `None` where there is no certificate, or no rows to check it.
fn bounded(
    forum: &Forum,
    values: &[GoalValue],
    bounds: &[(GoalName, Option<Number>)],
    certificate: Option<&Certificate>,
    verdict: &mut Verdict,
) -> Option<Proven> {
    let about = |goal: &GoalName| match goal {
        GoalName::Wishes { priority } => format!("bound/wishes-{priority}"),
        GoalName::Goal { index, label } => format!("bound/{index}-{label}"),
    };
    let claimed = bounds.iter().filter(|bound| bound.1.is_some());
    let Some(certificate) = certificate else {
        for (goal, _) in claimed {
            verdict.add(about(goal), Finding::NotClaimed("no certificate".into()));
        }
        // Where there is no goal, any plan is as good as another.
        return bounds.is_empty().then_some(Proven { goals: 0, confirmed: 0, last_reached: true });
    };
    let Ok(rows) = rows(forum, certificate) else {
        verdict.add("certificate", Finding::Refuted("the forum's rows can't be built".into()));
        return None;
    };
    let mut kept: Vec<Row> = Vec::new();
    let mut proven = Proven { goals: rows.goals.len(), confirmed: 0, last_reached: true };
    for (tier, (goal, bound)) in bounds.iter().enumerate() {
        let Some(bound) = bound else { continue };
        let found = match (rows.goals.get(tier), certificate.proofs.get(tier)) {
            (None, _) => Err("the forum has no such goal".to_owned()),
            (_, None) => Err("no proof is given".to_owned()),
            // Its rows would be those of goals that nobody settled.
            (Some(_), Some(_)) if kept.len() < tier => Err("a goal before it has no bound".to_owned()),
            (Some(objective), Some(proof)) => {
                let reached = values.get(tier).map(|value| value.value);
                tier_proven(&rows, &kept, objective, proof, *bound).and_then(|terms| {
                    proven.last_reached = reached == Some(*bound);
                    if reached != Some(*bound) && bounds.get(tier + 1).is_some_and(|next| next.1.is_some()) {
                        let value = objective_bounds(objective, terms)?;
                        let within = reached.and_then(|value| units(objective, value)).is_some_and(|terms| {
                            value.0.is_none_or(|low| terms >= low) && value.1.is_none_or(|high| terms <= high)
                        });
                        if !within {
                            return Err("the plan's value is neither the bound nor within the goal's tolerance".into());
                        }
                        witnessed(forum, &rows, &kept, tier, *bound, proof)?;
                    }
                    kept.push(Row {
                        lower: objective_bounds(objective, terms)?.0,
                        upper: objective_bounds(objective, terms)?.1,
                        terms: objective.terms.clone(),
                    });
                    Ok(())
                })
            }
        };
        match found {
            Ok(()) => {
                proven.confirmed += 1;
                verdict.add(about(goal), Finding::Confirmed);
            }
            Err(why) => {
                verdict.add(about(goal), Finding::Refuted(why));
                return Some(proven);
            }
        }
    }
    if certificate.proofs.len() > bounds.iter().filter(|bound| bound.1.is_some()).count() {
        verdict.add("certificate", Finding::Refuted("it has proofs of more goals than have bounds".into()));
    }
    Some(proven)
}

/// Checks one goal's proof; the sum of terms that it bounds.
fn tier_proven(rows: &Rows, kept: &[Row], objective: &Objective, proof: &Proof, bound: Number) -> Result<i64, String> {
    let Some(terms) = proof.bound else { return Err("the proof is one of there being no plan".into()) };
    if units(objective, bound) != Some(terms) {
        return Err(format!("the proof is of {terms} on the goal's terms, which is not {bound}"));
    }
    proof::check(rows, kept, Some(objective), proof).map_err(|flaw| flaw.to_string())?;
    Ok(terms)
}

/// A goal's value as the sum of its terms.
fn units(objective: &Objective, value: Number) -> Option<i64> {
    let thousandths = value.thousandths();
    let whole = (thousandths % objective.unit == 0).then(|| thousandths / objective.unit)?;
    whole.checked_sub(objective.constant)
}

/// The range in which later goals keep a goal's terms: its bound, less its tolerance.
fn objective_bounds(objective: &Objective, terms: i64) -> Result<(Option<i64>, Option<i64>), String> {
    // Hundred-thousandths of thousandths, so that shares stay whole.
    let whole = i128::from(Share::WHOLE);
    let total = (i128::from(terms) + i128::from(objective.constant)) * i128::from(objective.unit);
    let allowed = match objective.tolerance {
        Tolerance::None => 0,
        Tolerance::Number(number) => i128::from(number.thousandths().max(0)) * whole,
        Tolerance::Share(share) => total.abs() * i128::from(share.hundred_thousandths()),
    };
    let given = allowed.div_euclid(i128::from(objective.unit) * whole);
    let terms = i128::from(terms);
    let end = |end: i128| i64::try_from(end).map_err(|_| Overflow.to_string());
    Ok(if objective.maximise { (Some(end(terms - given)?), None) } else { (None, Some(end(terms + given)?)) })
}

/// Checks the point that reaches a bound of which later goals gave some up: by counting it.
fn witnessed(
    forum: &Forum,
    rows: &Rows,
    kept: &[Row],
    tier: usize,
    bound: Number,
    proof: &Proof,
) -> Result<(), String> {
    let Some(witness) = &proof.witness else { return Err("no point is given that reaches the bound".into()) };
    let seats: Option<Vec<DraftSeat>> =
        witness.iter().filter(|(name, _)| name.starts_with("seat/")).map(|(name, value)| seat(name, *value)).collect();
    let seats = seats.ok_or("the witness names a seat wrongly")?;
    if seats.iter().collect::<HashSet<_>>().len() != seats.len() {
        return Err("the witness names a seat twice".into());
    }
    let known = |seat: &DraftSeat| {
        let panel = forum.panels.iter().find(|panel| panel.id == seat.panel);
        panel.is_some_and(|panel| panel.seats.iter().any(|range| range.role == seat.role))
            && forum.speakers.iter().any(|speaker| speaker.id == seat.speaker)
    };
    if !seats.iter().all(known) {
        return Err("the witness names a seat that the forum doesn't have".into());
    }
    let counted = count(forum, &seats).map_err(|overflow| overflow.to_string())?;
    if let Some(broken) = counted.broken().next() {
        return Err(format!("the witness breaks rule `{}`", broken.rule));
    }
    let value = |tier: usize| counted.goals.get(tier).map(|value| value.value);
    if value(tier) != Some(bound) {
        return Err("the witness doesn't reach the bound".into());
    }
    let keeps = kept.iter().zip(&rows.goals).enumerate().all(|(tier, (kept, objective))| {
        value(tier).and_then(|value| units(objective, value)).is_some_and(|terms| {
            kept.lower.is_none_or(|low| terms >= low) && kept.upper.is_none_or(|high| terms <= high)
        })
    });
    if keeps { Ok(()) } else { Err("the witness gives up an earlier goal's value".into()) }
}

/// The seat that a column's name means, where the column is 1.
fn seat(name: &str, value: i64) -> Option<DraftSeat> {
    let mut parts = name.split('/').skip(1).map(read);
    let seat = DraftSeat { panel: parts.next()??, role: parts.next()??, speaker: parts.next()?? };
    (parts.next().is_none() && value == 1).then_some(seat)
}

/// Checks that there is no plan.
fn empty(forum: &Forum, certificate: Option<&Certificate>) -> Finding {
    let Some(certificate) = certificate else { return Finding::NotClaimed("no certificate".into()) };
    let [proof] = &certificate.proofs[..] else { return Finding::Refuted("it takes one proof".into()) };
    if proof.bound.is_some() {
        return Finding::Refuted("the proof is of a goal's bound".into());
    }
    let checked = rows(forum, certificate).map_err(|Overflow| Flaw::Overflow);
    match checked.and_then(|rows| proof::check(&rows, &[], rows.goals.first(), proof)) {
        Ok(()) => Finding::Confirmed,
        Err(flaw) => Finding::Refuted(flaw.to_string()),
    }
}

/// The forum's rows, as far as the certificate names them.
fn rows(forum: &Forum, certificate: &Certificate) -> Result<Rows, Overflow> {
    let names = certificate.proofs.iter().flat_map(|proof| proof.rows.iter().chain(&proof.columns));
    Rows::of(forum, Some(names.cloned().collect()))
}
