//! A proof of the engine's asked again of another forum: a sum of rows that nobody's seats can reach.
//!
//! The rows are found by name in a forum that states fewer rules, with whatever bounds they have there. Where the sum of their
//! sides is below what the columns sum up to at least, there is no plan, whatever else is stated; where it is not, that says
//! nothing.

use crate::program::{Formulation, Origin, Proof, Source};
use std::collections::{BTreeSet, HashMap};

/// Rows by name, with multipliers: positive for an upper side, negative for a lower one.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    rows: HashMap<String, i64>,
    kinds: BTreeSet<String>,
}

/// The sum that a proof is, where it is a single one of the program's own rows.
pub(super) fn of_proof(formulation: &Formulation<'_>, proof: &Proof) -> Option<Sum> {
    let ([node], []) = (&proof.nodes[..], &proof.cuts[..]) else { return None };
    let last = node.used.last().filter(|last| last.objective == 0 && node.split.is_none())?;
    let mut sum = Sum::default();
    for (source, times) in &last.rows {
        let Source::Row(row) = source else { return None };
        let origin = formulation.rows().get(*row as usize)?.origin;
        sum.kinds.insert(kind(formulation, origin));
        sum.rows.insert(formulation.row_name(origin), *times);
    }
    Some(sum)
}

/// What rows of one rule, or of one kind of what always holds, have in common.
fn kind(formulation: &Formulation<'_>, origin: Origin) -> String {
    let kind = match origin {
        Origin::Rule { rule, .. } => return format!("rule/{}", formulation.rule(rule).scope().rule.id),
        Origin::Seats { .. } => "seats",
        Origin::OneSeat { .. } => "one_seat",
        Origin::Present { .. } => "present",
        Origin::Slot { .. } => "slot",
        Origin::MaxSeats { .. } => "max_seats",
        Origin::Pin { .. } => "pin",
        Origin::Goal { .. } => "goal",
    };
    kind.to_owned()
}

impl Sum {
    /// The formulation's rows of these names, where they sum up to something that no columns within their bounds keep, as far as 128 bits can say.
    pub(super) fn excludes(&self, formulation: &Formulation<'_>) -> Option<Vec<u32>> {
        let mut times = vec![0_i64; formulation.rows().len()];
        let mut side = 0_i128;
        let mut is_kind: HashMap<String, bool> = HashMap::new();
        for (row, bounds) in formulation.rows().iter().enumerate() {
            let own = kind(formulation, bounds.origin);
            if !*is_kind.entry(own).or_insert_with_key(|own| self.kinds.contains(own)) {
                continue;
            }
            let by = self.rows.get(&formulation.row_name(bounds.origin)).copied().unwrap_or(0);
            let bound = if by > 0 { bounds.upper } else { bounds.lower };
            // A row without such a side is left out: any multipliers on rows that have one will do.
            if let (Some(bound), true) = (bound, by != 0) {
                times[row] = by;
                side = side.checked_add(i128::from(by) * i128::from(bound))?;
            }
        }
        let mut least = 0_i128;
        let mut terms = Vec::new();
        for column in 0..formulation.columns() as u32 {
            formulation.terms(column, &mut terms);
            let sum = terms.iter().try_fold(0_i128, |sum, &(row, by)| {
                sum.checked_add(i128::from(by) * i128::from(times[row as usize]))
            })?;
            if sum != 0 {
                let of = formulation.column(column);
                let end = |end: i64| sum.checked_mul(i128::from(end));
                least = least.checked_add(end(of.lower)?.min(end(of.upper)?))?;
            }
        }
        let used = (0..).zip(&times).filter(|(_, times)| **times != 0).map(|(row, _)| row);
        (least > side).then(|| used.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Multipliers, Node};
    use crate::{Filter, Forum, Panel, Rule, Speaker};

    fn forum(women: i32, seats: u32, most: u32) -> Forum {
        let mut forum = Forum::new("f");
        for (at, gender) in ["woman", "man", "man", "man"].iter().enumerate() {
            let mut speaker = Speaker::new(format!("s{at}")).gender(*gender);
            speaker.max_seats = Some(most);
            forum = forum.speaker(speaker);
        }
        let panel = |id: &str| Panel::new(id).seats("panellist", seats, seats);
        forum = forum.panel(panel("p1")).panel(panel("p2"));
        forum.rule(Rule::new("women").filter(Filter::all().is("gender", "woman")).at_least(women))
    }

    /// Two panels ask for a woman each, and the one there is takes one seat: 1 - 1 - 1 < 0. With two seats she takes both.
    #[test]
    fn the_same_sum_excludes_where_its_rows_still_do() -> Result<(), String> {
        let first = forum(1, 2, 1);
        let formulation = Formulation::unless(&first, &mut || false).map_err(|_| "refused")?.ok_or("stopped")?;
        let names: Vec<String> = formulation.rows().iter().map(|row| formulation.row_name(row.origin)).collect();
        let at = |name: &str| names.iter().position(|own| own == name).ok_or(format!("no {name} in {names:?}"));
        let rows = [("rule/women/panel=p1/at_least", -1), ("rule/women/panel=p2/at_least", -1), ("max_seats/s0", 1)];
        let rows: Result<Vec<_>, String> =
            rows.iter().map(|(name, by)| Ok((Source::Row(at(name)? as u32), *by))).collect();
        let used = vec![Multipliers { objective: 0, rows: rows? }];
        let proof = Proof { nodes: vec![Node { used, split: None }], ..Proof::default() };
        let sum = of_proof(&formulation, &proof).ok_or("no sum")?;
        assert_eq!(sum.excludes(&formulation).map(|rows| rows.len()), Some(3));
        for (other, excluded) in [(forum(1, 1, 1), true), (forum(1, 2, 2), false), (forum(0, 2, 1), false)] {
            let formulation = Formulation::unless(&other, &mut || false).map_err(|_| "refused")?.ok_or("stopped")?;
            assert_eq!(sum.excludes(&formulation).is_some(), excluded);
        }
        Ok(())
    }
}
