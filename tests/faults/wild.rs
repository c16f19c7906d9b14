//! The check never panics and is the same each time, whatever the forum says.

use convener::{
    Bar, Bound, Condition, Count, Direction, DraftSeat, Filter, Forum, Goal, Key, Metric, Number, Panel, PanelField,
    PanelFilter, Pin, Prefer, Quantity, Rule, Seats, Share, Speaker, Term, Tolerance, Value, Values,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Names that often meet: ids, topics, roles, attributes and reserved words are drawn from one bag.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "s1",
        "s2",
        "p1",
        "p2",
        "am",
        "slot",
        "panellist",
        "privacy",
        "sector",
        "gender",
        "cost",
        "age",
        "expertise",
        "r1",
        "seats/p1",
        "four-sectors",
        "a/b~c",
        "é",
    ])
    .prop_map(str::to_owned)
}

fn names() -> impl Strategy<Value = Vec<String>> {
    vec(name(), 0..4)
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (-3_000_i64..3_000).boxed(),
        prop::sample::select(vec![1_000_000_000_000, -1_000_000_000_000, 999_999_999_999]).boxed()
    ]
    .prop_map(|thousandths| Number::from_thousandths(thousandths).unwrap())
}

fn bound() -> impl Strategy<Value = Bound> {
    prop_oneof![
        number().prop_map(Bound::from),
        (0_u32..=100).prop_map(|percent| Share::percent(percent).unwrap().into())
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let term = prop_oneof![
        name().prop_map(Term::Text),
        number().prop_map(Term::Number),
        any::<bool>().prop_map(Term::Flag),
        Just(Term::Undisclosed)
    ];
    let leaf = prop_oneof![
        vec(term, 0..3).prop_map(Condition::OneOf),
        (option::of(number()), option::of(number()))
            .prop_map(|(at_least, at_most)| Condition::Range { at_least, at_most })
    ];
    leaf.prop_recursive(3, 3, 1, |inner| inner.prop_map(|inner| Condition::Not(Box::new(inner))))
}

fn filter() -> impl Strategy<Value = Filter> {
    (option::of(any::<u8>()), vec((name(), condition()), 0..2))
        .prop_map(|(expertise, attributes)| Filter { expertise, attributes: attributes.into_iter().collect() })
}

fn panels() -> impl Strategy<Value = Option<PanelFilter>> {
    use PanelField::{Day, Id, Seats, Slot, Topics, Track};
    let field = prop::sample::select(vec![Id, Topics, Slot, Day, Track, Seats]);
    option::of(prop_oneof![
        names().prop_map(PanelFilter::Ids),
        vec((field, condition()), 0..2).prop_map(|fields| PanelFilter::Fields(fields.into_iter().collect()))
    ])
}

fn rule() -> impl Strategy<Value = Rule> {
    let key = || name().prop_map(|name| Key::from(name.as_str()));
    let count = prop_oneof![
        Just(Count::Seats),
        Just(Count::People),
        key().prop_map(Count::Distinct),
        Just(Count::Sum(Quantity::Expertise)),
        name().prop_map(|name| Count::Sum(Quantity::Attribute(name)))
    ];
    let values = prop_oneof![
        names().prop_map(Values::Only),
        vec((name(), names()), 0..2).prop_map(|lists| Values::Of(lists.into_iter().collect()))
    ];
    let prefer = (0_u32..3, any::<u32>()).prop_map(|(priority, weight)| Prefer { priority, weight });
    (
        (name(), option::of(name()), vec(key(), 0..3), count, filter(), option::of(names()), panels()),
        (option::of(values), option::of(bound()), option::of(bound()), option::of(bound()), option::of(number())),
        option::of(prefer),
    )
        .prop_map(|((id, text, for_each, count, filter, roles, panels), bounds, prefer)| {
            let (values, at_least, at_most, exactly, at_most_apart) = bounds;
            Rule {
                id,
                text,
                for_each,
                count,
                filter,
                roles,
                panels,
                values,
                at_least,
                at_most,
                exactly,
                at_most_apart,
                prefer,
                concede: None,
            }
        })
}

fn speaker() -> impl Strategy<Value = Speaker> {
    let value = prop_oneof![
        name().prop_map(Value::Text),
        number().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Flag),
        names().prop_map(Value::List)
    ];
    (
        (name(), vec((name(), any::<u8>()), 0..3), names(), names(), vec((name(), value), 0..3)),
        (
            option::of(names()),
            names(),
            option::of(any::<u32>()),
            option::of(number()),
            vec((name(), any::<i32>()), 0..2),
        ),
    )
        .prop_map(
            |((id, expertise, sector, gender, attributes), (roles, unavailable, max_seats, cost, preference))| {
                Speaker {
                    expertise: expertise.into_iter().collect(),
                    sector,
                    gender,
                    attributes: attributes.into_iter().collect(),
                    roles,
                    unavailable,
                    max_seats,
                    cost,
                    preference: preference.into_iter().collect(),
                    ..Speaker::new(id)
                }
            },
        )
}

fn panel() -> impl Strategy<Value = Panel> {
    let size = || prop_oneof![0_u32..5, any::<u32>()];
    let seats = (name(), size(), size()).prop_map(|(role, min, max)| Seats { role, min, max });
    (
        (name(), names(), option::of(name()), option::of(name()), option::of(name())),
        (vec(seats, 0..3), vec(rule(), 0..2), names(), names()),
    )
        .prop_map(|((id, topics, slot, day, track), (seats, rules, waive, may_double))| Panel {
            topics,
            slot,
            day,
            track,
            seats,
            rules,
            waive,
            may_double,
            ..Panel::new(id)
        })
}

fn goal() -> impl Strategy<Value = Goal> {
    use Metric::{Changes, Cost, Expertise, People, Preference, Seats};
    let metric = prop::sample::select(vec![Expertise, Preference, Seats, People, Cost, Changes]);
    let tolerance = prop_oneof![Just(Tolerance::None), number().prop_map(Tolerance::Number)];
    (vec((metric, any::<i32>()), 0..3), any::<bool>(), filter(), option::of(names()), panels(), tolerance).prop_map(
        |(measure, worst_panel, filter, roles, panels, tolerance)| Goal {
            worst_panel,
            filter,
            roles,
            panels,
            tolerance,
            ..Goal::blend(Direction::Maximise, measure)
        },
    )
}

fn forum() -> impl Strategy<Value = Forum> {
    let seat = || (name(), name(), option::of(name()));
    let pin = seat().prop_map(|(panel, speaker, role)| Pin { panel, speaker, role });
    let bar = seat().prop_map(|(panel, speaker, role)| Bar { panel, speaker, role });
    let drafted = (name(), name(), name()).prop_map(|(panel, role, speaker)| DraftSeat { panel, role, speaker });
    (
        (name(), vec((name(), names()), 0..2), vec(speaker(), 0..4), vec(panel(), 0..4), names()),
        (vec(rule(), 0..3), vec(goal(), 0..3), vec(pin, 0..4), vec(bar, 0..3), vec(drafted, 0..3), names()),
    )
        .prop_map(|((id, vocabulary, speakers, panels, policies), (rules, goals, pins, bars, draft, waive))| {
            Forum {
                vocabulary: vocabulary.into_iter().collect(),
                speakers,
                panels,
                policies,
                rules,
                goals,
                pins,
                bars,
                draft,
                waive,
                ..Forum::new(id)
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_check_ends_and_says_the_same_twice(forum in forum()) {
        let faults = forum.check();
        prop_assert_eq!(&faults, &forum.check());
        for fault in &faults {
            prop_assert!(fault.pointer.is_empty() || fault.pointer.starts_with('/'));
            prop_assert!(!fault.message.is_empty());
        }
    }
}

#[test]
fn wild_forums_are_wild() {
    // Guards the test above: drawn forums do have speakers, panels and many kinds of fault.
    let mut runner = TestRunner::deterministic();
    let codes: std::collections::HashSet<_> = (0..300)
        .flat_map(|_| forum().new_tree(&mut runner).unwrap().current().check())
        .map(|fault| fault.code)
        .collect();
    assert!(codes.len() >= 25, "only {} kinds", codes.len());
}
