//! Whatever the bytes, reading answers with a forum or with faults. Seeds are fixed, so a failure repeats itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use convener::json;

const DOCUMENT: &[u8] = include_bytes!("data/every-field.json");

/// Pieces that a parser may trip over.
const PIECES: [&[u8]; 16] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b",",
    b":",
    b"\\u",
    b"\\ud800",
    b"1e999",
    b"-",
    b"null",
    b"\xff",
    b"\xf0\x9f",
    b"\0",
    b"99999999999999999999",
];

/// An xorshift generator with 64 bits of state.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// Reads, and checks what must hold of every reading. Whether a forum came out.
fn read(bytes: &[u8]) -> bool {
    match json::read(bytes) {
        Ok(forum) => {
            let written = json::write(&forum, false);
            assert_eq!(json::read(written.as_bytes()).as_ref(), Ok(&forum), "{written}");
            true
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "refused without a reason: {}", String::from_utf8_lossy(bytes));
            for fault in faults {
                assert!(fault.pointer.is_empty() || fault.pointer.starts_with('/'), "{fault}");
                assert!(!fault.message.is_empty());
            }
            false
        }
    }
}

#[test]
fn bytes_changed_at_random_never_pass_unanswered() {
    let (mut forums, mut refusals) = (0, 0);
    for seed in 1..=6_000_u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = DOCUMENT.to_vec();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            match random.below(5) {
                0 => bytes[at] = random.below(256) as u8,
                1 => {
                    bytes.remove(at);
                }
                2 => {
                    let piece = PIECES[random.below(PIECES.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
                3 => {
                    let end = (at + 1 + random.below(40)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
                _ => {
                    let end = (at + 1 + random.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
        if read(&bytes) { forums += 1 } else { refusals += 1 }
    }
    // Changes inside texts leave a forum; most others do not. Both sides must have been seen.
    assert!(forums > 100 && refusals > 1_000, "{forums} forums, {refusals} refusals");
}

#[test]
fn every_beginning_of_a_document_is_answered() {
    for end in 0..DOCUMENT.len() {
        let trimmed = DOCUMENT[..end].trim_ascii_end().len() == DOCUMENT.trim_ascii_end().len();
        assert_eq!(read(&DOCUMENT[..end]), trimmed, "the first {end} bytes");
    }
    assert!(read(DOCUMENT));
}

#[test]
fn noise_is_refused() {
    for seed in 1..=2_000_u64 {
        let mut random = Random(seed.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        let length = random.below(200);
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        assert!(!read(&bytes), "{bytes:?}");
        let pieces: Vec<u8> = (0..length).flat_map(|_| PIECES[random.below(PIECES.len())]).copied().collect();
        assert!(!read(&pieces), "{}", String::from_utf8_lossy(&pieces));
    }
}
