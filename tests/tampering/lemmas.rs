//! Tampering with proofs by parts: prices, and a lemma for each panel.

use super::{Case, Kind, add, refused};
use convener::generate;
use serde_json::{Value, json as value};

/// The goal whose proof has lemmas.
const GOAL: usize = 3;

fn proof(case: &mut Case) -> &mut Value {
    case.proof(GOAL)
}

fn lemmas(case: &mut Case) -> &mut Vec<Value> {
    proof(case)["lemmas"].as_array_mut().unwrap()
}

/// The last multipliers have every lemma once.
fn last(case: &mut Case) -> &mut Vec<Value> {
    let multipliers = proof(case)["multipliers"].as_array_mut().unwrap();
    multipliers.last_mut().unwrap()["rows"].as_array_mut().unwrap()
}

const LEMMAS: &[Kind] = &[
    ("a lemma says one less", |case| add(&mut lemmas(case)[0]["most"], -1)),
    ("every lemma says one less", |case| lemmas(case).iter_mut().for_each(|lemma| add(&mut lemma["most"], -1))),
    ("a lemma says a unit less, and the bound is one less", |case| {
        add(&mut lemmas(case)[0]["most"], -256);
        add(&mut case.answer["goals"][GOAL]["bound"], -1);
        add(proof(case).get_mut("bound").unwrap(), -1);
    }),
    ("a lemma says nothing", |case| lemmas(case)[0]["most"] = i64::MAX.into()),
    ("a lemma's right side is a fraction", |case| lemmas(case)[0]["most"] = value!(0.5)),
    ("a lemma is dropped", |case| {
        lemmas(case).pop();
    }),
    ("the lemmas are dropped", |case| {
        proof(case).as_object_mut().unwrap().remove("lemmas");
    }),
    ("two lemmas are about each other's columns", |case| {
        let lemmas = lemmas(case);
        let over = lemmas[0]["over"].take();
        lemmas[0]["over"] = lemmas[1]["over"].take();
        lemmas[1]["over"] = over;
    }),
    ("a lemma is about another's columns", |case| {
        let over = lemmas(case)[1]["over"].clone();
        lemmas(case)[0]["over"] = over;
    }),
    ("a lemma is about no columns", |case| lemmas(case)[0]["over"] = value!([])),
    ("a lemma is about the columns of a row that is not there", |case| lemmas(case)[0]["over"] = value!([100_000])),
    ("a lemma is of no multipliers", |case| lemmas(case)[0]["of"] = 100_000.into()),
    ("a lemma is of the multipliers in which it stands", |case| {
        let of = proof(case)["multipliers"].as_array().unwrap().len() - 1;
        lemmas(case)[0]["of"] = of.into();
    }),
    ("a lemma is of other multipliers", |case| lemmas(case)[0]["of"] = 0.into()),
    ("a lemma has no tree", |case| lemmas(case)[0]["nodes"] = value!([])),
    ("a lemma's tree uses nothing", |case| lemmas(case)[0]["nodes"] = value!([{"uses": []}])),
    ("a lemma's tree has a node too many", |case| {
        let node = lemmas(case)[0]["nodes"][0].clone();
        lemmas(case)[0]["nodes"].as_array_mut().unwrap().push(node);
    }),
    ("a lemma's tree splits without end", |case| lemmas(case)[0]["nodes"][0]["split"] = value!([100_000, 0])),
    ("a lemma's cuts are dropped", |case| {
        for lemma in lemmas(case) {
            lemma.as_object_mut().unwrap().remove("cuts");
        }
    }),
    ("a lemma's cuts are another's", |case| {
        let lemmas = lemmas(case);
        let cuts = lemmas[0]["cuts"].take();
        lemmas[0]["cuts"] = lemmas[1]["cuts"].take();
        lemmas[1]["cuts"] = cuts;
    }),
    ("a lemma's goal stands in its sum twice", |case| {
        for one in lemmas(case)[0]["multipliers"].as_array_mut().unwrap() {
            let number = one["objective"].as_i64().unwrap();
            one["objective"] = (2 * number).into();
        }
    }),
    ("a lemma's multipliers have their signs changed", |case| {
        for one in lemmas(case)[0]["multipliers"].as_array_mut().unwrap() {
            for times in one["rows"].as_array_mut().unwrap().iter_mut().skip(1).step_by(2) {
                *times = (-times.as_i64().unwrap()).into();
            }
        }
    }),
    ("a lemma's multipliers are none", |case| {
        for one in lemmas(case)[0]["multipliers"].as_array_mut().unwrap() {
            one["rows"] = value!([]);
        }
    }),
    ("a lemma stands in the sum twice", |case| last(case)[1] = 2.into()),
    ("a lemma stands in the sum the other way round", |case| last(case)[1] = (-1).into()),
    ("a lemma does not stand in the sum", |case| last(case)[1] = 0.into()),
    ("a lemma stands in what comes first", |case| {
        let multipliers = proof(case)["multipliers"].as_array().unwrap().len() - 1;
        proof(case)["first"] = value!([multipliers]);
    }),
    ("what comes first is not there", |case| proof(case)["first"] = value!([100_000])),
    ("the prices are none", |case| {
        let of = usize::try_from(lemmas(case)[0]["of"].as_u64().unwrap()).unwrap();
        proof(case)["multipliers"][of]["rows"] = value!([]);
    }),
    ("the prices are of twice the goal", |case| {
        let of = usize::try_from(lemmas(case)[0]["of"].as_u64().unwrap()).unwrap();
        let times = &mut proof(case)["multipliers"][of]["objective"];
        *times = (2 * times.as_i64().unwrap()).into();
    }),
];

#[test]
fn of_prices_and_lemmas() {
    // Which forum is proven by parts is the engine's affair: the first one that is, with cuts in its lemmas.
    let mut forums = (1..=40).map(|seed| generate::forum("tiny", "wishes", seed).unwrap());
    let forum = forums.find(|forum| {
        let case = Case::of(forum);
        let lemmas = case.answer["certificate"]["proofs"][GOAL]["lemmas"].as_array();
        lemmas.is_some_and(|lemmas| lemmas.len() > 1 && lemmas[..2].iter().all(|lemma| lemma.get("cuts").is_some()))
    });
    refused("tampered-lemmas", &forum.unwrap(), LEMMAS);
}
