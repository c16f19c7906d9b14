//! The policies: well-formed sets of rules, and the page that documents them in step with the code.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use convener::{Policy, policies};
use std::collections::HashSet;

/// The page with every run of white space as one space, so that line breaks don't matter.
fn page() -> String {
    include_str!("../docs/policies.md").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn ids_are_unique_and_rules_are_named_after_their_policy() {
    let mut seen = HashSet::new();
    for Policy { id, rules, .. } in policies() {
        assert!(seen.insert(*id), "{id} twice");
        match rules.as_slice() {
            [] => panic!("{id} has no rule"),
            [only] => assert_eq!(only.id, *id),
            several => {
                for rule in several {
                    let word = rule.id.strip_prefix(id).and_then(|rest| rest.strip_prefix('/'));
                    assert!(word.is_some_and(|word| !word.is_empty() && !word.contains('/')), "{}", rule.id);
                    assert!(seen.insert(&rule.id), "{} twice", rule.id);
                }
            }
        }
    }
}

#[test]
fn every_policy_says_where_it_comes_from_and_binds_something() {
    for policy in policies() {
        assert!(policy.source.contains("http") || policy.source.contains("Rec(2003)3"), "{}", policy.id);
        assert!(policy.date == "undated" || policy.date.starts_with("20"), "{}", policy.id);
        for rule in &policy.rules {
            assert!(rule.text.is_some(), "{}", rule.id);
            assert!(rule.at_least.is_some() || rule.at_most.is_some(), "{}", rule.id);
            assert!(rule.prefer.is_none(), "{} is a requirement", rule.id);
        }
    }
}

#[test]
fn the_page_lists_every_policy_and_no_other_in_the_order_of_the_code() {
    let headings: Vec<&str> = include_str!("../docs/policies.md")
        .lines()
        .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
        .collect();
    let ids: Vec<&str> = policies().iter().map(|policy| policy.id).collect();
    assert_eq!(headings, ids);
}

#[test]
fn the_page_says_of_each_policy_what_the_code_says() {
    let page = page();
    for policy in policies() {
        for text in [policy.title, policy.source, policy.note] {
            assert!(page.contains(text), "{}: the page lacks `{text}`", policy.id);
        }
        let source = format!("- Source: {} - Date: {} -", policy.source, policy.date);
        assert!(page.contains(&source), "the page lacks `{source}`");
        for rule in &policy.rules {
            let line = format!("`{}`: {}", rule.id, rule.text.as_deref().unwrap());
            assert!(page.contains(&line), "the page lacks `{line}`");
        }
    }
}
