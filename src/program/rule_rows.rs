//! The rows of one rule: a line for each bound of each group that can bind, with shortfalls where it is a wish.

use super::draft::{Draft, TooLarge, ceil_div, floor_div, gcd};
use super::index::Index;
use super::items::{Items, Need};
use super::lines::{Line, Lines};
use super::profiles::Candidates;
use super::rule_scope::{Item, Measure, RuleScope};
use super::scope::Cell;
use super::{Meaning, Origin, Part};
use crate::{Bound, Share};

/// A rule with its rows; gives each seat column its terms on demand.
pub(crate) struct RuleRows<'a> {
    scope: RuleScope<'a>,
    lines: Lines,
    /// Whether some line takes a share of a total that varies.
    varies: bool,
    items: Option<Items>,
}

/// What can be counted in each group.
struct Reach {
    /// Matching seat columns by group.
    matching: Vec<u32>,
    /// All seat columns by panel-side cell.
    total: Vec<u32>,
}

impl<'a> RuleRows<'a> {
    pub(crate) fn new(
        index: &Index<'_>,
        candidates: Candidates<'_>,
        scope: RuleScope<'a>,
        number: u32,
        draft: &mut Draft,
    ) -> Result<Self, TooLarge> {
        let mut rows = Self { scope, lines: Lines::default(), varies: false, items: None };
        let reach = rows.reach(index, candidates);
        let bounding = Bounding::new(index, number, &rows.scope, &reach);
        let mut need = Need::default();
        // Of groups without seats, such as of organisations without experts, most bounds say nothing.
        let always =
            rows.scope.lower.is_some() || matches!(rows.scope.upper, Some(Bound::Number(n)) if n.thousandths() < 0);
        let width = rows.scope.groups.traits.len();
        for cell in 0..rows.scope.groups.cells.len() {
            for group in cell * width..(cell + 1) * width {
                if always || reach.matching[group] > 0 {
                    rows.bound_group(&bounding, cell, group as u32, draft, &mut need)?;
                }
            }
        }
        if let Some(apart) = rows.scope.rule.at_most_apart {
            rows.bound_families(&bounding, apart.thousandths(), draft, &mut need)?;
        }
        rows.lines.close(rows.scope.groups.len());
        if matches!(rows.scope.measure, Measure::Items { .. }) {
            let wanted = |group: u32| !rows.lines.of(group).is_empty();
            let items = Items::new(index, candidates, &rows.scope, number, need, wanted, draft)?;
            for (group, column, weight) in &items.columns {
                for line in rows.lines.of(*group) {
                    draft.term(*column, line.row, checked(line.count.into(), *weight)?)?;
                }
            }
            rows.items = Some(items);
        }
        Ok(rows)
    }

    fn reach(&self, index: &Index<'_>, candidates: Candidates<'_>) -> Reach {
        let groups = &self.scope.groups;
        let mut reach = Reach { matching: vec![0; groups.len()], total: vec![0; groups.cells.len()] };
        let mut matches = Vec::new();
        for place in (0..index.places.len() as u32).filter(|&place| self.scope.covered[place as usize]) {
            let held = candidates.seats.speakers_of(place);
            for &cell in groups.cells_of_place.of(place) {
                reach.total[cell as usize] += held.len() as u32;
                let matching = &mut reach.matching[groups.group(cell, 0) as usize..][..groups.traits.len()];
                if let Some(tally) = candidates.alike {
                    let of_place = tally.of(place).iter();
                    for &(speaker, count) in of_place.filter(|of| self.scope.matching.speakers[of.0 as usize]) {
                        for &t in groups.traits_of(speaker) {
                            matching[t as usize] += count;
                        }
                    }
                    continue;
                }
                matches.clear();
                let topic = groups.cells[cell as usize].topic;
                let panel = index.places[place as usize].panel;
                self.scope.matching.everybody(index, panel, topic, &mut matches);
                for &speaker in held.iter().filter(|speaker| matches[**speaker as usize]) {
                    for &t in groups.traits_of(speaker) {
                        matching[t as usize] += 1;
                    }
                }
            }
        }
        reach
    }

    fn matches(&self, index: &Index<'_>, place: u32, speaker: u32, cell: u32) -> bool {
        let topic = self.scope.groups.cells[cell as usize].topic;
        self.scope.matching.holds(index, speaker, index.places[place as usize].panel, topic)
    }

    fn bound_group(
        &mut self,
        with: &Bounding<'_>,
        cell: usize,
        group: u32,
        draft: &mut Draft,
        need: &mut Need,
    ) -> Result<(), TooLarge> {
        let seats = with.seats[cell];
        let (least, most) = with.extremes(&self.scope, cell, group)?;
        let is_wish = self.scope.rule.prefer.is_some();
        let lower = self.scope.lower.map(|bound| limit(bound, seats, self.scope.unit(), ceil_div));
        let upper = self.scope.upper.map(|bound| limit(bound, seats, self.scope.unit(), floor_div));
        let lower = lower.filter(|limit| match *limit {
            Limit::Fixed(low) => low > least,
            // Everybody matching, or a share of nothing, always meets the share.
            Limit::Part(share) => {
                share.hundred_thousandths() > 0 && !(with.everybody(cell, group) && self.counts_seats())
            }
        });
        let upper = upper.filter(|limit| match *limit {
            Limit::Fixed(high) => high < most,
            Limit::Part(share) => {
                let can_pass = i64::from(share.hundred_thousandths()) < Share::WHOLE || !self.counts_once_a_seat();
                can_pass && with.reach.matching[group as usize] > 0
            }
        });
        need.below |= lower.is_some();
        need.above |= upper.is_some();
        let step = 1000 / self.scope.unit().clamp(1, 1000);
        let origin = |part| Origin::Rule { rule: with.number, group, part };
        match (lower, upper) {
            // Parts of one number of seats may leave no whole count between them: two rows then say so.
            (Some(Limit::Fixed(low)), Some(Limit::Fixed(high))) if !is_wish && low <= high => {
                let row = draft.row(Some(low), Some(high), origin(Part::AtLeast));
                draft.unit(row, step);
                self.add(group, Line { row, count: 1, total: 0 });
            }
            _ => {
                for (limit, below) in [(lower, true), (upper, false)] {
                    let Some(limit) = limit else { continue };
                    let (count, total, bound) = match limit {
                        Limit::Fixed(bound) => (1, 0, bound),
                        Limit::Part(share) => {
                            let part = i64::from(share.hundred_thousandths());
                            let g = gcd(part, Share::WHOLE);
                            (Share::WHOLE / g, -part / g, 0)
                        }
                    };
                    let (low, high) = if below { (Some(bound), None) } else { (None, Some(bound)) };
                    let row = draft.row(low, high, origin(if below { Part::AtLeast } else { Part::AtMost }));
                    draft.unit(row, checked(count, step)?);
                    self.varies |= total != 0;
                    let narrow = |coefficient: i64| i32::try_from(coefficient).map_err(|_| TooLarge);
                    self.add(group, Line { row, count: narrow(count)?, total: narrow(total)? });
                    if is_wish {
                        let worst = match (limit, below) {
                            (Limit::Fixed(bound), true) => ceil_div(bound.saturating_sub(least), step),
                            (Limit::Fixed(bound), false) => ceil_div(most.saturating_sub(bound), step),
                            (Limit::Part(_), _) => i64::from(seats.1).max(most),
                        };
                        let short = draft.column(0, worst.max(0), Meaning::Short { rule: with.number, group, below });
                        let step = checked(count, step)?;
                        draft.term(short, row, if below { step } else { -step })?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether the count is of seats one by one, so that a share of all of them is met when all match.
    fn counts_seats(&self) -> bool {
        matches!(self.scope.measure, Measure::Seats) && self.scope.groups.traits.len() == 1
    }

    /// Whether a seat adds at most 1 to the count, which then never passes the number of seats.
    fn counts_once_a_seat(&self) -> bool {
        match &self.scope.measure {
            Measure::Seats => true,
            Measure::Levels => false,
            Measure::Items { item: Item::Speaker { weights }, .. } => weights.is_none(),
            Measure::Items { item: Item::OfPlace(lists) | Item::OfSpeaker(lists), .. } => lists.longest() <= 1,
        }
    }

    fn bound_families(
        &mut self,
        with: &Bounding<'_>,
        apart: i64,
        draft: &mut Draft,
        need: &mut Need,
    ) -> Result<(), TooLarge> {
        let apart = floor_div(apart, self.scope.unit());
        let step = 1000 / self.scope.unit().clamp(1, 1000);
        let mut families: indexmap::IndexMap<Vec<String>, Vec<u32>> = indexmap::IndexMap::new();
        for group in 0..self.scope.groups.len() as u32 {
            let mut values = self.scope.groups.values(self.scope.rule, group);
            values.pop();
            families.entry(values.into_iter().map(|(_, value)| value.to_owned()).collect()).or_default().push(group);
        }
        for groups in families.into_values() {
            let mut least = i64::MAX;
            let mut most = i64::MIN;
            for &group in &groups {
                let cell = group as usize / self.scope.groups.traits.len();
                let (low, high) = with.extremes(&self.scope, cell, group)?;
                (least, most) = (least.min(low), most.max(high));
            }
            if groups.len() < 2 || most.saturating_sub(least) <= apart {
                continue;
            }
            (need.below, need.above) = (true, true);
            let first = groups[0];
            let lowest = draft.column(least, most, Meaning::Least { rule: with.number, first });
            let further = self.scope.rule.prefer.is_some().then(|| {
                let worst = ceil_div(most.saturating_sub(least).saturating_sub(apart), step);
                draft.column(0, worst, Meaning::Apart { rule: with.number, first })
            });
            for group in groups {
                let origin = |part| Origin::Rule { rule: with.number, group, part };
                let above = draft.row(Some(0), None, origin(Part::Least));
                let below = draft.row(None, Some(apart), origin(Part::Greatest));
                draft.unit(below, step);
                draft.term(lowest, above, -1)?;
                draft.term(lowest, below, -1)?;
                if let Some(further) = further {
                    draft.term(further, below, -step)?;
                }
                self.add(group, Line { row: above, count: 1, total: 0 });
                self.add(group, Line { row: below, count: 1, total: 0 });
            }
        }
        Ok(())
    }

    fn add(&mut self, group: u32, line: Line) {
        self.lines.push(group, line);
    }

    /// Appends the seat column's terms in this rule's rows, where a row may come up more than once.
    pub(crate) fn seat_terms(&self, index: &Index<'_>, place: u32, speaker: u32, terms: &mut Vec<(u32, i64)>) {
        if self.lines.is_empty() || !self.scope.covered[place as usize] {
            return;
        }
        for &cell in self.scope.groups.cells_of_place.of(place) {
            let matches = self.matches(index, place, speaker, cell);
            self.cell_terms(index, (place, cell), speaker, matches, terms);
        }
    }

    /// Whether any row of the rule is on the cell's seats.
    pub(crate) fn speaks_of(&self, cell: u32) -> bool {
        let width = self.scope.groups.traits.len();
        self.lines.any(cell as usize * width..(cell as usize + 1) * width)
    }

    /// The same for one of the place's cells, in which the seat matches or doesn't.
    pub(crate) fn cell_terms(
        &self,
        index: &Index<'_>,
        (place, cell): (u32, u32),
        speaker: u32,
        matches: bool,
        terms: &mut Vec<(u32, i64)>,
    ) {
        let groups = &self.scope.groups;
        if self.varies {
            for t in 0..groups.traits.len() as u32 {
                let lines = self.lines.of(groups.group(cell, t)).iter();
                terms.extend(lines.filter(|line| line.total != 0).map(|line| (line.row, line.total.into())));
            }
        }
        if !matches {
            return;
        }
        for &t in groups.traits_of(speaker) {
            let group = groups.group(cell, t);
            let lines = self.lines.of(group);
            if lines.is_empty() {
                continue;
            }
            let weight = match &self.scope.measure {
                Measure::Seats => 1,
                Measure::Levels => match groups.cells[cell as usize].topic {
                    Some(topic) => i64::from(index.level(speaker, topic)),
                    None => index.expertise(speaker, index.places[place as usize].panel),
                },
                Measure::Items { .. } => match &self.items {
                    Some(items) => items.seat_terms(&self.scope, group, place, speaker, terms),
                    None => 0,
                },
            };
            if weight != 0 {
                terms.extend(lines.iter().map(|line| (line.row, i64::from(line.count) * weight)));
            }
        }
    }

    /// The rule's groups and measure, for names and wishes.
    pub(crate) fn scope(&self) -> &RuleScope<'a> {
        &self.scope
    }
}

/// What every group of a rule is bounded with.
struct Bounding<'a> {
    number: u32,
    reach: &'a Reach,
    /// The fewest and the most seats of each panel-side cell.
    seats: Vec<(u32, u32)>,
    /// The most topics of a panel, and the most items of a seat.
    most_topics: usize,
    most_items: usize,
}

impl<'a> Bounding<'a> {
    fn new(index: &Index<'_>, number: u32, scope: &RuleScope<'_>, reach: &'a Reach) -> Self {
        let seats_of = |(cell, total): (&Cell, &u32)| {
            if index.open {
                return (0, *total);
            }
            let places = cell.places.iter().map(|&place| &index.places[place as usize]);
            places.fold((0, 0), |(min, max), place| (min + place.min, max + place.max))
        };
        let seats = scope.groups.cells.iter().zip(&reach.total).map(seats_of).collect();
        let most_topics = index.topics_of.iter().map(Vec::len).max().unwrap_or(0);
        let most_items = match &scope.measure {
            Measure::Items { item: Item::OfPlace(lists) | Item::OfSpeaker(lists), .. } => lists.longest(),
            _ => 1,
        };
        Self { number, reach, seats, most_topics, most_items }
    }

    /// Whether every seat column of the cell matches.
    fn everybody(&self, cell: usize, group: u32) -> bool {
        self.reach.matching[group as usize] == self.reach.total[cell]
    }

    /// A lower and an upper bound on the group's count, in its units.
    fn extremes(&self, scope: &RuleScope<'_>, cell: usize, group: u32) -> Result<(i64, i64), TooLarge> {
        let candidates = i64::from(self.reach.matching[group as usize]);
        let most_seats = candidates.min(i64::from(self.seats[cell].1));
        Ok(match &scope.measure {
            Measure::Seats => (0, most_seats),
            Measure::Levels => {
                let topics = match scope.groups.cells[cell].topic {
                    Some(_) => 1,
                    None => self.most_topics,
                };
                (0, checked(most_seats, 5 * i64::try_from(topics).map_err(|_| TooLarge)?)?)
            }
            Measure::Items { item, .. } => item.extremes(candidates, most_seats, self.most_items)?,
        })
    }
}

/// A bound on one group's count.
#[derive(Clone, Copy)]
enum Limit {
    /// In the count's units.
    Fixed(i64),
    /// A share of a total that varies.
    Part(Share),
}

/// A share of a total that is fixed is a fixed number.
fn limit(bound: Bound, seats: (u32, u32), unit: i64, round: fn(i64, i64) -> i64) -> Limit {
    match bound {
        Bound::Number(number) => Limit::Fixed(round(number.thousandths(), unit)),
        Bound::Share(share) if seats.0 == seats.1 => {
            Limit::Fixed(round(i64::from(share.hundred_thousandths()) * i64::from(seats.0), Share::WHOLE))
        }
        Bound::Share(share) => Limit::Part(share),
    }
}

pub(crate) fn checked(a: i64, b: i64) -> Result<i64, TooLarge> {
    a.checked_mul(b).ok_or(TooLarge)
}
