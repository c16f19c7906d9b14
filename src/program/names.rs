//! Readable names of columns and rows, unique by construction, safe in MPS files.

use super::formulation::Formulation;
use super::{Meaning, Origin, Part};
use std::fmt::Write;

/// Joins parts with `/`; a byte that could end a name or join parts is written `%XX`.
fn join(parts: &[&str]) -> String {
    let mut name = String::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            name.push('/');
        }
        for byte in part.bytes() {
            if byte.is_ascii_alphanumeric() || b"_-.+:=,".contains(&byte) {
                name.push(char::from(byte));
            } else {
                // Writing to a String cannot fail.
                let _ = write!(name, "%{byte:02X}");
            }
        }
    }
    name
}

impl Formulation<'_> {
    /// The name of a column: `seat/PANEL/ROLE/SPEAKER`, `used/RULE/GROUP/..`, and so on.
    pub(crate) fn column_name(&self, meaning: Meaning) -> String {
        let forum = self.index.forum;
        let panel = |p: u32| forum.panels[p as usize].id.as_str();
        let speaker = |s: u32| forum.speakers[s as usize].id.as_str();
        match meaning {
            Meaning::Seat { panel: p, role, speaker: s } => {
                join(&["seat", panel(p), &forum.panels[p as usize].seats[role as usize].role, speaker(s)])
            }
            Meaning::Present { panel: p, speaker: s } => join(&["present", panel(p), speaker(s)]),
            Meaning::Used { rule, group, value } => {
                join(&["used", self.rule_id(rule), &self.group_name(rule, group), &value.to_string()])
            }
            Meaning::Short { rule, group, below } => {
                let side = if below { "short" } else { "over" };
                join(&[side, self.rule_id(rule), &self.group_name(rule, group)])
            }
            Meaning::Least { rule, family } => join(&["least", self.rule_id(rule), &family.to_string()]),
            Meaning::Apart { rule, family } => join(&["apart", self.rule_id(rule), &family.to_string()]),
            Meaning::Counted { goal, panel: p, speaker: s } => {
                join(&["counted", &goal.to_string(), p.map_or("", panel), speaker(s)])
            }
            Meaning::Worst { goal } => join(&["worst", &goal.to_string()]),
        }
    }

    /// The name of a row: the id of the rule it encodes, its group, and which row of the group it is.
    pub(crate) fn row_name(&self, origin: Origin, number: usize) -> String {
        let forum = self.index.forum;
        let panel = |p: u32| forum.panels[p as usize].id.as_str();
        let speaker = |s: u32| forum.speakers[s as usize].id.as_str();
        match origin {
            Origin::Rule { rule, group, part } => {
                join(&["rule", self.rule_id(rule), &self.group_name(rule, group), &part_name(part)])
            }
            Origin::Seats { panel: p, role } => {
                join(&["seats", panel(p), &forum.panels[p as usize].seats[role as usize].role])
            }
            Origin::OneSeat { panel: p, speaker: s } => join(&["one_seat", panel(p), speaker(s)]),
            Origin::Present { panel: p, speaker: s } => join(&["present", panel(p), speaker(s), &number.to_string()]),
            Origin::Slot { speaker: s, slot } => join(&["slot", speaker(s), self.index.slots[slot as usize]]),
            Origin::MaxSeats { speaker: s } => join(&["max_seats", speaker(s)]),
            Origin::Pin { pin } => join(&["pin", &pin.to_string()]),
            Origin::Goal { goal, panel: p, part } => {
                join(&["goal", &goal.to_string(), p.map_or("", panel), &part_name(part)])
            }
        }
    }

    fn rule_id(&self, rule: u32) -> &str {
        &self.rule(rule).scope().rule.id
    }

    /// `key=value` for each key of the group, the whole forum being empty.
    fn group_name(&self, rule: u32, group: u32) -> String {
        let scope = self.rule(rule).scope();
        let values = scope.groups.values(scope.rule, group);
        values.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
    }
}

fn part_name(part: Part) -> String {
    match part {
        Part::AtLeast => "at_least".into(),
        Part::AtMost => "at_most".into(),
        Part::Unsupported { value } => format!("unsupported-{value}"),
        Part::Lifted { value, piece } => format!("lifted-{value}-{piece}"),
        Part::Least => "least".into(),
        Part::Greatest => "greatest".into(),
    }
}
