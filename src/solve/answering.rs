//! From a point of the program to an answer: the plan is recounted before it leaves.

use super::tiers::Found;
use super::{certify, order};
use crate::backend::exact;
use crate::program::Formulation;
use crate::verify;
use crate::{
    Answer, Certificate, Error, Feasible, Forum, GoalBound, GoalRange, Infeasible, Number, Optimal, Options, PanelPlan,
    Plan, Seat, Settled, Statistics, Unknown,
};

/// What is known when a limit came while the forum was still being formulated: nothing.
pub(super) fn before_formulation(forum: &Forum, options: &Options) -> Answer {
    let statistics = Statistics {
        speakers: forum.speakers.len(),
        panels: forum.panels.len(),
        seed: options.seed,
        ..Statistics::default()
    };
    let certificate = options.certificate.then(Certificate::default);
    Answer::Unknown(Unknown { goals: Vec::new(), statistics, certificate })
}

/// The answer in the forum's own order.
pub(super) fn answer(
    forum: &Forum,
    formulation: &Formulation<'_>,
    found: &Found,
    options: &Options,
) -> Result<Answer, Error> {
    let statistics = Statistics {
        speakers: forum.speakers.len(),
        panels: forum.panels.len(),
        pairs: formulation.seats.len(),
        columns: formulation.columns(),
        rows: formulation.rows().len(),
        nodes: found.nodes,
        seed: options.seed,
    };
    let asked = options.certificate;
    let certificate = asked.then(|| certify::certificate(formulation, found)).flatten();
    // "Proven" without the proof is not said.
    let unproven = || Error::Internal("the engine left no proof of what it proved".into());
    if found.infeasible && asked && certificate.is_none() {
        return Err(unproven());
    }
    if found.infeasible {
        return Ok(Answer::Infeasible(Infeasible { statistics, certificate }));
    }
    let number = |tier: usize, terms: i64| {
        let objective = formulation.objectives.get(tier)?;
        let value = terms.checked_add(objective.constant).and_then(|sum| sum.checked_mul(objective.unit));
        value.map(Number::from_thousandths_unbounded)
    };
    let bounds: Vec<Option<Number>> = (0..formulation.goals.len())
        .map(|tier| found.tiers.get(tier).and_then(|tier| tier.bound).and_then(|bound| number(tier, bound)))
        .collect();
    let Some(values) = &found.values else {
        let goals = formulation.goals.iter().cloned().zip(bounds);
        let goals = goals.filter_map(|(goal, bound)| bound.map(|bound| GoalBound { goal, bound })).collect();
        return Ok(Answer::Unknown(Unknown { goals, statistics, certificate }));
    };
    let plan = order::restored(forum, plan(formulation, values));
    let count = verify::sound(forum, &plan).map_err(|refutations| {
        let reasons: Vec<String> = refutations.iter().map(ToString::to_string).collect();
        Error::Internal(reasons.join("; "))
    })?;
    let proven = found.tiers.len() == formulation.goals.len().max(1) && found.tiers.iter().all(|tier| tier.proven);
    for (tier, value) in count.goals.iter().enumerate() {
        // A recount worse than what the program claimed, or better than what was proven best, is a wrong program.
        let Some(objective) = formulation.objectives.get(tier) else { continue };
        let claimed = exact::sum(objective.terms.iter(), values).and_then(|terms| number(tier, terms));
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
    if proven && asked && certificate.is_none() {
        return Err(unproven());
    }
    let goals = count.goals.into_iter().zip(bounds);
    Ok(if proven {
        let goals = goals.map(|(g, bound)| Settled { goal: g.goal, value: g.value, bound: bound.unwrap_or(g.value) });
        Answer::Optimal(Optimal { plan, goals: goals.collect(), rules: count.rules, statistics, certificate })
    } else {
        let goals = goals.map(|(g, bound)| GoalRange { goal: g.goal, value: g.value, bound });
        Answer::Feasible(Feasible { plan, goals: goals.collect(), rules: count.rules, statistics, certificate })
    })
}

/// The seats held in a point of the program.
fn plan(formulation: &Formulation<'_>, values: &[i64]) -> Plan {
    let forum = formulation.index.forum;
    let panels = forum.panels.iter().map(|panel| PanelPlan { panel: panel.id.clone(), seats: Vec::new() });
    let mut plan = Plan { panels: panels.collect() };
    let held = (0..).zip(values).filter(|(_, value)| **value == 1);
    for seat in held.map_while(|(column, _)| formulation.seats.get(column)) {
        let place = &formulation.index.places[seat.place as usize];
        plan.panels[place.panel as usize]
            .seats
            .push(Seat { role: place.name.to_owned(), speaker: forum.speakers[seat.speaker as usize].id.clone() });
    }
    plan
}
