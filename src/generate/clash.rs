//! Requirements of the variant `conflict`: each asks for more than many pools can give.

use super::Draft;
use super::random::{Purpose, Random};
use super::rules::{percent, rule};
use crate::{Count, Filter, Key, Rule};

/// Adds two of eight, drawn by the seed. Each alone can often be kept; together with the plain rules they often can't.
pub(super) fn add(draft: &mut Draft) {
    let mut random = Random::new(draft.seed, Purpose::Clash);
    let mut candidates = clashes();
    random.shuffle(&mut candidates);
    draft.forum.rules.extend(candidates.into_iter().take(2));
}

fn clashes() -> Vec<Rule> {
    let mut government = rule("clash-government", "Somebody from government who knows the subject well")
        .filter(Filter::all().is("sector", "government").expert(4));
    government = government.at_least(1);
    vec![
        government,
        rule("clash-international", "An international organisation on every panel")
            .filter(Filter::all().is("sector", "international_organisation"))
            .at_least(1),
        rule("clash-women", "Women hold 60% of a panel")
            .filter(Filter::all().is("gender", "woman"))
            .at_least(percent(60)),
        rule("clash-once", "Nobody sits twice").for_each(["speaker"]).at_most(1),
        rule("clash-newcomers", "Newcomers hold half of the programme")
            .for_each([])
            .filter(Filter::all().is("newcomer", true))
            .at_least(percent(50)),
        rule("clash-sectors", "No stakeholder group has more than one seat on a panel")
            .for_each(["panel", "sector"])
            .at_most(1),
        rule("clash-regions", "Four regions on a panel").count(Count::Distinct(Key::from("region"))).at_least(4),
        rule("clash-authority", "Two people with level 4 on each topic of a panel")
            .for_each(["panel", "topic"])
            .filter(Filter::all().expert(4))
            .at_least(2),
    ]
}
