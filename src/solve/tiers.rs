//! Goals in order: each is settled under the values that the earlier ones reached.

use super::limits::Limits;
use crate::backend::{KeptRow, Outcome, exact};
use crate::program::{Objective, Proof};
use crate::{Error, Share, Tolerance};

/// What solving goal by goal found.
pub(crate) struct Found {
    /// Values of the columns of the best point; none when there is no plan, or none known.
    pub values: Option<Vec<i64>>,
    pub tiers: Vec<Tier>,
    pub infeasible: bool,
    /// Why there is no plan, where that was proven and asked for.
    pub emptiness: Option<Proof>,
    /// By goal with a tolerance: the columns that are not 0 at the point that reached its best value.
    pub witnesses: Vec<(usize, Vec<(u32, i64)>)>,
    pub nodes: u64,
}

/// A goal begun.
pub(crate) struct Tier {
    /// On its terms.
    pub bound: Option<i64>,
    /// Whether its value is proven best.
    pub proven: bool,
    /// Of the bound, where it was asked for.
    pub proof: Option<Proof>,
}

/// Settles one objective, or finds any plan, under rows that keep what was settled before.
/// The values of the point found last, if any, keep all that was settled.
pub(crate) type SettleOne<'a> =
    dyn FnMut(Option<usize>, &[KeptRow], Option<&[i64]>, &mut Limits<'_>) -> Result<Outcome, Error> + 'a;

pub(crate) fn settle(
    objectives: &[Objective],
    one: &mut SettleOne<'_>,
    limits: &mut Limits<'_>,
) -> Result<Found, Error> {
    let mut found =
        Found { values: None, tiers: Vec::new(), infeasible: false, emptiness: None, witnesses: Vec::new(), nodes: 0 };
    let mut kept: Vec<KeptRow> = Vec::new();
    // Without goals there is still a plan to find.
    let tiers: Vec<Option<usize>> =
        if objectives.is_empty() { vec![None] } else { (0..objectives.len()).map(Some).collect() };
    let last = tiers.len();
    for (number, tier) in tiers.into_iter().enumerate() {
        limits.begin(tier, objectives);
        let outcome = one(tier, &kept, found.values.as_deref(), limits)?;
        let proof = limits.proof.take();
        match outcome {
            Outcome::Infeasible { nodes } if found.values.is_none() => {
                found.infeasible = true;
                found.emptiness = proof;
                found.nodes += nodes;
                return Ok(found);
            }
            Outcome::Infeasible { .. } => {
                return Err(Error::Internal("a later goal was called infeasible beside a plan that keeps all".into()));
            }
            Outcome::Stopped { values, bound, nodes } => {
                found.nodes += nodes;
                found.tiers.push(Tier { bound, proven: false, proof });
                found.values = values.or(found.values);
                return Ok(found);
            }
            Outcome::Optimal { values, nodes } => {
                found.nodes += nodes;
                let mut reached = 0;
                if let Some(objective) = tier.and_then(|tier| objectives.get(tier)) {
                    reached = exact::sum(objective.terms.iter(), &values)
                        .ok_or_else(|| Error::Internal("a goal's value overflowed".into()))?;
                    if number + 1 < last {
                        kept.push(keep(objective, reached));
                        if objective.tolerance != Tolerance::None {
                            let held = (0..).zip(values.iter().copied()).filter(|(_, value)| *value != 0);
                            found.witnesses.push((number, held.collect()));
                        }
                    }
                }
                found.tiers.push(Tier { bound: Some(reached), proven: true, proof });
                found.values = Some(values);
            }
        }
    }
    Ok(found)
}

/// The row that keeps a settled goal's value, less its tolerance.
fn keep(objective: &Objective, value: i64) -> KeptRow {
    // The tolerance in thousandths, times 100,000, to stay whole: i128 holds every product of checked forums.
    let whole = i128::from(Share::WHOLE);
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
