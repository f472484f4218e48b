//! Looking into base64 of either alphabet, padded or not, in lines or not.

use std::ops::Range;

/// Where base64 stands in whose text something is found that has at least so many bytes.
pub(super) fn spans(
    text: &[u8],
    shortest: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (run, end) = run(text, at);
        at = end;
        if run.len() * 3 < shortest * 4 {
            continue;
        }
        // Letters before it may have been taken for a part of it.
        for skipped in 0..4 {
            let run = run.get(skipped..).unwrap_or_default();
            for found in search(&decode(run)) {
                let place = |letter: usize| run.get(letter).map_or(end, |(place, _)| *place);
                let (first, last) = (place(found.start * 8 / 6), place((found.end * 8 - 1) / 6));
                let before = text.iter().take(first).rev().take_while(|byte| value(**byte).is_some()).count();
                let after = text
                    .iter()
                    .skip(last)
                    .take_while(|byte| **byte == b'=' || value(**byte).is_some())
                    .count();
                spans.push(first - before..last + after);
            }
        }
    }
    spans
}

/// The letters of base64 from here on, each with its place, and where they end.
fn run(text: &[u8], start: usize) -> (Vec<(usize, u8)>, usize) {
    let mut run = Vec::new();
    for (at, byte) in text.iter().enumerate().skip(start) {
        match value(*byte) {
            Some(value) => run.push((at, value)),
            None if matches!(byte, b'\r' | b'\n') => {}
            None => return (run, at + 1),
        }
    }
    (run, text.len())
}

fn decode(run: &[(usize, u8)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len());
    let mut bits = 0_u32;
    let mut count = 0;
    for (_, value) in run {
        bits = bits << 6 | u32::from(*value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.extend(u8::try_from(bits >> count & 0xff));
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
