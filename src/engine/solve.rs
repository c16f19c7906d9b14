//! The whole solve: prices, core, relaxation, cuts, then targets from the bound downwards.

use super::bound::{self, DENOMINATOR, Exact};
use super::core::{Core, NONE};
use super::linear::Ended;
use super::search::{Found, Search};
use super::view::View;
use super::{blocks, greedy, prices, separate};

/// How often columns are priced in after cuts, at most.
const ROUNDS: usize = 6;
/// Rounds of cuts that move the bound by less than a hundredth, in a row, before they end.
const IDLE: usize = 3;

/// How a solve of a view ended; values by column of the program.
pub(crate) enum Solved {
    Optimal { values: Vec<i64>, nodes: u64 },
    Infeasible { nodes: u64 },
    Stopped { values: Option<Vec<i64>>, bound: Option<i64>, nodes: u64 },
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
    best: Option<(i64, Vec<i64>)>,
    bound: Option<i64>,
    nodes: u64,
}

impl Known {
    /// Takes a point of the columns held, if it is better.
    fn offer(&mut self, core: &Core<'_>, point: &[i64], ears: &mut dyn Ears) {
        let worth = core.worth(point);
        if self.best.as_ref().is_none_or(|b| worth > b.0) {
            let mut values = vec![0i64; core.view.columns()];
            for (&column, &value) in core.columns.iter().zip(point) {
                values[column as usize] = value;
            }
            self.best = Some((worth, values));
            ears.report(Some(worth), self.bound);
        }
    }

    fn bounded(&mut self, bound: i64, ears: &mut dyn Ears) {
        if self.bound.is_none_or(|b| bound < b) {
            self.bound = Some(bound);
            ears.report(self.best.as_ref().map(|b| b.0), self.bound);
        }
    }

    fn stopped(self) -> Solved {
        Solved::Stopped { values: self.best.map(|b| b.1), bound: self.bound, nodes: self.nodes }
    }
}

/// Maximises.
pub(crate) fn solve(view: &dyn View, ears: &mut dyn Ears) -> Solved {
    let mut known = Known { best: None, bound: None, nodes: 0 };
    if impossible(view) {
        return Solved::Infeasible { nodes: 0 };
    }
    let blocks = blocks::find(view);
    ears.say(&|| format!("{} columns, {} rows, {} blocks", view.columns(), view.rows(), blocks.rows.len()));
    let prices = prices::find(view, &blocks, 12, 20, &mut || ears.stop());
    ears.say(&|| "prices".into());
    let mut core = Core::new(view, &blocks, 1.0);
    let (mut columns, _) = prices::best_columns(view, &blocks, &prices.rows, 4.0, 10, &prices.used);
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
    if let Some((worth, values)) = &known.best
        && *worth >= greatest
    {
        return Solved::Optimal { values: values.clone(), nodes: 0 };
    }
    let relaxed = match relax_with_cuts(&mut core, ears) {
        Ended::Stopped => return known.stopped(),
        Ended::Infeasible if core.proven_empty() => return Solved::Infeasible { nodes: 0 },
        ended => ended == Ended::Optimal,
    };
    // Where floating point failed, no multipliers at all prove something too, and the tree does the rest.
    let y = if relaxed { core.multipliers() } else { vec![0.0; core.lp.rows()] };
    let Some(mut root) = bound::exact(&core, &y, true) else { return known.stopped() };
    let mut outside = Vec::new();
    if bound::outside(&core, &mut root, true, |c, r| outside.push((c, r))).is_none() {
        return known.stopped();
    }
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
        if let Some((worth, values)) = &known.best
            && *worth >= target
        {
            return Solved::Optimal { values: values.clone(), nodes: known.nodes };
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
            Found::Stopped => return known.stopped(),
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
fn greatest_possible(view: &dyn View, blocks: &blocks::Blocks) -> i64 {
    let mut sum: i64 = 0;
    let mut chosen: Vec<(u32, i64)> = Vec::new();
    for column in 0..view.columns() {
        let weight = view.weight(column);
        let (lower, upper) = view.bounds(column);
        if blocks.of[column] == NONE {
            sum = sum.saturating_add(weight.saturating_mul(if weight > 0 { upper } else { lower }));
        } else if weight != 0 {
            // From here on the choice counts: least at its lower bound, the gain by choice.
            sum = sum.saturating_add(weight.saturating_mul(lower));
            if upper > lower {
                chosen.push((blocks.of[column], -weight));
            }
        }
    }
    chosen.sort_unstable();
    let mut run = (NONE, 0);
    for (block, weight) in chosen {
        if block != run.0 {
            run = (block, 0);
        }
        run.1 += 1;
        if run.1 <= blocks.rows[block as usize].2 && weight < 0 {
            sum = sum.saturating_sub(weight);
        }
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
    fn proven_empty(&self) -> bool {
        let Some(y) = self.farkas() else { return false };
        let Some(mut exact) = bound::exact(self, &y, false) else { return false };
        bound::outside(self, &mut exact, false, |_, _| {}).is_some() && exact.bound < 0
    }
}

/// How many steps the early plan may take: some for every column held, and on middling programs as many as take no
/// longer than the relaxation does.
fn greedy_steps(columns: usize) -> u64 {
    let columns = columns as u64;
    (columns * 30).max((columns * 500).min(300_000))
}
