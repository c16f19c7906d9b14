//! A forum written as JSON is read back as the same forum, and the format's own examples are read as meant.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use convener::{
    Bar, Bound, Concede, Condition, Count, Direction, DraftSeat, Filter, Forum, Goal, Key, Metric, Number, Panel,
    PanelField, PanelFilter, Pin, Prefer, Quantity, Rule, Seats, Share, Speaker, Term, Tolerance, Value, Values, json,
};
use proptest::collection::{hash_map, vec};
use proptest::option;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,4}", any::<String>()]
}

fn number() -> impl Strategy<Value = Number> {
    let small = -5_000_i64..5_000;
    let any = -1_000_000_000_000_i64..=1_000_000_000_000;
    prop_oneof![small, any].prop_filter_map("in range", Number::from_thousandths)
}

fn share() -> impl Strategy<Value = Share> {
    (0_u32..=100_000)
        .prop_filter_map("a share", |part| format!("{}.{:03}%", part / 1000, part % 1000).parse::<Share>().ok())
}

fn bound() -> impl Strategy<Value = Bound> {
    prop_oneof![number().prop_map(Bound::Number), share().prop_map(Bound::Share)]
}

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![
        text().prop_map(Term::Text),
        number().prop_map(Term::Number),
        any::<bool>().prop_map(Term::Flag),
        Just(Term::Undisclosed)
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        vec(term(), 0..3).prop_map(Condition::OneOf),
        (option::of(number()), option::of(number()))
            .prop_map(|(at_least, at_most)| Condition::Range { at_least, at_most })
    ];
    leaf.prop_recursive(3, 3, 1, |inner| inner.prop_map(|inner| Condition::Not(Box::new(inner))))
}

fn filter() -> impl Strategy<Value = Filter> {
    // `expertise` among the attributes is the level, and no attribute can have the name.
    let attributes = hash_map(text().prop_filter("reserved", |name| name != "expertise"), condition(), 0..3);
    (option::of(any::<u8>()), attributes)
        .prop_map(|(expertise, attributes)| Filter { expertise, attributes: attributes.into_iter().collect() })
}

fn panel_filter() -> impl Strategy<Value = PanelFilter> {
    let field = prop::sample::select(vec![
        PanelField::Id,
        PanelField::Topics,
        PanelField::Slot,
        PanelField::Day,
        PanelField::Track,
        PanelField::Seats,
    ]);
    prop_oneof![
        vec(text(), 0..3).prop_map(PanelFilter::Ids),
        hash_map(field, condition(), 0..4).prop_map(|fields| PanelFilter::Fields(fields.into_iter().collect()))
    ]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        prop::sample::select(vec!["panel", "slot", "day", "track", "topic", "role", "speaker", "sector"])
            .prop_map(Key::from),
        text().prop_map(|name| Key::from(name.as_str()))
    ]
}

fn count() -> impl Strategy<Value = Count> {
    prop_oneof![
        Just(Count::Seats),
        Just(Count::People),
        key().prop_map(Count::Distinct),
        Just(Count::Sum(Quantity::Expertise)),
        text()
            .prop_filter("the level", |name| name != "expertise")
            .prop_map(|name| Count::Sum(Quantity::Attribute(name)))
    ]
}

fn values() -> impl Strategy<Value = Values> {
    prop_oneof![
        vec(text(), 0..3).prop_map(Values::Only),
        hash_map(text(), vec(text(), 0..3), 0..3).prop_map(|lists| Values::Of(lists.into_iter().collect()))
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let what = (text(), option::of(text()), vec(key(), 0..3), count(), filter());
    let whose = (option::of(vec(text(), 0..3)), option::of(panel_filter()), option::of(values()));
    let prefer = (any::<u32>(), any::<u32>()).prop_map(|(priority, weight)| Prefer { priority, weight });
    let bounds = (option::of(bound()), option::of(bound()), option::of(bound()), option::of(number()));
    let concede = prop_oneof![Just(Concede::Never), any::<u32>().prop_map(Concede::Weight)];
    (what, whose, bounds, (option::of(prefer), option::of(concede))).prop_map(
        |(
            (id, text, for_each, count, filter),
            (roles, panels, values),
            (at_least, at_most, exactly, at_most_apart),
            (prefer, concede),
        )| {
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
                concede,
            }
        },
    )
}

fn goal() -> impl Strategy<Value = Goal> {
    let metrics =
        vec![Metric::Expertise, Metric::Preference, Metric::Seats, Metric::People, Metric::Cost, Metric::Changes];
    let measure = hash_map(prop::sample::select(metrics), any::<i32>(), 1..4);
    let tolerance =
        prop_oneof![Just(Tolerance::None), share().prop_map(Tolerance::Share), number().prop_map(Tolerance::Number)];
    let seats = (filter(), option::of(vec(text(), 0..3)), option::of(panel_filter()));
    (any::<bool>(), measure, any::<bool>(), seats, tolerance).prop_map(
        |(up, measure, worst_panel, (filter, roles, panels), tolerance)| Goal {
            direction: if up { Direction::Maximise } else { Direction::Minimise },
            measure: measure.into_iter().collect(),
            worst_panel,
            filter,
            roles,
            panels,
            tolerance,
        },
    )
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::Text),
        number().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Flag),
        vec(text(), 0..3).prop_map(Value::List)
    ]
}

fn speaker() -> impl Strategy<Value = Speaker> {
    let known = (text(), option::of(text()), hash_map(text(), any::<u8>(), 0..3));
    let groups = (vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3), hash_map(text(), value(), 0..4));
    let limits = (option::of(vec(text(), 0..3)), vec(text(), 0..3), option::of(any::<u32>()), option::of(number()));
    (known, groups, limits, hash_map(text(), any::<i32>(), 0..3)).prop_map(
        |(
            (id, name, expertise),
            (sector, gender, organisation, attributes),
            (roles, unavailable, max_seats, cost),
            preference,
        )| Speaker {
            id,
            name,
            expertise: expertise.into_iter().collect(),
            sector,
            gender,
            organisation,
            attributes: attributes.into_iter().collect(),
            roles,
            unavailable,
            max_seats,
            cost,
            preference: preference.into_iter().collect(),
        },
    )
}

fn panel() -> impl Strategy<Value = Panel> {
    let about = (text(), option::of(text()), vec(text(), 0..3));
    let when = (option::of(text()), option::of(text()), option::of(text()));
    let seats = hash_map(text(), (any::<u32>(), any::<u32>()), 0..3);
    let lists = (vec(rule(), 0..2), vec(text(), 0..2), vec(text(), 0..2));
    (about, when, seats, lists).prop_map(
        |((id, title, topics), (slot, day, track), seats, (rules, waive, may_double))| Panel {
            id,
            title,
            topics,
            slot,
            day,
            track,
            seats: seats.into_iter().map(|(role, (min, max))| Seats { role, min, max }).collect(),
            rules,
            waive,
            may_double,
        },
    )
}

fn forum() -> impl Strategy<Value = Forum> {
    let named = (text(), hash_map(text(), vec(text(), 0..3), 0..3), vec(text(), 0..2), vec(text(), 0..2));
    let things = (vec(speaker(), 0..4), vec(panel(), 0..3), vec(rule(), 0..4));
    let goals = prop_oneof![vec(goal(), 0..3), Just(Forum::new("").goals)];
    let seat = || (text(), text(), option::of(text()));
    (named, things, goals, (vec(seat(), 0..3), vec(seat(), 0..3), vec((text(), text(), text()), 0..3))).prop_map(
        |((id, vocabulary, policies, waive), (speakers, panels, rules), goals, (pins, bars, draft))| Forum {
            id,
            vocabulary: vocabulary.into_iter().collect(),
            speakers,
            panels,
            policies,
            rules,
            goals,
            pins: pins.into_iter().map(|(panel, speaker, role)| Pin { panel, speaker, role }).collect(),
            bars: bars.into_iter().map(|(panel, speaker, role)| Bar { panel, speaker, role }).collect(),
            draft: draft.into_iter().map(|(panel, role, speaker)| DraftSeat { panel, role, speaker }).collect(),
            waive,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_forum_survives_the_round_trip(forum in forum()) {
        let compact = json::write(&forum, false);
        prop_assert_eq!(json::read(compact.as_bytes()), Ok(forum.clone()), "{}", compact);
        prop_assert_eq!(json::read(json::write(&forum, true).as_bytes()), Ok(forum));
    }
}

#[test]
fn every_field_means_what_the_format_says() {
    let forum = json::read(include_bytes!("data/every-field.json")).expect("a right document");
    let speaker = &forum.speakers[0];
    assert_eq!(speaker.attributes["distance"], Value::Number(Number::from_thousandths(812_500).expect("in range")));
    // `null` is undisclosed, which is the same as absent.
    assert!(!speaker.attributes.contains_key("attendance"));
    assert_eq!(forum.speakers[1].sector, ["academia", "technical_community"]);
    assert!(forum.speakers[1].gender.is_empty());
    let seats: Vec<(u32, u32)> = forum.panels[0].seats.iter().map(|seats| (seats.min, seats.max)).collect();
    assert_eq!(seats, [(1, 6), (1, 1), (0, 1)]);
    // `for_each` left out is each panel, `[]` is the whole forum.
    assert_eq!(forum.rules[1].for_each, [Key::Panel]);
    assert_eq!(forum.rules[2].for_each, []);
    assert_eq!(forum.rules[1].prefer, Some(Prefer { priority: 1, weight: 1 }));
    let conditions = &forum.rules[6].filter.attributes;
    let text = |text: &str| Term::from(text);
    assert_eq!(conditions["region"], Condition::OneOf(vec![text("grulac"), Term::Undisclosed]));
    assert_eq!(conditions["attendance"], Condition::OneOf(vec![Term::Undisclosed]));
    let disclosed = Condition::Not(Box::new(Condition::OneOf(vec![Term::Undisclosed])));
    assert_eq!(conditions["organisation"], disclosed);
    let Some(PanelFilter::Fields(fields)) = &forum.rules[6].panels else { unreachable!("an object of conditions") };
    assert_eq!(fields[&PanelField::Track], Condition::OneOf(vec![Term::Undisclosed]));
    assert_eq!(fields[&PanelField::Day], disclosed);
    let Some(PanelFilter::Fields(alias)) = &forum.rules[7].panels else { unreachable!("an object of conditions") };
    assert_eq!(alias[&PanelField::Topics], Condition::OneOf(vec![text("privacy")]));
    assert_eq!(forum.goals[1].measure, [(Metric::Cost, 3), (Metric::Changes, -1)]);
    assert_eq!(forum.pins[1].role, None);
}

#[test]
fn goals_left_out_are_the_default_and_an_empty_list_is_none() {
    let read = |goals: &str| {
        let document = format!(r#"{{"version": 1, "forum": "f", "speakers": [], "panels": []{goals}}}"#);
        json::read(document.as_bytes()).expect("a right document").goals
    };
    let default = [Goal::maximise(Metric::Expertise), Goal::maximise(Metric::Preference)];
    assert_eq!(read(""), default);
    assert_eq!(read(r#", "goals": []"#), []);
}

#[test]
fn the_rules_that_organisers_say_are_read() {
    let sayings = [
        r#"{"for_each": ["panel", "topic"], "where": {"expertise": 3}, "at_least": 2}"#,
        r#"{"for_each": ["panel"], "count": {"distinct": "sector"}, "at_least": 3}"#,
        r#"{"for_each": ["panel", "sector"], "at_most": 2}"#,
        r#"{"for_each": ["panel"], "roles": ["panellist"], "where": {"gender": "woman"}, "at_least": "40%"}"#,
        r#"{"for_each": ["panel", "gender"], "at_most": "60%"}"#,
        r#"{"for_each": ["panel", "organisation"], "at_most": 1}"#,
        r#"{"for_each": ["speaker", "day"], "at_most": 2}"#,
        r#"{"for_each": ["speaker"], "at_most": 2}"#,
        r#"{"for_each": ["region"], "at_least": "8%"}"#,
        r#"{"for_each": ["sector"], "at_most_apart": 1}"#,
        r#"{"panels": ["g1"], "count": {"distinct": "gender"}, "at_most": 1}"#,
        r#"{"where": {"expertise": 1}, "at_least": "100%"}"#,
        r#"{"panels": ["g1"], "where": {"age": {"at_most": 24}}, "at_least": "100%"}"#,
        r#"{"for_each": [], "count": {"sum": "cost"}, "at_most": 20000}"#,
        r#"{"for_each": ["panel"], "where": {"speaker": ["s1", "s9"]}, "at_most": 1}"#,
    ];
    for saying in sayings {
        let rule = saying.replacen('{', r#"{"id": "r", "#, 1);
        let document = format!(r#"{{"version": 1, "forum": "f", "speakers": [], "panels": [], "rules": [{rule}]}}"#);
        assert_eq!(json::read(document.as_bytes()).map(|forum| forum.rules.len()), Ok(1), "{saying}");
    }
}
