//! A rule on the wire.

use super::filter::{Panels, Where};
use super::number::{Amount, Bound, Decimal};
use super::object::Object;
use super::strict::{objects, words};
use crate::Key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

objects!(Rule, CountOf, Prefer);
words!(CountWord);

/// A rule counts seats, group by group, and bounds the count. One bound at least is required.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Rule {
    /// Unique in the forum; answers name rules by it.
    pub id: String,
    /// The organiser's own words, used in explanations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The grouping: `panel`, `slot`, `day`, `track`, `topic`, `role`, `speaker`, or an attribute of speakers. `[]` is
    /// the whole forum. Default: `["panel"]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<Vec<String>>,
    /// What is counted in each group. Default: `"seats"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
    /// Only seats whose speaker matches are counted. Default: all.
    #[serde(default, rename = "where", skip_serializing_if = "Where::is_all")]
    pub filter: Where,
    /// Only seats of these roles. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// Only seats on these panels. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panels: Option<Panels>,
    /// Only these values of the attributes in `for_each` form groups. Default: the pool's values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Values>,
    /// The count is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Bound>,
    /// The count is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Bound>,
    /// The count is exactly this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exactly: Option<Bound>,
    /// Groups that differ in the last key of `for_each` alone differ by at most this many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_apart: Option<Decimal>,
    /// Makes the rule a wish instead of a requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefer: Option<Prefer>,
    /// What giving up one unit of the bound costs among the concessions of an explanation, or `"never"`. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concede: Option<Concede>,
}

/// The cost of a concession: a whole number, or `never`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Concede {
    Weight(Amount),
    Word(ConcedeWord),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConcedeWord {
    /// No concession may touch the rule.
    Never,
}

impl From<Concede> for crate::Concede {
    fn from(concede: Concede) -> Self {
        match concede {
            Concede::Weight(weight) => Self::Weight(weight.get()),
            Concede::Word(ConcedeWord::Never) => Self::Never,
        }
    }
}

impl From<crate::Concede> for Concede {
    fn from(concede: crate::Concede) -> Self {
        match concede {
            crate::Concede::Weight(weight) => Self::Weight(weight.into()),
            crate::Concede::Never => Self::Word(ConcedeWord::Never),
        }
    }
}

/// What is counted: a word, or one of `distinct` and `sum`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Count {
    Word(CountWord),
    Of(CountOf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", remote = "Self")]
pub(crate) enum CountWord {
    /// Seats.
    Seats,
    /// Different speakers.
    People,
}

/// Different values, or a sum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemars(extend("oneOf" = [{ "required": ["distinct"] }, { "required": ["sum"] }]))]
pub(crate) struct CountOf {
    /// Different values of this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    distinct: Option<String>,
    /// The sum of `cost` or another number of the person, once per person, or of `expertise`, per seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sum: Option<String>,
}

/// A list for the one attribute in `for_each`, or lists by attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Values {
    Only(Vec<String>),
    Of(Object<Vec<String>>),
}

/// How much a wish matters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct Prefer {
    /// 1 is met before 2. Default: 1.
    #[serde(default = "one")]
    priority: Amount,
    /// The cost of one unit of shortfall against other wishes of the same priority. Default: 1.
    #[serde(default = "one")]
    weight: Amount,
}

fn one() -> Amount {
    Amount::from(1)
}

impl Count {
    fn into_count(self) -> Option<crate::Count> {
        match self {
            Self::Word(CountWord::Seats) => Some(crate::Count::Seats),
            Self::Word(CountWord::People) => Some(crate::Count::People),
            Self::Of(CountOf { distinct: Some(key), sum: None }) => {
                Some(crate::Count::Distinct(Key::from(key.as_str())))
            }
            Self::Of(CountOf { distinct: None, sum: Some(name) }) => Some(crate::Count::Sum(match name.as_str() {
                "expertise" => crate::Quantity::Expertise,
                _ => crate::Quantity::Attribute(name),
            })),
            Self::Of(_) => None,
        }
    }
}

impl From<&crate::Count> for Count {
    fn from(count: &crate::Count) -> Self {
        let distinct = |key: &Key| CountOf { distinct: Some(key.name().to_owned()), sum: None };
        let sum = |name: &str| CountOf { distinct: None, sum: Some(name.to_owned()) };
        match count {
            crate::Count::Seats => Self::Word(CountWord::Seats),
            crate::Count::People => Self::Word(CountWord::People),
            crate::Count::Distinct(key) => Self::Of(distinct(key)),
            crate::Count::Sum(crate::Quantity::Expertise) => Self::Of(sum("expertise")),
            crate::Count::Sum(crate::Quantity::Attribute(name)) => Self::Of(sum(name)),
        }
    }
}

impl From<Values> for crate::Values {
    fn from(values: Values) -> Self {
        match values {
            Values::Only(list) => Self::Only(list),
            Values::Of(lists) => Self::Of(lists.0),
        }
    }
}

impl From<&crate::Values> for Values {
    fn from(values: &crate::Values) -> Self {
        match values {
            crate::Values::Only(list) => Self::Only(list.clone()),
            crate::Values::Of(lists) => Self::Of(Object(lists.clone())),
        }
    }
}

impl Rule {
    pub(crate) fn into_rule(self) -> Option<crate::Rule> {
        let keys = |names: Vec<String>| names.iter().map(|name| Key::from(name.as_str())).collect();
        Some(crate::Rule {
            id: self.id,
            text: self.text,
            for_each: self.for_each.map_or_else(|| vec![Key::Panel], keys),
            count: self.count.map_or(Some(crate::Count::Seats), Count::into_count)?,
            filter: self.filter.into_filter()?,
            roles: self.roles,
            panels: match self.panels {
                Some(panels) => Some(panels.into_panel_filter()?),
                None => None,
            },
            values: self.values.map(Into::into),
            at_least: self.at_least.map(Into::into),
            at_most: self.at_most.map(Into::into),
            exactly: self.exactly.map(Into::into),
            at_most_apart: self.at_most_apart.map(|number| number.0),
            prefer: self
                .prefer
                .map(|prefer| crate::Prefer { priority: prefer.priority.get(), weight: prefer.weight.get() }),
            concede: self.concede.map(Into::into),
        })
    }
}

impl From<&crate::Rule> for Rule {
    fn from(rule: &crate::Rule) -> Self {
        let by_panel = rule.for_each == [Key::Panel];
        Self {
            id: rule.id.clone(),
            text: rule.text.clone(),
            for_each: (!by_panel).then(|| rule.for_each.iter().map(|key| key.name().to_owned()).collect()),
            count: (rule.count != crate::Count::Seats).then(|| (&rule.count).into()),
            filter: (&rule.filter).into(),
            roles: rule.roles.clone(),
            panels: rule.panels.as_ref().map(Into::into),
            values: rule.values.as_ref().map(Into::into),
            at_least: rule.at_least.map(Into::into),
            at_most: rule.at_most.map(Into::into),
            exactly: rule.exactly.map(Into::into),
            at_most_apart: rule.at_most_apart.map(Decimal),
            prefer: (rule.prefer)
                .map(|prefer| Prefer { priority: prefer.priority.into(), weight: prefer.weight.into() }),
            concede: rule.concede.map(Into::into),
        }
    }
}
