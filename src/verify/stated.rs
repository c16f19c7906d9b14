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
    let group: Vec<(&str, &str)> = of.group.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let role = group.first().map(|(_, role)| *role);
    match (kind, &group[..]) {
        ("seats", [("role", role)]) => {
            let range = panel(about)?.seats.iter().find(|range| range.role == *role)?;
            Some((Some(whole(range.min)?), Some(whole(range.max)?), None))
        }
        ("one_seat", [("speaker", who)]) => panel(about).and(speaker(who)).and(most(1)),
        ("slot", [("slot", slot)]) => {
            let on = forum.panels.iter().find(|panel| panel.slot.as_deref() == Some(slot));
            on.and(speaker(about)).and(most(1))
        }
        ("max_seats", []) => most(speaker(about)?.max_seats?),
        ("roles", []) => speaker(about)?.roles.as_ref().and(most(0)),
        ("unavailable", [("slot", slot)]) => speaker(about)?.unavailable.iter().find(|own| own == slot).and(most(0)),
        ("pin", [] | [("role", _)]) => {
            let meant = |pin: &&crate::Pin| about == format!("{}/{}", pin.panel, pin.speaker);
            let pin = forum.pins.iter().filter(meant).find(|pin| pin.role.as_deref() == role);
            pin.and(Some((Some(whole(1)?), None, None)))
        }
        ("bar", [] | [("role", _)]) => {
            let meant = |bar: &&crate::Bar| about == format!("{}/{}", bar.panel, bar.speaker);
            forum.bars.iter().filter(meant).find(|bar| bar.role.as_deref() == role).and(most(0))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Bar, Filter, Panel, Pin, Speaker};

    /// A statement as `rule group [bounds]`: `share panel=p1,sector=ngo ..2 ~1`, lower and upper bound and spread as far
    /// as they are said; `whole` for all of the rule.
    fn clash(text: &str) -> ClaimedClash {
        let mut words = text.split(' ');
        let rule = words.next().unwrap().to_owned();
        let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        let mut of = Stated { rule, group: Vec::new(), at_least: None, at_most: None, at_most_apart: None };
        let mut whole = false;
        for word in words {
            let bound = |text: &str| text.parse::<i32>().ok().map(Bound::from);
            if let Some((lower, upper)) = word.split_once("..") {
                (of.at_least, of.at_most) = (bound(lower), bound(upper));
            } else if let Some(apart) = word.strip_prefix('~') {
                of.at_most_apart = Some(Number::from(apart.parse::<i32>().unwrap()));
            } else if word == "whole" {
                whole = true;
            } else {
                of.group = word.split(',').map(|text| pair(text).unwrap()).collect();
            }
        }
        ClaimedClash { of, whole, without: None }
    }

    fn forum() -> Forum {
        let mut limited = Speaker::new("s1").gender("woman");
        limited.roles = Some(vec!["panellist".into()]);
        limited.unavailable = vec!["b".into()];
        limited.max_seats = Some(2);
        let mut even = Rule::new("even").for_each(["panel", "gender"]);
        even.at_most_apart = Some(Number::from(1));
        let mut exact = Rule::new("exact").for_each(["panel"]);
        exact.exactly = Some(3.into());
        let mut forum = Forum::new("f")
            .speaker(limited)
            .speaker(Speaker::new("s2").gender("man"))
            .panel(Panel::new("p1").slot("a").seats("moderator", 1, 1).seats("panellist", 2, 4))
            .panel(Panel::new("p2").slot("b").seats("panellist", 2, 4))
            .rule(
                Rule::new("women")
                    .for_each(["panel"])
                    .filter(Filter::all().is("gender", "woman"))
                    .at_least(1)
                    .at_most(2),
            )
            .rule(Rule::new("load").for_each(["speaker", "slot"]).at_most(1))
            .rule(even)
            .rule(exact)
            .rule(Rule::new("wish").for_each(["panel"]).at_least(1).prefer(1, 1));
        forum.pins.push(Pin { panel: "p1".into(), speaker: "s1".into(), role: None });
        forum.pins.push(Pin { panel: "p1".into(), speaker: "s2".into(), role: Some("moderator".into()) });
        forum.bars.push(Bar { panel: "p2".into(), speaker: "s2".into(), role: None });
        forum.bars.push(Bar { panel: "p2".into(), speaker: "s1".into(), role: Some("panellist".into()) });
        forum
    }

    fn all_are(stated: bool, statements: &[&str]) {
        let forum = forum();
        assert_eq!(forum.check(), []);
        let others: Vec<_> = statements.iter().filter(|text| is_stated(&forum, &clash(text)) != stated).collect();
        assert!(others.is_empty(), "{others:#?}");
    }

    #[test]
    fn rules_are_stated_with_their_bounds_or_without() {
        all_are(
            true,
            &["women panel=p1", "women panel=p1 1..", "women panel=p1 ..2", "women panel=p2 1..2", "women whole"],
        );
        all_are(true, &["exact panel=p1 3..", "exact panel=p1 ..3", "exact panel=p1 3..3", "women 1..2 whole"]);
        all_are(true, &["load speaker=s1,slot=a ..1", "even panel=p1 ~1", "even ~1 whole"]);
        all_are(false, &["women panel=p1 2..", "women panel=p1 ..1", "women panel=p1 2..2", "women panel=p1 1..1"]);
        all_are(false, &["women panel=p1 ~1", "women 0.. whole", "load speaker=s1,slot=a 1..", "exact panel=p1 2.."]);
        all_are(false, &["even panel=p1 ~2", "even panel=p1 1.. ~1", "even ~2 whole", "other panel=p1", "other whole"]);
        // A wish is no statement.
        all_are(false, &["wish panel=p1", "wish panel=p1 1..", "wish whole"]);
    }

    #[test]
    fn groups_are_by_the_rules_keys_and_of_what_is_there() {
        all_are(true, &["women panel=p2", "load speaker=s2,slot=b", "even panel=p2 ~1", "even panel=p1,gender=man"]);
        all_are(
            false,
            &["women", "women panel=p9", "women track=p1", "women panel=p1,slot=a", "load slot=a,speaker=s1"],
        );
        all_are(false, &["load speaker=s9,slot=a", "load speaker=p1,slot=a", "women panel=s1", "load speaker=s1"]);
        // A spread is one of all groups that differ in the last key.
        all_are(false, &["even panel=p1", "even panel=p1,gender=man ~1", "even ~1", "even panel=p9 ~1"]);
    }

    #[test]
    fn what_always_holds_is_stated_where_the_forum_says_it() {
        all_are(true, &["seats/p1 role=panellist 2..4", "seats/p1 role=moderator 1..1", "seats/p1 role=panellist"]);
        all_are(false, &["seats/p1 role=panellist 1..", "seats/p1 role=panellist ..3", "seats/p2 role=moderator"]);
        all_are(
            false,
            &["seats/p9 role=panellist", "seats/p1", "seats/p1 slot=panellist", "seats/p1 role=panellist ~1"],
        );
        all_are(true, &["one_seat/p1 speaker=s1 ..1", "one_seat/p1 speaker=s2"]);
        all_are(false, &["one_seat/p1 speaker=s1 ..2", "one_seat/p1 speaker=s1 1..", "one_seat/p1 role=s1"]);
        all_are(false, &["one_seat/p9 speaker=s1", "one_seat/p1 speaker=s9", "one_seat/p1"]);
        all_are(true, &["slot/s1 slot=a ..1", "slot/s2 slot=b"]);
        all_are(false, &["slot/s1 slot=a ..2", "slot/s1 slot=c", "slot/s9 slot=a", "slot/s1", "slot/s1 role=a"]);
        all_are(true, &["max_seats/s1 ..2", "max_seats/s1", "roles/s1 ..0", "roles/s1"]);
        all_are(false, &["max_seats/s1 ..1", "max_seats/s2", "max_seats/s9", "max_seats/s1 slot=a"]);
        all_are(false, &["roles/s1 ..1", "roles/s2", "roles/s9", "roles/s1 role=panellist"]);
        all_are(true, &["unavailable/s1 slot=b ..0", "unavailable/s1 slot=b"]);
        all_are(false, &["unavailable/s1 slot=b ..1", "unavailable/s1 slot=a", "unavailable/s2 slot=b"]);
        all_are(false, &["unavailable/s9 slot=b", "unavailable/s1", "unavailable/s1 role=b"]);
        all_are(false, &["seats role=panellist", "p1", "other/p1 role=panellist"]);
    }

    #[test]
    fn pins_and_bars_are_stated_with_their_role() {
        all_are(true, &["pin/p1/s1 1..", "pin/p1/s1", "pin/p1/s2 role=moderator 1.."]);
        all_are(false, &["pin/p1/s1 2..", "pin/p1/s1 ..1", "pin/p2/s1", "pin/p1/s2", "pin/p1/s1 role=moderator"]);
        all_are(
            false,
            &["pin/p1/s2 role=panellist", "pin/p1/s2 slot=moderator", "pin/p1", "pin/p1/s2 role=moderator,slot=a"],
        );
        all_are(true, &["bar/p2/s2 ..0", "bar/p2/s2", "bar/p2/s1 role=panellist ..0"]);
        all_are(false, &["bar/p2/s2 ..1", "bar/p2/s2 0..", "bar/p1/s2", "bar/p2/s1", "bar/p2/s2 role=moderator"]);
        all_are(false, &["bar/p2/s1 role=moderator", "bar/p2/s1 slot=panellist", "bar/p2"]);
    }

    #[test]
    fn all_of_a_kind_is_stated_by_its_word() {
        let kinds = ["seats", "one_seat", "slot", "max_seats", "roles", "unavailable", "pin", "bar"];
        all_are(true, &kinds.map(|kind| format!("{kind} whole")).each_ref().map(String::as_str));
        all_are(false, &["seats ..1 whole", "seats 1.. whole", "slot ~1 whole", "seats/p1 whole", "seat whole"]);
    }
}
