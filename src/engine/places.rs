//! Where the program's columns stand among those held: of millions, some ten thousand are.

use rustc_hash::FxHashMap;

/// No place.
pub(crate) const NONE: u32 = u32::MAX;

/// The places of the columns held.
pub(crate) struct Places {
    /// A bit for each column: most questions end here.
    held: Vec<u64>,
    at: FxHashMap<u32, u32>,
}

impl Places {
    pub fn new(columns: usize) -> Self {
        Self { held: vec![0; columns.div_ceil(64)], at: FxHashMap::default() }
    }

    /// Where a column stands, [`NONE`] where it is not held.
    pub fn of(&self, column: u32) -> u32 {
        if self.has(column) { self.at.get(&column).copied().unwrap_or(NONE) } else { NONE }
    }

    pub fn has(&self, column: u32) -> bool {
        self.held.get(column as usize / 64).is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    /// Takes in a column of the program.
    pub fn put(&mut self, column: u32, at: u32) {
        self.held[column as usize / 64] |= 1 << (column % 64);
        self.at.insert(column, at);
    }
}
