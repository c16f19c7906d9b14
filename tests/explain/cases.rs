//! The documented cases.

use convener::{Explanation, Forum, Number, Options, json};

fn case(name: &str) -> Forum {
    let path = format!("{}/examples/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
    json::read(&std::fs::read(&path).unwrap()).unwrap_or_else(|faults| panic!("{name}: {faults:?}"))
}

fn explained(forum: &Forum) -> Explanation {
    convener::explain(forum, &Options::default()).unwrap()
}

#[test]
fn without_government_speakers_somebody_from_government_is_asked_for() {
    let forum = case("igf-peru-2017-no-government");
    let explanation = explained(&forum);
    assert_eq!(explanation.feasible, Some(false));
    // Nobody from government is in the pool: the rule can't be kept on any panel, alone.
    let conflict = &explanation.conflicts[0];
    assert_eq!(conflict.rules.iter().map(|clash| clash.rule.as_str()).collect::<Vec<_>>(), ["government"]);
    let on: usize = explanation.conflicts.iter().map(|conflict| conflict.panels.len() + conflict.also.len()).sum();
    assert_eq!(on, 7);
    // One unit on each of the seven panels.
    assert_eq!(explanation.concessions[0].cost, 7);
    assert!(
        explanation.concessions[0].loosened.iter().all(|one| one.rule == "government" && one.by == Number::from(1))
    );
    // Everybody takes at most two seats, so seven panels need four people.
    assert_eq!(forum.speakers.iter().map(|speaker| speaker.max_seats.unwrap()).max(), Some(2));
    let invitation = &explanation.invitations[0];
    assert_eq!((invitation.people.len(), invitation.fewest), (4, true));
    for person in &invitation.people {
        assert!(person.attributes.contains(&("sector".to_owned(), vec!["government".to_owned()])), "{person:?}");
    }
}

#[test]
fn fifty_people_cannot_fill_fifty_six_seats() {
    let mut forum = case("lacigf-2017-pool");
    for panel in &mut forum.panels {
        for seats in panel.seats.iter_mut().filter(|seats| seats.role == "panellist") {
            (seats.min, seats.max) = (6, 6);
        }
    }
    // 7 panels with 6 panellists, a moderator and a rapporteur are 56 seats; 50 people hold one each.
    assert_eq!((forum.panels.len() * (6 + 1 + 1), forum.speakers.len()), (56, 50));
    let options = Options { time_limit: Some(std::time::Duration::from_secs(40)), ..Options::default() };
    let explanation = convener::explain(&forum, &options).unwrap();
    assert_eq!(explanation.feasible, Some(false));
    let conflict = &explanation.conflicts[0];
    assert_eq!(conflict.rules.iter().map(|clash| clash.rule.as_str()).collect::<Vec<_>>(), ["one-seat-each", "seats"]);
    assert!(conflict.minimal && conflict.rules.iter().all(|clash| clash.whole && clash.witness.is_some()));
    // Six seats stay empty, or six people take a second one: no less will do, and either is enough.
    for concession in explanation.concessions.iter().take(2) {
        assert_eq!((concession.cost, concession.proven), (6, true), "{:?}", concession.loosened);
        let seated: usize = concession.plan.panels.iter().map(|panel| panel.seats.len()).sum();
        let doubled = concession.loosened.iter().filter(|one| one.rule == "one-seat-each").count();
        assert!(seated >= 50 + doubled && seated <= 57 + doubled, "{seated} seats");
    }
    assert!(!explanation.concessions.is_empty());
}

#[test]
fn the_pool_under_40_60_and_three_sectors_has_a_plan_and_its_rules_a_price() {
    let forum = case("lacigf-2017-pool");
    let explanation = explained(&forum);
    assert_eq!((explanation.feasible, explanation.limited), (Some(true), false));
    assert!(explanation.conflicts.is_empty() && explanation.concessions.is_empty());
    let price = |rule: &str| explanation.prices.iter().find(|price| price.rule == rule).unwrap();
    // 50 people hold a seat each. With as many as they like, 7 panels of 6 panellists, a moderator, a rapporteur and a
    // remote moderator have 63 seats to fill.
    assert_eq!((forum.speakers.len(), forum.panels.len() * (6 + 1 + 1 + 1)), (50, 63));
    let seats = &price("one-seat-each").goals[1];
    assert_eq!((seats.now, seats.then), (Number::from(50), Number::from(63)));
    // Giving up a rule takes no plan away, so the first goal, which is to be as great as can be, gets no worse.
    for price in &explanation.prices {
        assert!(price.proven && price.possible && price.goals[0].then >= price.goals[0].now, "{price:?}");
    }
}

#[test]
fn equal_sectors_on_panels_of_six_are_told_from_no_plan() {
    // Exchangeable people make trees without end: that there is a plan is known all the same.
    let explanation = explained(&case("mexico-2013"));
    assert_eq!((explanation.feasible, explanation.limited), (Some(true), false));
    assert_eq!(explanation.prices.len(), 4);
    assert!(explanation.prices.iter().all(|price| price.proven && price.goals[0].then >= price.goals[0].now));
}
