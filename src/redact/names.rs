//! Secrets that are known by what stands before them.

use std::ops::Range;

use crate::find::{has, is_start, past, until};

/// The names of a URL's query whose values say nothing about anybody. All others are taken for secrets.
const HARMLESS: [&str; 4] = ["enable", "id", "instance_id", "type"];

/// What names of secrets contain, in lower case.
const SECRET: [&str; 9] =
    ["token", "secret", "passw", "apikey", "api_key", "api-key", "sessionkey", "session_key", "session-key"];

/// What names of secrets contain whose values have spaces in them.
const SECRET_LINES: [&str; 2] = ["authorization", "cookie"];

/// What stands in no URL: a backslash begins an escape.
const OUTSIDE_URL: &[u8] = b" \t\r\n\x0c\"<>\\`";

/// Finds the values of secret names, credentials of a header, and the user of a URL.
pub(super) fn secrets(text: &[u8], found: &mut Vec<Range<usize>>) {
    find_values(text, &SECRET, b" \t\r\n\x0c\"<>\\`'&,;{}[])", found);
    find_values(text, &SECRET_LINES, b"\r\n\"'<\\", found);
    for at in 0..text.len() {
        for scheme in &["bearer", "basic"] {
            if is_start(text, at, scheme)
                && let Some(span) = credentials(text, at + scheme.len())
            {
                found.push(span);
            }
        }
        if is_start(text, at, "://")
            && let Some(span) = user(text, at + 3)
        {
            found.push(span);
        }
    }
}

/// Finds the values of these names, which without quotes end at these bytes.
fn find_values(text: &[u8], names: &[&str], ends: &[u8], found: &mut Vec<Range<usize>>) {
    let mut covered = 0;
    for at in 0..text.len() {
        if names.iter().any(|name| is_start(text, at, name))
            && let Some(span) = value(text, at, ends, &mut covered)
        {
            found.push(span);
        }
    }
}

/// Finds the values of all pairs of URL queries and of forms but the harmless ones.
pub(super) fn queries(text: &[u8], found: &mut Vec<Range<usize>>) {
    const SEPARATORS: &[u8] = b" \t\r\n\x0c\"<>\\`?&#";
    const SEPARATORS_AND_SIGN: &[u8] = b" \t\r\n\x0c\"<>\\`?&#=";
    let sign = |at| Some(until(text, at, SEPARATORS_AND_SIGN)).filter(|sign| text.get(*sign) == Some(&b'='));
    let mut at = 0;
    let mut is_inside = false;
    let mut is_secret = false;
    while at < text.len() {
        let end = until(text, at, SEPARATORS);
        // A form has no question mark before its first pair.
        let is_pair = is_inside || (text.get(end) == Some(&b'&') && sign(end + 1).is_some());
        is_secret &= is_inside;
        let mut start = at;
        // Without a sign it is the rest of a value that has a separator in it.
        if let Some(sign) = sign(at).filter(|_| is_pair) {
            let mut name = sign;
            while name > at && text.get(name - 1).is_some_and(|byte| is_name(*byte)) {
                name -= 1;
            }
            is_secret = !HARMLESS
                .iter()
                .any(|harmless| name + harmless.len() == sign && is_start(text, name, harmless));
            start = sign + 1;
        }
        if is_secret {
            found.push(start..end);
        }
        is_inside = !has(OUTSIDE_URL, text.get(end));
        at = end + 1;
    }
}

/// The value of a name, as JSON, PHP, headers, forms, XML and people write it.
///
/// It is none where a value without quotes goes on that has been found before: otherwise many names would take long.
fn value(text: &[u8], name: usize, ends: &[u8], covered: &mut usize) -> Option<Range<usize>> {
    let mut at = name;
    while text.get(at).is_some_and(|byte| is_name(*byte)) {
        at += 1;
    }
    let name_end = at;
    // The last three bytes here and there are those of typographic quotes.
    at = past(text, at, b" \t\r\n\x0c\"'\\])\xe2\x80\x9d");
    at = match text.get(at)? {
        b':' | b'=' => past(text, at, b":=>"),
        b'>' if at == name_end => at + 1,
        b';' if is_start(text, at, ";s:") => at + 1,
        _ => return None,
    };
    at = past(text, at, b" \t\r\n\x0c\xe2\x80\x9c");
    for php_type in &["s:", "string("] {
        if is_start(text, at, php_type) {
            at = past(text, at + php_type.len(), b"0123456789:) ");
        }
    }
    let quote = past(text, at, b"\\");
    if has(b"\"'", text.get(quote)) {
        return Some(quote + 1..quoted_end(text, quote, quote - at));
    }
    let bracket = closing_bracket(text, at);
    let end = if has(b"\"'\\", text.get(name_end)) {
        // A literal of JSON.
        until(text, bracket, b" \t\r\n,]}\\")
    } else if bracket == at && at < *covered {
        return None;
    } else {
        *covered = until(text, bracket, ends);
        *covered
    };
    for word in &["null", "true", "false"] {
        if is_start(text, at, word) && at + word.len() == end {
            return None;
        }
    }
    Some(at..end)
}

/// Where a quoted text ends whose opening quote has so many backslashes before it.
fn quoted_end(text: &[u8], quote: usize, slashes: usize) -> usize {
    let mut escapes = 0_usize;
    for at in quote + 1..text.len() {
        // Each nesting of JSON doubles the backslashes, and adds one before a quote.
        if text.get(at) == text.get(quote) && escapes.checked_rem(2 * slashes + 2) == Some(slashes) {
            return at - slashes;
        }
        escapes = if text.get(at) == Some(&b'\\') { escapes + 1 } else { 0 };
    }
    text.len()
}

/// After the bracket that closes the one here, if there is one here.
fn closing_bracket(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = text.get(at) {
        depth = match byte {
            b'[' | b'{' => depth + 1,
            b']' | b'}' => depth.saturating_sub(1),
            _ => depth,
        };
        if depth == 0 {
            return if at == start { at } else { at + 1 };
        }
        at += 1;
    }
    at
}

/// What follows the name of a scheme, unless it is an ordinary word: people write "Basic plan" too.
fn credentials(text: &[u8], scheme_end: usize) -> Option<Range<usize>> {
    /// "authentication" is shorter.
    const LONGEST_WORD: usize = 15;
    let start = past(text, scheme_end, b" \t\r\n\x0c+");
    let end = until(text, start, b" \t\r\n\x0c\"<>\\`,;'");
    let (first, rest) = text.get(start..end)?.split_first()?;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let has_more = rest.iter().filter(|byte| byte.is_ascii_alphanumeric()).count() > letters;
    let is_word = first.is_ascii_alphabetic() && letters < LONGEST_WORD && !has_more;
    (start > scheme_end && !is_word).then_some(start..end)
}

/// The user and password before a URL's host.
fn user(text: &[u8], start: usize) -> Option<Range<usize>> {
    let end = until(text, start, b" \t\r\n\x0c\"<>\\`/?#");
    let length = text.get(start..end)?.iter().rposition(|byte| *byte == b'@')?;
    Some(start..start + length)
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
