//! How many seats of a quota can be filled at most, from workload, slots and seats alone: a greatest flow.
//!
//! Each seat flows from a speaker, through one of their slots, to a role of a panel. No plan fills more than the greatest
//! flow, and the flow is a plan that fills as many.

use super::flow::Network;
use super::system::{About, Kind, System};
use crate::program::Meaning;
use crate::{Bound, Count};
use std::collections::HashMap;

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
    if rule.count != Count::Seats || line.lower.is_none() {
        return None;
    }
    let mut seats = Seats::new(system, taken);
    let fewest = seats.fewest(line.terms.iter().map(|term| term.0));
    let asked = match bound {
        Bound::Number(number) => number.thousandths().div_euclid(1000) + i64::from(number.thousandths() % 1000 != 0),
        Bound::Share(share) if share.hundred_thousandths() < 100_000 => {
            let whole = i64::from(share.hundred_thousandths()).checked_mul(fewest)?;
            whole.div_euclid(100_000) + i64::from(whole % 100_000 != 0)
        }
        Bound::Share(_) => return None,
    };
    // In a share's row whoever matches has a positive coefficient, and whoever doesn't a negative one.
    let best = seats.fill(line.terms.iter().filter(|(_, weight)| *weight > 0).map(|term| term.0));
    // The other seats go to anybody; whoever matches stays.
    seats.fill(0..system.columns.len() as u32);
    Some(Most { best, asked, values: seats.values() })
}

/// The network of seats.
struct Seats<'s, 'f> {
    system: &'s System<'f>,
    taken: &'s [Kind],
    network: Network,
    source: u32,
    sink: u32,
    speakers: Vec<u32>,
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
            let node = network.node();
            let most = speaker.max_seats.filter(|_| taken.contains(&Kind::MaxSeats));
            network.arc(source, node, most.map_or(i64::from(u32::MAX), i64::from));
            node
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
                        self.network.arc(self.speakers[speaker as usize], node, 1);
                        self.slots.insert((speaker, slot), node);
                        node
                    }
                },
                None => self.speakers[speaker as usize],
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
