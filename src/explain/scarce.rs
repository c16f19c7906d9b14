//! What keeping a rule on every panel costs at least, where people are too few for all panels together: a greatest flow.
//!
//! Seats flow from speakers, through one of their slots, to the panels that ask for them, as many as they ask for. Whatever is
//! conceded, of the rule itself, of workload, of who may sit where or of how many seats there are, a unit of it fills one
//! more of the seats asked for at most, or asks for one less. So what is missing is what a plan costs at least.

use super::flow::Network;
use super::system::{About, Kind, System};
use crate::program::Meaning;
use crate::{Bound, Count, Key};
use std::collections::{BTreeMap, HashMap};

/// The least cost of keeping any one of these kinds of rules.
pub(super) fn floor<'k>(system: &System<'_>, kinds: impl Iterator<Item = &'k Kind>) -> i64 {
    let rules = kinds.filter_map(|kind| if let Kind::Rule(rule) = kind { Some(*rule) } else { None });
    let rules: Vec<u32> = rules.filter(|rule| is_asked(system, *rule)).collect();
    if rules.is_empty() {
        return 0;
    }
    let may = Allowed::new(system);
    rules.into_iter().filter_map(|rule| missing(system, rule, &may)).max().unwrap_or(0)
}

/// Whether the rule asks every panel for seats.
fn is_asked(system: &System<'_>, rule: u32) -> bool {
    let stated = system.formulation.rule(rule).scope().rule;
    stated.exactly.or(stated.at_least).is_some()
        && stated.count == Count::Seats
        && stated.for_each.contains(&Key::Panel)
}

/// A panel's group of the rule: how many it asks for, and who could hold which seat.
struct Asked {
    seats: i64,
    columns: Vec<u32>,
}

/// What the panels ask for in vain, times the least weight of what could be conceded for it.
fn missing(system: &System<'_>, rule: u32, may: &Allowed) -> Option<i64> {
    let asked = by_panel(system, rule, may)?;
    let mut network = Network::default();
    let (source, sink) = (network.node(), network.node());
    let (caps, mut weight) = capacities(system);
    let speakers: Vec<u32> = caps.iter().map(|_| network.node()).collect();
    for (node, cap) in speakers.iter().zip(&caps) {
        network.arc(source, *node, *cap);
    }
    let mut slots: HashMap<(u32, u32), u32> = HashMap::new();
    let mut wanted = 0_i64;
    for (panel, asked) in &asked {
        let node = network.node();
        network.arc(node, sink, asked.seats);
        wanted = wanted.saturating_add(asked.seats);
        let on = &system.forum.panels[*panel as usize];
        let waived = on.waive.iter().chain(&system.forum.waive).any(|what| what == "slot");
        // Two seats on one panel are one panel at the time: who could hold two isn't held to one.
        let single = on.seats.len() == 1 && !waived;
        for &column in &asked.columns {
            let Meaning::Seat { speaker, .. } = system.columns[column as usize].meaning else { continue };
            let own = speakers[speaker as usize];
            let from = match system.formulation.index.slot_of[*panel as usize].filter(|_| single) {
                Some(slot) => *slots.entry((speaker, slot)).or_insert_with(|| {
                    let node = network.node();
                    network.arc(own, node, 1);
                    node
                }),
                None => own,
            };
            network.arc(from, node, 1);
        }
    }
    let filled = network.fill(source, sink);
    let own = system.units.iter().find(|unit| unit.kind == Kind::Rule(rule))?.concede;
    weight = weight.min(own.map_or(i64::MAX, i64::from)).min(may.weight);
    Some(wanted.saturating_sub(filled).saturating_mul(weight))
}

/// For each panel the group that asks for most of its candidates, so that no seat counts twice.
fn by_panel(system: &System<'_>, rule: u32, may: &Allowed) -> Option<BTreeMap<u32, Asked>> {
    let scope = system.formulation.rule(rule).scope();
    let bound = scope.rule.exactly.or(scope.rule.at_least)?;
    let mut panels: BTreeMap<u32, Asked> = BTreeMap::new();
    for unit in system.units.iter().filter(|unit| unit.kind == Kind::Rule(rule)) {
        let (About::Group { group, .. }, Some(row)) = (&unit.about, unit.rows.first()) else { continue };
        let line = &system.lines[*row as usize];
        let places = &scope.groups.cell(*group).places;
        let index = &system.formulation.index;
        let Some(panel) = places.first().map(|place| index.places[*place as usize].panel) else { continue };
        let fewest: i64 = places.iter().map(|place| i64::from(index.places[*place as usize].min)).sum();
        let seats = match bound {
            Bound::Number(number) => {
                number.thousandths().div_euclid(1000) + i64::from(number.thousandths() % 1000 != 0)
            }
            // In the row of all seats whoever matches doesn't count: who may sit there says the same.
            Bound::Share(share) if share.hundred_thousandths() >= 100_000 => return None,
            Bound::Share(share) => {
                let whole = i64::from(share.hundred_thousandths()).checked_mul(fewest)?;
                whole.div_euclid(100_000) + i64::from(whole % 100_000 != 0)
            }
        };
        let matching = line.terms.iter().filter(|(_, weight)| *weight > 0).map(|term| term.0);
        let columns: Vec<u32> = matching.filter(|column| may.is(system, *column)).collect();
        // Of two groups the one in which more is asked of fewer.
        let more = |other: &Asked| seats * (other.columns.len() as i64) > other.seats * (columns.len() as i64);
        if panels.get(&panel).is_none_or(more) {
            panels.insert(panel, Asked { seats, columns });
        }
    }
    Some(panels)
}

/// How many seats each speaker may take, by workload and by rules that say the same of everybody, and the least weight of
/// one more.
fn capacities(system: &System<'_>) -> (Vec<i64>, i64) {
    let (mut most, mut weight) = (i64::from(u32::MAX), 1);
    for number in 0..system.formulation.rule_count() as u32 {
        let scope = system.formulation.rule(number).scope();
        let plain = scope.rule.for_each == [Key::Speaker]
            && matches!(scope.rule.count, Count::Seats)
            && scope.rule.prefer.is_none()
            && scope.rule.filter == crate::Filter::all()
            && scope.covered.iter().all(|covered| *covered);
        if let (true, Some(Bound::Number(own))) = (plain, scope.rule.exactly.or(scope.rule.at_most)) {
            most = most.min(own.thousandths().div_euclid(1000).max(0));
            let unit = system.units.iter().find(|unit| unit.kind == Kind::Rule(number));
            weight = weight.min(unit.and_then(|unit| unit.concede).map_or(i64::MAX, i64::from));
        }
    }
    let own =
        system.forum.speakers.iter().map(|speaker| speaker.max_seats.map_or(most, |own| most.min(i64::from(own))));
    (own.collect(), weight)
}

/// Who may sit where, as facts, bars and rules that forbid seats have it.
struct Allowed {
    seats: Vec<bool>,
    /// The least weight of a seat that isn't.
    weight: i64,
}

impl Allowed {
    fn new(system: &System<'_>) -> Self {
        let (index, mut weight) = (&system.formulation.index, i64::MAX);
        let mut seats = vec![true; system.columns.len()];
        for (column, unit) in &system.forbids {
            seats[*column as usize] = false;
            weight = weight.min(system.units[*unit as usize].concede.map_or(i64::MAX, i64::from));
        }
        let forbidding: Vec<u32> = (0..system.formulation.rule_count() as u32)
            .filter(|rule| system.formulation.rule(*rule).scope().may_forbid())
            .collect();
        for rule in &forbidding {
            let unit = system.units.iter().find(|unit| unit.kind == Kind::Rule(*rule));
            weight = weight.min(unit.map_or(0, |unit| unit.concede.map_or(i64::MAX, i64::from)));
        }
        let mut by_place: Vec<Vec<bool>> = Vec::with_capacity(index.places.len());
        let mut room = Vec::new();
        for place in 0..index.places.len() as u32 {
            let mut may = vec![true; system.forum.speakers.len()];
            for rule in &forbidding {
                system.formulation.rule(*rule).scope().forbid(index, place, &mut may, &mut room);
            }
            by_place.push(may);
        }
        for (column, may) in system.columns.iter().zip(&mut seats) {
            if let Meaning::Seat { panel, role, speaker } = column.meaning {
                let place = index.first_place[panel as usize] + role;
                *may &= by_place[place as usize][speaker as usize];
            }
        }
        Self { seats, weight }
    }

    fn is(&self, system: &System<'_>, column: u32) -> bool {
        matches!(system.columns[column as usize].meaning, Meaning::Seat { .. }) && self.seats[column as usize]
    }
}
