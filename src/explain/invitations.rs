//! Invitations: the fewest people with whom every requirement holds, as profiles.

use super::alike::{alone, holders, spared};
use super::answer::{Invitation, Profile};
use super::concessions::{LARGE, cost, loosened, sorted};
use super::crowd::{self, Asked};
use super::elastic::{Held, Key, Loosening, People, cheapest};
use super::generalise::profiles;
use super::limits::Budget;
use super::probe::Halt;
use super::profiles::{Choices, choices, guests, own_values, with_guests};
use super::program::settled_goals;
use super::scope::Scope;
use super::system::{About, Kind, System};
use super::told::plan_of;
use crate::program::Meaning;
use crate::{DraftSeat, Error, Forum, GoalValue, Key as Grouping, Rule, Speaker, verify};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Programmes with guests of more columns than this are not searched.
const MOST_COLUMNS: usize = 8 * LARGE;
/// A search among guests ends after so many looks at a term of a program at its nodes, or after so many nodes.
const MOST_WORK: usize = 1_000_000;
const NODES: (usize, usize) = (10, 1_500);
/// Programs of more terms than this are not searched: shares of what each person holds fill them up.
const MOST_TERMS: usize = 400_000;
/// Guests are looked at several times over only up to this many in all.
const MOST_GUESTS: usize = 300;

/// The invitations of an infeasible forum as they are found.
pub(super) struct Invitations<'s, 'f> {
    system: &'s System<'f>,
    choices: Choices,
    kinds: Vec<Speaker>,
    pub found: Vec<Invitation>,
    /// How many people alone do.
    inviting: Option<i64>,
    /// Whether a limit left something out.
    pub limited: bool,
}

impl<'s, 'f> Invitations<'s, 'f> {
    /// With whom to look for; `Halt::Limit` where that takes too long.
    pub(super) fn new(system: &'s System<'f>, budget: &mut Budget<'_>) -> Result<Self, Halt> {
        let choices = choices(system.forum, &requirements(system));
        let kinds = kinds_that_matter(system.forum, &choices, budget)?;
        Ok(Self { system, choices, kinds, found: Vec::new(), inviting: None, limited: false })
    }

    /// Looks for people with whom nothing need be conceded.
    pub(super) fn alone(&mut self, budget: &mut Budget<'_>) -> Result<(), Error> {
        match self.fewest(&Held::from([Key::Everything]), None, None, budget) {
            Ok(None) => {
                // Somebody else might do.
                self.limited |= !self.choices.complete;
                Ok(())
            }
            Ok(Some(invited)) => {
                self.inviting = Some(invited.cost);
                self.tell(invited, budget)
            }
            Err(Halt::Limit) => {
                self.limited = true;
                Ok(())
            }
            Err(Halt::Fault(error)) => Err(error),
        }
    }

    /// Looks for people with a concession where that is cheaper than `conceding` and than inviting alone. What takes part in
    /// conflicts is what large programmes concede first.
    pub(super) fn mixed(
        &mut self,
        conceding: Option<u64>,
        clashing: &BTreeSet<Kind>,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        let conceding = conceding.and_then(|cost| i64::try_from(cost).ok());
        let mut least = [self.inviting, conceding].into_iter().flatten().min();
        let mut mixed: Option<Invited> = None;
        // With numbers of seats that vary, shares do too: those are for the look at everything.
        let clashing: BTreeSet<Kind> =
            clashing.iter().copied().filter(|kind| *kind != Kind::Seats).chain([Kind::MaxSeats]).collect();
        let few = Some(&clashing).filter(|_| self.system.columns.len() > LARGE);
        for only in few.map(Some).into_iter().chain([None]) {
            // Mixed answers cost 2 at least: one of each.
            if least.is_some_and(|least| least <= 2) {
                break;
            }
            match self.fewest(&Held::new(), only, least, budget) {
                Ok(Some(cheaper)) if least.is_none_or(|least| cheaper.cost < least) && !cheaper.guests.is_empty() => {
                    least = Some(cheaper.cost);
                    mixed = Some(cheaper);
                }
                Ok(None) if only.is_none() => {
                    // Nothing that may be conceded makes it cheaper.
                    mixed.iter_mut().for_each(|mixed| mixed.proven = self.choices.complete);
                }
                Ok(Some(other)) if only.is_none() && !other.proven => self.limited = true,
                Ok(_) => {}
                Err(Halt::Limit) => self.limited |= only.is_none(),
                Err(Halt::Fault(error)) => return Err(error),
            }
        }
        mixed.map_or(Ok(()), |mixed| self.tell(mixed, budget))
    }

    /// The cheapest guests and concessions of what is not held, where only some kinds of rules give where any are named;
    /// below `least`, where that is known to do. Small programmes are searched with every guest by themselves, which
    /// settles the goals, too, and those of which that says too little as large ones are.
    fn fewest(
        &self,
        held: &Held,
        only: Option<&BTreeSet<Kind>>,
        least: Option<i64>,
        budget: &mut Budget<'_>,
    ) -> Result<Option<Invited>, Halt> {
        let Self { system, choices, kinds, .. } = self;
        let asked = Asked { choices, kinds, held, only, least };
        if system.columns.len() > LARGE {
            return crowd::fewest(system, &asked, budget);
        }
        let first = match fewest(system.forum, choices, kinds, held, budget) {
            Ok(Some(found)) if !found.proven => Ok(Some(found)),
            Err(Halt::Limit) if !budget.is_spent() => Err(Halt::Limit),
            settled => return settled,
        };
        match (crowd::fewest(system, &Asked { least: None, ..asked }, budget), first) {
            // What was found is the cheapest if it costs no more than the cheapest of the merged programme.
            (Ok(Some(other)), Ok(Some(found))) if found.cost <= other.cost => {
                Ok(Some(Invited { proven: other.proven && found.cost == other.cost, ..found }))
            }
            (Ok(Some(other)), _) => Ok(Some(other)),
            (Ok(None), Err(_)) => Ok(None),
            (Err(Halt::Fault(error)), _) => Err(Halt::Fault(error)),
            (_, first) => first,
        }
    }

    /// Adds the invitation as data, unless counting refuses these guests: others might do.
    fn tell(&mut self, invited: Invited, budget: &mut Budget<'_>) -> Result<(), Error> {
        let told = told(self.system.forum, &self.choices, invited, &[], &mut || budget.is_spent())?;
        self.limited |= told.is_none();
        self.found.extend(told);
        Ok(())
    }
}

/// The requirements in force.
pub(super) fn requirements<'a>(system: &'a System<'_>) -> Vec<&'a Rule> {
    let all = (0..system.formulation.rule_count() as u32).map(|rule| system.formulation.rule(rule).scope().rule);
    all.filter(|rule| rule.prefer.is_none()).collect()
}

/// People who come, with a plan that seats them.
pub(super) struct Invited {
    pub guests: Vec<Speaker>,
    pub seats: Vec<DraftSeat>,
    /// People and what is conceded besides.
    pub cost: i64,
    /// Whether fewer are proven not to do.
    pub proven: bool,
}

/// The kinds of guests of whom none is at least as good as another.
pub(super) fn kinds_that_matter(
    forum: &Forum,
    choices: &Choices,
    budget: &mut Budget<'_>,
) -> Result<Vec<Speaker>, Halt> {
    let mut kinds = choices.kinds(forum);
    let mut joined = with_guests(forum, &guests(forum, &kinds, 1), choices);
    // A share of an organisation that nobody is from tells people apart as any other does.
    own_values(&mut joined, forum, choices);
    let mut pool = forum.clone();
    if !is_small(forum, kinds.len()) {
        // What is shared with the pool's own people is shared with guests who are alike, too.
        joined.speakers.drain(..forum.speakers.len());
        pool.speakers.clear();
    }
    if !is_small(&pool, kinds.len()) {
        return Ok(kinds);
    }
    let (system, people) = open(&pool, &joined, kinds.len(), budget)?;
    let mut spared = spared(&system, &people).into_iter();
    kinds.retain(|_| !spared.next().unwrap_or(false));
    Ok(kinds)
}

/// Whether a programme with so many guests is searched.
fn is_small(forum: &Forum, guests: usize) -> bool {
    let places: usize = forum.panels.iter().map(|panel| panel.seats.len()).sum();
    guests.saturating_add(forum.speakers.len()).saturating_mul(places) <= MOST_COLUMNS
}

/// The fewest people, with concessions at their price where not everything is held.
pub(super) fn fewest(
    forum: &Forum,
    choices: &Choices,
    kinds: &[Speaker],
    held: &Held,
    budget: &mut Budget<'_>,
) -> Result<Option<Invited>, Halt> {
    let most_seats: usize = forum.panels.iter().flat_map(|panel| &panel.seats).map(|seats| seats.max as usize).sum();
    let mut copies = 1;
    let mut best: Option<Invited> = None;
    loop {
        let guests = guests(forum, kinds, copies);
        if (copies > 1 && guests.len() > MOST_GUESTS) || !is_small(forum, guests.len()) {
            return best.map(Some).ok_or(Halt::Limit);
        }
        let found = match with(forum, &guests, choices, held, copies, budget) {
            // What was found before stands, only unproven.
            Err(Halt::Limit) if best.is_some() => return Ok(best),
            other => other?,
        };
        // Fewer than `cost` people use no profile more than `cost - 1` times.
        let settled = found.as_ref().is_some_and(|found| copies as i64 >= found.cost - 1);
        let cheaper = found.as_ref().is_some_and(|f| best.as_ref().is_none_or(|b| f.cost < b.cost));
        if cheaper {
            best = found.map(|found| Invited { proven: settled && choices.complete, ..found });
        } else if let Some(best) = &mut best {
            best.proven = choices.complete && copies as i64 >= best.cost - 1;
        }
        if settled || copies >= most_seats {
            return Ok(best);
        }
        let next =
            best.as_ref().map_or(copies.saturating_mul(3), |best| usize::try_from(best.cost - 1).unwrap_or(copies));
        copies = next.max(copies + 1).min(most_seats.max(1));
    }
}

fn with(
    forum: &Forum,
    guests: &[Speaker],
    choices: &Choices,
    held: &Held,
    copies: usize,
    budget: &mut Budget<'_>,
) -> Result<Option<Invited>, Halt> {
    let mut joined = with_guests(forum, guests, choices);
    own_values(&mut joined, forum, choices);
    let (system, people) = open(forum, &joined, guests.len(), budget)?;
    let scope = Scope::everything(&system);
    let terms: usize = system.lines.iter().map(|line| line.terms.len()).sum();
    if terms > MOST_TERMS {
        return Err(Halt::Limit);
    }
    budget.limits.nodes = Some((MOST_WORK / terms.max(1)).clamp(NODES.0, NODES.1) as u64);
    let loosening = cheapest(&system, &scope, held, People { seats: &people, copies }, budget);
    budget.limits.nodes = None;
    let Some(loosening) = loosening? else { return Ok(None) };
    let seats = best_seats(&system, &loosening, guests, budget)?;
    let come: Vec<Speaker> =
        guests.iter().filter(|guest| seats.iter().any(|seat| seat.speaker == guest.id)).cloned().collect();
    Ok(Some(Invited { guests: come, seats, cost: loosening.cost, proven: false }))
}

/// The system of a forum with guests after its own speakers, and the columns of each guest's seats.
fn open<'j>(
    forum: &Forum,
    joined: &'j Forum,
    guests: usize,
    budget: &mut Budget<'_>,
) -> Result<(System<'j>, Vec<Vec<u32>>), Halt> {
    let Some(mut system) = System::unless(joined, &mut || budget.is_spent())? else { return Err(Halt::Limit) };
    let mut people = vec![Vec::new(); guests];
    for (column, of) in system.columns.iter().enumerate() {
        if let Meaning::Seat { speaker, .. } = of.meaning
            && let Some(own) = (speaker as usize).checked_sub(forum.speakers.len()).and_then(|at| people.get_mut(at))
        {
            own.push(column as u32);
        }
    }
    excuse(&mut system, &people);
    Ok((system, people))
}

/// The loosening's seats, with the goals settled among the guests who come.
fn best_seats(
    system: &System<'_>,
    loosening: &Loosening,
    guests: &[Speaker],
    budget: &mut Budget<'_>,
) -> Result<Vec<DraftSeat>, Error> {
    let comes = |id: &String| loosening.seats.iter().any(|seat| seat.speaker == *id);
    if guests.iter().all(|guest| comes(&guest.id)) {
        return settled_goals(system, loosening, budget);
    }
    Ok(loosening.seats.clone())
}

/// A rule that asks something of every speaker asks nothing of a guest who stays away.
fn excuse(system: &mut System<'_>, people: &[Vec<u32>]) {
    let holder = holders(system, people);
    let pool = system.forum.speakers.len().saturating_sub(people.len());
    let guests = system.forum.speakers.iter().skip(pool).enumerate();
    let guests: HashMap<&str, usize> = guests.map(|(at, guest)| (guest.id.as_str(), at)).collect();
    let mut excused = Vec::new();
    for unit in &system.units {
        let (About::Group { rule, .. } | About::Family { rule, .. }) = unit.about else { continue };
        let rule = system.formulation.rule(rule).scope().rule;
        let asks = rule.at_least.is_some() || rule.exactly.is_some() || rule.at_most_apart.is_some();
        if !asks || !rule.for_each.contains(&Grouping::Speaker) {
            continue;
        }
        let group = system.name(&unit.about).1;
        let named = group.iter().find(|(key, _)| key == "speaker").and_then(|(_, id)| guests.get(id.as_str()));
        for row in &unit.rows {
            // A group names its speaker; a family that compares speakers has a row for each.
            if let Some(guest) = named {
                excused.push((*row, *guest));
                continue;
            }
            let columns = system.lines[*row as usize].terms.iter().map(|term| term.0);
            let guest = alone(system, columns, system.owners[*row as usize], &holder, &HashSet::new());
            excused.extend(guest.map(|guest| (*row, guest as usize)));
        }
    }
    system.excused.extend(excused);
}

/// The invitation as data, with profiles under which these goals stay as good; or none where counting refuses it: a new value may form a group that nobody foresaw.
pub(super) fn told(
    forum: &Forum,
    choices: &Choices,
    invited: Invited,
    kept: &[GoalValue],
    stop: &mut dyn FnMut() -> bool,
) -> Result<Option<Invitation>, Error> {
    let mut joined = forum.clone();
    let (guests, seats) = renamed(forum, invited.guests, invited.seats);
    joined.speakers.extend(guests.iter().cloned());
    let counted = verify::count(&joined, &seats).map_err(|e| Error::Internal(e.to_string()))?;
    let broken: Vec<_> = counted.broken().cloned().collect();
    let spent = i64::try_from(guests.len()).unwrap_or(i64::MAX);
    match cost(&joined, &broken) {
        Ok(conceded) if conceded.saturating_add(spent) <= invited.cost => {}
        _ => return Ok(None),
    }
    let people: Vec<Profile> = profiles(forum, choices, &guests, &seats, &broken, kept, stop)?;
    Ok(Some(Invitation {
        people,
        loosened: loosened(&counted.rules, &broken),
        fewest: invited.proven,
        plan: plan_of(&joined, &sorted(&joined, seats)),
        goals: counted.goals,
        changes: Vec::new(),
    }))
}

/// Guests numbered from 1.
fn renamed(forum: &Forum, mut guests: Vec<Speaker>, mut seats: Vec<DraftSeat>) -> (Vec<Speaker>, Vec<DraftSeat>) {
    let mut number = 0;
    for guest in &mut guests {
        let old = guest.id.clone();
        loop {
            number += 1;
            guest.id = format!("new-{number}");
            if forum.speakers.iter().all(|own| own.id != guest.id) {
                break;
            }
        }
        // Guests are in the order of their old numbers, so no new name is still to be replaced.
        seats.iter_mut().filter(|seat| seat.speaker == old).for_each(|seat| seat.speaker.clone_from(&guest.id));
    }
    (guests, seats)
}
