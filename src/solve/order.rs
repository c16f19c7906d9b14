//! The forum in an order that a seed decides, and nothing of the order in which it was written.
//!
//! Which of several equally good plans is found depends on the order of speakers, panels and rules. Sorted by a hash of seed
//! and id, every order is as likely as any other for somebody who doesn't choose the seed, so speakers who differ in
//! nothing but their id are chosen equally often.

use crate::{Forum, Plan, Value, Values};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The same forum, its parts in the seed's order; goals and the keys of groups keep theirs, which mean something.
pub(super) fn shuffled(forum: &Forum, seed: u64) -> Forum {
    let hash = |kind: &str, id: &str| {
        let mut hash = Sha256::new();
        for part in [&seed.to_le_bytes()[..], kind.as_bytes(), id.as_bytes()] {
            // Lengths keep one part from running into the next.
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hash.finalize()
    };
    let mut forum = forum.clone();
    forum.speakers.sort_by_cached_key(|speaker| hash("speaker", &speaker.id));
    for speaker in &mut forum.speakers {
        for list in [&mut speaker.sector, &mut speaker.gender, &mut speaker.organisation] {
            list.sort_unstable();
        }
        for value in speaker.attributes.values_mut() {
            if let Value::List(list) = value {
                list.sort_unstable();
            }
        }
    }
    forum.panels.sort_by_cached_key(|panel| hash("panel", &panel.id));
    for panel in &mut forum.panels {
        panel.seats.sort_by_cached_key(|seats| hash("role", &seats.role));
        panel.topics.sort_by_cached_key(|topic| hash("topic", topic));
        panel.rules.sort_by_cached_key(|rule| hash("rule", &rule.id));
    }
    forum.rules.sort_by_cached_key(|rule| hash("rule", &rule.id));
    for rule in forum.rules.iter_mut().chain(forum.panels.iter_mut().flat_map(|panel| &mut panel.rules)) {
        match &mut rule.values {
            Some(Values::Only(list)) => list.sort_unstable(),
            Some(Values::Of(lists)) => lists.values_mut().for_each(|list| list.sort_unstable()),
            None => {}
        }
    }
    forum.vocabulary.values_mut().for_each(|list| list.sort_unstable());
    forum.policies.sort_unstable();
    let entry = |panel: &str, speaker: &str, role: Option<&str>| {
        (panel.to_owned(), speaker.to_owned(), role.map(str::to_owned))
    };
    forum.pins.sort_by_cached_key(|pin| entry(&pin.panel, &pin.speaker, pin.role.as_deref()));
    forum.bars.sort_by_cached_key(|bar| entry(&bar.panel, &bar.speaker, bar.role.as_deref()));
    forum.draft.sort_by_cached_key(|seat| entry(&seat.panel, &seat.speaker, Some(&seat.role)));
    forum
}

/// The plan in the forum's own order: its panels, their roles, the pool.
pub(super) fn restored(forum: &Forum, mut plan: Plan) -> Plan {
    let panels: HashMap<&str, usize> =
        forum.panels.iter().enumerate().map(|(at, panel)| (panel.id.as_str(), at)).collect();
    let speakers: HashMap<&str, usize> =
        forum.speakers.iter().enumerate().map(|(at, speaker)| (speaker.id.as_str(), at)).collect();
    plan.panels.sort_by_key(|panel| panels.get(panel.panel.as_str()));
    for (planned, panel) in plan.panels.iter_mut().zip(&forum.panels) {
        planned.seats.sort_by_key(|seat| {
            let role = panel.seats.iter().position(|range| range.role == seat.role);
            (role, speakers.get(seat.speaker.as_str()))
        });
    }
    plan
}
