//! What the engine sees of a program: sizes, ranges, bounds, weights, and the terms of one column at a time.
//!
//! Narrow on purpose: nothing asks for all terms at once, so an implementation may make them up when asked.

/// A program to be maximised, all data whole.
pub(crate) trait View {
    fn columns(&self) -> usize;
    fn rows(&self) -> usize;
    /// The range of a row's sum.
    fn range(&self, row: usize) -> (Option<i64>, Option<i64>);
    fn bounds(&self, column: usize) -> (i64, i64);
    /// The objective's coefficient, to be maximised.
    fn weight(&self, column: usize) -> i64;
    /// The panel to which a column belongs, where it belongs to one.
    fn panel(&self, column: usize) -> Option<u32>;
    /// The column's terms: row and coefficient, each row once; `room` may be used to make them.
    fn terms<'a>(&'a self, column: usize, room: &'a mut Vec<(u32, i32)>) -> &'a [(u32, i32)];
}

/// A view with every term in memory: one word for a coefficient of 1, two for any other.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    ranges: Vec<(Option<i64>, Option<i64>)>,
    weights: Vec<i64>,
    panels: Vec<u32>,
    /// Bounds other than 0 and 1; `bounds_at` says where a column's stand, 0 for none, else one more than the place.
    bounds: Vec<(i64, i64)>,
    bounds_at: Vec<u32>,
    ends: Vec<u32>,
    words: Vec<u32>,
}

const OTHER: u32 = 1 << 31;

impl Stored {
    pub fn new(ranges: Vec<(Option<i64>, Option<i64>)>) -> Self {
        Self { ranges, ends: vec![0], ..Self::default() }
    }

    /// Adds a column; `panel` is `u32::MAX` for none. `None` where the terms no longer fit their words.
    pub fn push(
        &mut self,
        bounds: (i64, i64),
        weight: i64,
        panel: u32,
        terms: impl Iterator<Item = (u32, i64)>,
    ) -> Option<()> {
        if bounds == (0, 1) {
            self.bounds_at.push(0);
        } else {
            self.bounds.push(bounds);
            self.bounds_at.push(u32::try_from(self.bounds.len()).ok()?);
        }
        self.weights.push(weight);
        self.panels.push(panel);
        for (row, coefficient) in terms {
            if row >= OTHER {
                return None;
            }
            if coefficient == 1 {
                self.words.push(row);
            } else {
                self.words.push(row | OTHER);
                self.words.push(i32::try_from(coefficient).ok()?.cast_unsigned());
            }
        }
        self.ends.push(u32::try_from(self.words.len()).ok()?);
        Some(())
    }
}

impl View for Stored {
    fn columns(&self) -> usize {
        self.weights.len()
    }
    fn rows(&self) -> usize {
        self.ranges.len()
    }
    fn range(&self, row: usize) -> (Option<i64>, Option<i64>) {
        self.ranges[row]
    }
    fn bounds(&self, column: usize) -> (i64, i64) {
        match self.bounds_at[column] {
            0 => (0, 1),
            at => self.bounds[at as usize - 1],
        }
    }
    fn weight(&self, column: usize) -> i64 {
        self.weights[column]
    }
    fn panel(&self, column: usize) -> Option<u32> {
        Some(self.panels[column]).filter(|&p| p != u32::MAX)
    }
    fn terms<'a>(&'a self, column: usize, room: &'a mut Vec<(u32, i32)>) -> &'a [(u32, i32)] {
        room.clear();
        let words = &self.words[self.ends[column] as usize..self.ends[column + 1] as usize];
        let mut at = 0;
        while at < words.len() {
            let word = words[at];
            if word & OTHER == 0 {
                room.push((word, 1));
                at += 1;
            } else {
                room.push((word & !OTHER, words[at + 1].cast_signed()));
                at += 2;
            }
        }
        room
    }
}
