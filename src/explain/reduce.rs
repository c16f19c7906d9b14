//! Reducing a model by whole-number arithmetic: bounds tightened, idle columns fixed, parts that share no row split.

use super::model::{Line, Model};

/// What reduction leaves of a model.
pub(super) struct Reduced {
    pub bounds: Vec<(i64, i64)>,
    live: Vec<bool>,
    /// The lines that tightened a bound.
    pub tightened: Vec<bool>,
}

/// Columns and rows that hang together.
pub(super) struct Part {
    pub columns: Vec<u32>,
    pub lines: Vec<u32>,
}

impl Reduced {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            bounds: model.bounds.clone(),
            live: vec![true; model.lines.len()],
            tightened: vec![false; model.lines.len()],
        }
    }

    /// Tightens bounds until nothing changes; `false` when no point is left.
    pub(super) fn reduce(&mut self, model: &Model) -> bool {
        if self.bounds.iter().any(|(lower, upper)| lower > upper) {
            return false;
        }
        // Each round costs one look at every row; the few rounds that matter come first.
        for _ in 0..20 {
            let mut changed = false;
            for (at, line) in model.lines.iter().enumerate() {
                if self.live[at] {
                    match self.tighten(line) {
                        None => return false,
                        Some(Step::Redundant) => (self.live[at], changed) = (false, true),
                        Some(Step::Tighter) => (self.tightened[at], changed) = (true, true),
                        Some(Step::Same) => {}
                    }
                }
            }
            changed |= self.fix_idle(model);
            if !changed {
                break;
            }
        }
        true
    }

    fn tighten(&mut self, line: &Line) -> Option<Step> {
        let (mut least, mut most) = (0_i64, 0_i64);
        for &(column, weight) in &line.terms {
            let (lower, upper) = self.bounds[column as usize];
            let ends = (weight.saturating_mul(lower), weight.saturating_mul(upper));
            least = least.saturating_add(ends.0.min(ends.1));
            most = most.saturating_add(ends.0.max(ends.1));
        }
        if line.lower.is_some_and(|lower| most < lower) || line.upper.is_some_and(|upper| least > upper) {
            return None;
        }
        let (below, above) = (line.lower.is_none_or(|low| least >= low), line.upper.is_none_or(|up| most <= up));
        if below && above {
            return Some(Step::Redundant);
        }
        let mut step = Step::Same;
        for &(column, weight) in &line.terms {
            let (lower, upper) = self.bounds[column as usize];
            if lower == upper || weight == 0 {
                continue;
            }
            let (mut low, mut high) = (lower, upper);
            let reach = weight.saturating_abs().saturating_mul(upper.saturating_sub(lower));
            let size = weight.saturating_abs();
            // How far the column may leave the end at which the row is easiest.
            if let Some(bound) = line.upper.filter(|bound| least.saturating_add(reach) > *bound) {
                let room = bound.saturating_sub(least).div_euclid(size);
                if weight > 0 { high = high.min(lower.saturating_add(room)) } else { low = low.max(upper - room) }
            }
            if let Some(bound) = line.lower.filter(|bound| most.saturating_sub(reach) < *bound) {
                let room = most.saturating_sub(bound).div_euclid(size);
                if weight > 0 { low = low.max(upper - room) } else { high = high.min(lower.saturating_add(room)) }
            }
            if low > high {
                return None;
            }
            if (low, high) != (lower, upper) {
                self.bounds[column as usize] = (low, high);
                step = Step::Tighter;
                // The sums are those of the old bounds, which stay valid; the next round takes the new ones.
            }
        }
        Some(step)
    }

    /// Fixes columns that no live row and no cost pulls away from one end.
    fn fix_idle(&mut self, model: &Model) -> bool {
        let mut down: Vec<bool> = model.costs.iter().map(|cost| *cost >= 0).collect();
        let mut up: Vec<bool> = model.costs.iter().map(|cost| *cost <= 0).collect();
        for (at, line) in model.lines.iter().enumerate().filter(|(at, _)| self.live[*at]) {
            let _ = at;
            for &(column, weight) in &line.terms {
                let (wants_more, wants_less) = (line.lower.is_some(), line.upper.is_some());
                let grows = if weight > 0 { wants_more } else { wants_less };
                let shrinks = if weight > 0 { wants_less } else { wants_more };
                down[column as usize] &= !grows;
                up[column as usize] &= !shrinks;
            }
        }
        let mut changed = false;
        for (column, bounds) in self.bounds.iter_mut().enumerate().filter(|(_, bounds)| bounds.0 < bounds.1) {
            if down[column] {
                (*bounds, changed) = ((bounds.0, bounds.0), true);
            } else if up[column] {
                (*bounds, changed) = ((bounds.1, bounds.1), true);
            }
        }
        changed
    }

    /// The parts, smallest first: an infeasible one is then found soon.
    pub(super) fn parts(&self, model: &Model) -> Vec<Part> {
        let free = |column: u32| self.bounds[column as usize].0 < self.bounds[column as usize].1;
        let mut root: Vec<u32> = (0..self.bounds.len() as u32).collect();
        for (_, line) in model.lines.iter().enumerate().filter(|(at, _)| self.live[*at]) {
            let mut own = line.terms.iter().map(|term| term.0).filter(|column| free(*column));
            if let Some(first) = own.next() {
                for other in own {
                    let (a, b) = (find(&mut root, first), find(&mut root, other));
                    root[a.max(b) as usize] = a.min(b);
                }
            }
        }
        let mut parts: indexmap::IndexMap<u32, Part> = indexmap::IndexMap::new();
        for column in (0..self.bounds.len() as u32).filter(|column| free(*column)) {
            let of = find(&mut root, column);
            parts.entry(of).or_insert_with(|| Part { columns: Vec::new(), lines: Vec::new() }).columns.push(column);
        }
        for (at, line) in model.lines.iter().enumerate().filter(|(at, _)| self.live[*at]) {
            if let Some((column, _)) = line.terms.iter().find(|(column, _)| free(*column)) {
                let of = find(&mut root, *column);
                if let Some(part) = parts.get_mut(&of) {
                    part.lines.push(at as u32);
                }
            }
        }
        let mut parts: Vec<Part> = parts.into_values().collect();
        parts.sort_by_key(|part| part.columns.len());
        parts
    }
}

enum Step {
    Redundant,
    Tighter,
    Same,
}

fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        root[at as usize] = root[root[at as usize] as usize];
        at = root[at as usize];
    }
    at
}
