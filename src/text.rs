//! What gateways do to a text without saying so.

/// Whether the text has a part like `{a|b}`, which gateways replace by one branch, picked at random.
///
/// Source: `gateway.md`, 2. There is no way to escape it.
#[must_use]
pub fn has_spintax(text: &str) -> bool {
    let mut choice = None;
    for letter in text.chars() {
        match (letter, choice) {
            ('{', _) => choice = Some(false),
            ('|', Some(_)) => choice = Some(true),
            ('}', Some(true)) => return true,
            ('}', _) => choice = None,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_spintax;

    #[test]
    fn finds_choices_in_braces_only() {
        for (text, wanted) in [
            ("{a|b}", true),
            ("hi {there|{x|y}}", true),
            ("{a {b|c", false),
            ("{|}", true),
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
