//! What the columns that are no seats are at a plan, by what they mean: a solver may leave them worse where no goal
//! that is still open depends on them.

use crate::program::{Formulation, Meaning, Origin, Part};
use rustc_hash::FxHashMap;

/// The point of these seats: every other column at the value that its name says, or at the best for its goal.
pub(super) fn settled(formulation: &Formulation<'_>, values: &[i64]) -> Vec<i64> {
    let seats = formulation.seats.len();
    let mut point = values.to_vec();
    let mut sums: FxHashMap<u32, i64> = FxHashMap::default();
    let mut terms = Vec::new();
    for (column, value) in (0..).zip(values).take(seats).filter(|(_, value)| **value != 0) {
        formulation.terms(column, &mut terms);
        for &(row, coefficient) in &terms {
            *sums.entry(row).or_insert(0) += coefficient * value;
        }
    }
    // What is there follows from seats, the least of a family from that, what is missed from both.
    for phase in 0..3 {
        for (column, value) in (0..).zip(point.iter_mut()).skip(seats) {
            let of = formulation.column(column);
            if phase_of(of.meaning) != phase {
                continue;
            }
            formulation.terms(column, &mut terms);
            let rows = terms.iter().filter_map(|&(row, coefficient)| {
                let sum = sums.get(&row).copied().unwrap_or(0);
                Some((sum, coefficient, formulation.rows().get(row as usize)?))
            });
            let best = match of.meaning {
                Meaning::Seat { .. } => continue,
                Meaning::Present { .. } | Meaning::Used { .. } | Meaning::Counted { .. } => {
                    let links = |origin: Origin| match origin {
                        Origin::Present { .. } => true,
                        Origin::Rule { part, .. } | Origin::Goal { part, .. } => {
                            matches!(part, Part::Unsupported { .. } | Part::Lifted { .. })
                        }
                        _ => false,
                    };
                    Some(i64::from(rows.into_iter().any(|(sum, _, row)| links(row.origin) && sum > 0)))
                }
                Meaning::Least { .. } => {
                    let least = |origin: Origin| matches!(origin, Origin::Rule { part: Part::Least, .. });
                    rows.into_iter().filter(|(_, _, row)| least(row.origin)).map(|(sum, _, _)| sum).min()
                }
                Meaning::Short { .. } | Meaning::Apart { .. } => {
                    let missed = rows.into_iter().map(|(sum, step, row)| {
                        let by = row.lower.map_or(0, |low| low - sum).max(row.upper.map_or(0, |high| sum - high));
                        by.div_euclid(step.abs()) + i64::from(by.rem_euclid(step.abs()) != 0)
                    });
                    missed.max().map(|missed| missed.max(0))
                }
                // Each row keeps it on its side of one panel's value.
                Meaning::Worst { .. } => rows.into_iter().fold(None, |worst: Option<i64>, (sum, _, row)| {
                    let value = sum - row.lower.or(row.upper).unwrap_or(0);
                    Some(worst.map_or(value, |w| if row.lower.is_some() { w.min(value) } else { w.max(value) }))
                }),
            };
            *value = best.unwrap_or(*value);
            for &(row, coefficient) in &terms {
                *sums.entry(row).or_insert(0) += coefficient * *value;
            }
        }
    }
    point
}

fn phase_of(meaning: Meaning) -> usize {
    match meaning {
        Meaning::Seat { .. } | Meaning::Present { .. } | Meaning::Used { .. } | Meaning::Counted { .. } => 0,
        Meaning::Least { .. } => 1,
        Meaning::Short { .. } | Meaning::Apart { .. } | Meaning::Worst { .. } => 2,
    }
}
