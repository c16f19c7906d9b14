//! Why this person holds a seat, and why another doesn't.

use super::answer::{Change, Conflict};
use super::course;
use super::prices::{Answered, Valued, answered, changes};
use crate::{Bar, Error, Forum, Options, Pin, Plan};
use web_time::Instant;

/// Why a speaker sits on a panel in the best plan, or why not.
///
/// ```
/// use convener::{Forum, Options, Panel, Speaker};
/// let forum = Forum::new("f")
///     .speaker(Speaker::new("s1").expertise("privacy", 5))
///     .speaker(Speaker::new("s2").expertise("privacy", 3))
///     .panel(Panel::new("p1").topic("privacy").seats("panellist", 1, 1));
/// let reason = convener::why(&forum, "p1", "s1", &Options::default())?;
/// assert!(reason.seated);
/// assert_eq!(reason.goals[0].now.whole(), Some(5));
/// assert_eq!(reason.goals[0].then.whole(), Some(3)); // with the next best
/// # Ok::<(), convener::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The panel.
    pub panel: String,
    /// The speaker.
    pub speaker: String,
    /// Whether the best plan seats the speaker there.
    pub seated: bool,
    /// The goals of the best plan and of the best plan in which it is the other way round; empty where there is none.
    pub goals: Vec<Change>,
    /// The best plan in which it is the other way round.
    pub otherwise: Option<Plan>,
    /// Why it can't be the other way round, where it can't.
    pub conflicts: Vec<Conflict>,
    /// Whether both plans are proven best, or that there is none is proven.
    pub proven: bool,
}

/// Why, or why not, a speaker sits on a panel: the best plan is compared with the best one in which it is the other way
/// round, or the rules are named that rule it out.
///
/// # Errors
///
/// As [`explain`](crate::explain), and a fault for a panel or speaker that the forum doesn't have. A forum without a plan
/// has no reasons: its conflicts are given.
///
/// ```
/// use convener::{Forum, Options, Panel, Speaker};
/// let mut away = Speaker::new("s1").expertise("privacy", 5);
/// away.unavailable.push("d1-am".into());
/// let forum = Forum::new("f")
///     .speaker(away)
///     .speaker(Speaker::new("s2").expertise("privacy", 3))
///     .panel(Panel::new("p1").topic("privacy").slot("d1-am").seats("panellist", 1, 1));
/// let reason = convener::why(&forum, "p1", "s1", &Options::default())?;
/// assert!(!reason.seated);
/// assert_eq!(reason.conflicts[0].rules[1].rule, "unavailable/s1");
/// # Ok::<(), convener::Error>(())
/// ```
pub fn why(forum: &Forum, panel: &str, speaker: &str, options: &Options) -> Result<Reason, Error> {
    let mut faults = forum.check();
    for (code, known, what, id) in [
        (crate::Code::UnknownPanel, forum.panels.iter().any(|own| own.id == panel), "panel", panel),
        (crate::Code::UnknownSpeaker, forum.speakers.iter().any(|own| own.id == speaker), "speaker", speaker),
    ] {
        if !known {
            let message = format!("no {what} `{id}`");
            faults.push(crate::Fault { code, pointer: String::new(), message, hint: None });
        }
    }
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    let mut reason = Reason {
        panel: panel.to_owned(),
        speaker: speaker.to_owned(),
        seated: false,
        goals: Vec::new(),
        otherwise: None,
        conflicts: Vec::new(),
        proven: false,
    };
    // The time is that of both plans and of what stands in the way.
    let started = Instant::now();
    let left = |parts: u32| {
        let left = options.time_limit.map(|limit| limit.saturating_sub(started.elapsed()) / parts);
        Options { time_limit: left, ..options.clone() }.without_certificate()
    };
    let now = match answered(forum, &left(2))? {
        Answered::Plan(now) => now,
        Answered::Impossible => {
            let (conflicts, limited) = course::conflicts(forum, &left(1))?;
            return Ok(Reason { conflicts, proven: !limited, ..reason });
        }
        Answered::Unknown => return Ok(reason),
    };
    let Valued { plan, goals, proven } = now;
    let on = plan.panels.iter().find(|own| own.panel == panel);
    reason.seated = on.is_some_and(|on| on.seats.iter().any(|seat| seat.speaker == speaker));
    let mut other = forum.clone();
    let (panel, speaker) = (panel.to_owned(), speaker.to_owned());
    if reason.seated {
        other.bars.push(Bar { panel, speaker, role: None });
    } else {
        other.pins.push(Pin { panel, speaker, role: None });
    }
    match answered(&other, &left(1))? {
        Answered::Plan(then) => {
            reason.goals = changes(&goals, &then.goals);
            reason.proven = proven && then.proven;
            reason.otherwise = Some(then.plan);
        }
        // Where no time was left to find a plan, a conflict may still say that there is none.
        Answered::Impossible | Answered::Unknown => {
            let (conflicts, limited) = course::conflicts(&other, &left(1))?;
            reason.proven = !limited;
            reason.conflicts = conflicts;
        }
    }
    Ok(reason)
}
