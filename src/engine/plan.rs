//! A whole point under repair: sums of rows, what is broken, and a score that a move changes cheaply.

use super::core::{Core, NONE};

/// A whole point of the columns held, not yet feasible.
pub(crate) struct Plan<'c, 'a> {
    core: &'c Core<'a>,
    pub values: Vec<i64>,
    sums: Vec<i64>,
    ranges: Vec<(i64, i64)>,
    /// What a unit by which the row is missed costs.
    pub penalty: Vec<f64>,
    /// What a unit of the column is worth.
    pub gain: Vec<f64>,
    /// Gains less penalties.
    pub score: f64,
    broken: Vec<u32>,
    broken_at: Vec<u32>,
    /// Moves since [`Self::begin`], to take back.
    log: Vec<(u32, i64)>,
    /// The columns of no block in each row held by them: they follow the others.
    followers: Vec<Vec<u32>>,
    follower_row: Vec<u32>,
    wake: Vec<u32>,
}

impl<'c, 'a> Plan<'c, 'a> {
    pub fn new(core: &'c Core<'a>, values: Vec<i64>, gain: Vec<f64>, unit: f64) -> Self {
        let rows = core.view.rows();
        let ranges: Vec<(i64, i64)> = (0..rows)
            .map(|row| {
                let (least, most) = core.view.range(row);
                (least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX))
            })
            .collect();
        let mut greatest = vec![1i32; rows];
        let mut followers = Vec::new();
        let mut follower_row = vec![NONE; rows];
        for at in 0..core.columns.len() {
            let follows = core.blocks.of[core.columns[at] as usize] == NONE;
            for &(row, a) in core.terms(at) {
                greatest[row as usize] = greatest[row as usize].max(a.saturating_abs());
                if follows {
                    if follower_row[row as usize] == NONE {
                        follower_row[row as usize] = followers.len() as u32;
                        followers.push(Vec::new());
                    }
                    followers[follower_row[row as usize] as usize].push(at as u32);
                }
            }
        }
        let penalty = greatest.iter().map(|&g| unit / f64::from(g)).collect();
        let mut plan = Self {
            core,
            values: vec![0; core.columns.len()],
            sums: vec![0; rows],
            ranges,
            penalty,
            gain,
            score: 0.0,
            broken: Vec::new(),
            broken_at: vec![NONE; rows],
            log: Vec::new(),
            followers,
            follower_row,
            wake: Vec::new(),
        };
        for row in 0..rows {
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

    fn missed(&self, row: usize) -> i64 {
        let (least, most) = self.ranges[row];
        let sum = self.sums[row];
        if sum < least {
            least.saturating_sub(sum)
        } else if sum > most {
            sum.saturating_sub(most)
        } else {
            0
        }
    }

    /// Whether the row is over its range rather than under it.
    pub fn over(&self, row: u32) -> bool {
        self.sums[row as usize] > self.ranges[row as usize].1
    }

    pub fn broken(&self) -> &[u32] {
        &self.broken
    }

    fn file(&mut self, row: usize) {
        let missed = self.missed(row) > 0;
        let at = self.broken_at[row];
        if missed && at == NONE {
            self.broken_at[row] = self.broken.len() as u32;
            self.broken.push(row as u32);
        } else if !missed && at != NONE {
            self.broken.swap_remove(at as usize);
            if let Some(&moved) = self.broken.get(at as usize) {
                self.broken_at[moved as usize] = at;
            }
            self.broken_at[row] = NONE;
        }
    }

    fn change(&mut self, at: u32, by: i64) {
        let core = self.core;
        self.values[at as usize] += by;
        self.score += self.gain[at as usize] * by as f64;
        for &(row, a) in core.terms(at as usize) {
            let r = row as usize;
            let before = self.missed(r);
            self.sums[r] += by * i64::from(a);
            let after = self.missed(r);
            if before != after {
                self.score -= self.penalty[r] * (after - before) as f64;
                if (before == 0) != (after == 0) {
                    self.file(r);
                }
            }
            if self.follower_row[r] != NONE {
                self.wake.push(row);
            }
        }
        self.log.push((at, by));
    }

    /// Raises the penalty of a row that stays broken.
    pub fn harden(&mut self, row: u32, by: f64) {
        let r = row as usize;
        self.score -= self.penalty[r] * (by - 1.0) * self.missed(r) as f64;
        self.penalty[r] *= by;
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
                let list = self.follower_row[row as usize] as usize;
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
            let r = row as usize;
            let (least, most) = self.ranges[r];
            let missed = |sum: i64| {
                if sum < least {
                    least - sum
                } else if sum > most {
                    sum - most
                } else {
                    0
                }
            };
            let before = missed(self.sums[r]);
            let after = missed(self.sums[r] + by * i64::from(a));
            worth -= self.penalty[r] * (after - before) as f64;
        }
        worth
    }
}
