//! A conflict of one panel, looked for on another: a forum's rules say the same of every panel, and so do their conflicts.

use super::conflicts::{Conflicts, Found, MOST, active, is_organisers, witnesses};
use super::limits::Budget;
use super::probe::{Halt, Probe};
use super::quickxplain::Item;
use super::scope::Scope;
use super::system::{Kind, System};
use super::told::kind;
use super::whole::is_all;
use crate::Error;
use std::collections::{BTreeMap, BTreeSet};

/// A statement apart from its panel: its kind, its rule's id, and its group without what differs between panels.
type Apart = (Kind, String, Vec<(String, String)>);

/// What clashes on a panel: statements apart from it, or all of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    One(Apart),
    All(Kind),
}

/// A conflict apart from its panel.
pub(super) type Shape = Vec<Part>;

/// The conflict's shape, where another panel can have one of it.
pub(super) fn shape(system: &System<'_>, scope: &Scope, items: &[Item]) -> Option<Shape> {
    scope.panel?;
    let part = |item: &Item| match item[..] {
        [unit] => Some(Part::One(apart(system, unit))),
        [first, ..] => is_all(system, scope, item).then_some(Part::All(system.units[first as usize].kind)),
        [] => None,
    };
    items.iter().map(part).collect()
}

fn apart(system: &System<'_>, unit: u32) -> Apart {
    let of = &system.units[unit as usize];
    let (rule, mut group) = system.name(&of.about);
    group.retain(|(key, _)| !["panel", "topic", "slot"].contains(&key.as_str()));
    (of.kind, kind(&rule).to_owned(), group)
}

/// The items of such a conflict in a scope; `None` where a part of it stands for no statement there, or for several.
fn items(system: &System<'_>, scope: &Scope, shape: &Shape) -> Option<Vec<Item>> {
    let kind_of = |part: &Part| match part {
        Part::One((kind, ..)) | Part::All(kind) => *kind,
    };
    let kinds: BTreeSet<Kind> = shape.iter().map(kind_of).collect();
    let mut by_kind: BTreeMap<Kind, Item> = BTreeMap::new();
    for unit in &scope.units {
        let kind = system.units[*unit as usize].kind;
        if kinds.contains(&kind) {
            by_kind.entry(kind).or_default().push(*unit);
        }
    }
    let item = |part: &Part| {
        let all = by_kind.get(&kind_of(part))?;
        let Part::One(own) = part else { return Some(all.clone()) };
        let mut alike = all.iter().filter(|unit| apart(system, **unit) == *own);
        let first = alike.next()?;
        alike.next().is_none().then(|| vec![*first])
    };
    shape.iter().map(item).collect()
}

impl Conflicts {
    /// The conflicts of single panels: what clashes on one is looked for on all others before anything else is on them.
    pub(super) fn panel_by_panel(
        &mut self,
        system: &System<'_>,
        panels: &[Scope],
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        for (at, panel) in panels.iter().enumerate() {
            let known = self.shapes.len();
            self.look(system, panel, MOST, budget)?;
            if self.shapes.len() > known {
                for other in &panels[at + 1..] {
                    self.look_alike(system, other, known, budget)?;
                }
            }
        }
        Ok(())
    }

    /// The conflicts of a scope that are like those found on other panels, of the shapes from this one on.
    pub(super) fn look_alike(
        &mut self,
        system: &System<'_>,
        scope: &Scope,
        from: usize,
        budget: &mut Budget<'_>,
    ) -> Result<(), Error> {
        let mut probe = Probe::new(system, scope);
        for at in from..self.shapes.len() {
            match self.alike(&mut probe, at, budget) {
                Ok(()) => {}
                // What is not found here is looked for again.
                Err(Halt::Limit) => break,
                Err(Halt::Fault(error)) => return Err(error),
            }
        }
        Ok(())
    }

    fn alike(&mut self, probe: &mut Probe<'_, '_>, at: usize, budget: &mut Budget<'_>) -> Result<(), Halt> {
        let (system, scope) = (probe.system, probe.scope);
        let Some(items) = self.shapes.get(at).and_then(|shape| items(system, scope, shape)) else { return Ok(()) };
        let known = |unit: &u32| {
            is_organisers(&system.units[*unit as usize])
                && self
                    .found
                    .iter()
                    .any(|one| one.panel == scope.panel && one.items.iter().flatten().any(|u| u == unit))
        };
        // A conflict of what always holds alone is told once.
        let structural = !items.iter().flatten().any(|unit| is_organisers(&system.units[*unit as usize]));
        if structural || items.iter().flatten().any(known) || !is_conflict(probe, &items, budget)? {
            return Ok(());
        }
        let one = Found { items, panel: scope.panel };
        if self.is_also(system, &one, true) {
            self.found.push(one);
        } else {
            let witnesses = witnesses(probe, &one, budget)?;
            self.take(system, one, &witnesses, true, budget)?;
        }
        Ok(())
    }
}

/// Whether the items are together impossible, and possible without any one of them.
fn is_conflict(probe: &mut Probe<'_, '_>, items: &[Item], budget: &mut Budget<'_>) -> Result<bool, Halt> {
    let all = active(probe.system, items);
    if probe.is_possible(&all, budget)? {
        return Ok(false);
    }
    for item in items {
        let mut rest = all.clone();
        item.iter().for_each(|unit| rest[*unit as usize] = false);
        if !probe.is_possible(&rest, budget)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use crate::{Forum, Number, Options, Panel, Rule, Speaker};

    /// As many women as men: panels of three and five seats can't keep it, one of four can.
    #[test]
    fn what_clashes_on_a_panel_is_told_of_all_on_which_it_does() -> Result<(), crate::Error> {
        let mut even = Rule::new("even").for_each(["panel", "gender"]);
        even.at_most_apart = Some(Number::from(0));
        let mut forum = Forum::new("f").rule(even);
        for (panel, seats) in [("p1", 3), ("p2", 4), ("p3", 5), ("p4", 3)] {
            forum = forum.panel(Panel::new(panel).seats("panellist", seats, seats));
        }
        for at in 0..16 {
            let gender = if at % 2 == 0 { "woman" } else { "man" };
            forum = forum.speaker(Speaker::new(format!("s{at}")).gender(gender));
        }
        let explanation = crate::explain(&forum, &Options::default())?;
        let [conflict] = &explanation.conflicts[..] else { panic!("{:?}", explanation.conflicts) };
        assert!(conflict.minimal);
        assert_eq!(
            (&conflict.panels[..], &conflict.also[..]),
            (&["p1".to_owned()][..], &["p3".into(), "p4".into()][..])
        );
        assert_eq!(conflict.rules.iter().map(|clash| clash.rule.as_str()).collect::<Vec<_>>(), ["even", "seats/p1"]);
        assert_eq!(conflict.proofs.len(), 3);
        assert_eq!(explanation.concessions[0].cost, 3);
        Ok(())
    }

    /// On one of two panels that lack women there are too few men as well, and a third rule clashes on the other alone.
    #[test]
    fn each_panel_has_its_other_conflicts_too() -> Result<(), crate::Error> {
        let women = |n: i32| Rule::new("women").filter(crate::Filter::all().is("gender", "woman")).at_least(n);
        let mut forum = Forum::new("f").rule(women(2)).speaker(Speaker::new("w").gender("woman"));
        for at in 0..3 {
            forum = forum.speaker(Speaker::new(format!("m{at}")).gender("man"));
        }
        for panel in ["p1", "p2"] {
            forum = forum.panel(Panel::new(panel).seats("panellist", 2, 2));
        }
        forum.panels[1].rules.push(
            Rule::new("other").for_each(["panel"]).filter(crate::Filter::all().is("gender", "other")).at_least(1),
        );
        forum = forum.vocabulary("gender", ["woman", "man", "other"]);
        let explanation = crate::explain(&forum, &Options::default())?;
        let told: Vec<(&str, &[String], usize)> = (explanation.conflicts.iter())
            .map(|one| (one.rules[0].rule.as_str(), &one.panels[..], one.also.len()))
            .collect();
        assert_eq!(told, [("other", &["p2".to_owned()][..], 0), ("women", &["p1".to_owned()][..], 1)]);
        assert!(explanation.conflicts.iter().all(|one| one.minimal && one.rules.iter().all(|c| c.witness.is_some())));
        Ok(())
    }
}
