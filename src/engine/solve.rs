//! The whole solve: prices, core, relaxation, cuts, then targets from the bound downwards.

use super::bound;
use super::core::{Core, NONE};
use super::linear::Ended;
use super::search::{Found, Search};
use super::view::View;
use super::{blocks, prices, separate};

/// How a solve of a view ended; values by column of the program.
pub(crate) enum Solved {
    Optimal { values: Vec<i64>, value: i64, nodes: u64 },
    Infeasible { nodes: u64 },
    Stopped { bound: Option<i64> },
}

/// Maximises.
pub(crate) fn solve(view: &dyn View, trace: bool, stop: &mut dyn FnMut() -> bool) -> Solved {
    let clock = web_time::Instant::now();
    let say = |what: &str| {
        if trace {
            eprintln!("{:8.1} ms  {what}", clock.elapsed().as_secs_f64() * 1e3);
        }
    };
    let blocks = blocks::find(view);
    say(&format!("{} columns, {} rows, {} blocks", view.columns(), view.rows(), blocks.rows.len()));
    let prices = prices::find(view, &blocks, std::env::var("R").map_or(12, |s| s.parse().unwrap()), std::env::var("S").map_or(20, |s| s.parse().unwrap()), stop);
    say("prices");
    if std::env::var("P").is_ok() { return Solved::Stopped { bound: None }; }
    let mut core = Core::new(view, &blocks, 1.0);
    let (mut columns, _) = prices::best_columns(view, &blocks, &prices.rows, 4.0, 10, &prices.used);
    columns.extend((0..view.columns() as u32).filter(|&c| view.bounds(c as usize).0 != 0));
    core.add_columns(&columns);
    for row in 0..view.rows() as u32 {
        if prices.rows[row as usize] != 0.0 || blocks.rows.iter().any(|b| b.0 == row) {
            core.add_row(row);
        }
    }
    say(&format!("core of {} columns, {} rows", core.columns.len(), core.lp.rows()));
    let ended = core.relax(stop);
    say(&format!("{ended:?}, farkas {}", core.farkas().is_some()));
    if ended != Ended::Optimal {
        return Solved::Infeasible { nodes: 0 };
    }
    say(&format!(
        "relaxation {:.4}: {} steps, {} columns, {} rows",
        -core.lp.true_objective(),
        core.lp.steps,
        core.columns.len(),
        core.lp.rows()
    ));
    for _ in 0..10 {
        let mut cuts = separate::zero_half(&mut core, 200);
        if cuts.len() < 10 {
            cuts.extend(separate::mod_k(&mut core, 50));
        }
        if cuts.is_empty() {
            break;
        }
        let count = cuts.len();
        for cut in cuts {
            core.add_cut(cut);
        }
        if core.relax(stop) != Ended::Optimal {
            return Solved::Infeasible { nodes: 0 };
        }
        say(&format!("{count} cuts: {:.4}, {} steps", -core.lp.true_objective(), core.lp.steps));
    }
    let y = core.multipliers();
    let Some(mut root) = bound::exact(&core, &y, true) else { return Solved::Stopped { bound: None } };
    let mut outside = Vec::new();
    let most_slack = 40 * i64::from(1 << 22);
    if bound::outside(&core, &mut root, true, |c, r| {
        if r > -most_slack {
            outside.push((c, r));
        }
    })
    .is_none()
    {
        return Solved::Stopped { bound: None };
    }
    let mut target = root.bound.div_euclid(i128::from(bound::DENOMINATOR)) as i64;
    say(&format!("bound {target}, {:.4}", root.bound as f64 / bound::DENOMINATOR as f64));
    let mut nodes = 0;
    loop {
        let mut search = Search::new(&mut core, target);
        search.narrow(&root, &outside);
        let held = search.core.columns.len();
        let open = (0..held).filter(|&at| search.core.lp.lower[search.core.var[at] as usize] < search.core.lp.upper[search.core.var[at] as usize]).count();
        say(&format!("target {target}: {open} of {held} columns open"));
        let found = search.run(stop);
        nodes += search.nodes;
        say(&format!("{} nodes, {} steps, {} rows, {} cuts", search.nodes, search.core.lp.steps, search.core.lp.rows(), search.core.cuts.held.len()));
        match found {
            Found::Point(point) => {
                let mut values = vec![0i64; view.columns()];
                for (at, &v) in point.iter().enumerate() {
                    values[core.columns[at] as usize] = v;
                }
                return Solved::Optimal { values, value: target, nodes };
            }
            Found::Closed => target -= 1,
            Found::Stopped => return Solved::Stopped { bound: Some(target) },
        }
        outside.retain(|o| core.place[o.0 as usize] == NONE);
    }
}
