//! The forum's statements, each by itself, as MPS text: what conflicts are proven by.

use super::system::{About, System};
use crate::program::{row_name, write_mps};
use crate::solve::refused;
use crate::{Error, Forum};
use std::collections::BTreeMap;

/// The rows of the forum's statements as MPS text, none of which takes another for granted: what the proofs of conflicts are
/// made of.
///
/// # Errors
///
/// [`Error::Rejected`] with every fault of the input.
///
/// ```
/// use convener::{Forum, Panel, Speaker};
/// let mut away = Speaker::new("s1");
/// away.unavailable.push("d1-am".into());
/// let forum = Forum::new("f").speaker(away).panel(Panel::new("p1").slot("d1-am").seats("panellist", 1, 1));
/// // The seat has no column where availability is taken for granted.
/// assert!(!convener::export(&forum)?.contains("seat/p1/panellist/s1"));
/// assert!(convener::export_open(&forum)?.contains("seat/p1/panellist/s1 unavailable/s1/d1-am 1"));
/// # Ok::<(), convener::Error>(())
/// ```
pub fn export_open(forum: &Forum) -> Result<String, Error> {
    let faults = forum.check();
    if !faults.is_empty() {
        return Err(Error::Rejected(faults));
    }
    // What is said twice is one row.
    let mut forum = forum.clone();
    let mut said = Vec::new();
    forum.pins.retain(|pin| {
        !said.contains(pin) && {
            said.push(pin.clone());
            true
        }
    });
    let forum = &forum;
    let system = System::new(forum)?;
    let mut columns: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (column, unit) in &system.forbids {
        columns.entry(*unit).or_default().push(*column);
    }
    let mut forbidding: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (unit, columns) in columns {
        let name = match &system.units[unit as usize].about {
            About::Roles { speaker } => row_name(&["roles", &forum.speakers[*speaker as usize].id]),
            About::Unavailable { speaker, slot } => {
                let slot = system.formulation.index.slots[*slot as usize];
                row_name(&["unavailable", &forum.speakers[*speaker as usize].id, slot])
            }
            About::Bar(at) => {
                let bar = &forum.bars[*at as usize];
                row_name(&["bar", &bar.panel, &bar.speaker, bar.role.as_deref().unwrap_or_default()])
            }
            _ => continue,
        };
        forbidding.insert(name, columns);
    }
    write_mps(&system.formulation, &forbidding.into_iter().collect::<Vec<_>>()).map_err(refused)
}
