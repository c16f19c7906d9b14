//! Tests: parts of forums whose rules clash.

use crate::{Forum, PanelFilter};
use std::collections::BTreeSet;

/// The first panels and people of the regional forum of that seed, with what its rules and people say of them alone.
pub(super) fn of_conflict(seed: u64, panels: usize, people: usize) -> Forum {
    let mut forum = crate::generate::forum("regional", "conflict", seed).unwrap_or_else(|_| Forum::new("none"));
    forum.panels.truncate(panels);
    forum.speakers.truncate(people);
    let kept: BTreeSet<String> = forum.panels.iter().map(|panel| panel.id.clone()).collect();
    for speaker in &mut forum.speakers {
        speaker.preference.retain(|panel, _| kept.contains(panel));
    }
    for rule in &mut forum.rules {
        if let Some(PanelFilter::Ids(ids)) = &mut rule.panels {
            ids.retain(|id| kept.contains(id));
        }
    }
    forum
}
