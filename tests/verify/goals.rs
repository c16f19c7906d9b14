//! The goals' values of the small draft.

use crate::fixture::{draft, forum};
use convener::{Condition, Direction, Filter, Forum, Goal, GoalName, Metric, Number, PanelFilter};

fn value_in(mut forum: Forum, goal: Goal) -> String {
    forum.goals = vec![goal];
    convener::audit(&forum).unwrap().goals[0].value.to_string()
}

fn value(goal: Goal) -> String {
    value_in(forum(), goal)
}

fn preferring() -> Forum {
    let mut forum = forum();
    forum.speakers[0].preference.insert("p2".into(), 3);
    forum.speakers[2].preference.insert("p1".into(), -1);
    forum.speakers[2].preference.insert("p2".into(), 7);
    forum
}

#[test]
fn each_metric() {
    // Levels. p1: s1 4 + 2, s2 3, s3 5, s4 1 = 15. p2: s1 2, s5 3 = 5. p3: none.
    assert_eq!(value(Goal::maximise(Metric::Expertise)), "20");
    // s1 on p2: 3; s3 on p1: -1; s3 is not on p2.
    assert_eq!(value_in(preferring(), Goal::maximise(Metric::Preference)), "2");
    assert_eq!(value(Goal::maximise(Metric::Seats)), "8");
    assert_eq!(value(Goal::maximise(Metric::People)), "5");
    // s1 100, s2 200.5, s5 50.
    assert_eq!(value(Goal::minimise(Metric::Cost)), "350.5");
    assert_eq!(value(Goal::minimise(Metric::Changes)), "0");
}

#[test]
fn the_worst_panel() {
    let most = |metric| Goal::minimise(metric).worst_panel();
    let least = |metric| Goal::maximise(metric).worst_panel();
    assert_eq!(value(least(Metric::Expertise)), "0");
    assert_eq!(value(most(Metric::Expertise)), "15");
    // p1 -1, p2 3, p3 0.
    assert_eq!(value_in(preferring(), least(Metric::Preference)), "-1");
    assert_eq!(value_in(preferring(), most(Metric::Preference)), "3");
    // p1 300.5, p2 150, p3 50: each person once per panel.
    assert_eq!(value(most(Metric::Cost)), "300.5");
    assert_eq!(value(least(Metric::Cost)), "50");
    assert_eq!(value(least(Metric::People)), "2");
    let mut partial = forum();
    partial.draft = draft(&[("p1", "panellist", "s1")]);
    assert_eq!(value_in(partial, least(Metric::Seats)), "0");
}

#[test]
fn narrowed_goals() {
    let women = Filter::all().is("gender", "woman");
    // s1: 6 on p1, 2 on p2; s4: 1.
    assert_eq!(value(Goal { filter: women, ..Goal::maximise(Metric::Expertise) }), "9");
    let roles = Some(vec!["moderator".to_owned()]);
    assert_eq!(value(Goal { roles, ..Goal::maximise(Metric::Expertise) }), "1");
    let two = || Some(PanelFilter::Ids(vec!["p1".into(), "p2".into()]));
    assert_eq!(value(Goal { panels: two(), ..Goal::maximise(Metric::Seats) }), "6");
    // p3 is not spoken of, so the worst is p2.
    assert_eq!(value(Goal { panels: two(), ..Goal::maximise(Metric::Expertise).worst_panel() }), "5");
    // Level 3 on any of the panel's topics: p1 s1, s2, s3; p2 s5.
    assert_eq!(value(Goal { filter: Filter::all().expert(3), ..Goal::maximise(Metric::Seats) }), "4");
    let young = Condition::Range { at_least: None, at_most: Some(Number::from(24)) };
    assert_eq!(value(Goal { filter: Filter::all().condition("age", young), ..Goal::maximise(Metric::People) }), "2");
}

#[test]
fn blends_and_names() {
    let goal = Goal::blend(Direction::Maximise, [(Metric::Expertise, 10), (Metric::Cost, -1)]);
    // 200 - 350.5; by panel 150 - 300.5, 50 - 150, 0 - 50.
    assert_eq!(value(goal.clone()), "-150.5");
    assert_eq!(value(goal.clone().worst_panel()), "-150.5");
    let mut forum = forum();
    forum.goals = vec![Goal::maximise(Metric::Preference), goal.worst_panel()];
    let names: Vec<_> = convener::audit(&forum).unwrap().goals.into_iter().map(|value| value.goal).collect();
    let name = |index, label: &str| GoalName::Goal { index, label: label.into() };
    assert_eq!(names, [name(0, "preference"), name(1, "10 expertise - 1 cost (worst panel)")]);
}
