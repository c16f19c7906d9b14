//! Which panels and seats a rule or goal can speak of at all.

use super::super::{Condition, Goal, Key, Number, Panel, PanelField, PanelFilter, Rule, Seats, Term};
use super::Check;
use std::collections::HashSet;

/// Whether a filter takes the panel.
pub(super) struct Chosen<'a> {
    ids: Option<HashSet<&'a str>>,
    filter: Option<&'a PanelFilter>,
}

impl<'a> Chosen<'a> {
    pub(super) fn of(filter: Option<&'a PanelFilter>) -> Self {
        let ids = match filter {
            Some(PanelFilter::Ids(ids)) => Some(ids.iter().map(String::as_str).collect()),
            _ => None,
        };
        Self { ids, filter }
    }

    pub(super) fn takes(&self, panel: &Panel) -> bool {
        match (&self.ids, self.filter) {
            (Some(ids), _) => ids.contains(panel.id.as_str()),
            (None, Some(PanelFilter::Fields(fields))) => {
                fields.iter().all(|(&field, wanted)| holds(wanted, &Given::of(panel, field)))
            }
            _ => true,
        }
    }
}

/// The value of a panel's field.
enum Given<'p> {
    Texts(Vec<&'p str>),
    Number(i64),
}

impl<'p> Given<'p> {
    fn of(panel: &'p Panel, field: PanelField) -> Self {
        match field {
            PanelField::Id => Self::Texts(vec![&panel.id]),
            PanelField::Topics => Self::Texts(panel.topics.iter().map(String::as_str).collect()),
            PanelField::Slot => Self::Texts(panel.slot.iter().map(String::as_str).collect()),
            PanelField::Day => Self::Texts(panel.day.iter().map(String::as_str).collect()),
            PanelField::Track => Self::Texts(panel.track.iter().map(String::as_str).collect()),
            PanelField::Seats => {
                let seats = panel.seats.iter().fold(0_i64, |sum, seats| sum.saturating_add(seats.max.into()));
                Self::Number(seats.saturating_mul(1000))
            }
        }
    }
}

fn holds(wanted: &Condition, given: &Given<'_>) -> bool {
    let disclosed = !matches!(given, Given::Texts(texts) if texts.is_empty());
    match wanted {
        Condition::Not(inner) => disclosed && !holds(inner, given),
        Condition::OneOf(terms) => terms.iter().any(|term| match (term, given) {
            (Term::Undisclosed, _) => !disclosed,
            (Term::Text(text), Given::Texts(texts)) => texts.contains(&text.as_str()),
            (Term::Number(number), Given::Number(own)) => number.thousandths() == *own,
            _ => false,
        }),
        Condition::Range { at_least, at_most } => match given {
            Given::Number(own) => {
                at_least.map_or(i64::MIN, Number::thousandths) <= *own
                    && *own <= at_most.map_or(i64::MAX, Number::thousandths)
            }
            Given::Texts(_) => false,
        },
    }
}

/// The panels, with the most seats of each, that a rule can count: chosen, not waived, with a value for each key that
/// speaks of the panel. `only` is the panel in which the rule stands.
pub(super) fn of_rule<'f>(check: &Check<'f>, rule: &Rule, only: Option<usize>) -> Vec<(&'f Panel, u64)> {
    let chosen = Chosen::of(rule.panels.as_ref());
    let roles: Option<HashSet<&str>> = rule.roles.as_ref().map(|roles| roles.iter().map(String::as_str).collect());
    let panels = match only {
        Some(i) => check.forum.panels.get(i..=i).unwrap_or_default(),
        None => &check.forum.panels,
    };
    let has_keys = |panel: &Panel| {
        rule.for_each.iter().all(|key| match key {
            Key::Slot => panel.slot.is_some(),
            Key::Day => panel.day.is_some(),
            Key::Track => panel.track.is_some(),
            Key::Topic => !panel.topics.is_empty(),
            Key::Panel | Key::Role | Key::Speaker | Key::Attribute(_) => true,
        })
    };
    panels
        .iter()
        .filter(|panel| chosen.takes(panel) && !panel.waive.contains(&rule.id) && has_keys(panel))
        .map(|panel| (panel, seats(check, panel, roles.as_ref())))
        .filter(|(_, seats)| *seats > 0)
        .collect()
}

/// The panels, with the most seats of each, that a goal can count.
pub(super) fn of_goal<'f>(check: &Check<'f>, goal: &Goal) -> Vec<(&'f Panel, u64)> {
    let chosen = Chosen::of(goal.panels.as_ref());
    let roles: Option<HashSet<&str>> = goal.roles.as_ref().map(|roles| roles.iter().map(String::as_str).collect());
    check
        .forum
        .panels
        .iter()
        .filter(|panel| chosen.takes(panel))
        .map(|panel| (panel, seats(check, panel, roles.as_ref())))
        .filter(|(_, seats)| *seats > 0)
        .collect()
}

/// The most seats of some roles that a panel can fill: role by role no more than there are speakers, but at least 1
/// where there is a seat, since an empty pool is a fault of its own.
fn seats(check: &Check<'_>, panel: &Panel, roles: Option<&HashSet<&str>>) -> u64 {
    let pool = (check.forum.speakers.len() as u64).max(1);
    let counted = |seats: &&Seats| roles.is_none_or(|roles| roles.contains(seats.role.as_str()));
    panel.seats.iter().filter(counted).fold(0, |sum, seats| sum.saturating_add(u64::from(seats.max).min(pool)))
}
