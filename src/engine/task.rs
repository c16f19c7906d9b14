//! One goal as a view, and the engine's answer in the program's terms: of a forum's formulation, whose terms are made on
//! demand and kept only in the view, or of a program written out.

use super::ease::{Eased, Spare, ease};
use super::learned::{Learned, prefix};
use super::solve::{Begin, Ears, Solved, solve};
use super::standing::Standing;
use super::view::{Range, Stored, View};
#[cfg(test)]
use crate::backend::{Backend, Task};
use crate::backend::{Control, Failure, KeptRow, Outcome};
use crate::program::{Column, Formulation, Meaning, Objective, Proof};

/// The engine as a solver of tasks.
#[cfg(test)]
pub(crate) struct Engine;

/// One goal of several: what was settled before, what comes later, and a point that keeps what was settled.
pub(crate) struct Tier<'a> {
    pub objective: Option<&'a Objective>,
    pub later: &'a [Objective],
    pub kept: &'a [KeptRow],
    /// By column; of a program's own point, a good start for a later goal.
    pub start: Option<&'a [i64]>,
    /// For each row of `kept`, what the proof of its goal said of the columns; `start` has their values.
    pub learned: &'a [Option<Learned>],
}

impl Tier<'_> {
    /// The value at which earlier goals hold a column.
    fn held(&self, column: usize) -> Option<i64> {
        let held = self.learned.iter().flatten().any(|learned| learned.holds(column));
        self.start.filter(|_| held).and_then(|start| start.get(column).copied())
    }
}

#[cfg(test)]
impl Backend for Engine {
    fn solve(&self, task: &Task<'_>, control: &mut dyn Control) -> Result<Outcome, Failure> {
        let program = task.program;
        let objective = task.objective.and_then(|tier| program.objectives.get(tier));
        let later = task.objective.and_then(|tier| program.objectives.get(tier + 1..)).unwrap_or_default();
        let tier = Tier { objective, later, kept: task.kept, start: None, learned: &[] };
        let (starts, terms) = by_column(task);
        let column = |at: usize, own: &mut Vec<(u32, i64)>| {
            let range = starts[at] as usize..starts[at + 1] as usize;
            own.clear();
            own.extend(terms[range].iter().map(|&(row, coefficient)| (row, i64::from(coefficient))));
            program.columns[at].clone()
        };
        let seats = program.columns.iter().take_while(|column| matches!(column.meaning, Meaning::Seat { .. })).count();
        let size = Size { columns: program.columns.len(), seats };
        let mut stop = || control.should_stop();
        let ranges: Vec<Range> = program.rows.bounds.iter().map(|bounds| (bounds.lower, bounds.upper)).collect();
        let ranges = Ranges { count: ranges.len(), of: &|row| ranges[row] };
        let view = view(size, ranges, &tier, &mut stop, column);
        Ok(outcome(view, program.rows.bounds.len(), &tier, control)?.0)
    }
}

/// Settles one goal of a forum's formulation; with later goals, also says what they may take for given.
pub(crate) fn settle(
    formulation: &Formulation<'_>,
    tier: &Tier<'_>,
    control: &mut dyn Control,
) -> Result<(Outcome, Option<Learned>), Failure> {
    let mut sweep = formulation.sweep();
    let column = |at: usize, own: &mut Vec<(u32, i64)>| sweep.column(at as u32, own);
    let size = Size { columns: formulation.columns(), seats: formulation.seats.len() };
    let mut stop = || control.should_stop();
    let rows = formulation.rows();
    let ranges = Ranges { count: rows.len(), of: &|row| rows.range(row).unwrap_or_default() };
    let view = view(size, ranges, tier, &mut stop, column);
    outcome(view, formulation.rows().len(), tier, control)
}

fn outcome(
    view: Made,
    rows: usize,
    tier: &Tier<'_>,
    control: &mut dyn Control,
) -> Result<(Outcome, Option<Learned>), Failure> {
    let (view, eased) = match view {
        Made::View(view, eased) => (view, eased),
        Made::TooLarge => return Err(Failure("the program's numbers are too large".into())),
        Made::Stopped => return Ok((Outcome::Stopped { values: None, bound: None, nodes: 0 }, None)),
    };
    let sign = sign(tier.objective);
    let start = tier.start.map(|start| {
        let own =
            start.iter().enumerate().filter(|&(column, &value)| value != 0 && eased.value(column as u32).is_none());
        own.map(|(column, &value)| (column as u32, value)).collect::<Vec<_>>()
    });
    let kept = tier.kept.iter().enumerate();
    let kept: Vec<(u32, i64)> =
        kept.map(|(at, row)| ((rows + at) as u32, if row.upper.is_some() { 1 } else { -1 })).collect();
    let mut ears =
        Listening { control, sign, proof: None, learns: !tier.later.is_empty(), learned: None, standing: None };
    let standing = tier.learned.last().and_then(|learned| learned.as_ref()?.standing.as_ref());
    let solved = solve(&*view, &Begin { point: start.as_deref(), standing }, &mut ears);
    let stood = ears.standing.take();
    let learned = ears.learned.take().map(|mut learned| {
        eased.restore(&mut learned.cuts);
        learned.standing = stood;
        learned
    });
    if let Some(mut proof) = ears.proof.take() {
        eased.restore(&mut proof.cuts);
        for lemma in proof.parts.iter_mut().flat_map(|parts| &mut parts.lemmas) {
            eased.restore(&mut lemma.cuts);
        }
        prefix(&mut proof, tier.learned, &kept);
        control.proven(proof);
    }
    let broken = match &solved {
        Solved::Optimal { values, .. } | Solved::Stopped { values: Some(values), .. } => broken(&view, values),
        _ => None,
    };
    if let Some(what) = broken {
        return Err(Failure(format!("the engine's point breaks {what}")));
    }
    // The room of the view is what the point, written out, takes.
    let columns = view.columns();
    drop(view);
    let outcome = match solved {
        // Whoever set no limit must never get an answer that looks as if one was reached.
        Solved::Stopped { .. } if !control.should_stop() => {
            return Err(Failure("the engine stopped though no limit was reached".into()));
        }
        Solved::Failed(why) => return Err(Failure(why.into())),
        Solved::Infeasible { nodes } => Outcome::Infeasible { nodes },
        Solved::Optimal { values, nodes } => {
            Outcome::Optimal { values: written_out(columns, &[&values, &eased.settled]), nodes }
        }
        Solved::Stopped { values, bound, nodes } => {
            let values = values.map(|values| written_out(columns, &[&values, &eased.settled]));
            Outcome::Stopped { values, bound: bound.map(|bound| sign * bound), nodes }
        }
    };
    Ok((outcome, learned))
}

/// The value of every column, of lists of those that aren't 0; later lists come first.
pub(super) fn written_out(columns: usize, lists: &[&[(u32, i64)]]) -> Vec<i64> {
    let mut values = vec![0; columns];
    for &(column, value) in lists.iter().copied().flatten() {
        if let Some(slot) = values.get_mut(column as usize) {
            *slot = value;
        }
    }
    values
}

/// The first bound or row that a point breaks, given by its columns that aren't 0, ascending; in exact sums.
pub(super) fn broken(view: &Stored, point: &[(u32, i64)]) -> Option<String> {
    let mut sums = vec![0_i64; view.rows()];
    let mut room = Vec::new();
    let mut point = point.iter().peekable();
    for column in 0..view.columns() {
        let value = point.next_if(|held| held.0 as usize == column).map_or(0, |held| held.1);
        let (lower, upper) = view.bounds(column);
        if value < lower || value > upper {
            return Some(format!("the bounds of column {column}"));
        }
        if value == 0 {
            continue;
        }
        for &(row, coefficient) in view.terms(column, &mut room) {
            let sum = i64::from(coefficient).checked_mul(value).and_then(|part| sums[row as usize].checked_add(part));
            match sum {
                Some(sum) => sums[row as usize] = sum,
                None => return Some(format!("what row {row} can hold")),
            }
        }
    }
    if point.next().is_some() {
        return Some("the order of its columns".into());
    }
    let out = |row: usize| {
        let (lower, upper) = view.range(row);
        lower.is_some_and(|lower| sums[row] < lower) || upper.is_some_and(|upper| sums[row] > upper)
    };
    (0..view.rows()).find(|&row| out(row)).map(|row| format!("row {row}"))
}

struct Listening<'a> {
    control: &'a mut dyn Control,
    sign: i64,
    /// The last one.
    proof: Option<Proof>,
    learns: bool,
    learned: Option<Learned>,
    standing: Option<Standing>,
}

impl Ears for Listening<'_> {
    fn stood(&mut self, standing: Standing) {
        self.standing = Some(standing);
    }
    fn learns(&self) -> bool {
        self.learns
    }
    fn learned(&mut self, learned: Learned) {
        self.learned = Some(learned);
    }
    fn wants_proof(&self) -> bool {
        self.control.wants_proof()
    }
    fn proven(&mut self, proof: Proof) {
        self.proof = Some(proof);
    }
    fn stop(&mut self) -> bool {
        self.control.should_stop()
    }
    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>) {
        self.control.report(incumbent.map(|v| self.sign * v), bound.map(|v| self.sign * v));
    }
}

/// The program's terms by column: counted, then filled.
#[cfg(test)]
fn by_column(task: &Task<'_>) -> (Vec<u32>, Vec<(u32, i32)>) {
    let (columns, rows) = (task.program.columns.len(), &task.program.rows);
    let mut starts = vec![0u32; columns + 1];
    for &column in &rows.columns {
        starts[column as usize + 1] += 1;
    }
    for column in 0..columns {
        starts[column + 1] += starts[column];
    }
    let mut next = starts.clone();
    let mut terms = vec![(0u32, 0i32); rows.columns.len()];
    for row in 0..rows.bounds.len() {
        for (column, coefficient) in rows.terms(row) {
            terms[next[column as usize] as usize] = (row as u32, coefficient);
            next[column as usize] += 1;
        }
    }
    (starts, terms)
}

/// What came of making a view.
enum Made {
    View(Box<Stored>, Eased),
    /// A number does not fit.
    TooLarge,
    Stopped,
}

/// The ranges of the program's own rows.
#[derive(Clone, Copy)]
struct Ranges<'a> {
    count: usize,
    of: &'a dyn Fn(usize) -> Range,
}

/// How many columns there are; the first ones are seats.
#[derive(Clone, Copy)]
struct Size {
    columns: usize,
    seats: usize,
}

fn sign(objective: Option<&Objective>) -> i64 {
    if objective.is_none_or(|objective| objective.maximise) { 1 } else { -1 }
}

/// The view of one goal, to be maximised. `column` gives a column and its terms.
fn view(
    size: Size,
    rows: Ranges<'_>,
    tier: &Tier<'_>,
    stop: &mut dyn FnMut() -> bool,
    mut column: impl FnMut(usize, &mut Vec<(u32, i64)>) -> Column,
) -> Made {
    let mut weights = tier.objective.into_iter().flat_map(|objective| objective.terms.iter()).peekable();
    let sign = sign(tier.objective);
    let eased = without_use(size, rows, tier, &mut column);
    let ranges = (0..rows.count).map(|row| if eased.free(row as u32) { (None, None) } else { (rows.of)(row) });
    let ranges = ranges.chain(tier.kept.iter().map(|row| (row.lower, row.upper)));
    let mut held: Vec<(u32, u32, i64)> = Vec::new();
    for (number, row) in tier.kept.iter().enumerate() {
        held.extend(row.terms.iter().map(|(column, weight)| (column, (rows.count + number) as u32, weight)));
    }
    held.sort_unstable();
    let mut held = held.iter().peekable();
    let mut view = Stored::new(ranges);
    view.expect(size.columns);
    let mut terms = Vec::new();
    for at in 0..size.columns {
        if at.is_multiple_of(4096) && stop() {
            return Made::Stopped;
        }
        let Column { mut lower, mut upper, meaning } = column(at, &mut terms);
        if at >= size.seats && eased.value(at as u32).is_some() {
            (lower, upper) = (0, 0);
            terms.clear();
        } else if !eased.free.is_empty() {
            terms.retain(|term| !eased.free(term.0));
        }
        // Cuts are rounded with the columns' own upper bounds: what stands between them is left to the relaxation.
        let fixed = tier.held(at).filter(|&value| (value == 0 && lower == 0) || value == upper);
        if let Some(value) = fixed {
            (lower, upper) = (value, value);
        }
        while let Some(&&(_, row, weight)) = held.peek().filter(|kept| kept.0 as usize == at) {
            // What stands at 0 for good is no more part of what is kept: rows of few terms are easier.
            if fixed != Some(0) {
                terms.push((row, weight));
            }
            held.next();
        }
        let weight = weights.next_if(|term| term.0 as usize == at).map_or(0, |term| term.1);
        let panel = match meaning {
            Meaning::Seat { panel, .. } | Meaning::Present { panel, .. } => panel,
            _ => u32::MAX,
        };
        let pushed =
            weight.checked_mul(sign).and_then(|weight| view.push((lower, upper), weight, panel, terms.iter().copied()));
        if pushed.is_none() {
            return Made::TooLarge;
        }
    }
    view.keep(tier.kept.len());
    lean(&mut view, size, tier);
    Made::View(Box::new(view.close()), eased)
}

/// The columns and rows that this goal has no use for: neither it nor an earlier one counts them.
fn without_use(
    size: Size,
    rows: Ranges<'_>,
    tier: &Tier<'_>,
    column: &mut impl FnMut(usize, &mut Vec<(u32, i64)>) -> Column,
) -> Eased {
    let auxiliary = size.columns - size.seats;
    let mut counted = vec![false; auxiliary];
    let kept = tier.kept.iter().flat_map(|row| row.terms.iter());
    for (column, _) in tier.objective.iter().flat_map(|objective| objective.terms.iter()).chain(kept) {
        if let Some(at) = (column as usize).checked_sub(size.seats) {
            counted[at] = true;
        }
    }
    let mut spare = Vec::new();
    for at in (0..auxiliary).filter(|&at| !counted[at]) {
        let mut terms = Vec::new();
        let Column { lower, upper, .. } = column(size.seats + at, &mut terms);
        spare.push(Spare { column: (size.seats + at) as u32, bounds: (lower, upper), terms });
    }
    let range = |row: u32| if (row as usize) < rows.count { (rows.of)(row as usize) } else { (None, None) };
    ease(&spare, range, |count| {
        let mut terms = Vec::new();
        for at in (0..size.seats).chain((0..auxiliary).filter(|&at| counted[at]).map(|at| size.seats + at)) {
            let Column { lower, upper, .. } = column(at, &mut terms);
            count((lower, upper), &terms);
        }
    })
}

/// A goal that leaves most seats alone leans on the first later one that doesn't.
fn lean(view: &mut Stored, size: Size, tier: &Tier<'_>) {
    let on_seats = |objective: &Objective| objective.terms.before(size.seats as u32);
    let enough = size.seats / 10;
    if tier.objective.is_some_and(|objective| on_seats(objective) > enough) {
        return;
    }
    let Some(later) = tier.later.iter().find(|later| on_seats(later) > enough) else { return };
    let sign = sign(Some(later)) as f32;
    let mut wants = vec![0.0; size.columns];
    for (column, weight) in later.terms.iter().take(on_seats(later)) {
        wants[column as usize] = sign * weight as f32;
    }
    view.lean(wants);
}
