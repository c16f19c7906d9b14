//! The rules in force: the forum's, its policies', its panels', each with the panels that it speaks of.

use super::index::selects;
use crate::{Forum, Rule};

/// A rule with the panels it speaks of, waivers taken out.
pub(crate) struct InForce<'a> {
    pub rule: &'a Rule,
    /// Positions, ascending.
    pub panels: Vec<u32>,
}

/// Every rule in force, in the order in which answers list them: the forum's own, those of its policies, the panels'.
pub(crate) fn rules_in_force(forum: &Forum) -> Vec<InForce<'_>> {
    let own = forum.rules.iter().map(|rule| (rule, None, None));
    let adopted = forum.policies.iter().filter_map(|id| crate::policy::find(id));
    let policies = adopted.flat_map(|policy| policy.rules.iter().map(|rule| (rule, Some(policy.id), None)));
    let panels = forum.panels.iter().enumerate();
    let panels = panels.flat_map(|(p, panel)| panel.rules.iter().map(move |rule| (rule, None, Some(p))));
    let waives = |waive: &[String], rule: &Rule, policy: Option<&str>| {
        waive.iter().any(|id| *id == rule.id || policy == Some(id.as_str()))
    };
    own.chain(policies)
        .chain(panels)
        .filter(|(rule, policy, _)| !waives(&forum.waive, rule, *policy))
        .map(|(rule, policy, only)| {
            let all = forum.panels.iter().enumerate();
            let speaks_of = all.filter(|(p, panel)| {
                only.is_none_or(|only| only == *p)
                    && selects(rule.panels.as_ref(), panel)
                    && !waives(&panel.waive, rule, policy)
            });
            InForce { rule, panels: speaks_of.map(|(p, _)| p as u32).collect() }
        })
        .collect()
}
