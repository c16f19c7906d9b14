//! How many seats of a quota can be filled at most, or how many values shown, from workload, slots and seats alone: a
//! greatest flow.
//!
//! Each seat flows from a speaker, through one of their slots, to a role of a panel; of a value that counts once, one unit
//! flows to the speakers who have it. No plan counts more than the greatest flow, and the flow is a plan that counts as many.

use super::flow::Network;
use super::model::Line;
use super::system::{About, Kind, Owner, System};
use crate::program::Meaning;
use crate::{Bound, Count, Key};
use std::collections::{BTreeMap, HashMap};

/// A quota's count at its best.
pub(super) struct Most {
    pub best: i64,
    /// What the quota asks for, of the fewest seats there may be.
    pub asked: i64,
    /// A plan that counts as many, with the value of every column; not every kind was looked at in making it.
    pub values: Vec<i64>,
}

/// The most that a quota of seats can count beside what always holds of the kinds taken; `None` where it counts
/// something else, or a share of everything.
pub(super) fn most(system: &System<'_>, unit: u32, taken: &[Kind]) -> Option<Most> {
    let of = system.units.get(unit as usize)?;
    let About::Group { rule, .. } = of.about else { return None };
    let rule = system.formulation.rule(rule).scope().rule;
    let [row] = of.rows[..] else { return None };
    let line = &system.lines[row as usize];
    let bound = rule.exactly.or(rule.at_least)?;
    line.lower?;
    let mut seats = Seats::new(system, taken);
    let fewest = seats.fewest(line.terms.iter().map(|term| term.0));
    let asked = match bound {
        Bound::Number(number) => number.thousandths().div_euclid(1000) + i64::from(number.thousandths() % 1000 != 0),
        Bound::Share(share) if rule.count == Count::Seats && share.hundred_thousandths() < 100_000 => {
            let whole = i64::from(share.hundred_thousandths()).checked_mul(fewest)?;
            whole.div_euclid(100_000) + i64::from(whole % 100_000 != 0)
        }
        Bound::Share(_) => return None,
    };
    let best = match rule.count {
        Count::Seats => {
            seats.open();
            // In a share's row whoever matches has a positive coefficient, and whoever doesn't a negative one.
            seats.fill(line.terms.iter().filter(|(_, weight)| *weight > 0).map(|term| term.0))
        }
        Count::Distinct(Key::Attribute(_)) => {
            let shown = shown(system, line)?;
            seats.show(&shown)?;
            let best = seats.fill(shown.into_iter().flatten());
            seats.open();
            best
        }
        _ => return None,
    };
    // The other seats go to anybody; whoever matches stays.
    seats.fill(0..system.columns.len() as u32);
    Some(Most { best, asked, values: seats.values() })
}

/// By value that counts once, the seats by which it is shown.
fn shown(system: &System<'_>, line: &Line) -> Option<Vec<Vec<u32>>> {
    let mut shown: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (column, weight) in &line.terms {
        let own = match system.columns[*column as usize].meaning {
            Meaning::Seat { .. } => vec![*column],
            Meaning::Used { .. } => Vec::new(),
            _ => return None,
        };
        shown.insert(*column, own);
        if *weight != 1 {
            return None;
        }
    }
    // What keeps an indicator at 0 while nobody has the value names the seats of those who have it.
    let unsupported = system.lines.iter().zip(&system.owners).filter(|(line, owner)| {
        **owner == Owner::Definition && line.lower == Some(0) && line.upper.is_none() && line.terms.len() > 1
    });
    for (line, _) in unsupported {
        let used = line.terms.iter().find(|(column, weight)| *weight < 0 && shown.contains_key(column));
        if let Some(own) = used.and_then(|(column, _)| shown.get_mut(column)) {
            own.extend(line.terms.iter().filter(|(_, weight)| *weight > 0).map(|(column, _)| *column));
        }
    }
    Some(shown.into_values().collect())
}

/// The network of seats.
struct Seats<'s, 'f> {
    system: &'s System<'f>,
    taken: &'s [Kind],
    network: Network,
    source: u32,
    sink: u32,
    /// Each speaker's node in front of their workload, and the one behind it.
    speakers: Vec<(u32, u32)>,
    slots: HashMap<(u32, u32), u32>,
    /// The node of each role of a panel.
    places: HashMap<(u32, u32), u32>,
    /// The arc of each column that was let in.
    arcs: HashMap<u32, u32>,
}

impl<'s, 'f> Seats<'s, 'f> {
    fn new(system: &'s System<'f>, taken: &'s [Kind]) -> Self {
        let mut network = Network::default();
        let (source, sink) = (network.node(), network.node());
        let speakers = system.forum.speakers.iter().map(|speaker| {
            let nodes = (network.node(), network.node());
            let most = speaker.max_seats.filter(|_| taken.contains(&Kind::MaxSeats));
            network.arc(nodes.0, nodes.1, most.map_or(i64::from(u32::MAX), i64::from));
            nodes
        });
        let speakers = speakers.collect();
        let mut places = HashMap::new();
        for (panel, on) in system.forum.panels.iter().enumerate() {
            for (role, range) in on.seats.iter().enumerate() {
                let node = network.node();
                let most = if taken.contains(&Kind::Seats) { range.max } else { u32::MAX };
                network.arc(node, sink, i64::from(most));
                places.insert((panel as u32, role as u32), node);
            }
        }
        Self { system, taken, network, source, sink, speakers, slots: HashMap::new(), places, arcs: HashMap::new() }
    }

    /// Lets everybody take seats.
    fn open(&mut self) {
        for (before, _) in &self.speakers {
            self.network.arc(self.source, *before, i64::from(u32::MAX));
        }
    }

    /// Lets one seat be taken for each value, by somebody who has it; `None` where somebody has several.
    fn show(&mut self, shown: &[Vec<u32>]) -> Option<()> {
        let mut has: HashMap<u32, usize> = HashMap::new();
        for (value, columns) in shown.iter().enumerate() {
            let node = self.network.node();
            self.network.arc(self.source, node, 1);
            for column in columns {
                let Meaning::Seat { speaker, .. } = self.system.columns[*column as usize].meaning else { return None };
                match has.insert(speaker, value) {
                    None => drop(self.network.arc(node, self.speakers[speaker as usize].0, 1)),
                    Some(other) if other != value => return None,
                    Some(_) => {}
                }
            }
        }
        Some(())
    }

    /// The fewest seats filled on the places of these columns.
    fn fewest(&self, columns: impl Iterator<Item = u32>) -> i64 {
        let places: std::collections::HashSet<(u32, u32)> = columns
            .filter_map(|column| match self.system.columns[column as usize].meaning {
                Meaning::Seat { panel, role, .. } => Some((panel, role)),
                _ => None,
            })
            .collect();
        if !self.taken.contains(&Kind::Seats) {
            return 0;
        }
        let range = |(panel, role): &(u32, u32)| &self.system.forum.panels[*panel as usize].seats[*role as usize];
        places.iter().map(|place| i64::from(range(place).min)).sum()
    }

    /// Lets these columns in and fills as many as can be; says how many more are filled.
    fn fill(&mut self, columns: impl Iterator<Item = u32>) -> i64 {
        for column in columns.filter(|column| self.is_free(*column)).collect::<Vec<_>>() {
            let Meaning::Seat { panel, role, speaker } = self.system.columns[column as usize].meaning else { continue };
            if self.arcs.contains_key(&column) {
                continue;
            }
            let on = &self.system.forum.panels[panel as usize];
            // Two seats on one panel are one panel at the time: who could hold two isn't held to one.
            let waived = on.waive.iter().chain(&self.system.forum.waive).any(|what| what == "slot");
            let slot = self.system.formulation.index.slot_of[panel as usize];
            let from = match slot.filter(|_| self.taken.contains(&Kind::Slot) && on.seats.len() == 1 && !waived) {
                Some(slot) => match self.slots.get(&(speaker, slot)) {
                    Some(node) => *node,
                    None => {
                        let node = self.network.node();
                        self.network.arc(self.speakers[speaker as usize].1, node, 1);
                        self.slots.insert((speaker, slot), node);
                        node
                    }
                },
                None => self.speakers[speaker as usize].1,
            };
            let arc = self.network.arc(from, self.places[&(panel, role)], 1);
            self.arcs.insert(column, arc);
        }
        self.network.fill(self.source, self.sink)
    }

    fn is_free(&self, column: u32) -> bool {
        let forbids = &self.system.forbids;
        let first = forbids.partition_point(|(other, _)| *other < column);
        let mut own = forbids[first..].iter().take_while(|(other, _)| *other == column);
        own.all(|(_, unit)| !self.taken.contains(&self.system.units[*unit as usize].kind))
    }

    fn values(&self) -> Vec<i64> {
        let mut values = vec![0; self.system.columns.len()];
        for (column, arc) in &self.arcs {
            values[*column as usize] = self.network.flow(*arc);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::Budget;
    use super::super::model::Settled;
    use super::super::scope::Scope;
    use super::*;
    use crate::solve::{Limits, backend};
    use crate::{Error, Forum, Options, Rule};

    /// The flow shows as many organisations as a program over the same statements does.
    #[test]
    fn a_flow_shows_as_many_values_as_rows_allow() -> Result<(), Error> {
        let options = Options::default();
        let kinds = [Kind::Unavailable, Kind::Roles, Kind::Slot, Kind::MaxSeats, Kind::Seats];
        let mut short = 0;
        for seed in 1..=8 {
            let mut forum = crate::generate::forum("regional", "plain", seed).unwrap_or_else(|_| Forum::new("none"));
            forum.panels.truncate(3);
            forum.speakers.truncate(14);
            let kept: Vec<String> = forum.panels.iter().map(|panel| panel.id.clone()).collect();
            for (at, speaker) in forum.speakers.iter_mut().enumerate() {
                speaker.preference.retain(|panel, _| kept.contains(panel));
                speaker.organisation = vec![format!("org-{}", at * at % 9)];
            }
            let mut quota =
                Rule::new("many").for_each([]).count(Count::Distinct(Key::from("organisation"))).at_least(99);
            quota.panels = None;
            forum.rules = vec![quota];
            let system = System::new(&forum)?;
            let is_quota = |unit: &u32| matches!(system.units[*unit as usize].about, About::Group { .. });
            let Some(unit) = (0..system.units.len() as u32).find(is_quota) else { continue };
            let scope = Scope::everything(&system);
            let active: Vec<bool> = system.units.iter().map(|unit| kinds.contains(&unit.kind)).collect();
            let mut model = scope.model(&system, &active);
            for (column, _) in &system.lines[system.units[unit as usize].rows[0] as usize].terms {
                model.costs[*column as usize] = -1;
            }
            let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
            let Settled::Best(values) = model.settle(&mut budget)? else { continue };
            let counted = most(&system, unit, &kinds).map(|most| (most.best, most.asked));
            assert_eq!(counted, Some((-model.cost(&values), 99)), "seed {seed}");
            short += u32::from(-model.cost(&values) < 9);
        }
        assert!(short >= 2, "{short}");
        Ok(())
    }
}
