//! Which speakers and which panels a rule or goal speaks of.

use super::Number;
use indexmap::IndexMap;

/// Which speakers' seats count: those that match every part. The empty filter matches all.
///
/// ```
/// use convener::Filter;
/// let women_experts = Filter::all().is("gender", "woman").expert(3);
/// assert_eq!(women_experts.expertise, Some(3));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Level at least this on the group's topic, where the rule groups by topic, else on any of the panel's topics.
    pub expertise: Option<u8>,
    /// A condition by attribute name; `speaker` names ids.
    pub attributes: IndexMap<String, Condition>,
}

impl Filter {
    /// The filter that matches everybody.
    ///
    /// ```
    /// assert!(convener::Filter::all().attributes.is_empty());
    /// ```
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Asks for one value of an attribute.
    ///
    /// ```
    /// assert_eq!(convener::Filter::all().is("newcomer", true).attributes.len(), 1);
    /// ```
    #[must_use]
    pub fn is(self, attribute: impl Into<String>, value: impl Into<Term>) -> Self {
        self.condition(attribute, Condition::OneOf(vec![value.into()]))
    }

    /// Asks for any condition on an attribute.
    ///
    /// ```
    /// use convener::{Condition, Filter, Number};
    /// let youth = Filter::all().condition("age", Condition::Range { at_least: None, at_most: Some(Number::from(24)) });
    /// assert_eq!(youth.attributes.len(), 1);
    /// ```
    #[must_use]
    pub fn condition(mut self, attribute: impl Into<String>, condition: Condition) -> Self {
        self.attributes.insert(attribute.into(), condition);
        self
    }

    /// Asks for a level of at least `level`.
    ///
    /// ```
    /// assert_eq!(convener::Filter::all().expert(3).expertise, Some(3));
    /// ```
    #[must_use]
    pub fn expert(mut self, level: u8) -> Self {
        self.expertise = Some(level);
        self
    }
}

/// What an attribute must be.
///
/// ```
/// use convener::{Condition, Term};
/// let not_government = Condition::Not(Box::new(Condition::OneOf(vec![Term::from("government")])));
/// assert_ne!(not_government, Condition::OneOf(vec![Term::Undisclosed]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// One of these values; of a list-valued attribute, any value.
    OneOf(Vec<Term>),
    /// Disclosed, and the inner condition does not hold.
    Not(Box<Condition>),
    /// A disclosed number within these bounds, both included.
    Range {
        /// The lower bound.
        at_least: Option<Number>,
        /// The upper bound.
        at_most: Option<Number>,
    },
}

/// One value that a [`Condition`] names.
///
/// ```
/// use convener::Term;
/// assert_eq!(Term::from("woman"), Term::Text("woman".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word.
    Text(String),
    /// A number.
    Number(Number),
    /// True or false.
    Flag(bool),
    /// The attribute is missing.
    Undisclosed,
}

impl From<&str> for Term {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Term {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i32> for Term {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

/// Which panels a rule or goal speaks of.
///
/// ```
/// use convener::PanelFilter;
/// let one = PanelFilter::Ids(vec!["p1".into()]);
/// assert_eq!(one, PanelFilter::Ids(vec!["p1".into()]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PanelFilter {
    /// Exactly these ids.
    Ids(Vec<String>),
    /// Panels whose fields meet every condition.
    Fields(IndexMap<PanelField, Condition>),
}

/// A field of a panel that a [`PanelFilter`] may ask about.
///
/// ```
/// assert_eq!(convener::PanelField::Track.name(), "track");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PanelField {
    /// The id.
    Id,
    /// The topics: a list-valued field.
    Topics,
    /// The slot.
    Slot,
    /// The day.
    Day,
    /// The track.
    Track,
    /// The most seats the panel can fill, over all roles: a number.
    Seats,
}

impl PanelField {
    /// The name in the data format.
    ///
    /// ```
    /// assert_eq!(convener::PanelField::Topics.name(), "topics");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Topics => "topics",
            Self::Slot => "slot",
            Self::Day => "day",
            Self::Track => "track",
            Self::Seats => "seats",
        }
    }
}
