//! Faults of bars and of the draft. A draft may break rules: only its names are checked.

use super::Check;
use super::found::{Found, Place};
use crate::Code;
use std::collections::HashSet;

pub(super) fn bars(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    let mut seen = HashSet::new();
    for (i, bar) in check.forum.bars.iter().enumerate() {
        let at = place.index(i);
        seat(check, found, &at, (&bar.panel, &bar.speaker, bar.role.as_deref()), "barred");
        if !seen.insert((&bar.panel, &bar.speaker, &bar.role)) {
            let message = format!("speaker `{}` is barred from panel `{}` twice", bar.speaker, bar.panel);
            found.add(Code::DuplicateEntry, &at, message, "leave one out");
        }
    }
}

pub(super) fn draft(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    let mut seen = HashSet::new();
    for (i, drafted) in check.forum.draft.iter().enumerate() {
        let at = place.index(i);
        seat(check, found, &at, (&drafted.panel, &drafted.speaker, Some(&drafted.role)), "drafted");
        if !seen.insert(drafted) {
            let message = format!(
                "the draft seats speaker `{}` on panel `{}` as `{}` twice",
                drafted.speaker, drafted.panel, drafted.role
            );
            found.add(Code::DuplicateEntry, &at, message, "leave one out");
        }
    }
}

/// The panel, the speaker and the role of a seat are known.
pub(super) fn seat(
    check: &Check<'_>,
    found: &mut Found,
    at: &Place<'_>,
    (panel, speaker, role): (&str, &str, Option<&str>),
    done: &str,
) {
    let names = &check.names;
    let known = names.panels.get(panel).and_then(|i| check.forum.panels.get(*i));
    if known.is_none() {
        let message = format!("speaker `{speaker}` is {done} on the unknown panel `{panel}`");
        let candidates = names.panels.keys().copied();
        found.unknown(
            Code::UnknownPanel,
            &at.name("panel"),
            message,
            panel,
            candidates,
            "leave it out, or add the panel",
        );
    }
    if !names.speakers.contains_key(speaker) {
        let message = format!("the unknown speaker `{speaker}` is {done} on panel `{panel}`");
        let candidates = names.speakers.keys().copied();
        let remedy = "leave it out, or add the speaker to the pool";
        found.unknown(Code::UnknownSpeaker, &at.name("speaker"), message, speaker, candidates, remedy);
    }
    if let (Some(role), Some(panel)) = (role, known)
        && !panel.seats.iter().any(|seats| seats.role == role)
    {
        let message = format!("speaker `{speaker}` is {done} as `{role}`, of which panel `{}` has no seats", panel.id);
        let candidates = panel.seats.iter().map(|seats| seats.role.as_str());
        let remedy = "name a role of the panel";
        found.unknown(Code::UnknownRole, &at.name("role"), message, role, candidates, remedy);
    }
}
