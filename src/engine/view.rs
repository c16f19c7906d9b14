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

/// A view with every term in memory, by column.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub ranges: Vec<(Option<i64>, Option<i64>)>,
    pub bounds: Vec<(i64, i64)>,
    pub weights: Vec<i64>,
    pub panels: Vec<u32>,
    pub starts: Vec<usize>,
    pub terms: Vec<(u32, i32)>,
}

impl View for Stored {
    fn columns(&self) -> usize {
        self.bounds.len()
    }
    fn rows(&self) -> usize {
        self.ranges.len()
    }
    fn range(&self, row: usize) -> (Option<i64>, Option<i64>) {
        self.ranges[row]
    }
    fn bounds(&self, column: usize) -> (i64, i64) {
        self.bounds[column]
    }
    fn weight(&self, column: usize) -> i64 {
        self.weights[column]
    }
    fn panel(&self, column: usize) -> Option<u32> {
        Some(self.panels[column]).filter(|&p| p != u32::MAX)
    }
    fn terms<'a>(&'a self, column: usize, _: &'a mut Vec<(u32, i32)>) -> &'a [(u32, i32)] {
        &self.terms[self.starts[column]..self.starts[column + 1]]
    }
}
