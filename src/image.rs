//! Telling images from other bytes, by their first bytes and never by what somebody claims.

use crate::address::Address;
use crate::find;
use crate::text::concat;

/// Raster formats that may be shown: MIME type, first bytes, and how these look in base64.
///
/// SVG is not among them: it can carry script.
const FORMATS: &[(&str, &[u8], &str)] = &[
    ("image/png", b"\x89PNG\r\n\x1a\n", "iVBORw0KGgo"),
    ("image/jpeg", b"\xff\xd8\xff", "/9j/"),
    ("image/gif", b"GIF8", "R0lGO"),
    ("image/webp", b"RIFF", "UklGR"),
];

/// The MIME type of these bytes, when they are a raster image.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<&'static str> {
    FORMATS.iter().find(|(_, magic, _)| bytes.starts_with(magic)).map(|(mime, _, _)| *mime)
}

/// A `data:` URL of these bytes.
#[must_use]
pub fn data_url_of_bytes(mime: &str, bytes: &[u8]) -> String {
    concat(&["data:", mime, ";base64,", &base64(bytes)])
}

/// A `data:` URL of bare base64 text, when it is a raster image.
#[must_use]
pub fn data_url_of_base64(text: &str) -> Option<String> {
    let text = text.trim();
    let (mime, _, _) = FORMATS.iter().find(|(_, _, start)| text.starts_with(start))?;
    let mut packed = String::with_capacity(text.len());
    for letter in text.bytes() {
        if letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'=') {
            packed.push(char::from(letter));
        } else if !letter.is_ascii_whitespace() {
            return None;
        }
    }
    Some(concat(&["data:", mime, ";base64,", &packed]))
}

/// What an `img` can show: a `data:` URL of a raster image, bare base64 of one, or an `http(s)` URL.
#[must_use]
pub fn usable(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(data) = text.strip_prefix("data:image/") {
        let (_, base64) = find::split_once(data, ";base64,")?;
        return data_url_of_base64(base64);
    }
    if Address::parse(text).is_ok() {
        return Some(text.to_owned());
    }
    data_url_of_base64(text)
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    let mut push = |bits: u32| {
        if let Some(letter) = ALPHABET.get(bits as usize & 63) {
            out.push(char::from(*letter));
        }
    };
    let (mut bits, mut count) = (0, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 6 {
            count -= 6;
            push(bits >> count);
        }
    }
    if count > 0 {
        push(bits << (6 - count));
    }
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, wanted) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), wanted);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn the_two_spellings_of_each_format_agree() {
        for (mime, magic, start) in FORMATS {
            let mut bytes = magic.to_vec();
            bytes.extend([0; 12]);
            assert_eq!(sniff(&bytes), Some(*mime));
            assert!(base64(&bytes).starts_with(start), "{mime}");
        }
    }

    #[test]
    fn only_raster_images_and_web_addresses_are_usable() {
        assert!(usable("data:image/png;base64,iVBORw0KGgoAAA==").is_some());
        assert!(usable("https://example.test/qr.png").is_some());
        assert_eq!(usable("iVBORw0KGgo\nAAA=").as_deref(), Some("data:image/png;base64,iVBORw0KGgoAAA="));
        for bad in [
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:image/png;base64,PHN2Zz4=",
            "data:image/png,rawbytes",
            "data:text/html;base64,iVBORw0KGgo",
            "javascript:alert(1)",
            "2@abc,def",
            "iVBORw0KGgo<script>",
        ] {
            assert_eq!(usable(bad), None, "{bad}");
        }
    }
}
