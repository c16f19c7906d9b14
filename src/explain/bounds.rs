//! That bounds known before anything is solved hold, and plans found beside them count what is said.

use super::elastic::{Held, People, cheapest};
use super::limits::Budget;
use super::measure::Measure;
use super::reach::{Aim, Reach, reach};
use super::scarce;
use super::scope::Scope;
use super::system::{Kind, System};
use crate::solve::{Limits, backend};
use crate::{Answer, Count, Forum, Goal, Metric, Options, PanelFilter, Quantity};
use std::collections::{BTreeSet, HashSet};

/// Some panels and speakers of a regional forum.
fn some(variant: &str, seed: u64, panels: usize, speakers: usize) -> Forum {
    let mut forum = crate::generate::forum("regional", variant, seed).unwrap_or_else(|_| Forum::new("none"));
    forum.panels.truncate(panels);
    forum.speakers.truncate(speakers);
    let kept: HashSet<String> = forum.panels.iter().map(|panel| panel.id.clone()).collect();
    for speaker in &mut forum.speakers {
        speaker.preference.retain(|panel, _| kept.contains(panel));
        speaker.unavailable.retain(|slot| forum.panels.iter().any(|panel| panel.slot.as_ref() == Some(slot)));
    }
    for rule in &mut forum.rules {
        if let Some(PanelFilter::Ids(ids)) = &mut rule.panels {
            ids.retain(|id| kept.contains(id));
        }
    }
    forum.rules.retain(|rule| !matches!(&rule.panels, Some(PanelFilter::Ids(ids)) if ids.is_empty()));
    forum
}

/// The least that a plan can cost is a solve of its own: with the rule gone and the cost as the goal.
#[test]
fn a_fund_s_reach_is_between_bound_and_plan() -> Result<(), crate::Error> {
    let options = Options::default();
    let mut seen = 0;
    for seed in 1..=8 {
        let mut forum = some("travel", seed, 6, 120);
        let of_cost = |count: &Count| matches!(count, Count::Sum(Quantity::Attribute(_)));
        for rule in forum.rules.iter_mut().filter(|rule| of_cost(&rule.count)) {
            rule.at_most = Some(1.into());
        }
        let mut free = forum.clone();
        free.rules.retain(|rule| !of_cost(&rule.count));
        free.goals = vec![Goal::minimise(Metric::Cost)];
        let Answer::Optimal(best) = crate::solve(&free, &options)? else { continue };
        let Some(best) = best.goals.first().and_then(|goal| goal.value.whole()) else { continue };
        let system = System::new(&forum)?;
        let unit = (0..system.units.len() as u32).find(|unit| {
            let Kind::Rule(rule) = system.units[*unit as usize].kind else { return false };
            of_cost(&system.formulation.rule(rule).scope().rule.count)
        });
        let Some(measure) = unit.and_then(|unit| Measure::new(&system, unit)) else { continue };
        let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
        let active = vec![true; system.units.len()];
        for aim in [Aim::Decide, Aim::Best] {
            let Ok(Some(Reach::Far(reached))) = reach(&system, &measure, &active, aim, &mut budget) else { continue };
            let bound = reached.bound.unwrap_or(0);
            assert!(bound <= best && measure.is_beyond(bound), "seed {seed}: {bound} of {best}");
            if let Some((count, seats)) = reached.plan {
                let people: BTreeSet<&str> = seats.iter().map(|seat| seat.speaker.as_str()).collect();
                let costs = forum.speakers.iter().filter(|speaker| people.contains(speaker.id.as_str()));
                let own: i64 = costs.filter_map(|speaker| speaker.cost?.whole()).sum();
                assert_eq!(count, own, "seed {seed}");
                assert!(count >= best, "seed {seed}: {count} of {best}");
                seen += 1;
            }
        }
    }
    assert!(seen >= 6, "{seen}");
    Ok(())
}

/// Nothing that slack in the rows can buy costs less than what the panels ask for in vain.
#[test]
fn what_panels_ask_for_in_vain_is_paid_for() -> Result<(), crate::Error> {
    let options = Options::default();
    let mut reached = 0;
    for seed in 1..=40 {
        let forum = some("conflict", seed, 3, 14);
        let system = System::new(&forum)?;
        let kinds: BTreeSet<Kind> = system.units.iter().map(|unit| unit.kind).collect();
        let floor = scarce::floor(&system, kinds.iter());
        let mut budget = Budget::new(backend(&options)?, Limits::new(&options));
        let scope = Scope::everything(&system);
        let found = cheapest(&system, &scope, &Held::new(), People::default(), &mut budget);
        let Ok(Some(least)) = found else { continue };
        assert!(floor <= least.cost, "seed {seed}: {floor} of {}", least.cost);
        reached += u32::from(floor > 0);
    }
    assert!(reached >= 5, "{reached}");
    Ok(())
}
