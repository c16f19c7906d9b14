//! Every fault of a forum's meaning, all at once, in the order of the document.

mod bounds;
mod filters;
mod found;
mod goals;
mod kept;
mod names;
mod panels;
mod pins;
mod reach;
mod rules;
mod sizes;
mod speakers;

use super::{Fault, Forum};
use found::{Found, Place};
use names::Names;
use sizes::Extent;

/// What a check reads of the forum beyond the place at hand.
struct Check<'f> {
    forum: &'f Forum,
    names: Names<'f>,
    extent: Extent<'f>,
}

impl Forum {
    /// Every fault of the forum, in the order of the document; empty for a forum that can be solved.
    ///
    /// [`crate::solve`] makes the same check and refuses a forum with faults. A forum without faults may still have no
    /// plan: that is an answer, not a fault.
    ///
    /// ```
    /// use convener::{Code, Forum, Panel, Speaker};
    /// let faults = Forum::new("f").speaker(Speaker::new("s1")).panel(Panel::new("p1")).check();
    /// assert_eq!(faults.len(), 1);
    /// assert_eq!((faults[0].code, faults[0].pointer.as_str()), (Code::PanelWithoutSeats, "/panels/0/seats"));
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let check = Check { forum: self, names: Names::of(self), extent: Extent::of(self) };
        let mut found = Found::default();
        let root = Place::root();
        found.text(&root.name("forum"), &self.id, "the forum's name");
        speakers::vocabulary(&check, &mut found, &root.name("vocabulary"));
        speakers::pool(&check, &mut found, &root.name("speakers"));
        panels::programme(&check, &mut found, &root.name("panels"));
        panels::adopted(&check, &mut found, &root.name("policies"));
        rules::forum(&check, &mut found, &root.name("rules"));
        goals::all(&check, &mut found, &root.name("goals"));
        pins::pins(&check, &mut found, &root.name("pins"));
        kept::bars(&check, &mut found, &root.name("bars"));
        kept::draft(&check, &mut found, &root.name("draft"));
        panels::waive(&check, &mut found, &root.name("waive"), &self.waive);
        found.faults
    }
}
