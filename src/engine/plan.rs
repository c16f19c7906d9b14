//! A whole point under repair: sums of rows, what is broken, and a score that a move changes cheaply.

use super::core::{Core, NONE};

/// A whole point of the columns held, not yet feasible.
pub(crate) struct Plan<'c, 'a> {
    core: &'c Core<'a>,
    pub values: Vec<i64>,
    /// The rows in which columns held have terms, and those that are broken without any.
    rows: Vec<Row>,
    /// Where a row of the program stands in `rows`.
    place: Vec<u32>,
    /// What a unit of the column is worth.
    pub gain: Vec<f64>,
    /// Gains less penalties.
    pub score: f64,
    broken: Vec<u32>,
    /// Moves since [`Self::begin`], to take back.
    log: Vec<(u32, i64)>,
    /// The columns of no block in each row held by them: they follow the others.
    followers: Vec<Vec<u32>>,
    wake: Vec<u32>,
}

/// What is known of a row, side by side.
struct Row {
    least: i64,
    most: i64,
    sum: i64,
    /// What a unit by which the row is missed costs.
    penalty: f64,
    /// Where the row stands among the broken ones.
    broken_at: u32,
    /// Where its followers stand.
    followers: u32,
}

impl Row {
    fn missed_at(&self, sum: i64) -> i64 {
        if sum < self.least {
            self.least.saturating_sub(sum)
        } else if sum > self.most {
            sum.saturating_sub(self.most)
        } else {
            0
        }
    }

    fn missed(&self) -> i64 {
        self.missed_at(self.sum)
    }
}

impl<'c, 'a> Plan<'c, 'a> {
    pub fn new(core: &'c Core<'a>, values: &[i64], gain: Vec<f64>, unit: f64) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        let mut place = vec![NONE; core.view.rows()];
        let mut take = |row: u32, rows: &mut Vec<Row>| {
            let place = &mut place[row as usize];
            if *place == NONE {
                *place = rows.len() as u32;
                let (least, most) = core.view.range(row as usize);
                let (least, most) = (least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX));
                rows.push(Row { least, most, sum: 0, penalty: 1.0, broken_at: NONE, followers: NONE });
            }
            *place as usize
        };
        for &row in &core.demanding {
            take(row, &mut rows);
        }
        let mut followers = Vec::new();
        for at in 0..core.columns.len() {
            let follows = core.block[at] == NONE;
            for &(row, a) in core.terms(at) {
                let place = take(row, &mut rows);
                let of = &mut rows[place];
                // The greatest coefficient, for now.
                of.penalty = of.penalty.max(f64::from(a.saturating_abs()));
                if follows {
                    if of.followers == NONE {
                        of.followers = followers.len() as u32;
                        followers.push(Vec::new());
                    }
                    followers[of.followers as usize].push(at as u32);
                }
            }
        }
        for row in &mut rows {
            row.penalty = unit / row.penalty;
        }
        let mut plan = Self {
            core,
            values: vec![0; core.columns.len()],
            rows,
            place,
            gain,
            score: 0.0,
            broken: Vec::new(),
            log: Vec::new(),
            followers,
            wake: Vec::new(),
        };
        for &row in &core.demanding {
            plan.file(row);
        }
        for (at, &value) in values.iter().enumerate() {
            if value != 0 {
                plan.change(at as u32, value);
            }
        }
        plan.log.clear();
        plan.wake.clear();
        plan
    }

    fn row(&self, row: u32) -> &Row {
        &self.rows[self.place[row as usize] as usize]
    }

    /// Whether the row is over its range rather than under it.
    pub fn over(&self, row: u32) -> bool {
        self.row(row).sum > self.row(row).most
    }

    pub fn broken(&self) -> &[u32] {
        &self.broken
    }

    fn file(&mut self, row: u32) {
        let of = &mut self.rows[self.place[row as usize] as usize];
        let (missed, at) = (of.missed() > 0, of.broken_at);
        if missed && at == NONE {
            of.broken_at = self.broken.len() as u32;
            self.broken.push(row);
        } else if !missed && at != NONE {
            of.broken_at = NONE;
            self.broken.swap_remove(at as usize);
            if let Some(&moved) = self.broken.get(at as usize) {
                self.rows[self.place[moved as usize] as usize].broken_at = at;
            }
        }
    }

    fn change(&mut self, at: u32, by: i64) {
        let core = self.core;
        self.values[at as usize] += by;
        self.score += self.gain[at as usize] * by as f64;
        for &(row, a) in core.terms(at as usize) {
            let of = &mut self.rows[self.place[row as usize] as usize];
            let before = of.missed();
            of.sum += by * i64::from(a);
            let after = of.missed();
            if of.followers != NONE {
                self.wake.push(row);
            }
            if before != after {
                self.score -= of.penalty * (after - before) as f64;
                if (before == 0) != (after == 0) {
                    self.file(row);
                }
            }
        }
        self.log.push((at, by));
    }

    /// Raises the penalty of a row that stays broken.
    pub fn harden(&mut self, row: u32, by: f64) {
        let of = &mut self.rows[self.place[row as usize] as usize];
        self.score -= of.penalty * (by - 1.0) * of.missed() as f64;
        of.penalty *= by;
    }

    pub fn begin(&mut self) {
        self.log.clear();
    }

    /// Takes back everything since [`Self::begin`].
    pub fn take_back(&mut self) {
        while let Some((at, by)) = self.log.pop() {
            self.change(at, -by);
            self.log.pop();
        }
        self.wake.clear();
    }

    /// Moves columns, then lets those in no block follow.
    pub fn shift(&mut self, moves: &[(u32, i64)]) {
        for &(at, by) in moves {
            self.change(at, by);
        }
        self.follow();
    }

    /// Columns in no block move by themselves where that lifts the score, or harms nothing and makes room.
    pub fn follow(&mut self) {
        let mut rounds = 0;
        while !self.wake.is_empty() && rounds < 4 {
            rounds += 1;
            let mut rows = std::mem::take(&mut self.wake);
            rows.sort_unstable();
            rows.dedup();
            for row in rows {
                let list = self.row(row).followers as usize;
                for k in 0..self.followers[list].len().min(64) {
                    self.tune(self.followers[list][k]);
                }
            }
        }
        self.wake.clear();
    }

    fn tune(&mut self, at: u32) {
        let (lower, upper) = self.core.view.bounds(self.core.columns[at as usize] as usize);
        for by in [1, -1] {
            for _ in 0..8 {
                let to = self.values[at as usize] + by;
                if to < lower || to > upper || self.worth(at, by) <= 1e-9 {
                    break;
                }
                self.change(at, by);
            }
        }
    }

    /// What moving a column would change the score by.
    pub fn worth(&self, at: u32, by: i64) -> f64 {
        let mut worth = self.gain[at as usize] * by as f64;
        for &(row, a) in self.core.terms(at as usize) {
            let of = self.row(row);
            let after = of.missed_at(of.sum + by * i64::from(a));
            worth -= of.penalty * (after - of.missed()) as f64;
        }
        worth
    }
}
