//! What is optimised, in order.

use super::{Filter, Number, PanelFilter, Share};

/// One goal: a measure to maximise or minimise over the seats it speaks of.
///
/// ```
/// use convener::{Goal, Metric};
/// let fair = Goal::maximise(Metric::Expertise).worst_panel();
/// assert!(fair.worst_panel);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Up or down.
    pub direction: Direction,
    /// The measure: a weighted sum of metrics with whole weights. One metric of weight 1 is the plain case.
    pub measure: Vec<(Metric, i32)>,
    /// Whether the worst panel's value counts instead of the sum: the least when maximised, the greatest when
    /// minimised, over the panels that the goal speaks of.
    pub worst_panel: bool,
    /// Only seats whose speaker matches.
    pub filter: Filter,
    /// Only seats of these roles; `None` is all.
    pub roles: Option<Vec<String>>,
    /// Only seats on these panels; `None` is all.
    pub panels: Option<PanelFilter>,
    /// How much of the value later goals may give up.
    pub tolerance: Tolerance,
}

impl Goal {
    /// Maximises one metric over the forum.
    ///
    /// ```
    /// use convener::{Direction, Goal, Metric};
    /// assert_eq!(Goal::maximise(Metric::Expertise).direction, Direction::Maximise);
    /// ```
    #[must_use]
    pub fn maximise(metric: Metric) -> Self {
        Self::blend(Direction::Maximise, [(metric, 1)])
    }

    /// Minimises one metric over the forum.
    ///
    /// ```
    /// use convener::{Direction, Goal, Metric};
    /// assert_eq!(Goal::minimise(Metric::Cost).direction, Direction::Minimise);
    /// ```
    #[must_use]
    pub fn minimise(metric: Metric) -> Self {
        Self::blend(Direction::Minimise, [(metric, 1)])
    }

    /// Optimises a weighted sum of metrics.
    ///
    /// ```
    /// use convener::{Direction, Goal, Metric};
    /// let goal = Goal::blend(Direction::Maximise, [(Metric::Expertise, 10), (Metric::Preference, 1)]);
    /// assert_eq!(goal.measure.len(), 2);
    /// ```
    #[must_use]
    pub fn blend(direction: Direction, measure: impl IntoIterator<Item = (Metric, i32)>) -> Self {
        Self {
            direction,
            measure: measure.into_iter().collect(),
            worst_panel: false,
            filter: Filter::all(),
            roles: None,
            panels: None,
            tolerance: Tolerance::None,
        }
    }

    /// Counts the worst panel alone.
    ///
    /// ```
    /// use convener::{Goal, Metric};
    /// assert!(Goal::maximise(Metric::Expertise).worst_panel().worst_panel);
    /// ```
    #[must_use]
    pub fn worst_panel(mut self) -> Self {
        self.worst_panel = true;
        self
    }

    /// The measure in words, as answers name the goal.
    ///
    /// ```
    /// use convener::{Direction, Goal, Metric};
    /// let blend = Goal::blend(Direction::Maximise, [(Metric::Expertise, 10), (Metric::Cost, -1)]);
    /// assert_eq!(blend.worst_panel().label(), "10 expertise - 1 cost (worst panel)");
    /// assert_eq!(Goal::minimise(Metric::Changes).label(), "changes");
    /// ```
    #[must_use]
    pub fn label(&self) -> String {
        let mut label = match self.measure.as_slice() {
            [(metric, 1)] => metric.name().to_owned(),
            [] => "nothing".to_owned(),
            [(first, weight), others @ ..] => {
                let first = format!("{weight} {}", first.name());
                others.iter().fold(first, |label, (metric, weight)| {
                    let sign = if *weight < 0 { '-' } else { '+' };
                    format!("{label} {sign} {} {}", weight.unsigned_abs(), metric.name())
                })
            }
        };
        if self.worst_panel {
            label.push_str(" (worst panel)");
        }
        label
    }

    /// Expertise, then preference.
    pub(crate) fn default_order() -> Vec<Self> {
        vec![Self::maximise(Metric::Expertise), Self::maximise(Metric::Preference)]
    }
}

/// Up or down.
///
/// ```
/// assert_ne!(convener::Direction::Maximise, convener::Direction::Minimise);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Maximise,
    /// Less is better.
    Minimise,
}

/// What a goal measures.
///
/// ```
/// assert_eq!(convener::Metric::Expertise.name(), "expertise");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Over seats: the sum of the speaker's levels on each of the panel's topics.
    Expertise,
    /// Over seats: the speaker's preference for the panel.
    Preference,
    /// The number of seats filled.
    Seats,
    /// The number of different speakers seated.
    People,
    /// The cost of every speaker seated, once each; undisclosed is 0.
    Cost,
    /// Seats of the plan that the draft lacks, and seats of the draft that the plan lacks.
    Changes,
}

impl Metric {
    /// Every metric, in the order of the documentation.
    pub(crate) const ALL: [Self; 6] =
        [Self::Expertise, Self::Preference, Self::Seats, Self::People, Self::Cost, Self::Changes];

    /// The name in the data format.
    ///
    /// ```
    /// assert_eq!(convener::Metric::Changes.name(), "changes");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expertise => "expertise",
            Self::Preference => "preference",
            Self::Seats => "seats",
            Self::People => "people",
            Self::Cost => "cost",
            Self::Changes => "changes",
        }
    }
}

/// How much of a goal's best value later goals may give up.
///
/// ```
/// use convener::{Share, Tolerance};
/// assert_ne!(Tolerance::Share(Share::percent(2).unwrap()), Tolerance::None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// Nothing.
    None,
    /// A part of the value's magnitude.
    Share(Share),
    /// A fixed amount.
    Number(Number),
}
