//! Finding {0,1/2}-cuts: sums of tight rows that are even on every fractional column and odd on the right (Caprara &
//! Fischetti 1996; elimination modulo 2 as in Koster, Zymolka & Kutschka 2009).
//!
//! Only rows without slack take part, so each sum found is broken by exactly one half. Columns at a bound cost nothing:
//! at the lower one the coefficient is rounded down, at the upper one the bound is added to the sum.

use super::core::Core;
use super::cuts::{Cut, Source};
use super::tolerance::WHOLE;

/// The greatest divisor of a mod-k cut.
const MOST_K: i64 = 1_000_000;

/// A sum of rows: the fractional columns on which it is odd, the rows, whether the right side is odd.
#[derive(Clone)]
struct Sum {
    odd: Vec<u32>,
    rows: Vec<(u32, bool)>,
    right: bool,
}

fn symmetric<T: Ord + Copy>(a: &[T], b: &[T]) -> Vec<T> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => {
                out.push(a[i]);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                out.push(b[j]);
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                i += 1;
                j += 1;
            }
        }
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}

/// At most `most` new cuts that the present point breaks, added to the pool; returns their numbers.
pub(crate) fn zero_half(core: &mut Core<'_>, most: usize) -> Vec<u32> {
    let Some(kind) = kinds(core) else { return Vec::new() };
    let fractional = kind.iter().filter(|k| matches!(k, Kind::Fractional(_))).count();
    let mut sums: Vec<Sum> = Vec::new();
    for row in 0..core.held.len() {
        let (least, top) = range(core, core.held[row]);
        let mut activity = 0.0;
        let mut odd = Vec::new();
        let mut lifted = false;
        for &(var, a) in core.lp.row(row) {
            activity += a * core.lp.value[var as usize];
            if a as i64 % 2 != 0 {
                match kind[var as usize] {
                    Kind::Fractional(f) => odd.push(f),
                    Kind::Upper(_, upper) => lifted ^= upper % 2 != 0,
                    Kind::Zero => {}
                }
            }
        }
        if odd.is_empty() {
            continue;
        }
        let (bound, negated) = match (least, top) {
            (_, Some(b)) if (activity - b as f64).abs() < WHOLE => (b, false),
            (Some(b), _) if (activity - b as f64).abs() < WHOLE => (b, true),
            _ => continue,
        };
        odd.sort_unstable();
        sums.push(Sum { odd, rows: vec![(row as u32, negated)], right: lifted ^ (bound % 2 != 0) });
    }
    let found = eliminate(sums, fractional);
    let cuts = found
        .iter()
        .filter_map(|rows| {
            let rows: Vec<(u32, i64)> =
                rows.iter().map(|&(row, negated)| (row, if negated { -1 } else { 1 })).collect();
            round(core, &rows, 2, &kind)
        })
        .collect();
    keep_best(core, cuts, most, &kind)
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Fractional(u32),
    Upper(u32, i64),
    Zero,
}

fn range(core: &Core<'_>, source: Source) -> (Option<i64>, Option<i64>) {
    match source {
        Source::Row(row) => core.view.range(row as usize),
        Source::Cut(cut) => (None, Some(core.cuts.held[cut as usize].most)),
    }
}

/// Eliminates modulo 2; returns the rows of every sum that is even on all columns and odd on the right.
fn eliminate(mut sums: Vec<Sum>, columns: usize) -> Vec<Vec<(u32, bool)>> {
    let mut with: Vec<Vec<u32>> = vec![Vec::new(); columns];
    for (k, sum) in sums.iter().enumerate() {
        for &c in &sum.odd {
            with[c as usize].push(k as u32);
        }
    }
    let mut order: Vec<u32> = (0..columns as u32).collect();
    order.sort_by_key(|&c| with[c as usize].len());
    let mut spent = vec![false; sums.len()];
    let mut found = Vec::new();
    for c in order {
        let mut holders: Vec<u32> = std::mem::take(&mut with[c as usize]);
        holders.sort_unstable();
        holders.dedup();
        holders.retain(|&k| !spent[k as usize] && sums[k as usize].odd.binary_search(&c).is_ok());
        let Some(&pivot) =
            holders.iter().min_by_key(|&&k| (sums[k as usize].odd.len(), sums[k as usize].rows.len(), k))
        else {
            continue;
        };
        spent[pivot as usize] = true;
        let base =
            std::mem::replace(&mut sums[pivot as usize], Sum { odd: Vec::new(), rows: Vec::new(), right: false });
        for k in holders {
            if k == pivot {
                continue;
            }
            let sum = &mut sums[k as usize];
            let odd = symmetric(&sum.odd, &base.odd);
            sum.rows = symmetric(&sum.rows, &base.rows);
            sum.right ^= base.right;
            if odd.is_empty() {
                spent[k as usize] = true;
                if sum.right && sum.rows.len() <= 80 {
                    found.push(std::mem::take(&mut sum.rows));
                }
            } else if sum.rows.len() > 120 {
                spent[k as usize] = true;
            } else {
                for &o in &odd {
                    if base.odd.binary_search(&o).is_ok() {
                        with[o as usize].push(k);
                    }
                }
            }
            sums[k as usize].odd = odd;
        }
    }
    found
}

/// The cut of a sum of rows, each a whole number of times, with how far the present point breaks it for its length.
pub(super) fn round(core: &Core<'_>, rows: &[(u32, i64)], divisor: i64, kind: &[Kind]) -> Option<(f64, Cut)> {
    let mut sums: Vec<(u32, i64)> = Vec::new();
    let mut right: i64 = 0;
    for &(row, times) in rows {
        let (least, top) = range(core, core.held[row as usize]);
        right = right.checked_add(times.checked_mul(if times < 0 { least? } else { top? })?)?;
        for &(var, a) in core.lp.row(row as usize) {
            sums.push((var, times.checked_mul(a as i64)?));
        }
    }
    sums.sort_unstable();
    let mut lifted: Vec<(u32, i64)> = Vec::new();
    let mut terms: Vec<(u32, i64)> = Vec::new();
    let mut at = 0;
    while at < sums.len() {
        let var = sums[at].0;
        let mut a = 0_i64;
        while at < sums.len() && sums[at].0 == var {
            a = a.checked_add(sums[at].1)?;
            at += 1;
        }
        if a % divisor != 0
            && let Kind::Upper(column, upper) = kind[var as usize]
        {
            let times = (-a).rem_euclid(divisor);
            lifted.push((column, times));
            right = right.checked_add(times.checked_mul(upper)?)?;
            a = a.checked_add(times)?;
        }
        // Rounding a coefficient down keeps the row only where the column is never negative.
        if a % divisor != 0 && core.view.bounds(core.column_of_var(var)? as usize).0 < 0 {
            return None;
        }
        terms.push((var, a.div_euclid(divisor)));
    }
    let most = right.div_euclid(divisor);
    terms.retain(|t| t.1 != 0);
    let sum: f64 = terms.iter().map(|&(var, a)| a as f64 * core.lp.value[var as usize]).sum();
    let length: f64 = terms.iter().map(|&(_, a)| (a * a) as f64).sum::<f64>().sqrt();
    if sum < most as f64 + 1e-3 {
        return None;
    }
    let mut column_of: Vec<(u32, i64)> = Vec::new();
    for t in &terms {
        column_of.push((core.column_of_var(t.0)?, t.1));
    }
    let rows = rows.iter().map(|&(row, times)| (core.held[row as usize], times)).collect();
    Some(((sum - most as f64) / length, Cut { rows, divisor, lifted, most, terms: column_of }))
}

/// At most `most` mod-k cuts from the rows of the tableau: a fractional basic column's row has multipliers with a small
/// common denominator; their fractional parts make a rounding that the point breaks (Gomory 1958, in whole numbers).
pub(crate) fn mod_k(core: &mut Core<'_>, most: usize) -> Vec<u32> {
    let Some(kind) = kinds(core) else { return Vec::new() };
    let mut fractions: Vec<(f64, u32)> = (0..core.columns.len())
        .filter_map(|at| {
            let var = core.var[at];
            let x = core.lp.value[var as usize];
            let away = (x - x.round()).abs();
            core.lp.is_basic(var).then_some((away, var)).filter(|_| away > 1e-4)
        })
        .collect();
    fractions.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut cuts = Vec::new();
    let mut row = Vec::new();
    for &(_, var) in fractions.iter().take(300) {
        core.lp.tableau_row(var, &mut row);
        if row.len() > 150 {
            continue;
        }
        // A share's row counts in hundred-thousandths: its own column's coefficient is the denominator there.
        let own = row.iter().filter_map(|&(at, _)| coefficient(core, at, var)).find(|own| (13..=MOST_K).contains(own));
        let Some(k) = (2..=12i64).chain(own).find(|&k| {
            row.iter().all(|&(_, u)| {
                let v = u * k as f64;
                (v - v.round()).abs() < 1e-6
            })
        }) else {
            continue;
        };
        // Of a great divisor the negative row too: its rounding keeps the coefficients small.
        for scale in (1..k.min(4)).chain((k > 12).then_some(k - 1)) {
            let mut rows = Vec::new();
            let mut fits = true;
            for &(at, u) in &row {
                let whole = ((u * k as f64).round() as i64).rem_euclid(k) * scale % k;
                if whole == 0 {
                    continue;
                }
                let (least, top) = range(core, core.held[at as usize]);
                let logical = core.lp.value[core.lp.logical(at as usize) as usize];
                if top.is_some_and(|b| (logical - b as f64).abs() < WHOLE) {
                    rows.push((at, whole));
                } else if least.is_some_and(|b| (logical - b as f64).abs() < WHOLE) {
                    rows.push((at, whole - k));
                } else {
                    fits = false;
                }
            }
            if fits && !rows.is_empty() {
                cuts.extend(round(core, &rows, k, &kind));
            }
        }
    }
    keep_best(core, cuts, most, &kind)
}

/// The size of a variable's coefficient in a row of the relaxation.
fn coefficient(core: &Core<'_>, row: u32, var: u32) -> Option<i64> {
    core.lp.row(row as usize).iter().find(|(of, _)| *of == var).map(|(_, a)| (*a as i64).abs())
}

/// What each variable of the relaxation is at the present point; `None` when nothing is fractional.
fn kinds(core: &Core<'_>) -> Option<Vec<Kind>> {
    let mut kind = vec![Kind::Zero; core.lp.variables()];
    let mut fractional = 0u32;
    for at in 0..core.columns.len() {
        let x = core.value(at);
        let (lower, upper) = core.view.bounds(core.columns[at] as usize);
        // What an earlier goal holds at 0 has an upper bound of its own that a cut would need: 0 comes first.
        kind[core.var[at] as usize] = if lower == 0 && x.abs() < WHOLE {
            Kind::Zero
        } else if (x - upper as f64).abs() < WHOLE {
            Kind::Upper(core.columns[at], upper)
        } else {
            fractional += 1;
            Kind::Fractional(fractional - 1)
        };
    }
    (fractional > 0).then_some(kind)
}

fn keep_best(core: &mut Core<'_>, mut cuts: Vec<(f64, Cut)>, most: usize, kind: &[Kind]) -> Vec<u32> {
    cuts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut used = vec![0u8; core.lp.variables()];
    let mut added: Vec<u32> = Vec::new();
    let mut kept: Vec<Cut> = Vec::new();
    for (_, cut) in cuts {
        if added.len() >= most {
            break;
        }
        if kept.iter().any(|k| k.most == cut.most && k.terms == cut.terms) {
            continue;
        }
        // Cuts that share most of their fractional columns help little together.
        let support: Vec<u32> = cut
            .terms
            .iter()
            .map(|t| core.var[core.place[t.0 as usize] as usize])
            .filter(|&v| matches!(kind[v as usize], Kind::Fractional(_)))
            .collect();
        if support.iter().filter(|&&v| used[v as usize] >= 2).count() * 2 > support.len() {
            continue;
        }
        for &v in &support {
            used[v as usize] += 1;
        }
        kept.push(cut.clone());
        added.push(core.cuts.add(cut));
    }
    added
}
