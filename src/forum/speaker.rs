//! Anybody in the pool: what they know, whom they stand for, when they can come.

use super::Number;
use indexmap::IndexMap;

/// Anybody in the pool.
///
/// ```
/// use convener::Speaker;
/// let speaker = Speaker::new("s01")
///     .expertise("cybersecurity", 4)
///     .sector("civil_society")
///     .gender("woman")
///     .attribute("age", 23);
/// assert_eq!(speaker.expertise["cybersecurity"], 4);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Unique in the pool; answers name speakers by it.
    pub id: String,
    /// For people to read; never used to decide.
    pub name: Option<String>,
    /// Level from 1 to 5 for each topic; a topic left out is level 0.
    pub expertise: IndexMap<String, u8>,
    /// Stakeholder groups; none is undisclosed, two count in both.
    pub sector: Vec<String>,
    /// Gender in the organiser's own words; none is undisclosed.
    pub gender: Vec<String>,
    /// Organisations; none is undisclosed.
    pub organisation: Vec<String>,
    /// Any other attribute by name; a missing one is undisclosed.
    pub attributes: IndexMap<String, Value>,
    /// Roles that the speaker can hold; `None` is any.
    pub roles: Option<Vec<String>>,
    /// Slots in which the speaker can't come.
    pub unavailable: Vec<String>,
    /// The most seats that the speaker takes in the whole forum; `None` is no limit.
    pub max_seats: Option<u32>,
    /// What bringing the speaker costs, once, in the organiser's unit of money.
    pub cost: Option<Number>,
    /// How gladly the speaker would sit on each panel, by panel id; a panel left out is 0, and below 0 is reluctance.
    pub preference: IndexMap<String, i32>,
}

impl Speaker {
    /// A speaker of whom nothing is known but the id.
    ///
    /// ```
    /// assert!(convener::Speaker::new("s1").sector.is_empty());
    /// ```
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            expertise: IndexMap::new(),
            sector: Vec::new(),
            gender: Vec::new(),
            organisation: Vec::new(),
            attributes: IndexMap::new(),
            roles: None,
            unavailable: Vec::new(),
            max_seats: None,
            cost: None,
            preference: IndexMap::new(),
        }
    }

    /// Sets the level, from 1 to 5, on a topic.
    ///
    /// ```
    /// assert_eq!(convener::Speaker::new("s1").expertise("privacy", 3).expertise["privacy"], 3);
    /// ```
    #[must_use]
    pub fn expertise(mut self, topic: impl Into<String>, level: u8) -> Self {
        self.expertise.insert(topic.into(), level);
        self
    }

    /// Adds a stakeholder group.
    ///
    /// ```
    /// assert_eq!(convener::Speaker::new("s1").sector("academia").sector, ["academia"]);
    /// ```
    #[must_use]
    pub fn sector(mut self, sector: impl Into<String>) -> Self {
        self.sector.push(sector.into());
        self
    }

    /// Sets the gender.
    ///
    /// ```
    /// assert_eq!(convener::Speaker::new("s1").gender("woman").gender, ["woman"]);
    /// ```
    #[must_use]
    pub fn gender(mut self, gender: impl Into<String>) -> Self {
        self.gender = vec![gender.into()];
        self
    }

    /// Adds an organisation.
    ///
    /// ```
    /// assert_eq!(convener::Speaker::new("s1").organisation("org-1").organisation, ["org-1"]);
    /// ```
    #[must_use]
    pub fn organisation(mut self, organisation: impl Into<String>) -> Self {
        self.organisation.push(organisation.into());
        self
    }

    /// Sets any other attribute.
    ///
    /// ```
    /// use convener::{Speaker, Value};
    /// let speaker = Speaker::new("s1").attribute("newcomer", true);
    /// assert_eq!(speaker.attributes["newcomer"], Value::Flag(true));
    /// ```
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }
}

/// The value of an attribute.
///
/// ```
/// use convener::Value;
/// assert_eq!(Value::from("grulac"), Value::Text("grulac".into()));
/// assert_eq!(Value::from(vec!["es", "en"]), Value::List(vec!["es".into(), "en".into()]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One of a set of words.
    Text(String),
    /// A number, such as an age.
    Number(Number),
    /// True or false.
    Flag(bool),
    /// Several words at once; the speaker counts under each. An empty list is undisclosed.
    List(Vec<String>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<&str>> for Value {
    fn from(list: Vec<&str>) -> Self {
        Self::List(list.into_iter().map(str::to_owned).collect())
    }
}
