//! One seed after another, until enough forums of a kind were looked at.

#![allow(clippy::explicit_write, reason = "what `eprintln` prints is captured")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;

/// What was looked at, by kind.
pub type Counts = BTreeMap<&'static str, usize>;

/// The number that an environment variable has, if it has one.
pub fn asked(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// Looks at as many forums as the variable says, and fails if anything was wrong. `forum` makes the one of a seed, if there
/// is one; `check` says whether it was of the kind, or what is wrong.
pub fn each(
    what: &str,
    (name, default): (&str, u64),
    forum: impl Fn(u64) -> Option<Value>,
    check: impl Fn(u64, &Value, &mut Counts) -> Result<bool, String>,
) -> Counts {
    let (wanted, mut seed) = (asked(name, default), asked("CONVENER_FIRST_SEED", 0));
    let (mut counts, mut looked, mut wrong) = (Counts::new(), 0, Vec::new());
    while looked < wanted {
        if let Some(forum) = forum(seed) {
            match check(seed, &forum, &mut counts) {
                Ok(of_the_kind) => looked += u64::from(of_the_kind),
                Err(why) => {
                    looked += 1;
                    wrong.push((seed, why, forum));
                }
            }
        }
        seed += 1;
    }
    writeln!(std::io::stderr(), "{looked} {what}, {} wrong: {counts:?}", wrong.len()).unwrap();
    for (seed, why, forum) in wrong.iter().take(8) {
        println!("seed {seed}: {why}\n  {forum}");
    }
    assert!(wrong.is_empty(), "{} wrong", wrong.len());
    counts
}
