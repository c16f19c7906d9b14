//! The ten wishes of the variant of that name, in three priorities.

use super::Draft;
use super::rules::{percent, rule};
use crate::{Count, Filter, Key, Number};

pub(super) fn add(draft: &mut Draft) {
    let mut close = rule("wish-sectors-apart", "The stakeholder groups are at most ten seats apart")
        .for_each(["sector"])
        .prefer(3, 1);
    close.at_most_apart = Some(Number::from(10));
    draft.forum.rules.extend([
        rule("wish-women", "Half of a panel are women")
            .filter(Filter::all().is("gender", "woman"))
            .at_least(percent(50))
            .prefer(1, 3),
        rule("wish-four-sectors", "Four stakeholder groups on a panel")
            .count(Count::Distinct(Key::from("sector")))
            .at_least(4)
            .prefer(1, 2),
        rule("wish-government", "Somebody from government on every panel")
            .filter(Filter::all().is("sector", "government"))
            .at_least(1)
            .prefer(1, 1),
        rule("wish-newcomer", "A newcomer on every panel")
            .filter(Filter::all().is("newcomer", true))
            .at_least(1)
            .prefer(2, 2),
        rule("wish-authority", "Somebody with level 5 on each topic")
            .for_each(["panel", "topic"])
            .filter(Filter::all().expert(5))
            .at_least(1)
            .prefer(2, 1),
        rule("wish-engineers", "Somebody from the technical community on every panel")
            .filter(Filter::all().is("sector", "technical_community"))
            .at_least(1)
            .prefer(2, 1),
        rule("wish-four-regions", "Four regions on a panel")
            .count(Count::Distinct(Key::from("region")))
            .at_least(4)
            .prefer(2, 1),
        rule("wish-one-a-day", "At most one seat a day for anybody")
            .for_each(["speaker", "day"])
            .at_most(1)
            .prefer(3, 2),
        rule("wish-regions", "Every region has 15% of the programme")
            .for_each(["region"])
            .at_least(percent(15))
            .prefer(3, 1),
        close,
    ]);
}
