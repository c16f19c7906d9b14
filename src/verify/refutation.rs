//! Why a plan and what is claimed of it are refused.

use crate::{GoalName, Number, Tally};
use std::fmt;

/// One reason; a plan is refused with all of them.
///
/// ```
/// use convener::Refutation;
/// let reason = Refutation::PanelMissing { panel: "p1".into() };
/// assert!(reason.to_string().contains("p1"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Refutation {
    /// The plan lacks a panel of the forum.
    PanelMissing {
        /// The panel's id.
        panel: String,
    },
    /// The plan has a panel that the forum lacks.
    PanelUnknown {
        /// The panel's id.
        panel: String,
    },
    /// The plan has a panel more than once.
    PanelTwice {
        /// The panel's id.
        panel: String,
    },
    /// The plan has the forum's panels in another order, first at this position.
    PanelsOutOfOrder {
        /// Counted from 0.
        position: usize,
    },
    /// A seat is in a role that its panel does not have.
    RoleUnknown {
        /// The panel's id.
        panel: String,
        /// The role.
        role: String,
    },
    /// A seat is held by nobody of the pool.
    SpeakerUnknown {
        /// The panel's id.
        panel: String,
        /// The speaker's id.
        speaker: String,
    },
    /// A speaker holds the very same seat twice.
    SeatTwice {
        /// The panel's id.
        panel: String,
        /// The role.
        role: String,
        /// The speaker's id.
        speaker: String,
    },
    /// A requirement is not met.
    Broken(Box<Tally>),
    /// No value is claimed of a goal.
    GoalMissing(GoalName),
    /// A value is claimed of what is no goal, or once more.
    GoalExtra(GoalName),
    /// The goals are claimed in another order.
    GoalsOutOfOrder,
    /// The value claimed is not the value counted.
    GoalDiffers {
        /// The goal.
        goal: GoalName,
        /// What is claimed.
        claimed: Number,
        /// What was counted.
        counted: Number,
    },
    /// No tally is claimed of a rule's group.
    TallyMissing(Box<Tally>),
    /// A tally is claimed of what is no rule's group, or once more.
    TallyExtra(Box<Tally>),
    /// The tallies are claimed in another order.
    TalliesOutOfOrder,
    /// The tally claimed is not the tally counted.
    TallyDiffers {
        /// What is claimed.
        claimed: Box<Tally>,
        /// What was counted.
        counted: Box<Tally>,
    },
    /// Counting the plan exactly is not possible.
    TooLarge,
}

impl fmt::Display for Refutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PanelMissing { panel } => write!(f, "the plan lacks panel `{panel}`"),
            Self::PanelUnknown { panel } => write!(f, "the forum has no panel `{panel}`"),
            Self::PanelTwice { panel } => write!(f, "the plan has panel `{panel}` more than once"),
            Self::PanelsOutOfOrder { position } => {
                write!(f, "from position {position} on, the plan's panels are not in the forum's order")
            }
            Self::RoleUnknown { panel, role } => write!(f, "panel `{panel}` has no role `{role}`"),
            Self::SpeakerUnknown { panel, speaker } => {
                write!(f, "`{speaker}` on panel `{panel}` is nobody of the pool")
            }
            Self::SeatTwice { panel, role, speaker } => {
                write!(f, "`{speaker}` is listed more than once as `{role}` on panel `{panel}`")
            }
            Self::Broken(tally) => {
                write!(f, "the requirement {} is not met: ", Named(tally))?;
                write!(f, "{}, short by {}", Counts(tally), tally.short)
            }
            Self::GoalMissing(goal) => write!(f, "no value is claimed of the goal {}", Of(goal)),
            Self::GoalExtra(goal) => write!(f, "a value is claimed of {}, which is no goal or has one", Of(goal)),
            Self::GoalsOutOfOrder => f.write_str("the goals are not in their order"),
            Self::GoalDiffers { goal, claimed, counted } => {
                write!(f, "the goal {} is {counted} by count and claimed to be {claimed}", Of(goal))
            }
            Self::TallyMissing(tally) => write!(f, "no tally is claimed of {}", Named(tally)),
            Self::TallyExtra(tally) => {
                write!(f, "a tally is claimed of {}, which has none or has one already", Named(tally))
            }
            Self::TalliesOutOfOrder => f.write_str("the tallies are not in the order of the rules and their groups"),
            Self::TallyDiffers { claimed, counted } => {
                write!(f, "{} is {} by count and claimed to be ", Named(counted), Counts(counted))?;
                write!(f, "{}", Counts(claimed))
            }
            Self::TooLarge => f.write_str("a count of the plan is too large to be exact"),
        }
    }
}

/// A goal in words.
struct Of<'a>(&'a GoalName);

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            GoalName::Wishes { priority } => write!(f, "`wishes of priority {priority}`"),
            GoalName::Goal { index, label } => write!(f, "`{label}` (number {index})"),
        }
    }
}

/// A tally's rule and group.
struct Named<'a>(&'a Tally);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.rule)?;
        for (position, (key, value)) in self.0.group.iter().enumerate() {
            let before = if position == 0 { " of" } else { "," };
            write!(f, "{before} {key} `{value}`")?;
        }
        Ok(())
    }
}

/// A tally's count, bounds and verdict.
struct Counts<'a>(&'a Tally);

impl fmt::Display for Counts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = self.0;
        write!(f, "{}", tally.count)?;
        if let Some(seats) = tally.seats {
            write!(f, " in {seats} seats")?;
        }
        if let Some(bound) = tally.at_least {
            write!(f, ", at least {bound}")?;
        }
        if let Some(bound) = tally.at_most {
            write!(f, ", at most {bound}")?;
        }
        if let Some(bound) = tally.at_most_apart {
            write!(f, ", at most {bound} apart")?;
        }
        f.write_str(match (tally.wish, tally.is_met()) {
            (false, true) => ", met",
            (false, false) => ", not met",
            (true, true) => ", a wish met",
            (true, false) => ", a wish not met",
        })
    }
}
