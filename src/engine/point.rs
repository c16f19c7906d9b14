//! Whole points of the columns held, checked in whole numbers.

use super::core::Core;
use super::cuts::Source;

impl Core<'_> {
    /// Whether whole values of the columns held, all others at 0, keep every row and bound of the program.
    pub fn keeps(&self, values: &[i64]) -> bool {
        let within = |(at, &value): (usize, &i64)| {
            let (lower, upper) = self.view.bounds(self.columns[at] as usize);
            lower <= value && value <= upper
        };
        values.iter().enumerate().all(within) && self.broken_side(values).is_none()
    }

    /// A row that whole values of the columns held, all others at 0, break: 1 for its upper side, -1 for its lower one.
    pub fn broken_side(&self, values: &[i64]) -> Option<(Source, i64)> {
        let mut sums = vec![0i64; self.view.rows()];
        for (at, &value) in values.iter().enumerate() {
            if value != 0 {
                for &(row, a) in self.terms(at) {
                    sums[row as usize] += value * i64::from(a);
                }
            }
        }
        sums.iter().enumerate().find_map(|(row, &sum)| {
            let (least, most) = self.view.range(row);
            let side = if most.is_some_and(|most| sum > most) { 1 } else { -1 };
            let broken = side == 1 || least.is_some_and(|least| sum < least);
            broken.then_some((Source::Row(row as u32), side))
        })
    }

    /// The values of the columns held at a point given by its columns that aren't 0, if it keeps everything.
    pub fn point(&self, sparse: &[(u32, i64)]) -> Option<Vec<i64>> {
        let mut values = vec![0; self.columns.len()];
        for &(column, value) in sparse {
            *values.get_mut(self.place.of(column) as usize)? = value;
        }
        self.keeps(&values).then_some(values)
    }

    /// The objective of whole values of the columns held.
    pub fn worth(&self, values: &[i64]) -> i64 {
        values.iter().zip(&self.columns).map(|(&v, &c)| v * self.view.weight(c as usize)).sum()
    }
}
