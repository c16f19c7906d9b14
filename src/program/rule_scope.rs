//! A rule in force with its places, groups and bounds by position: what rows and forbidden seats are read from.

use super::draft::{TooLarge, gcd};
use super::in_force::InForce;
use super::index::{Disclosed, Index, disclosed};
use super::lists::Lists;
use super::scope::{Groups, Matching, covered_places};
use crate::{Bound, Count, Key, Quantity, Rule, Share};

/// More groups than this are refused as too large.
const MOST_GROUPS: usize = 50_000_000;

/// A rule in force, by position.
pub(crate) struct RuleScope<'a> {
    pub rule: &'a Rule,
    pub covered: Vec<bool>,
    pub groups: Groups,
    pub matching: Matching,
    pub measure: Measure,
    pub lower: Option<Bound>,
    pub upper: Option<Bound>,
    /// Non-matching seats are forbidden: all of a cell's seats must match.
    all_must_match: bool,
    /// Matching seats in any group are forbidden.
    none_may_match: bool,
}

/// How the count of a group comes about.
pub(crate) enum Measure {
    /// Each matching seat adds 1.
    Seats,
    /// Each matching seat adds the level of its speaker.
    Levels,
    /// Each different item of the matching seats adds its weight, once.
    Items { item: Item, unit: i64, names: Vec<String> },
}

/// What is counted once; the names of values stand beside it.
pub(crate) enum Item {
    /// The speaker; the weight, where it isn't 1, is a number of the speaker in units.
    Speaker { weights: Option<Vec<i64>> },
    /// A value of the place: one list for each place.
    OfPlace(Lists),
    /// A value of the speaker: one list for each speaker.
    OfSpeaker(Lists),
}

impl<'a> RuleScope<'a> {
    pub(crate) fn new(index: &Index<'_>, in_force: &InForce<'a>) -> Result<Self, TooLarge> {
        let rule = in_force.rule;
        let covered = covered_places(index, &in_force.panels, rule.roles.as_deref());
        let groups = Groups::new(index, rule, &in_force.panels, &covered);
        let fits = groups.cells.len().checked_mul(groups.traits.len()).is_some_and(|n| n <= MOST_GROUPS);
        if !fits {
            return Err(TooLarge);
        }
        let lower = rule.exactly.or(rule.at_least);
        let upper = rule.exactly.or(rule.at_most);
        let of_seats = matches!(rule.count, Count::Seats | Count::People) && rule.prefer.is_none();
        let all = Bound::Share(Share::percent(100).ok_or(TooLarge)?);
        let only_places = rule.for_each.iter().all(Key::is_panel_side);
        // "All people are different ones" is stronger than "all match", so only seats are read this way.
        let all_must_match =
            matches!(rule.count, Count::Seats) && rule.prefer.is_none() && only_places && lower == Some(all);
        let none_may_match = of_seats
            && match upper {
                Some(Bound::Number(number)) => (0..1000).contains(&number.thousandths()),
                Some(Bound::Share(share)) => share.hundred_thousandths() == 0,
                None => false,
            };
        Ok(Self {
            rule,
            matching: Matching::new(index, &rule.filter),
            measure: measure(index, in_force, &covered),
            covered,
            groups,
            lower,
            upper,
            all_must_match,
            none_may_match,
        })
    }

    /// Whether the requirement alone can forbid a seat at all.
    pub(crate) fn may_forbid(&self) -> bool {
        self.all_must_match || self.none_may_match
    }

    /// Takes those whose seat in the place the requirement alone forbids out of the speakers who may have it; `room` is
    /// for what is needed meanwhile.
    pub(crate) fn forbid(&self, index: &Index<'_>, place: u32, may: &mut [bool], room: &mut Vec<bool>) {
        if !self.may_forbid() || !self.covered[place as usize] {
            return;
        }
        let panel = index.places[place as usize].panel;
        for &cell in self.groups.cells_of_place.of(place) {
            let topic = self.groups.cells[cell as usize].topic;
            room.clear();
            self.matching.everybody(index, panel, topic, room);
            for ((speaker, may), &matches) in (0..).zip(may.iter_mut()).zip(&*room) {
                let in_group = || !self.groups.traits_of(speaker).is_empty();
                *may &= !(self.all_must_match && !matches || self.none_may_match && matches && in_group());
            }
        }
    }

    /// The name of an item: a speaker's id, or a value.
    pub(crate) fn item_name<'i>(&'i self, index: &'i Index<'_>, item: u32) -> &'i str {
        match &self.measure {
            Measure::Items { item: Item::OfPlace(_) | Item::OfSpeaker(_), names, .. } => {
                names.get(item as usize).map_or("", String::as_str)
            }
            _ => &index.forum.speakers[item as usize].id,
        }
    }

    /// The weight of an item, in units of the count.
    pub(crate) fn item_weight(&self, item: u32) -> i64 {
        match &self.measure {
            Measure::Items { item: Item::Speaker { weights: Some(weights) }, .. } => weights[item as usize],
            _ => 1,
        }
    }

    /// Whether what is counted once are people.
    pub(crate) fn counts_people(&self) -> bool {
        matches!(self.measure, Measure::Items { item: Item::Speaker { .. }, .. })
    }

    /// The count is in this many thousandths: 1000 for whole counts.
    pub(crate) fn unit(&self) -> i64 {
        match &self.measure {
            Measure::Items { unit, .. } => *unit,
            Measure::Seats | Measure::Levels => 1000,
        }
    }
}

fn measure(index: &Index<'_>, in_force: &InForce<'_>, covered: &[bool]) -> Measure {
    let rule = in_force.rule;
    let speakers = &index.forum.speakers;
    match &rule.count {
        Count::Seats => Measure::Seats,
        Count::Sum(Quantity::Expertise) => Measure::Levels,
        Count::People | Count::Distinct(Key::Speaker) => {
            Measure::Items { item: Item::Speaker { weights: None }, unit: 1000, names: Vec::new() }
        }
        Count::Sum(Quantity::Attribute(name)) => {
            let thousandths = |speaker| match disclosed(speaker, name) {
                Disclosed::Number(number) => number.thousandths(),
                _ => 0,
            };
            let weights: Vec<i64> = speakers.iter().map(thousandths).collect();
            // A shortfall is in whole units, so the unit must divide one.
            let unit = weights
                .iter()
                .fold(if rule.prefer.is_some() || index.open { 1000 } else { 0 }, |g, w| gcd(g, *w))
                .max(1);
            let weights = weights.into_iter().map(|w| w / unit).collect();
            Measure::Items { item: Item::Speaker { weights: Some(weights) }, unit, names: Vec::new() }
        }
        Count::Distinct(Key::Attribute(name)) => {
            let mut names = indexmap::IndexMap::new();
            let mut of_speaker = Lists::new();
            for speaker in speakers {
                let values = super::index::group_values(speaker, name).into_iter();
                let next = values.map(|value| {
                    let fresh = names.len() as u32;
                    *names.entry(value).or_insert(fresh)
                });
                of_speaker.push(next);
            }
            Measure::Items { item: Item::OfSpeaker(of_speaker), unit: 1000, names: names.into_keys().collect() }
        }
        Count::Distinct(key) => {
            // The cells of a rule that groups by the key alone are the key's values.
            let by_key = Rule { for_each: vec![key.clone()], ..rule.clone() };
            let groups = Groups::new(index, &by_key, &in_force.panels, covered);
            let names = groups.cells.iter().map(|cell| cell.values.concat()).collect();
            Measure::Items { item: Item::OfPlace(groups.cells_of_place), unit: 1000, names }
        }
    }
}
