//! Rows with their ranges, small: on large forums there are many rows and few different ranges.

use super::{Origin, Part, RowBounds};
use rustc_hash::FxHashMap;

/// What many rows share: the range, and what one whole unit of the count adds to the row.
type Kind = (Option<i64>, Option<i64>, i64);

/// An origin in half the room, where it is one of those that large forums have by the hundred thousand.
#[derive(Clone, Copy)]
enum Short {
    AtLeast {
        rule: u32,
        group: u32,
    },
    AtMost {
        rule: u32,
        group: u32,
    },
    Slot {
        speaker: u32,
        slot: u32,
    },
    /// Its place in a list of its own.
    Other(u32),
}

/// The ranges and origins of rows.
#[derive(Default)]
pub(crate) struct RowList {
    kinds: Vec<Kind>,
    known: FxHashMap<Kind, u32>,
    kind: Vec<u32>,
    origins: Vec<Short>,
    others: Vec<Origin>,
}

impl RowList {
    /// Adds a row.
    pub(crate) fn push(&mut self, lower: Option<i64>, upper: Option<i64>, origin: Origin) -> u32 {
        let kind = self.of((lower, upper, 1));
        self.kind.push(kind);
        self.origins.push(match origin {
            Origin::Rule { rule, group, part: Part::AtLeast } => Short::AtLeast { rule, group },
            Origin::Rule { rule, group, part: Part::AtMost } => Short::AtMost { rule, group },
            Origin::Slot { speaker, slot } => Short::Slot { speaker, slot },
            other => {
                self.others.push(other);
                Short::Other((self.others.len() - 1) as u32)
            }
        });
        (self.kind.len() - 1) as u32
    }

    /// The row's unit, where it is not 1.
    pub(crate) fn set_unit(&mut self, row: u32, unit: i64) {
        if let Some(&kind) = self.kind.get(row as usize) {
            let (lower, upper, _) = self.kinds[kind as usize];
            self.kind[row as usize] = self.of((lower, upper, unit));
        }
    }

    fn of(&mut self, kind: Kind) -> u32 {
        let fresh = self.kinds.len() as u32;
        let number = *self.known.entry(kind).or_insert(fresh);
        if number == fresh {
            self.kinds.push(kind);
        }
        number
    }

    /// Gives back what only adding rows needs.
    pub(crate) fn close(&mut self) {
        self.known = FxHashMap::default();
        self.kind.shrink_to_fit();
        self.origins.shrink_to_fit();
    }

    pub(crate) fn len(&self) -> usize {
        self.kind.len()
    }

    pub(crate) fn get(&self, row: usize) -> Option<RowBounds> {
        let (lower, upper) = self.range(row)?;
        let origin = match *self.origins.get(row)? {
            Short::AtLeast { rule, group } => Origin::Rule { rule, group, part: Part::AtLeast },
            Short::AtMost { rule, group } => Origin::Rule { rule, group, part: Part::AtMost },
            Short::Slot { speaker, slot } => Origin::Slot { speaker, slot },
            Short::Other(at) => *self.others.get(at as usize)?,
        };
        Some(RowBounds { lower, upper, origin })
    }

    pub(crate) fn range(&self, row: usize) -> Option<(Option<i64>, Option<i64>)> {
        let (lower, upper, _) = self.kinds[*self.kind.get(row)? as usize];
        Some((lower, upper))
    }

    pub(crate) fn unit(&self, row: usize) -> Option<i64> {
        Some(self.kinds[*self.kind.get(row)? as usize].2)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = RowBounds> + '_ {
        (0..self.len()).filter_map(|row| self.get(row))
    }
}
