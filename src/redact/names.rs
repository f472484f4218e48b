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

/// The values of secret names, credentials of a header, and the user of a URL.
pub(super) fn secrets(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 0..text.len() {
        let starts = |word: &str| is_start(text, at, word);
        if let Some(name) = SECRET.iter().find(|name| starts(name)) {
            let is_line = matches!(*name, "authorization" | "cookie");
            found.extend(value(text, at, at + name.len(), is_line));
        } else if let Some(scheme) = ["bearer", "basic"].iter().find(|scheme| starts(scheme)) {
            found.extend(credentials(text, at + scheme.len()));
        } else if starts("://") {
            found.extend(user(text, at + 3));
        }
    }
    found
}

/// The values of all pairs of URL queries and of forms but the harmless ones.
pub(super) fn queries(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = skip(text, at, |byte| !is_outside_url(byte));
        let is_separator = |byte: &u8| matches!(byte, b'?' | b'&' | b'#');
        let pieces: Vec<_> = part(text, at..end).split(is_separator).collect();
        let mut is_secret = false;
        for (index, piece) in pieces.iter().enumerate() {
            let start = at;
            at += piece.len() + 1;
            let sign = piece.iter().position(|byte| *byte == b'=');
            // A form has no question mark before its first pair.
            let is_pair = index > 0
                || pieces.get(1).is_some_and(|next| next.contains(&b'=')) && text.get(at - 1) == Some(&b'&');
            let value = match sign {
                Some(sign) if is_pair => {
                    let name = part(piece, 0..sign).rsplit(|byte| !is_name(*byte)).next();
                    is_secret = !HARMLESS.iter().any(|harmless| name == Some(harmless.as_bytes()));
                    sign + 1
                }
                // The rest of a value that has a separator in it.
                _ => 0,
            };
            if is_secret && value < piece.len() {
                found.push(start + value..start + piece.len());
            }
        }
    }
    found
}

/// The value of a name, or the rest of its line, as JSON, PHP, headers, forms, XML and people write it.
fn value(text: &[u8], name_start: usize, name_end: usize, is_line: bool) -> Option<Range<usize>> {
    let name_end = skip(text, name_end, is_name);
    let is_tag = text.iter().take(name_start).rev().find(|byte| !is_name(**byte)) == Some(&b'<');
    let closed = skip_quotes(text, name_end);
    let at = match text.get(closed)? {
        b':' | b'=' => skip(text, closed, |byte| matches!(byte, b':' | b'=' | b'>')),
        b'>' if is_tag && closed == name_end => closed + 1,
        b';' if is_start(text, closed, ";s:") => closed + 1,
        _ => return None,
    };
    let at = skip(text, at, is_space);
    let at = skip(text, php_type(text, at).unwrap_or(at), is_space);
    let quote = skip(text, at, |byte| byte == b'\\');
    let slashes = quote - at;
    for (open, close) in [("\"", "\""), ("'", "'"), ("“", "”")] {
        if is_start(text, quote, open) {
            let start = quote + open.len();
            return Some(start..quoted_end(text, start, close, slashes)).filter(|value| !value.is_empty());
        }
    }
    let bracket = if matches!(text.get(at), Some(b'[' | b'{')) { closing_bracket(text, at) } else { at };
    let end = if is_line && closed == name_end {
        skip(text, bracket, |byte| !matches!(byte, b'\r' | b'\n' | b'"' | b'\'' | b'<' | b'\\'))
    } else {
        skip(text, bracket, |byte| !is_outside_url(byte) && !is_delimiter(byte))
    };
    let is_nothing = ["null", "true", "false", ""]
        .iter()
        .any(|word| part(text, at..end).eq_ignore_ascii_case(word.as_bytes()));
    (!is_nothing).then_some(at..end)
}

/// After what PHP writes before a text: `s:5:` and `string(5)`.
fn php_type(text: &[u8], at: usize) -> Option<usize> {
    let (word, close) = if is_start(text, at, "s:") { ("s:", b':') } else { ("string(", b')') };
    let end = skip(text, at + word.len(), |byte| byte.is_ascii_digit());
    (is_start(text, at, word) && text.get(end) == Some(&close)).then_some(end + 1)
}

/// Where a quoted text ends whose opening quote has so many backslashes before it.
fn quoted_end(text: &[u8], start: usize, close: &str, slashes: usize) -> usize {
    let mut escapes = 0;
    for at in start..text.len() {
        // Each nesting of JSON doubles the backslashes, and adds one before a quote.
        if is_start(text, at, close) && escapes % (2 * slashes + 2) == slashes {
            return at - slashes;
        }
        escapes = if text.get(at) == Some(&b'\\') { escapes + 1 } else { 0 };
    }
    text.len()
}

/// After the bracket that closes this one.
fn closing_bracket(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.iter().enumerate().skip(start) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth == 1 => return at + 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// What follows the name of a scheme, unless it is an ordinary word: people write "Basic plan" too.
fn credentials(text: &[u8], scheme_end: usize) -> Option<Range<usize>> {
    /// "authentication" is shorter.
    const LONGEST_WORD: usize = 15;
    let start = skip(text, scheme_end, |byte| is_space(byte) || byte == b'+');
    let end = skip(text, start, |byte| !is_outside_url(byte) && !matches!(byte, b',' | b';' | b'\''));
    let letters = skip(text, start, |byte| byte.is_ascii_alphabetic());
    let is_word = letters - start <= LONGEST_WORD
        && part(text, start..letters).iter().skip(1).all(u8::is_ascii_lowercase)
        && !part(text, letters..end).iter().any(u8::is_ascii_alphanumeric);
    (start > scheme_end && !is_word).then_some(start..end)
}

/// The user and password before a URL's host.
fn user(text: &[u8], start: usize) -> Option<Range<usize>> {
    let end = skip(text, start, |byte| !is_outside_url(byte) && !matches!(byte, b'/' | b'?' | b'#'));
    let length = part(text, start..end).iter().rposition(|byte| *byte == b'@')?;
    (length > 0).then_some(start..start + length)
}

/// Whether a word stands here, in whatever case.
fn is_start(text: &[u8], at: usize, word: &str) -> bool {
    text.get(at..at + word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// The first place from here on whose byte is another.
fn skip(text: &[u8], at: usize, is_skipped: impl Fn(u8) -> bool) -> usize {
    at + part(text, at..text.len()).iter().take_while(|byte| is_skipped(**byte)).count()
}

/// After what may close a name: quotes, brackets and space.
fn skip_quotes(text: &[u8], mut at: usize) -> usize {
    loop {
        at = skip(text, at, |byte| is_space(byte) || matches!(byte, b'"' | b'\'' | b'\\' | b']' | b')'));
        if !is_start(text, at, "”") {
            return at;
        }
        at += "”".len();
    }
}

fn part(text: &[u8], range: Range<usize>) -> &[u8] {
    text.get(range).unwrap_or_default()
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

const fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

/// Whether a byte stands in no URL: a backslash begins an escape.
const fn is_outside_url(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'`')
}

/// Whether a byte ends a value without quotes.
const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'\'' | b'&' | b',' | b';' | b'{' | b'}' | b'[' | b']' | b')')
}
