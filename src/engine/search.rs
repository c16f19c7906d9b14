//! The search for a point of a given value: everything that the relaxation's bound rules out is fixed, then a
//! depth-first tree with bounds proven in whole numbers at every leaf.

use super::bound::{self, DENOMINATOR, Exact};
use super::core::{Core, NONE};
use super::linear::Ended;
use super::separate;
use super::tolerance::WHOLE;

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
}

enum Verdict {
    Pruned,
    Point(Vec<i64>),
    /// Column, value, whether the upper side comes first.
    Split(u32, f64, bool),
    Stopped,
}

impl<'s, 'a> Search<'s, 'a> {
    pub fn new(core: &'s mut Core<'a>, target: i64, most: u64) -> Self {
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
            if lower < upper && i128::from(r.abs()) > slack {
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
        self.alive.retain(|&c| place[c as usize] == NONE);
        false
    }

    fn evaluate(&mut self, cut_rounds: usize, stop: &mut dyn FnMut() -> bool) -> Verdict {
        let mut round = 0;
        let mut limit = -(self.target as f64) + 0.05;
        loop {
            let ended = self.core.settle(limit, stop);
            match ended {
                Ended::Stopped => return Verdict::Stopped,
                Ended::Infeasible => {
                    let Some(y) = self.core.farkas() else { return self.any_split() };
                    let Some(exact) = bound::exact(self.core, &y, false) else { return self.any_split() };
                    if self.covers(&exact, 0, false) {
                        return Verdict::Pruned;
                    }
                    // Columns outside could mend it: they came in, go on.
                }
                Ended::Beyond | Ended::Optimal => {
                    let Some(exact) = self.exact() else { return self.any_split() };
                    let target = i128::from(self.target) * i128::from(DENOMINATOR);
                    if exact.bound < target {
                        if self.covers(&exact, target, true) {
                            return Verdict::Pruned;
                        }
                        continue;
                    }
                    if ended == Ended::Beyond {
                        // Moved costs say beyond, whole numbers don't: go to the end without a limit.
                        limit = f64::INFINITY;
                        continue;
                    }
                    if self.alive.is_empty() {
                        self.fix(&exact);
                    }
                }
            }
            if ended == Ended::Infeasible {
                continue;
            }
            let mut worst = None;
            let mut best_score = f64::INFINITY;
            let mut count = 0;
            for at in 0..self.core.columns.len() {
                let x = self.core.value(at);
                let away = (x - x.round()).abs();
                if away > WHOLE {
                    count += 1;
                    // Dive: the largest fraction first.
                    let score = (x.ceil() - x) - 1e-3 * 0.0;
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

    /// Tries both sides of some fractional columns for a few steps each; the one whose worse side moves the bound most,
    /// and whether its upper side moves it less (strong branching, Applegate, Bixby, Chvátal & Cook 1995).
    fn choose(&mut self, fallback: (u32, f64), limit: f64, stop: &mut dyn FnMut() -> bool) -> (u32, f64, bool) {
        let mut fractions: Vec<(f64, u32, f64)> = (0..self.core.columns.len())
            .map(|at| (at, self.core.value(at)))
            .filter(|f| (f.1 - f.1.round()).abs() > WHOLE)
            .map(|(at, x)| ((x - x.floor() - 0.5).abs(), at as u32, x))
            .collect();
        fractions.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        fractions.truncate(if self.depth < 2 { 12 } else { 6 });
        let basis = self.core.lp.save();
        let start = self.core.lp.objective();
        let mut best = (-1.0, (fallback.0, fallback.1, true));
        for (_, at, x) in fractions {
            let var = self.core.var[at as usize] as usize;
            let (lower, upper) = (self.core.lp.lower[var], self.core.lp.upper[var]);
            let mut gains = [0.0f64; 2];
            let mut closed = false;
            for (side, (low, high)) in [(lower, x.floor()), (x.ceil(), upper)].into_iter().enumerate() {
                self.core.lp.set_bounds(var as u32, low, high);
                let ended = self.core.lp.solve(limit, 40, stop);
                closed |= matches!(ended, Ended::Infeasible | Ended::Beyond);
                gains[side] = if matches!(ended, Ended::Infeasible | Ended::Beyond) {
                    1e6
                } else {
                    (self.core.lp.objective() - start).max(0.0)
                };
                self.core.lp.set_bounds(var as u32, lower, upper);
                self.core.lp.restore(&basis);
            }
            let score = (gains[0] + 1e-3) * (gains[1] + 1e-3);
            if score > best.0 {
                best = (score, (at, x, gains[1] <= gains[0]));
            }
            if closed {
                break;
            }
        }
        best.1
    }

    /// Where floating point is at its end: split any column that is open, or count the point.
    fn any_split(&mut self) -> Verdict {
        for at in 0..self.core.columns.len() {
            let var = self.core.var[at] as usize;
            if self.core.lp.lower[var] < self.core.lp.upper[var] {
                return Verdict::Split(at as u32, self.core.lp.lower[var] + 0.5, true);
            }
        }
        let values: Vec<i64> =
            (0..self.core.columns.len()).map(|at| self.core.lp.lower[self.core.var[at] as usize] as i64).collect();
        if self.core.keeps(&values) && self.core.worth(&values) >= self.target {
            Verdict::Point(values)
        } else {
            Verdict::Pruned
        }
    }

    /// Goes on after a point, for better ones; `best` holds the last.
    pub fn improving(mut self) -> Self {
        self.improve = true;
        self
    }

    /// Runs; the core's bounds are as before afterwards.
    pub fn run(&mut self, stop: &mut dyn FnMut() -> bool) -> Found {
        let result = self.tree(stop);
        self.undo(0);
        result
    }

    /// Looks for a point by fixing the largest fractions at 1, many at a time; proves nothing.
    fn dive(&mut self, stop: &mut dyn FnMut() -> bool) -> Option<Found> {
        let start = self.trail.len();
        let mut before = start;
        let mut share = 4;
        let mut failures = 0;
        let mut last: Vec<u32> = Vec::new();
        for _ in 0..200 {
            self.nodes += 1;
            match self.evaluate(1, stop) {
                Verdict::Stopped => return Some(Found::Stopped),
                Verdict::Point(values) => {
                    self.undo(start);
                    return Some(Found::Point(values));
                }
                Verdict::Pruned => {
                    failures += 1;
                    if failures > 12 || last.is_empty() {
                        break;
                    }
                    self.undo(before);
                    if last.len() == 1 {
                        self.restrict(last[0], 0.0, 0.0);
                        last.clear();
                    } else {
                        last.truncate(last.len().div_ceil(4));
                        for &at in &last {
                            self.restrict(at, 1.0, 1.0);
                        }
                        share = 8;
                    }
                }
                Verdict::Split(..) => {
                    let mut fractions: Vec<(f64, u32)> = (0..self.core.columns.len())
                        .map(|at| (self.core.value(at), at as u32))
                        .filter(|f| (f.0 - f.0.round()).abs() > WHOLE && f.0 < 1.0)
                        .collect();
                    fractions.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                    let most = fractions.len().div_ceil(share);
                    last = fractions.iter().take(most).filter(|f| f.0 > 0.6).map(|f| f.1).collect();
                    if last.is_empty() {
                        last.extend(fractions.first().map(|f| f.1));
                    }
                    if last.is_empty() {
                        break;
                    }
                    before = self.trail.len();
                    for &at in &last {
                        self.restrict(at, 1.0, 1.0);
                    }
                }
            }
        }
        self.undo(start);
        None
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
        match self.evaluate(20, stop) {
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
                20
            } else if stack.len() % 4 == 0 {
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
                    stack.push(Branch { at, other: Some(other), trail: self.trail.len() });
                    self.restrict(at, first.0, first.1);
                }
                Verdict::Pruned => loop {
                    let Some(mut branch) = stack.pop() else { return Found::Closed };
                    self.undo(branch.trail);
                    if let Some((lower, upper)) = branch.other.take() {
                        self.restrict(branch.at, lower, upper);
                        stack.push(branch);
                        break;
                    }
                },
            }
        }
    }

    /// Fixes what the whole program's bound at the root rules out for the target. Few columns outside that it can't rule
    /// out are taken in, many wait until they matter.
    pub fn narrow(&mut self, root: &Exact, outside: &[(u32, i64)]) {
        let slack = root.bound - i128::from(self.target) * i128::from(DENOMINATOR);
        self.fix(root);
        let place = &self.core.place;
        let mut open: Vec<(i64, u32)> = outside
            .iter()
            .filter(|&&(c, r)| place[c as usize] == NONE && (r > 0 || i128::from(-r) <= slack))
            .map(|&(c, r)| (-r, c))
            .collect();
        open.sort_unstable();
        let now = open.len().min(self.core.columns.len() / 8);
        let columns: Vec<u32> = open[..now].iter().map(|o| o.1).collect();
        self.core.add_columns(&columns);
        self.alive = open[now..].iter().map(|o| o.1).collect();
        self.reach_target();
    }

    /// With few columns in the objective, the target bounds each of them.
    fn reach_target(&mut self) {
        let view = self.core.view;
        let weighted: Vec<usize> = (0..view.columns()).filter(|&c| view.weight(c) != 0).take(1001).collect();
        if weighted.len() > 1000 {
            return;
        }
        let most: i64 = weighted
            .iter()
            .map(|&c| {
                let (lower, upper) = view.bounds(c);
                (view.weight(c) * lower).max(view.weight(c) * upper)
            })
            .sum();
        for &c in &weighted {
            let (lower, upper) = view.bounds(c);
            let weight = view.weight(c);
            // What the others leave for this one: weight * x >= need.
            let need = self.target - (most - (weight * lower).max(weight * upper));
            let (low, high) = if weight > 0 {
                (lower.max(need.div_euclid(weight) + i64::from(need.rem_euclid(weight) != 0)), upper)
            } else {
                (lower, upper.min((-need).div_euclid(-weight)))
            };
            if (low, high) != (lower, upper) && low <= high {
                self.core.add_columns(&[c as u32]);
                let at = self.core.place[c];
                let var = self.core.var[at as usize] as usize;
                let (now_low, now_high) = (self.core.lp.lower[var], self.core.lp.upper[var]);
                let (low, high) = (now_low.max(low as f64), now_high.min(high as f64));
                if low <= high {
                    self.restrict(at, low, high);
                }
            }
        }
    }
}
