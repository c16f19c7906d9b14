//! Writes random small forums as JSON files, for cross-checks with solvers outside the crate.
//!
//! `cargo run --example random_forums -- DIRECTORY [NUMBER] [FIRST_SEED]`; the same seed is the same forum everywhere.
#![allow(clippy::expect_used, clippy::panic, reason = "a tool for tests may fail")]

#[path = "../tests/oracle/mod.rs"]
mod oracle;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |at: usize, default: u64| arguments.get(at).map_or(default, |text| text.parse().expect("a number"));
    let directory = std::path::Path::new(arguments.get(1).expect("a directory"));
    std::fs::create_dir_all(directory).expect("the directory can be made");
    let (forums, first) = (number(2, 300), number(3, 0));
    for seed in first..first + forums {
        let file = directory.join(format!("{seed:06}.json"));
        std::fs::write(file, oracle::random::forum(seed).to_string()).expect("the file can be written");
    }
}
