//! Counting a plan against the forum's rules, straight from speakers and seats.
//!
//! Nothing here knows the integer program or any solver: what `program` writes as rows is written a second time as
//! counting, from `docs/rules.md` alone, so that a rule encoded wrongly can't pass its own check. All arithmetic is in
//! whole numbers and checked; what would overflow is an error and never a wrong count.

mod always;
mod audit;
mod bounds;
mod confirm;
mod counting;
mod excluding;
pub(crate) mod explained;
mod families;
mod force;
mod goals;
mod groups;
pub(crate) mod guests;
#[cfg(test)]
mod lemmas;
mod matching;
mod places;
mod proof;
#[cfg(test)]
mod proving;
mod refutation;
mod replay;
mod rows;
mod stated;
mod tallies;
#[cfg(test)]
mod tampering;
mod values;
mod verdict;

pub use audit::audit;
pub use confirm::confirm;
pub(crate) use confirm::sound;
pub use refutation::Refutation;
#[cfg(test)]
pub(crate) use rows::Rows;
pub(crate) use rows::plain;
pub use verdict::{Claim, Finding, Standing, Verdict, verify};

use crate::{DraftSeat, Forum, GoalName, GoalValue, Plan, Tally};
use std::collections::BTreeMap;
use std::fmt;

/// A sum that does not fit the numbers of an answer; a checked forum has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a count of the plan is too large to be exact")
    }
}

/// What counting a plan finds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    /// The shortfall of the wishes in force, one value for each of their priorities, ascending; then the forum's goals.
    pub goals: Vec<GoalValue>,
    /// What always holds, in the order of the table in `docs/rules.md`; then the rules in force: the forum's, the
    /// policies', the panels' own.
    pub rules: Vec<Tally>,
}

impl Counted {
    /// The requirements that the plan does not meet.
    pub fn broken(&self) -> impl Iterator<Item = &Tally> {
        self.rules.iter().filter(|tally| !tally.wish && !tally.is_met())
    }
}

/// Counts a plan, whole or partial, kept or broken. A seat that names no panel, role of that panel or speaker of the
/// forum is left out; `confirm` and the check of a draft refuse such a seat.
pub(crate) fn count(forum: &Forum, plan: &[DraftSeat]) -> Result<Counted, Overflow> {
    let index = places::Index::new(forum);
    let seats = index.seats(plan);
    let mut rules = always::always(&index, &seats)?;
    let mut wishes: BTreeMap<u32, i64> = BTreeMap::new();
    for force in force::in_force(forum)? {
        let tallies = tallies::tallies(&index, &seats, &force)?;
        if let Some(prefer) = force.rule.prefer {
            let missed = wishes.entry(prefer.priority).or_insert(0);
            for tally in &tallies {
                let weighted = tally.short.thousandths().checked_mul(i64::from(prefer.weight)).ok_or(Overflow)?;
                *missed = missed.checked_add(weighted).ok_or(Overflow)?;
            }
        }
        rules.extend(tallies);
    }
    let wish = |(priority, missed)| GoalValue {
        goal: GoalName::Wishes { priority },
        value: crate::Number::from_thousandths_unbounded(missed),
    };
    let mut values: Vec<_> = wishes.into_iter().map(wish).collect();
    values.extend(goals::goals(&index, &seats)?);
    Ok(Counted { goals: values, rules })
}

/// The seats of a plan, panel by panel.
pub(crate) fn seats_of(plan: &Plan) -> Vec<DraftSeat> {
    let of = |panel: &crate::PanelPlan| {
        let seat = |seat: &crate::Seat| DraftSeat {
            panel: panel.panel.clone(),
            role: seat.role.clone(),
            speaker: seat.speaker.clone(),
        };
        panel.seats.iter().map(seat).collect::<Vec<_>>()
    };
    plan.panels.iter().flat_map(of).collect()
}
