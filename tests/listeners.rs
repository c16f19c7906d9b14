//! Who listens to a verb can't break it: a panic of the listener is a fault of that call alone.

use convener::json::{self, Ears};
use std::sync::Arc;

const FORUM: &[u8] = br#"{ "version": 1, "forum": "f", "speakers": [{ "id": "s1" }, { "id": "s2" }],
    "panels": [{ "id": "p1", "seats": { "moderator": 1 } }], "goals": [{ "maximise": "expertise" }] }"#;

#[test]
fn a_listener_that_panics_is_a_fault_and_the_next_call_is_answered() {
    let panics = Ears { progress: Some(Arc::new(|_| panic!("nobody home"))), ..Ears::default() };
    let reply = json::call("solve", FORUM, b"", &panics);
    assert_eq!(reply.exit.code(), 70);
    assert_eq!(reply.text, r#"{"version":1,"status":"fault","message":"panic: nobody home"}"#);
    let reply = json::call("solve", FORUM, b"", &Ears::default());
    assert_eq!(reply.exit.code(), 0, "{}", reply.text);
    assert!(reply.text.contains(r#""status":"optimal""#));
}
