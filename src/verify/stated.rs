//! Whether the forum states what a conflict says that it does, with the bounds that it says.

use super::explained::{ClaimedClash, Stated};
use super::force::in_force;
use crate::{Bound, Forum, Key, Number, Rule};

/// What always holds, by the words that stand for all statements of a kind.
const KINDS: [&str; 8] = ["seats", "one_seat", "slot", "max_seats", "roles", "unavailable", "pin", "bar"];

/// A lower and an upper bound, and a spread.
type Bounds = (Option<Bound>, Option<Bound>, Option<Number>);

/// Whether it does: bounds may be left out, and others than the forum's are none of its statements.
pub(super) fn is_stated(forum: &Forum, clash: &ClaimedClash) -> bool {
    let rules = in_force(forum).unwrap_or_default();
    let mut rules = rules.iter().map(|force| force.rule).filter(|rule| rule.prefer.is_none());
    let own = match rules.find(|rule| rule.id == clash.of.rule) {
        Some(rule) if clash.whole || has_group(forum, rule, &clash.of) => {
            Some((rule.exactly.or(rule.at_least), rule.exactly.or(rule.at_most), rule.at_most_apart))
        }
        Some(_) => None,
        None if clash.whole => KINDS.contains(&clash.of.rule.as_str()).then_some((None, None, None)),
        None => always(forum, &clash.of),
    };
    own.is_some_and(|(at_least, at_most, apart)| {
        let Stated { at_least: lower, at_most: upper, at_most_apart: spread, .. } = &clash.of;
        (lower.is_none() || *lower == at_least)
            && (upper.is_none() || *upper == at_most)
            && (spread.is_none() || *spread == apart)
    })
}

/// Whether the rule has such a group, as far as keys, panels and people go; of a spread, a family of groups.
fn has_group(forum: &Forum, rule: &Rule, of: &Stated) -> bool {
    let keys = rule.for_each.len().saturating_sub(usize::from(of.at_most_apart.is_some()));
    let is_there = |(key, (name, value)): (&Key, &(String, String))| {
        let known = match key {
            Key::Panel => forum.panels.iter().any(|panel| panel.id == *value),
            Key::Speaker => forum.speakers.iter().any(|speaker| speaker.id == *value),
            _ => true,
        };
        key.name() == name && known
    };
    of.group.len() == keys && rule.for_each.iter().zip(&of.group).all(is_there)
}

/// The bounds of a single statement that always holds.
fn always(forum: &Forum, of: &Stated) -> Option<Bounds> {
    let (kind, about) = of.rule.split_once('/')?;
    let whole = |units: u32| i32::try_from(units).ok().map(Bound::from);
    let most = |units: u32| Some((None, Some(whole(units)?), None));
    let panel = |id: &str| forum.panels.iter().find(|panel| panel.id == id);
    let speaker = |id: &str| forum.speakers.iter().find(|speaker| speaker.id == id);
    let role = of.group.first().map(|(_, role)| role);
    match (kind, &of.group[..]) {
        ("seats", [(_, role)]) => {
            let range = panel(about)?.seats.iter().find(|range| range.role == *role)?;
            Some((Some(whole(range.min)?), Some(whole(range.max)?), None))
        }
        ("one_seat", [(_, who)]) => panel(about).and(speaker(who)).and(most(1)),
        ("slot", [(_, slot)]) => {
            forum.panels.iter().find(|panel| panel.slot.as_ref() == Some(slot)).and(speaker(about)).and(most(1))
        }
        ("max_seats", []) => most(speaker(about)?.max_seats?),
        ("roles", []) => speaker(about)?.roles.as_ref().and(most(0)),
        ("unavailable", [(_, slot)]) => speaker(about)?.unavailable.iter().find(|own| *own == slot).and(most(0)),
        ("pin", _) => {
            let meant = |pin: &&crate::Pin| about == format!("{}/{}", pin.panel, pin.speaker);
            let pin = forum.pins.iter().filter(meant).find(|pin| pin.role.as_ref() == role);
            pin.and(Some((Some(whole(1)?), None, None)))
        }
        ("bar", _) => {
            let meant = |bar: &&crate::Bar| about == format!("{}/{}", bar.panel, bar.speaker);
            forum.bars.iter().filter(meant).find(|bar| bar.role.as_ref() == role).and(most(0))
        }
        _ => None,
    }
}
