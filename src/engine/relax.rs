//! The relaxation, and cuts: rows, columns and cuts in turn, until nothing is missing and cuts move the bound no more.

use super::core::Core;
use super::cuts::Source;
use super::linear::{Ended, Patience};
use super::mixed::scattered;
use super::separate;
use super::solve::Ears;
use super::tolerance::PERTURB;

/// How often columns are priced in after cuts, at most.
const ROUNDS: usize = 6;
/// Rounds of cuts that move the bound by less than a hundredth, in a row, before they end.
const IDLE: usize = 3;

/// A relaxation's value this near to a whole number is taken for one when it is decided whether to go on cutting.
const WHOLE_VALUE: f64 = 1e-4;
/// Between two looks at whether the objective still rises, a step for so many rows.
const LOOK: u64 = 4;

impl Core<'_> {
    /// Solves, taking in broken rows until there are none.
    pub fn settle(&mut self, limit: f64, stop: &mut dyn FnMut() -> bool) -> Ended {
        loop {
            let ended = self.lp.solve_roughly(limit, stop);
            if ended != Ended::Optimal {
                return ended;
            }
            if !self.add_broken() {
                return Ended::Optimal;
            }
        }
    }

    /// Takes in what the present point breaks; whether there is anything.
    fn add_broken(&mut self) -> bool {
        let broken = self.broken();
        for &(_, source) in &broken {
            match source {
                Source::Row(row) => self.add_row(row),
                Source::Cut(cut) => self.add_cut(cut),
            }
        }
        !broken.is_empty()
    }

    /// Leaves the relaxation where it is scattered over most panels and hardly moves any more, with a point in hand that is
    /// worth `worth`; `greatest` is a bound that is known without it.
    pub fn be_patient(&mut self, worth: i64, greatest: i64) {
        let rows = self.lp.rows() as u64;
        // From nothing, nothing can be said until there was a step for each row.
        let from = if self.lp.is_fresh() { rows } else { 0 };
        let over = 0.5 - greatest as f64;
        self.lp.patience = Some(Patience { from, steps: rows / LOOK, cost: -(worth as f64), over, start: None });
    }

    /// Whether a relaxation that stalls for the second time is to be left. If not, rows come in that its point breaks.
    fn leaves(&mut self, last: &mut f64) -> bool {
        let (last, now) = (std::mem::replace(last, self.lp.objective()), self.lp.objective());
        if self.lp.patience.is_some_and(|patience| !patience.bears(last, now)) {
            return true;
        }
        self.add_broken();
        false
    }

    /// The exact relaxation of the whole program: rows and columns until nothing is missing.
    pub fn relax(&mut self, stop: &mut dyn FnMut() -> bool) -> Ended {
        let mut stalled = f64::NEG_INFINITY;
        // Columns are asked for once before broken rows are: that takes few steps while the basis is sparse.
        let mut rows_too = self.lp.steps > 0;
        loop {
            let ended =
                if rows_too { self.settle(f64::INFINITY, stop) } else { self.lp.solve_roughly(f64::INFINITY, stop) };
            if ended == Ended::Stalled {
                if !scattered(self) {
                    continue;
                }
                if self.leaves(&mut stalled) {
                    return ended;
                }
            }
            let columns = match ended {
                Ended::Optimal | Ended::Stalled => {
                    let y = self.pricing();
                    self.improving(&y, true, 4.0 * PERTURB * self.lp.grain, 8, stop)
                }
                Ended::Infeasible => match self.farkas() {
                    Some(y) => {
                        let columns = self.improving(&y, false, 1e-7, 8, stop);
                        if columns.is_empty() && !stop() {
                            return Ended::Infeasible;
                        }
                        columns
                    }
                    None => return Ended::Infeasible,
                },
                ended => return ended,
            };
            if stop() {
                return Ended::Stopped;
            }
            if columns.is_empty() && rows_too {
                // Looked at once more with fresh factors.
                let steps = self.lp.steps;
                let ended = self.lp.solve(f64::INFINITY, u64::MAX, stop);
                if ended == Ended::Optimal && self.lp.steps > steps {
                    continue;
                }
                return ended;
            }
            self.add_columns(&columns);
            rows_too = true;
        }
    }
}

/// The relaxation of the whole program, left early where [`Core::be_patient`] said so.
pub(crate) fn relax(core: &mut Core<'_>, ears: &mut dyn Ears) -> Ended {
    let ended = core.relax(&mut || ears.stop());
    ears.say(&|| {
        let lp = &core.lp;
        let value = -lp.true_objective();
        let (steps, factorings) = (lp.steps, lp.factorings);
        format!(
            "{ended:?} {value:.4}: {steps} steps, {factorings} factorings, {} columns, {} rows",
            core.columns.len(),
            lp.rows()
        )
    });
    if matches!(ended, Ended::Optimal | Ended::Stalled) && ears.learns() && core.view.leans() {
        ears.stood(core.standing());
    }
    ended
}

/// Sharpens the relaxation by cuts until they move it no more. Columns are priced in before the cuts and after them, not
/// between: the core hardly misses any.
pub(crate) fn cut(core: &mut Core<'_>, ears: &mut dyn Ears) -> Ended {
    let mut ended = Ended::Optimal;
    let (mut last, mut idle) = (f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let columns = core.columns.len();
        while ended == Ended::Optimal && idle < IDLE {
            let mut cuts = separate::zero_half(core, 200);
            if cuts.len() < 10 {
                cuts.extend(separate::mod_k(core, 50));
            }
            if cuts.is_empty() {
                break;
            }
            let count = cuts.len();
            for cut in cuts {
                core.add_cut(cut);
            }
            ended = core.settle(f64::INFINITY, &mut || ears.stop());
            let now = -core.lp.true_objective();
            ears.say(&|| format!("{count} cuts: {now:.4}, {} steps", core.lp.steps));
            idle = if now < last - 0.01 { 0 } else { idle + 1 };
            last = now;
            // A whole value is what a point may well be worth: more cuts would only make the relaxation slower.
            if idle > 0 && (now - now.round()).abs() < WHOLE_VALUE {
                idle = IDLE;
            }
        }
        if ended == Ended::Stopped {
            return ended;
        }
        ended = core.relax(&mut || ears.stop());
        if ended != Ended::Optimal || core.columns.len() == columns {
            return ended;
        }
        let now = -core.lp.true_objective();
        idle = if (now - now.round()).abs() < WHOLE_VALUE { IDLE } else { 0 };
    }
    ended
}
