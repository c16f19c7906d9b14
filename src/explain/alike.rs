//! Guests who make no difference: of those who are no better anywhere than another, the program can do without.
//!
//! A guest whose columns stand in the same rows of their own as another's, and nowhere with a coefficient that makes a
//! shared row easier, can give all of their seats to that other (to a copy of theirs, where both come).

use super::system::{About, Kind, Owner, System};
use crate::program::Meaning;
use crate::{Key, Speaker};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Looking for guests who are no better ends after so many comparisons of a coefficient.
const MOST_WORK: usize = 50_000_000;

/// A row of one guest alone: its terms by the guest's own columns, and what it states.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Own {
    terms: Vec<(Term, i64)>,
    bounds: (Option<i64>, Option<i64>),
    states: Option<(Kind, Option<u32>)>,
    excused: bool,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Term {
    /// A column of the guest's, by its position among them.
    Own(u32),
    Shared(u32),
}

/// What a guest is to the program.
#[derive(Default)]
struct Likeness {
    /// Seats by panel and role, indicators by rule; bounds.
    columns: Vec<(u32, u32, i64, i64)>,
    own: Vec<Own>,
    /// Position of the own column, shared row: coefficient.
    shared: BTreeMap<(u32, u32), i64>,
}

/// Which of the guests (by the columns of their seats) the program can do without, given as many copies of the others.
pub(super) fn spared(system: &System<'_>, people: &[Vec<u32>]) -> Vec<bool> {
    let all = likenesses(system, people);
    let mut alike: HashMap<(&[(u32, u32, i64, i64)], &[Own]), Vec<usize>> = HashMap::new();
    for (guest, like) in all.iter().enumerate() {
        alike.entry((&like.columns, &like.own)).or_default().push(guest);
    }
    let mut spared = vec![false; people.len()];
    let mut left = MOST_WORK;
    let mut groups: Vec<Vec<usize>> = alike.into_values().collect();
    groups.sort_unstable();
    for group in groups {
        // The first of several who are equal stays.
        let mut seen: HashMap<&BTreeMap<(u32, u32), i64>, usize> = HashMap::new();
        let mut different = Vec::new();
        for guest in group {
            if seen.insert(&all[guest].shared, guest).is_some() {
                spared[guest] = true;
            } else {
                different.push(guest);
            }
        }
        for &guest in different.iter().rev() {
            let better = |other: &usize| {
                left > 0
                    && *other != guest
                    && !spared[*other]
                    && is_no_better(system, &all[guest], &all[*other], &mut left)
            };
            if different.iter().any(better) {
                spared[guest] = true;
            }
        }
    }
    spared
}

/// Whether every shared row is at least as easy with the other's coefficients.
fn is_no_better(system: &System<'_>, guest: &Likeness, other: &Likeness, left: &mut usize) -> bool {
    let mut places = guest.shared.keys().chain(other.shared.keys());
    let coefficient = |of: &Likeness, at| of.shared.get(at).copied().unwrap_or(0);
    places.all(|at| {
        *left = left.saturating_sub(1);
        let (own, others) = (coefficient(guest, at), coefficient(other, at));
        let line = &system.lines[at.1 as usize];
        own == others || (line.lower.is_none_or(|_| others > own) && line.upper.is_none_or(|_| others < own))
    })
}

fn likenesses(system: &System<'_>, people: &[Vec<u32>]) -> Vec<Likeness> {
    let holder = holders(system, people);
    let fresh = fresh(system, people.len());
    let mut position: HashMap<u32, u32> = HashMap::new();
    let mut all: Vec<Likeness> = people.iter().map(|_| Likeness::default()).collect();
    for (column, of) in system.columns.iter().enumerate() {
        let Some(like) = holder[column].and_then(|guest| all.get_mut(guest as usize)) else { continue };
        position.insert(column as u32, like.columns.len() as u32);
        // An indicator of a value or a person is like another's of the same rule and panel.
        let (of_what, where_) = match of.meaning {
            Meaning::Seat { panel, role, .. } => (panel, role),
            Meaning::Present { panel, .. } => (u32::MAX, panel),
            Meaning::Used { rule, .. } => (u32::MAX - 1, rule),
            _ => (u32::MAX - 2, column as u32),
        };
        let forbidden = system.forbids.binary_search_by_key(&(column as u32), |entry| entry.0).is_ok();
        like.columns.push((of_what, where_, of.lower, if forbidden { -1 } else { of.upper }));
    }
    for (row, (line, owner)) in system.lines.iter().zip(&system.owners).enumerate() {
        if *owner == Owner::Soft {
            continue;
        }
        match alone(system, line.terms.iter().map(|term| term.0), *owner, &holder, &fresh) {
            Some(guest) => {
                let Some(like) = all.get_mut(guest as usize) else { continue };
                let term = |&(column, weight): &(u32, i64)| match position.get(&column) {
                    Some(at) if holder[column as usize] == Some(guest) => (Term::Own(*at), weight),
                    _ => (Term::Shared(column), weight),
                };
                let mut terms: Vec<_> = line.terms.iter().map(term).collect();
                terms.sort_unstable();
                let states = match owner {
                    Owner::Unit(unit) => system.units.get(*unit as usize).map(|unit| (unit.kind, unit.concede)),
                    _ => None,
                };
                let excused = system.excused.contains_key(&(row as u32));
                like.own.push(Own { terms, bounds: (line.lower, line.upper), states, excused });
            }
            None => {
                for (column, weight) in &line.terms {
                    let held = holder[*column as usize].and_then(|guest| all.get_mut(guest as usize));
                    if let (Some(like), Some(at)) = (held, position.get(column)) {
                        *like.shared.entry((*at, row as u32)).or_insert(0) += weight;
                    }
                }
            }
        }
    }
    all
}

/// The organisations that a guest has brought, who alone is from there.
fn fresh<'s>(system: &'s System<'_>, guests: usize) -> HashSet<&'s str> {
    let pool = system.forum.speakers.len().saturating_sub(guests);
    let (pool, guests) = system.forum.speakers.split_at(pool);
    let named = |speakers: &'s [Speaker]| speakers.iter().flat_map(|one| &one.organisation).map(String::as_str);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    named(pool).chain(named(guests)).for_each(|name| *counts.entry(name).or_default() += 1);
    let known: HashSet<&str> = named(pool).collect();
    named(guests).filter(|name| !known.contains(name) && counts.get(name) == Some(&1)).collect()
}

/// The guest whose own row it is: one that speaks of them or of their organisation by name, or defines an indicator of
/// theirs.
pub(super) fn alone(
    system: &System<'_>,
    columns: impl Iterator<Item = u32>,
    owner: Owner,
    holder: &[Option<u32>],
    fresh: &HashSet<&str>,
) -> Option<u32> {
    let by = |rule: u32, key: &str| system.formulation.rule(rule).scope().rule.for_each.iter().any(|k| k.name() == key);
    let personal = match owner {
        Owner::Unit(unit) => match &system.units.get(unit as usize)?.about {
            About::OneSeat { .. } | About::Slot { .. } | About::MaxSeats { .. } => true,
            About::Group { rule, .. } | About::Family { rule, .. } if by(*rule, Key::Speaker.name()) => true,
            About::Group { rule, group } if !fresh.is_empty() && by(*rule, "organisation") => {
                let scope = system.formulation.rule(*rule).scope();
                let values = scope.groups.values(scope.rule, *group);
                values.iter().any(|(key, value)| *key == "organisation" && fresh.contains(value))
            }
            _ => false,
        },
        Owner::Definition => true,
        Owner::Soft => false,
    };
    if !personal {
        return None;
    }
    // Everybody's count is compared with the least of the family.
    let is_least = |column: &u32| matches!(system.columns[*column as usize].meaning, Meaning::Least { .. });
    let mut holders =
        columns.filter(|column| !is_least(column)).map(|column| holder.get(column as usize).copied().flatten());
    let first = holders.next()??;
    holders.all(|other| other == Some(first)).then_some(first)
}

/// The guest who alone has to do with each column, where it is one: their seats, and indicators defined by these alone.
pub(super) fn holders(system: &System<'_>, people: &[Vec<u32>]) -> Vec<Option<u32>> {
    let mut holder: Vec<Option<u32>> = vec![None; system.columns.len()];
    for (guest, columns) in people.iter().enumerate() {
        for column in columns {
            holder[*column as usize] = Some(guest as u32);
        }
    }
    // Of each indicator: whether a definition was seen, and whose seats stand in all of them.
    let is_seat = |column: u32| matches!(system.columns[column as usize].meaning, Meaning::Seat { .. });
    let mut defined: HashMap<u32, Option<u32>> = HashMap::new();
    for (line, _) in system.lines.iter().zip(&system.owners).filter(|(_, owner)| **owner == Owner::Definition) {
        let mut seats = line.terms.iter().filter(|(column, _)| is_seat(*column)).map(|(column, _)| *column);
        let first = seats.next().and_then(|column| holder[column as usize]);
        let one = first.filter(|first| seats.all(|column| holder[column as usize] == Some(*first)));
        for (column, _) in line.terms.iter().filter(|(column, _)| !is_seat(*column)) {
            let known = defined.entry(*column).or_insert(one);
            if *known != one {
                *known = None;
            }
        }
    }
    for (column, guest) in defined {
        let indicator =
            matches!(system.columns[column as usize].meaning, Meaning::Used { .. } | Meaning::Present { .. });
        holder[column as usize] = guest.filter(|_| indicator);
    }
    holder
}
