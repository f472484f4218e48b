//! A token as servers write it when they echo a request. All but letters and digits is escaped, so that any token changes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// `a%2Db`
pub(super) fn in_url(token: &str) -> String {
    each(token, |character| {
        let mut bytes = [0; 4];
        character.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
    })
}

/// `a%252Db`
pub(super) fn in_url_twice(token: &str) -> String {
    in_url(token).replace('%', "%25")
}

/// `a\u002db`, which is read as the token where it stands in JSON.
pub(super) fn in_json(token: &str) -> String {
    each(token, |character| {
        let mut units = [0; 2];
        character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
    })
}

/// `a&#45;b`
pub(super) fn in_html(token: &str) -> String {
    each(token, |character| format!("&#{};", u32::from(character)))
}

/// `YS1i`
pub(super) fn in_base64(token: &str) -> String {
    BASE64.encode(token)
}

fn each(token: &str, escape: impl Fn(char) -> String) -> String {
    token
        .chars()
        .map(|character| match character.is_ascii_alphanumeric() {
            true => character.to_string(),
            false => escape(character),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{in_base64, in_html, in_json, in_url, in_url_twice};

    #[test]
    fn escapes_what_is_no_letter_and_no_digit() {
        let written = [in_url, in_url_twice, in_json, in_html, in_base64].map(|write| write("a-\u{e9}1"));
        assert_eq!(
            written,
            ["a%2D%C3%A91", "a%252D%25C3%25A91", "a\\u002d\\u00e91", "a&#45;&#233;1", "YS3DqTE="]
        );
    }
}
