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
    /// Roundings of a row by a divisor.
    cuts: Vec<((Source, i64), Stood)>,
}

impl Core<'_> {
    /// Where the relaxation stands before it has cuts but the roundings of rows that keep earlier goals.
    pub fn standing(&self) -> Standing {
        let columns = self.columns.iter().zip(&self.var).map(|(&column, &var)| (column, self.lp.stood(var)));
        let mut standing = Standing { columns: columns.collect(), ..Standing::default() };
        for (at, source) in self.held.iter().enumerate() {
            let stood = self.lp.stood(self.lp.logical(at));
            match *source {
                Source::Row(row) => standing.rows.push((row, stood)),
                Source::Cut(cut) => standing.cuts.extend(self.rounded(cut).map(|of| (of, stood))),
            }
        }
        standing
    }

    /// The only row that a cut is the rounding of, and its divisor.
    fn rounded(&self, cut: u32) -> Option<(Source, i64)> {
        let cut = self.cuts.held.get(cut as usize)?;
        match cut.rows[..] {
            [(source, 1)] => Some((source, cut.divisor)),
            _ => None,
        }
    }

    /// Begins where the goal before stood, the last one whose value a row keeps.
    pub fn begin(&mut self, standing: &Standing) {
        let Some(kept) = self.view.kept().next_back() else { return };
        self.add_columns(&standing.columns.iter().map(|of| of.0).collect::<Vec<_>>());
        standing.rows.iter().for_each(|of| self.add_row(of.0));
        self.add_row(kept as u32);
        let column = |&(column, stood): &(u32, Stood)| (self.var[self.place.of(column) as usize], stood);
        let row = |&(row, stood): &(u32, Stood)| (self.lp.logical(self.row_at[row as usize] as usize), stood);
        let mut all: Vec<(u32, Stood)> = standing.columns.iter().map(column).collect();
        all.extend(standing.rows.iter().map(row));
        for (at, source) in self.held.iter().enumerate() {
            if let Source::Cut(cut) = *source
                && let Some(of) = self.rounded(cut)
                && let Some(&(_, stood)) = standing.cuts.iter().find(|known| known.0 == of)
            {
                all.push((self.lp.logical(at), stood));
            }
        }
        self.lp.restart(all.into_iter(), self.row_at[kept]);
    }
}
