//! Secrets that are known by what stands before them.

use std::ops::Range;

/// The names of a URL's query whose values say nothing about anybody. All others are taken for secrets.
const HARMLESS: [&str; 4] = ["enable", "id", "instance_id", "type"];

/// What names of secrets contain, in lower case.
const SECRET: [&str; 11] = [
    "token",
    "secret",
    "passw",
    "apikey",
    "api_key",
    "api-key",
    "sessionkey",
    "session_key",
    "session-key",
    "authorization",
    "cookie",
];

const SPACE: &[u8] = b" \t\r\n\x0c";

/// What stands in no URL: a backslash begins an escape.
const OUTSIDE_URL: &[u8] = b" \t\r\n\x0c\"<>\\`";

/// Finds the values of secret names, credentials of a header, and the user of a URL.
pub(super) fn secrets(text: &[u8], found: &mut Vec<Range<usize>>) {
    for at in 0..text.len() {
        if let Some(name) = SECRET.iter().find(|name| is_start(text, at, name)) {
            found.extend(value(text, at, name));
        }
        for scheme in ["bearer", "basic"] {
            if is_start(text, at, scheme) {
                found.extend(credentials(text, at + scheme.len()));
            }
        }
        if is_start(text, at, "://") {
            found.extend(user(text, at + 3));
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
            let name = part(text, at, sign).rsplit(|byte| !is_name(*byte)).next();
            is_secret = !HARMLESS.iter().any(|harmless| name == Some(harmless.as_bytes()));
            start = sign + 1;
        }
        if is_secret {
            found.push(start..end);
        }
        is_inside = !text.get(end).is_some_and(|byte| OUTSIDE_URL.contains(byte));
        at = end + 1;
    }
}

/// The value of a name, as JSON, PHP, headers, forms, XML and people write it.
fn value(text: &[u8], start: usize, name: &str) -> Option<Range<usize>> {
    const AFTER_VALUE: &[u8] = b" \t\r\n\x0c\"<>\\`'&,;{}[])";
    const AFTER_LINE: &[u8] = b"\r\n\"'<\\";
    let name_end = start + part(text, start, text.len()).iter().take_while(|byte| is_name(**byte)).count();
    let mut at = past(text, name_end, b" \t\r\n\x0c\"'\\])");
    if is_start(text, at, "”") {
        at += "”".len();
    }
    // A name in quotes is JSON's, and its value ends as others do.
    let is_quoted = text.get(name_end).is_some_and(|byte| b"\"'\\".contains(byte));
    let is_line = !is_quoted && matches!(name, "authorization" | "cookie");
    at = match text.get(at)? {
        b':' | b'=' => past(text, at, b":=>"),
        b'>' if at == name_end && is_tag(text, start) => at + 1,
        b';' if is_start(text, at, ";s:") => at + 1,
        _ => return None,
    };
    at = past(text, at, SPACE);
    for php_type in ["s:", "string("] {
        if is_start(text, at, php_type) {
            at = past(text, at + php_type.len(), b"0123456789:) ");
        }
    }
    let quote = past(text, at, b"\\");
    for (open, close) in [("\"", "\""), ("'", "'"), ("“", "”")] {
        if is_start(text, quote, open) {
            let start = quote + open.len();
            return Some(start..quoted_end(text, start, close, quote - at));
        }
    }
    let end = until(text, closing_bracket(text, at), if is_line { AFTER_LINE } else { AFTER_VALUE });
    let is_nothing =
        ["null", "true", "false"].iter().any(|word| at + word.len() == end && is_start(text, at, word));
    (!is_nothing).then_some(at..end)
}

fn is_tag(text: &[u8], name: usize) -> bool {
    part(text, 0, name).iter().rev().find(|byte| !is_name(**byte)) == Some(&b'<')
}

/// Where a quoted text ends whose opening quote has so many backslashes before it.
fn quoted_end(text: &[u8], start: usize, close: &str, slashes: usize) -> usize {
    let mut escapes = 0;
    for (at, byte) in text.iter().enumerate().skip(start) {
        // Each nesting of JSON doubles the backslashes, and adds one before a quote.
        if is_start(text, at, close) && escapes % (2 * slashes + 2) == slashes {
            return at - slashes;
        }
        escapes = if *byte == b'\\' { escapes + 1 } else { 0 };
    }
    text.len()
}

/// After the bracket that closes the one here, if there is one here.
fn closing_bracket(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.iter().enumerate().skip(start) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if at == start { at } else { at + 1 };
        }
    }
    text.len()
}

/// What follows the name of a scheme, unless it is an ordinary word: people write "Basic plan" too.
fn credentials(text: &[u8], scheme_end: usize) -> Option<Range<usize>> {
    /// "authentication" is shorter.
    const LONGEST_WORD: usize = 15;
    let start = past(text, scheme_end, b" \t\r\n\x0c+");
    let end = until(text, start, b" \t\r\n\x0c\"<>\\`,;'");
    let (first, rest) = part(text, start, end).split_first()?;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let has_more = rest.iter().skip(letters).any(u8::is_ascii_alphanumeric);
    let is_word = first.is_ascii_alphabetic() && letters < LONGEST_WORD && !has_more;
    (start > scheme_end && !is_word).then_some(start..end)
}

/// The user and password before a URL's host.
fn user(text: &[u8], start: usize) -> Option<Range<usize>> {
    let end = until(text, start, b" \t\r\n\x0c\"<>\\`/?#");
    let length = part(text, start, end).iter().rposition(|byte| *byte == b'@')?;
    Some(start..start + length)
}

/// Whether a word stands here, in whatever case.
fn is_start(text: &[u8], at: usize, word: &str) -> bool {
    let rest = part(text, at, text.len());
    rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// The first place from here on that has one of these.
fn until(text: &[u8], at: usize, ends: &[u8]) -> usize {
    at + part(text, at, text.len()).iter().take_while(|byte| !ends.contains(byte)).count()
}

/// The first place from here on that has none of these.
fn past(text: &[u8], at: usize, skipped: &[u8]) -> usize {
    at + part(text, at, text.len()).iter().take_while(|byte| skipped.contains(byte)).count()
}

fn part(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.get(start..end).unwrap_or_default()
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
