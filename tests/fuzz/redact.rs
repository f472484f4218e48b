//! Tokens in text that leaves us.

use wawp_client::redact::{bounded_body, redact as clean};

/// The first line is the token. The rest is a text, in which `{0}` and so on stand for the token in one of its forms.
pub fn redact(data: &[u8]) {
    let Some([token, text]) = super::lines(data) else {
        return;
    };
    // A token with a bracket, or a part of the mask, could come about by masking.
    let is_usual = (8..=64).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'[' && byte != b']')
        && !"redacted".contains(token);
    if !is_usual {
        return;
    }
    let forms = forms(token);
    let mut text = text.to_owned();
    for (number, form) in forms.iter().enumerate() {
        text = text.replace(&format!("{{{number}}}"), form);
    }
    let clean = clean(&text, token);
    let body = bounded_body(&text, token).unwrap_or_default();
    assert!(body.chars().count() <= 2000);
    for form in forms {
        assert!(!clean.contains(&form), "{form} is left in {clean}");
        assert!(!body.contains(&form), "{form} is left in {body}");
    }
}

/// The token as it may be written: plain, as a form and a URL write it, as JSON writes it.
fn forms(token: &str) -> [String; 7] {
    let percent = |byte: u8| format!("%{byte:02x}");
    let component = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => percent(byte).to_uppercase(),
    };
    // Printable ASCII, so that nothing else needs an escape.
    let json = token.replace('\\', "\\\\").replace('"', "\\\"");
    [
        token.to_owned(),
        form_urlencoded::byte_serialize(token.as_bytes()).collect(),
        token.bytes().map(component).collect(),
        token.bytes().map(percent).collect(),
        json.replace('/', "\\/"),
        json,
        token.bytes().map(|byte| format!("\\u{byte:04x}")).collect(),
    ]
}
