//! What every synthetic forum asks of a plan, before its variant adds to it.

use super::programme::Session;
use super::size::Size;
use crate::{Bound, Count, Direction, Filter, Goal, Key, Metric, Panel, PanelFilter, Rule, Share};

/// A level that makes an expert.
pub(super) const EXPERT: u8 = 3;

/// Gives every panel its number of panellists, fixed.
pub(super) fn seat(size: &Size, sessions: &mut [Session]) {
    for session in sessions {
        session.panel =
            std::mem::replace(&mut session.panel, Panel::new("")).seats("panellist", size.seats, size.seats);
    }
}

/// The requirements of the plain variant. One panel per slot, workload and availability are fields of panels and
/// speakers, not rules.
pub(super) fn rules(sessions: &[Session]) -> Vec<Rule> {
    let mut rules = vec![
        // Also what keeps a forum small: only pairs of a panel and somebody who knows one of its topics count.
        rule("knows-a-topic", "Everybody on a panel knows one of its topics")
            .filter(Filter::all().expert(1))
            .at_least(percent(100)),
    ];
    rules.extend(experts(sessions));
    rules.extend([
        rule("sectors", "At least three stakeholder groups on a panel")
            .count(Count::Distinct(Key::from("sector")))
            .at_least(3),
        rule("regions", "At least three regions on a panel").count(Count::Distinct(Key::from("region"))).at_least(3),
        rule("sector-limit", "No stakeholder group has more than two seats on a panel")
            .for_each(["panel", "sector"])
            .at_most(2),
        rule("women", "At least two women on a panel").filter(Filter::all().is("gender", "woman")).at_least(2),
        rule("men", "At least one man on a panel").filter(Filter::all().is("gender", "man")).at_least(1),
        rule("organisations", "Not two from one organisation on a panel")
            .for_each(["panel", "organisation"])
            .at_most(1),
        rule("newcomers", "A quarter of the programme for newcomers")
            .for_each([])
            .filter(Filter::all().is("newcomer", true))
            .at_least(percent(25)),
        rule("region-share", "Every region has 8% of the programme").for_each(["region"]).at_least(percent(8)),
        rule("sector-share", "Every stakeholder group has 4% of the programme")
            .for_each(["sector"])
            .at_least(percent(4)),
    ]);
    rules
}

/// Two experts on each topic, one where a panel has three topics: five seats could hardly hold six experts.
fn experts(sessions: &[Session]) -> Vec<Rule> {
    let (joint, focused): (Vec<_>, Vec<_>) = sessions.iter().partition(|session| session.panel.topics.len() > 2);
    let experts = |id, text, of: Vec<&Session>, number| {
        let mut rule =
            rule(id, text).for_each(["panel", "topic"]).filter(Filter::all().expert(EXPERT)).at_least(number);
        rule.panels = Some(PanelFilter::Ids(of.iter().map(|session| session.panel.id.clone()).collect()));
        rule
    };
    let mut rules = Vec::new();
    if !focused.is_empty() {
        rules.push(experts("experts", "Two experts on each topic of a panel", focused, 2));
    }
    if !joint.is_empty() {
        rules.push(experts("experts-joint", "An expert on each topic of a panel with three topics", joint, 1));
    }
    rules
}

/// One goal with weights from 1 to some 600: forty for each level on each topic (40 to 600), and what a speaker would
/// rather do, from -39 to 20.
pub(super) fn goals() -> Vec<Goal> {
    vec![Goal::blend(Direction::Maximise, [(Metric::Expertise, 40), (Metric::Preference, 1)])]
}

pub(super) fn rule(id: &str, text: &str) -> Rule {
    Rule { text: Some(text.to_owned()), ..Rule::new(id) }
}

/// A whole percentage as a bound. None that is asked for here is above 100, where there would be no share.
pub(super) fn percent(percent: u32) -> Bound {
    Share::percent(percent).map_or(Bound::from(0), Bound::from)
}
