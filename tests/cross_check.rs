//! The crate against the exhaustive oracle on random small forums: every status and every goal's value.

mod oracle;

use oracle::{Oracle, Verdict};

#[test]
fn stats() {
    let mut n = [0; 3];
    let mut plans = vec![];
    let t = std::time::Instant::now();
    for seed in 0..2000 {
        let forum = oracle::random::forum(seed);
        let o = Oracle::new(&forum);
        match o.verdict(30_000) {
            Err(_) => n[2] += 1,
            Ok(Verdict::Infeasible) => n[0] += 1,
            Ok(_) => {
                n[1] += 1;
                plans.push(o.plans());
            }
        }
    }
    plans.sort();
    println!(
        "infeasible {} optimal {} too many {} median plans {} {:?}",
        n[0],
        n[1],
        n[2],
        plans[plans.len() / 2],
        t.elapsed()
    );
}
