//! Faults of rules.

use super::forums::{found, has, sound};
use convener::{
    Bound, Code, Condition, Count, Filter, Forum, Key, Number, PanelField, PanelFilter, Prefer, Quantity, Rule, Share,
    Term, Values,
};

/// A forum with one rule that bounds seats from below.
fn with(change: impl FnOnce(Rule) -> Rule) -> Forum {
    sound().rule(change(Rule::new("r").at_least(1)))
}

fn share(percent: u32) -> Bound {
    Share::percent(percent).unwrap().into()
}

#[allow(clippy::unnecessary_wraps, reason = "as the field takes it")]
fn fields(field: PanelField, condition: Condition) -> Option<PanelFilter> {
    Some(PanelFilter::Fields([(field, condition)].into_iter().collect()))
}

fn one_of(terms: &[&str]) -> Condition {
    Condition::OneOf(terms.iter().map(|term| Term::from(*term)).collect())
}

fn range(at_least: i32, at_most: i32) -> Condition {
    Condition::Range { at_least: Some(Number::from(at_least)), at_most: Some(Number::from(at_most)) }
}

#[test]
fn a_plain_rule_has_no_fault() {
    assert_eq!(with(|r| r).check(), []);
}

#[test]
fn ids_are_one_name_space() {
    has(&with(|r| r).rule(Rule::new("r").at_most(1)), Code::DuplicateId, "/rules/1/id");
    let mut forum = with(|r| r);
    forum.panels[0].rules.push(Rule::new("r").at_most(2));
    has(&forum, Code::DuplicateId, "/rules/0/id");
    let mut forum = sound().rule(Rule::new("four-panellists").at_most(9));
    assert_eq!(forum.check(), [], "the policy is not adopted");
    forum.policies.push("four-panellists".into());
    has(&forum, Code::DuplicateId, "/rules/0/id");
    let mut forum = sound().rule(Rule::new("four-sectors").at_most(9));
    forum.policies.push("four-sectors".into());
    has(&forum, Code::DuplicateId, "/rules/0/id");
    forum.rules[0].id = "four-sectors/government".into();
    has(&forum, Code::DuplicateId, "/rules/0/id");
}

#[test]
fn ids_of_what_always_holds_are_reserved() {
    for id in [
        "slot",
        "slot/s1",
        "seats/p1",
        "one_seat/p1",
        "max_seats/s1",
        "roles/s1",
        "unavailable/s1",
        "pin/p/s",
        "bar/p/s",
    ] {
        has(&sound().rule(Rule::new(id).at_least(0)), Code::ReservedName, "/rules/0/id");
    }
    has(&sound().rule(Rule::new("").at_least(0)), Code::EmptyText, "/rules/0/id");
    has(&with(|r| Rule { text: Some(String::new()), ..r }), Code::EmptyText, "/rules/0/text");
}

#[test]
fn unknown_attributes_suggest_the_nearest() {
    let fault = has(
        &with(|r| r.filter(Filter::all().is("sectr", "government"))),
        Code::UnknownAttribute,
        "/rules/0/where/sectr",
    );
    assert_eq!(fault.message, "unknown attribute `sectr` in rule `r`");
    assert_eq!(fault.hint.as_deref(), Some("did you mean `sector`?"));
    has(&with(|r| r.for_each(["panel", "regoin"])), Code::UnknownAttribute, "/rules/0/for_each/1");
    has(&with(|r| r.count(Count::Distinct(Key::from("x")))), Code::UnknownAttribute, "/rules/0/count/distinct");
    let sum = Count::Sum(Quantity::Attribute("x".into()));
    has(&with(|r| r.count(sum)), Code::UnknownAttribute, "/rules/0/count/sum");
    has(&with(|r| r.filter(Filter::all().is("slot", "am"))), Code::UnknownAttribute, "/rules/0/where/slot");
    assert_eq!(with(|r| r.for_each(["shoe"])).vocabulary("shoe", ["a"]).check(), [], "declared");
}

#[test]
fn rules_of_panels_have_their_own_place() {
    let mut forum = sound();
    forum.panels[0].rules.push(Rule::new("r").at_least(1).filter(Filter::all().is("sectr", "x")));
    has(&forum, Code::UnknownAttribute, "/panels/0/rules/0/where/sectr");
}

#[test]
fn unknown_values_unless_declared() {
    let filtered = |value: &str| with(|r| r.filter(Filter::all().is("sector", value)));
    let fault = has(&filtered("goverment"), Code::UnknownValue, "/rules/0/where/sector");
    assert_eq!(fault.hint.as_deref(), Some("did you mean `government`?"));
    let listed = with(|r| r.filter(Filter::all().condition("sector", one_of(&["government", "press"]))));
    has(&listed, Code::UnknownValue, "/rules/0/where/sector/1");
    let not = with(|r| r.filter(Filter::all().condition("sector", Condition::Not(Box::new(one_of(&["press"]))))));
    has(&not, Code::UnknownValue, "/rules/0/where/sector/not");
    let declared = filtered("press").vocabulary("sector", ["press", "government", "academia"]);
    assert_eq!(declared.check(), []);
    let by_values = filtered("press").rule(Rule {
        values: Some(Values::Only(vec!["press".into()])),
        ..Rule::new("v").for_each(["sector"]).at_least(0)
    });
    assert_eq!(by_values.check(), []);
    assert_eq!(with(|r| r.filter(Filter::all().is("age", 99))).check(), [], "numbers are no typos");
    assert_eq!(
        with(|r| r.filter(Filter::all().condition("sector", Condition::OneOf(vec![Term::Undisclosed])))).check(),
        []
    );
    has(&with(|r| r.filter(Filter::all().is("speaker", "s9"))), Code::UnknownSpeaker, "/rules/0/where/speaker");
    let none = with(|r| r.filter(Filter::all().condition("sector", one_of(&[]))));
    has(&none, Code::EmptyList, "/rules/0/where/sector");
}

#[test]
fn conditions_fit_the_type() {
    let filtered = |name: &str, condition| with(|r| r.filter(Filter::all().condition(name, condition)));
    has(&filtered("sector", range(1, 2)), Code::MixedTypes, "/rules/0/where/sector");
    has(&filtered("age", one_of(&["old"])), Code::MixedTypes, "/rules/0/where/age");
    has(&with(|r| r.filter(Filter::all().is("newcomer", 1))), Code::MixedTypes, "/rules/0/where/newcomer");
    has(&filtered("age", range(3, 2)), Code::MinAboveMax, "/rules/0/where/age");
    let sum = Count::Sum(Quantity::Attribute("region".into()));
    has(&with(|r| r.count(sum)), Code::MixedTypes, "/rules/0/count/sum");
    has(&with(|r| r.filter(Filter::all().expert(6))), Code::LevelOutOfRange, "/rules/0/where/expertise");
}

#[test]
fn panels_and_roles() {
    let chosen = |panels: Option<PanelFilter>| with(|r| Rule { panels, ..r });
    has(&chosen(Some(PanelFilter::Ids(vec!["p1".into(), "p3".into()]))), Code::UnknownPanel, "/rules/0/panels/1");
    has(&chosen(Some(PanelFilter::Ids(vec![]))), Code::EmptyList, "/rules/0/panels");
    for (field, code) in [
        (PanelField::Id, Code::UnknownPanel),
        (PanelField::Topics, Code::UnknownTopic),
        (PanelField::Slot, Code::UnknownSlot),
        (PanelField::Day, Code::UnknownDay),
        (PanelField::Track, Code::UnknownTrack),
    ] {
        has(&chosen(fields(field, one_of(&["zzz"]))), code, &format!("/rules/0/panels/{}", field.name()));
    }
    has(&chosen(fields(PanelField::Track, range(1, 2))), Code::MixedTypes, "/rules/0/panels/track");
    assert_eq!(chosen(fields(PanelField::Seats, range(3, 5))).check(), []);
    has(&with(|r| r.roles(["chair"])), Code::UnknownRole, "/rules/0/roles/0");
    has(&with(|r| r.roles([""; 0])), Code::EmptyList, "/rules/0/roles");
    has(&with(|r| r.for_each(["panel", "panel"])), Code::DuplicateEntry, "/rules/0/for_each/1");
}

#[test]
fn rules_that_touch_nothing() {
    // Panel 1 has at most 3 seats.
    has(&with(|r| Rule { panels: fields(PanelField::Seats, range(4, 9)), ..r }), Code::RuleTouchesNothing, "/rules/0");
    // Panel 2 has no moderator.
    let panels = Some(PanelFilter::Ids(vec!["p2".into()]));
    has(&with(|r| Rule { panels, ..r }.roles(["moderator"])), Code::RuleTouchesNothing, "/rules/0");
    // Panel 2 has no topic.
    let panels = Some(PanelFilter::Ids(vec!["p2".into()]));
    has(&with(|r| Rule { panels, ..r }.for_each(["topic"])), Code::RuleTouchesNothing, "/rules/0");
    let mut waived = with(|r| r);
    waived.panels.iter_mut().for_each(|panel| panel.waive.push("r".into()));
    has(&waived, Code::RuleTouchesNothing, "/rules/0");
    waived.waive.push("r".into());
    assert_eq!(waived.check(), [], "waived by the forum: not in force");
    let mut inside = sound();
    let panels = Some(PanelFilter::Ids(vec!["p2".into()]));
    inside.panels[0].rules.push(Rule { panels, ..Rule::new("r").at_least(1) });
    has(&inside, Code::RuleTouchesNothing, "/panels/0/rules/0");
}

#[test]
fn bounds() {
    has(&sound().rule(Rule::new("r")), Code::NoBound, "/rules/0");
    has(&with(|r| r.at_least(3).at_most(2)), Code::ContradictoryBounds, "/rules/0/at_least");
    has(
        &with(|r| Rule { at_least: Some(share(60)), at_most: Some(share(40)), ..r }),
        Code::ContradictoryBounds,
        "/rules/0/at_least",
    );
    has(&with(|r| Rule { at_most: Some(share(0)), ..r }), Code::ContradictoryBounds, "/rules/0/at_least");
    assert_eq!(with(|r| Rule { at_most: Some(share(10)), ..r }).check(), [], "not certain");
    has(&with(|r| Rule { exactly: Some(1.into()), ..r }), Code::ContradictoryBounds, "/rules/0/exactly");
    let half = Number::from_thousandths(1_500).unwrap();
    let exactly = |bound: Bound| sound().rule(Rule { exactly: Some(bound), ..Rule::new("r") });
    has(&exactly(half.into()), Code::ContradictoryBounds, "/rules/0/exactly");
    has(&exactly((-1).into()), Code::InvalidNumber, "/rules/0/exactly");
    // Counts are whole: at least 1.2 is 2, at most 1.8 is 1.
    let between = |count: Count| {
        let number = |thousandths| Some(Number::from_thousandths(thousandths).unwrap().into());
        sound().rule(Rule { at_least: number(1_200), at_most: number(1_800), count, ..Rule::new("r") })
    };
    has(&between(Count::People), Code::ContradictoryBounds, "/rules/0/at_least");
    assert_eq!(between(Count::Sum(Quantity::Attribute("cost".into()))).check(), [], "a sum may be 1.5");
    has(&sound().rule(Rule::new("r").at_most(-1)), Code::InvalidNumber, "/rules/0/at_most");
    assert_eq!(sound().rule(Rule::new("r").at_least(-1)).check(), [], "always met");
}

#[test]
fn a_sum_may_go_below_nought_only_where_a_number_does() {
    let mut forum = sound().rule(Rule::new("r").count(Count::Sum(Quantity::Attribute("age".into()))).at_most(-1));
    has(&forum, Code::InvalidNumber, "/rules/0/at_most");
    forum.speakers[0] = forum.speakers[0].clone().attribute("age", -5);
    assert_eq!(forum.check(), []);
    let share = Rule { at_least: Some(share(10)), ..Rule::new("r").count(Count::Sum(Quantity::Expertise)) };
    has(&sound().rule(share), Code::ShareOfSum, "/rules/0/at_least");
}

#[test]
fn groups_that_keep_together() {
    let apart = |spread: i32, keys: &[&str]| {
        sound().rule(Rule { at_most_apart: Some(spread.into()), ..Rule::new("r").for_each(keys.iter().copied()) })
    };
    assert_eq!(apart(1, &["sector"]).check(), []);
    has(&apart(1, &[]), Code::ApartWithoutKey, "/rules/0/at_most_apart");
    has(&apart(-1, &["sector"]), Code::InvalidNumber, "/rules/0/at_most_apart");
}

#[test]
fn lists_of_values() {
    let listed =
        |keys: &[&str], values: Values| with(|r| Rule { values: Some(values), ..r.for_each(keys.iter().copied()) });
    let only = |values: &[&str]| Values::Only(values.iter().map(|value| (*value).to_owned()).collect());
    assert_eq!(listed(&["panel", "sector"], only(&["press"])).check(), [], "values declare");
    has(&listed(&["panel"], only(&["a"])), Code::ValuesWithoutKey, "/rules/0/values");
    has(&listed(&["sector", "gender"], only(&["a"])), Code::ValuesWithoutKey, "/rules/0/values");
    has(&listed(&["sector"], only(&["a", "b", "a"])), Code::DuplicateEntry, "/rules/0/values/2");
    has(&listed(&["sector"], only(&[])), Code::EmptyList, "/rules/0/values");
    let of = |name: &str, values: &[&str]| {
        Values::Of([(name.to_owned(), values.iter().map(|value| (*value).to_owned()).collect())].into_iter().collect())
    };
    assert_eq!(listed(&["sector", "gender"], of("sector", &["press"])).check(), []);
    has(&listed(&["sector", "gender"], of("topic", &["privacy"])), Code::ValuesWithoutKey, "/rules/0/values/topic");
    has(&listed(&["sector"], of("sector", &["a", "b", "b"])), Code::DuplicateEntry, "/rules/0/values/sector/2");
}

#[test]
fn wishes_have_a_priority_and_a_weight() {
    has(&with(|r| r.prefer(0, 1)), Code::InvalidNumber, "/rules/0/prefer/priority");
    has(&with(|r| r.prefer(1, 0)), Code::InvalidNumber, "/rules/0/prefer/weight");
    has(&with(|r| r.prefer(1, u32::MAX)), Code::TooLarge, "/rules/0/prefer/weight");
    assert_eq!(with(|r| Rule { prefer: Some(Prefer::default()), ..r }).check(), []);
}

#[test]
fn sums_of_rows_stay_exact() {
    // Two costs of 600,000,000 with a unit of 1 (a bound of 1) pass 1,000,000,000 together; one alone does not.
    let rule = || Rule::new("r").count(Count::Sum(Quantity::Attribute("cost".into()))).at_least(1);
    let mut forum = sound().rule(rule());
    forum.speakers[0].cost = Some(Number::from(600_000_000));
    assert_eq!(forum.check(), []);
    forum.speakers[1].cost = Some(Number::from(600_000_000));
    has(&forum, Code::TooLarge, "/rules/0");
    // With a bound of 600,000,000 the unit is 600,000,000.
    forum.rules[0].at_least = Some(Number::from(600_000_000).into());
    assert_eq!(forum.check(), []);
}

#[test]
fn one_rule_may_have_many_faults() {
    let rule = Rule::new("seats/p1")
        .for_each(["panel", "regoin"])
        .filter(Filter::all().is("sectr", "x"))
        .roles(["chair"])
        .at_least(3)
        .at_most(2);
    let expected = [
        (Code::ReservedName, "/rules/0/id"),
        (Code::UnknownAttribute, "/rules/0/for_each/1"),
        (Code::UnknownAttribute, "/rules/0/where/sectr"),
        (Code::UnknownRole, "/rules/0/roles/0"),
        (Code::ContradictoryBounds, "/rules/0/at_least"),
    ];
    assert_eq!(found(&sound().rule(rule)), expected.map(|(code, pointer)| (code, pointer.to_owned())));
}
