//! The whole solve: prices, core, relaxation, cuts, then targets from the bound downwards.

use super::blocks;
use super::bound::{self, DENOMINATOR, Exact};
use super::core::Core;
use super::cuts::{Cuts, Source};
use super::extremes::{greatest_possible, least_possible, survey};
use super::learned::Learned;
use super::linear::Ended;
use super::relax::{cut, relax};
use super::root::Root;
use super::search::neighbourhood::Neighbourhood;
use super::search::record::{self, multipliers};
use super::search::{Found, Search};
use super::standing::Standing;
use super::view::View;
use super::{greedy, kept, mixed, prices};
use crate::program::{Multipliers, Node, Proof};

/// Nodes of a search for one target; and of one for whatever is better, the first time.
const PATIENCE: u64 = 30;
const WHOLE_PATIENCE: u64 = 2000;
/// The same where a mix of whole panels led to the point in hand.
const MIXED_PATIENCE: u64 = 100;
/// From targets that far below the bound on, better points are also looked for near the one in hand.
const FAR: i64 = 2;

/// A point's columns that aren't 0, ascending, with their values: of millions of columns, thousands.
pub(crate) type Sparse = Vec<(u32, i64)>;

/// How a solve of a view ended.
pub(crate) enum Solved {
    Optimal {
        values: Sparse,
        nodes: u64,
    },
    Infeasible {
        nodes: u64,
    },
    Stopped {
        values: Option<Sparse>,
        bound: Option<i64>,
        nodes: u64,
    },
    /// Numbers or numerics were at their end: nothing is known of the program.
    Failed(&'static str),
}

/// Who listens and may stop.
pub(crate) trait Ears {
    /// Polled often.
    fn stop(&mut self) -> bool;
    /// Whether a later goal can use what the proof of this one says of every point of its value.
    fn learns(&self) -> bool {
        false
    }
    /// What the proof of the value reached says of every point that has it.
    fn learned(&mut self, _learned: Learned) {}
    /// Where the relaxation of a goal that leans on later ones ended.
    fn stood(&mut self, _standing: Standing) {}
    /// Whether it is worth a look for an early point before there is any proof.
    fn expects_point(&self) -> bool {
        true
    }
    /// Whether it is worth one before there is a relaxation.
    fn expects_early_point(&self) -> bool {
        true
    }
    /// A better point's objective or a better bound.
    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>);
    /// Whether [`Self::proven`] is to be called.
    fn wants_proof(&self) -> bool {
        false
    }
    /// The proof of the best bound, or of infeasibility: the last one counts.
    fn proven(&mut self, _proof: Proof) {}
    /// What the engine does, for those who measure it.
    fn say(&mut self, _what: &dyn Fn() -> String) {}
}

/// The state of a solve beside the core.
struct Known {
    /// With its objective.
    best: Option<(i64, Sparse)>,
    bound: Option<i64>,
    nodes: u64,
    /// Whether both come from a mix of whole panels.
    mixed: bool,
}

impl Known {
    /// Takes a point of the columns held, if it is better.
    fn offer(&mut self, core: &Core<'_>, point: &[i64], ears: &mut dyn Ears) {
        let worth = core.worth(point);
        if self.best.as_ref().is_none_or(|b| worth > b.0) {
            let held = core.columns.iter().copied().zip(point.iter().copied());
            let mut held: Sparse = held.filter(|(_, value)| *value != 0).collect();
            held.sort_unstable();
            self.best = Some((worth, held));
            ears.report(Some(worth), self.bound);
        }
    }

    fn bounded(&mut self, bound: i64, ears: &mut dyn Ears, proof: impl FnOnce() -> Proof) {
        if self.bound.is_none_or(|b| bound < b) {
            if ears.wants_proof() {
                ears.proven(proof());
            }
            self.bound = Some(bound);
            ears.report(self.best.as_ref().map(|b| b.0), self.bound);
        }
    }

    /// The root's bound, as a whole number no greater than what is known.
    fn rooted(&mut self, core: &Core<'_>, root: &Root, ears: &mut dyn Ears) -> i64 {
        let target = (root.exact.bound.div_euclid(i128::from(DENOMINATOR))).try_into().unwrap_or(i64::MAX);
        ears.say(&|| format!("bound {target}, {:.4}", root.exact.bound as f64 / DENOMINATOR as f64));
        let proof = || at_once(target.saturating_add(1), root.rows.clone(), &core.cuts);
        self.bounded(target, ears, proof);
        self.bound.map_or(target, |bound| bound.min(target))
    }

    fn stopped(self) -> Solved {
        Solved::Stopped { values: self.best.map(|best| best.1), bound: self.bound, nodes: self.nodes }
    }

    /// The best point, where it reaches a value that none can pass.
    fn optimal(&self, greatest: i64) -> Option<Solved> {
        let (_, values) = self.best.as_ref().filter(|best| best.0 >= greatest)?;
        Some(Solved::Optimal { values: values.clone(), nodes: self.nodes })
    }
}

/// What a solve may begin with.
#[derive(Default)]
pub(crate) struct Begin<'b> {
    /// The columns that aren't 0 of a point that keeps everything.
    pub point: Option<&'b [(u32, i64)]>,
    /// Where the relaxation of the goal before ended.
    pub standing: Option<&'b Standing>,
}

/// Maximises.
pub(crate) fn solve(view: &dyn View, begin: &Begin<'_>, ears: &mut dyn Ears) -> Solved {
    let start = begin.point;
    let mut known = Known { best: None, bound: None, nodes: 0, mixed: false };
    let infeasible = |rows: Vec<(Source, i64)>, ears: &mut dyn Ears| {
        if ears.wants_proof() {
            ears.proven(at_once(least_possible(view), Multipliers { objective: 0, rows }, &Cuts::new(0)));
        }
        Solved::Infeasible { nodes: 0 }
    };
    let mut stop = || ears.stop();
    let blocks = match survey(view, &mut stop).and_then(|survey| blocks::find(view, &survey, &mut stop)) {
        _ if stop() => return known.stopped(),
        Ok(blocks) => blocks,
        Err(rows) => return infeasible(rows, ears),
    };
    ears.say(&|| format!("{} columns, {} rows, {} blocks", view.columns(), view.rows(), blocks.rows.len()));
    let mut prices = prices::find(view, &blocks, &mut || ears.stop());
    ears.say(&|| "prices".into());
    let held: Vec<u32> = start.into_iter().flatten().map(|s| s.0).collect();
    let mut core = Core::near(view, &blocks, &prices, &held, &mut || ears.stop());
    prices.used = Vec::new();
    ears.say(&|| format!("core of {} columns, {} rows", core.columns.len(), core.lp.rows()));
    kept::divide(&mut core);
    let start = start.and_then(|start| core.point(start));
    if let Some(start) = &start {
        known.offer(&core, start, ears);
    }
    let steps = if ears.expects_point() { greedy_steps(core.columns.len()) } else { 0 };
    let early = if ears.expects_early_point() { steps } else { 0 };
    if let Some(point) = greedy::point(&core, &prices.rows, start, early, &mut || ears.stop()) {
        known.offer(&core, &point, ears);
    }
    ears.say(&|| "greedy".into());
    // No sum of weights within the bounds is greater: often enough for goals that count what is missed.
    let (greatest, rows) = greatest_possible(view, &blocks);
    let cuts = &core.cuts;
    let rows = Multipliers { objective: 1, rows };
    known.bounded(greatest, ears, || at_once(greatest.saturating_add(1), rows.clone(), cuts));
    if let Some(optimal) = known.optimal(greatest) {
        if ears.learns() {
            ears.learned(Learned::of_weights(&core, rows));
        }
        return optimal;
    }
    // Where this goal leans too, its own weights change more than it is worth.
    if let Some(standing) = begin.standing.filter(|_| !view.leans()) {
        core.begin(standing);
    }
    if let Some((worth, _)) = known.best {
        core.be_patient(worth, greatest);
    }
    let mut ended = relax(&mut core, ears);
    core.lp.patience = None;
    if matches!(ended, Ended::Optimal | Ended::Stalled) {
        if mixed::scattered(&core) {
            near_relaxed(&mut core, &prices.rows, steps, &mut known, ears);
            let Some(root) = Root::of(&mut core, true, &mut || ears.stop()) else { return unproven(known, ears) };
            let bound = known.rooted(&core, &root, ears);
            let bound = mix(&mut core, &root, bound, &mut known, ears);
            if known.optimal(bound).is_some() {
                return descend(&mut core, root, bound, known, ears);
            }
            known.mixed = true;
        }
        if ended == Ended::Stalled {
            ended = relax(&mut core, ears);
        }
        if ended == Ended::Optimal {
            ended = cut(&mut core, ears);
        }
        if !known.mixed && ended == Ended::Optimal {
            near_relaxed(&mut core, &prices.rows, steps, &mut known, ears);
        }
    }
    match ended {
        // Numerics at their end stop it too: that is no limit.
        Ended::Stopped if ears.stop() => return known.stopped(),
        Ended::Infeasible => {
            if let Some(empty) = core.proven_empty(&mut || ears.stop()) {
                if ears.wants_proof() {
                    ears.proven(at_once(least_possible(view), multipliers(&core, &empty, false), &core.cuts));
                }
                return Solved::Infeasible { nodes: 0 };
            }
        }
        _ => {}
    }
    let Some(root) = Root::of(&mut core, ended == Ended::Optimal, &mut || ears.stop()) else {
        return unproven(known, ears);
    };
    let bound = known.rooted(&core, &root, ears);
    descend(&mut core, root, bound, known, ears)
}

/// The relaxation's point, rounded and repaired: often better than what prices alone lead to.
fn near_relaxed(core: &mut Core<'_>, prices: &[f64], steps: u64, known: &mut Known, ears: &mut dyn Ears) {
    let near = (0..core.columns.len()).map(|at| core.value(at).round() as i64).collect();
    if let Some(point) = greedy::point(core, prices, Some(near), steps, &mut || ears.stop()) {
        known.offer(core, &point, ears);
    }
}

/// A better bound and a better point from mixes of whole panels; the bound.
fn mix(core: &mut Core<'_>, root: &Root, bound: i64, known: &mut Known, ears: &mut dyn Ears) -> i64 {
    let Some(best) = known.best.clone() else { return bound };
    let mixed = mixed::look(core, root, bound, &best, ears);
    known.nodes += mixed.nodes;
    if let Some(better) = mixed.point {
        core.add_columns(&better.iter().map(|of| of.0).collect::<Vec<_>>());
        if let Some(point) = core.point(&better) {
            known.offer(core, &point, ears);
        }
    }
    let Some(better) = mixed.bounded else { return bound };
    known.bounded(better.bound, ears, || better.proof);
    bound.min(better.bound)
}

/// Where no bound can be proven.
fn unproven(known: Known, ears: &mut dyn Ears) -> Solved {
    if ears.stop() {
        return known.stopped();
    }
    Solved::Failed("the goal's numbers are too large to prove a bound")
}

/// The proof by one set of multipliers.
fn at_once(target: i64, multipliers: Multipliers, cuts: &Cuts) -> Proof {
    record::proof(target, vec![Node { used: vec![multipliers], split: None }], cuts)
}

/// From the bound downwards: look for a point of the target's value, or prove that there is none. A target that neither
/// comes of is put off: the next one is twice as far below the bound, where there are more points. From what is found
/// there, the rest is searched whole.
fn descend(core: &mut Core<'_>, mut root: Root, mut bound: i64, mut known: Known, ears: &mut dyn Ears) -> Solved {
    let floor = least_possible(core.view);
    let mut below = 0i64;
    let mut closed = 0;
    let (mut patience, mut whole_patience) = (PATIENCE, WHOLE_PATIENCE);
    if known.mixed {
        // Targets between what the mix proved and what it led to are hardly ever met: all of them at once.
        below = i64::MAX;
        whole_patience = MIXED_PATIENCE;
    }
    let mut near = Neighbourhood::new(core);
    loop {
        if let Some(optimal) = known.optimal(bound) {
            // Who stops now only has later goals learn less.
            if ears.learns() && root.list(core, bound.saturating_add(1), Some(bound), &mut || ears.stop()).is_some() {
                let why = at_once(bound, root.rows.clone(), &core.cuts);
                ears.learned(Learned::of_root(core, &root, root.slack(bound), why));
            }
            return optimal;
        }
        if bound < floor && known.best.is_none() {
            return Solved::Infeasible { nodes: known.nodes };
        }
        // Whatever is better than what is in hand: nothing is left below it.
        let least = known.best.as_ref().map_or(floor, |best| best.0 + 1);
        let target = bound.saturating_sub(below).max(least);
        let whole = target == least && below > 0;
        let most = if whole { whole_patience } else { patience };
        let before = core.lp.steps;
        let best = known.best.as_ref().map(|best| best.0);
        if root.list(core, target, best, &mut || ears.stop()).is_none() {
            return known.stopped();
        }
        let mut search = Search::new(core, target, most, ears.wants_proof());
        if target < bound {
            search = search.improving();
        }
        search.narrow(&root);
        let found = search.run(&mut || ears.stop());
        known.nodes += search.nodes;
        let better = search.best.take();
        let (reached, record) = (search.target, search.record);
        ears.say(&|| {
            let how = match found {
                Found::Point(_) => "found",
                Found::Closed => "closed",
                Found::Stopped => "stopped",
                Found::Undecided => "undecided",
            };
            let found = better.as_ref().map(|b| b.0);
            format!(
                "target {target}: {how} {found:?}, {} nodes in all, {} steps, {} rows",
                known.nodes,
                core.lp.steps,
                core.lp.rows()
            )
        });
        let mut lifted = false;
        let point =
            if let Found::Point(point) = &found { Some(point) } else { better.as_ref().map(|better| &better.1) };
        if let Some(point) = point {
            known.offer(core, point, ears);
            lifted = true;
        }
        let hard = below > FAR && !matches!(found, Found::Stopped);
        match found {
            Found::Point(_) => {}
            Found::Closed => {
                bound = reached - 1;
                let proof = || record.proof(reached, &core.cuts);
                if bound >= floor {
                    known.bounded(bound, ears, proof);
                } else if ears.wants_proof() {
                    ears.proven(proof());
                }
                closed += 1;
                if closed > 2 {
                    below = below.saturating_mul(2).saturating_add(1);
                }
            }
            Found::Stopped => return known.stopped(),
            Found::Undecided => {
                if whole {
                    whole_patience = whole_patience.saturating_mul(4);
                } else if !lifted {
                    below = below.saturating_mul(2).saturating_add(1);
                    patience = patience.saturating_mul(2);
                }
            }
        }
        // As much work again goes into better points.
        let point = known.best.as_ref().filter(|best| hard && best.0 < bound).and_then(|best| core.point(&best.1));
        if let Some(point) = point {
            let steps = core.lp.steps - before;
            let (better, nodes) = near.improve(core, point, steps, &mut || ears.stop());
            known.nodes += nodes;
            if let Some(better) = better {
                known.offer(core, &better, ears);
            }
            ears.say(&|| format!("near: {:?}, {} steps", known.best.as_ref().map(|best| best.0), core.lp.steps));
        }
    }
}

impl Core<'_> {
    /// What proves the last end without a point in whole numbers for the whole program, where something does.
    pub(super) fn proven_empty(&self, stop: &mut dyn FnMut() -> bool) -> Option<Exact> {
        let y = self.farkas()?;
        let mut exact = bound::exact(self, &y, false)?;
        bound::add_outside(self, &mut exact, false, stop)?;
        (exact.bound < 0).then_some(exact)
    }
}

/// How many steps the early plan may take: some for every column held, and on middling programs as many as take no
/// longer than the relaxation does.
fn greedy_steps(columns: usize) -> u64 {
    let columns = columns as u64;
    (columns * 30).max((columns * 500).min(300_000))
}
