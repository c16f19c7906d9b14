//! Reading any bytes gives a forum that survives the round trip, or at least one fault.
#![no_main]

use convener::json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match json::read(bytes) {
        Ok(forum) => assert_eq!(json::read(json::write(&forum, false).as_bytes()), Ok(forum)),
        Err(faults) => assert!(!faults.is_empty()),
    }
});
