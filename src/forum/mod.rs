//! What an organiser says: speakers, panels, seats, rules and goals, as plain data without JSON or solvers.

mod check;
pub(crate) mod fault;
mod filter;
mod goal;
mod number;
mod panel;
mod rule;
mod speaker;

pub use fault::{Code, Fault};
pub use filter::{Condition, Filter, PanelField, PanelFilter, Term};
pub use goal::{Direction, Goal, Metric, Tolerance};
pub use number::{Number, Share, ShareError};
pub use panel::{Panel, Seats};
pub use rule::{Bound, Concede, Count, Key, Prefer, Quantity, Rule, Values};
pub use speaker::{Speaker, Value};

use indexmap::IndexMap;

/// A pool of speakers, a programme of panels, and what is asked of every plan.
///
/// The fields mirror the data format, version 1, one to one; a JSON Pointer in a [`Fault`] therefore names the same
/// place in a `Forum` built in Rust and in the JSON document.
///
/// ```
/// use convener::{Forum, Panel, Speaker, Rule, Options, Answer};
///
/// let forum = Forum::new("demo")
///     .speaker(Speaker::new("s1").expertise("privacy", 4).gender("woman"))
///     .speaker(Speaker::new("s2").expertise("privacy", 5).gender("man"))
///     .panel(Panel::new("p1").topic("privacy").seats("panellist", 1, 1));
/// let answer = convener::solve(&forum, &Options::default())?;
/// let Answer::Optimal(optimal) = answer else { panic!("one seat, two speakers") };
/// assert_eq!(optimal.plan.panels[0].seats[0].speaker, "s2");
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Forum {
    /// The forum's name, repeated in every answer.
    pub id: String,
    /// The values that attributes may take, where the organiser closes the list; see [`Forum::vocabulary`].
    pub vocabulary: IndexMap<String, Vec<String>>,
    /// The pool. Ids are unique.
    pub speakers: Vec<Speaker>,
    /// The programme, in the order in which plans list it. Ids are unique.
    pub panels: Vec<Panel>,
    /// Ids of adopted policies; see [`crate::policies`].
    pub policies: Vec<String>,
    /// Requirements and wishes over the whole forum. Ids are unique, also against the panels' own rules.
    pub rules: Vec<Rule>,
    /// What to optimise, the first settled before the second. Default: expertise, then preference.
    pub goals: Vec<Goal>,
    /// Seats that every plan must have.
    pub pins: Vec<Pin>,
    /// Seats that no plan may have.
    pub bars: Vec<Bar>,
    /// The committee's present plan, whole or partial; empty when there is none.
    pub draft: Vec<DraftSeat>,
    /// `"slot"` lifts one panel per slot everywhere; the id of a rule or policy leaves that rule out.
    pub waive: Vec<String>,
}

impl Forum {
    /// An empty forum with the default goals (expertise, then preference).
    ///
    /// ```
    /// let forum = convener::Forum::new("igf");
    /// assert_eq!(forum.goals.len(), 2);
    /// ```
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            vocabulary: IndexMap::new(),
            speakers: Vec::new(),
            panels: Vec::new(),
            policies: Vec::new(),
            rules: Vec::new(),
            goals: Goal::default_order(),
            pins: Vec::new(),
            bars: Vec::new(),
            draft: Vec::new(),
            waive: Vec::new(),
        }
    }

    /// Adds a speaker to the pool.
    ///
    /// ```
    /// use convener::{Forum, Speaker};
    /// assert_eq!(Forum::new("f").speaker(Speaker::new("s1")).speakers.len(), 1);
    /// ```
    #[must_use]
    pub fn speaker(mut self, speaker: Speaker) -> Self {
        self.speakers.push(speaker);
        self
    }

    /// Adds a panel to the programme.
    ///
    /// ```
    /// use convener::{Forum, Panel};
    /// assert_eq!(Forum::new("f").panel(Panel::new("p1")).panels.len(), 1);
    /// ```
    #[must_use]
    pub fn panel(mut self, panel: Panel) -> Self {
        self.panels.push(panel);
        self
    }

    /// Adds a rule over the whole forum.
    ///
    /// ```
    /// use convener::{Forum, Rule};
    /// let forum = Forum::new("f").rule(Rule::new("load").for_each(["speaker"]).at_most(2));
    /// assert_eq!(forum.rules[0].id, "load");
    /// ```
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Replaces the goals, first the most important.
    ///
    /// ```
    /// use convener::{Forum, Goal, Metric};
    /// let forum = Forum::new("f").goals([Goal::minimise(Metric::Cost)]);
    /// assert_eq!(forum.goals.len(), 1);
    /// ```
    #[must_use]
    pub fn goals(mut self, goals: impl IntoIterator<Item = Goal>) -> Self {
        self.goals = goals.into_iter().collect();
        self
    }

    /// Closes the list of values of one attribute: a value outside it is a fault, and a rule that groups by the
    /// attribute has a group for each of these values, held by somebody or not.
    ///
    /// ```
    /// let forum = convener::Forum::new("f").vocabulary("gender", ["woman", "man", "non_binary"]);
    /// assert_eq!(forum.vocabulary["gender"].len(), 3);
    /// ```
    #[must_use]
    pub fn vocabulary<T: Into<String>>(
        mut self,
        attribute: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.vocabulary.insert(attribute.into(), values.into_iter().map(Into::into).collect());
        self
    }
}

/// A seat that every plan must have: this speaker on this panel, in this role or in any.
///
/// ```
/// let pin = convener::Pin { panel: "p1".into(), speaker: "s1".into(), role: None };
/// assert_eq!(pin.role, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The panel's id.
    pub panel: String,
    /// The speaker's id.
    pub speaker: String,
    /// The role, or `None` for any role of the panel.
    pub role: Option<String>,
}

/// A seat that no plan may have: this speaker on this panel, in this role or in any.
///
/// ```
/// let bar = convener::Bar { panel: "p1".into(), speaker: "s1".into(), role: Some("moderator".into()) };
/// assert_eq!(bar.role.as_deref(), Some("moderator"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The panel's id.
    pub panel: String,
    /// The speaker's id.
    pub speaker: String,
    /// The role, or `None` for every role of the panel.
    pub role: Option<String>,
}

/// One seat of the committee's present plan.
///
/// ```
/// let seat = convener::DraftSeat { panel: "p1".into(), role: "panellist".into(), speaker: "s1".into() };
/// assert_eq!(seat.panel, "p1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DraftSeat {
    /// The panel's id.
    pub panel: String,
    /// The role on that panel.
    pub role: String,
    /// The speaker's id.
    pub speaker: String,
}
