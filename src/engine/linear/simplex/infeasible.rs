//! The basic values, by position, and the list of those outside their bounds: few, so that who leaves is found soon.

use super::Linear;
use super::step::Leave;
use crate::engine::tolerance::PRIMAL;

/// A basic column's value and bounds, side by side, and by how much it is outside: below 0 where it is too small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Basic {
    pub value: f64,
    pub lower: f64,
    pub upper: f64,
    pub short: f64,
}

impl Basic {
    fn outside(&self) -> f64 {
        let by = if self.value < self.lower {
            self.value - self.lower
        } else if self.value > self.upper {
            self.value - self.upper
        } else {
            0.0
        };
        if by.abs() <= PRIMAL { 0.0 } else { by }
    }
}

impl Linear {
    /// Reads the basic values, of which the first `size` of `values` are given by position.
    pub(super) fn take_basic(&mut self, values: &[f64]) {
        self.basic.clear();
        self.outside.clear();
        self.is_listed.clear();
        self.is_listed.resize(self.head.len(), false);
        for (at, (&var, &value)) in self.head.iter().zip(values).enumerate() {
            let j = var as usize;
            self.value[j] = value;
            let mut basic = Basic { value, lower: self.lower[j], upper: self.upper[j], short: 0.0 };
            basic.short = basic.outside();
            if basic.short != 0.0 {
                self.outside.push(at as u32);
                self.is_listed[at] = true;
            }
            self.basic.push(basic);
        }
    }

    /// A basic value falls.
    pub(super) fn shift(&mut self, at: u32, by: f64) {
        self.basic[at as usize].value -= by;
        self.judge(at);
    }

    /// Whether a basic value is outside.
    #[inline]
    pub(super) fn judge(&mut self, at: u32) {
        let i = at as usize;
        let short = self.basic[i].outside();
        self.basic[i].short = short;
        if short != 0.0 && !self.is_listed[i] {
            self.is_listed[i] = true;
            self.outside.push(at);
        }
    }

    /// Basic values to where all values stand.
    pub(super) fn write_down(&mut self) {
        for (&var, basic) in self.head.iter().zip(&self.basic) {
            self.value[var as usize] = basic.value;
        }
    }

    /// The basic column furthest outside, measured by its edge.
    pub(super) fn leaving(&mut self) -> Option<Leave> {
        let mut best = 0.0;
        let mut found: Option<(u32, f64)> = None;
        let (basic, weight, is_listed) = (&self.basic, &self.weight, &mut self.is_listed);
        self.outside.retain(|&at| {
            let i = at as usize;
            let short = basic[i].short;
            if short == 0.0 {
                is_listed[i] = false;
                return false;
            }
            let score = short * short;
            if score > best * weight[i] {
                best = score / weight[i];
                found = Some((at, short));
            }
            true
        });
        found.map(|(at, short)| Leave { at: at as usize, short })
    }
}
