//! Faults of pins: what they name, and pins that can't all hold.

use super::super::{Bar, Panel, Pin, Speaker};
use super::found::{Found, Place};
use super::{Check, kept};
use crate::Code;
use std::collections::{HashMap, HashSet};

pub(super) fn pins(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    let forum = check.forum;
    let mut bars: HashMap<(&str, &str), Vec<&Bar>> = HashMap::new();
    for bar in &forum.bars {
        bars.entry((&bar.panel, &bar.speaker)).or_default().push(bar);
    }
    let mut seen = HashSet::new();
    let mut tally = Tally::default();
    for (i, pin) in forum.pins.iter().enumerate() {
        let at = place.index(i);
        let before = found.faults.len();
        kept::seat(check, found, &at, (&pin.panel, &pin.speaker, pin.role.as_deref()), "pinned");
        if !seen.insert((&pin.panel, &pin.speaker, &pin.role)) {
            let message = format!("speaker `{}` is pinned to panel `{}` twice", pin.speaker, pin.panel);
            found.add(Code::DuplicateEntry, &at, message, "leave one out");
        }
        let panel = check.names.panels.get(pin.panel.as_str()).and_then(|i| forum.panels.get(*i));
        let speaker = check.names.speakers.get(pin.speaker.as_str()).and_then(|i| forum.speakers.get(*i));
        let (Some(panel), Some(speaker)) = (panel, speaker) else { continue };
        if found.faults.len() > before {
            continue;
        }
        let barred = bars.get(&(pin.panel.as_str(), pin.speaker.as_str())).map_or(&[][..], Vec::as_slice);
        one(found, &at, pin, panel, speaker, barred);
        tally.add(check, found, &at, pin, panel, speaker);
    }
}

/// One pin against the speaker, the panel and the bars.
fn one(found: &mut Found, at: &Place<'_>, pin: &Pin, panel: &Panel, speaker: &Speaker, barred: &[&Bar]) {
    let (who, place) = (&speaker.id, &panel.id);
    let takes = |role: &str| speaker.roles.as_ref().is_none_or(|roles| roles.iter().any(|own| own == role));
    match &pin.role {
        Some(role) if !takes(role) => {
            let message = format!("speaker `{who}` is pinned to panel `{place}` as `{role}`, a role they don't take");
            found.add(Code::PinRole, &at.name("role"), message, "pin another role, or add it to the speaker's `roles`");
        }
        None if !panel.seats.iter().any(|seats| seats.max > 0 && takes(&seats.role)) => {
            let message = format!("speaker `{who}` is pinned to panel `{place}` and takes none of its roles");
            found.add(Code::PinRole, at, message, "drop the pin, or add a role to the speaker's `roles`");
        }
        _ => {}
    }
    let bars = |role: &str| barred.iter().any(|bar| bar.role.as_deref().is_none_or(|barred| barred == role));
    let excluded = match &pin.role {
        Some(role) => bars(role),
        None => !barred.is_empty() && panel.seats.iter().all(|seats| bars(&seats.role)),
    };
    if excluded {
        let message = format!("speaker `{who}` is pinned to panel `{place}` and barred from it");
        found.add(Code::PinBarred, at, message, "drop the pin or the bar");
    }
    if let Some(slot) = panel.slot.as_ref().filter(|slot| speaker.unavailable.contains(slot)) {
        let message = format!("speaker `{who}` is pinned to panel `{place}` in slot `{slot}`, when they can't come");
        found.add(Code::PinUnavailable, at, message, "drop the pin, or move the panel");
    }
}

/// What the pins so far take up. A pin without a role takes a seat only where no other pin of the speaker on the panel
/// does; what is counted is therefore the least that the pins need.
#[derive(Default)]
struct Tally<'f> {
    /// Speakers pinned, by panel and role.
    in_role: HashMap<(&'f str, &'f str), u64>,
    /// Roles pinned, by panel and speaker; none yet where only a pin without a role stands.
    on_panel: HashMap<(&'f str, &'f str), Vec<&'f str>>,
    /// The seats needed, by panel and by speaker.
    of_panel: HashMap<&'f str, u64>,
    of_speaker: HashMap<&'f str, u64>,
    /// The panel pinned, by speaker and slot.
    in_slot: HashMap<(&'f str, &'f str), &'f str>,
}

impl<'f> Tally<'f> {
    fn add(
        &mut self,
        check: &Check<'_>,
        found: &mut Found,
        at: &Place<'_>,
        pin: &'f Pin,
        panel: &'f Panel,
        speaker: &'f Speaker,
    ) {
        let (who, place) = (speaker.id.as_str(), panel.id.as_str());
        let mut too_many = |message: String, hint: &str| found.add(Code::TooManyPins, at, message, hint);
        let first = !self.on_panel.contains_key(&(place, who));
        let roles = self.on_panel.entry((place, who)).or_default();
        let another = pin.role.is_some() && !roles.is_empty();
        let mut role_is_full = false;
        if let Some(role) = &pin.role {
            roles.push(role);
            let single = roles.iter().filter(|role| !panel.may_double.iter().any(|double| double == **role)).count();
            if single > 1 && !panel.may_double.contains(role) {
                let message = format!("speaker `{who}` is pinned to {single} seats of panel `{place}`");
                too_many(message, "drop all but one, or list a role under the panel's `may_double`");
            }
            let pinned = self.in_role.entry((place, role)).or_default();
            *pinned += 1;
            let seats = panel.seats.iter().filter(|seats| seats.role == *role).map(|seats| u64::from(seats.max)).sum();
            role_is_full = *pinned > seats;
            if role_is_full {
                let message =
                    format!("{pinned} speakers are pinned to the {seats} seats of `{role}` on panel `{place}`");
                too_many(message, "drop a pin, or add seats");
            }
        }
        if first || another {
            let taken = self.of_panel.entry(place).or_default();
            *taken += 1;
            let seats: u64 = panel.seats.iter().map(|seats| u64::from(seats.max)).sum();
            if *taken > seats && !role_is_full {
                let message = format!("{taken} seats are pinned on panel `{place}`, which has {seats}");
                too_many(message, "drop a pin, or add seats");
            }
            let taken = self.of_speaker.entry(who).or_default();
            *taken += 1;
            if let Some(most) = speaker.max_seats.filter(|most| *taken > u64::from(*most)) {
                let message = format!("speaker `{who}` is pinned to {taken} seats and takes at most {most}");
                too_many(message, "drop a pin, or raise `max_seats`");
            }
        }
        let slot_waived = |list: &[String]| list.iter().any(|waived| waived == "slot");
        if let Some(slot) = &panel.slot
            && !slot_waived(&panel.waive)
            && !slot_waived(&check.forum.waive)
        {
            let other = *self.in_slot.entry((who, slot)).or_insert(place);
            if other != place {
                let message = format!("speaker `{who}` is pinned to panels `{other}` and `{place}` in slot `{slot}`");
                too_many(message, "drop a pin, move a panel, or let a panel waive `slot`");
            }
        }
    }
}
