//! The optional backend agrees with the default one; only in builds with the feature `highs`.
#![cfg(feature = "highs")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, reason = "a test may fail")]

mod oracle;

use convener::{Answer, BackendChoice, Number, Options, json};

/// What an answer claims of the best values; `None` when there is no plan.
fn bounds(answer: &Answer) -> Option<Vec<Number>> {
    match answer {
        Answer::Optimal(best) => Some(best.goals.iter().map(|goal| goal.bound).collect()),
        Answer::Infeasible(_) => None,
        other => panic!("neither has a limit: {other:?}"),
    }
}

#[test]
fn both_backends_prove_the_same() {
    let mut found = (0, 0);
    for seed in 7_000..7_200 {
        let forum = json::read(oracle::random::forum(seed).to_string().as_bytes()).expect("the forum is right");
        let [microlp, highs] = [BackendChoice::Microlp, BackendChoice::Highs].map(|backend| {
            let options = Options { backend, ..Options::default() };
            bounds(&convener::solve(&forum, &options).expect("both answer"))
        });
        assert_eq!(microlp, highs, "seed {seed}");
        found = if highs.is_some() { (found.0 + 1, found.1) } else { (found.0, found.1 + 1) };
    }
    assert!(found.0 > 20 && found.1 > 20, "too much of one kind: {found:?}");
}
