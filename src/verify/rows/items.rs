//! What a rule counts once, by columns: 1 where a seat of the group has the item, 0 where none has.

use super::names::{group, name};
use super::pool::{Pool, most_held};
use super::{Rows, ones, product};
use crate::verify::Overflow;
use crate::verify::places::Index;
use std::collections::BTreeMap;

/// The seats that have one item in one group.
pub(super) struct Supported<'r> {
    pub rule: &'r str,
    pub values: &'r [(String, String)],
    pub item: &'r str,
    pub columns: &'r [u32],
    /// Whether they are all of one speaker, because of what is counted or of the groups.
    pub speaker: Option<u32>,
    /// The most seats of the group's place.
    pub capacity: i64,
}

impl Supported<'_> {
    /// The terms that are 1 where the item is there: the seats, where at most one is held, or a column linked to them.
    pub fn terms(&self, index: &Index<'_>, pool: &Pool<'_>, rows: &mut Rows) -> Result<Vec<(u32, i64)>, Overflow> {
        let speaker = self.speaker.filter(|_| !pool.open);
        let limit = speaker.and_then(|speaker| most_held(index.forum, speaker));
        let exclusive = self.speaker.map(|_| pool.exclusive(index, self.columns));
        let sets = exclusive.as_ref().map_or(0, std::collections::HashMap::len);
        if self.columns.len() == 1 || self.capacity == 1 || sets == 1 || limit == Some(1) {
            return Ok(ones(self.columns));
        }
        let about = group(self.rule, self.values);
        let item = name(&[self.item]);
        let used = rows.column(format!("used/{about}/{item}"), 0, 1)?;
        let link = |columns: &[u32], weight: i64| {
            let mut terms = ones(columns);
            terms.push((used, weight));
            terms
        };
        rows.row(format!("rule/{about}/unsupported/{item}"), (Some(0), None), link(self.columns, -1))?;
        let mut most = i64::try_from(self.columns.len()).map_err(|_| Overflow)?.min(self.capacity);
        if let Some(sets) = exclusive {
            most = i64::try_from(sets.len()).map_err(|_| Overflow)?.min(limit.unwrap_or(i64::MAX));
            for (clash, columns) in sets {
                let [why, what, role] = clash.named(index);
                let by = if role.is_empty() { name(&[&why, &what]) } else { name(&[&why, &what, &role]) };
                rows.row(format!("rule/{about}/lifted/{item}/{by}"), (None, Some(0)), link(&columns, -1))?;
            }
        }
        rows.row(format!("rule/{about}/lifted/{item}"), (None, Some(0)), link(self.columns, -most))?;
        // What a workload says of a person who counts once; it takes that statement for granted, so only who names it gets it.
        let person = self.speaker.and_then(|speaker| index.forum.speakers.get(speaker as usize));
        let load = format!("rule/{about}/load/{item}");
        if let Some(most) = person.filter(|person| pool.open && person.id == self.item).and_then(|who| who.max_seats)
            && rows.is_named(&load)
        {
            rows.row(load, (None, Some(0)), link(self.columns, -i64::from(most)))?;
        }
        Ok(vec![(used, 1)])
    }
}

/// One person counted by a goal: their seats, where at most one is held, or a column linked to them.
pub(super) fn counted(
    index: &Index<'_>,
    pool: &Pool<'_>,
    (goal, panel): (usize, &str),
    (speaker, columns): (u32, &[u32]),
    rows: &mut Rows,
) -> Result<Vec<(u32, i64)>, Overflow> {
    let limit = most_held(index.forum, speaker);
    let sets = pool.exclusive(index, columns);
    if sets.len() == 1 || limit == Some(1) {
        return Ok(ones(columns));
    }
    let who = index.forum.speakers.get(speaker as usize).map_or("", |who| &who.id);
    let goal = goal.to_string();
    let used = rows.column(name(&["counted", &goal, panel, who]), 0, 1)?;
    let link = |columns: &[u32], weight: i64| {
        let mut terms = ones(columns);
        terms.push((used, weight));
        terms
    };
    rows.row(name(&["goal", &goal, panel, "unsupported", who]), (Some(0), None), link(columns, -1))?;
    let most = i64::try_from(sets.len()).map_err(|_| Overflow)?.min(limit.unwrap_or(i64::MAX));
    for (clash, own) in sets {
        let [why, what, role] = clash.named(index);
        let mut parts = vec!["goal", &goal, panel, "lifted", who, &why, &what];
        if !role.is_empty() {
            parts.push(&role);
        }
        rows.row(name(&parts), (None, Some(0)), link(&own, -1))?;
    }
    rows.row(name(&["goal", &goal, panel, "lifted", who]), (None, Some(0)), link(columns, -most))?;
    Ok(vec![(used, 1)])
}

/// Columns by group and item.
pub(super) type Support = BTreeMap<((u32, u32), u32), Vec<u32>>;

/// The terms of a count of items: each item's terms times its weight.
pub(super) fn weighted(terms: Vec<(u32, i64)>, weight: i64) -> Result<Vec<(u32, i64)>, Overflow> {
    terms.into_iter().map(|(column, times)| Ok((column, product(times, weight)?))).collect()
}
