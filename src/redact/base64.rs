//! Looking into base64 of either alphabet, padded or not, in lines or not.

use std::ops::Range;

use crate::find;

/// Finds base64 of texts of at least so many bytes that are to be hidden.
pub(super) fn find(
    text: &[u8],
    shortest: usize,
    is_secret: &dyn Fn(&[u8]) -> bool,
    found: &mut Vec<Range<usize>>,
) {
    let mut run = Vec::new();
    let mut start = 0;
    for at in 0..=text.len() {
        let byte = text.get(at).copied().unwrap_or(b' ');
        if let Some(value) = value(byte) {
            if run.is_empty() {
                start = at;
            }
            run.push(value);
        } else if !matches!(byte, b'\r' | b'\n') {
            let mut rest = run.as_slice();
            // Letters before it may have been taken for a part of it.
            for _ in 0..4 {
                if rest.len() * 3 >= shortest * 4 && is_secret(&decode(rest)) {
                    found.push(start..find::past(text, at, b"="));
                }
                rest = rest.get(1..).unwrap_or_default();
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
