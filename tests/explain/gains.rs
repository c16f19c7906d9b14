//! Whose invitation raises the first goal of a forum that has a plan, in forums where arithmetic says by how much.

use convener::{Explanation, Filter, Forum, Goal, Metric, Number, Options, Panel, Rule, Speaker};

fn with_goal(mut forum: Forum, goal: Goal) -> Forum {
    forum.goals = vec![goal];
    forum
}

fn explained(forum: &Forum) -> Explanation {
    let explanation = convener::explain(forum, &Options::default()).unwrap();
    assert_eq!((explanation.feasible, explanation.limited), (Some(true), false));
    explanation
}

fn gain(explanation: &Explanation) -> (Number, Number) {
    let [invitation] = &explanation.invitations[..] else { panic!("{:?}", explanation.invitations) };
    assert!(invitation.fewest && invitation.people.len() == 1);
    let [change] = &invitation.changes[..] else { panic!("{:?}", invitation.changes) };
    (change.now, change.then)
}

#[test]
fn the_profile_asks_for_what_the_gain_needs() {
    // One seat, held at level 3; the greatest level is 5. Level 4 would raise the goal by 1, not by 2.
    let forum = with_goal(
        Forum::new("f")
            .speaker(Speaker::new("s1").expertise("privacy", 3))
            .panel(Panel::new("p1").topic("privacy").seats("panellist", 1, 1))
            .rule(Rule::new("knows").filter(Filter::all().expert(2)).at_least(1)),
        Goal::maximise(Metric::Expertise),
    );
    let explanation = explained(&forum);
    assert_eq!(gain(&explanation), (Number::from(3), Number::from(5)));
    assert_eq!(explanation.invitations[0].people[0].expertise, [("privacy".to_owned(), 5)]);
}

#[test]
fn what_only_the_goal_asks_about_is_asked_of_guests() {
    // Seats of women are counted and no rule speaks of gender: one of two men makes room for a woman.
    let forum = convener::json::read(
        br#"{ "version": 1, "forum": "f", "vocabulary": { "gender": ["woman", "man"] },
            "speakers": [{ "id": "s1", "gender": "man" }, { "id": "s2", "gender": "man" }],
            "panels": [{ "id": "p1", "seats": { "panellist": 2 } }],
            "goals": [{ "maximise": "seats", "where": { "gender": "woman" } }] }"#,
    )
    .unwrap();
    let explanation = explained(&forum);
    assert_eq!(gain(&explanation), (Number::from(0), Number::from(1)));
    let person = &explanation.invitations[0].people[0];
    assert_eq!(person.attributes, [("gender".to_owned(), vec!["woman".to_owned()])]);
}

#[test]
fn nobody_is_invited_where_nobody_helps() {
    // The one seat is held at the greatest level.
    let forum = with_goal(
        Forum::new("f")
            .speaker(Speaker::new("s1").expertise("privacy", 5))
            .panel(Panel::new("p1").topic("privacy").seats("panellist", 1, 1)),
        Goal::maximise(Metric::Expertise),
    );
    assert!(explained(&forum).invitations.is_empty());
}
