//! Every answer is confirmed by its certificate: random, synthetic and documented forums.
//!
//! `CONVENER_FORUMS` is the number of random forums, 1,000 without it; `CONVENER_FIRST_SEED` is where to start.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod oracle;

use convener::{Answer, Claim, Finding, Forum, Options, Standing, json, verify};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// The answer, confirmed.
fn confirmed(forum: &Forum) -> Answer {
    let answer = convener::solve(forum, &Options::default()).unwrap();
    let verdict = verify(forum, &answer);
    let wrong: Vec<&Claim> = verdict.claims.iter().filter(|claim| claim.finding != Finding::Confirmed).collect();
    assert_eq!(verdict.standing(), Standing::Confirmed, "{}: {wrong:?}", forum.id);
    answer
}

#[test]
fn random_small_forums() {
    let (forums, first) = (number("CONVENER_FORUMS", 1000), number("CONVENER_FIRST_SEED", 0));
    let (mut optimal, mut infeasible, mut split) = (0, 0, 0);
    for seed in first..first + forums {
        let forum = json::read(oracle::random::forum(seed).to_string().as_bytes()).unwrap();
        let certificate = match confirmed(&forum) {
            Answer::Optimal(best) => {
                optimal += 1;
                best.certificate
            }
            Answer::Infeasible(none) => {
                infeasible += 1;
                none.certificate
            }
            _ => panic!("{}: there is no limit", forum.id),
        };
        split += u64::from(certificate.unwrap().proofs.iter().any(|proof| proof.nodes.len() > 1));
    }
    println!("{optimal} optimal, {infeasible} infeasible, {split} with splits");
    assert!(optimal > forums / 4 && infeasible > forums / 20, "{optimal} optimal, {infeasible} infeasible");
}

#[test]
fn synthetic_forums_of_every_variant() {
    for (variant, _) in convener::generate::variants() {
        for seed in 1..=3 {
            confirmed(&convener::generate::forum("tiny", variant, seed).unwrap());
        }
    }
}

#[test]
fn documented_events() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
    for entry in std::fs::read_dir(folder).unwrap() {
        let forum = json::read(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap();
        confirmed(&forum);
    }
}
