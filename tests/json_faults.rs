//! Every fault of shape has its code and its place, and one reading finds them all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use convener::{Code, Fault, json};

/// The faults of a document.
fn faults(document: &str) -> Vec<Fault> {
    json::read(document.as_bytes()).expect_err("the document is wrong")
}

/// The codes that speak of shape. The documents here are empty forums, which has faults of meaning besides.
const SHAPE: [Code; 12] = [
    Code::InvalidUtf8,
    Code::MalformedJson,
    Code::TooDeep,
    Code::DuplicateField,
    Code::WrongVersion,
    Code::UnknownField,
    Code::MissingField,
    Code::WrongType,
    Code::InvalidNumber,
    Code::InvalidShare,
    Code::InvalidValue,
    Code::LevelOutOfRange,
];

/// The codes and pointers of the faults of shape of a forum with these further fields.
fn with(fields: &str) -> Vec<(Code, String)> {
    let document = format!(r#"{{"version": 1, "forum": "f", {fields}}}"#);
    let of_shape = |fault: &Fault| SHAPE.contains(&fault.code);
    faults(&document).into_iter().filter(of_shape).map(|fault| (fault.code, fault.pointer)).collect()
}

fn speaker(fields: &str) -> Vec<(Code, String)> {
    with(&format!(r#""speakers": [{{"id": "s1", {fields}}}], "panels": []"#))
}

fn rule(fields: &str) -> Vec<(Code, String)> {
    with(&format!(r#""speakers": [], "panels": [], "rules": [{{"id": "balance", {fields}}}]"#))
}

fn goal(goal: &str) -> Vec<(Code, String)> {
    with(&format!(r#""speakers": [], "panels": [], "goals": [{goal}]"#))
}

fn one(code: Code, pointer: &str) -> Vec<(Code, String)> {
    vec![(code, pointer.to_owned())]
}

#[test]
fn text_that_is_not_utf8_is_refused_with_the_byte() {
    let fault = &json::read(b"{\"forum\": \"\xff\"}").expect_err("0xff is in no UTF-8 text")[0];
    assert_eq!((fault.code, fault.pointer.as_str()), (Code::InvalidUtf8, ""));
    assert!(fault.message.contains("byte 11"), "{fault}");
}

#[test]
fn malformed_text_is_refused_with_line_and_column() {
    let fault = &faults("{\n  \"version\": 1,,\n}")[0];
    assert_eq!(fault.code, Code::MalformedJson);
    assert!(fault.message.contains("line 2 column 16"), "{fault}");
    // An escape that stands for no character, deep inside a document that is otherwise right.
    let fault =
        &faults("{\"version\": 1, \"forum\": \"f\",\n \"speakers\": [], \"panels\": [{\"id\": \"\\ud800\"}]}")[0];
    assert_eq!(fault.code, Code::MalformedJson);
    assert!(fault.message.contains("line 2"), "{fault}");
    for text in ["", " ", "{", "[1", "{} {}", "nul", "\"a", "{\"a\" 1}", "01", "NaN", "{'a': 1}"] {
        assert_eq!(faults(text)[0].code, Code::MalformedJson, "{text}");
    }
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let forum = json::read(b"\xEF\xBB\xBF{\"version\": 1, \"forum\": \"f\", \"speakers\": [], \"panels\": []}");
    assert_eq!(forum.map(|forum| forum.id), Ok("f".to_owned()));
}

#[test]
fn deep_nesting_is_refused() {
    for depth in [200, 100_000] {
        let lists = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let found = with(&format!(r#""speakers": {lists}, "panels": []"#));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Code::TooDeep);
        let negations = format!("{}1{}", "{\"not\": ".repeat(depth), "}".repeat(depth));
        assert_eq!(rule(&format!(r#""where": {{"a": {negations}}}"#))[0].0, Code::TooDeep);
    }
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    for text in ["[]", "1", "null", "\"forum\"", "1e400"] {
        let found = faults(text);
        assert_eq!((found.len(), found[0].code, found[0].pointer.as_str()), (1, Code::WrongType, ""), "{text}");
    }
}

#[test]
fn the_version_must_be_known() {
    let document = |version: &str| format!(r#"{{"version": {version}, "forum": "f", "speakers": [], "panels": []}}"#);
    for version in ["2", "0", "1.5", "-1", "1e400"] {
        let found = faults(&document(version));
        assert_eq!((found[0].code, found[0].pointer.as_str()), (Code::WrongVersion, "/version"), "{version}");
    }
    assert_eq!(faults(&document("\"1\""))[0].code, Code::WrongType);
    assert!(json::read(document("1.0").as_bytes()).is_ok());
}

#[test]
fn unknown_fields_are_refused_with_what_may_have_been_meant() {
    let document = r#"{"version": 1, "forum": "f", "speakers": [{"id": "s1", "sectr": "academia"}], "panels": []}"#;
    let fault = &faults(document)[0];
    assert_eq!((fault.code, fault.pointer.as_str()), (Code::UnknownField, "/speakers/0/sectr"));
    assert_eq!(fault.message, "unknown field `sectr` in speaker `s1`");
    assert_eq!(fault.hint.as_deref(), Some("did you mean `sector`?"));
    assert_eq!(rule(r#""wher": {}"#), one(Code::UnknownField, "/rules/0/wher"));
    assert_eq!(rule(r#""prefer": {"wieght": 1}"#), one(Code::UnknownField, "/rules/0/prefer/wieght"));
    assert_eq!(rule(r#""where": {"age": {"at_lest": 1}}"#), one(Code::UnknownField, "/rules/0/where/age/at_lest"));
    assert_eq!(rule(r#""panels": {"colour": "red"}"#), one(Code::UnknownField, "/rules/0/panels/colour"));
}

#[test]
fn pointers_escape_what_they_must() {
    assert_eq!(speaker(r#""attributes": {"a/b~c": {}}"#), one(Code::WrongType, "/speakers/0/attributes/a~1b~0c"));
}

#[test]
fn missing_fields_are_named() {
    assert_eq!(with(r#""speakers": []"#), one(Code::MissingField, ""));
    let panels = |panel: &str| with(&format!(r#""speakers": [], "panels": [{panel}]"#));
    assert_eq!(panels(r#"{"id": "p1"}"#), one(Code::MissingField, "/panels/0"));
    assert_eq!(
        panels(r#"{"id": "p1", "seats": {"moderator": {"min": 1}}}"#),
        one(Code::MissingField, "/panels/0/seats/moderator")
    );
    assert_eq!(goal("{}"), one(Code::MissingField, "/goals/0"));
    assert_eq!(rule(r#""count": {}"#), one(Code::MissingField, "/rules/0/count"));
    assert_eq!(
        with(r#""speakers": [], "panels": [], "pins": [{"panel": "p1"}], "draft": [{"panel": "p1", "speaker": "s1"}]"#),
        [(Code::MissingField, "/pins/0".to_owned()), (Code::MissingField, "/draft/0".to_owned())]
    );
}

#[test]
fn fields_given_twice_are_refused_wherever_they_stand() {
    assert_eq!(speaker(r#""cost": 1, "cost": 1"#), one(Code::DuplicateField, "/speakers/0/cost"));
    assert_eq!(speaker(r#""expertise": {"a": 1, "a": 2}"#), one(Code::DuplicateField, "/speakers/0/expertise/a"));
    assert_eq!(speaker(r#""attributes": {"a": 1, "a": 2}"#), one(Code::DuplicateField, "/speakers/0/attributes/a"));
    assert_eq!(rule(r#""where": {"a": 1, "a": 2}"#), one(Code::DuplicateField, "/rules/0/where/a"));
    assert_eq!(
        rule(r#""where": {"expertise": 1, "expertise": 2}"#),
        one(Code::DuplicateField, "/rules/0/where/expertise")
    );
}

#[test]
fn values_of_another_type_are_refused() {
    assert_eq!(with(r#""speakers": {}, "panels": []"#), one(Code::WrongType, "/speakers"));
    assert_eq!(with(r#""speakers": [1], "panels": []"#), one(Code::WrongType, "/speakers/0"));
    assert_eq!(speaker(r#""sector": 1"#), one(Code::WrongType, "/speakers/0/sector"));
    assert_eq!(speaker(r#""sector": ["a", 1]"#), one(Code::WrongType, "/speakers/0/sector/1"));
    assert_eq!(speaker(r#""roles": "panellist""#), one(Code::WrongType, "/speakers/0/roles"));
    assert_eq!(speaker(r#""cost": "800""#), one(Code::WrongType, "/speakers/0/cost"));
    assert_eq!(speaker(r#""attributes": {"a": [1]}"#), one(Code::WrongType, "/speakers/0/attributes/a/0"));
    assert_eq!(rule(r#""where": {"expertise": "3"}"#), one(Code::WrongType, "/rules/0/where/expertise"));
    assert_eq!(rule(r#""at_most": true"#), one(Code::WrongType, "/rules/0/at_most"));
    assert_eq!(rule(r#""at_most_apart": "10%""#), one(Code::WrongType, "/rules/0/at_most_apart"));
    assert_eq!(rule(r#""for_each": "panel""#), one(Code::WrongType, "/rules/0/for_each"));
}

#[test]
fn a_list_of_an_objects_values_is_no_object_and_an_object_no_word() {
    assert_eq!(with(r#""speakers": [["s1"]], "panels": []"#), one(Code::WrongType, "/speakers/0"));
    assert_eq!(
        with(r#""speakers": [], "panels": [], "pins": [["p1", "s1", "moderator"]]"#),
        one(Code::WrongType, "/pins/0")
    );
    assert_eq!(faults(r#"[1, "f", {}, [], []]"#)[0].code, Code::WrongType);
    assert_eq!(rule(r#""panels": [{"not": 1}]"#), one(Code::WrongType, "/rules/0/panels/0"));
    assert_eq!(rule(r#""prefer": [1, 2]"#), one(Code::WrongType, "/rules/0/prefer"));
    assert_eq!(goal(r#"{"maximise": {"seats": null}}"#), one(Code::WrongType, "/goals/0/maximise/seats"));
    assert_eq!(goal(r#"{"maximise": "seats", "worst": {"panel": null}}"#), one(Code::WrongType, "/goals/0/worst"));
    assert!(!rule(r#""count": {"seats": null}"#).is_empty());
}

#[test]
fn numbers_out_of_bounds_are_refused_one_by_one() {
    for number in ["1e400", "-1e400", "1000000000.001", "0.0005", "123456789012345678901234567890"] {
        let found = speaker(&format!(r#""cost": {number}"#));
        assert_eq!(found, one(Code::InvalidNumber, "/speakers/0/cost"), "{number}");
    }
    for number in ["-1", "1.5", "4294967296", "1e400"] {
        let found = speaker(&format!(r#""max_seats": {number}"#));
        assert_eq!(found, one(Code::InvalidNumber, "/speakers/0/max_seats"), "{number}");
    }
    assert_eq!(speaker(r#""preference": {"p1": 0.5}"#), one(Code::InvalidNumber, "/speakers/0/preference/p1"));
    assert_eq!(speaker(r#""expertise": {"a": 300}"#), one(Code::LevelOutOfRange, "/speakers/0/expertise/a"));
    assert_eq!(speaker(r#""expertise": {"a": -1}"#), one(Code::LevelOutOfRange, "/speakers/0/expertise/a"));
    assert_eq!(speaker(r#""expertise": {"a": 2.5}"#), one(Code::InvalidNumber, "/speakers/0/expertise/a"));
    assert_eq!(rule(r#""at_least": 0.0001"#), one(Code::InvalidNumber, "/rules/0/at_least"));
    assert_eq!(rule(r#""prefer": {"weight": -1}"#), one(Code::InvalidNumber, "/rules/0/prefer/weight"));
    assert_eq!(goal(r#"{"maximise": {"seats": 0.5}}"#), one(Code::InvalidNumber, "/goals/0/maximise/seats"));
}

#[test]
fn shares_are_read_strictly() {
    for share in ["140%", "-1%", "40", "forty%", "", "12.3456%", "%"] {
        let found = rule(&format!(r#""at_least": "{share}""#));
        assert_eq!(found, one(Code::InvalidShare, "/rules/0/at_least"), "{share}");
    }
    assert_eq!(goal(r#"{"maximise": "seats", "tolerance": "2"}"#), one(Code::InvalidShare, "/goals/0/tolerance"));
}

#[test]
fn words_outside_a_closed_list_are_refused() {
    assert_eq!(rule(r#""count": "seat""#), one(Code::InvalidValue, "/rules/0/count"));
    assert_eq!(goal(r#"{"maximise": "expertize"}"#), one(Code::InvalidValue, "/goals/0/maximise"));
    assert_eq!(goal(r#"{"minimise": {"costs": 1}}"#), one(Code::InvalidValue, "/goals/0/minimise/costs"));
    assert_eq!(goal(r#"{"maximise": "seats", "worst": "day"}"#), one(Code::InvalidValue, "/goals/0/worst"));
}

#[test]
fn fields_that_exclude_each_other_are_refused() {
    assert_eq!(goal(r#"{"maximise": "seats", "minimise": "cost"}"#), one(Code::InvalidValue, "/goals/0"));
    assert_eq!(rule(r#""count": {"distinct": "a", "sum": "b"}"#), one(Code::InvalidValue, "/rules/0/count"));
    assert_eq!(rule(r#""where": {"a": {"not": 1, "at_most": 2}}"#), one(Code::InvalidValue, "/rules/0/where/a"));
    assert_eq!(rule(r#""panels": {"topic": "a", "topics": "b"}"#), one(Code::InvalidValue, "/rules/0/panels"));
}

#[test]
fn one_reading_finds_every_fault() {
    let document = r#"{
        "version": 2, "forum": 7, "extra": 1,
        "speakers": [{"id": "s1", "sectr": "a", "cost": 1e400, "max_seats": -1}, {"gender": 1}],
        "panels": [{"id": "p1", "seats": {"moderator": "one"}, "rules": [{"id": "r", "at_least": "101%"}]}],
        "goals": [{}]
    }"#;
    let found: Vec<(Code, String)> = faults(document).into_iter().map(|fault| (fault.code, fault.pointer)).collect();
    let expected = [
        (Code::WrongVersion, "/version"),
        (Code::WrongType, "/forum"),
        (Code::UnknownField, "/extra"),
        (Code::UnknownField, "/speakers/0/sectr"),
        (Code::InvalidNumber, "/speakers/0/cost"),
        (Code::InvalidNumber, "/speakers/0/max_seats"),
        (Code::WrongType, "/speakers/1/gender"),
        (Code::MissingField, "/speakers/1"),
        (Code::WrongType, "/panels/0/seats/moderator"),
        (Code::InvalidShare, "/panels/0/rules/0/at_least"),
        (Code::MissingField, "/goals/0"),
    ];
    assert_eq!(found, expected.map(|(code, pointer)| (code, pointer.to_owned())));
}

#[test]
fn faults_of_meaning_are_told_beside_faults_of_shape() {
    let document = r#"{"version": 1, "forum": "f", "goalz": 1,
        "speakers": [{"id": "s1", "expertise": {"privacy": 9}}, {"id": "s1"}, {"id": "s2", "cost": "dear"}],
        "panels": [{"id": "p1", "seats": {"panellist": {"min": 2, "max": 1}}}],
        "rules": [{"id": "a", "at_least": "140%"}, {"id": "b", "at_least": 3, "at_most": 2}],
        "pins": [{"panel": "p9", "speaker": "s1"}]}"#;
    let found: Vec<(Code, String)> = faults(document).into_iter().map(|fault| (fault.code, fault.pointer)).collect();
    for (code, pointer) in [
        (Code::UnknownField, "/goalz"),
        (Code::WrongType, "/speakers/2/cost"),
        (Code::InvalidShare, "/rules/0/at_least"),
        (Code::DuplicateId, "/speakers/1/id"),
        (Code::MinAboveMax, "/panels/0/seats/panellist"),
        (Code::ContradictoryBounds, "/rules/1/at_least"),
        (Code::UnknownPanel, "/pins/0/panel"),
    ] {
        assert!(found.contains(&(code, pointer.to_owned())), "{code:?} at {pointer} is missing from {found:?}");
    }
    // Rule `a` lacks a bound only because its misshapen one was set aside.
    assert!(!found.contains(&(Code::NoBound, "/rules/0".to_owned())), "{found:?}");
}
