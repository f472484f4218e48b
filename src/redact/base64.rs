//! Looking into base64 of either alphabet, padded or not, in lines or not.

use std::ops::Range;

/// Finds base64 of texts of at least so many bytes that are to be hidden.
pub(super) fn find(
    text: &[u8],
    shortest: usize,
    found: &mut Vec<Range<usize>>,
    is_secret: &dyn Fn(&[u8]) -> bool,
) {
    let mut run = Vec::new();
    let mut start = 0;
    for (at, byte) in text.iter().chain(b" ").enumerate() {
        if let Some(value) = value(*byte) {
            if run.is_empty() {
                start = at;
            }
            run.push(value);
        } else if !matches!(byte, b'\r' | b'\n') {
            // Letters before it may have been taken for a part of it.
            let is_secret = |skipped| run.get(skipped..).is_some_and(|run| is_secret(&decode(run)));
            if run.len() * 3 >= shortest * 4 && (0..4).any(is_secret) {
                let padding = text.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b'=');
                found.push(start..at + padding.count());
            }
            run.clear();
        }
    }
}

fn decode(run: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bits = 0_u32;
    let mut count = 0;
    for value in run {
        bits = bits << 6 | u32::from(*value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

/// The six bits of a letter.
const fn value(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
