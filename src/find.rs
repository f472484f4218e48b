//! Searching a text for a text.
//!
//! The standard library's search is fast on megabytes and brings kilobytes into a download; what is searched here is short.

use std::iter;

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

/// What stands before the first of these ASCII letters, and the rest from it on.
#[must_use]
pub fn cut<'a>(text: &'a str, letters: &[u8]) -> (&'a str, &'a str) {
    text.split_at_checked(until(text.as_bytes(), 0, letters)).unwrap_or_default()
}

/// Whether one of these ASCII letters occurs in the text.
#[must_use]
pub fn has_any(text: &str, letters: &[u8]) -> bool {
    !cut(text, letters).1.is_empty()
}

/// The parts between the places where an ASCII letter stands.
pub fn split(text: &str, letter: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let (part, after) = cut(rest?, &[letter]);
        rest = after.get(1..);
        Some(part)
    })
}

/// Whether white space or a control character stands in the text.
#[must_use]
pub fn has_blank(text: &str) -> bool {
    text.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

/// The first place from here on that has one of these bytes.
#[must_use]
pub fn until(text: &[u8], mut at: usize, ends: &[u8]) -> usize {
    while at < text.len() && !has(ends, text.get(at)) {
        at += 1;
    }
    at
}

/// The first place from here on that has none of these bytes.
#[must_use]
pub fn past(text: &[u8], mut at: usize, skipped: &[u8]) -> usize {
    while has(skipped, text.get(at)) {
        at += 1;
    }
    at
}

/// Whether the byte is one of these.
#[must_use]
pub fn has(set: &[u8], byte: Option<&u8>) -> bool {
    set.iter().any(|other| Some(other) == byte)
}

/// Whether a word stands here, in whatever case.
#[must_use]
pub fn is_start(text: &[u8], at: usize, word: &str) -> bool {
    text.get(at..at + word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
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

        #[test]
        fn splits_as_the_standard_library_does(text in "[abé]{0,12}") {
            prop_assert!(split(&text, b'a').eq(text.split('a')));
            prop_assert_eq!(Some(cut(&text, b"ab").0), text.split(['a', 'b']).next());
            prop_assert_eq!(has_any(&text, b"ab"), text.contains(['a', 'b']));
        }
    }
}
