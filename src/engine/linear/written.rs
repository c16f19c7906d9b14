//! Random bounded programs with what the simplex method says of them, written down for another solver to judge:
//! `.ci/linear` names the file in `CONVENER_LINEAR` and compares with `HiGHS`. Each program is solved, then changed while the
//! basis stays (rows and columns come, bounds move), and solved again.

use super::Linear;
use serde_json::{Value, json};
use std::io::Write;

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
    fn within(&mut self, low: i64, high: i64) -> f64 {
        (low + self.below((high - low + 1).cast_unsigned()).cast_signed()) as f64
    }
    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Small whole numbers, all sorts of rows.
    Mixed,
    /// Costs of 0 and 1, equal rows, right sides that many points meet.
    Degenerate,
    /// Costs from 1 to 9,000,000, each row in units of its own, from 1 to 100,000.
    IllScaled,
    /// One row asks for more than another with the same terms allows.
    Empty,
    /// Many equations around a point that keeps them, and rows without a bound.
    Equations,
}

const KINDS: [Kind; 5] = [Kind::Mixed, Kind::Degenerate, Kind::IllScaled, Kind::Empty, Kind::Equations];

type Row = (f64, f64, Vec<(u32, f64)>);

struct Maker {
    dice: Random,
    kind: Kind,
    columns: Vec<(f64, f64, f64)>,
    rows: Vec<Row>,
    /// Within the bounds of the columns, if equations are to have a point.
    point: Vec<f64>,
    /// The relaxation's number of each column: logical columns take numbers too.
    numbers: Vec<usize>,
}

impl Maker {
    /// The size of a cost or of a row's coefficients: a power of ten below this one.
    fn size(&mut self, most: u64) -> f64 {
        if self.kind == Kind::IllScaled { 10_f64.powi(self.dice.below(most) as i32) } else { 1.0 }
    }

    fn column(&mut self) -> (f64, f64, f64) {
        let lower = if self.dice.one_in(3) { self.dice.within(-3, 0) } else { 0.0 };
        let width = if self.dice.one_in(2) { 1 } else { 6 };
        let upper = lower + self.dice.within(0, width);
        let cost = match self.kind {
            Kind::Degenerate => self.dice.within(-1, 1),
            _ => self.dice.within(-9, 9) * self.size(7),
        };
        self.point.push(self.dice.within(lower as i64, upper as i64));
        (lower, upper, cost)
    }

    fn coefficient(&mut self, size: f64) -> f64 {
        match self.kind {
            Kind::Degenerate => 1.0,
            Kind::IllScaled => self.dice.within(1, 9) * size * if self.dice.one_in(4) { -1.0 } else { 1.0 },
            _ if self.dice.one_in(3) => self.dice.within(1, 4) * if self.dice.one_in(2) { -1.0 } else { 1.0 },
            _ => 1.0,
        }
    }

    fn row(&mut self) -> Row {
        let earlier = self.rows.len() as u64;
        if self.kind == Kind::Degenerate && earlier > 0 && self.dice.one_in(4) {
            return self.rows[self.dice.below(earlier) as usize].clone();
        }
        let mut terms = Vec::new();
        let size = self.size(6);
        for j in 0..self.columns.len() as u32 {
            if self.dice.below(self.columns.len() as u64) < 6 {
                terms.push((j, self.coefficient(size)));
            }
        }
        let sum: f64 = terms.iter().map(|term| term.1 * self.point[term.0 as usize]).sum();
        let near = if self.kind == Kind::Mixed { self.dice.within(-1, 3) } else { sum };
        let room = size;
        match (self.kind, self.dice.below(5)) {
            (Kind::Equations, 0 | 1) | (Kind::Mixed, 0) => (near, near, terms),
            (Kind::Equations, 2) => (f64::NEG_INFINITY, f64::INFINITY, terms),
            (_, 0 | 1) => (f64::NEG_INFINITY, near + self.dice.within(0, 1) * room, terms),
            (_, 2 | 3) => (near - self.dice.within(0, 1) * room, f64::INFINITY, terms),
            _ => (near - room, near + room, terms),
        }
    }

    fn written(&self, linear: &mut Linear) -> Value {
        let ended = linear.solve(f64::INFINITY, u64::MAX, &mut || false);
        let finite = |bound: f64| bound.is_finite().then_some(bound);
        let columns: Vec<Value> =
            self.columns.iter().map(|&(lower, upper, cost)| json!([lower, upper, cost])).collect();
        let rows: Vec<Value> =
            self.rows.iter().map(|(lower, upper, terms)| json!([finite(*lower), finite(*upper), terms])).collect();
        let point: Vec<f64> = self.numbers.iter().map(|&at| linear.value[at]).collect();
        json!({ "kind": format!("{:?}", self.kind), "columns": columns, "rows": rows,
            "ended": format!("{ended:?}"), "objective": linear.true_objective(), "point": point })
    }
}

fn add(linear: &mut Linear, row: &Row, numbers: &[usize]) {
    let terms: Vec<(u32, f64)> = row.2.iter().map(|&(at, a)| (numbers[at as usize] as u32, a)).collect();
    linear.add_row(row.0, row.1, &terms);
}

/// Without the variable there is nothing to do: the comparison needs `HiGHS`.
#[test]
fn programs_are_written_for_another_solver() {
    let Some(path) = std::env::var_os("CONVENER_LINEAR") else { return };
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    for seed in 0..400_u64 {
        let kind = KINDS[(seed % 5) as usize];
        let mut maker = Maker {
            dice: Random(seed),
            kind,
            columns: Vec::new(),
            rows: Vec::new(),
            point: Vec::new(),
            numbers: Vec::new(),
        };
        // Most are small; the largest have 300 columns and 200 rows.
        let share = (seed + 1).pow(3);
        let (most_columns, most_rows) = (5 + 295 * share / 400_u64.pow(3), 3 + 197 * share / 400_u64.pow(3));
        let mut linear = Linear::new(1e-3);
        for _ in 0..2 + maker.dice.below(most_columns - 1) {
            let column = maker.column();
            maker.numbers.push(linear.add_column(column.0, column.1, column.2, &[]) as usize);
            maker.columns.push(column);
        }
        for _ in 0..=maker.dice.below(most_rows) {
            let row = maker.row();
            add(&mut linear, &row, &maker.numbers);
            maker.rows.push(row);
        }
        writeln!(file, "{}", maker.written(&mut linear)).unwrap();
        for step in 0..4 {
            match (step, kind) {
                (0, _) | (3, Kind::Mixed | Kind::Degenerate | Kind::IllScaled | Kind::Equations) => {
                    for _ in 0..=maker.rows.len() / 10 {
                        let row = maker.row();
                        add(&mut linear, &row, &maker.numbers);
                        maker.rows.push(row);
                    }
                }
                (1, _) => {
                    for _ in 0..=maker.columns.len() / 10 {
                        let mut column = maker.column();
                        // The point that equations keep has the column at 0.
                        column.0 = column.0.min(0.0);
                        column.1 = column.1.max(0.0);
                        *maker.point.last_mut().unwrap() = 0.0;
                        let at = maker.columns.len() as u32;
                        let mut terms = Vec::new();
                        for row in 0..maker.rows.len() {
                            if maker.dice.below(maker.rows.len() as u64) < 4 {
                                // As large as the row's others.
                                let first = maker.rows[row].2.first().map_or(1.0, |term| term.1.abs());
                                let a = maker.coefficient(10_f64.powi(first.log10() as i32));
                                terms.push((row as u32, a));
                                maker.rows[row].2.push((at, a));
                            }
                        }
                        maker.numbers.push(linear.add_column(column.0, column.1, column.2, &terms) as usize);
                        maker.columns.push(column);
                    }
                }
                (2, _) => {
                    for _ in 0..=maker.columns.len() / 20 {
                        let at = maker.dice.below(maker.columns.len() as u64) as usize;
                        let to = if maker.dice.one_in(2) { maker.point[at] } else { maker.columns[at].1 };
                        (maker.columns[at].0, maker.columns[at].1) = (to, to);
                        linear.set_bounds(maker.numbers[at] as u32, to, to);
                    }
                }
                _ => {
                    // What one row asks for is more than its twin allows.
                    let twin = maker.dice.below(maker.rows.len() as u64) as usize;
                    let (lower, upper, terms) = maker.rows[twin].clone();
                    let above = if upper.is_finite() { upper } else { lower.max(-1e9) };
                    let rows = [(f64::NEG_INFINITY, above, terms.clone()), (above + 1.0, f64::INFINITY, terms)];
                    for row in rows {
                        add(&mut linear, &row, &maker.numbers);
                        maker.rows.push(row);
                    }
                }
            }
            writeln!(file, "{}", maker.written(&mut linear)).unwrap();
        }
    }
}
