//! Public records: nothing private in them, confirmed with the private forum, refuted with any other.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use convener::{Language, Options, generate, json};

fn both(forum: &str, answer: &str) -> Vec<u8> {
    format!(r#"{{"forum":{forum},"answer":{answer}}}"#).into_bytes()
}

/// The forum and its record, made with a key or without.
fn recorded(variant: &str, key: Option<&[u8]>) -> (String, String) {
    let mut forum = generate::forum("tiny", variant, 1).unwrap();
    // Ids that nothing else in the forum is called.
    for (number, speaker) in forum.speakers.iter_mut().enumerate() {
        speaker.id = format!("person {number}/%");
        speaker.name = Some("a name of somebody".into());
    }
    let forum = json::write(&forum, false);
    let options = Options { explain: None, ..Options::default().seed(3) };
    let answer = json::solve(forum.as_bytes(), &options, false).text;
    let reply = json::record(&both(&forum, &answer), key, Language::English, false);
    assert_eq!(reply.exit.code(), 0, "{variant}: {}", reply.text);
    (forum, reply.text)
}

#[test]
fn a_record_is_confirmed_with_its_forum_and_key() {
    for (variant, _) in generate::variants() {
        for key in [None, Some(&b"a key"[..])] {
            let (forum, record) = recorded(variant, key);
            let reply = json::verify(&both(&forum, &record), key, false);
            assert_eq!(reply.exit.code(), 0, "{variant}: {}", reply.text);
            assert!(reply.text.contains(r#"{"claim":"input","finding":"confirmed"}"#), "{}", reply.text);
            assert!(!record.contains("a name of somebody") && !record.contains("unavailable\":"));
        }
    }
}

#[test]
fn a_record_with_other_words_is_refuted() {
    let (forum, record) = recorded("plain", Some(b"a key"));
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    assert!(record["rules_in_words"].as_array().is_some_and(|words| words.len() > 1));
    let found = |record: &serde_json::Value| {
        json::verify(&both(&forum, &record.to_string()), Some(b"a key"), false).exit.code()
    };
    assert_eq!(found(&record), 0);
    let mut other = record.clone();
    other["rules_in_words"][0]["text"] = "Everybody is chosen by lot".into();
    assert_eq!(found(&other), 1);
    let mut fewer = record.clone();
    fewer["rules_in_words"].as_array_mut().unwrap().pop();
    assert_eq!(found(&fewer), 1);
    let mut hash = record;
    hash["input"]["sha256"] = "00".into();
    assert_eq!(found(&hash), 1);
}

#[test]
fn a_record_may_be_in_any_language() {
    let forum = json::write(&generate::forum("tiny", "conflict", 3).unwrap(), false);
    let answer = json::solve(forum.as_bytes(), &Options { explain: None, ..Options::default() }, false).text;
    for language in Language::ALL {
        let record = json::record(&both(&forum, &answer), None, language, false).text;
        assert_ne!(json::verify(&both(&forum, &record), None, false).exit.code(), 1, "{record}");
        assert!(
            json::verify(&both(&forum, &record), None, false)
                .text
                .contains(r#""claim":"rules_in_words","finding":"confirmed""#)
        );
    }
}

#[test]
fn pseudonyms_leave_no_id() {
    for (variant, _) in generate::variants() {
        let (_, record) = recorded(variant, Some(b"a key"));
        assert!(!record.contains("person"), "{variant}");
    }
}

#[test]
fn a_record_is_refuted_with_another_key_or_forum() {
    let (forum, record) = recorded("plain", Some(b"a key"));
    assert_eq!(json::verify(&both(&forum, &record), Some(b"another"), false).exit.code(), 1);
    // Without a key, pseudonyms can't be read.
    assert_eq!(json::verify(&both(&forum, &record), None, false).exit.code(), 2);
    let changed = forum.replacen(r#""title""#, r#""track":"new","title""#, 1);
    let changed = if changed == forum { forum.replacen("a name of somebody", "another name", 1) } else { changed };
    assert_ne!(changed, forum);
    assert_eq!(json::verify(&both(&changed, &record), Some(b"a key"), false).exit.code(), 1);
}
