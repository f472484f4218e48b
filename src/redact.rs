//! Taking secrets out of foreign text that leaves us in an error.
//!
//! The token goes wherever it stands, in whatever nesting of escapes and base64; other secrets go by their names. Only the
//! start of a long text is looked at, and less is kept than is looked at: what is cut off is never half a secret.

mod base64;
mod layers;
mod names;

use layers::{MASK, Text};

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
    let mut clean = mask(looked_at, kept, &with_token(looked_at.as_bytes(), &needle(token), NESTING));
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
#[must_use]
pub fn has_secret(text: &str, token: &str) -> bool {
    has_some(&with_token(text.as_bytes(), &needle(token), NESTING)) || has_some(&with_names(text, false))
}

/// The start of a body, redacted before it is cut, so that no half of a token stays at the end.
#[must_use]
pub fn bounded_body(text: &str, token: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    Some(redact(text, token).chars().take(LONGEST_BODY).collect())
}

/// The token without backslashes, which the search skips: each escape doubles them.
fn needle(token: &str) -> Vec<u8> {
    token.bytes().filter(|byte| *byte != b'\\').collect()
}

/// For each byte, whether it belongs to the token.
fn with_token(bytes: &[u8], needle: &[u8], nesting: usize) -> Vec<bool> {
    /// Less is found in any base64 by chance, in bytes.
    const SHORTEST_IN_BASE64: usize = 4;
    let text = Text::new(bytes);
    let mut hidden = vec![false; bytes.len()];
    text.hide(needle, &mut hidden);
    if nesting == 0 || needle.len() < SHORTEST_IN_BASE64 {
        return hidden;
    }
    let mut depth = 0;
    while let Some(layer) = text.layer(depth).filter(|_| depth < LAYERS) {
        let mut found = Vec::new();
        base64::find(&layer.bytes, needle.len(), &mut found, &|decoded| {
            has_some(&with_token(decoded, needle, nesting - 1))
        });
        layer.hide(found, &mut hidden);
        depth += 1;
    }
    hidden
}

/// For each byte, whether it belongs to a secret that is known by its name.
fn with_names(text: &str, with_queries: bool) -> Vec<bool> {
    let mut hidden = vec![false; text.len()];
    let text = Text::new(text.as_bytes());
    let mut depth = 0;
    while let Some(layer) = text.layer(depth).filter(|_| depth < LAYERS) {
        let mut found = Vec::new();
        names::secrets(&layer.bytes, &mut found);
        if with_queries {
            names::queries(&layer.bytes, &mut found);
        }
        layer.hide(found, &mut hidden);
        depth += 1;
    }
    hidden
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
