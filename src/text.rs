//! Texts: what gateways do to them without saying so, and what the standard library does at greater length.

use crate::find;

/// The parts, one after the other.
#[must_use]
pub fn concat(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// A line of a text, counted from 0; empty when it has fewer.
///
/// A table of words is shorter as one text: where each of them stands takes more than the words.
#[must_use]
pub fn line(lines: &str, number: usize) -> &str {
    find::split(lines, b'\n').nth(number).unwrap_or_default()
}

/// The number of the line that says this.
#[must_use]
pub fn number_of_line(lines: &str, line: &str) -> Option<usize> {
    find::split(lines, b'\n').position(|known| known == line)
}

/// As many letters from the start, or all that there are.
#[must_use]
pub fn start(text: &str, letters: usize) -> &str {
    let end = text.char_indices().nth(letters).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default()
}

/// Whether the text has a part like `{a|b}`, which gateways replace by one branch, picked at random.
///
/// Source: `gateway.md`, 2. There is no way to escape it.
#[must_use]
pub fn has_spintax(text: &str) -> bool {
    // For each open brace, whether a bar stands in it: the engines replace inner braces first, so those don't count.
    let mut open = Vec::new();
    for letter in text.chars() {
        match letter {
            '{' => open.push(false),
            '|' => {
                if let Some(has_bar) = open.last_mut() {
                    *has_bar = true;
                }
            }
            '}' if open.pop() == Some(true) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{has_spintax, start};

    #[test]
    fn starts_with_whole_letters() {
        for (letters, wanted) in [(0, ""), (1, "é"), (2, "éa"), (3, "éa")] {
            assert_eq!(start("éa", letters), wanted);
        }
    }

    #[test]
    fn finds_choices_in_braces_only() {
        for (text, wanted) in [
            ("{a|b}", true),
            ("hi {there|{x|y}}", true),
            ("{a {b|c", false),
            ("{|}", true),
            ("{Hi {name}|Hello}", true),
            ("{name}", false),
            ("a|b", false),
            ("} | {", false),
            ("{a}|{b}", false),
            ("", false),
        ] {
            assert_eq!(has_spintax(text), wanted, "{text}");
        }
    }
}
