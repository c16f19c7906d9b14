//! The one shape of every rule: count seats, group by group, and bound the count.

use super::{Filter, Number, PanelFilter, Share};
use indexmap::IndexMap;

/// A requirement, or with [`Rule::prefer`] a wish.
///
/// ```
/// use convener::{Filter, Rule};
/// // At least two women on every panel.
/// let rule = Rule::new("women").filter(Filter::all().is("gender", "woman")).at_least(2);
/// assert_eq!(rule.for_each.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Unique in the forum; answers name rules by it.
    pub id: String,
    /// The organiser's own words.
    pub text: Option<String>,
    /// The grouping; the empty list is the whole forum. Default: each panel.
    pub for_each: Vec<Key>,
    /// What is counted. Default: seats.
    pub count: Count,
    /// Only seats whose speaker matches are counted.
    pub filter: Filter,
    /// Only seats of these roles; `None` is all.
    pub roles: Option<Vec<String>>,
    /// Only seats on these panels; `None` is all.
    pub panels: Option<PanelFilter>,
    /// Which values of the attributes in `for_each` form groups.
    pub values: Option<Values>,
    /// The count is at least this.
    pub at_least: Option<Bound>,
    /// The count is at most this.
    pub at_most: Option<Bound>,
    /// The count is exactly this.
    pub exactly: Option<Bound>,
    /// Groups that differ in the last key alone differ by at most this many.
    pub at_most_apart: Option<Number>,
    /// Makes the rule a wish.
    pub prefer: Option<Prefer>,
    /// What giving up one unit of a bound costs in an explanation's concessions; `None` is 1. No solve looks at it.
    pub concede: Option<Concede>,
}

impl Rule {
    /// A rule over each panel's seats, without a bound yet.
    ///
    /// ```
    /// use convener::{Key, Rule};
    /// assert_eq!(Rule::new("r").for_each, [Key::Panel]);
    /// ```
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: None,
            for_each: vec![Key::Panel],
            count: Count::Seats,
            filter: Filter::all(),
            roles: None,
            panels: None,
            values: None,
            at_least: None,
            at_most: None,
            exactly: None,
            at_most_apart: None,
            prefer: None,
            concede: None,
        }
    }

    /// Sets the grouping by the names of its keys.
    ///
    /// ```
    /// use convener::{Key, Rule};
    /// let rule = Rule::new("r").for_each(["panel", "sector"]);
    /// assert_eq!(rule.for_each[1], Key::Attribute("sector".into()));
    /// ```
    #[must_use]
    pub fn for_each<'a>(mut self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        self.for_each = keys.into_iter().map(Key::from).collect();
        self
    }

    /// Sets what is counted.
    ///
    /// ```
    /// use convener::{Count, Rule};
    /// assert_eq!(Rule::new("r").count(Count::People).count, Count::People);
    /// ```
    #[must_use]
    pub fn count(mut self, count: Count) -> Self {
        self.count = count;
        self
    }

    /// Sets the filter on speakers.
    ///
    /// ```
    /// use convener::{Filter, Rule};
    /// assert_eq!(Rule::new("r").filter(Filter::all().expert(3)).filter.expertise, Some(3));
    /// ```
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Counts only these roles.
    ///
    /// ```
    /// assert!(convener::Rule::new("r").roles(["panellist"]).roles.is_some());
    /// ```
    #[must_use]
    pub fn roles<T: Into<String>>(mut self, roles: impl IntoIterator<Item = T>) -> Self {
        self.roles = Some(roles.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the lower bound.
    ///
    /// ```
    /// use convener::{Bound, Rule};
    /// assert_eq!(Rule::new("r").at_least(2).at_least, Some(Bound::from(2)));
    /// ```
    #[must_use]
    pub fn at_least(mut self, bound: impl Into<Bound>) -> Self {
        self.at_least = Some(bound.into());
        self
    }

    /// Sets the upper bound.
    ///
    /// ```
    /// use convener::{Rule, Share};
    /// let rule = Rule::new("r").at_most(Share::percent(60).unwrap());
    /// assert!(rule.at_most.is_some());
    /// ```
    #[must_use]
    pub fn at_most(mut self, bound: impl Into<Bound>) -> Self {
        self.at_most = Some(bound.into());
        self
    }

    /// Makes the rule a wish of this priority (1 is met first) and weight.
    ///
    /// ```
    /// let wish = convener::Rule::new("r").at_least(2).prefer(1, 1);
    /// assert!(wish.prefer.is_some());
    /// ```
    #[must_use]
    pub fn prefer(mut self, priority: u32, weight: u32) -> Self {
        self.prefer = Some(Prefer { priority, weight });
        self
    }
}

/// A key by which seats are grouped.
///
/// ```
/// use convener::Key;
/// assert_eq!(Key::from("slot"), Key::Slot);
/// assert_eq!(Key::from("region"), Key::Attribute("region".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The panel.
    Panel,
    /// The panel's slot; panels without one are in no group.
    Slot,
    /// The panel's day; panels without one are in no group.
    Day,
    /// The panel's track; panels without one are in no group.
    Track,
    /// Each of the panel's topics: a seat is in a group for each.
    Topic,
    /// The seat's role.
    Role,
    /// The speaker.
    Speaker,
    /// An attribute of the speaker, `sector`, `gender` and `organisation` among them.
    Attribute(String),
}

impl Key {
    /// The names that are not attributes, in the order of the documentation.
    pub(crate) const FIXED: [&'static str; 7] = ["panel", "slot", "day", "track", "topic", "role", "speaker"];

    /// The name in the data format.
    ///
    /// ```
    /// assert_eq!(convener::Key::Day.name(), "day");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Panel => "panel",
            Self::Slot => "slot",
            Self::Day => "day",
            Self::Track => "track",
            Self::Topic => "topic",
            Self::Role => "role",
            Self::Speaker => "speaker",
            Self::Attribute(name) => name,
        }
    }

    /// Whether the key speaks of the panel or role (the seat's place) rather than of the speaker.
    ///
    /// ```
    /// use convener::Key;
    /// assert!(Key::Role.is_panel_side());
    /// assert!(!Key::Speaker.is_panel_side());
    /// ```
    #[must_use]
    pub const fn is_panel_side(&self) -> bool {
        !matches!(self, Self::Speaker | Self::Attribute(_))
    }
}

impl From<&str> for Key {
    fn from(name: &str) -> Self {
        match name {
            "panel" => Self::Panel,
            "slot" => Self::Slot,
            "day" => Self::Day,
            "track" => Self::Track,
            "topic" => Self::Topic,
            "role" => Self::Role,
            "speaker" => Self::Speaker,
            attribute => Self::Attribute(attribute.to_owned()),
        }
    }
}

/// What a rule counts in each group, among the seats that match.
///
/// ```
/// use convener::{Count, Key};
/// let sectors = Count::Distinct(Key::from("sector"));
/// assert_ne!(sectors, Count::Seats);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// Seats.
    Seats,
    /// Different speakers.
    People,
    /// Different values of a key; undisclosed is no value.
    Distinct(Key),
    /// A sum.
    Sum(Quantity),
}

/// What [`Count::Sum`] adds up.
///
/// ```
/// use convener::{Count, Quantity};
/// let budget = Count::Sum(Quantity::Attribute("cost".into()));
/// assert_ne!(budget, Count::Sum(Quantity::Expertise));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The level, once per seat: on the group's topic where the rule groups by topic, else summed over the panel's
    /// topics.
    Expertise,
    /// A number of the person (`cost` or an attribute), once per person; undisclosed adds 0.
    Attribute(String),
}

/// Which values form groups.
///
/// ```
/// use convener::Values;
/// let three = Values::Only(vec!["government".into(), "academia".into(), "civil_society".into()]);
/// assert_ne!(three, Values::Only(vec![]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// The values of the one attribute in `for_each`.
    Only(Vec<String>),
    /// The values of each attribute named; the others keep the pool's.
    Of(IndexMap<String, Vec<String>>),
}

/// What a count is compared with.
///
/// ```
/// use convener::{Bound, Number, Share};
/// assert_eq!(Bound::from(2), Bound::Number(Number::from(2)));
/// assert_eq!(Bound::from(Share::percent(40).unwrap()).to_string(), "40%");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A fixed number.
    Number(Number),
    /// A part of all the seats, of the rule's roles and before the filter, that agree with the group in its panel-side
    /// keys; compared exactly, without rounding.
    Share(Share),
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Share(share) => share.fmt(f),
        }
    }
}

impl From<i32> for Bound {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Number> for Bound {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Share> for Bound {
    fn from(share: Share) -> Self {
        Self::Share(share)
    }
}

/// How much a wish matters.
///
/// ```
/// assert_eq!(convener::Prefer::default(), convener::Prefer { priority: 1, weight: 1 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefer {
    /// 1 is met before 2, at any cost to 2.
    pub priority: u32,
    /// The cost of one unit of shortfall against other wishes of the same priority.
    pub weight: u32,
}

impl Default for Prefer {
    fn default() -> Self {
        Self { priority: 1, weight: 1 }
    }
}

/// What it costs to concede one unit of a requirement's bound.
///
/// ```
/// use convener::{Concede, Rule};
/// let mut rule = Rule::new("women").at_least(2);
/// rule.concede = Some(Concede::Never);
/// assert_ne!(rule.concede, Some(Concede::Weight(3)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concede {
    /// This much for each whole unit by which the bound is missed.
    Weight(u32),
    /// No concession may touch the rule.
    Never,
}
