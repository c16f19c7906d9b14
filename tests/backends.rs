//! Other backends: what they find ends in a proof that verifies; the optional one agrees with the default.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, reason = "a test may fail")]

mod oracle;

use convener::{Answer, BackendChoice, Options, Standing, json, verify};

/// The plan is another solver's, the certificate the engine's; without one the answer does not say "optimal".
#[test]
fn what_microlp_finds_is_proven() {
    let options = Options { backend: BackendChoice::Microlp, ..Options::default() };
    let (mut optimal, mut infeasible, mut splits) = (0, 0, 0);
    for seed in 8_000..8_120 {
        let forum = json::read(oracle::random::forum(seed).to_string().as_bytes()).expect("the forum is right");
        let answer = convener::solve(&forum, &options).expect("it answers");
        let verdict = verify(&forum, &answer);
        assert_eq!(verdict.standing(), Standing::Confirmed, "seed {seed}: {:?}", verdict.claims);
        let certificate = match answer {
            Answer::Optimal(best) => {
                optimal += 1;
                best.certificate
            }
            Answer::Infeasible(none) => {
                infeasible += 1;
                none.certificate
            }
            Answer::Feasible(_) => continue,
            Answer::Unknown(_) => panic!("seed {seed}: there is no limit"),
        };
        let certificate = certificate.expect("what is proven has a certificate");
        splits += usize::from(certificate.proofs.iter().any(|proof| proof.nodes.len() > 1));
    }
    assert!(optimal > 15 && infeasible > 15, "{optimal} optimal, {infeasible} infeasible, {splits} with splits");
}

/// What an answer claims of the best values; `None` when there is no plan.
#[cfg(feature = "highs")]
fn bounds(answer: &Answer) -> Option<Vec<convener::Number>> {
    match answer {
        Answer::Optimal(best) => Some(best.goals.iter().map(|goal| goal.bound).collect()),
        Answer::Infeasible(_) => None,
        other => panic!("neither has a limit: {other:?}"),
    }
}

#[cfg(feature = "highs")]
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
