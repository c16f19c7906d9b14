//! A plan that keeps some statements of a large forum, looked for in the forum that states these and no others.
//!
//! The rules that are left then forbid seats and take rows out before there is a program, and the forum's goals steer the
//! search, though any plan will do.

use super::elastic::internal;
use super::limits::Budget;
use super::probe::Halt;
use super::sum::{Sum, of_proof};
use super::system::{About, Kind, System, about, name};
use crate::backend::{Control, Outcome};
use crate::engine::{Tier, settle};
use crate::program::{Formulation, Meaning, Proof, Source, rules_in_force};
use crate::solve::refused;
use crate::{DraftSeat, Forum, Goal, Key, Metric, PanelFilter};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What a search for a plan says.
pub(super) enum Stated {
    Plan(Vec<DraftSeat>),
    /// With the rows that the proof rests on, beside what forbids seats or is made redundant by others: rule and group.
    Impossible(Proven),
    /// The statements are no forum, as a rule is stated for some groups of a panel only.
    Unsaid,
}

/// A plan that keeps the statements, of one panel alone where one is named; there is none where a sum known from others
/// excludes it.
pub(super) fn plan(
    system: &System<'_>,
    active: &[bool],
    panel: Option<u32>,
    known: &[Sum],
    budget: &mut Budget<'_>,
) -> Result<Stated, Halt> {
    let Some(mut forum) = stated(system, active) else { return Ok(Stated::Unsaid) };
    if let Some(panel) = panel {
        alone(&mut forum, &system.forum.panels[panel as usize].id);
    }
    let mut limits = || budget.control().should_stop();
    let formulated = Formulation::unless(&forum, &mut limits).map_err(refused)?;
    let Some(formulation) = formulated else { return Err(Halt::Limit) };
    if let Some(rows) = known.iter().find_map(|sum| sum.excludes(&formulation)) {
        return Ok(Stated::Impossible(Proven { named: names(&formulation, rows.into_iter()), sum: None }));
    }
    // Plans are found sooner without a goal, and that there is none is proven sooner with one where columns are many.
    let (goal, many) = (formulation.objectives.first(), formulation.columns() > MANY);
    let first = if many { FIRST_LOOKS } else { LOOKS };
    let again = if many { LOOKS } else { 0 };
    for (goal, looks) in [(None, first), (goal, LOOKS), (None, again)].into_iter().filter(|(_, looks)| *looks > 0) {
        let mut control = UntilPlan { limits: budget.control(), found: false, left: looks, proof: None };
        let tier = Tier { objective: goal, later: &[], kept: &[], start: None, learned: &[] };
        match settle(&formulation, &tier, &mut control).map_err(|failure| internal(&failure.0))?.0 {
            Outcome::Infeasible { .. } => {
                let proven =
                    |proof: &Proof| Proven { named: named(&formulation, proof), sum: of_proof(&formulation, proof) };
                return Ok(Stated::Impossible(control.proof.as_ref().map(proven).unwrap_or_default()));
            }
            Outcome::Optimal { values, .. } | Outcome::Stopped { values: Some(values), .. } => {
                return Ok(Stated::Plan(seats(&forum, &formulation, &values)));
            }
            Outcome::Stopped { values: None, .. } => {}
        }
    }
    Err(Halt::Limit)
}

/// What a proof that there is no plan rests on.
#[derive(Default)]
pub(super) struct Proven {
    pub named: Vec<Named>,
    pub sum: Option<Sum>,
}

/// A statement by its rule's id and its group.
pub(super) type Named = (String, Vec<(String, String)>);

/// The statements whose rows a proof uses.
fn named(formulation: &Formulation<'_>, proof: &Proof) -> Vec<Named> {
    let used = proof.nodes.iter().flat_map(|node| &node.used).map(|used| &used.rows);
    let sources = used.chain(proof.cuts.iter().map(|cut| &cut.rows)).flatten();
    let rows: BTreeSet<u32> = sources
        .filter_map(|(source, _)| match source {
            Source::Row(row) => Some(*row),
            Source::Cut(_) => None,
        })
        .collect();
    names(formulation, rows.into_iter())
}

/// What the rows state.
fn names(formulation: &Formulation<'_>, rows: impl Iterator<Item = u32>) -> Vec<Named> {
    let origin = |row: u32| formulation.rows().get(row as usize).map(|bounds| bounds.origin);
    let about = rows.filter_map(origin).filter_map(|origin| about(formulation, origin));
    about.map(|about| name(formulation, &about)).collect()
}

/// The engine looks at its limits so often before a search is given up; those of 300 panels that end do so after 9,000.
const LOOKS: u64 = 12_000;
/// So often at first where columns are more than this, as hardly anything forbids a seat: most plans are found by then.
const FIRST_LOOKS: u64 = 2_000;
const MANY: usize = 300_000;

/// Stops at the first plan, or after some looks.
struct UntilPlan<'c> {
    limits: &'c mut dyn Control,
    found: bool,
    left: u64,
    proof: Option<Proof>,
}

impl Control for UntilPlan<'_> {
    fn should_stop(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.found || self.left == 0 || self.limits.should_stop()
    }
    fn is_limited(&self) -> bool {
        true
    }
    fn time_left(&self) -> Option<Duration> {
        self.limits.time_left()
    }
    fn report(&mut self, incumbent: Option<i64>, _: Option<i64>) {
        self.found |= incumbent.is_some();
    }
    fn wants_proof(&self) -> bool {
        true
    }
    fn proven(&mut self, proof: Proof) {
        self.proof = Some(proof);
    }
}

/// The seats that a formulation's values hold.
pub(super) fn seats(forum: &Forum, formulation: &Formulation<'_>, values: &[i64]) -> Vec<DraftSeat> {
    let held = (0_u32..).zip(values).take(formulation.seats.len()).filter(|(_, value)| **value == 1);
    held.filter_map(|(column, _)| match formulation.column(column).meaning {
        Meaning::Seat { panel, role, speaker } => Some(DraftSeat {
            panel: forum.panels[panel as usize].id.clone(),
            role: forum.panels[panel as usize].seats[role as usize].role.clone(),
            speaker: forum.speakers[speaker as usize].id.clone(),
        }),
        _ => None,
    })
    .collect()
}

/// The rules in force as the forum's own, each with the panels it speaks of named, so that they can be changed one by one.
pub(super) fn own_rules(system: &System<'_>) -> Vec<crate::Rule> {
    let panel = |panel: &u32| system.forum.panels[*panel as usize].id.clone();
    let named = |in_force: crate::program::InForce<'_>| {
        let mut rule = in_force.rule.clone();
        rule.panels = Some(PanelFilter::Ids(in_force.panels.iter().map(panel).collect()));
        rule
    };
    rules_in_force(system.forum).into_iter().map(named).collect()
}

/// A forum has goals, or a search goes astray among plans that are all the same to it.
pub(super) fn with_goal(forum: &mut Forum) {
    if forum.goals.is_empty() {
        forum.goals.push(Goal::maximise(Metric::Expertise));
    }
}

/// The forum that states what is active; `None` where there is none.
pub(super) fn stated(system: &System<'_>, active: &[bool]) -> Option<Forum> {
    let mut forum = system.forum.clone();
    let mut open = Open::default();
    for (unit, _) in system.units.iter().zip(active).filter(|(_, active)| !**active) {
        open.drop(system, &mut forum, &unit.about, unit.kind)?;
    }
    for (unit, _) in system.units.iter().zip(active).filter(|(_, active)| **active) {
        // All slots of everybody are kept, or none.
        let kind_dropped = open.kinds.contains(&unit.kind);
        if kind_dropped && matches!(unit.kind, Kind::Slot | Kind::OneSeat) {
            return None;
        }
        if let (About::Group { rule, .. } | About::Family { rule, .. }, true) = (&unit.about, kind_dropped) {
            let name = system.name(&unit.about).1;
            let panel = name.iter().find(|(key, _)| key == Key::Panel.name()).map(|(_, panel)| panel.clone());
            // Nothing else of the rule's is said on the panel, and none of its groups is of all panels.
            if open.panels.get(rule)?.contains(&panel?) {
                return None;
            }
            open.kept.insert(*rule);
        }
    }
    let rules = (0_u32..).zip(own_rules(system)).filter_map(|(number, mut rule)| {
        if rule.prefer.is_some() {
            return None;
        }
        if open.kinds.contains(&Kind::Rule(number)) {
            if !open.kept.contains(&number) {
                return None;
            }
            if let (Some(PanelFilter::Ids(ids)), Some(dropped)) = (&mut rule.panels, open.panels.get(&number)) {
                ids.retain(|id| !dropped.contains(id));
            }
        }
        Some(rule)
    });
    forum.rules = rules.collect();
    forum.policies.clear();
    forum.panels.iter_mut().for_each(|panel| panel.rules.clear());
    let mut number = 0..;
    forum.pins.retain(|_| number.next().is_some_and(|at| !open.entries.contains(&About::Pin(at))));
    let mut number = 0..;
    forum.bars.retain(|_| number.next().is_some_and(|at| !open.entries.contains(&About::Bar(at))));
    with_goal(&mut forum);
    Some(forum)
}

/// The forum with one panel and what is said of it.
fn alone(forum: &mut Forum, panel: &str) {
    forum.panels.retain(|own| own.id == panel);
    for rule in &mut forum.rules {
        if let Some(PanelFilter::Ids(ids)) = &mut rule.panels {
            ids.retain(|id| id == panel);
        }
    }
    forum.pins.retain(|pin| pin.panel == panel);
    forum.bars.retain(|bar| bar.panel == panel);
    for speaker in &mut forum.speakers {
        speaker.preference.retain(|own, _| own == panel);
    }
}

/// What is not stated.
#[derive(Default)]
struct Open {
    kinds: BTreeSet<Kind>,
    /// By rule, the panels on which one of its groups is dropped.
    panels: BTreeMap<u32, BTreeSet<String>>,
    /// Rules that stay on some panels.
    kept: BTreeSet<u32>,
    entries: std::collections::HashSet<About>,
}

impl Open {
    fn drop(&mut self, system: &System<'_>, forum: &mut Forum, about: &About, kind: Kind) -> Option<()> {
        let first = self.kinds.insert(kind);
        match about {
            About::Group { rule, .. } | About::Family { rule, .. } => {
                let name = system.name(about).1;
                let panel = name.into_iter().find(|(key, _)| key == Key::Panel.name());
                self.panels.entry(*rule).or_default().extend(panel.map(|(_, panel)| panel));
            }
            About::Seats { panel, role } => {
                let range = forum.panels.get_mut(*panel as usize)?.seats.get_mut(*role as usize)?;
                (range.min, range.max) = (0, u32::try_from(system.forum.speakers.len()).ok()?);
            }
            About::OneSeat { .. } if first => {
                for panel in &mut forum.panels {
                    panel.may_double = panel.seats.iter().map(|seats| seats.role.clone()).collect();
                }
            }
            About::Slot { .. } if first => forum.waive.push("slot".into()),
            About::OneSeat { .. } | About::Slot { .. } => {}
            About::MaxSeats { speaker } => forum.speakers.get_mut(*speaker as usize)?.max_seats = None,
            About::Roles { speaker } => forum.speakers.get_mut(*speaker as usize)?.roles = None,
            About::Unavailable { speaker, slot } => {
                let slot = system.formulation.index.slots.get(*slot as usize)?;
                forum.speakers.get_mut(*speaker as usize)?.unavailable.retain(|own| own != slot);
            }
            About::Pin(_) | About::Bar(_) => drop(self.entries.insert(about.clone())),
        }
        Some(())
    }
}
