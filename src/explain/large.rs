//! Concessions of large forums: panel by panel, then held together.

use super::elastic::{Elastic, Form, Held, Key, Loosening, People, Slack, cheapest, elastic, touched};
use super::limits::Budget;
use super::model::{Line, Loosely, Settled};
use super::probe::Halt;
use super::scope::Scope;
use super::system::{Owner, System};

/// The cheapest loosenings of single panels that are known, with what they hold.
#[derive(Default)]
pub(super) struct Minima {
    of_panel: Vec<Vec<(Held, Option<Loosening>)>>,
}

impl Minima {
    /// What a panel costs by itself; `None` where nothing that may be conceded is enough.
    fn cost(
        &mut self,
        system: &System<'_>,
        panels: &[Scope],
        at: usize,
        held: &Held,
        budget: &mut Budget<'_>,
    ) -> Result<Option<i64>, Halt> {
        self.of_panel.resize(panels.len().max(self.of_panel.len()), Vec::new());
        // Holding more costs no more where what is loosened isn't held.
        let stands = |(known, loosening): &&(Held, Option<Loosening>)| {
            let Some(loosening) = loosening else { return known.is_subset(held) };
            known.is_subset(held) && !holds(system, loosening, held)
        };
        if let Some((_, loosening)) = self.of_panel[at].iter().find(stands) {
            return Ok(loosening.as_ref().map(|loosening| loosening.cost));
        }
        let found = cheapest(system, &panels[at], held, People::default(), true, budget)?;
        let cost = found.as_ref().map(|loosening| loosening.cost);
        self.of_panel[at].push((held.clone(), found));
        Ok(cost)
    }
}

fn holds(system: &System<'_>, loosening: &Loosening, held: &Held) -> bool {
    held.contains(&Key::Everything)
        || [true, false].into_iter().any(|by_kind| !touched(system, loosening, by_kind).is_disjoint(held))
}

/// The cheapest loosening. No panel does with less than it needs by itself, so what all panels need together bounds the
/// cost; where they can do with that, it is the cheapest. Else everything is loosened at once.
pub(super) fn best(
    system: &System<'_>,
    everything: &Scope,
    panels: &[Scope],
    held: &Held,
    minima: &mut Minima,
    budget: &mut Budget<'_>,
) -> Result<Option<Loosening>, Halt> {
    let mut least: Vec<(u32, i64)> = Vec::new();
    for (at, scope) in panels.iter().enumerate() {
        let Some(cost) = minima.cost(system, panels, at, held, budget)? else { return Ok(None) };
        least.extend(scope.panel.filter(|_| cost > 0).map(|panel| (panel, cost)));
    }
    if let Some(loosening) = within(system, everything, panels, held, &least, budget)? {
        return Ok(Some(loosening));
    }
    let mut all = shaped(system, everything, panels, held);
    for (panel, cost) in &least {
        let line = budgeted(&all.slacks, *panel, *cost);
        all.model.lines.push(Line { lower: line.upper, upper: None, ..line });
    }
    Ok(match all.model.settle(budget)? {
        Settled::Best(values) => Some(all.loosening(system, everything, &values, true)),
        Settled::Stopped(Some(values)) => Some(all.loosening(system, everything, &values, false)),
        Settled::Infeasible => None,
        Settled::Stopped(None) => return Err(Halt::Limit),
    })
}

/// A loosening in which every panel costs what it must and nothing else gives.
fn within(
    system: &System<'_>,
    everything: &Scope,
    panels: &[Scope],
    held: &Held,
    least: &[(u32, i64)],
    budget: &mut Budget<'_>,
) -> Result<Option<Loosening>, Halt> {
    let mut all = shaped(system, everything, panels, held);
    let costs: std::collections::HashMap<u32, i64> = least.iter().copied().collect();
    for slack in &all.slacks {
        let may = match slack.panel {
            Some(panel) => costs.contains_key(&panel),
            None => slack.is_hopeless(system),
        };
        if !may {
            slack.close(&mut all.model);
        }
    }
    for (panel, cost) in least {
        let line = budgeted(&all.slacks, *panel, *cost);
        all.model.lines.push(line);
    }
    let costs = std::mem::take(&mut all.model.costs);
    all.model.costs = vec![0; costs.len()];
    // Most often there is none, and the relaxation says so soonest.
    if let Loosely::Empty { .. } = all.model.relaxed(budget)? {
        return Ok(None);
    }
    match all.model.settle(budget)? {
        Settled::Best(values) => {
            all.model.costs = costs;
            Ok(Some(all.loosening(system, everything, &values, true)))
        }
        Settled::Infeasible => Ok(None),
        Settled::Stopped(_) => Err(Halt::Limit),
    }
}

/// Everything loosened, each slack with the panel that holds all of its rows.
fn shaped(system: &System<'_>, everything: &Scope, panels: &[Scope], held: &Held) -> Elastic {
    let mut all = elastic(system, everything, held, People::default(), Form { local_only: false, choices: true });
    let mut of_row = vec![None; system.lines.len()];
    for scope in panels {
        for row in &scope.rows {
            let whole =
                matches!(system.owners[*row as usize], Owner::Unit(_)) && scope.holds(&system.lines[*row as usize]);
            if whole {
                of_row[*row as usize] = scope.panel;
            }
        }
    }
    for slack in &mut all.slacks {
        let mut own = slack.gives.iter().map(|(row, ..)| of_row[*row as usize]);
        if let Some(first) = own.next() {
            slack.panel = if own.all(|other| other == first) { first } else { None };
        }
    }
    all
}

/// The panel's slacks cost no more than this.
fn budgeted(slacks: &[Slack], panel: u32, cost: i64) -> Line {
    let mut line = Line { terms: Vec::new(), lower: None, upper: Some(cost) };
    for slack in slacks.iter().filter(|slack| slack.panel == Some(panel)) {
        let constant = slack.priced(&mut line.terms);
        line.upper = line.upper.map(|upper| upper.saturating_sub(constant));
    }
    line
}
