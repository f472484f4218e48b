//! Taking secrets out of foreign text that leaves us in an error.
//!
//! The token goes wherever it stands, in whatever nesting of escapes and base64; other secrets go by their names. Only the
//! start of a long text is looked at, and less is kept than is looked at: what is cut off is never half a secret.

mod base64;
mod layers;
mod names;

use std::ops::Range;

use layers::{MASK, Text};

use crate::text;

/// The longest body that an error keeps, in characters.
const LONGEST_BODY: usize = 2000;

/// How much of a long text is kept, in bytes: the longest body in four-byte letters.
const KEPT: usize = 4 * LONGEST_BODY;

/// How often a text is unescaped to look for names and base64.
const LAYERS: usize = 4;

/// How often a text is taken for base64 of a text.
const NESTING: usize = 2;

/// How often names are looked for, at most.
const PASSES: usize = 4;

/// The text without secrets; of a long text only the start.
#[must_use]
pub fn redact(text: &str, token: &str) -> String {
    // A secret that begins in what is kept ends in what is looked at: escapes make a byte up to 18 long (`%255Cu00252F`).
    let looked_at = start(text, KEPT + KEPT.max(18 * token.len()));
    let kept = if looked_at.len() < text.len() { KEPT } else { text.len() };
    let mut clean = mask(looked_at, kept, &with_token(looked_at.as_bytes(), token.as_bytes(), NESTING));
    // What follows a mask may belong to it.
    for _ in 0..PASSES {
        let cleaner = mask(&clean.0, clean.1, &with_names(&clean.0, true));
        if cleaner == clean {
            break;
        }
        clean = cleaner;
    }
    start(&clean.0, clean.1).to_owned()
}

/// Whether the text shows the token, or a secret that its name gives away: a milder judge of URLs than [`redact`].
///
/// A text too long to look at is taken for one that does.
#[must_use]
pub fn has_secret(text: &str, token: &str) -> bool {
    text.len() > 2 * KEPT
        || has_some(&with_token(text.as_bytes(), token.as_bytes(), NESTING))
        || has_some(&with_names(text, false))
}

/// [`has_secret`] for a text of any length.
#[must_use]
pub fn has_secret_anywhere(text: &str, token: &str) -> bool {
    /// As much of a text as is looked at in one go, in bytes; letters have up to four.
    const WINDOW: usize = 2 * KEPT - 4;
    // What begins in one window ends in it, or stands in the next one whole.
    let overlap = (18 * token.len()).clamp(256, WINDOW / 2);
    let mut rest = text;
    loop {
        if has_secret(start(rest, WINDOW), token) {
            return true;
        }
        if rest.len() <= WINDOW {
            return false;
        }
        rest = rest.get(start(rest, WINDOW - overlap).len()..).unwrap_or_default();
    }
}

/// The start of a body, redacted before it is cut, so that no half of a token stays at the end.
#[must_use]
pub fn bounded_body(text: &str, token: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    Some(text::start(&redact(text, token), LONGEST_BODY).to_owned())
}

/// For each byte, whether it belongs to the token.
fn with_token(bytes: &[u8], token: &[u8], nesting: usize) -> Vec<bool> {
    /// Less is found in any base64 by chance, in bytes.
    const SHORTEST_IN_BASE64: usize = 4;
    let text = Text::new(bytes);
    let mut hidden = vec![false; bytes.len()];
    text.hide(token, &mut hidden);
    if nesting > 0 && token.len() >= SHORTEST_IN_BASE64 {
        let is_secret = |decoded: &[u8]| has_some(&with_token(decoded, token, nesting - 1));
        hide(&text, &mut hidden, &|text, found| base64::find(text, token.len(), &is_secret, found));
    }
    hidden
}

/// For each byte, whether it belongs to a secret that is known by its name.
fn with_names(text: &str, with_queries: bool) -> Vec<bool> {
    let mut hidden = vec![false; text.len()];
    hide(&Text::new(text.as_bytes()), &mut hidden, &|text, found| {
        names::secrets(text, found);
        if with_queries {
            names::queries(text, found);
        }
    });
    hidden
}

/// Adds what is found in a text.
type Find<'a> = &'a dyn Fn(&[u8], &mut Vec<Range<usize>>);

/// Hides what is found in a text as it is, unescaped once, twice and so on.
fn hide(text: &Text, hidden: &mut [bool], find: Find) {
    for depth in 0..LAYERS {
        let Some(layer) = text.layer(depth) else {
            return;
        };
        let mut found = Vec::new();
        find(&layer.bytes, &mut found);
        for span in &found {
            if let Some(source) = layer.source(span).and_then(|source| hidden.get_mut(source)) {
                source.fill(true);
            }
        }
    }
}

fn has_some(hidden: &[bool]) -> bool {
    hidden.iter().any(|is_hidden| *is_hidden)
}

/// The text with a mask in place of what is hidden, and what a length of it has become.
fn mask(text: &str, length: usize, hidden: &[bool]) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut new_length = 0;
    let mut was_hidden = false;
    for (at, letter) in text.char_indices() {
        let is_hidden = hidden.get(at) == Some(&true);
        if !is_hidden {
            out.push(letter);
        } else if !was_hidden {
            out.push_str(MASK);
        }
        if at < length {
            new_length = out.len();
        }
        was_hidden = is_hidden;
    }
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
