//! Wishes and goals as ordered objectives, with the columns and rows that measure people, cost and the worst panel.

use super::draft::{Draft, TooLarge, gcd};
use super::index::{Index, selects};
use super::rule_rows::{RuleRows, checked};
use super::scope::{Matching, covered_places};
use super::seats::{SeatColumns, cliques};
use super::{Meaning, Objective, Origin, Part};
use crate::{Direction, Goal, Metric, Tolerance};
use indexmap::IndexMap;
use std::collections::{BTreeMap, HashSet};

/// One objective for each priority among the wishes in force, the first met first.
pub(crate) fn wishes(rules: &[RuleRows<'_>], draft: &Draft) -> Vec<(u32, Objective)> {
    let mut tiers: BTreeMap<u32, Vec<(u32, i64)>> = BTreeMap::new();
    for rule in rules {
        if let Some(prefer) = rule.scope().rule.prefer {
            tiers.entry(prefer.priority).or_default();
        }
    }
    for (i, column) in draft.auxiliary.iter().enumerate() {
        let (Meaning::Short { rule, .. } | Meaning::Apart { rule, .. }) = column.meaning else { continue };
        if let Some(prefer) = rules.get(rule as usize).and_then(|rule| rule.scope().rule.prefer) {
            tiers.entry(prefer.priority).or_default().push((draft.seats + i as u32, i64::from(prefer.weight)));
        }
    }
    let objective = |terms: Vec<(u32, i64)>| Objective {
        maximise: false,
        terms: terms.into(),
        constant: 0,
        unit: 1000,
        tolerance: Tolerance::None,
    };
    tiers.into_iter().map(|(priority, terms)| (priority, objective(terms))).collect()
}

/// One goal's objective, in thousandths before its unit is taken out.
pub(crate) fn goal(
    index: &Index<'_>,
    columns: &SeatColumns,
    goal: &Goal,
    number: u32,
    draft: &mut Draft,
) -> Result<Objective, TooLarge> {
    let measured = Measured::new(index, goal);
    let maximise = goal.direction == Direction::Maximise;
    let mut unit = 0;
    let mut constant = 0_i64;
    let mut terms = Vec::new();
    let parts: Vec<(Option<u32>, Value)> = if goal.worst_panel {
        let of = |panel: &u32| measured.value(index, columns, &[*panel]).map(|value| (Some(*panel), value));
        measured.panels.iter().map(of).collect::<Result<_, _>>()?
    } else {
        vec![(None, measured.value(index, columns, &measured.panels)?)]
    };
    for (_, value) in &parts {
        unit = value.seats.iter().map(|(_, weight)| *weight).chain(value.people.iter().map(|p| p.1)).fold(unit, gcd);
        if goal.worst_panel {
            unit = gcd(unit, value.constant);
        }
    }
    let unit = unit.max(1);
    if goal.worst_panel {
        let extremes = |value: &Value| {
            let weights = || value.seats.iter().map(|t| t.1).chain(value.people.iter().map(|p| p.1));
            let sum = |sign: i64| weights().filter(|w| w * sign > 0).try_fold(value.constant, i64::checked_add);
            Some((sum(-1)? / unit, sum(1)? / unit))
        };
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for (_, value) in &parts {
            let (low, high) = extremes(value).ok_or(TooLarge)?;
            (least, most) = (least.min(low), most.max(high));
        }
        if parts.is_empty() {
            (least, most) = (0, 0);
        }
        let worst = draft.column(least, most, Meaning::Worst { goal: number });
        for (panel, value) in parts {
            // value - worst >= 0 when maximising, <= 0 when minimising; the value's constant moves to the bound.
            let bound = Some(-(value.constant / unit));
            let (lower, upper) = if maximise { (bound, None) } else { (None, bound) };
            let row = draft.row(lower, upper, Origin::Goal { goal: number, panel, part: Part::Least });
            draft.term(worst, row, -1)?;
            let own = counted(index, columns, value.people, number, panel, maximise, draft)?;
            for (column, weight) in value.seats.into_iter().chain(own) {
                draft.term(column, row, weight / unit)?;
            }
        }
        terms.push((worst, 1));
    } else {
        for (_, value) in parts {
            constant = value.constant;
            let own = counted(index, columns, value.people, number, None, maximise, draft)?;
            // On large forums this list is most of what is held: it is changed in place.
            terms = value.seats;
            terms.extend(own);
            for term in &mut terms {
                term.1 /= unit;
            }
        }
    }
    terms.sort_unstable();
    // A column may come up twice, as a seat and as the person's only one.
    terms.dedup_by(|next, first| {
        let same = next.0 == first.0;
        if same {
            first.1 += next.1;
        }
        same
    });
    terms.retain(|term| term.1 != 0);
    // The constant need not be a multiple of the unit; then the unit must divide it too.
    let g = gcd(unit, constant).max(1);
    for term in &mut terms {
        term.1 = checked(term.1, unit / g)?;
    }
    Ok(Objective { maximise, terms: terms.into(), constant: constant / g, unit: g, tolerance: goal.tolerance })
}

/// The seats a goal speaks of.
struct Measured<'a> {
    matching: Matching,
    covered: Vec<bool>,
    panels: Vec<u32>,
    draft: HashSet<(u32, u32)>,
    /// Panel, speaker and preference, where there is one, in that order.
    likings: Vec<(u32, u32, i64)>,
    weight_of: Box<dyn Fn(Metric) -> i64 + 'a>,
}

/// A measure of some panels, in thousandths: per seat column, per person with their columns, and a constant.
#[derive(Default)]
struct Value {
    seats: Vec<(u32, i64)>,
    people: Vec<(u32, i64, Vec<u32>)>,
    constant: i64,
}

impl<'a> Measured<'a> {
    fn new(index: &Index<'_>, goal: &'a Goal) -> Self {
        let panels = index.forum.panels.iter().enumerate();
        let panels: Vec<u32> =
            panels.filter(|(_, panel)| selects(goal.panels.as_ref(), panel)).map(|(p, _)| p as u32).collect();
        let mut draft = HashSet::new();
        for seat in &index.forum.draft {
            let panel = index.panel_at.get(seat.panel.as_str());
            let (Some(&panel), Some(&speaker)) = (panel, index.speaker_at.get(seat.speaker.as_str())) else { continue };
            let place = index.places_of(panel).find(|&place| index.places[place].name == seat.role);
            draft.extend(place.map(|place| (place as u32, speaker)));
        }
        let mut likings = Vec::new();
        for (s, speaker) in (0..).zip(&index.forum.speakers) {
            let own = speaker.preference.iter().filter_map(|(panel, liking)| {
                index.panel_at.get(panel.as_str()).map(|&panel| (panel, s, i64::from(*liking)))
            });
            likings.extend(own);
        }
        likings.sort_unstable();
        Self {
            likings,
            matching: Matching::new(index, &goal.filter),
            covered: covered_places(index, &panels, goal.roles.as_deref()),
            panels,
            draft,
            weight_of: Box::new(|metric| {
                goal.measure.iter().filter(|(m, _)| *m == metric).map(|(_, weight)| i64::from(*weight)).sum()
            }),
        }
    }

    fn value(&self, index: &Index<'_>, columns: &SeatColumns, panels: &[u32]) -> Result<Value, TooLarge> {
        let weight = |metric| (self.weight_of)(metric);
        let (expertise, preference) = (weight(Metric::Expertise), weight(Metric::Preference));
        let (seats, people) = (weight(Metric::Seats), weight(Metric::People));
        let (cost, changes) = (weight(Metric::Cost), weight(Metric::Changes));
        let mut value = Value::default();
        let mut persons: IndexMap<u32, Vec<u32>> = IndexMap::new();
        for &panel in panels {
            let likings = &self.likings[self.likings.partition_point(|liking| liking.0 < panel)..];
            for place in index.places_of(panel).filter(|&place| self.covered[place]) {
                // Columns come by speaker, as likings do.
                let mut likings = likings.iter().take_while(|liking| liking.0 == panel).peekable();
                for column in columns.of_place(place as u32) {
                    let speaker = columns.speaker(column as u32);
                    if !self.matching.holds(index, speaker, panel, None) {
                        continue;
                    }
                    while likings.next_if(|liking| liking.1 < speaker).is_some() {}
                    let liking = likings.next_if(|liking| liking.1 == speaker).map_or(0, |liking| liking.2);
                    let kept = changes != 0 && self.draft.contains(&(place as u32, speaker));
                    let whole = [
                        checked(expertise, index.expertise(speaker, panel))?,
                        checked(preference, liking)?,
                        seats,
                        if kept { -changes } else { changes },
                    ];
                    let whole = whole.into_iter().try_fold(0_i64, i64::checked_add).ok_or(TooLarge)?;
                    if whole != 0 {
                        value.seats.push((column as u32, checked(whole, 1000)?));
                    }
                    if people != 0 || cost != 0 {
                        persons.entry(speaker).or_default().push(column as u32);
                    }
                }
            }
        }
        if changes != 0 {
            let spoken_of = self.draft.iter().filter(|(place, speaker)| {
                let panel = index.places[*place as usize].panel;
                let covered = self.covered[*place as usize] && panels.contains(&panel);
                covered && self.matching.holds(index, *speaker, panel, None)
            });
            value.constant = checked(checked(changes, i64::try_from(spoken_of.count()).map_err(|_| TooLarge)?)?, 1000)?;
        }
        for (speaker, own) in persons {
            let price = index.forum.speakers[speaker as usize].cost.map_or(0, crate::Number::thousandths);
            let weight = checked(people, 1000)?.checked_add(checked(cost, price)?).ok_or(TooLarge)?;
            if weight != 0 {
                value.people.push((speaker, weight, own));
            }
        }
        Ok(value)
    }
}

/// Terms that count each person once: their seats where these exclude each other, else an indicator, linked on the side
/// on which the goal would cheat.
fn counted(
    index: &Index<'_>,
    columns: &SeatColumns,
    people: Vec<(u32, i64, Vec<u32>)>,
    goal: u32,
    panel: Option<u32>,
    maximise: bool,
    draft: &mut Draft,
) -> Result<Vec<(u32, i64)>, TooLarge> {
    let mut terms = Vec::new();
    for (speaker, weight, own) in people {
        let sets = cliques(index, columns, &own);
        let limit = index.forum.speakers[speaker as usize].max_seats.filter(|_| !index.open);
        if sets.len() == 1 || limit == Some(1) {
            terms.extend(own.into_iter().map(|column| (column, weight)));
            continue;
        }
        let used = draft.column(0, 1, Meaning::Counted { goal, panel, speaker });
        let origin = |part| Origin::Goal { goal, panel, part };
        terms.push((used, weight));
        if (weight > 0) == maximise {
            let row = draft.row(Some(0), None, origin(Part::Unsupported { value: speaker }));
            draft.term(used, row, -1)?;
            for column in own {
                draft.term(column, row, 1)?;
            }
            continue;
        }
        for (&clash, set) in &sets {
            let row = draft.row(None, Some(0), origin(Part::Lifted { value: speaker, by: Some(clash) }));
            draft.term(used, row, -1)?;
            for &column in set {
                draft.term(column, row, 1)?;
            }
        }
        if let Some(limit) = limit.filter(|limit| (*limit as usize) < sets.len()) {
            let row = draft.row(None, Some(0), origin(Part::Lifted { value: speaker, by: None }));
            draft.term(used, row, -i64::from(limit))?;
            for column in own {
                draft.term(column, row, 1)?;
            }
        }
    }
    Ok(terms)
}
