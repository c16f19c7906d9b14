//! Checking that a conflict's statements exclude each other: by a proof from rows of theirs alone.

use super::explained::{ClaimedClash, ClaimedConflict};
use super::proof::check;
use super::rows::{Column, Rows, read};
use super::stated::is_stated;
use super::verdict::Finding;
use crate::{Forum, Proof};
use std::collections::HashSet;

/// A statement of the forum, as tallies name it.
pub(super) struct Said {
    pub rule: String,
    pub group: Vec<(String, String)>,
    /// Its spread, rather than its bounds.
    pub apart: bool,
}

/// What is found of each conflict, and of it on each further panel.
pub(super) fn excluding(forum: &Forum, conflicts: &[ClaimedConflict]) -> Vec<Vec<Finding>> {
    let proofs = conflicts.iter().flat_map(|conflict| &conflict.proofs);
    let names: HashSet<String> = proofs.flat_map(|proof| proof.rows.iter().chain(&proof.columns)).cloned().collect();
    // Nothing is built where nothing is claimed.
    let claimed = conflicts.iter().any(|conflict| !conflict.proofs.is_empty());
    let mut open = claimed.then(|| Open::new(forum, names)).flatten();
    let mut finding = |conflict: &ClaimedConflict, also: Option<&String>, proof: Option<&Proof>| {
        let found = match (proof, &mut open) {
            (None, _) => return Finding::NotClaimed("no proof is given that its rules exclude each other".into()),
            (Some(_), None) => Err("the forum's rows can't be built".into()),
            (Some(proof), Some(open)) => open.proven(conflict, also, proof),
        };
        found.map_or_else(Finding::Refuted, |()| Finding::Confirmed)
    };
    let findings = |conflict: &ClaimedConflict| {
        if conflict.proofs.len() > conflict.also.len() + 1 {
            return vec![Finding::Refuted("there are more proofs than panels".into())];
        }
        let panels = std::iter::once(None).chain(conflict.also.iter().map(Some));
        panels.enumerate().map(|(at, also)| finding(conflict, also, conflict.proofs.get(at))).collect()
    };
    conflicts.iter().map(findings).collect()
}

/// What conflicts are checked against.
struct Open<'f> {
    forum: &'f Forum,
    rows: Rows,
    /// The columns as they are where nothing is forbidden.
    columns: Vec<Column>,
}

impl<'f> Open<'f> {
    fn new(forum: &'f Forum, names: HashSet<String>) -> Option<Self> {
        let rows = Rows::open(forum, Some(names)).ok()?;
        Some(Self { forum, columns: rows.columns.clone(), rows })
    }

    /// Whether the conflict's statements are the forum's, and its proof one from their rows.
    fn proven(&mut self, conflict: &ClaimedConflict, also: Option<&String>, proof: &Proof) -> Result<(), String> {
        if proof.bound.is_some() {
            return Err("the proof is of a goal's bound".into());
        }
        if let Some(other) = conflict.rules.iter().find(|clash| !is_stated(self.forum, clash)) {
            return Err(format!("the forum states no rule `{}` in this group with these bounds", other.of.rule));
        }
        let is_of =
            |clash: &ClaimedClash, said: &Said| also.map_or_else(|| clash.is_of(said), |on| clash.is_like(said, on));
        let is_theirs = |row: &str| said(row).is_some_and(|said| conflict.rules.iter().any(|one| is_of(one, &said)));
        if let Some(other) = proof.rows.iter().find(|row| !is_meaning(row) && !is_theirs(row)) {
            return Err(format!("row `{other}` is of none of its rules"));
        }
        // Seats that one of them forbids are held by nobody.
        let Rows { columns, row_at, list, .. } = &mut self.rows;
        columns.clone_from(&self.columns);
        let forbids = |row: &&String| ["roles/", "unavailable/", "bar/"].iter().any(|kind| row.starts_with(kind));
        for (_, at) in row_at.iter().filter(|(row, _)| forbids(row) && is_theirs(row)) {
            for (column, _) in list.get(*at as usize).iter().flat_map(|row| &row.terms) {
                if let Some(column) = columns.get_mut(*column as usize) {
                    column.upper = 0;
                }
            }
        }
        check(&self.rows, &[], None, proof).map_err(|flaw| flaw.to_string())
    }
}

impl Said {
    pub fn of(tally: &crate::Tally) -> Self {
        Self { rule: tally.rule.clone(), group: tally.group.clone(), apart: tally.at_most_apart.is_some() }
    }
}

/// Whether a row only says what a column means.
fn is_meaning(row: &str) -> bool {
    let mut parts = row.split('/');
    match parts.next() {
        Some("present") => true,
        Some("rule") => matches!(parts.nth(2), Some("unsupported" | "lifted")),
        _ => false,
    }
}

/// The statement whose row it is.
fn said(row: &str) -> Option<Said> {
    let parts: Vec<&str> = row.split('/').collect();
    let pair = |key: &str, value: &str| Some((read(key)?, read(value)?));
    let one = |key: &str, value: &str| Some(vec![pair(key, value)?]);
    let (rule, group, apart) = match parts[..] {
        ["rule", rule, group, part] => {
            let pairs = group.split(',').filter(|pair| !pair.is_empty());
            let group: Option<Vec<_>> = pairs.map(|text| text.split_once('=').and_then(|(k, v)| pair(k, v))).collect();
            let (mut group, apart) = (group?, matches!(part, "least" | "greatest"));
            if apart {
                // A family is all groups that differ in the last key alone.
                group.pop();
            }
            (read(rule)?, group, apart)
        }
        // What a person who counts once can hold is said by their workload.
        ["rule", _, _, "load", speaker] => (format!("max_seats/{}", read(speaker)?), Vec::new(), false),
        ["seats", panel, role] => (format!("seats/{}", read(panel)?), one("role", role)?, false),
        ["one_seat", panel, speaker] => (format!("one_seat/{}", read(panel)?), one("speaker", speaker)?, false),
        [kind @ ("slot" | "unavailable"), speaker, slot] => {
            (format!("{kind}/{}", read(speaker)?), one("slot", slot)?, false)
        }
        [kind @ ("max_seats" | "roles"), speaker] => (format!("{kind}/{}", read(speaker)?), Vec::new(), false),
        [kind @ ("pin" | "bar"), panel, speaker, role] => {
            let group = if role.is_empty() { Vec::new() } else { one("role", role)? };
            (format!("{kind}/{}/{}", read(panel)?, read(speaker)?), group, false)
        }
        _ => return None,
    };
    Some(Said { rule, group, apart })
}
