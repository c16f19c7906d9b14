//! The whole solve: prices, core, relaxation, cuts, then targets from the bound downwards.

use super::blocks::{self, Blocks};
use super::bound::{self, DENOMINATOR, Exact};
use super::core::Core;
use super::linear::Ended;
use super::search::{Found, Search};
use super::view::View;
use super::{greedy, prices, separate};

/// How often columns are priced in after cuts, at most.
const ROUNDS: usize = 6;
/// Rounds of cuts that move the bound by less than a hundredth, in a row, before they end.
const IDLE: usize = 3;

/// How a solve of a view ended; values by column of the program.
pub(crate) enum Solved {
    Optimal {
        values: Vec<i64>,
        nodes: u64,
    },
    Infeasible {
        nodes: u64,
    },
    Stopped {
        values: Option<Vec<i64>>,
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
    /// A better point's objective or a better bound.
    fn report(&mut self, incumbent: Option<i64>, bound: Option<i64>);
    /// What the engine does, for those who measure it.
    fn say(&mut self, _what: &dyn Fn() -> String) {}
}

/// The state of a solve beside the core.
struct Known {
    /// The objective and the columns that aren't 0: few are not.
    best: Option<(i64, Vec<(u32, i64)>)>,
    bound: Option<i64>,
    nodes: u64,
}

impl Known {
    /// Takes a point of the columns held, if it is better.
    fn offer(&mut self, core: &Core<'_>, point: &[i64], ears: &mut dyn Ears) {
        let worth = core.worth(point);
        if self.best.as_ref().is_none_or(|b| worth > b.0) {
            let held = core.columns.iter().copied().zip(point.iter().copied());
            self.best = Some((worth, held.filter(|(_, value)| *value != 0).collect()));
            ears.report(Some(worth), self.bound);
        }
    }

    fn bounded(&mut self, bound: i64, ears: &mut dyn Ears) {
        if self.bound.is_none_or(|b| bound < b) {
            self.bound = Some(bound);
            ears.report(self.best.as_ref().map(|b| b.0), self.bound);
        }
    }

    /// The best point, column by column.
    fn values(&self, columns: usize) -> Option<Vec<i64>> {
        let (_, held) = self.best.as_ref()?;
        let mut values = vec![0; columns];
        for &(column, value) in held {
            values[column as usize] = value;
        }
        Some(values)
    }

    fn stopped(self, columns: usize) -> Solved {
        Solved::Stopped { values: self.values(columns), bound: self.bound, nodes: self.nodes }
    }

    /// The best point, where it reaches a value that none can pass.
    fn optimal(&self, columns: usize, greatest: i64) -> Option<Solved> {
        let reached = self.best.as_ref().is_some_and(|best| best.0 >= greatest);
        let values = self.values(columns).filter(|_| reached)?;
        Some(Solved::Optimal { values, nodes: self.nodes })
    }
}

/// Maximises.
pub(crate) fn solve(view: &dyn View, ears: &mut dyn Ears) -> Solved {
    let mut known = Known { best: None, bound: None, nodes: 0 };
    if impossible(view) {
        return Solved::Infeasible { nodes: 0 };
    }
    let blocks = blocks::find(view);
    if blocks::starved(view, &blocks) {
        return Solved::Infeasible { nodes: 0 };
    }
    ears.say(&|| format!("{} columns, {} rows, {} blocks", view.columns(), view.rows(), blocks.rows.len()));
    let prices = prices::find(view, &blocks, 12, 20, &mut || ears.stop());
    ears.say(&|| "prices".into());
    let mut core = Core::new(view, &blocks, 1.0);
    let (mut columns, _) =
        prices::best_columns(view, &blocks, &prices.rows, 4.0, 10, &prices.used, &mut || ears.stop());
    columns.extend((0..view.columns() as u32).filter(|&c| view.bounds(c as usize).0 != 0));
    core.add_columns(&columns);
    let mut first = vec![false; view.rows()];
    for &(row, _, _) in &blocks.rows {
        first[row as usize] = true;
    }
    for row in 0..view.rows() as u32 {
        if prices.rows[row as usize] != 0.0 || first[row as usize] {
            core.add_row(row);
        }
    }
    ears.say(&|| format!("core of {} columns, {} rows", core.columns.len(), core.lp.rows()));
    if let Some(point) = greedy::point(&core, &prices.rows, greedy_steps(core.columns.len()), &mut || ears.stop()) {
        known.offer(&core, &point, ears);
    }
    ears.say(&|| "greedy".into());
    // No sum of weights within the bounds is greater: often enough for goals that count what is missed.
    let greatest = greatest_possible(view, &blocks);
    known.bounded(greatest, ears);
    if let Some(optimal) = known.optimal(view.columns(), greatest) {
        return optimal;
    }
    let relaxed = match relax_with_cuts(&mut core, ears) {
        // Numerics at their end stop it too: that is no limit.
        Ended::Stopped if ears.stop() => return known.stopped(view.columns()),
        Ended::Infeasible if core.proven_empty(&mut || ears.stop()) => return Solved::Infeasible { nodes: 0 },
        ended => ended == Ended::Optimal,
    };
    // Where floating point failed, no multipliers at all prove something too, and the tree does the rest.
    let y = if relaxed { core.multipliers() } else { vec![0.0; core.lp.rows()] };
    let mut outside = Vec::new();
    let exact = bound::exact(&core, &y, true).or_else(|| bound::exact(&core, &vec![0.0; y.len()], true));
    let root = exact.and_then(|mut root| {
        // What can't reach a better point than the one in hand stays out for good. The bound still grows a little while
        // columns are looked at: with more than a unit of it to spare, a column is kept in any case.
        let least = known.best.as_ref().map(|best| i128::from(best.0) * i128::from(DENOMINATOR));
        let slack = least.map(|least| root.bound - least);
        let before = root.bound;
        let keep = |r: i64| slack.is_none_or(|slack| r > 0 || i128::from(r) + slack >= 0);
        bound::outside(&core, &mut root, true, &mut || ears.stop(), |c, r| {
            if keep(r) {
                outside.push((c, r));
            }
        })?;
        if slack.is_some() && root.bound - before > i128::from(DENOMINATOR) {
            outside.clear();
            root.bound = before;
            bound::outside(&core, &mut root, true, &mut || ears.stop(), |c, r| outside.push((c, r)))?;
        }
        outside.shrink_to_fit();
        Some(root)
    });
    let Some(root) = root else {
        if ears.stop() {
            return known.stopped(view.columns());
        }
        return Solved::Failed("the goal's numbers are too large to prove a bound");
    };
    let target = (root.bound.div_euclid(i128::from(DENOMINATOR))).try_into().unwrap_or(i64::MAX);
    ears.say(&|| format!("bound {target}, {:.4}", root.bound as f64 / DENOMINATOR as f64));
    known.bounded(target, ears);
    descend(&mut core, &root, &outside, target, known, ears)
}

/// The relaxation of the whole program, sharpened by cuts until they move it no more. Columns are priced in before the
/// cuts and after them, not between: the core hardly misses any.
fn relax_with_cuts(core: &mut Core<'_>, ears: &mut dyn Ears) -> Ended {
    let mut ended = core.relax(&mut || ears.stop());
    ears.say(&|| {
        let lp = &core.lp;
        let value = -lp.true_objective();
        format!("{ended:?} {value:.4}: {} steps, {} columns, {} rows", lp.steps, core.columns.len(), lp.rows())
    });
    let mut last = f64::INFINITY;
    let mut idle = 0;
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
        }
        if ended == Ended::Stopped {
            return ended;
        }
        ended = core.relax(&mut || ears.stop());
        if ended != Ended::Optimal || core.columns.len() == columns {
            return ended;
        }
        idle = 0;
    }
    ended
}

/// From the bound downwards: look for a point of the target's value, or prove that there is none.
fn descend(
    core: &mut Core<'_>,
    root: &Exact,
    outside: &[(u32, i64)],
    mut target: i64,
    mut known: Known,
    ears: &mut dyn Ears,
) -> Solved {
    let floor = least_possible(core.view);
    let mut patience = 2000;
    let mut tries = 0;
    loop {
        if let Some(optimal) = known.optimal(core.view.columns(), target) {
            return optimal;
        }
        if target < floor && known.best.is_none() {
            return Solved::Infeasible { nodes: known.nodes };
        }
        // The bound itself, a few times with little patience; then whatever is better than what is in hand.
        let whole = tries >= 4;
        let goal = match &known.best {
            _ if !whole => target,
            Some((worth, _)) => worth + 1,
            None => floor,
        };
        let mut search = Search::new(core, goal, if whole { patience } else { 30 });
        if whole {
            search = search.improving();
        }
        search.narrow(root, outside);
        let found = search.run(&mut || ears.stop());
        known.nodes += search.nodes;
        let better = search.best.take();
        if let Some((_, point)) = better {
            known.offer(core, &point, ears);
        }
        ears.say(&|| {
            let how = match found {
                Found::Point(_) => "found",
                Found::Closed => "closed",
                Found::Stopped => "stopped",
                Found::Undecided => "undecided",
            };
            format!(
                "target {goal}: {how}, {} nodes in all, {} steps, {} rows",
                known.nodes,
                core.lp.steps,
                core.lp.rows()
            )
        });
        match found {
            Found::Point(point) => known.offer(core, &point, ears),
            Found::Closed => {
                target = if whole { known.best.as_ref().map_or(floor - 1, |b| b.0) } else { goal - 1 };
                if target >= floor {
                    known.bounded(target, ears);
                }
                tries += 1;
            }
            Found::Stopped => return known.stopped(core.view.columns()),
            Found::Undecided => {
                if whole {
                    patience = patience.saturating_mul(4);
                }
                tries += 1;
            }
        }
    }
}

/// No point's objective is above this: each choice row takes its best columns, all others stand at their better bound.
fn greatest_possible(view: &dyn View, blocks: &Blocks) -> i64 {
    let mut sum: i64 = 0;
    for &column in blocks.members(blocks.rows.len()) {
        let weight = view.weight(column as usize);
        let (lower, upper) = view.bounds(column as usize);
        sum = sum.saturating_add(weight.saturating_mul(if weight > 0 { upper } else { lower }));
    }
    let mut gains: Vec<i64> = Vec::new();
    for (block, &(_, _, most)) in blocks.rows.iter().enumerate() {
        gains.clear();
        for &column in blocks.members(block) {
            let weight = view.weight(column as usize);
            let (lower, upper) = view.bounds(column as usize);
            // Each at its lower bound, the gain by choice.
            sum = sum.saturating_add(weight.saturating_mul(lower));
            if upper > lower && weight > 0 {
                gains.push(weight);
            }
        }
        if gains.len() > most {
            gains.select_nth_unstable_by(most, |a, b| b.cmp(a));
            gains.truncate(most);
        }
        sum = gains.iter().fold(sum, |sum, gain| sum.saturating_add(*gain));
    }
    sum
}

/// No point's objective is below this.
fn least_possible(view: &dyn View) -> i64 {
    let mut sum: i64 = 0;
    for column in 0..view.columns() {
        let weight = view.weight(column);
        let (lower, upper) = view.bounds(column);
        sum = sum.saturating_add(weight.saturating_mul(if weight > 0 { lower } else { upper }));
    }
    sum
}

/// Whether bounds alone rule out every point: crossed ones, or a row out of reach of its columns.
fn impossible(view: &dyn View) -> bool {
    let mut least = vec![0i64; view.rows()];
    let mut most = vec![0i64; view.rows()];
    let mut room = Vec::new();
    for column in 0..view.columns() {
        let (lower, upper) = view.bounds(column);
        if lower > upper {
            return true;
        }
        for &(row, a) in view.terms(column, &mut room) {
            let (one, other) = (lower.saturating_mul(i64::from(a)), upper.saturating_mul(i64::from(a)));
            least[row as usize] = least[row as usize].saturating_add(one.min(other));
            most[row as usize] = most[row as usize].saturating_add(one.max(other));
        }
    }
    (0..view.rows()).any(|row| {
        let (low, high) = view.range(row);
        low.is_some_and(|low| most[row] < low) || high.is_some_and(|high| least[row] > high)
    })
}

impl Core<'_> {
    /// Whether the last end without a point is proven in whole numbers for the whole program.
    fn proven_empty(&self, stop: &mut dyn FnMut() -> bool) -> bool {
        let Some(y) = self.farkas() else { return false };
        let Some(mut exact) = bound::exact(self, &y, false) else { return false };
        bound::outside(self, &mut exact, false, stop, |_, _| {}).is_some() && exact.bound < 0
    }
}

/// How many steps the early plan may take: some for every column held, and on middling programs as many as take no
/// longer than the relaxation does.
fn greedy_steps(columns: usize) -> u64 {
    let columns = columns as u64;
    (columns * 30).max((columns * 500).min(300_000))
}
