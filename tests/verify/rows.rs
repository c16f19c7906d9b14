//! What an organiser says, row by row of the format's table, on the small forum.

use crate::fixture::{counted, share};
use convener::{Condition, Count, Filter, Key, Number, PanelFilter, Quantity, Rule, Term, Values};

fn panels(rule: Rule, ids: &[&str]) -> Rule {
    Rule { panels: Some(PanelFilter::Ids(ids.iter().map(|id| (*id).into()).collect())), ..rule }
}

#[test]
fn two_experts_on_each_topic_of_each_panel() {
    // Level 3 or more. p1: cybersecurity s1 (4), s2 (3), not s4 (1); privacy s3 (5), not s1 (2). p2: s5 (3), not s1.
    // p3: neither s3 nor s5 knows cybersecurity.
    let rule = Rule::new("r").for_each(["panel", "topic"]).filter(Filter::all().expert(3)).at_least(2);
    assert_eq!(
        counted(rule),
        ["p1 cybersecurity: 2", "p1 privacy: 1, short 1", "p2 privacy: 1, short 1", "p3 cybersecurity: 0, short 2"]
    );
}

#[test]
fn at_least_three_stakeholder_groups() {
    // p1: government; academia (twice); civil_society and technical, both of s3. p2: government twice. p3: s3's two and
    // s5's government.
    let rule = Rule::new("r").count(Count::Distinct(Key::from("sector"))).at_least(3);
    assert_eq!(counted(rule), ["p1: 4", "p2: 1, short 2", "p3: 3"]);
}

#[test]
fn no_sector_has_more_than_two_seats() {
    // Sectors by spelling. p1: academia s2 and s4, the others once. p2: government s1 and s5. p3: s3's two, s5.
    let rule = |most| Rule::new("r").for_each(["panel", "sector"]).at_most(most);
    let p3 = ["p3 academia: 0", "p3 civil_society: 1", "p3 government: 1", "p3 technical: 1"];
    let within = [
        ["p1 academia: 2", "p1 civil_society: 1", "p1 government: 1", "p1 technical: 1"],
        ["p2 academia: 0", "p2 civil_society: 0", "p2 government: 2", "p2 technical: 0"],
        p3,
    ];
    assert_eq!(counted(rule(2)), within.concat());
    let beyond = [
        ["p1 academia: 2, short 1", "p1 civil_society: 1", "p1 government: 1", "p1 technical: 1"],
        ["p2 academia: 0", "p2 civil_society: 0", "p2 government: 2, short 1", "p2 technical: 0"],
        p3,
    ];
    assert_eq!(counted(rule(1)), beyond.concat());
}

#[test]
fn two_fifths_women_among_the_panellists() {
    // p1: s1 of 3 panellists, 1.2 asked for, the moderator s4 not counted. p2: s1 of 2, 0.8. p3: nobody of 2, 0.8.
    let rule = Rule::new("r").roles(["panellist"]).filter(Filter::all().is("gender", "woman")).at_least(share("40%"));
    assert_eq!(counted(rule), ["p1: 1 of 3, short 1", "p2: 1 of 2", "p3: 0 of 2, short 1"]);
}

#[test]
fn no_gender_fills_more_than_three_fifths() {
    // p1: 2 of 4, 2.4 allowed. p2: s1 of 2, 1.2 allowed; s5 has disclosed none and counts in the 2. p3 likewise, s3.
    let rule = |most| Rule::new("r").for_each(["panel", "gender"]).at_most(share(most));
    let kept = [
        "p1 man: 2 of 4",
        "p1 woman: 2 of 4",
        "p2 man: 0 of 2",
        "p2 woman: 1 of 2",
        "p3 man: 1 of 2",
        "p3 woman: 0 of 2",
    ];
    assert_eq!(counted(rule("60%")), kept);
    // 45%: 1.8 of 4 seats, 0.9 of 2.
    let broken = counted(rule("45%"));
    let broken: Vec<_> = broken.iter().filter(|words| words.contains("short")).collect();
    let expected = ["p1 man: 2 of 4, short 1", "p1 woman: 2 of 4, short 1", "p2 woman: 1 of 2, short 1"];
    assert_eq!(broken[..3], expected);
    assert_eq!(broken[3..], ["p3 man: 1 of 2, short 1"]);
}

#[test]
fn not_two_from_one_organisation() {
    // p1: org-1 has s1 and s2. p3: org-2 has s3 and s5.
    let rule = Rule::new("r").for_each(["panel", "organisation"]).at_most(1);
    let expected = [
        ["p1 org-1: 2, short 1", "p1 org-2: 1", "p1 org-3: 1"],
        ["p2 org-1: 1", "p2 org-2: 1", "p2 org-3: 0"],
        ["p3 org-1: 0", "p3 org-2: 2, short 1", "p3 org-3: 0"],
    ];
    assert_eq!(counted(rule), expected.concat());
}

#[test]
fn at_most_two_panels_a_day() {
    // Only who sits somewhere that day is listed. s1 sits on p1 and p2, both on d1.
    let rule = |most| Rule::new("r").for_each(["speaker", "day"]).at_most(most);
    assert_eq!(counted(rule(2)), ["s1 d1: 2", "s2 d1: 1", "s3 d1: 1", "s3 d2: 1", "s4 d1: 1", "s5 d1: 1", "s5 d2: 1"]);
    assert_eq!(counted(rule(1))[0], "s1 d1: 2, short 1");
}

#[test]
fn at_most_two_seats_a_person() {
    let rule = |most| Rule::new("r").for_each(["speaker"]).at_most(most);
    assert_eq!(counted(rule(2)), ["s1: 2", "s2: 1", "s3: 2", "s4: 1", "s5: 2"]);
    assert_eq!(counted(rule(1)), ["s1: 2, short 1", "s2: 1", "s3: 2, short 1", "s4: 1", "s5: 2, short 1"]);
}

#[test]
fn every_region_has_its_part_of_the_programme() {
    // 8% of 8 seats is 0.64. africa: s2 once, s5 twice. grulac: s1 twice, s3 twice. s4 has disclosed none.
    let rule = Rule::new("r").for_each(["region"]).at_least(share("8%"));
    assert_eq!(counted(rule.clone()), ["africa: 3 of 8", "grulac: 4 of 8"]);
    // A region that nobody is from is a group all the same, in the order of the list.
    let values = Values::Only(vec!["grulac".into(), "asia".into(), "africa".into()]);
    let rule = Rule { values: Some(values), ..rule };
    assert_eq!(counted(rule), ["grulac: 4 of 8", "asia: 0 of 8, short 1", "africa: 3 of 8"]);
}

#[test]
fn equal_participation_of_the_sectors() {
    // government 4 (s1 twice, s5 twice), academia 2, civil_society 2, technical 2: two apart.
    let rule = |apart: i32| Rule { at_most_apart: Some(Number::from(apart)), ..Rule::new("r").for_each(["sector"]) };
    assert_eq!(counted(rule(2)), ["all: 2"]);
    assert_eq!(counted(rule(1)), ["all: 2, short 1"]);
}

#[test]
fn a_focus_group_of_one_gender() {
    // p2: s1 is a woman, s5 has not said. p1: women and men.
    let rule = Rule::new("r").count(Count::Distinct(Key::from("gender"))).at_most(1);
    assert_eq!(counted(panels(rule.clone(), &["p2"])), ["p2: 1"]);
    assert_eq!(counted(panels(rule, &["p1"])), ["p1: 2, short 1"]);
}

#[test]
fn everybody_knows_one_of_the_topics() {
    // p1: s1, s2 and s4 cybersecurity, s3 privacy. p2: s1 and s5 privacy. p3: nobody knows cybersecurity.
    let rule = Rule::new("r").filter(Filter::all().expert(1)).at_least(share("100%"));
    assert_eq!(counted(rule), ["p1: 4 of 4", "p2: 2 of 2", "p3: 0 of 2, short 2"]);
}

#[test]
fn youth_only() {
    // p1: s1 is 20 and s3 is 24; s2 is 30; s4 has not said.
    let young = Condition::Range { at_least: None, at_most: Some(Number::from(24)) };
    let rule = Rule::new("r").filter(Filter::all().condition("age", young)).at_least(share("100%"));
    assert_eq!(counted(panels(rule, &["p1"])), ["p1: 2 of 4, short 2"]);
}

#[test]
fn travel_fund() {
    // Once each: 100 + 200.5 + 50; s3 and s4 have no cost. Half a unit over is one unit short.
    let rule = |most| {
        let cost = Count::Sum(Quantity::Attribute("cost".into()));
        Rule::new("r").for_each([]).count(cost).at_most(most)
    };
    assert_eq!(counted(rule(20_000)), ["all: 350.5"]);
    assert_eq!(counted(rule(350)), ["all: 350.5, short 1"]);
}

#[test]
fn these_two_never_together() {
    // s1 and s3 meet on p1; p2 has s1, p3 has s3.
    let two = Condition::OneOf(vec![Term::from("s1"), Term::from("s3")]);
    let rule = Rule::new("r").filter(Filter::all().condition("speaker", two)).at_most(1);
    assert_eq!(counted(rule), ["p1: 2, short 1", "p2: 1", "p3: 1"]);
}
