//! From a point of the program to an answer: the plan is recounted before it leaves.

use super::tiers::Found;
use crate::backend::{Task, exact};
use crate::program::{Formulation, IntegerProgram, Meaning};
use crate::verify;
use crate::{
    Answer, DraftSeat, Error, Feasible, Forum, GoalBound, GoalRange, Infeasible, Number, Optimal, PanelPlan, Plan,
    Seat, Settled, Statistics, Unknown,
};

pub(super) fn answer(
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
        let claimed = exact::objective(&task, values).and_then(|terms| number(tier, terms));
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
