//! What an answer is worth when a limit or a cancellation came first, and what a large forum without a plan gets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use convener::{
    Answer, CancelFlag, Condition, Feasible, Filter, Forum, GoalValue, Number, Options, PanelFilter, Rule, Share, Term,
    Value, confirm, generate, solve,
};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Far above what stopping takes even without optimisation on a busy machine, far below a solve that doesn't stop.
const SOON: Duration = Duration::from_secs(60);

fn global(seed: u64) -> Forum {
    generate::forum("global", "plain", seed).unwrap()
}

/// The plan keeps every requirement and counts what it claims, and its bound is not below what is possible: `reached` is
/// the value of some plan.
fn sound(forum: &Forum, feasible: &Feasible, reached: Option<Number>) {
    let goals: Vec<GoalValue> =
        feasible.goals.iter().map(|goal| GoalValue { goal: goal.goal.clone(), value: goal.value }).collect();
    assert_eq!(confirm(forum, &feasible.plan, &goals, &feasible.rules), []);
    let goal = &feasible.goals[0];
    if let Some(bound) = goal.bound {
        assert!(bound >= goal.value, "{bound} is below the plan's own value {}", goal.value);
        assert!(reached.is_none_or(|reached| bound >= reached), "{bound} is below {reached:?}, which a plan reaches");
    }
}

#[test]
fn stops_at_the_first_plan_and_stays_right() {
    let forum = global(1);
    let Answer::Optimal(best) = solve(&forum, &Options::default()).unwrap() else { panic!("there is a plan") };
    let optimum = best.goals[0].value;
    let flag = CancelFlag::new();
    let (raised, first) = (flag.clone(), Arc::new(Mutex::new(None)));
    let seen = first.clone();
    let options = Options::default().cancel(flag).progress(move |progress| {
        if let Some(incumbent) = progress.incumbent {
            seen.lock().unwrap().get_or_insert(incumbent);
            raised.cancel();
        }
    });
    let Answer::Feasible(feasible) = solve(&forum, &options).unwrap() else { panic!("it was cancelled with a plan") };
    sound(&forum, &feasible, Some(optimum));
    let value = feasible.goals[0].value;
    assert!(value <= optimum, "{value} is better than the best, {optimum}");
    assert!(first.lock().unwrap().is_some_and(|first| first <= value), "an announced plan was lost");
    // Within 1% of the best: thousandths times a hundred stay far inside the range of numbers.
    let behind = optimum.thousandths() - value.thousandths();
    assert!(behind * 100 <= optimum.thousandths(), "the first plan reaches {value} of {optimum}");
}

#[test]
fn keeps_a_time_limit_whatever_is_known_by_then() {
    let forum = global(2);
    for limit in [0, 20, 100, 300, 1000, 3000].map(Duration::from_millis) {
        let started = Instant::now();
        let answer = solve(&forum, &Options::default().time_limit(limit)).unwrap();
        assert!(started.elapsed() < limit + SOON);
        match answer {
            Answer::Feasible(feasible) => sound(&forum, &feasible, None),
            Answer::Optimal(best) => {
                assert!(!limit.is_zero());
                assert!(best.goals.iter().all(|goal| goal.value == goal.bound));
            }
            Answer::Unknown(unknown) => assert!(unknown.goals.len() <= 1),
            Answer::Infeasible(_) => panic!("there is a plan"),
        }
    }
}

#[test]
fn cancelled_from_the_start_claims_nothing() {
    let flag = CancelFlag::new();
    flag.cancel();
    let answer = solve(&global(3), &Options::default().cancel(flag)).unwrap();
    let Answer::Unknown(unknown) = answer else { panic!("nothing was looked at, {answer:?}") };
    assert_eq!(unknown.goals, []);
}

#[test]
fn cancelled_by_another_thread_it_stops() {
    let forum = generate::forum("global", "wishes", 4).unwrap();
    let flag = CancelFlag::new();
    let raised = flag.clone();
    let waiting = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        raised.cancel();
    });
    let started = Instant::now();
    let answer = solve(&forum, &Options::default().cancel(flag)).unwrap();
    assert!(started.elapsed() < SOON);
    waiting.join().unwrap();
    if let Answer::Feasible(feasible) = answer {
        let goals: Vec<GoalValue> =
            feasible.goals.iter().map(|goal| GoalValue { goal: goal.goal.clone(), value: goal.value }).collect();
        assert_eq!(confirm(&forum, &feasible.plan, &goals, &feasible.rules), []);
    }
}

fn infeasible(forum: &Forum) {
    let answer = solve(forum, &Options::default().time_limit(Duration::from_secs(240))).unwrap();
    assert!(matches!(answer, Answer::Infeasible(_)), "{answer:?}");
}

/// One panel of 300 asks for six experts of a level on five seats.
#[test]
fn one_impossible_panel_among_many() {
    let mut forum = global(1);
    let mut rule = Rule::new("six-experts").filter(Filter::all().expert(1)).at_least(6);
    rule.panels = Some(PanelFilter::Ids(vec![forum.panels[150].id.clone()]));
    forum.rules.push(rule);
    infeasible(&forum);
}

/// Five panels at the same time each need one of the same three people.
#[test]
fn too_few_experts_for_one_slot() {
    let mut forum = global(1);
    let ids: Vec<String> = forum.panels[..5].iter().map(|panel| panel.id.clone()).collect();
    let (slot, day) = (forum.panels[0].slot.clone(), forum.panels[0].day.clone());
    for panel in &mut forum.panels[..5] {
        panel.slot.clone_from(&slot);
        panel.day.clone_from(&day);
    }
    let topics: Vec<String> = forum.panels[..5].iter().flat_map(|panel| panel.topics.clone()).collect();
    for speaker in &mut forum.speakers[..3] {
        speaker.unavailable.clear();
        speaker.expertise.extend(topics.iter().map(|topic| (topic.clone(), 5)));
    }
    let three = forum.speakers[..3].iter().map(|speaker| Term::Text(speaker.id.clone())).collect();
    let filter = Filter::all().condition("speaker", Condition::OneOf(three));
    let mut rule = Rule::new("one-of-three").filter(filter).at_least(1);
    rule.panels = Some(PanelFilter::Ids(ids));
    forum.rules.push(rule);
    infeasible(&forum);
}

/// The pool has far fewer newcomers than this share of the programme asks for.
#[test]
fn a_quota_beyond_the_pool() {
    let mut forum = global(1);
    let share = Share::percent(95).unwrap();
    let rule = Rule::new("mostly-newcomers").for_each([]).filter(Filter::all().is("newcomer", true)).at_least(share);
    forum.rules.push(rule);
    let newcomers = forum.speakers.iter().filter(|speaker| speaker.attributes["newcomer"] == Value::Flag(true));
    // Nobody sits on more panels than `max_seats` says, so this is all that the pool can fill.
    let capacity: u32 = newcomers.map(|speaker| speaker.max_seats.unwrap_or(u32::MAX / 4096)).sum();
    assert!(capacity < 1425, "{capacity} seats of the 1500 could go to newcomers");
    infeasible(&forum);
}
