//! Wrong certificates are refused, by `verify` and by the checker in Python: each kind of tampering on a real answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod lemmas;

use convener::{Forum, Options, generate, json};
use serde_json::{Value, json as value};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A forum with its answer as JSON.
struct Case {
    forum: Value,
    answer: Value,
}

impl Case {
    fn of(forum: &Forum) -> Self {
        let forum = json::write(forum, false);
        let options = Options { explain: None, ..Options::default() };
        let answer = json::solve(forum.as_bytes(), &options, false).text;
        Self { forum: serde_json::from_str(&forum).unwrap(), answer: serde_json::from_str(&answer).unwrap() }
    }

    fn exit(&self) -> u8 {
        let both = value!({"forum": self.forum, "answer": self.answer});
        json::verify(both.to_string().as_bytes(), None, false).exit.code()
    }

    /// Writes what the checker in Python reads.
    fn write(&self, folder: &Path, name: &str) {
        let program = json::export(self.forum.to_string().as_bytes(), false, false).text;
        std::fs::write(folder.join(format!("{name}.mps")), program).unwrap();
        std::fs::write(folder.join(format!("{name}.json")), self.answer.to_string()).unwrap();
    }

    fn proof(&mut self, goal: usize) -> &mut Value {
        &mut self.answer["certificate"]["proofs"][goal]
    }
}

fn add(number: &mut Value, by: i64) {
    *number = (number.as_i64().unwrap() + by).into();
}

fn near(number: &mut Value, by: f64) {
    *number = (number.as_f64().unwrap() + by).into();
}

/// One kind of tampering.
type Kind = (&'static str, fn(&mut Case));

/// On an answer with one goal, splits and cuts.
const SPLIT: &[Kind] = &[
    ("the bound is claimed one lower", |case| {
        add(&mut case.answer["goals"][0]["bound"], -1);
        add(case.proof(0).get_mut("bound").unwrap(), -1);
    }),
    ("the answer's bound is not the proof's", |case| add(&mut case.answer["goals"][0]["bound"], -1)),
    ("the proof's bound is not the answer's", |case| add(case.proof(0).get_mut("bound").unwrap(), -1)),
    ("the bound is one too high to be reached", |case| {
        add(&mut case.answer["goals"][0]["bound"], 1);
        add(case.proof(0).get_mut("bound").unwrap(), 1);
    }),
    ("value and bound are claimed higher", |case| {
        add(&mut case.answer["goals"][0]["value"], 1);
        add(&mut case.answer["goals"][0]["bound"], 1);
        add(case.proof(0).get_mut("bound").unwrap(), 1);
    }),
    ("no bound is claimed", |case| {
        case.answer["goals"][0].as_object_mut().unwrap().remove("bound");
    }),
    ("the proof claims that there is no plan", |case| {
        case.proof(0).as_object_mut().unwrap().remove("bound");
    }),
    ("a leaf is dropped", |case| {
        case.proof(0)["nodes"].as_array_mut().unwrap().pop();
    }),
    ("a leaf is added", |case| {
        let leaf = case.proof(0)["nodes"].as_array().unwrap().last().unwrap().clone();
        case.proof(0)["nodes"].as_array_mut().unwrap().push(leaf);
    }),
    ("all nodes are dropped", |case| case.proof(0)["nodes"] = value!([])),
    ("the tree is the root alone", |case| {
        let mut root = case.proof(0)["nodes"][0].clone();
        root.as_object_mut().unwrap().remove("split");
        case.proof(0)["nodes"] = value!([root]);
    }),
    ("the leaves use nothing", |case| {
        for node in case.proof(0)["nodes"].as_array_mut().unwrap() {
            if node.get("split").is_none() {
                node["uses"] = value!([]);
            }
        }
    }),
    ("both sides of the root's split are swapped", |case| {
        let nodes = case.proof(0)["nodes"].as_array_mut().unwrap();
        // The lower side ends where as many leaves have come as sides were open.
        let mut open = 1;
        let below = 1 + nodes[1..]
            .iter()
            .take_while(|node| {
                let more = open > 0;
                open += if node.get("split").is_some() { 1 } else { -1 };
                more
            })
            .count();
        nodes[1..].rotate_left(below - 1);
    }),
    ("a split is moved up by one", |case| add(&mut case.proof(0)["nodes"][0]["split"][1], 1)),
    ("every split is moved down by one", |case| {
        for node in case.proof(0)["nodes"].as_array_mut().unwrap() {
            if let Some(split) = node.get_mut("split") {
                add(&mut split[1], -1);
            }
        }
    }),
    ("a split is of another column", |case| {
        let columns = case.proof(0)["columns"].as_array().unwrap().len();
        let split = &mut case.proof(0)["nodes"][0]["split"][0];
        *split = ((usize::try_from(split.as_u64().unwrap()).unwrap() + 1) % columns).into();
    }),
    ("a split is of no column", |case| case.proof(0)["nodes"][0]["split"][0] = 100_000.into()),
    ("a split is at the end of the numbers", |case| case.proof(0)["nodes"][0]["split"][1] = i64::MAX.into()),
    ("a node uses multipliers that are not there", |case| case.proof(0)["nodes"][0]["uses"] = value!([100_000])),
    ("a goal's multiplier has its sign changed", |case| {
        let number = &mut case.proof(0)["multipliers"][0]["objective"];
        *number = (-number.as_i64().unwrap()).into();
    }),
    ("the goal's multipliers are doubled", |case| {
        for multipliers in case.proof(0)["multipliers"].as_array_mut().unwrap() {
            let number = &mut multipliers["objective"];
            *number = (2 * number.as_i64().unwrap()).into();
        }
    }),
    ("the goal's multipliers are 0", |case| {
        for multipliers in case.proof(0)["multipliers"].as_array_mut().unwrap() {
            multipliers["objective"] = 0.into();
        }
    }),
    ("the rows' multipliers are none", |case| {
        for multipliers in case.proof(0)["multipliers"].as_array_mut().unwrap() {
            multipliers["rows"] = value!([]);
        }
    }),
    ("multipliers are without what they are added to", |case| {
        for multipliers in case.proof(0)["multipliers"].as_array_mut().unwrap() {
            multipliers.as_object_mut().unwrap().remove("from");
        }
    }),
    ("multipliers come from later ones", |case| case.proof(0)["multipliers"][0]["from"] = 1.into()),
    ("multipliers come from themselves", |case| case.proof(0)["multipliers"][0]["from"] = 0.into()),
    ("every multiplier has its sign changed", |case| {
        for multipliers in case.proof(0)["multipliers"].as_array_mut().unwrap() {
            for times in multipliers["rows"].as_array_mut().unwrap().iter_mut().skip(1).step_by(2) {
                *times = (-times.as_i64().unwrap()).into();
            }
        }
    }),
    ("multipliers are of other rows", |case| {
        let rows = case.proof(0)["rows"].as_array_mut().unwrap();
        rows.rotate_left(1);
    }),
    ("a multiplier is of no row", |case| case.proof(0)["multipliers"][0]["rows"][0] = 100_000.into()),
    ("a row's number is negative", |case| case.proof(0)["multipliers"][0]["rows"][0] = (-1).into()),
    ("a list of pairs is odd", |case| {
        case.proof(0)["multipliers"][0]["rows"].as_array_mut().unwrap().pop();
    }),
    ("a multiplier is a fraction", |case| case.proof(0)["multipliers"][0]["rows"][1] = value!(0.5)),
    ("a multiplier is beyond 64 bits", |case| case.proof(0)["multipliers"][0]["rows"][1] = value!(1e30)),
    ("multipliers are as large as can be", |case| {
        for multipliers in case.proof(0)["multipliers"].as_array_mut().unwrap() {
            for times in multipliers["rows"].as_array_mut().unwrap().iter_mut().skip(1).step_by(2) {
                *times = i64::MAX.into();
            }
        }
    }),
    ("a row has another name", |case| case.proof(0)["rows"][0] = "rule/made-up//at_most".into()),
    ("a column has another name", |case| case.proof(0)["columns"][0] = "seat/p1/panellist/nobody".into()),
    ("a row keeps a goal that is not settled", |case| case.proof(0)["rows"][0] = "keep/0".into()),
    ("a cut's divisor is 0", |case| case.proof(0)["cuts"][0]["divisor"] = 0.into()),
    ("a cut's divisor is negative", |case| case.proof(0)["cuts"][0]["divisor"] = (-2).into()),
    ("a cut is divided by 1", |case| {
        for cut in case.proof(0)["cuts"].as_array_mut().unwrap() {
            cut["divisor"] = 1.into();
        }
    }),
    ("a cut is of rows that come later", |case| {
        let rows = case.proof(0)["rows"].as_array().unwrap().len();
        case.proof(0)["cuts"][0]["rows"][0] = rows.into();
    }),
    ("cuts lose their bounds of columns", |case| {
        for cut in case.proof(0)["cuts"].as_array_mut().unwrap() {
            cut.as_object_mut().unwrap().remove("columns");
        }
    }),
    ("the cuts are dropped", |case| case.proof(0)["cuts"] = value!([])),
    ("the proofs are dropped", |case| case.answer["certificate"]["proofs"] = value!([])),
    ("there is a proof too many", |case| {
        let proof = case.proof(0).clone();
        case.answer["certificate"]["proofs"].as_array_mut().unwrap().push(proof);
    }),
    ("the value is claimed one higher", |case| add(&mut case.answer["goals"][0]["value"], 1)),
    ("the value is near its own", |case| near(&mut case.answer["goals"][0]["value"], 4e-7)),
    ("the value is off by less than is written", |case| near(&mut case.answer["goals"][0]["value"], 4e-4)),
    ("the bound is off by less than is written", |case| near(&mut case.answer["goals"][0]["bound"], 4e-4)),
    ("the value is true", |case| case.answer["goals"][0]["value"] = true.into()),
    ("nothing is known, but there is a plan", |case| {
        case.answer["status"] = "unknown".into();
        case.answer["goals"][0].as_object_mut().unwrap().remove("value");
    }),
    ("nothing is known, but there are values", |case| {
        case.answer["status"] = "unknown".into();
        case.answer["plan"] = value!([]);
        case.answer["rules"] = value!([]);
    }),
    ("there is a proof of no bound", |case| {
        case.answer["status"] = "feasible".into();
        case.answer["goals"][0].as_object_mut().unwrap().remove("bound");
    }),
    ("a panel comes twice", |case| {
        let panel = value!({"panel": case.answer["plan"][0]["panel"], "seats": []});
        case.answer["plan"].as_array_mut().unwrap().push(panel);
    }),
    ("a seat is in a role of another panel's", |case| case.answer["plan"][0]["seats"][0]["role"] = "chair".into()),
    ("a seat is emptied", |case| {
        case.answer["plan"][0]["seats"].as_array_mut().unwrap().pop();
    }),
    ("a seat is held twice", |case| {
        let seat = case.answer["plan"][0]["seats"][0].clone();
        case.answer["plan"][0]["seats"].as_array_mut().unwrap().push(seat);
    }),
    ("a seat is held by nobody of the pool", |case| {
        case.answer["plan"][0]["seats"][0]["speaker"] = "nobody".into();
    }),
    ("an optimal answer is called infeasible", |case| case.answer["status"] = "infeasible".into()),
    ("the certificate is of another forum", |case| {
        let other = Case::of(&generate::forum("tiny", "travel", 4).unwrap());
        case.answer["certificate"] = other.answer["certificate"].clone();
    }),
    ("the forum changed after: everybody's level rose", |case| {
        for speaker in case.forum["speakers"].as_array_mut().unwrap() {
            for level in speaker["expertise"].as_object_mut().unwrap().values_mut() {
                *level = 5.into();
            }
        }
    }),
    ("the forum changed after: somebody seated can't come", |case| {
        let seated = case.answer["plan"][0]["seats"][0]["speaker"].clone();
        let slot = case.forum["panels"][0]["slot"].clone();
        let speakers = case.forum["speakers"].as_array_mut().unwrap();
        speakers.iter_mut().find(|speaker| speaker["id"] == seated).unwrap()["unavailable"] = value!([slot]);
    }),
];

/// On an answer with several goals.
const GOALS: &[Kind] = &[
    ("two goals' proofs are swapped", |case| {
        case.answer["certificate"]["proofs"].as_array_mut().unwrap().swap(2, 3);
    }),
    ("the last goal's proof is dropped", |case| {
        case.answer["certificate"]["proofs"].as_array_mut().unwrap().pop();
    }),
    ("a kept goal is another", |case| {
        for row in case.proof(3)["rows"].as_array_mut().unwrap() {
            if row == "keep/2" {
                *row = "keep/3".into();
            }
        }
    }),
    ("a bound is claimed after a goal without one", |case| {
        case.answer["status"] = "feasible".into();
        case.answer["goals"][0].as_object_mut().unwrap().remove("bound");
    }),
    ("an earlier bound is claimed better, with everything after", |case| {
        add(&mut case.answer["goals"][0]["bound"], 1);
        add(case.proof(0).get_mut("bound").unwrap(), 1);
    }),
];

/// On an infeasible answer.
const EMPTY: &[Kind] = &[
    ("a feasible forum's proof of nothing", |case| case.proof(0)["multipliers"][0]["rows"] = value!([])),
    ("the rule that forbids is gone from the forum", |case| {
        case.forum["rules"] = value!([]);
        case.forum["policies"] = value!([]);
    }),
    ("the proof has a bound", |case| case.proof(0)["bound"] = 1.into()),
    ("there are goals", |case| case.answer["goals"] = value!([{"goal": "expertise", "bound": 0}])),
    ("there is a plan", |case| case.answer["plan"] = value!([{"panel": "p1", "seats": []}])),
];

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What the checker in Python says of every answer in a folder; none where there is no Python.
fn python(folder: &Path) -> Option<Vec<(String, i64)>> {
    let script = "import contextlib, io, pathlib, sys; sys.path.insert(0, sys.argv[1]); import check_certificate as c\n\
        for file in sorted(pathlib.Path(sys.argv[2]).glob('*.json')):\n    \
            with contextlib.redirect_stdout(io.StringIO()):\n        \
                code = c.main(file.with_suffix('.mps'), file)\n    \
            print(code, file.stem)";
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let output = Command::new("python3").args(["-c", script, examples]).arg(folder).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| line.split_once(' ').map(|(code, name)| (name.to_owned(), code.parse().unwrap()));
    Some(text.lines().filter_map(line).collect())
}

fn refused(name: &str, forum: &Forum, kinds: &[Kind]) {
    let folder = folder(name);
    let untouched = Case::of(forum);
    assert_eq!(untouched.exit(), 0);
    untouched.write(&folder, "untouched");
    let mut believed = Vec::new();
    for (name, tamper) in kinds {
        let mut case = Case { forum: untouched.forum.clone(), answer: untouched.answer.clone() };
        tamper(&mut case);
        assert!(case.forum != untouched.forum || case.answer != untouched.answer, "{name} changes nothing");
        case.write(&folder, name);
        if case.exit() == 0 {
            believed.push((*name).to_owned());
        }
    }
    for (name, code) in python(&folder).unwrap_or_default() {
        if name == "untouched" {
            assert_eq!(code, 0);
        } else if code == 0 {
            believed.push(format!("{name} (by Python)"));
        }
    }
    assert!(believed.is_empty(), "believed: {believed:#?}");
}

#[test]
fn of_a_tree_with_cuts() {
    // Which forum needs a tree, cuts and multipliers that build on others is the engine's affair: the first one that does.
    let forums = (1..=60).flat_map(|seed| ["travel", "equal", "tight"].map(|variant| (variant, seed)));
    let mut forums = forums.map(|(variant, seed)| generate::forum("tiny", variant, seed).unwrap());
    let all = |forum: &Forum| {
        let case = Case::of(forum);
        let proof = &case.answer["certificate"]["proofs"][0];
        let some = |list: &str, least: usize| proof[list].as_array().is_some_and(|list| list.len() >= least);
        let added =
            proof["multipliers"].as_array().is_some_and(|list| list.iter().any(|one| one.get("from").is_some()));
        some("nodes", 3) && some("cuts", 1) && added
    };
    let forum = forums.find(all).unwrap();
    refused("tampered-tree", &forum, SPLIT);
}

/// What is read is what everybody reads: of two fields of one name some take the first, others the last.
#[test]
fn fields_given_twice_are_refused() {
    let case = Case::of(&generate::forum("tiny", "travel", 3).unwrap());
    let folder = folder("twice");
    let text = case.answer.to_string();
    let end = text.strip_suffix('}').unwrap();
    let plan = &case.answer["plan"];
    let twice = [
        ("status", format!(r#"{end},"status":"optimal"}}"#)),
        ("plan", format!(r#"{end},"plan":{plan}}}"#)),
        ("bound", text.replacen(r#""bound":"#, r#""bound":1,"bound":"#, 1)),
        ("value", text.replacen(r#""value":"#, r#""value":1,"value":"#, 1)),
        ("group", text.replacen(r#""group":{"#, r#""group":{"role":"x","role":"x","#, 1)),
    ];
    for (name, answer) in &twice {
        assert_ne!(*answer, text, "{name}");
        let both = format!(r#"{{"forum":{},"answer":{answer}}}"#, case.forum);
        assert_eq!(json::verify(both.as_bytes(), None, false).exit.code(), 2, "{name}");
        case.write(&folder, name);
        std::fs::write(folder.join(format!("{name}.json")), answer).unwrap();
    }
    for (name, code) in python(&folder).unwrap_or_default() {
        assert_eq!(code, 1, "{name}");
    }
}

#[test]
fn of_goals_in_order() {
    refused("tampered-goals", &generate::forum("tiny", "wishes", 1).unwrap(), GOALS);
}

#[test]
fn of_there_being_no_plan() {
    let text = include_bytes!("../../examples/data/igf-peru-2017-no-government.json");
    let forum = json::read(text).unwrap();
    refused("tampered-empty", &forum, EMPTY);
}
