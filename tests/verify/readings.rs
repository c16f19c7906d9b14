//! The fixed readings and the decisions of `docs/rules.md`, on the small forum.

use crate::fixture::{counted, counted_in, draft, forum, of, share, words};
use convener::{Condition, Count, Filter, Key, Number, PanelField, PanelFilter, Prefer, Quantity, Rule, Term, Values};
use indexmap::IndexMap;

fn not(inner: Condition) -> Condition {
    Condition::Not(Box::new(inner))
}

fn one_of<const N: usize>(terms: [Term; N]) -> Condition {
    Condition::OneOf(terms.into())
}

fn where_is(attribute: &str, condition: Condition) -> Rule {
    Rule::new("r").filter(Filter::all().condition(attribute, condition)).at_most(9)
}

#[test]
fn undisclosed_matches_only_null() {
    // Gender. p1: s1 woman, s2 man, s3 man, s4 woman. p2: s1 woman, s5 unsaid. p3: s3 man, s5 unsaid.
    let woman = || one_of([Term::from("woman")]);
    assert_eq!(counted(where_is("gender", one_of([Term::Undisclosed]))), ["p1: 0", "p2: 1", "p3: 1"]);
    assert_eq!(counted(where_is("gender", not(woman()))), ["p1: 2", "p2: 0", "p3: 1"]);
    assert_eq!(counted(where_is("gender", not(one_of([Term::Undisclosed])))), ["p1: 4", "p2: 1", "p3: 1"]);
    assert_eq!(counted(where_is("gender", not(not(woman())))), ["p1: 2", "p2: 1", "p3: 0"]);
    // Everybody but who disclosed something else than woman.
    let woman_or_unsaid = one_of([Term::from("woman"), Term::Undisclosed]);
    assert_eq!(counted(where_is("gender", woman_or_unsaid)), ["p1: 2", "p2: 2", "p3: 1"]);
    // A range and its negation speak of disclosed numbers alone: s4 has no age.
    let young = || Condition::Range { at_least: Some(Number::from(20)), at_most: Some(Number::from(24)) };
    assert_eq!(counted(where_is("age", young())), ["p1: 2", "p2: 1", "p3: 1"]);
    assert_eq!(counted(where_is("age", not(young()))), ["p1: 1", "p2: 1", "p3: 1"]);
}

#[test]
fn a_list_counts_under_each_of_its_values() {
    // s1 speaks es and en, s2 en; nobody else has said.
    let rule = Rule::new("r").for_each(["panel", "languages"]).at_most(9);
    assert_eq!(counted(rule), ["p1 en: 2", "p1 es: 1", "p2 en: 1", "p2 es: 1", "p3 en: 0", "p3 es: 0"]);
    assert_eq!(counted(where_is("languages", one_of([Term::from("es")]))), ["p1: 1", "p2: 1", "p3: 0"]);
    // Nobody who speaks es, whatever else: s2 alone has disclosed and does not.
    assert_eq!(counted(where_is("languages", not(one_of([Term::from("es")])))), ["p1: 1", "p2: 0", "p3: 0"]);
    let distinct = Rule::new("r").count(Count::Distinct(Key::from("languages"))).at_most(9);
    assert_eq!(counted(distinct), ["p1: 2", "p2: 2", "p3: 0"]);
}

#[test]
fn two_sectors_count_in_full_under_both() {
    // s3 alone stands for both on p1 and p3: each demand is met, each limit taken up.
    let sector = |name| where_is("sector", one_of([Term::from(name)]));
    assert_eq!(counted(sector("civil_society").at_least(1)), ["p1: 1", "p2: 0, short 1", "p3: 1"]);
    assert_eq!(counted(sector("technical").at_most(0)), ["p1: 1, short 1", "p2: 0", "p3: 1, short 1"]);
    let both = Rule::new("r").filter(Filter::all().is("sector", "technical").is("sector", "civil_society"));
    assert_eq!(counted(both.at_most(9)), ["p1: 1", "p2: 0", "p3: 1"]);
}

#[test]
fn a_share_is_of_the_panel_side_of_the_group() {
    // Over the forum by sector: of all 8 seats. By day and sector: d1 has 6 seats (p1, p2), d2 has 2.
    let two = Values::Only(vec!["government".into(), "technical".into()]);
    let rule = Rule { values: Some(two), ..Rule::new("r").at_most(share("50%")) };
    assert_eq!(counted(rule.clone().for_each(["sector"])), ["government: 4 of 8", "technical: 2 of 8"]);
    let by_day = rule.clone().for_each(["day", "sector"]);
    let expected = ["d1 government: 3 of 6", "d1 technical: 1 of 6", "d2 government: 1 of 2", "d2 technical: 1 of 2"];
    assert_eq!(counted(by_day), expected);
    // The same groups with the sector first are listed by sector.
    assert_eq!(counted(rule.for_each(["sector", "day"]))[1], "government d2: 1 of 2");
    // By topic: privacy is on p1 (4 seats) and p2 (2); cybersecurity on p1 and p3 (2). Women: s1, s4; s1.
    let women = Rule::new("r").for_each(["topic"]).filter(Filter::all().is("gender", "woman")).at_least(share("40%"));
    assert_eq!(counted(women), ["cybersecurity: 2 of 6, short 1", "privacy: 3 of 6"]);
    // By role: 7 panellists, 1 moderator; women among them s1 twice, and s4.
    let women = Rule::new("r").for_each(["role"]).filter(Filter::all().is("gender", "woman")).at_least(share("40%"));
    assert_eq!(counted(women), ["panellist: 2 of 7, short 1", "moderator: 1 of 1"]);
}

#[test]
fn a_share_of_variable_size_is_of_the_seats_filled() {
    // Without s2, p1 has 2 of up to 4 panellists: 40% of 2 is 0.8, which s1 meets.
    let rule = || {
        let women = Filter::all().is("gender", "woman");
        Rule::new("r").roles(["panellist"]).filter(women).at_least(share("40%"))
    };
    let mut smaller = forum();
    smaller.draft.retain(|seat| seat.speaker != "s2");
    assert_eq!(counted_in(smaller, rule())[0], "p1: 1 of 2");
    // Nobody at all: a share of no seats is 0, a fixed number is missed.
    let mut empty = forum();
    empty.draft.clear();
    assert_eq!(counted_in(empty.clone(), rule()), ["p1: 0 of 0", "p2: 0 of 0", "p3: 0 of 0"]);
    assert_eq!(counted_in(empty, rule().at_least(1))[0], "p1: 0, short 1");
}

#[test]
fn four_counts() {
    let rule = |count| Rule::new("r").for_each(["day"]).count(count).at_most(99);
    // d1: s1 twice, s2, s3, s4, s5. d2: s3, s5.
    assert_eq!(counted(rule(Count::Seats)), ["d1: 6", "d2: 2"]);
    assert_eq!(counted(rule(Count::People)), ["d1: 5", "d2: 2"]);
    // Topics of the seats' panels; slots; roles.
    assert_eq!(counted(rule(Count::Distinct(Key::Topic))), ["d1: 2", "d2: 1"]);
    assert_eq!(counted(rule(Count::Distinct(Key::Slot))), ["d1: 2", "d2: 1"]);
    assert_eq!(counted(rule(Count::Distinct(Key::Role))), ["d1: 2", "d2: 1"]);
    // Ages once each: 20 + 30 + 24 + 40, s4 unsaid; 24 + 40.
    let ages = Count::Sum(Quantity::Attribute("age".into()));
    assert_eq!(counted(rule(ages)), ["d1: 114, short 15", "d2: 64"]);
    // Levels per seat. p1: s1 4 + 2, s2 3, s3 5, s4 1; p2: s1 2, s5 3. p3: nothing.
    assert_eq!(counted(rule(Count::Sum(Quantity::Expertise))), ["d1: 20", "d2: 0"]);
    let by_topic = Rule::new("r").for_each(["panel", "topic"]).count(Count::Sum(Quantity::Expertise)).at_least(5);
    assert_eq!(
        counted(by_topic),
        ["p1 cybersecurity: 8", "p1 privacy: 7", "p2 privacy: 5", "p3 cybersecurity: 0, short 5"]
    );
}

#[test]
fn values_close_the_groups() {
    let mut closed = forum();
    closed.vocabulary.insert("gender".into(), vec!["woman".into(), "non_binary".into(), "man".into()]);
    let rule = || Rule::new("r").for_each(["gender"]).at_least(1);
    assert_eq!(counted_in(closed.clone(), rule()), ["woman: 3", "non_binary: 0, short 1", "man: 3"]);
    // The rule's own list comes before the vocabulary; several keys take lists by attribute.
    let only = Rule { values: Some(Values::Only(vec!["man".into()])), ..rule() };
    assert_eq!(counted_in(closed.clone(), only), ["man: 3"]);
    let of = IndexMap::from([("gender".to_owned(), vec!["man".to_owned()])]);
    let both = Rule { values: Some(Values::Of(of)), ..rule().for_each(["gender", "region"]) };
    assert_eq!(counted_in(closed, both), ["man africa: 1", "man grulac: 2"]);
    // Numbers are values too, by size.
    let ages = Rule::new("r").for_each(["age"]).at_most(9);
    assert_eq!(counted(ages), ["20: 2", "24: 2", "30: 1", "40: 2"]);
}

#[test]
fn speaker_and_attribute_speak_of_the_speakers_own_values() {
    // s3 has both sectors; s5 sits twice. Who sits nowhere misses an at_least all the same, in the values they have.
    let rule = Rule::new("r").for_each(["speaker", "sector"]);
    let expected = [
        "s1 government: 2",
        "s2 academia: 1",
        "s3 civil_society: 2",
        "s3 technical: 2",
        "s4 academia: 1",
        "s5 government: 2",
    ];
    assert_eq!(counted(rule.clone().at_most(2)), expected);
    let mut without = forum();
    without.draft.retain(|seat| seat.speaker != "s3");
    let missed = counted_in(without.clone(), rule.clone().at_least(1));
    assert_eq!(missed[2..4], ["s3 civil_society: 0, short 1", "s3 technical: 0, short 1"]);
    assert_eq!(counted_in(without, rule.at_most(2)).len(), 4);
}

#[test]
fn of_many_values_only_those_that_count_are_listed() {
    // Three panels times 32 values are listed whole. Of 33 those that somebody has: org-1 on p1 and p2, org-2 on all.
    let rule = |values: usize| {
        let values = (1..=values).map(|number| format!("org-{number}")).collect();
        Rule { values: Some(Values::Only(values)), ..Rule::new("r").for_each(["panel", "organisation"]).at_most(9) }
    };
    assert_eq!(counted(rule(32)).len(), 96);
    let some = ["p1 org-1: 2", "p1 org-2: 1", "p1 org-3: 1", "p2 org-1: 1", "p2 org-2: 1", "p3 org-2: 2"];
    assert_eq!(counted(rule(33)), some);
}

#[test]
fn panels_are_chosen_by_their_fields() {
    let rule = |field, condition| {
        let panels = PanelFilter::Fields(IndexMap::from([(field, condition)]));
        Rule { panels: Some(panels), ..Rule::new("r").at_most(9) }
    };
    assert_eq!(counted(rule(PanelField::Topics, one_of([Term::from("privacy")]))), ["p1: 4", "p2: 2"]);
    assert_eq!(counted(rule(PanelField::Topics, not(one_of([Term::from("privacy")])))), ["p3: 2"]);
    assert_eq!(counted(rule(PanelField::Day, one_of([Term::from("d2")]))), ["p3: 2"]);
    assert_eq!(counted(rule(PanelField::Track, one_of([Term::Undisclosed]))), ["p1: 4", "p2: 2", "p3: 2"]);
    // p1 can fill 4 + 1 seats, p2 3, p3 2.
    let small = Condition::Range { at_least: Some(Number::from(3)), at_most: Some(Number::from(4)) };
    assert_eq!(counted(rule(PanelField::Seats, small)), ["p2: 2"]);
}

#[test]
fn a_waiving_panel_is_not_spoken_of() {
    // Women over the forum: s1, s4 on p1; s1 on p2. Without p1, 1 of 4 seats.
    let women = |keys: [&'static str; 1]| {
        Rule::new("r").for_each(keys).filter(Filter::all().is("gender", "woman")).at_least(share("25%"))
    };
    let over_all = Rule { for_each: vec![], ..women(["panel"]) };
    assert_eq!(counted(over_all.clone()), ["all: 3 of 8"]);
    let mut waiving = forum();
    waiving.panels[0].waive.push("r".into());
    assert_eq!(counted_in(waiving.clone(), women(["panel"])), ["p2: 1 of 2", "p3: 0 of 2, short 1"]);
    assert_eq!(counted_in(waiving, over_all), ["all: 1 of 4"]);
    let mut forum = forum();
    forum.waive.push("r".into());
    assert!(counted_in(forum, women(["panel"])).is_empty());
}

#[test]
fn a_policy_is_in_force_and_waived_as_a_whole() {
    let mut forum = forum();
    let policy = convener::policies().iter().find(|policy| policy.id == "no-single-gender-panel").unwrap();
    forum.policies.push(policy.id.into());
    let all = |forum: &convener::Forum| {
        let ids: Vec<_> = policy.rules.iter().map(|rule| rule.id.clone()).collect();
        let rules = convener::audit(forum).unwrap().rules;
        rules.iter().filter(|tally| ids.contains(&tally.rule)).map(words).collect::<Vec<_>>()
    };
    assert!(all(&forum).iter().any(|words| words.starts_with("p1")));
    forum.panels[0].waive.push(policy.id.into());
    assert!(!all(&forum).is_empty() && all(&forum).iter().all(|words| !words.starts_with("p1")));
    forum.waive.push(policy.id.into());
    assert!(all(&forum).is_empty());
}

#[test]
fn a_panels_own_rule_speaks_of_that_panel_alone() {
    let mut forum = forum();
    forum.panels[1].rules.push(Rule::new("own").at_most(1));
    let rule = Rule { for_each: vec![], ..Rule::new("whole").at_least(3) };
    forum.panels[1].rules.push(rule);
    assert_eq!(of(&forum, "own"), ["p2: 2, short 1"]);
    assert_eq!(of(&forum, "whole"), ["all: 2, short 1"]);
}

#[test]
fn families_agree_in_all_keys_but_the_last() {
    let apart = |keys: [&'static str; 2], most: i32| Rule {
        at_most_apart: Some(Number::from(most)),
        ..Rule::new("r").for_each(keys)
    };
    // Sectors on each panel. p1: 2, 1, 1, 1. p2: 0, 0, 2, 0. p3: 0, 1, 1, 1.
    assert_eq!(counted(apart(["panel", "sector"], 1)), ["p1: 1", "p2: 2, short 1", "p3: 1"]);
    // Panels for each sector: academia 2, 0, 0; civil_society 1, 0, 1; government 1, 2, 1; technical 1, 0, 1.
    let expected = ["academia: 2, short 1", "civil_society: 1", "government: 1", "technical: 1"];
    assert_eq!(counted(apart(["sector", "panel"], 1)), expected);
    // Days for each speaker, d1 less d2: s1 2, s2 1, s3 0, s4 1, s5 0; who is no further apart than 0 is left out.
    assert_eq!(counted(apart(["speaker", "day"], 1)), ["s1: 2, short 1", "s2: 1", "s4: 1"]);
    // Speakers on each day: d1 has s1 with 2 and s2 with 1; d2 has s3 with 1 and s1 with 0.
    assert_eq!(counted(apart(["day", "speaker"], 0)), ["d1: 1, short 1", "d2: 1, short 1"]);
    // A decimal bound: 2 less 0.5 is 1.5, two units up.
    let half = Rule { at_most_apart: Number::from_thousandths(500), ..Rule::new("r").for_each(["sector"]) };
    assert_eq!(counted(half), ["all: 2, short 2"]);
}

#[test]
fn bounds_may_be_decimal_exact_or_both() {
    let rule = Rule::new("r");
    let one_and_a_half = Number::from_thousandths(1500).unwrap();
    // At least 1.5 women is at least 2: p2 has 1, 0.5 too few, a whole unit.
    let women = || rule.clone().filter(Filter::all().is("gender", "woman"));
    assert_eq!(counted(women().at_least(one_and_a_half)), ["p1: 2", "p2: 1, short 1", "p3: 0, short 2"]);
    let exactly = Rule { exactly: Some(1.into()), ..women() };
    assert_eq!(counted(exactly), ["p1: 2, short 1", "p2: 1", "p3: 0, short 1"]);
    assert_eq!(counted(women().at_least(1).at_most(1)), ["p1: 2, short 1", "p2: 1", "p3: 0, short 1"]);
}

#[test]
fn a_wish_misses_and_breaks_nothing() {
    let mut forum = forum();
    let women = |id: &str| Rule::new(id).filter(Filter::all().is("gender", "woman"));
    // p1 2, p2 1, p3 0 women. At least 2: short 0 + 1 + 2 = 3, weight 2: 6. At most 1: short 1 + 0 + 0 = 1, weight 5: 5.
    // Both are of priority 2: 11. 60% at least: 2.4 of 4, 1.2 of 2, 1.2 of 2: short 1 + 1 + 2 = 4, priority 1.
    for (rule, priority, weight) in
        [(women("a").at_least(2), 2, 2), (women("b").at_most(1), 2, 5), (women("c").at_least(share("60%")), 1, 1)]
    {
        forum = forum.rule(Rule { prefer: Some(Prefer { priority, weight }), ..rule });
    }
    let audit = convener::audit(&forum).unwrap();
    assert_eq!(audit.broken().count(), 0);
    let wishes: Vec<_> = audit.goals.iter().take(2).cloned().collect();
    let value = |priority, value: i32| convener::GoalValue {
        goal: convener::GoalName::Wishes { priority },
        value: value.into(),
    };
    assert_eq!(wishes, [value(1, 4), value(2, 11)]);
    // A wish not in force has no priority of its own; a wish that nothing misses has the value 0.
    forum.waive = vec!["a".into(), "b".into()];
    forum.draft = draft(&[]);
    let audit = convener::audit(&forum).unwrap();
    assert_eq!(audit.goals[0], value(1, 0));
    assert!(matches!(audit.goals[1].goal, convener::GoalName::Goal { index: 0, .. }));
}
