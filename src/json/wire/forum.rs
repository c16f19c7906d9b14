//! A forum on the wire, with its pins, bars and draft.

use super::goal::Goal;
use super::number::Version;
use super::object::Object;
use super::panel::Panel;
use super::rule::Rule;
use super::speaker::Speaker;
use super::strict::objects;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

objects!(Forum, Pin, Bar, DraftSeat);

/// A forum: a pool of speakers, a programme of panels, and what is asked of every plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[expect(clippy::struct_field_names, reason = "the format's own name")]
pub(crate) struct Forum {
    /// The version of the format.
    pub version: Version,
    /// The forum's name, repeated in every answer.
    pub forum: String,
    /// Closed lists of values by attribute: any other value is a fault.
    #[serde(default, skip_serializing_if = "Object::is_empty")]
    pub vocabulary: Object<Vec<String>>,
    /// The pool.
    pub speakers: Vec<Speaker>,
    /// The programme, in the order in which plans list it.
    pub panels: Vec<Panel>,
    /// Ids of adopted policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<String>,
    /// Requirements and wishes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// What to optimise, the first settled before the second. Default: expertise, then preference. `[]` asks for any
    /// plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goals: Option<Vec<Goal>>,
    /// Seats that every plan must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Seats that no plan may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<Bar>,
    /// The committee's present plan, whole or partial.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draft: Vec<DraftSeat>,
    /// `"slot"` lifts one panel per slot everywhere; the id of a rule or policy leaves that rule out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waive: Vec<String>,
}

/// A seat that every plan must have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Pin {
    /// The panel's id.
    panel: String,
    /// The speaker's id.
    speaker: String,
    /// The role. Default: any role of the panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
}

/// A seat that no plan may have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Bar {
    /// The panel's id.
    panel: String,
    /// The speaker's id.
    speaker: String,
    /// The role. Default: every role of the panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
}

/// One seat of the committee's present plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct DraftSeat {
    /// The panel's id.
    panel: String,
    /// The role on that panel.
    role: String,
    /// The speaker's id.
    speaker: String,
}

impl Forum {
    pub(crate) fn into_forum(self) -> Option<crate::Forum> {
        Some(crate::Forum {
            id: self.forum,
            vocabulary: self.vocabulary.0,
            speakers: self.speakers.into_iter().map(Into::into).collect(),
            panels: self.panels.into_iter().map(Panel::into_panel).collect::<Option<_>>()?,
            policies: self.policies,
            rules: self.rules.into_iter().map(Rule::into_rule).collect::<Option<_>>()?,
            goals: match self.goals {
                Some(goals) => goals.into_iter().map(Goal::into_goal).collect::<Option<_>>()?,
                None => crate::Goal::default_order(),
            },
            pins: (self.pins.into_iter())
                .map(|pin| crate::Pin { panel: pin.panel, speaker: pin.speaker, role: pin.role })
                .collect(),
            bars: (self.bars.into_iter())
                .map(|bar| crate::Bar { panel: bar.panel, speaker: bar.speaker, role: bar.role })
                .collect(),
            draft: (self.draft.into_iter())
                .map(|seat| crate::DraftSeat { panel: seat.panel, role: seat.role, speaker: seat.speaker })
                .collect(),
            waive: self.waive,
        })
    }
}

impl From<&crate::Forum> for Forum {
    fn from(forum: &crate::Forum) -> Self {
        let default_goals = forum.goals == crate::Goal::default_order();
        Self {
            version: Version,
            forum: forum.id.clone(),
            vocabulary: Object(forum.vocabulary.clone()),
            speakers: forum.speakers.iter().map(Into::into).collect(),
            panels: forum.panels.iter().map(Into::into).collect(),
            policies: forum.policies.clone(),
            rules: forum.rules.iter().map(Into::into).collect(),
            goals: (!default_goals).then(|| forum.goals.iter().map(Into::into).collect()),
            pins: (forum.pins.iter())
                .map(|pin| Pin { panel: pin.panel.clone(), speaker: pin.speaker.clone(), role: pin.role.clone() })
                .collect(),
            bars: (forum.bars.iter())
                .map(|bar| Bar { panel: bar.panel.clone(), speaker: bar.speaker.clone(), role: bar.role.clone() })
                .collect(),
            draft: (forum.draft.iter())
                .map(|seat| DraftSeat {
                    panel: seat.panel.clone(),
                    role: seat.role.clone(),
                    speaker: seat.speaker.clone(),
                })
                .collect(),
            waive: forum.waive.clone(),
        }
    }
}
