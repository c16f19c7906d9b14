//! The search for a point of a given value: everything that the relaxation's bound rules out is fixed, then a
//! depth-first tree with bounds proven in whole numbers at every leaf.

mod branch;
mod dive;
mod narrow;
pub(super) mod neighbourhood;
pub(super) mod record;

use super::bound::{self, DENOMINATOR, Exact};
use super::core::{Core, NONE};
use super::linear::Ended;
use super::tolerance::WHOLE;
use super::{greedy, separate};
use crate::program::Multipliers;
use record::{Record, multipliers};

/// How a search ended.
pub(crate) enum Found {
    /// Values of the columns held.
    Point(Vec<i64>),
    /// Proven: no point of that value.
    Closed,
    Stopped,
    /// The limit of nodes came first.
    Undecided,
}

struct Branch {
    at: u32,
    /// The bounds of the side that is still to be looked at.
    other: Option<(f64, f64)>,
    trail: usize,
    /// Its number in the record.
    node: u32,
}

pub(crate) struct Search<'s, 'a> {
    pub core: &'s mut Core<'a>,
    pub target: i64,
    trail: Vec<(u32, f64, f64)>,
    pub nodes: u64,
    most: u64,
    depth: usize,
    /// Whether to try both sides before splitting.
    strong: bool,
    /// Whether to go on after a point, for a better one.
    pub best: Option<(i64, Vec<i64>)>,
    improve: bool,
    /// Columns of the program outside the core that a point of the target's value may use.
    alive: Vec<u32>,
    pub record: Record,
    /// Rounds of cuts at the root.
    rounds: usize,
}

enum Verdict {
    Pruned,
    Point(Vec<i64>),
    /// Column, value, whether the upper side comes first.
    Split(u32, f64, bool),
    Stopped,
}

impl<'s, 'a> Search<'s, 'a> {
    pub fn new(core: &'s mut Core<'a>, target: i64, most: u64, record: bool) -> Self {
        Self {
            core,
            target,
            trail: Vec::new(),
            nodes: 0,
            most,
            depth: 0,
            strong: false,
            best: None,
            improve: false,
            alive: Vec::new(),
            record: Record::new(record),
            rounds: 20,
        }
    }

    fn restrict(&mut self, at: u32, lower: f64, upper: f64) {
        let var = self.core.var[at as usize];
        self.trail.push((at, self.core.lp.lower[var as usize], self.core.lp.upper[var as usize]));
        self.core.lp.set_bounds(var, lower, upper);
    }

    fn undo(&mut self, to: usize) {
        while self.trail.len() > to {
            if let Some((at, lower, upper)) = self.trail.pop() {
                self.core.lp.set_bounds(self.core.var[at as usize], lower, upper);
            }
        }
    }

    /// Fixes the columns held that the bound keeps where they are; returns how many.
    fn fix(&mut self, exact: &Exact) -> usize {
        let slack = exact.bound - i128::from(self.target) * i128::from(DENOMINATOR);
        let mut fixed = 0;
        for at in 0..exact.reduced.len() {
            let var = self.core.var[at] as usize;
            let (lower, upper) = (self.core.lp.lower[var], self.core.lp.upper[var]);
            let r = exact.reduced[at];
            if lower < upper && r.abs() > slack {
                let to = if r > 0 { upper } else { lower };
                self.restrict(at as u32, to, to);
                fixed += 1;
            }
        }
        fixed
    }

    fn exact(&mut self) -> Option<Exact> {
        let y = self.core.multipliers();
        bound::exact(self.core, &y, true)
    }

    /// Whether the bound stays below the target with the columns outside; if not, takes in those that lift it most.
    fn covers(&mut self, exact: &Exact, target: i128, objective: bool) -> bool {
        if self.alive.is_empty() {
            return exact.bound < target;
        }
        let (sum, mut lifting) = bound::lifting(self.core, exact, objective, &self.alive);
        if sum < target {
            return true;
        }
        lifting.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        lifting.truncate(600);
        let columns: Vec<u32> = lifting.iter().map(|l| l.0).collect();
        self.core.add_columns(&columns);
        let place = &self.core.place;
        self.alive.retain(|&c| !place.has(c));
        false
    }

    fn evaluate(&mut self, cut_rounds: usize, stop: &mut dyn FnMut() -> bool) -> Verdict {
        let mut round = 0;
        // Where ties are broken by later goals, the relaxation's costs say little of where the target is passed.
        let mut limit = if self.core.view.leans() { f64::INFINITY } else { -(self.target as f64) + 0.05 };
        loop {
            let ended = self.core.settle(limit, stop);
            match ended {
                // Numerics at their end stop it too: that is no limit.
                Ended::Stopped => return if stop() { Verdict::Stopped } else { self.any_split() },
                Ended::Infeasible => {
                    let Some(y) = self.core.farkas() else { return self.any_split() };
                    let Some(exact) = bound::exact(self.core, &y, false) else { return self.any_split() };
                    if self.covers(&exact, 0, false) {
                        self.record.uses(|| multipliers(self.core, &exact, false));
                        return Verdict::Pruned;
                    }
                    // Columns outside could mend it: they came in, go on.
                }
                Ended::Beyond | Ended::Stalled | Ended::Optimal => {
                    let Some(exact) = self.exact() else { return self.any_split() };
                    let target = i128::from(self.target) * i128::from(DENOMINATOR);
                    if exact.bound < target {
                        if self.covers(&exact, target, true) {
                            self.record.uses(|| multipliers(self.core, &exact, true));
                            return Verdict::Pruned;
                        }
                        continue;
                    }
                    if ended != Ended::Optimal {
                        // Moved costs say beyond, whole numbers don't: go to the end without a limit.
                        limit = f64::INFINITY;
                        continue;
                    }
                    if self.alive.is_empty() && self.fix(&exact) > 0 {
                        self.record.uses(|| multipliers(self.core, &exact, true));
                    }
                }
            }
            if ended == Ended::Infeasible {
                continue;
            }
            let mut worst = None;
            let mut best_score = f64::INFINITY;
            let (mut count, mut seats) = (0, 0);
            for at in 0..self.core.columns.len() {
                let x = self.core.value(at);
                let away = (x - x.round()).abs();
                if away > WHOLE {
                    count += 1;
                    seats += usize::from(self.core.block[at] != NONE);
                    // Dive: the largest fraction first.
                    let score = x.ceil() - x;
                    if score < best_score {
                        best_score = score;
                        worst = Some((at as u32, x));
                    }
                }
            }
            let Some((at, x)) = worst else {
                let values: Vec<i64> =
                    (0..self.core.columns.len()).map(|at| self.core.value(at).round() as i64).collect();
                if self.core.keeps(&values) && self.core.worth(&values) >= self.target {
                    return Verdict::Point(values);
                }
                return self.any_split();
            };
            if seats == 0
                && let Some(values) = greedy::complete(self.core)
                && self.core.worth(&values) >= self.target
            {
                return Verdict::Point(values);
            }
            if round < cut_rounds && count > 0 {
                round += 1;
                let mut cuts = separate::zero_half(self.core, 100);
                if cuts.len() < 10 {
                    cuts.extend(separate::mod_k(self.core, 50));
                }
                if !cuts.is_empty() {
                    for cut in cuts {
                        self.core.add_cut(cut);
                    }
                    continue;
                }
            }
            if self.strong {
                let (at, x, up) = self.choose((at, x), limit, stop);
                return Verdict::Split(at, x, up);
            }
            return Verdict::Split(at, x, true);
        }
    }

    /// Where floating point is at its end: split any column that is open, or count the point.
    fn any_split(&mut self) -> Verdict {
        // All columns are at stake now, those that wait outside too.
        let alive = std::mem::take(&mut self.alive);
        self.core.add_columns(&alive);
        for at in 0..self.core.columns.len() {
            let var = self.core.var[at] as usize;
            let (lower, upper) = (self.core.lp.lower[var], self.core.lp.upper[var]);
            if lower < upper {
                return Verdict::Split(at as u32, f64::midpoint(lower, upper).floor() + 0.5, true);
            }
        }
        let values: Vec<i64> =
            (0..self.core.columns.len()).map(|at| self.core.lp.lower[self.core.var[at] as usize] as i64).collect();
        match self.core.broken_side(&values) {
            None if self.core.worth(&values) >= self.target => return Verdict::Point(values),
            None => self.record.uses(|| Multipliers { objective: 1, rows: Vec::new() }),
            Some(side) => self.record.uses(|| Multipliers { objective: 0, rows: vec![side] }),
        }
        Verdict::Pruned
    }

    /// Goes on after a point, for better ones; `best` holds the last.
    pub fn improving(mut self) -> Self {
        self.improve = true;
        self
    }

    /// Spends little on the root: the search is one of many.
    pub fn shallow(mut self) -> Self {
        self.rounds = 1;
        self
    }

    /// Columns of the program outside the core that may matter.
    pub fn beside(mut self, columns: Vec<u32>) -> Self {
        self.alive = columns;
        self
    }

    /// Runs; the core's bounds are as before afterwards.
    pub fn run(&mut self, stop: &mut dyn FnMut() -> bool) -> Found {
        let result = self.tree(stop);
        self.undo(0);
        result
    }

    fn take(&mut self, values: Vec<i64>) -> Option<Found> {
        if !self.improve {
            return Some(Found::Point(values));
        }
        let worth = self.core.worth(&values);
        self.target = worth + 1;
        self.best = Some((worth, values));
        None
    }

    fn tree(&mut self, stop: &mut dyn FnMut() -> bool) -> Found {
        let mut stack: Vec<Branch> = Vec::new();
        match self.evaluate(self.rounds, stop) {
            Verdict::Stopped => return Found::Stopped,
            Verdict::Point(values) => {
                if let Some(found) = self.take(values) {
                    return found;
                }
            }
            Verdict::Pruned => return Found::Closed,
            Verdict::Split(..) => match self.dive(stop) {
                Some(Found::Point(values)) => {
                    if let Some(found) = self.take(values) {
                        return found;
                    }
                }
                Some(found) => return found,
                None => {}
            },
        }
        self.strong = true;
        loop {
            if self.nodes > self.most {
                return Found::Undecided;
            }
            self.nodes += 1;
            self.depth = stack.len();
            let rounds = if stack.is_empty() {
                self.rounds
            } else if stack.len().is_multiple_of(4) {
                2
            } else {
                1
            };
            let verdict = match self.evaluate(rounds, stop) {
                Verdict::Point(values) => match self.take(values) {
                    Some(found) => return found,
                    // The target has moved past the point: look at the node again.
                    None => continue,
                },
                verdict => verdict,
            };
            match verdict {
                Verdict::Stopped => return Found::Stopped,
                Verdict::Point(_) => {}
                Verdict::Split(at, x, up) => {
                    let var = self.core.var[at as usize] as usize;
                    let (lower, upper) = (self.core.lp.lower[var], self.core.lp.upper[var]);
                    let (low, high) = ((lower, x.floor()), (x.ceil(), upper));
                    let (first, other) = if up { (high, low) } else { (low, high) };
                    let node = self.record.split(self.core.columns[at as usize], x.floor() as i64, up);
                    stack.push(Branch { at, other: Some(other), trail: self.trail.len(), node });
                    self.restrict(at, first.0, first.1);
                }
                Verdict::Pruned => loop {
                    let Some(mut branch) = stack.pop() else { return Found::Closed };
                    self.undo(branch.trail);
                    if let Some((lower, upper)) = branch.other.take() {
                        self.record.other(branch.node);
                        self.restrict(branch.at, lower, upper);
                        stack.push(branch);
                        break;
                    }
                },
            }
        }
    }
}
