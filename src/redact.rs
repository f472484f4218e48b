//! Taking tokens out of text that leaves us in an error.

use crate::find;

/// What stands in a token's place.
const MASK: &str = "[redacted]";

/// The longest body that an error keeps, in characters.
const LONGEST_BODY: usize = 2000;

/// The text without the token, however it is escaped, and without the value of any `access_token`.
#[must_use]
pub fn redact(text: &str, token: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let masked = written(rest.as_bytes(), token.as_bytes()).and_then(|length| rest.get(length..));
        match masked {
            Some(after) => {
                out.push_str(MASK);
                rest = after;
            }
            None => {
                out.push(letter);
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
    }
    mask_values(&out)
}

/// How many bytes the token takes at the start of this text, plain or escaped as URLs and JSON escape.
fn written(text: &[u8], token: &[u8]) -> Option<usize> {
    if token.is_empty() {
        return None;
    }
    let mut rest = text;
    for byte in token {
        let taken = escaped(rest, *byte)?;
        rest = rest.get(taken..)?;
    }
    Some(text.len() - rest.len())
}

/// How many bytes this byte takes at the start of this text.
fn escaped(text: &[u8], byte: u8) -> Option<usize> {
    let hex = |digits: Option<&[u8]>| {
        let value = |digit: &u8| char::from(*digit).to_digit(16);
        matches!(digits, Some([high, low]) if Some(u32::from(byte)) == value(high).zip(value(low)).map(|(high, low)| high * 16 + low))
    };
    match text {
        [first, ..] if *first == byte => Some(1),
        [b'+', ..] if byte == b' ' => Some(1),
        [b'%', ..] if hex(text.get(1..3)) => Some(3),
        // Encoded twice.
        [b'%', b'2', b'5', ..] if hex(text.get(3..5)) => Some(5),
        [b'\\', b'u', b'0', b'0', ..] if hex(text.get(4..6)) => Some(6),
        [b'\\', second, ..] if *second == byte => Some(2),
        _ => None,
    }
}

/// The start of a body, redacted before it is cut, so that no half of a token stays at the end.
#[must_use]
pub fn bounded_body(text: &str, token: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    Some(redact(text, token).chars().take(LONGEST_BODY).collect())
}

/// Masks what follows each `access_token`: the account may have other tokens than the one that was used.
fn mask_values(text: &str) -> String {
    const NAME: &str = "access_token";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = find::split_once(rest, NAME) {
        out.push_str(before);
        out.push_str(NAME);
        // Between name and value: quotes of JSON and typography, `=`, `:` and `=>`, plain or percent-encoded.
        let is_gap = |letter: char| {
            letter.is_whitespace() || matches!(letter, '"' | '\'' | '\\' | ':' | '=' | '>' | ']' | '“' | '”')
        };
        let value = after.trim_start_matches(is_gap);
        let value = ["%3D", "%3d"].iter().find_map(|sign| value.strip_prefix(sign)).unwrap_or(value);
        let gap = after.get(..after.len() - value.len()).unwrap_or_default();
        out.push_str(gap);
        rest = value;
        if gap.trim().is_empty() || value.starts_with(MASK) {
            continue;
        }
        let ends = |letter: char| {
            letter.is_whitespace()
                || matches!(
                    letter,
                    '"' | '\'' | '\\' | '&' | ',' | ';' | '<' | '>' | '{' | '}' | '[' | ']' | '”'
                )
        };
        let end = value.find(ends).unwrap_or(value.len());
        let token = value.get(..end).unwrap_or_default();
        rest = value.get(end..).unwrap_or_default();
        let is_text = !token.is_empty() && !matches!(token, "null" | "true" | "false");
        out.push_str(if is_text { MASK } else { token });
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::form;
    use proptest::prelude::*;

    #[test]
    fn masks_the_token_and_its_kin() {
        for (text, wanted) in [
            ("no a/b+c here", "no [redacted] here"),
            ("?access_token=a%2Fb%2Bc&x=1", "?access_token=[redacted]&x=1"),
            ("?access_token=other&x=1", "?access_token=[redacted]&x=1"),
            (r#"{"access_token":"other","x":1}"#, r#"{"access_token":"[redacted]","x":1}"#),
            (r#""{\"access_token\":\"other\"}""#, r#""{\"access_token\":\"[redacted]\"}""#),
            ("next?access_token%3Dother", "next?access_token%3D[redacted]"),
            (r#"Undefined array key "access_token""#, r#"Undefined array key "access_token""#),
            ("access_token", "access_token"),
        ] {
            assert_eq!(redact(text, "a/b+c"), wanted);
        }
    }

    proptest! {
        #[test]
        fn never_leaves_a_token(before in r"\PC{0,20}", token in r"[!-~]{8,40}", after in r"\PC{0,20}") {
            let encoded = form(&[("access_token", &token)]);
            let text = [&before, &token, &after, &encoded].map(String::as_str).concat();
            let clean = redact(&text, &token);
            prop_assert!(!clean.contains(&token));
            prop_assert!(bounded_body(&text, &token).is_some_and(|body| body.chars().count() <= LONGEST_BODY));
        }
    }
}
