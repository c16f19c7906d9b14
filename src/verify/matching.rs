//! Whether a speaker meets `where` and a panel meets `panels`.

use super::Overflow;
use crate::{Condition, Filter, Number, Panel, PanelField, PanelFilter, Speaker, Term, Value};

/// What is disclosed of a speaker's attribute or a panel's field.
pub(super) enum Reading<'f> {
    Undisclosed,
    Text(&'f str),
    Texts(&'f [String]),
    Number(Number),
    Flag(bool),
}

impl<'f> Reading<'f> {
    fn list(texts: &'f [String]) -> Self {
        if texts.is_empty() { Self::Undisclosed } else { Self::Texts(texts) }
    }

    fn text(text: Option<&'f String>) -> Self {
        text.map_or(Self::Undisclosed, |text| Self::Text(text))
    }

    /// The attribute of a speaker; `speaker` is the id.
    pub fn of(speaker: &'f Speaker, attribute: &str) -> Self {
        match attribute {
            "speaker" => Self::Text(&speaker.id),
            "sector" => Self::list(&speaker.sector),
            "gender" => Self::list(&speaker.gender),
            "organisation" => Self::list(&speaker.organisation),
            "cost" => speaker.cost.map_or(Self::Undisclosed, Self::Number),
            other => match speaker.attributes.get(other) {
                None => Self::Undisclosed,
                Some(Value::Text(text)) => Self::Text(text),
                Some(Value::Number(number)) => Self::Number(*number),
                Some(Value::Flag(flag)) => Self::Flag(*flag),
                Some(Value::List(list)) => Self::list(list),
            },
        }
    }

    fn of_panel(panel: &'f Panel, field: PanelField) -> Result<Self, Overflow> {
        Ok(match field {
            PanelField::Id => Self::Text(&panel.id),
            PanelField::Topics => Self::list(&panel.topics),
            PanelField::Slot => Self::text(panel.slot.as_ref()),
            PanelField::Day => Self::text(panel.day.as_ref()),
            PanelField::Track => Self::text(panel.track.as_ref()),
            PanelField::Seats => {
                let most = panel.seats.iter().try_fold(0_i64, |sum, seats| sum.checked_add(i64::from(seats.max)));
                let most = most.and_then(|most| most.checked_mul(1000)).ok_or(Overflow)?;
                Self::Number(Number::from_thousandths_unbounded(most))
            }
        })
    }

    /// The values as texts, as groups name them.
    pub fn names(&self, mut each: impl FnMut(&str)) {
        match self {
            Self::Undisclosed => {}
            Self::Text(text) => each(text),
            Self::Texts(texts) => texts.iter().for_each(|text| each(text)),
            Self::Number(number) => each(&number.to_string()),
            Self::Flag(flag) => each(if *flag { "true" } else { "false" }),
        }
    }

    fn is(&self, term: &Term) -> bool {
        match (self, term) {
            (Self::Undisclosed, Term::Undisclosed) => true,
            (Self::Text(text), Term::Text(wanted)) => text == wanted,
            (Self::Texts(texts), Term::Text(wanted)) => texts.contains(wanted),
            (Self::Number(number), Term::Number(wanted)) => number == wanted,
            (Self::Flag(flag), Term::Flag(wanted)) => flag == wanted,
            _ => false,
        }
    }

    fn meets(&self, condition: &Condition) -> bool {
        match condition {
            Condition::OneOf(terms) => terms.iter().any(|term| self.is(term)),
            Condition::Not(inner) => !matches!(self, Self::Undisclosed) && !self.meets(inner),
            Condition::Range { at_least, at_most } => match self {
                Self::Number(number) => {
                    at_least.is_none_or(|least| *number >= least) && at_most.is_none_or(|most| *number <= most)
                }
                _ => false,
            },
        }
    }
}

/// Whether the speaker's attributes meet every condition; expertise is a matter of the seat.
pub(super) fn attributes_match(filter: &Filter, speaker: &Speaker) -> bool {
    filter.attributes.iter().all(|(name, condition)| Reading::of(speaker, name).meets(condition))
}

/// Whether the panel is among those spoken of.
pub(super) fn panel_matches(filter: Option<&PanelFilter>, panel: &Panel) -> Result<bool, Overflow> {
    match filter {
        None => Ok(true),
        Some(PanelFilter::Ids(ids)) => Ok(ids.contains(&panel.id)),
        Some(PanelFilter::Fields(fields)) => {
            for (field, condition) in fields {
                if !Reading::of_panel(panel, *field)?.meets(condition) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

/// Whether the role is among those spoken of.
pub(super) fn role_matches(roles: Option<&Vec<String>>, role: &str) -> bool {
    roles.is_none_or(|roles| roles.iter().any(|name| name == role))
}
