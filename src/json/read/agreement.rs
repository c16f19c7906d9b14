//! The two ways of reading agree: the diagnosis finds a fault exactly where the fast path refuses.

use super::{diagnose, wire};
use crate::Code;
use serde_json::{Value, json};

/// A document with every field of the format, each union in each of its forms.
const RICH: &str = include_str!("../../../tests/data/every-field.json");

/// `SplitMix64`: small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn value(&mut self) -> Value {
        let values = [
            json!(null),
            json!(true),
            json!(0),
            json!(-1),
            json!(2.0),
            json!(2.5),
            json!(0.0005),
            json!(1e300),
            json!(6),
            json!(300),
            json!(4_294_967_296_i64),
            json!(""),
            json!("40%"),
            json!("101%"),
            json!("seats"),
            json!("expertise"),
            json!("panel"),
            json!([]),
            json!(["a"]),
            json!([1, null]),
            json!({}),
            json!({"a": 1}),
            json!({"not": null}),
            json!({"not": 1, "at_most": 2}),
            json!({"min": 1, "max": 2}),
            json!({"distinct": "a"}),
            json!({"topic": "a", "topics": "b"}),
            json!({"expertise": 2}),
            json!({"id": "x"}),
        ];
        values[self.below(values.len())].clone()
    }
}

fn mutate(value: &mut Value, random: &mut Random) {
    let stop = random.below(8) == 0;
    match value {
        Value::Object(map) if !map.is_empty() && !stop => {
            let key = map.keys().nth(random.below(map.len())).cloned().unwrap_or_default();
            match random.below(12) {
                0 => {
                    map.remove(&key);
                }
                1 => {
                    let inner = map.remove(&key).unwrap_or_default();
                    map.insert(format!("{key}x"), inner);
                }
                2 => {
                    let inner = random.value();
                    map.insert("expertise".to_owned(), inner);
                }
                _ => {
                    if let Some(inner) = map.get_mut(&key) {
                        mutate(inner, random);
                    }
                }
            }
        }
        Value::Array(list) if !list.is_empty() && !stop => {
            let index = random.below(list.len());
            mutate(&mut list[index], random);
        }
        _ => *value = random.value(),
    }
}

fn accepted(text: &str) -> bool {
    serde_json::from_str::<wire::Forum>(text).is_ok_and(|document| document.into_forum().is_some())
}

#[test]
fn the_rich_document_has_no_fault() {
    assert!(accepted(RICH));
    assert_eq!(diagnose(RICH), []);
}

#[test]
fn a_mutated_document_is_refused_exactly_when_the_diagnosis_finds_a_fault() {
    let original: Value = serde_json::from_str(RICH).unwrap_or_default();
    let (mut right, mut wrong) = (0, 0);
    for seed in 0..6_000 {
        let mut random = Random(seed);
        let mut document = original.clone();
        for _ in 0..=random.below(2) {
            mutate(&mut document, &mut random);
        }
        let text = document.to_string();
        let faults = diagnose(&text);
        if accepted(&text) {
            right += 1;
            // The one thing that the fast path leaves to the forum's own checks.
            assert!(faults.iter().all(|fault| fault.code == Code::LevelOutOfRange), "{text}\n{faults:?}");
        } else {
            wrong += 1;
            assert!(!faults.is_empty(), "{text}\n{:?}", serde_json::from_str::<wire::Forum>(&text).err());
        }
        for fault in &faults {
            assert!(document.pointer(&fault.pointer).is_some(), "{fault} points nowhere in {text}");
        }
    }
    assert!(right > 300 && wrong > 300, "{right} right, {wrong} wrong: the mutations test one side only");
}
