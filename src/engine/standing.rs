//! Where the relaxation of a goal that leans on a later one ended: where that of the next goal begins.
//!
//! A goal that leans has the later one's weights in its costs, so its last basis is nearly the best one for the next goal too,
//! once the row that keeps its value is full (`Linear::restart`).

use super::core::Core;
use super::cuts::Source;
use super::linear::Stood;

/// Columns and rows of the program that the relaxation held, and where they stood.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    columns: Vec<(u32, Stood)>,
    rows: Vec<(u32, Stood)>,
}

impl Core<'_> {
    /// Where the relaxation stands. Cuts are left out: the next goal has its own.
    pub fn standing(&self) -> Standing {
        let columns = self.columns.iter().zip(&self.var).map(|(&column, &var)| (column, self.lp.stood(var)));
        let rows = (0..self.held.len()).filter_map(|at| match self.held[at] {
            Source::Row(row) => Some((row, self.lp.stood(self.lp.logical(at)))),
            Source::Cut(_) => None,
        });
        Standing { columns: columns.collect(), rows: rows.collect() }
    }

    /// Begins where the goal before stood, the last one whose value a row keeps.
    pub fn begin(&mut self, standing: &Standing) {
        let Some(kept) = self.view.kept().next_back() else { return };
        self.add_columns(&standing.columns.iter().map(|of| of.0).collect::<Vec<_>>());
        standing.rows.iter().for_each(|of| self.add_row(of.0));
        self.add_row(kept as u32);
        let columns = standing.columns.iter().map(|&(column, stood)| (self.var[self.place.of(column) as usize], stood));
        let rows =
            standing.rows.iter().map(|&(row, stood)| (self.lp.logical(self.row_at[row as usize] as usize), stood));
        let all: Vec<(u32, Stood)> = columns.chain(rows).collect();
        self.lp.restart(all.into_iter(), self.row_at[kept]);
    }
}
