//! Faults of the vocabulary and of the pool.

use super::super::{Speaker, Value};
use super::Check;
use super::found::{Found, Place};
use super::names::{Kind, OWN_FIELDS, is_reserved, own_lists};
use crate::Code;

pub(super) fn vocabulary(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    for (attribute, values) in &check.forum.vocabulary {
        let at = place.name(attribute);
        found.text(&at, attribute, "an attribute's name");
        if is_reserved(attribute) || attribute == "cost" {
            found.add(
                Code::ReservedName,
                &at,
                format!("the vocabulary closes `{attribute}`, which is no attribute with a list of values"),
                "rename the attribute",
            );
        }
        if values.is_empty() {
            found.add(
                Code::EmptyList,
                &at,
                format!("the vocabulary of `{attribute}` allows no value"),
                "list its values, or leave it out to take the pool's",
            );
        }
        found.list(&at, values, "value");
    }
}

pub(super) fn pool(check: &Check<'_>, found: &mut Found, place: &Place<'_>) {
    if check.forum.speakers.is_empty() {
        found.add(Code::EmptyPool, place, "there are no speakers", "add the people who can be seated");
    }
    for (i, speaker) in check.forum.speakers.iter().enumerate() {
        let at = place.index(i);
        found.text(&at.name("id"), &speaker.id, "a speaker's id");
        if check.names.speakers.get(speaker.id.as_str()) != Some(&i) {
            found.add(
                Code::DuplicateId,
                &at.name("id"),
                format!("two speakers have the id `{}`", speaker.id),
                "give each speaker an id of their own",
            );
        }
        one(check, found, &at, speaker);
    }
}

fn one(check: &Check<'_>, found: &mut Found, at: &Place<'_>, speaker: &Speaker) {
    let names = &check.names;
    let id = &speaker.id;
    for (topic, &level) in &speaker.expertise {
        let place = at.name("expertise");
        let place = place.name(topic);
        found.text(&place, topic, "a topic");
        if !(1..=5).contains(&level) {
            found.add(
                Code::LevelOutOfRange,
                &place,
                format!("speaker `{id}` has level {level} on `{topic}`"),
                "levels go from 1 to 5; leave the topic out for none",
            );
        }
    }
    for (name, list) in own_lists(speaker) {
        let place = at.name(name);
        found.one_or_list(&place, list, name);
        for (i, value) in list.iter().enumerate() {
            closed(check, found, &place.entry(i, list.len()), name, value, id);
        }
    }
    let place = at.name("attributes");
    for (name, value) in &speaker.attributes {
        attribute(check, found, &place.name(name), (name, value), id);
    }
    if let Some(roles) = &speaker.roles {
        let place = at.name("roles");
        if roles.is_empty() {
            found.add(
                Code::EmptyList,
                &place,
                format!("speaker `{id}` takes no role at all"),
                "leave `roles` out for any role, or the speaker out of the pool",
            );
        }
        found.list(&place, roles, "role");
        for (i, role) in roles.iter().enumerate().filter(|(_, role)| !names.roles.contains(role.as_str())) {
            found.unknown(
                Code::UnknownRole,
                &place.index(i),
                format!("unknown role `{role}` of speaker `{id}`: no panel has seats of it"),
                role,
                names.roles.iter().copied(),
                "leave it out, or add seats of it to a panel",
            );
        }
    }
    let place = at.name("unavailable");
    found.list(&place, &speaker.unavailable, "slot");
    for (i, slot) in speaker.unavailable.iter().enumerate().filter(|(_, slot)| !names.slots.contains(slot.as_str())) {
        found.unknown(
            Code::UnknownSlot,
            &place.index(i),
            format!("speaker `{id}` is unavailable in the unknown slot `{slot}`"),
            slot,
            names.slots.iter().copied(),
            "leave out slots in which no panel takes place",
        );
    }
    let place = at.name("preference");
    for panel in speaker.preference.keys().filter(|panel| !names.panels.contains_key(panel.as_str())) {
        found.unknown(
            Code::UnknownPanel,
            &place.name(panel),
            format!("speaker `{id}` has a preference for the unknown panel `{panel}`"),
            panel,
            names.panels.keys().copied(),
            "leave it out, or add the panel",
        );
    }
}

fn attribute(check: &Check<'_>, found: &mut Found, place: &Place<'_>, (name, value): (&str, &Value), id: &str) {
    found.text(place, name, "an attribute's name");
    if OWN_FIELDS.contains(&name) {
        let hint = format!("write it as the speaker's field `{name}`, beside `attributes`");
        let message = format!("`{name}` of speaker `{id}` has a field of its own");
        return found.add(Code::ReservedName, place, message, &hint);
    }
    if is_reserved(name) {
        let message = format!("attribute `{name}` of speaker `{id}` means something else in rules");
        return found.add(Code::ReservedName, place, message, "rename the attribute");
    }
    let expected = check.names.attributes.get(name).and_then(|attribute| attribute.kind);
    if let (Some((kind, first)), Some(own)) = (expected, Kind::of(value))
        && kind != own
    {
        found.add(
            Code::MixedTypes,
            place,
            format!(
                "attribute `{name}` is {} for speaker `{id}` and {} for speaker `{first}`",
                own.words(),
                kind.words()
            ),
            "write it in one way for everybody",
        );
    }
    match value {
        Value::Text(text) => {
            found.text(place, text, "a value");
            closed(check, found, place, name, text, id);
        }
        Value::List(list) => {
            found.list(place, list, "value");
            for (i, text) in list.iter().enumerate() {
                closed(check, found, &place.index(i), name, text, id);
            }
        }
        Value::Number(number) => closed(check, found, place, name, &number.to_string(), id),
        Value::Flag(flag) => closed(check, found, place, name, if *flag { "true" } else { "false" }, id),
    }
}

/// A value must be in the vocabulary, where there is one.
fn closed(check: &Check<'_>, found: &mut Found, place: &Place<'_>, attribute: &str, value: &str, id: &str) {
    let Some(values) = check.names.vocabulary.get(attribute) else { return };
    if !value.is_empty() && !values.contains(value) {
        found.unknown(
            Code::UnknownValue,
            place,
            format!("speaker `{id}` has the {attribute} `{value}`, which the vocabulary doesn't have"),
            value,
            values.iter().copied(),
            "add it to the vocabulary, or correct it",
        );
    }
}
