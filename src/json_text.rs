//! JSON text, read where it lies: it is gone through once, and what is read of it later is looked up.
//!
//! A reply reaches us as bytes, and a few of its fields are read. Handing it to the engine's parser and asking that for each
//! field crosses into JavaScript some fifty times a call; a library's tree of values brings kilobytes.

use crate::hex;
use crate::json::Kind;

/// A JSON text, and where its values lie, in their order; before each member of an object its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    text: String,
    spans: Vec<Span>,
}

/// Where a value lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    start: usize,
    end: usize,
    /// The first span that is not within this one.
    next: usize,
}

impl Outline {
    /// Goes through a text that is one JSON value and nothing else, by the rules of `JSON.parse`.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut spans = Vec::new();
        let end = walk(bytes, &mut spans)?;
        (blank(bytes, end) == bytes.len()).then(|| Self { text: text.to_owned(), spans })
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value that the text is.
    #[must_use]
    pub const fn value(&self) -> JsonText<'_> {
        JsonText { outline: self, at: 0 }
    }
}

/// One value of a JSON text.
#[derive(Clone, Copy, Debug)]
pub struct JsonText<'a> {
    outline: &'a Outline,
    at: usize,
}

impl<'a> JsonText<'a> {
    /// The text itself.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        let span = self.span();
        self.outline.text.get(span.start..span.end).unwrap_or_default()
    }

    /// What this is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.first() {
            b'"' => Kind::Text,
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b't' | b'f' => Kind::Flag,
            b'n' => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// A property of an object, `null` included; the last one of that name.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        let mut found = None;
        for (name, value) in self.parts(b'{') {
            if name.is(key) {
                found = Some(value);
            }
        }
        found
    }

    /// A property that is there and not `null`.
    #[must_use]
    pub fn field(self, key: &str) -> Option<Self> {
        self.get(key).filter(|value| value.kind() != Kind::Null)
    }

    /// A property that is a boolean.
    #[must_use]
    pub fn flag_of(self, key: &str) -> Option<bool> {
        self.get(key)?.flag()
    }

    /// A property that is a string.
    #[must_use]
    pub fn text_of(self, key: &str) -> Option<String> {
        self.get(key)?.text()
    }

    /// The boolean that this is.
    #[must_use]
    pub fn flag(self) -> Option<bool> {
        match self.first() {
            b't' => Some(true),
            b'f' => Some(false),
            _ => None,
        }
    }

    /// The string that this is; half a surrogate pair becomes U+FFFD.
    #[must_use]
    pub fn text(self) -> Option<String> {
        (self.first() == b'"').then(|| unescape(self.as_str().get(1..).unwrap_or_default()))
    }

    /// The number that this is, within one unit in the last place.
    #[must_use]
    pub fn number(self) -> Option<f64> {
        (self.kind() == Kind::Number).then(|| number(self.as_str().as_bytes()))
    }

    /// The items of a list.
    #[must_use]
    pub fn items(self) -> Option<impl Iterator<Item = Self>> {
        (self.first() == b'[').then(|| self.parts(b'[').map(|(_, item)| item))
    }

    /// This and its `data`: servers put what they answer in either.
    #[must_use]
    pub fn with_data(self) -> [Self; 2] {
        [self, self.field("data").unwrap_or(self)]
    }

    /// The first of these properties that is a string with something in it.
    #[must_use]
    pub fn first_text(self, keys: &[&str]) -> Option<String> {
        keys.iter().filter_map(|key| self.text_of(key)).find(|text| !text.trim().is_empty())
    }

    /// The first of these properties that is an id: a string with something in it, or a whole number above zero.
    #[must_use]
    pub fn first_id(self, keys: &[&str]) -> Option<String> {
        keys.iter().filter_map(|key| self.get(key)).find_map(|value| match value.kind() {
            Kind::Text => value.text().filter(|text| !text.trim().is_empty()),
            _ => digits(value.number()?),
        })
    }

    /// A whole number that is not negative, written as a number or as decimal digits.
    #[must_use]
    pub fn count(self) -> Option<f64> {
        if let Some(number) = self.number() {
            return (number >= 0.0 && number.is_finite()).then(|| number.trunc());
        }
        let text = self.text()?;
        let digits = text.trim();
        let is_count = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_count.then(|| number(digits.as_bytes()))
    }

    fn span(self) -> Span {
        self.outline.spans.get(self.at).copied().unwrap_or_default()
    }

    fn first(self) -> u8 {
        self.as_str().bytes().next().unwrap_or_default()
    }

    /// What lies within this; of anything but what begins with this bracket, nothing.
    fn parts(self, bracket: u8) -> Parts<'a> {
        let end = if self.first() == bracket { self.span().next } else { 0 };
        Parts { value: Self { at: self.at + 1, ..self }, end, has_names: bracket == b'{' }
    }

    /// Whether this, which is a string, says so.
    fn is(self, text: &str) -> bool {
        let quoted = self.as_str();
        let plain = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        if plain.bytes().any(|byte| byte == b'\\') { unescape(plain) == text } else { plain == text }
    }
}

/// The members of an object or the items of a list; an item's name is the item itself.
struct Parts<'a> {
    /// The next one.
    value: JsonText<'a>,
    end: usize,
    has_names: bool,
}

impl<'a> Iterator for Parts<'a> {
    type Item = (JsonText<'a>, JsonText<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.value.at >= self.end {
            return None;
        }
        let name = self.value;
        if self.has_names {
            self.value.at += 1;
        }
        let value = self.value;
        self.value.at = value.span().next;
        Some((name, value))
    }
}

/// Notes where each value lies, and tells where the text of the first one ends.
fn walk(text: &[u8], spans: &mut Vec<Span>) -> Option<usize> {
    let mut at = 0;
    // What is open, the innermost last: its place and the bracket that closes it.
    let mut open: Vec<(usize, u8)> = Vec::new();
    loop {
        at = blank(text, at);
        if let Some((_, b'}')) = open.last() {
            let end = string(text, at)?;
            note(spans, at, end);
            at = blank(text, end);
            if *text.get(at)? != b':' {
                return None;
            }
            at = blank(text, at + 1);
        }
        match *text.get(at)? {
            bracket @ (b'{' | b'[') => {
                // In ASCII each closing bracket is two after its opening one.
                let closing = bracket + 2;
                open.push((spans.len(), closing));
                note(spans, at, at);
                at = blank(text, at + 1);
                if *text.get(at)? != closing {
                    continue;
                }
            }
            byte => {
                let start = at;
                at = match byte {
                    b'"' => string(text, at)?,
                    b'-' | b'0'..=b'9' => numeral(text, at)?,
                    _ => word(text, at)?,
                };
                note(spans, start, at);
            }
        }
        loop {
            let Some((place, closing)) = open.last() else {
                return Some(at);
            };
            at = blank(text, at);
            let byte = *text.get(at)?;
            at += 1;
            if byte == b',' {
                break;
            }
            if byte != *closing {
                return None;
            }
            let next = spans.len();
            if let Some(span) = spans.get_mut(*place) {
                (span.end, span.next) = (at, next);
            }
            open.pop();
        }
    }
}

/// Notes a value with nothing in it.
fn note(spans: &mut Vec<Span>, start: usize, end: usize) {
    spans.push(Span { start, end, next: spans.len() + 1 });
}

fn blank(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = text.get(at) {
        at += 1;
    }
    at
}

fn string(text: &[u8], at: usize) -> Option<usize> {
    if *text.get(at)? != b'"' {
        return None;
    }
    let mut at = at + 1;
    loop {
        match *text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => {
                at += 1;
                match *text.get(at)? {
                    b'u' => {
                        unit(text.get(at + 1..)?)?;
                        at += 4;
                    }
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    _ => return None,
                }
            }
            0..0x20 => return None,
            _ => {}
        }
        at += 1;
    }
}

fn word(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    ["true", "false", "null"]
        .iter()
        .find(|word| rest.starts_with(word.as_bytes()))
        .map(|word| at + word.len())
}

/// The four hexadecimal digits at the start.
fn unit(text: &[u8]) -> Option<u16> {
    text.get(..4)?.iter().try_fold(0, |sum, byte| Some(sum << 4 | u16::from(hex::value(*byte)?)))
}

fn numeral(text: &[u8], mut at: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        let start = at;
        while text.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        (at > start).then_some(at)
    };
    if text.get(at) == Some(&b'-') {
        at += 1;
    }
    at = if text.get(at) == Some(&b'0') { at + 1 } else { digits(at)? };
    if text.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = text.get(at) {
            at += 1;
        }
        at = digits(at)?;
    }
    Some(at)
}

/// The value of a numeral; reading floats by library costs kilobytes.
fn number(text: &[u8]) -> f64 {
    /// More digits don't fit, and don't matter.
    const MOST: u64 = u64::MAX / 10 - 1;
    let (mut digits, mut scale, mut exponent, mut sign) = (0_u64, 0_i32, 0_i32, 1);
    let (mut has_point, mut has_exponent) = (false, false);
    for byte in text.iter().skip_while(|byte| **byte == b'-') {
        match byte {
            b'0'..=b'9' if has_exponent => exponent = (exponent * 10 + i32::from(byte - b'0')).min(9999),
            b'0'..=b'9' if digits < MOST => {
                digits = digits * 10 + u64::from(byte - b'0');
                scale -= i32::from(has_point);
            }
            b'0'..=b'9' => scale += i32::from(!has_point),
            b'.' => has_point = true,
            b'-' => sign = -1,
            _ => has_exponent |= *byte != b'+',
        }
    }
    scale += sign * exponent;
    while scale < 0 && digits % 10 == 0 && digits > 0 {
        digits /= 10;
        scale += 1;
    }
    let value = digits as f64;
    let power = (0..scale.unsigned_abs()).take(999).fold(1.0, |power, _| power * 10.0);
    let value = if scale < 0 || digits == 0 { value / power } else { value * power };
    if text.starts_with(b"-") { -value } else { value }
}

/// The letters of a string, up to the quotation mark that ends it.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let end = rest.bytes().position(|byte| byte == b'"' || byte == b'\\').unwrap_or(rest.len());
        out.push_str(rest.get(..end).unwrap_or_default());
        let mut after = rest.get(end..).unwrap_or_default().bytes();
        if after.next() != Some(b'\\') {
            return out;
        }
        let mut taken = end + 2;
        out.push(match after.next() {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let escaped = |at: usize| {
                    let [b'\\', b'u', digits @ ..] = rest.as_bytes().get(at..)? else { return None };
                    unit(digits).map(u32::from)
                };
                let (high, low) = (escaped(end).unwrap_or_default(), escaped(end + 6).unwrap_or_default());
                // Two units make one letter beyond the first 65,536.
                let is_pair = high & 0xfc00 == 0xd800 && low & 0xfc00 == 0xdc00;
                taken = end + if is_pair { 12 } else { 6 };
                let code = if is_pair { 0x1_0000 + ((high & 0x3ff) << 10 | (low & 0x3ff)) } else { high };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some(other) => char::from(other),
            None => return out,
        });
        rest = rest.get(taken..).unwrap_or_default();
    }
}

/// The decimal digits of a whole number above zero; formatting by library costs kilobytes.
fn digits(number: f64) -> Option<String> {
    /// Above it, neighbouring whole numbers are the same to JavaScript.
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    if !(1.0..=LARGEST).contains(&number) || number.fract() != 0.0 {
        return None;
    }
    Some(decimal(number as u64))
}

/// The decimal digits of a whole number.
pub(crate) fn decimal(mut number: u64) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (number % 10) as u8));
        number /= 10;
        if number == 0 {
            return digits;
        }
    }
}

/// Writes an object of strings as JSON text.
#[must_use]
pub fn object(fields: &[(&str, &str)]) -> String {
    let mut out = String::from("{");
    for (key, value) in fields {
        if out.len() > 1 {
            out.push(',');
        }
        quote(key, &mut out);
        out.push(':');
        quote(value, &mut out);
    }
    out.push('}');
    out
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\0'..=' ' if letter != ' ' => {
                out.push_str("\\u00");
                hex::push(letter as u8, hex::LOWER, out);
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn with<T>(value: &Value, read: impl FnOnce(JsonText<'_>) -> T) -> T {
        let text = value.to_string();
        read(Outline::of(&text).unwrap().value())
    }

    #[test]
    fn takes_what_json_parse_takes_and_nothing_else() {
        for text in [
            "null",
            "true",
            "false",
            "0",
            "-0",
            "10.5e-3",
            "1E+9",
            "\"\"",
            "\"\\u00e9\\\"\\/\"",
            "[]",
            "[ 1 , [ ] ]",
            "{}",
            " {\"a\" : {\"b\":[1,{}]} , \"\":null}\r\n\t",
            "\"\u{7f}\u{2028}\"",
        ] {
            assert!(Outline::of(text).is_some(), "{text}");
        }
        for text in [
            "",
            " ",
            "nul",
            "nullx",
            "True",
            "01",
            "-",
            "1.",
            ".5",
            "+1",
            "1e",
            "1e+",
            "0x1",
            "NaN",
            "Infinity",
            "\"",
            "\"\\\"",
            "\"\\x41\"",
            "\"\\u00g0\"",
            "\"\\u00\"",
            "\"a\nb\"",
            "'a'",
            "[",
            "]",
            "[1",
            "[1,]",
            "[,1]",
            "[,]",
            "[1 2]",
            "[1}",
            "{",
            "}",
            "{]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{a:1}",
            "{1:1}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{} {}",
            "1 2",
            "\u{feff}1",
            "\u{a0}1",
            "[1]x",
            "/**/1",
            "\u{c}1",
        ] {
            assert!(Outline::of(text).is_none(), "{text}");
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn is_as_deep_as_the_text() {
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        let outline = Outline::of(&deep).unwrap();
        assert_eq!(outline.value().items().unwrap().count(), 1);
        assert!(Outline::of(&deep[1..]).is_none());
    }

    #[test]
    fn finds_the_last_property_of_a_name_however_it_is_escaped() {
        let text = "{\"a\":1, \"b\":{\"a\":5}, \"\\u0061\":2, \"a\\\"\":3}";
        let outline = Outline::of(text).unwrap();
        let value = outline.value();
        assert_eq!(value.get("a").unwrap().number(), Some(2.0));
        assert_eq!(value.get("a\"").unwrap().number(), Some(3.0));
        for absent in ["", "c", "\\u0061", "constructor", "__proto__"] {
            assert!(value.get(absent).is_none(), "{absent}");
        }
        for other in ["[\"a\",1]", "\"a\"", "1", "null"] {
            assert!(Outline::of(other).unwrap().value().get("a").is_none(), "{other}");
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        for (text, wanted) in [
            ("\"\\ud83d\\ude00!\"", "\u{1f600}!"),
            ("\"\\ud83d\"", "\u{fffd}"),
            ("\"\\ud83dx\"", "\u{fffd}x"),
            ("\"\\ude00\\ud83d\"", "\u{fffd}\u{fffd}"),
            ("\"\\ud83d\\u0041\"", "\u{fffd}A"),
            ("\"\\u0041\\u0042\"", "AB"),
            ("\"\\ud83d\\ud83d\\ude00\"", "\u{fffd}\u{1f600}"),
        ] {
            assert_eq!(Outline::of(text).unwrap().value().text().as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn counts_numbers_and_digits() {
        for (value, wanted) in [
            (json!(12), Some(12.0)),
            (json!("1686646368"), Some(1_686_646_368.0)),
            (json!(1.9), Some(1.0)),
            (json!(-1), None),
            (json!("-1"), None),
            (json!("1e3"), None),
            (json!(""), None),
            (json!(true), None),
            (json!("999999999999999"), Some(999_999_999_999_999.0)),
            (json!("1000000000000000"), None),
        ] {
            assert_eq!(with(&value, |value| value.count()), wanted, "{value}");
        }
    }

    #[test]
    fn ids_are_texts_or_whole_numbers() {
        for (id, wanted) in [
            (json!("BAE5"), Some("BAE5")),
            (json!(7), Some("7")),
            (json!(1_002_003), Some("1002003")),
            (json!(9_007_199_254_740_991_u64), Some("9007199254740991")),
            (json!(9_007_199_254_740_993_u64), None),
            (json!(0), None),
            (json!(-7), None),
            (json!(1.5), None),
            (json!(" "), None),
            (json!(true), None),
            (json!(null), None),
            (json!(["A"]), None),
        ] {
            let found = with(&json!({ "id": id }), |value| value.first_id(&["other", "id"]));
            assert_eq!(found.as_deref(), wanted, "{id}");
        }
    }

    #[test]
    fn first_text_skips_what_is_empty_or_no_text() {
        let value = json!({ "a": null, "b": 1, "c": " ", "d": "x" });
        assert_eq!(with(&value, |value| value.first_text(&["a", "b", "c", "d"])).as_deref(), Some("x"));
        assert_eq!(with(&value, |value| value.first_text(&["a", "e"])), None);
    }

    /// The same value, built from what is read.
    fn rebuilt(text: JsonText<'_>) -> Value {
        match text.kind() {
            Kind::Null | Kind::Other => Value::Null,
            Kind::Flag => text.flag().into(),
            Kind::Number => json!(text.number()),
            Kind::Text => text.text().into(),
            Kind::List => text.items().unwrap().map(rebuilt).collect(),
            Kind::Object => text
                .parts(b'{')
                .map(|(name, value)| (name.text().unwrap(), rebuilt(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(|whole| json!(whole as f64)),
            (-1_000_000_i32..1_000_000).prop_map(|part| json!(f64::from(part) / 1000.0)),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..5)
                    .prop_map(|fields| fields.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_what_a_library_writes(value in any_json(), is_pretty: bool) {
            let text = if is_pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let text = text.unwrap();
            prop_assert_eq!(rebuilt(Outline::of(&text).unwrap().value()), value);
        }

        #[test]
        fn judges_a_text_as_a_library_does(text in "[\\[\\]{}:,\"\\\\u0-9a-f.eE+ \n-]{0,14}") {
            let by_library = serde_json::from_str::<Value>(&text);
            // Numbers beyond a float's range are none to it.
            prop_assume!(!by_library.as_ref().is_err_and(|error| error.to_string().contains("out of range")));
            // Half a surrogate pair is an error to it.
            prop_assume!(!by_library.as_ref().is_err_and(|error| error.to_string().contains("surrogate")));
            prop_assert_eq!(Outline::of(&text).is_some(), by_library.is_ok());
        }

        #[test]
        fn numbers_are_read_to_the_last_place_but_one(number in -1e15..1e15_f64) {
            let text = number.to_string();
            let read = Outline::of(&text).unwrap().value().number().unwrap();
            prop_assert!((read - number).abs() <= number.abs() * 4.0 * f64::EPSILON);
        }

        #[test]
        fn writes_what_a_library_reads(fields: Vec<(String, String)>) {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            let read: Value = serde_json::from_str(&object(&pairs)).unwrap();
            let wanted: serde_json::Map<_, _> = fields.into_iter().map(|(key, value)| (key, Value::from(value))).collect();
            prop_assert_eq!(read, Value::from(wanted));
        }
    }
}
