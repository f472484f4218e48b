//! Taking secrets out of foreign text that leaves us in an error.
//!
//! The token goes wherever it stands, in whatever nesting of escapes and base64; other secrets go by their names. Only the
//! start of a long text is looked at, and less is kept than is looked at: what is cut off is never half a secret.

mod base64;
mod layers;
mod names;

use std::ops::Range;

use layers::{MASK, Text};

/// The longest body that an error keeps, in characters.
const LONGEST_BODY: usize = 2000;

/// How much of a long text is kept, in bytes: the longest body in four-byte letters.
const KEPT: usize = 4 * LONGEST_BODY;

/// The text without secrets; of a long text only the start.
#[must_use]
pub fn redact(text: &str, token: &str) -> String {
    // A secret that begins in what is kept ends in what is looked at: escapes make a byte up to 18 long (`%255Cu00252F`).
    let margin = KEPT.max(18 * token.len());
    let start = start(text, KEPT + margin);
    let kept = if start.len() < text.len() { KEPT } else { start.len() };
    let mut clean = mask(start, kept, &token_spans(start.as_bytes(), &needle(token), NESTING));
    // What follows a mask may belong to it.
    for _ in 0..PASSES {
        let spans = name_spans(&clean.0, |text| [names::secrets(text), names::queries(text)].concat());
        let cleaner = mask(&clean.0, clean.1, &spans);
        if cleaner == clean {
            break;
        }
        clean = cleaner;
    }
    let (clean, kept) = clean;
    self::start(&clean, kept).to_owned()
}

/// Whether the text shows the token, or a secret that its name gives away: a milder judge of URLs than [`redact`].
#[must_use]
pub fn has_secret(text: &str, token: &str) -> bool {
    !token_spans(text.as_bytes(), &needle(token), NESTING).is_empty()
        || !name_spans(text, names::secrets).is_empty()
}

/// The start of a body, redacted before it is cut, so that no half of a token stays at the end.
#[must_use]
pub fn bounded_body(text: &str, token: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    Some(redact(text, token).chars().take(LONGEST_BODY).collect())
}

/// How often names are looked for, at most.
const PASSES: usize = 4;

/// How often a text is taken for base64 of a text.
const NESTING: usize = 2;

/// The token without backslashes, which the search skips: each escape doubles them.
fn needle(token: &str) -> Vec<u8> {
    token.bytes().filter(|byte| *byte != b'\\').collect()
}

/// Where the token stands.
fn token_spans(text: &[u8], needle: &[u8], nesting: usize) -> Vec<Range<usize>> {
    /// Less is found in any base64 by chance, in bytes.
    const SHORTEST_IN_BASE64: usize = 4;
    let text = Text::new(text);
    let mut spans = text.spans(needle);
    if nesting > 0 && needle.len() >= SHORTEST_IN_BASE64 {
        let search = |decoded: &[u8]| token_spans(decoded, needle, nesting - 1);
        for layer in text.layers() {
            spans.extend(layer.source(base64::spans(&layer.bytes, needle.len(), &search)));
        }
    }
    spans
}

/// Where secrets stand that are known by their names.
fn name_spans(text: &str, find: impl Fn(&[u8]) -> Vec<Range<usize>>) -> Vec<Range<usize>> {
    let text = Text::new(text.as_bytes());
    text.layers().flat_map(|layer| layer.source(find(&layer.bytes)).collect::<Vec<_>>()).collect()
}

/// The text with a mask in place of each stretch of spans, and what a length of it has become.
fn mask(text: &str, length: usize, spans: &[Range<usize>]) -> (String, usize) {
    let mut is_hidden = vec![false; text.len()];
    for span in spans {
        if let Some(span) = is_hidden.get_mut(span.clone()) {
            span.fill(true);
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut new_length = None;
    let mut was_hidden = false;
    for ((at, letter), is_hidden) in
        text.char_indices().map(|(at, letter)| ((at, letter), is_hidden.get(at) == Some(&true)))
    {
        if at >= length && new_length.is_none() {
            new_length = Some(out.len());
        }
        if !is_hidden {
            out.push(letter);
        } else if !was_hidden {
            out.push_str(MASK);
        }
        was_hidden = is_hidden;
    }
    let new_length = new_length.unwrap_or(out.len());
    (out, new_length)
}

/// As many whole letters as fit.
fn start(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
