//! What is found of an answer's claims, each by its own name: goals with tolerances, their witnesses, values, tallies.

use crate::fixture::finding;
use convener::{Claim, Finding, Options, Standing, Verdict};
use serde_json::{Value, json};

/// A forum with its answer.
type Case = (Value, Value);

fn solved(forum: Value) -> Case {
    let options = Options { explain: None, ..Options::default() };
    let answer = convener::json::solve(forum.to_string().as_bytes(), &options, false).text;
    (forum, serde_json::from_str(&answer).unwrap())
}

/// What is found of a claim of a changed answer.
fn found((forum, answer): &Case, claim: &str, change: impl FnOnce(&mut Value)) -> (String, String) {
    let mut changed = answer.clone();
    change(&mut changed);
    finding(forum, &changed, claim)
}

fn confirmed() -> (String, String) {
    ("confirmed".into(), String::new())
}

fn refuted(why: &str) -> (String, String) {
    ("refuted".into(), why.into())
}

/// One seat; expertise, preference and cost of each who may take it.
fn seat_for(people: &[(&str, u8, i32, u32)], goals: &Value) -> Value {
    let speaker = |(id, level, likes, cost): &(&str, u8, i32, u32)| json!({"id": id, "expertise": {"t": level}, "preference": {"p1": likes}, "cost": cost});
    let speakers: Vec<Value> = people.iter().map(speaker).collect();
    let panels = json!([{"id": "p1", "topics": ["t"], "seats": {"panellist": 1}}]);
    json!({"version": 1, "forum": "f", "speakers": speakers, "panels": panels, "goals": goals})
}

/// Of expertise 5 one may be lost, of preference 3 one: s3 takes the seat for 1. Each bound is reached by another.
fn giving() -> Case {
    let people = [("s 1 (é)", 5, 1, 9), ("s2", 4, 3, 9), ("s3", 4, 2, 1), ("s4", 1, 3, 5)];
    let goals = json!([
        {"maximise": "expertise", "tolerance": 1}, {"maximise": "preference", "tolerance": 1}, {"minimise": "cost"},
    ]);
    solved(seat_for(&people, &goals))
}

const FIRST: &str = "bound/0-expertise";
const SECOND: &str = "bound/1-preference";

#[test]
fn goals_that_give_up_some_are_confirmed_by_their_witnesses() {
    let case = giving();
    let values: Vec<_> = case.1["goals"].as_array().unwrap().iter().map(|g| (&g["value"], &g["bound"])).collect();
    assert_eq!(values, [(&json!(4), &json!(5)), (&json!(2), &json!(3)), (&json!(1), &json!(1))]);
    for claim in ["plan", "values", "tallies", FIRST, SECOND, "bound/2-cost", "status"] {
        assert_eq!(found(&case, claim, |_| {}), confirmed(), "{claim}");
    }
}

#[test]
fn a_witness_that_is_none_is_refuted() {
    let case = giving();
    let with = |goal: usize, witness: Value| {
        let claim = [FIRST, SECOND][goal];
        found(&case, claim, |answer| answer["certificate"]["proofs"][goal]["witness"] = witness)
    };
    // By its id with every byte that is no letter as %XX: é is C3 A9.
    assert_eq!(with(0, json!({"seat/p1/panellist/s%201%20%28%C3%A9%29": 1})), confirmed());
    assert_eq!(with(0, json!({"seat/p1/panellist/s2": 1})), refuted("the witness doesn't reach the bound"));
    assert_eq!(with(0, json!({})), refuted("the witness breaks rule `seats/p1`"));
    let strange = refuted("the witness names a seat that the forum doesn't have");
    for seat in ["p1/panellist/s9", "p1/judge/s2", "p9/panellist/s2"] {
        assert_eq!(with(0, json!({format!("seat/{seat}"): 1})), strange, "{seat}");
    }
    let wrong = refuted("the witness names a seat wrongly");
    for (seat, held) in [("p1/panellist/s2", 2), ("p1/panellist/s2", 0), ("p1/panellist/s2/x", 1), ("p1/panellist", 1)]
    {
        assert_eq!(with(0, json!({format!("seat/{seat}"): held})), wrong, "{seat}");
    }
    for id in ["s%2", "s%2x", "s%FF"] {
        assert_eq!(with(0, json!({format!("seat/p1/panellist/{id}"): 1})), wrong, "{id}");
    }
    let none = found(&case, FIRST, |answer| {
        answer["certificate"]["proofs"][0].as_object_mut().unwrap().remove("witness");
    });
    assert_eq!(none, refuted("no point is given that reaches the bound"));
    // s4 is preferred by 3, and knows 1 where 4 are to be kept.
    assert_eq!(with(1, json!({"seat/p1/panellist/s2": 1})), confirmed());
    let gives_up = refuted("the witness gives up an earlier goal's value");
    assert_eq!(with(1, json!({"seat/p1/panellist/s4": 1})), gives_up);
}

/// Changes who takes the seat and the goals' values, so that only the bounds can be wrong.
fn seated(answer: &mut Value, speaker: &str, values: &[i64]) {
    answer["plan"][0]["seats"][0]["speaker"] = speaker.into();
    for (goal, value) in answer["goals"].as_array_mut().unwrap().iter_mut().zip(values) {
        goal["value"] = (*value).into();
    }
}

#[test]
fn a_value_beyond_its_goals_tolerance_is_refuted() {
    let beyond = refuted("the plan's value is neither the bound nor within the goal's tolerance");
    let case = giving();
    let s4 = |answer: &mut Value| seated(answer, "s4", &[1, 3, 5]);
    assert_eq!(found(&case, "values", s4), confirmed());
    assert_eq!(found(&case, FIRST, s4), beyond);
    // To minimise: of a cost of 1 two more may be spent, which is 3 and not 4.
    let people = [("s1", 1, 0, 1), ("s2", 4, 0, 3), ("s3", 5, 0, 4)];
    let goals = json!([{"minimise": "cost", "tolerance": 2}, {"maximise": "expertise"}]);
    let case = solved(seat_for(&people, &goals));
    let values: Vec<_> = case.1["goals"].as_array().unwrap().iter().map(|g| (&g["value"], &g["bound"])).collect();
    assert_eq!(values, [(&json!(3), &json!(1)), (&json!(4), &json!(4))]);
    assert_eq!(found(&case, "bound/0-cost", |_| {}), confirmed());
    assert_eq!(found(&case, "bound/0-cost", |answer| seated(answer, "s3", &[4, 5])), beyond);
}

#[test]
fn a_tolerance_is_a_share_of_the_whole_value() {
    // Two of the draft are barred and two others needed: 4 changes, of which half is 2. A third seat is the fifth.
    let speakers: Vec<Value> = (1..=5).map(|s| json!({"id": format!("s{s}"), "expertise": {"t": 1}})).collect();
    let case = solved(json!({
        "version": 1, "forum": "f", "speakers": speakers,
        "panels": [{"id": "p1", "topics": ["t"], "seats": {"panellist": {"min": 2, "max": 3}}}],
        "bars": [{"panel": "p1", "speaker": "s1"}, {"panel": "p1", "speaker": "s2"}],
        "draft": [
            {"panel": "p1", "role": "panellist", "speaker": "s1"}, {"panel": "p1", "role": "panellist", "speaker": "s2"},
        ],
        "goals": [{"minimise": "changes", "tolerance": "50%"}, {"maximise": "expertise"}],
    }));
    let values: Vec<_> = case.1["goals"].as_array().unwrap().iter().map(|g| (&g["value"], &g["bound"])).collect();
    assert_eq!(values, [(&json!(5), &json!(4)), (&json!(3), &json!(3))]);
    for claim in ["bound/0-changes", "bound/1-expertise", "status"] {
        assert_eq!(found(&case, claim, |_| {}), confirmed(), "{claim}");
    }
}

#[test]
fn the_last_goals_bound_need_not_be_reached_where_nobody_says_so() {
    let case = solved(seat_for(&[("s1", 5, 0, 0), ("s2", 4, 0, 0)], &json!([{"maximise": "expertise"}])));
    let second = |answer: &mut Value| {
        seated(answer, "s2", &[4]);
        answer["status"] = "feasible".into();
        answer["goals"][0]["gap"] = 1.into();
    };
    assert_eq!(found(&case, FIRST, second), confirmed());
    assert_eq!(found(&case, "status", second), confirmed());
    assert_eq!(
        found(&case, "status", |answer| seated(answer, "s2", &[4])),
        refuted("the last goal's value is not its bound")
    );
}

#[test]
fn a_status_without_all_bounds_is_not_confirmed() {
    let case = giving();
    let open = ("not_claimed".to_owned(), "not every bound is proven".to_owned());
    for goal in 0..3 {
        let none = |answer: &mut Value| answer["certificate"]["proofs"][goal]["nodes"] = json!([]);
        assert_eq!(found(&case, "status", none), open, "{goal}");
    }
    let early = |answer: &mut Value| {
        answer["status"] = "feasible".into();
        answer["goals"][0].as_object_mut().unwrap().remove("bound");
    };
    assert_eq!(found(&case, SECOND, early), refuted("a goal before it has no bound"));
}

#[test]
fn what_is_counted_otherwise_is_told_where_it_is_claimed() {
    let case = giving();
    let kinds = ["plan", "values", "tallies"];
    let told = |change: fn(&mut Value)| kinds.map(|kind| found(&case, kind, change).0 == "refuted");
    assert_eq!(told(|_| {}), [false, false, false]);
    assert_eq!(told(|answer| answer["goals"][2]["value"] = 2.into()), [false, true, false]);
    assert_eq!(told(|answer| drop(answer["goals"].as_array_mut().unwrap().pop())), [false, true, false]);
    assert_eq!(told(|answer| answer["goals"].as_array_mut().unwrap().swap(0, 1)), [false, true, false]);
    assert_eq!(
        told(|answer| {
            let goal = answer["goals"][0].clone();
            answer["goals"].as_array_mut().unwrap().push(goal);
        }),
        [false, true, false]
    );
    assert_eq!(told(|answer| answer["rules"][0]["count"] = 2.into()), [false, false, true]);
    assert_eq!(told(|answer| answer["rules"] = json!([])), [false, false, true]);
    assert_eq!(
        told(|answer| {
            let tally = answer["rules"][0].clone();
            answer["rules"].as_array_mut().unwrap().push(tally);
        }),
        [false, false, true]
    );
    assert!(told(|answer| answer["plan"][0]["seats"][0]["role"] = "judge".into())[0]);
    // Two tallies in the wrong order.
    let mut two = seat_for(&[("s1", 5, 0, 0)], &json!([{"maximise": "expertise"}]));
    two["rules"] = json!([{"id": "r", "at_most": 1}]);
    let case = solved(two);
    let swapped = |kind: &str| found(&case, kind, |answer| answer["rules"].as_array_mut().unwrap().swap(0, 1)).0;
    assert_eq!(kinds.map(swapped), ["confirmed", "confirmed", "refuted"]);
}

#[test]
fn what_is_read_wrongly_is_no_answer() {
    let (forum, answer) = giving();
    let exit = |change: &dyn Fn(&mut Value)| {
        let mut answer = answer.clone();
        change(&mut answer);
        let both = json!({"forum": forum, "answer": answer}).to_string();
        convener::json::verify(both.as_bytes(), None, false).exit.code()
    };
    assert_eq!(exit(&|_| {}), 0);
    assert_eq!(exit(&|answer| drop(answer.as_object_mut().unwrap().remove("version"))), 0);
    assert_eq!(exit(&|answer| answer["version"] = 2.into()), 2);
    // Wishes have a priority, other goals have none.
    assert_eq!(exit(&|answer| answer["goals"][0]["priority"] = 1.into()), 1);
    assert_eq!(exit(&|answer| answer["goals"].as_array_mut().unwrap().swap(0, 1)), 1);
}

#[test]
fn wishes_are_called_so() {
    let forum = json!({
        "version": 1, "forum": "f", "speakers": [{"id": "s1"}], "panels": [{"id": "p1", "seats": {"panellist": 1}}],
        "rules": [{"id": "w", "at_least": 2, "prefer": {"priority": 3}}],
    });
    let case = solved(forum);
    assert_eq!(found(&case, "values", |_| {}), confirmed());
    assert_eq!(found(&case, "values", |answer| answer["goals"][0]["goal"] = "expertise".into()).0, "refuted");
}

#[test]
fn an_answer_stands_by_its_status() {
    let standing = |claims: &[(&str, Finding)]| {
        let claim = |(about, finding): &(&str, Finding)| Claim { about: (*about).into(), finding: finding.clone() };
        Verdict { claims: claims.iter().map(claim).collect() }.standing()
    };
    let (right, open, wrong) = (Finding::Confirmed, Finding::NotClaimed("w".into()), Finding::Refuted("w".into()));
    assert_eq!(standing(&[("plan", right.clone()), ("status", right.clone())]), Standing::Confirmed);
    assert_eq!(standing(&[("plan", right.clone()), ("status", open.clone())]), Standing::Unproven);
    assert_eq!(standing(&[("plan", right.clone())]), Standing::Unproven);
    assert_eq!(standing(&[("plan", open), ("status", right.clone())]), Standing::Confirmed);
    assert_eq!(standing(&[("plan", wrong), ("status", right)]), Standing::Refuted);
    let names = [Standing::Confirmed, Standing::Refuted, Standing::Unproven].map(Standing::name);
    assert_eq!(names, ["confirmed", "refuted", "unproven"]);
}
