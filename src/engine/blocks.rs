//! The rows that are kept whole when everything else is priced: at most one for each column, all coefficients 1.
//!
//! Such a row is solved by picking the best few of its columns. They are found among the rows of one panel, widest first;
//! a panel's range of seats in a role is the usual one.

use super::cuts::Source;
use super::view::View;

const NONE: u32 = u32::MAX;

/// Disjoint choice rows.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// The choice row's place in `rows` for each column, `u32::MAX` for a column in none.
    pub of: Vec<u32>,
    /// Row, least and most of its columns at 1.
    pub rows: Vec<(u32, usize, usize)>,
    /// The columns by block, those of none last; ascending in each.
    members: Vec<u32>,
    starts: Vec<u32>,
}

impl Blocks {
    /// The columns of a block, ascending; those in no block for the number of blocks.
    pub fn members(&self, block: usize) -> &[u32] {
        &self.members[self.starts[block] as usize..self.starts[block + 1] as usize]
    }

    /// Lists the members once `of` is known.
    fn list(&mut self) {
        let count = self.rows.len();
        let place = |block: u32| if block == NONE { count } else { block as usize };
        self.starts = vec![0; count + 2];
        for &block in &self.of {
            self.starts[place(block) + 1] += 1;
        }
        for block in 0..=count {
            self.starts[block + 1] += self.starts[block];
        }
        let mut next = self.starts.clone();
        self.members = vec![0; self.of.len()];
        for (column, &block) in self.of.iter().enumerate() {
            let at = &mut next[place(block)];
            self.members[*at as usize] = column as u32;
            *at += 1;
        }
    }
}

/// Whether some row asks for more than the choice row that all its columns share lets through; then the multipliers of
/// both that say so.
pub(crate) fn starved(view: &dyn View, blocks: &Blocks) -> Option<Vec<(Source, i64)>> {
    let mixed = NONE - 1;
    let mut owner = vec![NONE; view.rows()];
    let mut greatest = vec![0i32; view.rows()];
    let mut room = Vec::new();
    for column in 0..view.columns() {
        let block = if blocks.of[column] == NONE { mixed } else { blocks.of[column] };
        for &(row, coefficient) in view.terms(column, &mut room) {
            let row = row as usize;
            owner[row] = if owner[row] == NONE || owner[row] == block { block } else { mixed };
            greatest[row] = greatest[row].max(coefficient);
        }
    }
    (0..view.rows()).filter(|&row| owner[row] < mixed).find_map(|row| {
        let (choice, _, most) = blocks.rows[owner[row] as usize];
        let (most, greatest) = (i64::try_from(most).unwrap_or(i64::MAX), i64::from(greatest[row]));
        let starved = view.range(row).0.is_some_and(|least| least > most.saturating_mul(greatest));
        starved.then(|| vec![(Source::Row(row as u32), -1), (Source::Row(choice), greatest)])
    })
}

/// Finds the choice rows.
pub(crate) fn find(view: &dyn View) -> Blocks {
    let mut blocks = Blocks { of: vec![NONE; view.columns()], ..Blocks::default() };
    // For each row: its panel (NONE none yet, NONE - 1 several or unfit), and how many columns.
    let unfit = NONE - 1;
    let mut owner = vec![NONE; view.rows()];
    let mut width = vec![0u32; view.rows()];
    let mut room = Vec::new();
    for column in 0..view.columns() {
        let panel = view.panel(column).unwrap_or(unfit);
        let binary = view.bounds(column).0 >= 0 && view.bounds(column).1 <= 1;
        for &(row, coefficient) in view.terms(column, &mut room) {
            let at = row as usize;
            width[at] += 1;
            if coefficient != 1 || !binary || (owner[at] != NONE && owner[at] != panel) {
                owner[at] = unfit;
            } else if owner[at] == NONE {
                owner[at] = panel;
            }
        }
    }
    let mut order: Vec<u32> = (0..view.rows() as u32)
        .filter(|&row| {
            let at = row as usize;
            owner[at] < unfit
                && width[at] >= 2
                && view.range(at).1.is_some_and(|most| most >= 1 && most < i64::from(width[at]))
        })
        .collect();
    // Rows that demand something first, then the widest.
    order.sort_by_key(|&row| {
        let demands = view.range(row as usize).0.is_some_and(|least| least >= 1);
        (!demands, std::cmp::Reverse(width[row as usize]), row)
    });
    let mut rank = vec![NONE; view.rows()];
    for (at, &row) in order.iter().enumerate() {
        rank[row as usize] = at as u32;
    }
    // A column would go to its best row; a row is chosen when it is the best of all its columns that are still free.
    let mut wanted = vec![0u32; order.len()];
    for _ in 0..4 {
        wanted.fill(0);
        for column in 0..view.columns() {
            if blocks.of[column] != NONE {
                continue;
            }
            let best = view.terms(column, &mut room).iter().map(|t| rank[t.0 as usize]).min().unwrap_or(NONE);
            if best != NONE {
                wanted[best as usize] += 1;
            }
        }
        let mut place = vec![NONE; order.len()];
        for (at, &row) in order.iter().enumerate() {
            if wanted[at] > 0 && wanted[at] == width[row as usize] {
                place[at] = blocks.rows.len() as u32;
                let (least, most) = view.range(row as usize);
                blocks.rows.push((row, least.unwrap_or(0).max(0) as usize, most.unwrap_or(0) as usize));
            }
        }
        for column in 0..view.columns() {
            if blocks.of[column] != NONE {
                continue;
            }
            let terms = view.terms(column, &mut room);
            if let Some(at) =
                terms.iter().map(|t| rank[t.0 as usize]).filter(|&r| r != NONE).find(|&r| place[r as usize] != NONE)
            {
                blocks.of[column] = place[at as usize];
            }
        }
        // Rows that share a column with a chosen one are out.
        for column in 0..view.columns() {
            if blocks.of[column] != NONE {
                for &(row, _) in view.terms(column, &mut room) {
                    rank[row as usize] = NONE;
                }
            }
        }
        if place.iter().all(|&p| p == NONE) {
            break;
        }
    }
    blocks.list();
    blocks
}
