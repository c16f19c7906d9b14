//! The lines of one rule: which rows count a group, and how.

use super::lists::Ranks;

/// One row of a group: how a unit of its count enters, and how each seat of the share's total does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub row: u32,
    /// At most 100,000, a share's whole.
    pub count: i32,
    pub total: i32,
}

/// The lines of every group, found by position: large forums ask for them at every seat column.
#[derive(Default)]
pub(super) struct Lines {
    /// While lines come, each with its group.
    coming: Vec<(u32, Line)>,
    /// The groups that have lines: of the millions of a large forum's few do.
    groups: Ranks,
    /// The lines by number of their group.
    list: Vec<Line>,
    /// Where the lines of each such group start, and the end; empty where all have one.
    starts: Vec<u32>,
}

impl Lines {
    /// One more line of a group.
    pub fn push(&mut self, group: u32, line: Line) {
        self.coming.push((group, line));
    }

    /// Whether there are none; after they were sorted.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Sorts what was collected; nothing is added afterwards.
    pub fn close(&mut self, groups: usize) {
        let mut lines = std::mem::take(&mut self.coming);
        lines.sort_by_key(|(group, _)| *group);
        if lines.is_empty() {
            return;
        }
        self.groups = Ranks::new(groups, lines.iter().map(|line| line.0));
        if lines.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            let first = |at: &usize| *at == 0 || lines[at - 1].0 != lines[*at].0;
            self.starts = (0..lines.len()).filter(first).chain([lines.len()]).map(|at| at as u32).collect();
        }
        self.list = lines.into_iter().map(|line| line.1).collect();
        self.list.shrink_to_fit();
    }

    /// Whether any of these groups, which follow each other, has lines.
    pub fn any(&self, groups: std::ops::Range<usize>) -> bool {
        self.groups.before(groups.start) < self.groups.before(groups.end)
    }

    pub fn of(&self, group: u32) -> &[Line] {
        let Some(number) = self.groups.of(group) else { return &[] };
        let number = number as usize;
        match self.starts.get(number..number + 2) {
            Some(ends) => &self.list[ends[0] as usize..ends[1] as usize],
            None => &self.list[number..=number],
        }
    }
}
