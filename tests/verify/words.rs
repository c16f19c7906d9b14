//! Every reason to refuse a plan, in words that name the place.

use convener::{GoalName, Number, Refutation, Share, Tally};

fn tally() -> Tally {
    Tally {
        rule: "women".into(),
        group: vec![("panel".into(), "p1".into()), ("topic".into(), "privacy".into())],
        count: Number::from(1),
        seats: None,
        at_least: Some(2.into()),
        at_most: None,
        at_most_apart: None,
        wish: false,
        short: Number::from(1),
    }
}

fn broken(change: impl FnOnce(&mut Tally)) -> String {
    let mut tally = tally();
    change(&mut tally);
    Refutation::Broken(Box::new(tally)).to_string()
}

#[test]
fn of_a_plans_shape() {
    let (panel, role, speaker) = (|| "p1".to_owned(), || "judge".to_owned(), || "s1".to_owned());
    let said = [
        Refutation::PanelMissing { panel: panel() },
        Refutation::PanelUnknown { panel: panel() },
        Refutation::PanelTwice { panel: panel() },
        Refutation::PanelsOutOfOrder { position: 3 },
        Refutation::RoleUnknown { panel: panel(), role: role() },
        Refutation::SpeakerUnknown { panel: panel(), speaker: speaker() },
        Refutation::SeatTwice { panel: panel(), role: role(), speaker: speaker() },
        Refutation::TooLarge,
    ];
    let words = [
        "the plan lacks panel `p1`",
        "the forum has no panel `p1`",
        "the plan has panel `p1` more than once",
        "from position 3 on, the plan's panels are not in the forum's order",
        "panel `p1` has no role `judge`",
        "`s1` on panel `p1` is nobody of the pool",
        "`s1` is listed more than once as `judge` on panel `p1`",
        "a count of the plan is too large to be exact",
    ];
    assert_eq!(said.map(|reason| reason.to_string()), words);
}

#[test]
fn of_a_rule_that_is_broken() {
    let place = "the requirement `women` of panel `p1`, topic `privacy` is not met: ";
    assert_eq!(broken(|_| {}), format!("{place}1, at least 2, not met, short by 1"));
    let share = |tally: &mut Tally| {
        tally.seats = Some(4);
        tally.at_least = Some("40%".parse::<Share>().unwrap().into());
        tally.at_most = Some(3.into());
    };
    assert_eq!(broken(share), format!("{place}1 in 4 seats, at least 40%, at most 3, not met, short by 1"));
    let apart = |tally: &mut Tally| {
        tally.at_least = None;
        tally.at_most_apart = Some(Number::from(2));
    };
    assert_eq!(broken(apart), format!("{place}1, at most 2 apart, not met, short by 1"));
    let alone = |tally: &mut Tally| tally.group.clear();
    assert_eq!(broken(alone), "the requirement `women` is not met: 1, at least 2, not met, short by 1");
}

#[test]
fn of_claims() {
    let goal = || GoalName::Goal { index: 2, label: "expertise".into() };
    let wishes = || GoalName::Wishes { priority: 3 };
    let changed = |wish, short: i32| Box::new(Tally { wish, short: Number::from(short), ..tally() });
    let differs = |claimed, counted| Refutation::TallyDiffers { claimed, counted };
    let said = [
        Refutation::GoalMissing(goal()),
        Refutation::GoalExtra(wishes()),
        Refutation::GoalsOutOfOrder,
        Refutation::GoalDiffers { goal: goal(), claimed: 7.into(), counted: 8.into() },
        Refutation::TallyMissing(Box::new(tally())),
        Refutation::TallyExtra(Box::new(tally())),
        Refutation::TalliesOutOfOrder,
        differs(changed(false, 0), changed(false, 1)),
        differs(changed(true, 0), changed(true, 1)),
    ];
    let women = "`women` of panel `p1`, topic `privacy`";
    let words = [
        "no value is claimed of the goal `expertise` (number 2)".to_owned(),
        "a value is claimed of `wishes of priority 3`, which is no goal or has one".to_owned(),
        "the goals are not in their order".to_owned(),
        "the goal `expertise` (number 2) is 8 by count and claimed to be 7".to_owned(),
        format!("no tally is claimed of {women}"),
        format!("a tally is claimed of {women}, which has none or has one already"),
        "the tallies are not in the order of the rules and their groups".to_owned(),
        format!("{women} is 1, at least 2, not met by count and claimed to be 1, at least 2, met"),
        format!("{women} is 1, at least 2, a wish not met by count and claimed to be 1, at least 2, a wish met"),
    ];
    assert_eq!(said.map(|reason| reason.to_string()), words);
}
