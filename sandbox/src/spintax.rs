//! What the engines do to every text: `{a|b}` becomes one of its branches, and nobody is told.

use crate::random;

/// Replaces every `{...}` by one of its branches, picked at random.
///
/// As in the npm package that the engines use: from a brace to the first one that closes, with no quote and no line end
/// between them. So `{name}` loses its braces, and nested ones are cut at odd places.
pub(crate) fn expand(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some((start, end)) = first_group(&text) {
        let inside = text.get(start + 1..end).unwrap_or_default();
        let branch = pick(inside).to_owned();
        text.replace_range(start..=end, &branch);
    }
    text
}

/// Where the first group's braces are.
fn first_group(text: &str) -> Option<(usize, usize)> {
    let mut open = None;
    for (at, character) in text.char_indices() {
        match character {
            '{' => open = open.or(Some(at)),
            '}' if open.is_some() => return open.map(|start| (start, at)),
            '"' | '\r' | '\n' => open = None,
            _ => {}
        }
    }
    None
}

fn pick(branches: &str) -> &str {
    let count = branches.split('|').count();
    let at = usize::try_from(random::number() >> 33).unwrap_or(0) % count.max(1);
    branches.split('|').nth(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn picks_one_branch() {
        for _ in 0..20 {
            assert!(["Hi Ann", "Hello Ann"].contains(&expand("{Hi|Hello} Ann").as_str()));
        }
    }

    #[test]
    fn strips_lone_braces_and_spares_quotes_and_lines() {
        assert_eq!(expand("Dear {name},"), "Dear name,");
        assert_eq!(expand("{\"a\": 1}"), "{\"a\": 1}");
        assert_eq!(expand("{\n}"), "{\n}");
        assert_eq!(expand("}{"), "}{");
    }
}
