//! What will become of a media URL.
//!
//! Source: `gateway.md`, 2: the gateway fetches the file itself, and the URL's extension decides how it arrives.

use crate::address::Address;
use crate::find;

/// A media URL that will not do what its author expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The warning's name in JavaScript.
    pub code: &'static str,
    /// The same in words.
    pub message: &'static str,
}

const PRIVATE_HOST: &Warning = &Warning {
    code: "media_host_private",
    message: "mediaUrl is on a private host: the gateway fetches it itself and may not reach it",
};
const DOCUMENT: &Warning = &Warning {
    code: "media_arrives_as_document",
    message: "mediaUrl ends in .webp or .mp3, which gateways send as a document",
};
const NO_EXTENSION: &Warning = &Warning {
    code: "media_without_extension",
    message: "mediaUrl has no file extension: gateways send it as a document",
};

/// What to warn of before this URL is sent.
#[must_use]
pub fn warnings(url: &str) -> Vec<&'static Warning> {
    let mut warnings = Vec::new();
    let Ok(address) = Address::parse(url) else {
        return warnings;
    };
    if address.is_private() {
        warnings.push(PRIVATE_HOST);
    }
    let (path, _) = find::cut(address.rest, b"?#");
    let file = find::split(path, b'/').last().unwrap_or_default();
    let extension = find::split(file, b'.').last().unwrap_or_default();
    if extension.is_empty() || extension.len() == file.len() {
        warnings.push(NO_EXTENSION);
    } else if extension.eq_ignore_ascii_case("webp") || extension.eq_ignore_ascii_case("mp3") {
        warnings.push(DOCUMENT);
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::warnings;

    #[test]
    fn warns_of_what_surprises() {
        for (url, wanted) in [
            ("https://example.org/a.png", vec![]),
            ("https://example.org/a.PDF?token=x.y", vec![]),
            ("https://i.pravatar.cc", vec!["media_without_extension"]),
            ("https://example.org/a?b.png", vec!["media_without_extension"]),
            ("https://example.org/a.webp", vec!["media_arrives_as_document"]),
            ("http://localhost/a.mp3", vec!["media_host_private", "media_arrives_as_document"]),
        ] {
            let codes: Vec<_> = warnings(url).iter().map(|warning| warning.code).collect();
            assert_eq!(codes, wanted, "{url}");
        }
    }
}
