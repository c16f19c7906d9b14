//! Every kind of concession, each in a forum where by written arithmetic nothing else is as cheap.

use convener::{Concede, Concession, Filter, Forum, Number, Options, Panel, Pin, Rule, Speaker};

fn concessions(forum: &Forum) -> Vec<Concession> {
    let explanation = convener::explain(forum, &Options::default()).unwrap();
    assert_eq!(explanation.feasible, Some(false));
    assert!(!explanation.limited);
    explanation.concessions
}

fn loosened(concession: &Concession) -> Vec<(String, Number, bool)> {
    concession.loosened.iter().map(|one| (one.rule.clone(), one.by, one.dropped)).collect()
}

fn seated(concession: &Concession, panel: &str) -> usize {
    concession.plan.panels.iter().filter(|own| own.panel == panel).map(|own| own.seats.len()).sum()
}

fn man(id: &str) -> Speaker {
    Speaker::new(id).gender("man")
}

fn women(id: &str) -> Rule {
    Rule::new(id).filter(Filter::all().is("gender", "woman"))
}

fn forum() -> Forum {
    Forum::new("f").vocabulary("gender", ["woman", "man"])
}

fn two_seats(id: &str) -> Panel {
    Panel::new(id).seats("panellist", 2, 2)
}

#[test]
fn a_rule_is_dropped_wholly_at_its_price() {
    // No woman is in the pool: whatever else gives, two on the panel are missing, at 3 each.
    let mut rule = women("women").at_least(2);
    rule.concede = Some(Concede::Weight(3));
    let forum = forum().speaker(man("s1")).speaker(man("s2")).panel(two_seats("p1")).rule(rule);
    let all = concessions(&forum);
    assert_eq!((all[0].cost, all[0].proven), (6, true));
    assert_eq!(loosened(&all[0]), [("women".to_owned(), Number::from(2), true)]);
}

#[test]
fn a_bound_is_loosened_by_no_more_than_needed() {
    // Three women are asked for and one is there. The seats can't tell the difference: two are missing however they are
    // filled, so that two units of the rule are the least.
    let mut forum = forum().speaker(Speaker::new("s1").gender("woman"));
    forum = forum.speaker(man("s2")).speaker(man("s3")).panel(Panel::new("p1").seats("panellist", 3, 3));
    let all = concessions(&forum.rule(women("women").at_least(3)));
    assert_eq!((all[0].cost, all[0].proven), (2, true));
    assert_eq!(loosened(&all[0]), [("women".to_owned(), Number::from(2), false)]);
}

#[test]
fn one_more_seat_is_added() {
    // Two women and one man on two seats, with neither rule ever conceded: a third seat for 1 is all that is left.
    let never = |mut rule: Rule| {
        rule.concede = Some(Concede::Never);
        rule
    };
    let men = Rule::new("men").filter(Filter::all().is("gender", "man")).at_least(1);
    let mut forum = forum().panel(two_seats("p1")).rule(never(women("women").at_least(2))).rule(never(men));
    for (id, gender) in [("s1", "woman"), ("s2", "woman"), ("s3", "man")] {
        forum = forum.speaker(Speaker::new(id).gender(gender));
    }
    let all = concessions(&forum);
    assert_eq!((all.len(), all[0].cost, all[0].proven), (1, 1, true));
    assert_eq!(loosened(&all[0]), [("seats/p1".to_owned(), Number::from(1), false)]);
    assert_eq!(seated(&all[0], "p1"), 3);
}

#[test]
fn a_named_speaker_appears_once_more() {
    // Both panels need the one woman, who takes one seat at most; the rule costs 2 a unit, a seat more for her 1.
    let mut rule = women("women").at_least(1);
    rule.concede = Some(Concede::Weight(2));
    let mut woman = Speaker::new("s1").gender("woman");
    woman.max_seats = Some(1);
    let forum = forum().speaker(woman).rule(rule);
    let forum = ["p1", "p2"].into_iter().fold(forum, |forum, id| forum.panel(Panel::new(id).seats("panellist", 1, 1)));
    let all = concessions(&forum);
    assert_eq!((all[0].cost, all[0].proven), (1, true));
    // With one seat left empty the rule on that panel would be missed besides: 1 + 2.
    assert_eq!(loosened(&all[0]), [("max_seats/s1".to_owned(), Number::from(1), false)]);
    assert!(all.iter().skip(1).all(|other| other.cost >= 2));
}

#[test]
fn a_panel_moves_to_another_slot() {
    // The one woman is wanted on both panels of slot `a`, at 5 a unit; `p3` shows that there is a slot `b`, where the other
    // speakers are as free as anywhere. Moving either panel costs 1; nothing else can mend it below 5, as nobody is ever in
    // two places.
    let mut rule = women("women").at_least(1);
    rule.concede = Some(Concede::Weight(5));
    rule.panels = Some(convener::PanelFilter::Ids(vec!["p1".into(), "p2".into()]));
    let mut forum =
        forum().speaker(Speaker::new("s1").gender("woman")).speaker(man("s2")).speaker(man("s3")).rule(rule);
    for (id, slot) in [("p1", "a"), ("p2", "a"), ("p3", "b")] {
        forum = forum.panel(Panel::new(id).slot(slot).seats("panellist", 1, 1));
    }
    let all = concessions(&forum);
    assert_eq!((all[0].cost, all[0].loosened.len(), all[0].moves.len()), (1, 0, 1));
    let moved = &all[0].moves[0];
    assert!(["p1", "p2"].contains(&moved.panel.as_str()) && (moved.from.as_str(), moved.to.as_str()) == ("a", "b"));
    assert_eq!(all[1].cost, 5);
}

#[test]
fn a_pin_is_given_up() {
    // One seat, two pins.
    let pin = |speaker: &str| Pin { panel: "p1".into(), speaker: speaker.into(), role: None };
    let mut rule = Rule::new("few").at_most(1);
    rule.concede = Some(Concede::Never);
    let mut forum = forum().speaker(man("s1")).speaker(man("s2")).panel(Panel::new("p1").seats("panellist", 1, 2));
    forum.pins = vec![pin("s1"), pin("s2")];
    let all = concessions(&forum.rule(rule));
    assert_eq!((all[0].cost, all[0].proven, all[0].loosened.len()), (1, true, 1));
    assert!(all[0].loosened[0].rule.starts_with("pin/p1/"));
}

#[test]
fn what_is_never_conceded_stays() {
    // The only rule is never given up and nobody is a woman: there is no concession at all.
    let mut rule = women("women").at_least(1);
    rule.concede = Some(Concede::Never);
    let forum = forum().speaker(man("s1")).panel(Panel::new("p1").seats("panellist", 1, 1)).rule(rule);
    assert!(concessions(&forum).is_empty());
}

#[test]
fn an_odd_panel_of_people_who_can_be_exchanged() {
    // Five seats can't be shared equally by women and men, whoever of 80 holds them: a seat more or less, or one apart.
    let mut equal = Rule::new("equal").for_each(["panel", "gender"]);
    equal.at_most_apart = Some(Number::from(0));
    let mut forum = forum().panel(Panel::new("p1").seats("panellist", 5, 5)).rule(equal);
    for at in 0..40 {
        forum = forum.speaker(man(&format!("m{at}"))).speaker(Speaker::new(format!("w{at}")).gender("woman"));
    }
    let options = Options { time_limit: Some(std::time::Duration::from_secs(120)), ..Options::default() };
    let explanation = convener::explain(&forum, &options).unwrap();
    let rules: Vec<&str> = explanation.conflicts[0].rules.iter().map(|clash| clash.rule.as_str()).collect();
    assert_eq!((rules, explanation.conflicts[0].minimal), (vec!["equal", "seats/p1"], true));
    assert_eq!((explanation.concessions[0].cost, explanation.concessions[0].proven), (1, true));
}
