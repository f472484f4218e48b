//! Taking tokens out of text that leaves us in an error.

use crate::find;
use crate::http::form;

/// What stands in a token's place.
const MASK: &str = "[redacted]";

/// The longest body that an error keeps, in characters.
const LONGEST_BODY: usize = 2000;

/// The text without the token, in each form in which it travels, and without the value of any `access_token`.
#[must_use]
pub fn redact(text: &str, token: &str) -> String {
    let encoded = form(&[("", token)]);
    let encoded = encoded.strip_prefix('=').unwrap_or(&encoded);
    // A query may write a space either way.
    let spaced = find::replace(encoded, "+", "%20");
    let forms = [token, encoded, spaced.as_str()];
    let text = forms.iter().fold(text.to_owned(), |text, form| find::replace(&text, form, MASK));
    mask_values(&text)
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
        // Quotes of JSON and typography, `=` and `:` plain or percent-encoded, between name and value.
        let value = after.trim_start_matches(['"', '\'', '\\', ' ', ':', '=', '“', '”']);
        let value = ["%3D", "%3d"].iter().find_map(|sign| value.strip_prefix(sign)).unwrap_or(value);
        let gap = after.len() - value.len();
        out.push_str(after.get(..gap).unwrap_or_default());
        rest = value;
        if gap == 0 || value.starts_with(MASK) {
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
