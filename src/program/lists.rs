//! Lists of small numbers, one for each of many positions, in one piece of memory.

/// For each position its numbers.
pub(crate) struct Lists {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Lists {
    pub(crate) fn new() -> Self {
        Self { starts: vec![0], numbers: Vec::new() }
    }

    /// The next position's list.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.numbers.extend(list);
        self.starts.push(self.numbers.len() as u32);
    }

    /// For each of `positions` its numbers, in their order; `keys` has the position of each number.
    pub(crate) fn grouped(
        positions: usize,
        keys: impl Iterator<Item = u32> + Clone,
        numbers_of: impl Iterator<Item = u32>,
    ) -> Self {
        let mut starts = vec![0_u32; positions + 1];
        for key in keys.clone() {
            starts[key as usize + 1] += 1;
        }
        for position in 0..positions {
            starts[position + 1] += starts[position];
        }
        let mut next = starts.clone();
        let mut numbers = vec![0; starts.last().map_or(0, |all| *all as usize)];
        for (number, key) in numbers_of.zip(keys) {
            let at = &mut next[key as usize];
            numbers[*at as usize] = number;
            *at += 1;
        }
        Self { starts, numbers }
    }

    pub(crate) fn of(&self, position: u32) -> &[u32] {
        let at = position as usize;
        &self.numbers[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The length of the longest list.
    pub(crate) fn longest(&self) -> usize {
        self.starts.windows(2).map(|ends| (ends[1] - ends[0]) as usize).max().unwrap_or(0)
    }
}

impl FromIterator<Vec<u32>> for Lists {
    fn from_iter<I: IntoIterator<Item = Vec<u32>>>(lists: I) -> Self {
        let mut all = Self::new();
        lists.into_iter().for_each(|list| all.push(list));
        all
    }
}

/// A set of positions that numbers its members in order: a bit for each position, a count for each word of bits.
#[derive(Default)]
pub(crate) struct Ranks {
    words: Vec<(u64, u32)>,
}

impl Ranks {
    /// The set of these positions, ascending, among `all`.
    pub(crate) fn new(all: usize, members: impl Iterator<Item = u32>) -> Self {
        let mut words = vec![(0_u64, 0_u32); all.div_ceil(64)];
        for member in members {
            words[member as usize / 64].0 |= 1 << (member % 64);
        }
        let mut before = 0;
        for (bits, count) in &mut words {
            *count = before;
            before += bits.count_ones();
        }
        Self { words }
    }

    /// How many members are before this position.
    pub(crate) fn before(&self, position: usize) -> u32 {
        match self.words.get(position / 64) {
            Some((bits, before)) => before + (bits & ((1 << (position % 64)) - 1)).count_ones(),
            None => self.words.last().map_or(0, |(bits, before)| before + bits.count_ones()),
        }
    }

    /// The member's number among the members.
    pub(crate) fn of(&self, position: u32) -> Option<u32> {
        let (bits, before) = *self.words.get(position as usize / 64)?;
        let bit = 1 << (position % 64);
        (bits & bit != 0).then(|| before + (bits & (bit - 1)).count_ones())
    }
}

#[cfg(test)]
mod tests {
    use super::{Lists, Ranks};

    #[test]
    fn lists_come_out_as_they_went_in() {
        let lists: Lists = [vec![3, 1], vec![], vec![7]].into_iter().collect();
        assert_eq!((lists.of(0), lists.of(1), lists.of(2), lists.longest()), (&[3, 1][..], &[][..], &[7][..], 2));
    }

    #[test]
    fn entries_are_grouped_in_order() {
        let lists = Lists::grouped(3, [2, 0, 2, 2].into_iter(), 0..);
        assert_eq!((lists.of(0), lists.of(1), lists.of(2)), (&[1][..], &[][..], &[0, 2, 3][..]));
    }

    /// Every third of 200 positions: number `n` is at `3 n`.
    #[test]
    fn members_are_numbered_in_order() {
        let ranks = Ranks::new(200, (0..200).step_by(3));
        for at in 0..200 {
            assert_eq!(ranks.of(at), at.is_multiple_of(3).then_some(at / 3));
            assert_eq!(ranks.before(at as usize), at.div_ceil(3));
        }
        assert_eq!((ranks.of(10_000), ranks.before(10_000)), (None, 67));
    }
}
