//! Wrong proofs of conflicts are refused, by `verify` and by the checker in Python: each kind of tampering on a real answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use convener::{Language, Options, json};
use serde_json::{Value, json as value};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A forum with its explained answer as JSON.
#[derive(Clone)]
struct Case {
    forum: Value,
    answer: Value,
}

/// Two panels at once need five people and four can come; nobody at all is a woman who could sit on the other three, where one
/// is asked for, or on one where a wish asks for her.
fn forum() -> Value {
    let men = (1..=6).map(|at| {
        let away = if at == 5 || at == 6 { value!(["a"]) } else { value!([]) };
        value!({"id": format!("s{at}"), "gender": "man", "unavailable": away, "expertise": {"t": at % 3 + 1}})
    });
    let later = ["p3", "p4", "p5"].map(|id| value!({"id": id, "seats": {"panellist": 2}, "topics": ["t"], "slot": id}));
    let now = [
        value!({"id": "p1", "seats": {"panellist": 2, "moderator": 1}, "topics": ["t"], "slot": "a"}),
        value!({"id": "p2", "seats": {"panellist": 2}, "topics": ["t"], "slot": "a"}),
    ];
    value!({
        "version": 1, "forum": "f",
        "speakers": men.collect::<Vec<_>>(),
        "vocabulary": {"gender": ["woman", "man"]},
        "panels": now.into_iter().chain(later).collect::<Vec<_>>(),
        "rules": [
            {"id": "women", "where": {"gender": "woman"}, "at_least": 1, "panels": ["p3", "p4", "p5"]},
            {"id": "wish", "where": {"gender": "woman"}, "at_least": 1, "prefer": {"priority": 1}},
        ],
    })
}

/// Six seats, of which each of four people takes two at most: three come, who cost 10 + 11 + 12 at least, of a fund of 25.
fn fund() -> Value {
    let speakers = (1..=4).map(|at| value!({"id": format!("s{at}"), "cost": 9 + at, "max_seats": 2}));
    let panels = (1..=6).map(|at| value!({"id": format!("p{at}"), "seats": {"panellist": 1}}));
    value!({
        "version": 1, "forum": "f",
        "speakers": speakers.collect::<Vec<_>>(),
        "panels": panels.collect::<Vec<_>>(),
        "rules": [{"id": "fund", "for_each": [], "count": {"sum": "cost"}, "at_most": 25}],
    })
}

impl Case {
    fn new() -> Self {
        Self::of(forum())
    }

    fn of(forum: Value) -> Self {
        let options = Options { explain: Some(Language::English), ..Options::default() };
        let answer = json::solve(forum.to_string().as_bytes(), &options, false).text;
        let mut case = Self { forum, answer: serde_json::from_str(&answer).unwrap() };
        // That there is no plan at all is no matter here, nor what to give up.
        for other in ["certificate", "concessions", "invitations"] {
            case.answer.as_object_mut().unwrap().remove(other);
        }
        case
    }

    /// The conflict of seats in one slot.
    fn slot(&mut self) -> &mut Value {
        self.conflict(|rules| rules.iter().any(|rule| rule["rule"].as_str().unwrap().starts_with("slot/")))
    }

    /// The conflict that is on three panels.
    fn women(&mut self) -> &mut Value {
        self.conflict(|rules| rules.iter().any(|rule| rule["rule"] == "women"))
    }

    fn conflict(&mut self, wanted: impl Fn(&[Value]) -> bool) -> &mut Value {
        let conflicts = self.answer["conflicts"].as_array_mut().unwrap().iter_mut();
        conflicts.into_iter().find(|one| wanted(one["rules"].as_array().unwrap())).unwrap()
    }

    /// What is found of whether rules exclude each other: claim, finding and why.
    fn findings(&self) -> Vec<(String, String, String)> {
        let both = value!({"forum": self.forum, "answer": self.answer}).to_string();
        let verdict: Value = serde_json::from_str(&json::verify(both.as_bytes(), None, false).text).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let claims = verdict["claims"].as_array().unwrap_or_else(|| panic!("{verdict}")).iter();
        let claims = claims.map(|one| (text(&one["claim"]), text(&one["finding"]), text(&one["why"])));
        claims.filter(|(claim, ..)| claim.starts_with("conflict/") && !claim.ends_with("/minimal")).collect()
    }

    /// Writes what the checker in Python reads.
    fn write(&self, folder: &Path, name: &str) {
        let program = json::export(self.forum.to_string().as_bytes(), true, false).text;
        std::fs::write(folder.join(format!("{name}.mps")), program).unwrap();
        std::fs::write(folder.join(format!("{name}.json")), self.answer.to_string()).unwrap();
    }
}

fn list(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().unwrap()
}

fn rule<'c>(conflict: &'c mut Value, start: &str) -> &'c mut Value {
    let rules = list(&mut conflict["rules"]).iter_mut();
    rules.into_iter().find(|rule| rule["rule"].as_str().unwrap().starts_with(start)).unwrap()
}

fn without(conflict: &mut Value, start: &str) {
    list(&mut conflict["rules"]).retain(|rule| !rule["rule"].as_str().unwrap().starts_with(start));
}

fn row<'c>(conflict: &'c mut Value, start: &str) -> &'c mut Value {
    let rows = list(&mut conflict["proofs"][0]["rows"]).iter_mut();
    rows.into_iter().find(|row| row.as_str().unwrap().starts_with(start)).unwrap()
}

/// Every multiplier changed.
fn times(conflict: &mut Value, change: fn(i64) -> i64) {
    for multipliers in list(&mut conflict["proofs"][0]["multipliers"]) {
        for times in list(&mut multipliers["rows"]).iter_mut().skip(1).step_by(2) {
            *times = change(times.as_i64().unwrap()).into();
        }
    }
}

/// One kind of tampering.
type Kind = (&'static str, fn(&mut Case));

/// Refused by both checkers.
const BOTH: &[Kind] = &[
    ("the signs are turned", |case| times(case.slot(), |by| -by)),
    ("multipliers are one less", |case| times(case.women(), |by| by + 1)),
    ("multipliers are as great as can be", |case| times(case.women(), |_| i64::MAX)),
    ("the rows are others of its own", |case| list(&mut case.slot()["proofs"][0]["rows"]).reverse()),
    ("a row is of a rule elsewhere", |case| *row(case.slot(), "seats/p1/panellist") = "seats/p3/panellist".into()),
    ("a row is of a person who can come", |case| *row(case.slot(), "slot/s1") = "slot/s5/a".into()),
    ("a row is of no forum", |case| *row(case.women(), "rule/women") = "rule/women/panel=p9/at_least".into()),
    ("a row keeps a goal", |case| *row(case.women(), "rule/women") = "keep/0".into()),
    ("a row is of a wish", |case| {
        *row(case.women(), "rule/women") = "rule/wish/panel=p3/at_least".into();
        case.women()["rules"][0]["rule"] = "wish".into();
    }),
    ("there is no node", |case| case.slot()["proofs"][0]["nodes"] = value!([])),
    ("the leaf uses nothing", |case| case.slot()["proofs"][0]["nodes"] = value!([{"uses": []}])),
    ("the cuts are gone", |case| case.slot()["proofs"][0]["cuts"] = value!([])),
    ("a leaf is gone", |case| {
        let proof = &mut case.women()["proofs"][0];
        proof["columns"] = value!(["seat/p3/panellist/s1"]);
        proof["nodes"] = value!([{"uses": [], "split": [0, 0]}, {"uses": [0]}]);
    }),
    ("a leaf is open", |case| {
        let proof = &mut case.women()["proofs"][0];
        proof["columns"] = value!(["seat/p3/panellist/s1"]);
        proof["nodes"] = value!([{"uses": [], "split": [0, 0]}, {"uses": [0]}, {"uses": []}]);
    }),
    ("the proof is of a bound", |case| case.women()["proofs"][0]["bound"] = 0.into()),
    ("the proof is of another conflict", |case| {
        case.slot()["proofs"] = value!([case.women()["proofs"][0].clone()]);
    }),
    ("people who can't come are not named", |case| without(case.slot(), "unavailable/")),
    ("somebody who can't come is not named", |case| without(case.slot(), "unavailable/s5")),
    ("a row's rule is not named", |case| without(case.slot(), "seats/p1")),
    ("clashing slots are not named", |case| without(case.slot(), "slot/s2")),
    ("a rule's group is another", |case| rule(case.women(), "women")["group"]["panel"] = "p4".into()),
    ("a role is another", |case| rule(case.slot(), "seats/p2")["group"]["role"] = "moderator".into()),
    ("a rule of bounds is said to be one of a spread", |case| {
        rule(case.women(), "women").as_object_mut().unwrap().remove("at_least");
        rule(case.women(), "women")["at_most_apart"] = 1.into();
    }),
    ("there are more proofs than panels", |case| {
        let proof = case.slot()["proofs"][0].clone();
        list(&mut case.slot()["proofs"]).push(proof);
    }),
    ("a further panel is another", |case| case.women()["also"][0] = "p1".into()),
    ("further panels' proofs are swapped", |case| list(&mut case.women()["proofs"]).swap(1, 2)),
    ("the proof of a further panel is the first one's", |case| {
        case.women()["proofs"][1] = case.women()["proofs"][0].clone();
    }),
    ("the forum changed after: somebody can come", |case| case.forum["speakers"][4]["unavailable"] = value!([])),
    ("the forum changed after: fewer seats", |case| case.forum["panels"][1]["seats"]["panellist"] = 1.into()),
    ("the forum changed after: another slot", |case| case.forum["panels"][1]["slot"] = "b".into()),
    ("the forum changed after: slots may clash", |case| case.forum["panels"][1]["waive"] = value!(["slot"])),
    ("the forum changed after: a woman", |case| case.forum["speakers"][0]["gender"] = "woman".into()),
    ("the forum changed after: the rule is a wish", |case| {
        case.forum["rules"][0]["prefer"] = value!({"priority": 1});
    }),
];

/// Refused by `verify`, which reads what the rules say: the checker in Python only reads which they are.
const WORDS: &[Kind] = &[
    ("a bound is another", |case| rule(case.women(), "women")["at_least"] = 2.into()),
    ("a bound is added", |case| rule(case.women(), "women")["at_most"] = 2.into()),
    ("seats are others", |case| rule(case.slot(), "seats/p2")["at_most"] = 3.into()),
    ("who can't come is said to be limited", |case| rule(case.slot(), "unavailable/")["at_most"] = 1.into()),
    ("somebody of nowhere can't come", |case| {
        list(&mut case.slot()["rules"]).push(value!({"rule": "unavailable/s9", "group": {"slot": "a"}}));
    }),
    ("somebody can't come who can", |case| {
        list(&mut case.slot()["rules"]).push(value!({"rule": "unavailable/s1", "group": {"slot": "a"}}));
    }),
    ("a rule is made up", |case| list(&mut case.slot()["rules"]).push(value!({"rule": "made-up", "group": {}}))),
    ("a group is made up", |case| {
        list(&mut case.women()["rules"]).push(value!({"rule": "women", "group": {"panel": "p9"}}));
    }),
    ("a whole rule is made up", |case| {
        list(&mut case.slot()["rules"]).push(value!({"rule": "made-up", "group": {}, "whole": true}));
    }),
    ("a group of what always holds is by another key", |case| {
        list(&mut case.slot()["rules"]).push(value!({"rule": "slot/s1", "group": {"role": "a"}}));
    }),
    ("a wish is named", |case| {
        list(&mut case.women()["rules"]).push(value!({"rule": "wish", "group": {"panel": "p3"}}));
    }),
];

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("convener-excluding-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What the checker in Python says of every answer in a folder; none where there is no Python.
fn python(folder: &Path) -> Vec<(String, i64)> {
    let script = "import contextlib, io, pathlib, sys; sys.path.insert(0, sys.argv[1]); import check_conflicts as c\n\
        for file in sorted(pathlib.Path(sys.argv[2]).glob('*.json')):\n    \
            with contextlib.redirect_stdout(io.StringIO()):\n        \
                code = c.main(file.with_suffix('.mps'), file, c.check)\n    \
            print(code, file.stem)";
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let Ok(output) = Command::new("python3").args(["-B", "-c", script, examples]).arg(folder).output() else {
        return Vec::new();
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| line.split_once(' ').map(|(code, name)| (name.to_owned(), code.parse().unwrap()));
    text.lines().filter_map(line).collect()
}

#[test]
fn wrong_proofs_are_refused() {
    let folder = folder();
    let untouched = Case::new();
    untouched.write(&folder, "untouched");
    let findings = untouched.findings();
    assert!(findings.iter().all(|(_, finding, _)| finding == "confirmed"), "{findings:?}");
    // The two conflicts, and one of them on two further panels.
    assert!(findings.len() >= 4, "{findings:?}");
    let mut believed = Vec::new();
    for (name, tamper) in BOTH.iter().chain(WORDS) {
        let mut case = untouched.clone();
        tamper(&mut case);
        assert!(case.forum != untouched.forum || case.answer != untouched.answer, "{name} changes nothing");
        if case.findings().iter().all(|(_, finding, _)| finding != "refuted") {
            believed.push((*name).to_owned());
        }
        if BOTH.iter().any(|(own, _)| own == name) {
            case.write(&folder, name);
        }
    }
    for (name, code) in python(&folder) {
        if name == "untouched" {
            assert_eq!(code, 0);
        } else if code != 1 {
            believed.push(format!("{name} (by Python)"));
        }
    }
    assert!(believed.is_empty(), "believed: {believed:#?}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_tree_proves_as_well() {
    let mut case = Case::new();
    let proof = &mut case.women()["proofs"][0];
    proof["columns"] = value!(["seat/p3/panellist/s1"]);
    proof["nodes"] = value!([{"uses": [], "split": [0, 0]}, {"uses": [0]}, {"uses": [0]}]);
    assert!(case.findings().iter().all(|(_, finding, _)| finding == "confirmed"), "{:?}", case.findings());
}

#[test]
fn without_a_proof_nothing_is_claimed() {
    let mut case = Case::new();
    case.women()["proofs"] = value!([]);
    let findings = case.findings();
    let open: Vec<_> = findings.iter().filter(|(_, finding, _)| finding == "not_claimed").collect();
    assert_eq!(open.len(), 3, "{findings:?}");
    assert!(findings.iter().all(|(_, finding, _)| finding != "refuted"));
}

#[test]
fn a_fund_is_too_small_by_workloads_that_are_named() {
    let folder = folder().with_extension("fund");
    std::fs::create_dir_all(&folder).unwrap();
    let untouched = Case::of(fund());
    let kinds: &[Kind] = &[
        ("a workload is not named", |case| without(&mut case.answer["conflicts"][0], "max_seats/s1")),
        ("a load is of somebody of nowhere", |case| {
            *row(&mut case.answer["conflicts"][0], "rule/fund//load/s1") = "rule/fund//load/s9".into();
        }),
        ("a load is of a rule that counts seats", |case| {
            *row(&mut case.answer["conflicts"][0], "rule/fund//load/s1") = "rule/one//load/s1".into();
        }),
        ("the forum changed after: somebody takes on more", |case| case.forum["speakers"][0]["max_seats"] = 4.into()),
        ("the forum changed after: somebody costs less", |case| case.forum["speakers"][0]["cost"] = 1.into()),
        ("the forum changed after: the fund is greater", |case| case.forum["rules"][0]["at_most"] = 33.into()),
    ];
    let named = untouched.answer["conflicts"][0]["proofs"][0]["rows"].as_array().unwrap();
    assert!(named.contains(&value!("rule/fund//load/s1")), "{named:?}");
    assert!(untouched.findings().iter().all(|(_, finding, _)| finding == "confirmed"), "{:?}", untouched.findings());
    untouched.write(&folder, "untouched");
    for (name, tamper) in kinds {
        let mut case = untouched.clone();
        tamper(&mut case);
        let findings = case.findings();
        assert!(findings.iter().any(|(_, finding, _)| finding == "refuted"), "{name}: {findings:?}");
        case.write(&folder, name);
    }
    for (name, code) in python(&folder) {
        assert_eq!(code, i64::from(name != "untouched"), "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
