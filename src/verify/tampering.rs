//! Tests: a confirmed plan, tampered with in every way, is refused for the right reason; the room stays closed.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::{Refutation, confirm, count, seats_of};
use crate::{
    Bar, DraftSeat, Filter, Forum, Goal, GoalName, GoalValue, Number, Panel, PanelPlan, Pin, Plan, Rule, Seat, Share,
    Speaker, Tally,
};

/// Two panels at the same time, at least one woman (s1, s4) on each.
fn forum() -> Forum {
    let mut forum = Forum::new("f");
    for (id, gender) in [("s1", "woman"), ("s2", "man"), ("s3", "man"), ("s4", "woman"), ("s5", "man")] {
        forum = forum.speaker(Speaker::new(id).gender(gender).expertise("t", 3));
    }
    let women = || Filter::all().is("gender", "woman");
    forum = forum
        .panel(Panel::new("p1").topic("t").slot("a").seats("panellist", 2, 2))
        .panel(Panel::new("p2").topic("t").slot("a").seats("panellist", 2, 3))
        .rule(Rule::new("women").filter(women()).at_least(1))
        .rule(Rule::new("half").filter(women()).at_least(Share::percent(60).unwrap()).prefer(1, 1));
    forum.speakers[4].unavailable.push("a".into());
    forum.pins.push(Pin { panel: "p1".into(), speaker: "s1".into(), role: None });
    forum.bars.push(Bar { panel: "p2".into(), speaker: "s2".into(), role: None });
    forum
}

fn plan() -> Plan {
    let panel = |panel: &str, speakers: [&str; 2]| PanelPlan {
        panel: panel.into(),
        seats: speakers.map(|speaker| Seat { role: "panellist".into(), speaker: speaker.into() }).into(),
    };
    Plan { panels: vec![panel("p1", ["s1", "s2"]), panel("p2", ["s3", "s4"])] }
}

/// The reasons against a changed plan of which everything is claimed as it counts.
fn against(change: impl FnOnce(&mut Plan)) -> Vec<Refutation> {
    let mut plan = plan();
    change(&mut plan);
    let counted = count(&forum(), &seats_of(&plan)).unwrap();
    confirm(&forum(), &plan, &counted.goals, &counted.rules)
}

/// The rules that a changed plan breaks, with nothing else said against it.
fn breaks(change: impl FnOnce(&mut Plan)) -> Vec<String> {
    let rule = |refutation| match refutation {
        Refutation::Broken(tally) => tally.rule,
        other => panic!("{other}"),
    };
    against(change).into_iter().map(rule).collect()
}

fn seat(plan: &mut Plan, panel: usize, position: usize) -> &mut String {
    &mut plan.panels[panel].seats[position].speaker
}

/// The reasons against the plan with changed claims.
fn claims(change: impl FnOnce(&mut Vec<GoalValue>, &mut Vec<Tally>)) -> Vec<Refutation> {
    let counted = count(&forum(), &seats_of(&plan())).unwrap();
    let (mut goals, mut rules) = (counted.goals, counted.rules);
    change(&mut goals, &mut rules);
    confirm(&forum(), &plan(), &goals, &rules)
}

#[test]
fn the_plan_is_confirmed() {
    assert_eq!(against(|_| {}), []);
    // Wishes: 60% of 2 is 1.2, one woman on each: short 1 + 1. Expertise: 4 seats of level 3. Preference: none said.
    let values: Vec<_> = count(&forum(), &seats_of(&plan())).unwrap().goals.iter().map(|goal| goal.value).collect();
    assert_eq!(values, [2.into(), 12.into(), 0.into()]);
}

#[test]
fn a_tampered_plan_is_refused() {
    // s1 and s4 swapped: the pin of s1 to p1 is dropped, and nothing else.
    assert_eq!(
        breaks(|plan| {
            *seat(plan, 0, 0) = "s4".into();
            *seat(plan, 1, 1) = "s1".into();
        }),
        ["pin/p1/s1"]
    );
    // s1 and s3 swapped: p2 keeps s4, p1 has no woman.
    assert_eq!(
        breaks(|plan| {
            *seat(plan, 0, 0) = "s3".into();
            *seat(plan, 1, 0) = "s1".into();
        }),
        ["pin/p1/s1", "women"]
    );
    assert_eq!(breaks(|plan| *seat(plan, 1, 0) = "s1".into()), ["slot/s1"]);
    assert_eq!(breaks(|plan| *seat(plan, 1, 0) = "s2".into()), ["slot/s2", "bar/p2/s2"]);
    assert_eq!(breaks(|plan| *seat(plan, 1, 0) = "s5".into()), ["unavailable/s5"]);
    assert_eq!(breaks(|plan| drop(plan.panels[0].seats.pop())), ["seats/p1"]);
    let more = Seat { role: "panellist".into(), speaker: "s5".into() };
    assert_eq!(breaks(|plan| plan.panels[0].seats.push(more)), ["seats/p1", "unavailable/s5"]);
}

#[test]
fn a_plan_of_another_shape_is_refused() {
    let names = |refutations: Vec<Refutation>| refutations.iter().map(ToString::to_string).collect::<Vec<_>>();
    let unknown = against(|plan| *seat(plan, 1, 0) = "s9".into());
    assert_eq!(unknown[0], Refutation::SpeakerUnknown { panel: "p2".into(), speaker: "s9".into() });
    // The seat of nobody is not filled.
    assert!(names(unknown)[1].contains("`seats/p2` of role `panellist`"));
    let role = against(|plan| plan.panels[1].seats[0].role = "judge".into());
    assert_eq!(role[0], Refutation::RoleUnknown { panel: "p2".into(), role: "judge".into() });
    let twice = against(|plan| *seat(plan, 0, 1) = "s1".into());
    let held = Refutation::SeatTwice { panel: "p1".into(), role: "panellist".into(), speaker: "s1".into() };
    assert_eq!(twice[0], held);
    assert!(matches!(&twice[1], Refutation::Broken(tally) if tally.rule == "one_seat/p1"));
    assert_eq!(against(|plan| plan.panels.swap(0, 1)), [Refutation::PanelsOutOfOrder { position: 0 }]);
    let missing = against(|plan| drop(plan.panels.pop()));
    assert_eq!(missing[0], Refutation::PanelMissing { panel: "p2".into() });
    let again = against(|plan| plan.panels.push(PanelPlan { panel: "p1".into(), seats: vec![] }));
    assert_eq!(again, [Refutation::PanelTwice { panel: "p1".into() }]);
    let strange = against(|plan| plan.panels.push(PanelPlan { panel: "p9".into(), seats: vec![] }));
    assert_eq!(strange, [Refutation::PanelUnknown { panel: "p9".into() }]);
}

#[test]
fn each_faked_tally_is_refused() {
    let fakes: [fn(&mut Tally); 7] = [
        |tally| tally.count = Number::from(2),
        |tally| tally.seats = Some(3),
        |tally| tally.at_least = Some(0.into()),
        |tally| tally.at_most = Some(9.into()),
        |tally| tally.short = Number::from(0),
        |tally| tally.short = Number::from(5),
        |tally| tally.wish = false,
    ];
    for fake in fakes {
        let refutations = claims(|_, rules| fake(rules.last_mut().unwrap()));
        let [Refutation::TallyDiffers { claimed, counted }] = refutations.as_slice() else { panic!("{refutations:?}") };
        assert_eq!((counted.rule.as_str(), counted.count), ("half", 1.into()));
        assert_ne!(claimed, counted);
    }
    let renames: [fn(&mut Tally); 2] = [|tally| tally.group[0].1 = "p1".into(), |tally| tally.rule = "other".into()];
    for fake in renames {
        let refutations = claims(|_, rules| fake(rules.last_mut().unwrap()));
        assert!(matches!(refutations.as_slice(), [Refutation::TallyExtra(_), Refutation::TallyMissing(_)]));
    }
    let missing = claims(|_, rules| drop(rules.pop()));
    assert!(matches!(missing.as_slice(), [Refutation::TallyMissing(tally)] if tally.rule == "half"));
    let extra = claims(|_, rules| rules.push(rules[0].clone()));
    assert!(matches!(extra.as_slice(), [Refutation::TallyExtra(tally)] if tally.rule == "seats/p1"));
    assert_eq!(claims(|_, rules| rules.swap(0, 1)), [Refutation::TalliesOutOfOrder]);
}

#[test]
fn each_faked_value_is_refused() {
    let wishes = || GoalName::Wishes { priority: 1 };
    let lower = claims(|goals, _| goals[0].value = Number::from(1));
    let differs = Refutation::GoalDiffers { goal: wishes(), claimed: 1.into(), counted: 2.into() };
    assert_eq!(lower, [differs]);
    let missing = claims(|goals, _| drop(goals.remove(0)));
    assert_eq!(missing, [Refutation::GoalMissing(wishes())]);
    let extra = claims(|goals, _| goals.push(goals[0].clone()));
    assert_eq!(extra, [Refutation::GoalExtra(wishes())]);
    assert_eq!(claims(|goals, _| goals.swap(1, 2)), [Refutation::GoalsOutOfOrder]);
    let renamed = claims(|goals, _| goals[1].goal = GoalName::Goal { index: 0, label: "cost".into() });
    assert!(matches!(renamed.as_slice(), [Refutation::GoalMissing(_), Refutation::GoalExtra(_)]));
}

#[test]
fn a_sum_too_large_is_an_error() {
    let mut forum = forum();
    let most = crate::Metric::Preference;
    forum.speakers[0].preference.insert("p1".into(), i32::MAX);
    // 2^31 * 1000 * 2^31 is beyond 2^63.
    forum.goals = vec![Goal::blend(crate::Direction::Maximise, [(most, i32::MAX), (most, i32::MAX)])];
    assert_eq!(count(&forum, &seats_of(&plan())), Err(super::Overflow));
    assert_eq!(super::Overflow.to_string(), "a count of the plan is too large to be exact");
    assert_eq!(confirm(&forum, &plan(), &[], &[]), [Refutation::TooLarge]);
}

#[test]
fn what_the_forum_does_not_know_is_no_seat() {
    let seat = |panel: &str, role: &str, speaker: &str| DraftSeat {
        panel: panel.into(),
        role: role.into(),
        speaker: speaker.into(),
    };
    let strange = [seat("p9", "panellist", "s1"), seat("p1", "judge", "s1"), seat("p1", "panellist", "s9")];
    assert_eq!(count(&forum(), &strange), count(&forum(), &[]));
}

#[test]
fn nothing_here_knows_the_program_or_a_solver() {
    let room = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify");
    // Written apart, so that this file does not find itself.
    let forbidden = ["program", "engine", "backend"];
    let mut read = 0;
    let files = |room: &std::path::Path| -> Vec<_> {
        std::fs::read_dir(room).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let (rooms, mut here): (Vec<_>, Vec<_>) = files(&room).into_iter().partition(|path| path.is_dir());
    here.extend(rooms.iter().flat_map(|room| files(room)));
    for path in here {
        let text = std::fs::read_to_string(&path).unwrap();
        read += 1;
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            for room in forbidden {
                let word = |end: &str| line.contains(&format!("{room}{end}"));
                let inside = line.starts_with("use ") && line.contains(room);
                assert!(!inside && !word("::"), "{}: {line}", path.display());
            }
        }
    }
    assert!(read > 10);
}

/// A thousand panels, eight thousand speakers, thirty rules: the time is printed by `--nocapture` and the counts hold.
#[test]
fn a_large_forum_is_counted_seat_by_seat() {
    let mut forum = Forum::new("large");
    for s in 0..8000_u32 {
        let sector = ["government", "academia", "civil_society", "technical", "private"][s as usize % 5];
        let gender = ["woman", "man"][s as usize % 2];
        forum = forum.speaker(
            Speaker::new(format!("s{s}"))
                .sector(sector)
                .gender(gender)
                .organisation(format!("o{}", s % 3000))
                .expertise(format!("t{}", s % 50), 4),
        );
    }
    let mut plan = Vec::new();
    for p in 0..1000_u32 {
        let panel = Panel::new(format!("p{p}")).topic(format!("t{}", p % 50)).topic(format!("t{}", (p + 1) % 50));
        let panel = panel.slot(format!("a{}", p / 20)).day(format!("d{}", p / 200)).seats("panellist", 6, 6);
        forum = forum.panel(panel);
        for s in 0..6 {
            let speaker = format!("s{}", p * 6 + s);
            plan.push(DraftSeat { panel: format!("p{p}"), role: "panellist".into(), speaker });
        }
    }
    let groupings: [&[&str]; 6] = [
        &["panel"],
        &["panel", "sector"],
        &["panel", "topic"],
        &["speaker", "day"],
        &["panel", "organisation"],
        &["gender"],
    ];
    for number in 0..30 {
        let keys = groupings[number % 6].iter().copied();
        forum = forum.rule(Rule::new(format!("r{number}")).for_each(keys).at_most(3000));
    }
    let start = std::time::Instant::now();
    let counted = count(&forum, &plan).unwrap();
    println!("counted in {:?}: {} tallies", start.elapsed(), counted.rules.len());
    // 1000 seats tallies; per grouping: 1000 panels, 5000 of sectors, 2000 of topics, 6000 speakers, 6000 of
    // organisations that sit (at most one each on a panel of six neighbours), 2 genders.
    assert_eq!(counted.rules.len(), 1000 + 5 * (1000 + 5000 + 2000 + 6000 + 6000 + 2));
    assert_eq!(counted.rules.last().map(|tally| tally.count), Some(3000.into()));
}
