//! A program posed column by column, with no forum behind it: settled, or only relaxed.

use super::blocks;
use super::core::Core;
use super::cuts::Source;
use super::extremes::survey;
use super::linear::Ended;
use super::prices;
use super::solve::{Begin, Ears, Solved, Sparse, solve};
use super::task::{broken, written_out};
use super::view::{Range, Stored, View};
use crate::backend::{Control, Failure, Outcome};
use crate::program::Proof;

/// A program to be minimised.
pub(crate) struct Posed {
    view: Stored,
    /// Whether the relaxation says more of where points are than prices do.
    relaxed_first: bool,
}

/// What the relaxation of a program says.
pub(crate) enum Relaxed {
    /// It has a point.
    Point,
    /// There is no point, which the sum of these rows proves.
    Empty { rows: Vec<u32> },
    /// A limit or the numerics came first.
    Unknown,
}

/// What comes of looking for the proof that a program has no point.
pub(crate) enum Refuted {
    Empty(Proof),
    /// It has one.
    Point,
    /// A limit or the numerics came first.
    Unknown,
}

impl Posed {
    /// A program of rows with these ranges.
    pub(crate) fn new(ranges: impl Iterator<Item = Range>) -> Self {
        Self { view: Stored::new(ranges), relaxed_first: false }
    }

    /// Adds a column; each row at most once in its terms.
    pub(crate) fn column(
        &mut self,
        bounds: (i64, i64),
        cost: i64,
        panel: Option<u32>,
        terms: impl Iterator<Item = (u32, i64)>,
    ) -> Result<(), Failure> {
        let weight = cost.checked_neg();
        let pushed = weight.and_then(|weight| self.view.push(bounds, weight, panel.unwrap_or(u32::MAX), terms));
        pushed.ok_or_else(|| Failure("the program's numbers are too large".into()))
    }

    /// What is wanted of each column where points cost the same; no point is looked for before the relaxation is solved.
    pub(crate) fn lean(&mut self, wants: Vec<f32>) {
        self.view.lean(wants);
        self.relaxed_first = true;
    }

    /// The cheapest point.
    pub(crate) fn settle(self, control: &mut dyn Control) -> Result<Outcome, Failure> {
        let view = self.view.close();
        let solved = solve(&view, &Begin::default(), &mut Listening { control, early: !self.relaxed_first });
        let columns = view.columns();
        let checked = |values: Sparse| match broken(&view, &values) {
            None => Ok(written_out(columns, &[&values])),
            Some(what) => Err(Failure(format!("the engine's point breaks {what}"))),
        };
        Ok(match solved {
            Solved::Stopped { .. } if !control.should_stop() => {
                return Err(Failure("the engine stopped though no limit was reached".into()));
            }
            Solved::Failed(why) => return Err(Failure(why.into())),
            Solved::Optimal { values, nodes } => Outcome::Optimal { values: checked(values)?, nodes },
            Solved::Infeasible { nodes } => Outcome::Infeasible { nodes },
            Solved::Stopped { values, bound, nodes } => Outcome::Stopped {
                values: values.map(checked).transpose()?,
                bound: bound.map(i64::saturating_neg),
                nodes,
            },
        })
    }

    /// The proof that there is no point.
    pub(crate) fn refute(self, control: &mut dyn Control) -> Refuted {
        let mut refuting = Refuting { control, proof: None };
        match (solve(&self.view.close(), &Begin::default(), &mut refuting), refuting.proof) {
            (Solved::Infeasible { .. }, Some(proof)) => Refuted::Empty(proof),
            (Solved::Optimal { .. } | Solved::Stopped { values: Some(_), .. }, _) => Refuted::Point,
            _ => Refuted::Unknown,
        }
    }

    /// The relaxation, without cuts.
    pub(crate) fn relax(self, control: &mut dyn Control) -> Relaxed {
        let view = self.view.close();
        let mut stop = || control.should_stop();
        let rows_of = |used: &mut dyn Iterator<Item = (&Source, i64)>| -> Vec<u32> {
            let row = |(source, y): (&Source, i64)| match *source {
                Source::Row(row) if y != 0 => Some(row),
                _ => None,
            };
            used.filter_map(row).collect()
        };
        let blocks = match survey(&view, &mut stop).and_then(|survey| blocks::find(&view, &survey, &mut stop)) {
            Ok(blocks) => blocks,
            Err(used) => return Relaxed::Empty { rows: rows_of(&mut used.iter().map(|(source, y)| (source, *y))) },
        };
        let prices = prices::find(&view, &blocks, &mut stop);
        let mut core = Core::near(&view, &blocks, &prices, &[], &mut stop);
        match core.relax(&mut stop) {
            Ended::Optimal => Relaxed::Point,
            Ended::Infeasible => match core.proven_empty(&mut stop) {
                Some(proof) => Relaxed::Empty { rows: rows_of(&mut core.held.iter().zip(proof.y)) },
                None => Relaxed::Unknown,
            },
            _ => Relaxed::Unknown,
        }
    }
}

struct Listening<'a> {
    control: &'a mut dyn Control,
    early: bool,
}

impl Ears for Listening<'_> {
    fn stop(&mut self) -> bool {
        self.control.should_stop()
    }
    fn expects_early_point(&self) -> bool {
        self.early
    }
    /// What is settled here is no goal of the forum's, so nobody is told.
    fn report(&mut self, _: Option<i64>, _: Option<i64>) {}
}

/// Keeps the last proof.
struct Refuting<'a> {
    control: &'a mut dyn Control,
    proof: Option<Proof>,
}

impl Ears for Refuting<'_> {
    fn stop(&mut self) -> bool {
        self.control.should_stop()
    }
    fn report(&mut self, _: Option<i64>, _: Option<i64>) {}
    fn expects_point(&self) -> bool {
        false
    }
    fn wants_proof(&self) -> bool {
        true
    }
    fn proven(&mut self, proof: Proof) {
        self.proof = Some(proof);
    }
}
