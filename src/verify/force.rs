//! Which rules are in force, and on which panels: the forum's own, the adopted policies', the panels'.

use super::Overflow;
use super::matching::panel_matches;
use crate::{Forum, Panel, Rule};

/// A rule in force.
pub(super) struct InForce<'f> {
    pub rule: &'f Rule,
    /// By the panel's position: whether the rule speaks of it.
    pub panels: Vec<bool>,
}

/// The rules in force: the forum's in their order, then each adopted policy's, then each panel's own.
pub(super) fn in_force(forum: &Forum) -> Result<Vec<InForce<'_>>, Overflow> {
    let mut all = Vec::new();
    for rule in &forum.rules {
        add(&mut all, forum, rule, None, None)?;
    }
    for policy in &forum.policies {
        for rule in policy_rules(policy) {
            add(&mut all, forum, rule, Some(policy), None)?;
        }
    }
    for (position, panel) in forum.panels.iter().enumerate() {
        for rule in &panel.rules {
            add(&mut all, forum, rule, None, Some(position))?;
        }
    }
    Ok(all)
}

fn add<'f>(
    all: &mut Vec<InForce<'f>>,
    forum: &Forum,
    rule: &'f Rule,
    policy: Option<&String>,
    own: Option<usize>,
) -> Result<(), Overflow> {
    let waived = |waive: &[String]| waive.contains(&rule.id) || policy.is_some_and(|policy| waive.contains(policy));
    if waived(&forum.waive) {
        return Ok(());
    }
    let speaks_of = |(position, panel): (usize, &Panel)| {
        let among = match own {
            // A rule inside a panel speaks of that panel alone.
            Some(own) => own == position,
            None => panel_matches(rule.panels.as_ref(), panel)?,
        };
        Ok(among && !waived(&panel.waive))
    };
    let panels = forum.panels.iter().enumerate().map(speaks_of).collect::<Result<Vec<_>, _>>()?;
    all.push(InForce { rule, panels });
    Ok(())
}

/// The rules of a policy; an id that names none is a fault of the forum.
fn policy_rules(id: &str) -> &'static [Rule] {
    crate::policy::find(id).map_or(&[], |policy| policy.rules.as_slice())
}
