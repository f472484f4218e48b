//! HTML that is safe to build from anything that came in.

use std::fmt::{self, Write as _};

/// A text whose special characters are written as entities.
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A sentence in which parts between backticks are code.
pub(super) fn prose(sentence: &str) -> String {
    let mark = |(index, part): (usize, &str)| match index % 2 {
        0 => Text(part).to_string(),
        _ => format!("<code>{}</code>", Text(part)),
    };
    sentence.split('`').enumerate().map(mark).collect()
}

/// A button that deletes what `action` lists. It needs the script: forms can't delete.
pub(super) fn clear_button(action: &str) -> String {
    format!(
        r#"<form method="post" action="{}" data-method="DELETE"><button>Clear</button></form>"#,
        Text(action)
    )
}

/// A button that posts `fields` to `action`. It works without scripts too.
pub(super) fn button(action: &str, fields: &[(&str, &str)], label: &str) -> String {
    let inputs: String = fields
        .iter()
        .map(|(name, value)| {
            format!(r#"<input type="hidden" name="{}" value="{}">"#, Text(name), Text(value))
        })
        .collect();
    format!(
        r#"<form method="post" action="{}">{inputs}<button>{}</button></form>"#,
        Text(action),
        Text(label)
    )
}

#[cfg(test)]
mod tests {
    use super::{Text, button, prose};

    #[test]
    fn everything_special_is_an_entity() {
        assert_eq!(Text("<a href='x'>\"&").to_string(), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
        assert_eq!(prose("a `b<` c"), "a <code>b&lt;</code> c");
        assert!(!button("/x\"><script>", &[("a", "<b>")], "<i>").contains("<script>"));
    }
}
