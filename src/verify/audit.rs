//! Auditing a draft: counted as it stands, nothing solved.

use super::count;
use crate::{Audit, Error, Forum, Statistics};

/// Counts the forum's draft, whole or partial, kept or broken, against every rule; nothing is solved.
///
/// # Errors
///
/// [`Error::Rejected`] with every fault of the forum; [`Error::Internal`] should a count not fit its number, which the
/// check of the forum rules out.
///
/// ```
/// use convener::{DraftSeat, Forum, Panel, Speaker};
/// let mut forum = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1").seats("panellist", 2, 2));
/// forum.draft.push(DraftSeat { panel: "p1".into(), role: "panellist".into(), speaker: "s1".into() });
/// let audit = convener::audit(&forum)?;
/// assert_eq!(audit.broken().map(|tally| tally.rule.as_str()).collect::<Vec<_>>(), ["seats/p1"]);
/// # Ok::<(), convener::Error>(())
/// ```
pub fn audit(forum: &Forum) -> Result<Audit, Error> {
    let faults = forum.check();
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    let counted = count(forum, &forum.draft).map_err(|overflow| Error::Internal(overflow.to_string()))?;
    let statistics = Statistics { speakers: forum.speakers.len(), panels: forum.panels.len(), ..Statistics::default() };
    Ok(Audit { goals: counted.goals, rules: counted.rules, statistics })
}
