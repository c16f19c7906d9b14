//! Counting how often each row of a page comes up in some of its columns.

/// Room for counting, used again and again.
#[derive(Default)]
pub(crate) struct Counts {
    /// Room for the terms of columns that are looked at one by one.
    pub terms: Vec<(u32, i32)>,
    /// By number of a page's rows; zero between uses.
    of: Vec<u32>,
    /// The numbers that came up, as many as `found` says.
    numbers: Vec<u16>,
    found: usize,
}

impl Counts {
    /// Makes room for the numbers of a page.
    pub fn prepare(&mut self, rows: usize) {
        if self.of.len() < rows {
            self.of.resize(rows, 0);
            self.numbers.resize(rows + 1, 0);
        }
    }

    /// Counts these numbers of the page, once each.
    pub fn add(&mut self, numbers: &[u16]) {
        for &number in numbers {
            let of = &mut self.of[usize::from(number)];
            // Without a branch: whether a row is new to the columns cannot be foreseen.
            self.numbers[self.found] = number;
            self.found += usize::from(*of == 0);
            *of += 1;
        }
    }

    /// Hands out every number that came up, with how often it did, and forgets it.
    pub fn drain(&mut self, mut each: impl FnMut(u16, u32)) {
        for &number in &self.numbers[..std::mem::take(&mut self.found)] {
            each(number, std::mem::take(&mut self.of[usize::from(number)]));
        }
    }
}
