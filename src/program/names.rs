//! Readable names of columns and rows, unique by construction, safe in MPS files. They say what a column or row is about
//! and nothing of the order in which the forum lists it; `docs/certificates.md` gives their grammar.

use super::formulation::Formulation;
use super::{Clash, Meaning, Origin, Part};
use std::fmt::Write;

/// A text in which a byte that could end a name, or part it, is written `%XX`.
fn escaped(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"_-.+:".contains(&byte) {
            name.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name
}

/// Texts, escaped, with `/` between them.
pub(crate) fn join(parts: &[&str]) -> String {
    parts.iter().map(|part| escaped(part)).collect::<Vec<_>>().join("/")
}

impl Formulation<'_> {
    /// The name of a column: `seat/PANEL/ROLE/SPEAKER`, `used/RULE/GROUP/VALUE`, and so on.
    pub(crate) fn column_name(&self, meaning: Meaning) -> String {
        match meaning {
            Meaning::Seat { panel, role, speaker } => {
                join(&["seat", self.panel(panel), self.role(panel, role), self.speaker(speaker)])
            }
            Meaning::Present { panel, speaker } => join(&["present", self.panel(panel), self.speaker(speaker)]),
            Meaning::Used { rule, group, value } => {
                let value = escaped(self.rule(rule).scope().item_name(&self.index, value));
                format!("used/{}/{value}", self.group_name(rule, group, 0))
            }
            Meaning::Short { rule, group, below } => {
                format!("{}/{}", if below { "short" } else { "over" }, self.group_name(rule, group, 0))
            }
            Meaning::Least { rule, first } => format!("least/{}", self.group_name(rule, first, 1)),
            Meaning::Apart { rule, first } => format!("apart/{}", self.group_name(rule, first, 1)),
            Meaning::Counted { goal, panel, speaker } => {
                join(&["counted", &goal.to_string(), panel.map_or("", |p| self.panel(p)), self.speaker(speaker)])
            }
            Meaning::Worst { goal } => format!("worst/{goal}"),
        }
    }

    /// The name of a row: the id of the rule it encodes, its group, and which row of the group it is.
    pub(crate) fn row_name(&self, origin: Origin) -> String {
        match origin {
            Origin::Rule { rule, group, part } => {
                let item = |value| self.rule(rule).scope().item_name(&self.index, value);
                format!("rule/{}/{}", self.group_name(rule, group, 0), self.part_name(part, item))
            }
            Origin::Seats { panel, role } => join(&["seats", self.panel(panel), self.role(panel, role)]),
            Origin::OneSeat { panel, speaker } => join(&["one_seat", self.panel(panel), self.speaker(speaker)]),
            Origin::Present { panel, speaker, role } => {
                let role = role.map_or("", |role| self.role(panel, role));
                join(&["present", self.panel(panel), self.speaker(speaker), role])
            }
            Origin::Slot { speaker, slot } => join(&["slot", self.speaker(speaker), self.index.slots[slot as usize]]),
            Origin::MaxSeats { speaker } => join(&["max_seats", self.speaker(speaker)]),
            Origin::Pin { pin } => {
                let pin = &self.index.forum.pins[pin as usize];
                join(&["pin", &pin.panel, &pin.speaker, pin.role.as_deref().unwrap_or_default()])
            }
            Origin::Goal { goal, panel, part } => {
                let panel = escaped(panel.map_or("", |panel| self.panel(panel)));
                format!("goal/{goal}/{panel}/{}", self.part_name(part, |value| self.speaker(value)))
            }
        }
    }

    fn panel(&self, panel: u32) -> &str {
        &self.index.forum.panels[panel as usize].id
    }

    fn role(&self, panel: u32, role: u32) -> &str {
        &self.index.forum.panels[panel as usize].seats[role as usize].role
    }

    fn speaker(&self, speaker: u32) -> &str {
        &self.index.forum.speakers[speaker as usize].id
    }

    /// The rule's id, then `key=value` for each key of the group but the last few, the whole forum being empty.
    fn group_name(&self, rule: u32, group: u32, but: usize) -> String {
        let scope = self.rule(rule).scope();
        let values = scope.groups.values(scope.rule, group);
        let kept = values.len().saturating_sub(but);
        let pairs = values[..kept].iter().map(|(key, value)| format!("{}={}", escaped(key), escaped(value)));
        format!("{}/{}", escaped(&scope.rule.id), pairs.collect::<Vec<_>>().join(","))
    }

    fn part_name<'a>(&self, part: Part, item: impl Fn(u32) -> &'a str) -> String {
        match part {
            Part::AtLeast => "at_least".into(),
            Part::AtMost => "at_most".into(),
            Part::Unsupported { value } => join(&["unsupported", item(value)]),
            Part::Lifted { value, by: None } => join(&["lifted", item(value)]),
            Part::Lifted { value, by: Some(clash) } => {
                let (why, parts) = match clash {
                    Clash::Slot(slot) => ("slot", vec![self.index.slots[slot as usize]]),
                    Clash::Panel(panel) => ("panel", vec![self.panel(panel)]),
                    Clash::Alone(place) => {
                        let place = &self.index.places[place as usize];
                        ("seat", vec![self.panel(place.panel), place.name])
                    }
                };
                format!("{}/{why}/{}", join(&["lifted", item(value)]), join(&parts))
            }
            Part::Least => "least".into(),
            Part::Greatest => "greatest".into(),
        }
    }
}
