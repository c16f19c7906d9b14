//! The binary: verbs, input from a file or standard input, exit statuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output, Stdio};

const FORUM: &str = r#"{"version": 1, "forum": "f",
    "speakers": [{"id": "s1", "preference": {"p1": 1}}, {"id": "s2", "preference": {"p1": 2}}],
    "panels": [{"id": "p1", "seats": {"moderator": 1}}]}"#;

/// Runs the binary with this on its standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_convener"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A verb that reads nothing may have closed its end already.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the binary ends")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

#[test]
fn solve_reads_standard_input_and_prints_a_plan() {
    for arguments in [&["solve"][..], &["solve", "-"], &["solve", "--pretty", "--threads", "4", "--no-explain"]] {
        let output = run(arguments, FORUM);
        assert_eq!(status(&output), 0);
        let answer = document(&output);
        // Both have no expertise; of the two preferences, 2 is the greater.
        assert_eq!(answer["status"], "optimal");
        assert_eq!(answer["plan"][0]["seats"][0]["speaker"], "s2");
        assert_eq!(output.stdout.last(), Some(&b'\n'));
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn solve_reads_a_file_and_takes_limits_and_progress() {
    let file = std::env::temp_dir().join(format!("convener-binary-test-{}.json", std::process::id()));
    std::fs::write(&file, FORUM).expect("a file in the temporary folder");
    let path = file.to_str().expect("a path in UTF-8");
    let output = run(&["solve", path, "--time-limit", "10s", "--progress", "--backend", "microlp"], "");
    std::fs::remove_file(&file).expect("the file is there");
    assert_eq!(status(&output), 0);
    // Standard error is no terminal here, so nothing is drawn.
    assert!(output.stderr.is_empty());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(run(&["solve"], FORUM).stdout, run(&["solve"], FORUM).stdout);
}

#[test]
fn an_infeasible_forum_exits_1() {
    let forum = FORUM.replace("\"moderator\": 1", "\"moderator\": 3");
    let output = run(&["solve"], &forum);
    assert_eq!((status(&output), document(&output)["status"].as_str()), (1, Some("infeasible")));
}

#[test]
fn rejected_input_exits_2_with_its_faults() {
    for verb in ["solve", "audit", "export"] {
        let output = run(&[verb], "{}");
        let answer = document(&output);
        assert_eq!((status(&output), answer["status"].as_str()), (2, Some("rejected")), "{verb}");
        // `version`, `forum`, `speakers` and `panels` are missing.
        assert_eq!(answer["errors"].as_array().map(Vec::len), Some(4));
    }
}

#[test]
fn audit_tells_a_clean_draft_from_a_broken_one() {
    let output = run(&["audit"], FORUM);
    let answer = document(&output);
    assert_eq!((status(&output), answer["status"].as_str()), (1, Some("broken")));
    assert_eq!(answer["broken"][0]["rule"], "seats/p1");
    assert_eq!(answer["broken"][0]["short"], 1);
    let drafted = FORUM.replace(
        "\"panels\":",
        "\"draft\": [{\"panel\": \"p1\", \"role\": \"moderator\", \"speaker\": \"s1\"}], \"panels\":",
    );
    let output = run(&["audit"], &drafted);
    assert_eq!((status(&output), document(&output)["status"].as_str()), (0, Some("clean")));
}

#[test]
fn usage_errors_exit_2() {
    let wrong: [&[&str]; 8] = [
        &[],
        &["slove"],
        &["solve", "--time-limit", "soon"],
        &["solve", "--threads", "0"],
        &["solve", "--backend", "abacus"],
        &["solve", "no-such-file.json"],
        &["generate", "small"],
        &["generate", "nowhere", "--seed", "1"],
    ];
    for arguments in wrong {
        assert_eq!(status(&run(arguments, "")), 2, "{arguments:?}");
    }
}

#[test]
fn help_and_version_exit_0() {
    for arguments in [["--help"], ["--version"]] {
        let output = run(&arguments, "");
        assert_eq!(status(&output), 0);
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn schema_policies_and_export_print_what_they_say() {
    let output = run(&["schema"], "");
    assert_eq!((status(&output), document(&output)["forum"]["title"].as_str()), (0, Some("Forum")));
    let output = run(&["policies", "--pretty"], "");
    assert_eq!(status(&output), 0);
    let policies = document(&output);
    let rules = |policy: &Value| policy["rules"].as_array().map_or(0, Vec::len);
    assert!(policies["policies"].as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|p| rules(p) > 0)));
    let output = run(&["export"], FORUM);
    assert_eq!(status(&output), 0);
    assert!(String::from_utf8_lossy(&output.stdout).contains("ROWS"));
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_convener"))
        .args(["schema", "--pretty"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!(status(&output), 0);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
