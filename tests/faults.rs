//! Every fault of a forum's meaning: each code at its exact place, many at once, and no forum that brings the check down.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod faults {
    pub mod forums;
    pub mod rules;
    pub mod wild;
}

use convener::Code;

/// The catalogue with every run of white space as one space.
fn page() -> String {
    include_str!("../docs/faults.md").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_catalogue_lists_every_code_with_its_meaning_in_order() {
    let headings: Vec<&str> = include_str!("../docs/faults.md")
        .lines()
        .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
        .collect();
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(headings, names);
    let page = page();
    for code in Code::ALL {
        let entry = format!("## `{}` {}", code.name(), code.meaning());
        assert!(page.contains(&entry), "the page lacks `{entry}`");
    }
}
