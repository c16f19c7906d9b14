//! Names of rows and columns, as `docs/certificates.md` spells them.

use std::fmt::Write;

/// A text with every byte but letters, digits and `_-.+:` as `%XX`.
pub(crate) fn plain(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b':');
    text.bytes().fold(String::new(), |mut name, byte| {
        if keep(byte) {
            name.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
        name
    })
}

/// The parts, plain, with `/` between them.
pub(super) fn name(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| plain(part)).collect();
    parts.join("/")
}

/// A rule and a group of it: `RULE/key=value,key=value`.
pub(super) fn group(rule: &str, values: &[(String, String)]) -> String {
    let pairs: Vec<String> = values.iter().map(|(key, value)| format!("{}={}", plain(key), plain(value))).collect();
    format!("{}/{}", plain(rule), pairs.join(","))
}

/// A part of a name with its `%XX` read.
pub(crate) fn read(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
