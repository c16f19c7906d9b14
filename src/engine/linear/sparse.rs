//! A dense vector that knows where it may be non-zero.

/// Where at most one value in so many may be non-zero it pays to look for them; where more, to go through all.
pub(crate) const SPARSE: usize = 16;

/// Values by index, and the indices that may be non-zero, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse {
    pub values: Vec<f64>,
    pub index: Vec<u32>,
    marked: Vec<bool>,
}

impl Sparse {
    /// All zero, of the given length.
    pub fn reset(&mut self, length: usize) {
        if self.values.len() == length {
            self.clear();
        } else {
            self.values.clear();
            self.values.resize(length, 0.0);
            self.marked.clear();
            self.marked.resize(length, false);
            self.index.clear();
        }
    }

    /// Back to zero, in time proportional to the non-zeros.
    pub fn clear(&mut self) {
        for &i in &self.index {
            self.values[i as usize] = 0.0;
            self.marked[i as usize] = false;
        }
        self.index.clear();
    }

    pub fn add(&mut self, i: u32, value: f64) {
        let at = i as usize;
        if !self.marked[at] {
            self.marked[at] = true;
            self.index.push(i);
        }
        self.values[at] += value;
    }

    pub fn mark(&mut self, i: u32) {
        let at = i as usize;
        if !self.marked[at] {
            self.marked[at] = true;
            self.index.push(i);
        }
    }

    pub fn copy_from(&mut self, other: &Self) {
        self.reset(other.values.len());
        for &i in &other.index {
            let value = other.values[i as usize];
            if value != 0.0 {
                self.add(i, value);
            }
        }
    }

    /// Forgets the indices whose value is zero.
    pub fn tidy(&mut self, drop: f64) {
        let (values, marked) = (&mut self.values, &mut self.marked);
        self.index.retain(|&i| {
            let keep = values[i as usize].abs() > drop;
            if !keep {
                values[i as usize] = 0.0;
                marked[i as usize] = false;
            }
            keep
        });
    }
}
