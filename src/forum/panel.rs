//! A session of the programme: its topics, its time and its seats.

use super::Rule;

/// A session with seats to fill.
///
/// ```
/// use convener::Panel;
/// let panel = Panel::new("p1").topic("privacy").slot("d1-am").seats("panellist", 4, 6).seats("moderator", 1, 1);
/// assert_eq!(panel.seats.len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Unique in the programme; answers name panels by it.
    pub id: String,
    /// For people to read; never used to decide.
    pub title: Option<String>,
    /// What the panel is about; expertise counts on each.
    pub topics: Vec<String>,
    /// When it takes place. Panels with the same slot run at the same time; a panel without one clashes with nothing.
    pub slot: Option<String>,
    /// The day; a slot lies in one day.
    pub day: Option<String>,
    /// The track or theme.
    pub track: Option<String>,
    /// How many seats each role has, in the order in which plans list them. Roles are unique.
    pub seats: Vec<Seats>,
    /// Rules of this panel alone: as if they stood in the forum's rules with this panel as their only one.
    pub rules: Vec<Rule>,
    /// Ids of rules or policies that leave this panel out; `"slot"` takes it out of one panel per slot.
    pub waive: Vec<String>,
    /// Roles that somebody seated here may hold besides.
    pub may_double: Vec<String>,
}

impl Panel {
    /// A panel with no seats yet.
    ///
    /// ```
    /// assert!(convener::Panel::new("p1").seats.is_empty());
    /// ```
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: None,
            topics: Vec::new(),
            slot: None,
            day: None,
            track: None,
            seats: Vec::new(),
            rules: Vec::new(),
            waive: Vec::new(),
            may_double: Vec::new(),
        }
    }

    /// Adds a topic.
    ///
    /// ```
    /// assert_eq!(convener::Panel::new("p1").topic("privacy").topics, ["privacy"]);
    /// ```
    #[must_use]
    pub fn topic(mut self, topic: impl Into<String>) -> Self {
        self.topics.push(topic.into());
        self
    }

    /// Sets the slot.
    ///
    /// ```
    /// assert_eq!(convener::Panel::new("p1").slot("d1-am").slot.as_deref(), Some("d1-am"));
    /// ```
    #[must_use]
    pub fn slot(mut self, slot: impl Into<String>) -> Self {
        self.slot = Some(slot.into());
        self
    }

    /// Sets the day.
    ///
    /// ```
    /// assert_eq!(convener::Panel::new("p1").day("d1").day.as_deref(), Some("d1"));
    /// ```
    #[must_use]
    pub fn day(mut self, day: impl Into<String>) -> Self {
        self.day = Some(day.into());
        self
    }

    /// Sets the track.
    ///
    /// ```
    /// assert_eq!(convener::Panel::new("p1").track("rights").track.as_deref(), Some("rights"));
    /// ```
    #[must_use]
    pub fn track(mut self, track: impl Into<String>) -> Self {
        self.track = Some(track.into());
        self
    }

    /// Adds a role with its range of seats.
    ///
    /// ```
    /// let panel = convener::Panel::new("p1").seats("panellist", 4, 6);
    /// assert_eq!((panel.seats[0].min, panel.seats[0].max), (4, 6));
    /// ```
    #[must_use]
    pub fn seats(mut self, role: impl Into<String>, min: u32, max: u32) -> Self {
        self.seats.push(Seats { role: role.into(), min, max });
        self
    }
}

/// How many seats a panel has in one role.
///
/// ```
/// let seats = convener::Seats { role: "panellist".into(), min: 4, max: 6 };
/// assert!(seats.min <= seats.max);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The role: free text, `panellist`, `moderator`, `rapporteur` and `remote_moderator` being the usual ones.
    pub role: String,
    /// The fewest seats filled.
    pub min: u32,
    /// The most seats filled.
    pub max: u32,
}
