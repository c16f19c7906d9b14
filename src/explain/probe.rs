//! Asking whether statements can hold together, and remembering the answers.

use super::concessions::{HUGE, LARGE};
use super::limits::Budget;
use super::loosened::{broken_units, units_named};
use super::measure::Measure;
use super::model::{Loosely, Settled};
use super::reach::{Aim, Reach, Reached, reach};
use super::scope::Scope;
use super::stated::{self, Proven, Stated};
use super::sum::Sum;
use super::system::{Owner, System};
use crate::program::{Column, Meaning};
use crate::{DraftSeat, Error, verify};
use std::collections::HashSet;

/// A tree of more nodes than this is left to the engine.
const NODES: u64 = 200;

/// Why a search ended without an answer.
#[derive(Debug)]
pub(super) enum Halt {
    /// A limit came first.
    Limit,
    Fault(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

/// Questions about one scope of a system.
pub(super) struct Probe<'s, 'f> {
    pub system: &'s System<'f>,
    pub scope: &'s Scope,
    /// What a known plan keeps, with the plan's values.
    plans: Vec<(Vec<bool>, Vec<i64>)>,
    /// Sets known to be impossible.
    impossible: Vec<Vec<bool>>,
    /// The count that clashes, where it is known which one does.
    measure: Option<Measure>,
    /// The statements that the last proof of the engine's names, of the whole programme.
    pub led: Option<Vec<u32>>,
    /// The sums of rows that such proofs were.
    sums: Vec<Sum>,
    /// Whether only rows are asked, and no forum is edited.
    by_rows: bool,
}

impl<'s, 'f> Probe<'s, 'f> {
    pub(super) fn new(system: &'s System<'f>, scope: &'s Scope) -> Self {
        let mut probe = Self {
            system,
            scope,
            plans: Vec::new(),
            impossible: Vec::new(),
            measure: None,
            led: None,
            sums: Vec::new(),
            by_rows: false,
        };
        // A programme of nobody keeps whatever asks for nothing.
        if scope.panel.is_none() {
            probe.learn_plan(vec![0; scope.columns.len()]);
        }
        probe
    }

    /// Questions to the rows of a scope, however large the programme is.
    pub(super) fn by_rows(system: &'s System<'f>, scope: &'s Scope) -> Self {
        Self { by_rows: true, ..Self::new(system, scope) }
    }

    /// Asks how far this count comes, wherever its statement is among those asked about.
    pub(super) fn measure(&mut self, measure: Measure) {
        self.measure = Some(measure);
    }

    /// Takes what is known to be impossible for another reason.
    pub(super) fn learn_impossible(&mut self, active: &[bool]) {
        self.impossible.push(active.to_vec());
    }

    /// Takes a plan that is known for another reason, with what it keeps.
    pub(super) fn learn_plan(&mut self, values: Vec<i64>) {
        self.plans.push((self.scope.kept(self.system, &values), values));
    }

    /// Whether some plan keeps all of these statements.
    pub(super) fn is_possible(&mut self, active: &[bool], budget: &mut Budget<'_>) -> Result<bool, Halt> {
        Ok(self.plan(active, budget)?.is_some())
    }

    /// Values of the scope's columns that keep all of these statements.
    pub(super) fn plan(&mut self, active: &[bool], budget: &mut Budget<'_>) -> Result<Option<usize>, Halt> {
        let within = |small: &[bool], large: &[bool]| small.iter().zip(large).all(|(small, large)| !small || *large);
        if self.impossible.iter().any(|known| within(known, active)) {
            return Ok(None);
        }
        if let Some(at) = self.plans.iter().position(|(kept, _)| within(active, kept)) {
            return Ok(Some(at));
        }
        if budget.is_spent() {
            return Err(Halt::Limit);
        }
        if let Some(known) = self.measured(active, budget)? {
            return Ok(known);
        }
        let first = self.scope.panel.is_none() && self.system.columns.len() > LARGE && !self.by_rows;
        if first && let Some(known) = self.stated(active, budget)? {
            return Ok(known);
        }
        let model = self.scope.model(self.system, active);
        // Groups and people who can be exchanged for one another make trees that never end, and the engine settles them.
        let settled = match budget.few_nodes(NODES, |budget| model.settle(budget))? {
            Settled::Stopped(_) if !budget.is_spent() => {
                if !first && let Some(known) = self.stated(active, budget)? {
                    return Ok(known);
                }
                model.settle(budget)?
            }
            settled => settled,
        };
        match settled {
            Settled::Best(values) => {
                let kept = self.scope.kept(self.system, &values);
                if !within(active, &kept) {
                    return Err(Halt::Fault(Error::Internal("a plan breaks a statement that it was to keep".into())));
                }
                self.plans.push((kept, values));
                Ok(Some(self.plans.len() - 1))
            }
            Settled::Infeasible => {
                self.impossible.push(active.to_vec());
                Ok(None)
            }
            Settled::Stopped(_) => Err(Halt::Limit),
        }
    }

    /// What the count says that clashes, where that decides.
    #[expect(clippy::option_option, reason = "a plan, none, and no answer are three cases")]
    fn measured(&mut self, active: &[bool], budget: &mut Budget<'_>) -> Result<Option<Option<usize>>, Halt> {
        let Some(measure) = self.measure.as_ref().filter(|measure| active[measure.unit as usize]) else {
            return Ok(None);
        };
        let (impossible, plan) = match reach(self.system, measure, active, Aim::Decide, budget)? {
            None => return Ok(None),
            Some(Reach::Nothing) => (true, None),
            Some(Reach::Far(Reached { bound, plan })) => (bound.is_some_and(|bound| measure.is_beyond(bound)), plan),
        };
        // Other groups of the count's rule were left out: what is asked about may say more than the plan keeps.
        let plan = plan.map(|(_, seats)| self.counted(&[], &seats)).transpose()?;
        if impossible {
            self.impossible.push(active.to_vec());
            return Ok(Some(None));
        }
        let keeps = |at: &usize| active.iter().zip(&self.plans[*at].0).all(|(active, kept)| !active || *kept);
        // Where this leaves it open, so does a search for any plan.
        plan.filter(keeps).map(|at| Some(Some(at))).ok_or(Halt::Limit)
    }

    /// The engine's answer about the forum that states this, where it has one.
    #[expect(clippy::option_option, reason = "a plan, none, and no answer are three cases")]
    fn stated(&mut self, active: &[bool], budget: &mut Budget<'_>) -> Result<Option<Option<usize>>, Halt> {
        let stated = match stated::plan(self.system, active, self.scope.panel, &self.sums, budget) {
            Err(Halt::Limit) if !budget.is_spent() && self.system.columns.len() <= HUGE => Stated::Unsaid,
            stated => stated?,
        };
        Ok(match stated {
            Stated::Plan(seats) => Some(self.counted(active, &seats).map(Some)?),
            Stated::Impossible(Proven { named, sum }) => {
                self.sums.extend(sum.filter(|_| self.scope.panel.is_none()));
                let names = named.iter().map(|(rule, group)| (rule.as_str(), group.as_slice())).collect();
                self.led = Some(units_named(self.system, &names)).filter(|led| !led.is_empty());
                self.impossible.push(active.to_vec());
                Some(None)
            }
            Stated::Unsaid => None,
        })
    }

    /// Takes a plan by its seats, with what counting says that it keeps.
    fn counted(&mut self, active: &[bool], seats: &[DraftSeat]) -> Result<usize, Halt> {
        let counted = verify::count(self.system.forum, seats).map_err(|e| Error::Internal(e.to_string()))?;
        let broken: Vec<_> = counted.broken().cloned().collect();
        let mut kept = vec![true; self.system.units.len()];
        for unit in broken_units(self.system, &broken) {
            kept[unit as usize] = false;
        }
        if active.iter().zip(&kept).any(|(active, kept)| *active && !kept) {
            return Err(Halt::Fault(Error::Internal("a plan breaks a statement that it was to keep".into())));
        }
        let held: HashSet<(&str, &str, &str)> =
            seats.iter().map(|seat| (seat.panel.as_str(), seat.role.as_str(), seat.speaker.as_str())).collect();
        let forum = self.system.forum;
        let is_held = |of: &Column| match of.meaning {
            Meaning::Seat { panel, role, speaker } => {
                let on = &forum.panels[panel as usize];
                held.contains(&(&on.id, &on.seats[role as usize].role, &forum.speakers[speaker as usize].id))
            }
            _ => false,
        };
        let own = self.scope.columns.iter().map(|column| &self.system.columns[*column as usize]);
        let values = own.map(|of| i64::from(is_held(of))).collect();
        self.plans.push((kept, values));
        Ok(self.plans.len() - 1)
    }

    /// Statements among which the relaxation's proof stands: those of its rows, and all that forbid seats. `None` where the
    /// relaxation has a point or is not settled.
    pub(super) fn proof(&mut self, active: &[bool], budget: &mut Budget<'_>) -> Result<Option<Vec<bool>>, Halt> {
        if budget.is_spent() {
            return Err(Halt::Limit);
        }
        let model = self.scope.model(self.system, active);
        let Loosely::Empty { used: lines } = model.relaxed(budget)? else { return Ok(None) };
        let mut used = vec![false; active.len()];
        for (row, _) in self.scope.rows_of(self.system, active).zip(lines).filter(|(_, used)| *used) {
            if let Owner::Unit(unit) = self.system.owners[row as usize] {
                used[unit as usize] = true;
            }
        }
        for (_, unit) in &self.system.forbids {
            used[*unit as usize] |= active[*unit as usize];
        }
        self.impossible.push(active.to_vec());
        Ok(Some(used))
    }

    /// The seats of a plan found.
    pub(super) fn seats(&self, plan: usize) -> Vec<DraftSeat> {
        let values = self.plans.get(plan).map_or(&[][..], |(_, values)| values);
        self.system.seats(self.scope.columns.iter().copied().zip(values.iter().copied()))
    }

    /// The smallest set known to be impossible, among those wanted.
    pub(super) fn smallest_impossible(&self, wanted: impl Fn(&[bool]) -> bool) -> Option<&Vec<bool>> {
        let all = self.impossible.iter().filter(|set| wanted(set));
        all.min_by_key(|set| set.iter().filter(|held| **held).count())
    }
}
