//! The simplex method against microlp on random bounded programs: feasible, infeasible, degenerate; grown and re-bounded.

use super::{Ended, Linear};

struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
    fn within(&mut self, low: i64, high: i64) -> f64 {
        (low + self.below((high - low + 1).cast_unsigned()).cast_signed()) as f64
    }
}

/// A random program: columns (lower, upper, cost), rows (lower, upper, terms).
struct Program {
    columns: Vec<(f64, f64, f64)>,
    #[allow(clippy::type_complexity, reason = "bounds and terms, named where they are read")]
    rows: Vec<(f64, f64, Vec<(u32, f64)>)>,
}

fn random(random: &mut Random, most: u64) -> Program {
    let n = 2 + random.below(most) as usize;
    let m = 1 + random.below(most) as usize;
    let wide = random.below(3) == 0;
    let columns: Vec<(f64, f64, f64)> = (0..n)
        .map(|_| {
            let lower = if wide { random.within(-3, 0) } else { 0.0 };
            (lower, lower + random.within(0, if wide { 5 } else { 1 }), random.within(-9, 9))
        })
        .collect();
    let rows = (0..m)
        .map(|_| {
            let mut terms = Vec::new();
            for j in 0..n as u32 {
                if random.below(n as u64) < 5 {
                    let a = if random.below(3) == 0 { random.within(-4, 4) } else { 1.0 };
                    if a != 0.0 {
                        terms.push((j, a));
                    }
                }
            }
            let b = random.within(-1, 4);
            match random.below(4) {
                0 => (f64::NEG_INFINITY, b, terms),
                1 => (b - 1.0, f64::INFINITY, terms),
                2 => (b, b, terms),
                _ => (b - 1.0, b + 1.0, terms),
            }
        })
        .collect();
    Program { columns, rows }
}

fn other(program: &Program) -> Option<f64> {
    use microlp::{ComparisonOp, OptimizationDirection, Problem};
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let vars: Vec<_> = program.columns.iter().map(|c| problem.add_var(c.2, (c.0, c.1))).collect();
    for (lower, upper, terms) in &program.rows {
        if terms.is_empty() {
            if *lower > 0.0 || *upper < 0.0 {
                return None;
            }
            continue;
        }
        let sum: Vec<_> = terms.iter().map(|t| (vars[t.0 as usize], t.1)).collect();
        if lower.is_finite() {
            problem.add_constraint(sum.as_slice(), ComparisonOp::Ge, *lower);
        }
        if upper.is_finite() {
            problem.add_constraint(sum.as_slice(), ComparisonOp::Le, *upper);
        }
    }
    problem.solve().ok().and_then(|s| s.solution().map(microlp::Solution::objective))
}

fn check(linear: &mut Linear, program: &Program, seed: u64) {
    let expected = other(program);
    let ended = linear.solve(f64::INFINITY, u64::MAX, &mut || false);
    match expected {
        None => assert_eq!(ended, Ended::Infeasible, "seed {seed}"),
        Some(value) => {
            assert_eq!(ended, Ended::Optimal, "seed {seed}");
            assert!((linear.true_objective() - value).abs() < 1e-2, "seed {seed}: {} {value}", linear.true_objective());
            for (lower, upper, terms) in &program.rows {
                let sum: f64 = terms.iter().map(|t| t.1 * linear.value[t.0 as usize]).sum();
                assert!(sum > lower - 1e-6 && sum < upper + 1e-6, "seed {seed}: {lower} {sum} {upper}");
            }
        }
    }
}

#[test]
fn agrees_with_another_solver_from_the_start() {
    for seed in 0..3000 {
        let program = random(&mut Random(seed), 4 + seed / 60);
        let mut linear = Linear::new(1e-3);
        for c in &program.columns {
            linear.add_column(c.0, c.1, c.2, &[]);
        }
        for row in &program.rows {
            linear.add_row(row.0, row.1, &row.2);
        }
        check(&mut linear, &program, seed);
    }
}

#[test]
fn stays_right_while_rows_come_and_bounds_move() {
    for seed in 0..1500 {
        let mut dice = Random(seed + 77);
        let mut program = random(&mut dice, 4 + seed / 40);
        let rows = std::mem::take(&mut program.rows);
        let mut linear = Linear::new(1e-3);
        for c in &program.columns {
            linear.add_column(c.0, c.1, c.2, &[]);
        }
        for row in rows {
            linear.add_row(row.0, row.1, &row.2);
            program.rows.push(row);
            if dice.below(3) == 0 {
                let at = dice.below(program.columns.len() as u64) as usize;
                let c = &mut program.columns[at];
                if dice.below(2) == 0 {
                    c.0 = c.1;
                } else {
                    c.1 = c.0;
                }
                linear.set_bounds(at as u32, c.0, c.1);
            }
            check(&mut linear, &program, seed);
        }
    }
}

/// Columns are held and freed again between solves that carry reduced costs along and don't look twice.
#[test]
fn stays_right_while_columns_are_held_and_freed() {
    let mut optimal = 0;
    for seed in 0..1500 {
        let mut dice = Random(seed + 991);
        let program = random(&mut dice, 4 + seed / 40);
        let mut linear = Linear::new(1e-3);
        for c in &program.columns {
            linear.add_column(c.0, c.1, c.2, &[]);
        }
        for row in &program.rows {
            linear.add_row(row.0, row.1, &row.2);
        }
        let mut held = Program { columns: program.columns.clone(), rows: program.rows.clone() };
        for _ in 0..8 {
            for (at, (now, free)) in held.columns.iter_mut().zip(&program.columns).enumerate() {
                *now = match dice.below(16) {
                    0 => (free.0, free.0, free.2),
                    1 => (free.1, free.1, free.2),
                    _ => *free,
                };
                linear.set_bounds(at as u32, now.0, now.1);
            }
            let ended = linear.solve_roughly(f64::INFINITY, &mut || false);
            match other(&held) {
                None => assert_eq!(ended, Ended::Infeasible, "seed {seed}"),
                Some(value) => {
                    optimal += 1;
                    assert_eq!(ended, Ended::Optimal, "seed {seed}");
                    let ours = linear.true_objective();
                    assert!((ours - value).abs() < 1e-2, "seed {seed}: {ours} {value}");
                }
            }
        }
    }
    assert!(optimal > 1500, "{optimal}");
}

/// A goal, with a later one's costs in it to break ties; then the later goal under the first one's value, from that basis.
#[test]
fn a_later_goal_begins_where_the_one_before_ended() {
    let (mut solved, mut steps, mut afresh) = (0, 0, 0);
    for seed in 0..1500 {
        let mut dice = Random(seed + 4242);
        let mut program = random(&mut dice, 6 + seed / 40);
        let later: Vec<f64> = program.columns.iter().map(|_| dice.within(-9, 9)).collect();
        let build = |program: &Program| {
            let mut linear = Linear::new(1e-3);
            for c in &program.columns {
                linear.add_column(c.0, c.1, c.2, &[]);
            }
            for row in &program.rows {
                linear.add_row(row.0, row.1, &row.2);
            }
            linear
        };
        let mut first = build(&program);
        for (at, by) in (0..).zip(&later) {
            first.break_ties(at, 1e-3 * by);
        }
        if first.solve(f64::INFINITY, u64::MAX, &mut || false) != Ended::Optimal {
            continue;
        }
        let kept: Vec<(u32, f64)> =
            (0..).zip(&program.columns).map(|(at, c)| (at, c.2)).filter(|t| t.1 != 0.0).collect();
        let most = first.true_objective() + 0.25;
        for (column, by) in program.columns.iter_mut().zip(&later) {
            column.2 = *by;
        }
        program.rows.push((f64::NEG_INFINITY, most, kept));
        let rows = program.rows.len();
        let mut second = build(&program);
        let stood: Vec<_> = (0..program.columns.len() as u32)
            .map(|var| (var, first.stood(var)))
            .chain((0..rows - 1).map(|row| (second.logical(row), first.stood(first.logical(row)))))
            .collect();
        second.restart(stood.into_iter(), rows as u32 - 1);
        check(&mut second, &program, seed);
        let mut other = build(&program);
        check(&mut other, &program, seed);
        solved += 1;
        steps += second.steps;
        afresh += other.steps;
    }
    assert!(solved > 200 && steps * 2 < afresh, "{solved} programs: {steps} steps, {afresh} afresh");
}
