//! Loosening: every statement that may be conceded gets slack at a price, and the cheapest slack is found.

use super::limits::Budget;
use super::model::{Line, Model, Settled};
use super::probe::Halt;
use super::scope::Scope;
use super::system::{About, Kind, Owner, System};
use crate::{DraftSeat, Error};
use std::collections::{BTreeMap, BTreeSet};

/// A concession puts at most so many more people on a panel than it has seats for: nobody has room for more.
pub(super) const MORE_SEATS: i64 = 2;

/// Guests of one kind are told apart by up to so many seats: greater powers of two make poor coefficients.
const ORDERED: usize = 10;

/// What must not be loosened besides what never is.
pub(super) type Held = BTreeSet<Key>;

/// What alternatives are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// All rules of a kind.
    Kind(Kind),
    /// One rule, by its id.
    Rule(String),
    /// Every rule.
    Everything,
}

/// A loosening.
#[derive(Clone, Debug)]
pub(super) struct Loosening {
    pub cost: i64,
    /// Whether none that holds the same is cheaper.
    pub proven: bool,
    pub seats: Vec<DraftSeat>,
    /// The statements loosened.
    pub units: Vec<u32>,
    /// For each row loosened, by how much it may be missed below and above.
    pub rows: BTreeMap<u32, (i64, i64)>,
    /// Bars not kept: the columns held in spite of them.
    pub columns: BTreeSet<u32>,
}

/// What gives in an elastic model.
#[derive(Debug)]
pub(super) struct Slack {
    /// The column whose value is the slack.
    column: u32,
    pub unit: u32,
    /// Row, what a unit of slack gives, and whether it gives below.
    pub gives: Vec<(u32, i64, bool)>,
    /// The column that a bar forbids.
    barred: Option<u32>,
}

/// A scope with everything that may give.
pub(super) struct Elastic {
    pub model: Model,
    pub slacks: Vec<Slack>,
}

impl Elastic {
    /// What the values loosen.
    pub(super) fn loosening(&self, system: &System<'_>, scope: &Scope, values: &[i64], proven: bool) -> Loosening {
        let mut loosening = Loosening {
            cost: self.model.cost(values),
            proven,
            seats: system.seats(scope.columns.iter().copied().zip(values.iter().copied())),
            units: Vec::new(),
            rows: BTreeMap::new(),
            columns: BTreeSet::new(),
        };
        for slack in &self.slacks {
            let taken = values.get(slack.column as usize).copied().unwrap_or(0);
            if taken <= 0 {
                continue;
            }
            if !loosening.units.contains(&slack.unit) {
                loosening.units.push(slack.unit);
            }
            for (row, gives, below) in &slack.gives {
                let by = loosening.rows.entry(*row).or_insert((0, 0));
                let given = gives.saturating_mul(taken);
                if *below { by.0 += given } else { by.1 += given }
            }
            loosening.columns.extend(slack.barred);
        }
        loosening
    }
}

/// The cheapest loosening of a scope, `None` where nothing that may be conceded is enough.
pub(super) fn cheapest(
    system: &System<'_>,
    scope: &Scope,
    held: &Held,
    people: People<'_>,
    budget: &mut Budget<'_>,
) -> Result<Option<Loosening>, Halt> {
    if budget.is_spent() {
        return Err(Halt::Limit);
    }
    let elastic = elastic(system, scope, held, people);
    Ok(match elastic.model.settle(budget)? {
        Settled::Best(values) => Some(elastic.loosening(system, scope, &values, true)),
        Settled::Infeasible => None,
        Settled::Stopped(_) => return Err(Halt::Limit),
    })
}

/// Guests, each of whom costs 1 when they hold one of their seats.
#[derive(Clone, Copy, Default)]
pub(super) struct People<'p> {
    /// The columns of each one's seats.
    pub seats: &'p [Vec<u32>],
    /// So many in turn are of one kind: the programme can't tell them apart.
    pub copies: usize,
}

impl People<'_> {
    /// Of several of one kind the first comes first, and takes the seats that stand first: which of them does makes no
    /// difference.
    fn in_order(&self, coming: &[u32], at: &std::collections::HashMap<u32, u32>, further: &mut Vec<Line>) {
        let copies = self.copies.max(1);
        let of_one_kind = |second: &usize| !second.is_multiple_of(copies);
        for second in (1..coming.len()).filter(of_one_kind) {
            let first = second - 1;
            further.push(Line { terms: vec![(coming[first], 1), (coming[second], -1)], lower: Some(0), upper: None });
            let seats = [first, second].map(|guest| self.seats[guest].iter().filter_map(|column| at.get(column)));
            let mut terms = Vec::new();
            for (seats, sign) in seats.into_iter().zip([1_i64, -1]) {
                terms.extend(seats.enumerate().map(|(seat, column)| (*column, sign << seat.min(ORDERED))));
            }
            if self.seats[first].len() == self.seats[second].len() && terms.len() <= 2 * ORDERED {
                further.push(Line { terms, lower: Some(0), upper: None });
            }
        }
    }
}

/// The scope's model with slacks and guests.
pub(super) fn elastic(system: &System<'_>, scope: &Scope, held: &Held, people: People<'_>) -> Elastic {
    let soft = |unit: u32| softness(system, unit, held);
    // Everything but bars that may be conceded holds as rows; those bars are paid for seat by seat.
    let mut active = vec![false; system.units.len()];
    for unit in &scope.units {
        let bar = system.units[*unit as usize].kind == Kind::Bar && soft(*unit).is_some();
        active[*unit as usize] = !bar;
    }
    let mut model = scope.model(system, &active);
    let at: std::collections::HashMap<u32, u32> =
        scope.columns.iter().enumerate().map(|(at, column)| (*column, at as u32)).collect();
    let mut further = Vec::new();
    let mut coming = Vec::with_capacity(people.seats.len());
    for columns in people.seats {
        // Whoever holds a seat has come, which costs 1.
        let comes = model.column(0, 1, 1);
        coming.push(comes);
        let own = columns.iter().filter_map(|column| at.get(column));
        further.extend(own.map(|at| Line { terms: vec![(*at, 1), (comes, -1)], lower: None, upper: Some(0) }));
    }
    people.in_order(&coming, &at, &mut further);
    let mut slacks: Vec<Slack> = Vec::new();
    for &(column, unit) in &system.forbids {
        if let (Kind::Bar, Some(weight), Some(at)) = (system.units[unit as usize].kind, soft(unit), at.get(&column)) {
            let weight = i64::from(weight);
            let paid = model.column(0, 1, weight);
            further.push(Line { terms: vec![(*at, 1), (paid, -1)], lower: None, upper: Some(0) });
            slacks.push(Slack { column: paid, unit, gives: Vec::new(), barred: Some(column) });
        }
    }
    // The model's lines are those of the active rows, in the scope's order.
    let rows: Vec<u32> = scope.rows_of(system, &active).collect();
    let mut families: BTreeMap<u32, usize> = BTreeMap::new();
    for (line, row) in rows.into_iter().enumerate() {
        let Owner::Unit(unit) = system.owners[row as usize] else { continue };
        let is_family = matches!(system.units[unit as usize].about, About::Family { .. });
        let gives = system.formulation.unit(row as usize).max(1);
        let needed = |miss: i64| (miss.max(0)).div_euclid(gives) + i64::from(miss.max(0) % gives != 0);
        if let Some(comes) = system.excused.get(&row).and_then(|guest| coming.get(*guest)) {
            // What is asked of every speaker is asked of a guest who comes, and may give as it may with others.
            let least = reach(&model, line).0;
            if let Some(lower) = model.lines[line].lower.take().filter(|lower| *lower > least) {
                let mut terms = model.lines[line].terms.clone();
                terms.push((*comes, least.saturating_sub(lower)));
                if let Some(weight) = soft(unit).filter(|_| !is_family) {
                    let column = model.column(0, needed(lower.saturating_sub(least)), i64::from(weight));
                    slacks.push(Slack { column, unit, gives: vec![(row, gives, true)], barred: None });
                    terms.push((column, gives));
                }
                further.push(Line { terms, lower: Some(least), upper: None });
            }
        }
        let Some(weight) = soft(unit).map(i64::from) else { continue };
        let of_seats = matches!(system.units[unit as usize].about, About::Seats { .. });
        let (least, most) = reach(&model, line);
        let (lower, upper) = (model.lines[line].lower, model.lines[line].upper);
        let plain = model.lines[line].terms.clone();
        // Slack comes in whole units, which an equality would have to meet exactly: its two sides are two rows.
        let two_sided = lower.is_some_and(|lower| lower > least) && upper.is_some_and(|upper| upper < most);
        if two_sided {
            model.lines[line].upper = None;
        }
        for (miss, below) in [(lower.map(|lower| lower - least), true), (upper.map(|upper| most - upper), false)] {
            let Some(miss) = miss.filter(|miss| *miss > 0) else { continue };
            if is_family && below {
                // The least of a family only follows the counts; its spread is what is loosened.
                continue;
            }
            let own = families.get(&unit).copied().filter(|_| is_family);
            let slack = own.unwrap_or_else(|| {
                let column = model.column(0, 0, weight);
                slacks.push(Slack { column, unit, gives: Vec::new(), barred: None });
                slacks.len() - 1
            });
            if is_family {
                families.insert(unit, slack);
            }
            let Some(slack) = slacks.get_mut(slack) else { continue };
            slack.gives.push((row, gives, below));
            let column = slack.column;
            if let Some(bounds) = model.bounds.get_mut(column as usize) {
                let most = if of_seats && !below { MORE_SEATS } else { i64::MAX };
                bounds.1 = bounds.1.max(needed(miss).min(most));
            }
            if two_sided && !below {
                let mut terms = plain.clone();
                terms.push((column, -gives));
                further.push(Line { terms, lower: None, upper });
            } else {
                model.lines[line].terms.push((column, if below { gives } else { -gives }));
            }
        }
    }
    model.lines.extend(further);
    Elastic { model, slacks }
}

/// What one unit of slack costs; `None` where the statement holds.
pub(super) fn softness(system: &System<'_>, unit: u32, held: &Held) -> Option<u32> {
    let of = &system.units[unit as usize];
    let weight = of.concede?;
    if held.is_empty() {
        return Some(weight);
    }
    if held.contains(&Key::Everything) {
        return None;
    }
    let by_kind = held.contains(&Key::Kind(of.kind));
    (!by_kind && !held.contains(&Key::Rule(system.name(&of.about).0))).then_some(weight)
}

/// The least and the most that a line of the model can sum to.
fn reach(model: &Model, line: usize) -> (i64, i64) {
    let mut ends = (0_i64, 0_i64);
    for &(column, weight) in &model.lines[line].terms {
        let (lower, upper) = model.bounds[column as usize];
        let (a, b) = (weight.saturating_mul(lower), weight.saturating_mul(upper));
        ends = (ends.0.saturating_add(a.min(b)), ends.1.saturating_add(a.max(b)));
    }
    ends
}

/// How finely the rules that a loosening touches are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    /// By kind.
    Kinds,
    /// One by one, but for what always holds and is loosened in several places: that goes by its kind, as which seats stay
    /// empty makes no alternative.
    Rules,
    /// One by one.
    Names,
}

/// The keys of the statements loosened.
pub(super) fn touched(system: &System<'_>, loosening: &Loosening, apart: Apart) -> BTreeSet<Key> {
    let of = |unit: &u32| &system.units[*unit as usize];
    let key = |unit: &u32| {
        let several = || loosening.units.iter().filter(|other| of(other).kind == of(unit).kind).count() > 2;
        let stated = matches!(of(unit).kind, Kind::Rule(_));
        if apart == Apart::Kinds || (apart == Apart::Rules && !stated && several()) {
            Key::Kind(of(unit).kind)
        } else {
            Key::Rule(system.name(&of(unit).about).0)
        }
    };
    loosening.units.iter().map(key).collect()
}

pub(super) fn internal(message: &str) -> Error {
    Error::Internal(message.to_owned())
}
