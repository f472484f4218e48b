//! Searching a text for a text.
//!
//! The standard library's search is fast on megabytes and brings kilobytes into a download; what is searched here is short.

/// Whether the part occurs in the text.
#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    position(text, part).is_some()
}

/// What stands before and after the first occurrence of the part.
#[must_use]
pub fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let start = position(text, part)?;
    Some((text.get(..start)?, text.get(start + part.len()..)?))
}

/// The text with every occurrence of the part replaced; an empty part occurs nowhere.
#[must_use]
pub fn replace(text: &str, part: &str, with: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = split_once(rest, part) {
        out.push_str(before);
        out.push_str(with);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn position(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    let part = part.as_bytes();
    text.as_bytes().windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_part_occurs_nowhere() {
        assert!(!contains("abc", ""));
        assert_eq!(replace("abc", "", "x"), "abc");
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(text in "[abé]{0,12}", part in "[abé]{1,3}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
            prop_assert_eq!(split_once(&text, &part), text.split_once(&part));
            prop_assert_eq!(replace(&text, &part, "-"), text.replace(&part, "-"));
        }
    }
}
