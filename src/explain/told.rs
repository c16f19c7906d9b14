//! Conflicts as data: each with its rules by name, those of one shape on several panels as one.

use super::answer::{Clash, Conflict};
use super::conflicts::Found;
use super::quickxplain::Item;
use super::system::{About, Kind, System};
use crate::{DraftSeat, PanelPlan, Plan, Seat};

/// The conflict of which this one is told as a further panel: the same rules clash there.
pub(super) fn alike(out: &[Conflict], conflict: &Conflict) -> Option<usize> {
    let apart_from_panel = |group: &[(String, String)]| {
        group.iter().filter(|(key, _)| key != "panel" && key != "topic" && key != "slot").cloned().collect::<Vec<_>>()
    };
    let shape = |conflict: &Conflict| -> Vec<_> {
        let rules = conflict.rules.iter();
        rules.map(|clash| (kind(&clash.rule).to_owned(), apart_from_panel(&clash.group), clash.whole)).collect()
    };
    let of_one_panel = |conflict: &Conflict| conflict.panels.len() == 1;
    let own = shape(conflict);
    let same = out.iter().position(|other| of_one_panel(other) && of_one_panel(conflict) && shape(other) == own);
    same.filter(|same| out[*same].minimal == conflict.minimal)
}

/// Adds the conflict's panel to those of another: whether it is new there.
pub(super) fn also(to: &mut Conflict, conflict: Conflict) -> bool {
    let Some(panel) = conflict.panels.into_iter().find(|panel| !to.panels.contains(panel)) else { return false };
    let new = !to.also.contains(&panel);
    if new {
        to.also.push(panel);
    }
    new
}

/// The id without the panel that it names.
pub(super) fn kind(rule: &str) -> &str {
    let of_panel = ["seats", "one_seat"].into_iter().find(|kind| rule.split('/').next() == Some(kind));
    of_panel.unwrap_or(rule)
}

/// The conflict as data, without its figures.
pub(super) fn told(system: &System<'_>, found: &Found, witnesses: &[Vec<DraftSeat>], minimal: bool) -> Conflict {
    let clash = |(at, item): (usize, &Item)| clash(system, found, item, witnesses.get(at));
    let rules: Vec<Clash> = found.items.iter().enumerate().map(clash).collect();
    let panels = found.panel.map(|panel| system.forum.panels[panel as usize].id.clone());
    let mut panels: Vec<String> = panels.into_iter().collect();
    if panels.is_empty() {
        for clash in &rules {
            let named = clash.group.iter().filter(|(key, _)| key == "panel").map(|(_, value)| value);
            for panel in named.chain(clash.rule.strip_prefix("seats/").map(str::to_owned).iter()) {
                if !panels.contains(panel) {
                    panels.push(panel.clone());
                }
            }
        }
    }
    Conflict { rules, panels, also: Vec::new(), minimal, figures: Vec::new(), proofs: Vec::new() }
}

fn clash(system: &System<'_>, found: &Found, item: &Item, witness: Option<&Vec<DraftSeat>>) -> Clash {
    let mut clash = Clash {
        rule: String::new(),
        group: Vec::new(),
        whole: item.len() > 1,
        at_least: None,
        at_most: None,
        at_most_apart: None,
        witness: witness.map(|seats| plan_of(system.forum, seats)),
    };
    let Some(unit) = item.first().map(|unit| &system.units[*unit as usize]) else { return clash };
    let (rule, group) = system.name(&unit.about);
    if clash.whole {
        clash.rule = if matches!(unit.kind, Kind::Rule(_)) {
            rule
        } else {
            rule.split('/').next().unwrap_or_default().to_owned()
        };
        if let Some(panel) = found.panel {
            clash.group = vec![("panel".to_owned(), system.forum.panels[panel as usize].id.clone())];
        }
        clash.whole = true;
    } else {
        (clash.rule, clash.group) = (rule, group);
    }
    match &unit.about {
        About::Group { rule, .. } => {
            let rule = system.formulation.rule(*rule).scope().rule;
            (clash.at_least, clash.at_most) = (rule.exactly.or(rule.at_least), rule.exactly.or(rule.at_most));
        }
        About::Family { rule, .. } => {
            clash.at_most_apart = system.formulation.rule(*rule).scope().rule.at_most_apart;
        }
        About::Seats { panel, role } if !clash.whole => {
            let seats = &system.forum.panels[*panel as usize].seats[*role as usize];
            let bound = |n: u32| i32::try_from(n).ok().map(crate::Bound::from);
            (clash.at_least, clash.at_most) = (bound(seats.min), bound(seats.max));
        }
        About::MaxSeats { speaker } if !clash.whole => {
            let most = system.forum.speakers[*speaker as usize].max_seats;
            clash.at_most = most.and_then(|most| i32::try_from(most).ok()).map(crate::Bound::from);
        }
        _ => {}
    }
    clash
}

/// Seats as a plan of every panel.
pub(super) fn plan_of(forum: &crate::Forum, seats: &[DraftSeat]) -> Plan {
    let mut plan: indexmap::IndexMap<&str, Vec<Seat>> =
        forum.panels.iter().map(|panel| (panel.id.as_str(), Vec::new())).collect();
    for seat in seats {
        if let Some(own) = plan.get_mut(seat.panel.as_str()) {
            own.push(Seat { role: seat.role.clone(), speaker: seat.speaker.clone() });
        }
    }
    let panels = plan.into_iter().map(|(panel, seats)| PanelPlan { panel: panel.to_owned(), seats });
    Plan { panels: panels.collect() }
}
