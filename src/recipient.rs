//! Whom a message goes to: one parser for every form that people and engines write.

pub mod country;
pub mod habits;

use country::Country;

use crate::find;
use crate::text::concat;

/// Whom a message goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A person: 7 to 15 digits with the country code.
    Contact(String),
    /// A group: `...@g.us`.
    Group(String),
}

impl Recipient {
    /// The digits or the group id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Contact(digits) => digits,
            Self::Group(id) => id,
        }
    }
}

/// How numbers are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Digits of the country code that numbers without an international prefix belong to.
    pub default_country_code: Option<String>,
    /// Whether numbers of Mexico, Argentina and Brazil are rewritten as the engines expect them.
    pub country_rules: bool,
}

/// Why a recipient is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason's name in JavaScript.
    pub reason: &'static str,
    /// The same in words.
    pub why: &'static str,
}

#[rustfmt::skip]
mod refusals {
    use super::Refusal;
    pub(super) const EMPTY: Refusal = Refusal { reason: "empty", why: "is empty: a phone number or a group id is needed" };
    pub(super) const NOT_A_NUMBER: Refusal = Refusal { reason: "not_a_phone_number", why: "is not a phone number: only digits and the usual separators may stand in it" };
    pub(super) const COUNTRY_MISSING: Refusal = Refusal { reason: "country_code_missing", why: "starts with 0, so it has no country code: write it with + and the country code, or set defaultCountryCode" };
    pub(super) const TOO_SHORT: Refusal = Refusal { reason: "too_short", why: "is too short for a phone number with country code" };
    pub(super) const TOO_LONG: Refusal = Refusal { reason: "too_long", why: "is too long for a phone number (15 digits at most)" };
    pub(super) const LID: Refusal = Refusal { reason: "lid_not_a_phone_number", why: "is a hidden-number address (@lid), not a phone number: use the number that the webhook gives beside it" };
    pub(super) const NEWSLETTER: Refusal = Refusal { reason: "newsletter", why: "is a channel: gateways can't send to channels" };
    pub(super) const BROADCAST: Refusal = Refusal { reason: "broadcast", why: "is a broadcast list: gateways can't send to lists" };
    pub(super) const UNKNOWN_ADDRESS: Refusal = Refusal { reason: "unknown_address", why: "is an address of an unknown kind: a phone number, ...@s.whatsapp.net, ...@c.us or ...@g.us is needed" };
    pub(super) const GROUP_MALFORMED: Refusal = Refusal { reason: "group_malformed", why: "is not a group id: digits@g.us or phone-timestamp@g.us is needed" };
}
use refusals as refuse;

/// A group id has at least this many digits when it is written without its suffix. Phone numbers have at most 15.
const BARE_GROUP_DIGITS: usize = 18;

/// Reads a phone number in any usual form, a JID, or a group id.
///
/// # Errors
/// Says why the text is refused.
pub fn parse(text: &str, rules: &Rules) -> Result<Recipient, Refusal> {
    let text = clean(text);
    if text.is_empty() {
        return Err(refuse::EMPTY);
    }
    if let Some((user, server)) = find::split_once(&text, "@") {
        return parse_jid(user, server, rules);
    }
    if looks_like_group(&text) {
        return Ok(Recipient::Group(text + GROUP_SUFFIX));
    }
    parse_number(&text, rules).map(Recipient::Contact)
}

/// Reads a group id, with or without its suffix.
///
/// # Errors
/// `group_malformed` when it is none.
pub fn parse_group(text: &str) -> Result<Recipient, Refusal> {
    let text = clean(text);
    let id = text.strip_suffix(GROUP_SUFFIX).unwrap_or(&text);
    if !is_group_id(id) {
        return Err(refuse::GROUP_MALFORMED);
    }
    Ok(Recipient::Group(concat(&[id, GROUP_SUFFIX])))
}

/// The digits of an account's JID (`digits:device@s.whatsapp.net`) or of a bare number, as gateways give them.
#[must_use]
pub fn account_digits(jid: &str) -> Option<String> {
    match parse(jid, &Rules::default()) {
        Ok(Recipient::Contact(digits)) => Some(digits),
        _ => None,
    }
}

const GROUP_SUFFIX: &str = "@g.us";

fn parse_jid(user: &str, server: &str, rules: &Rules) -> Result<Recipient, Refusal> {
    match server {
        "g.us" => parse_group(user),
        "s.whatsapp.net" | "c.us" => {
            // `digits_agent:device`: which device speaks does not matter to who it is.
            let (digits, _) = find::cut(user, b":_");
            let digits = digits.strip_prefix('+').unwrap_or(digits);
            if digits.is_empty() || !is_digits(digits) {
                return Err(refuse::NOT_A_NUMBER);
            }
            finish(digits.to_owned(), rules).map(Recipient::Contact)
        }
        "lid" | "hosted.lid" => Err(refuse::LID),
        "newsletter" => Err(refuse::NEWSLETTER),
        "broadcast" => Err(refuse::BROADCAST),
        _ => Err(refuse::UNKNOWN_ADDRESS),
    }
}

fn looks_like_group(text: &str) -> bool {
    match find::split_once(text, "-") {
        None => text.len() >= BARE_GROUP_DIGITS && is_group_id(text),
        // The part after the hyphen is a UNIX time in seconds.
        Some((_, time)) => time.len() == 10 && text.len() > BARE_GROUP_DIGITS && is_group_id(text),
    }
}

fn is_group_id(id: &str) -> bool {
    let (number, time) = find::split_once(id, "-").unwrap_or((id, "0"));
    number.len() >= 5 && id.len() <= 40 && is_digits(number) && !time.is_empty() && is_digits(time)
}

fn parse_number(text: &str, rules: &Rules) -> Result<String, Refusal> {
    // `+84 (0) 933...`: the bracketed trunk zero is for callers at home.
    let written = find::replace(text, "(0)", " ");
    let has_optional_trunk = written.len() != text.len();
    let mut digits = String::with_capacity(written.len());
    let mut plus = false;
    for letter in written.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if digits.is_empty() && !plus => plus = true,
            ' ' | '-' | '.' | '/' | '(' | ')' | '[' | ']' => {}
            _ => return Err(refuse::NOT_A_NUMBER),
        }
    }
    if plus {
        return finish(digits, rules);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return finish(rest.to_owned(), rules);
    }
    if has_optional_trunk {
        // Without an international prefix the zero in brackets is an ordinary trunk zero.
        digits.clear();
        for letter in text.chars().filter(char::is_ascii_digit) {
            digits.push(letter);
        }
    }
    let Some(code) = &rules.default_country_code else {
        return finish(digits, rules);
    };
    let country = Country::of(code);
    match country.national(&digits) {
        Some(national) => finish(concat(&[code, national]), rules),
        // No international number starts with 0, so this is a national one of the wrong length.
        None if digits.starts_with('0') => Err(country.misfit(&digits)),
        None => finish(digits, rules),
    }
}

impl Country {
    fn misfit(&self, digits: &str) -> Refusal {
        if without_zeros(digits).len() < self.shortest() { refuse::TOO_SHORT } else { refuse::TOO_LONG }
    }
}

/// Applies the country rules to an international number and checks its length.
fn finish(digits: String, rules: &Rules) -> Result<String, Refusal> {
    if digits.starts_with('0') {
        return Err(refuse::COUNTRY_MISSING);
    }
    let digits = if rules.country_rules { habits::apply(digits) } else { digits };
    match digits.len() {
        0..7 => Err(refuse::TOO_SHORT),
        7..=15 => Ok(digits),
        _ => Err(refuse::TOO_LONG),
    }
}

/// The digits after the zeros at the start.
fn without_zeros(mut digits: &str) -> &str {
    while let Some(rest) = digits.strip_prefix('0') {
        digits = rest;
    }
    digits
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Brings digits of other scripts, typographic separators and invisible marks to ASCII.
fn clean(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // Zero-width and direction marks, which copying a number from a chat brings along.
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => plain.push('-'),
            '\u{ff0b}' => plain.push('+'),
            '\u{ff08}' => plain.push('('),
            '\u{ff09}' => plain.push(')'),
            '\u{b7}' | '\u{2022}' | '\u{2024}' | '\u{ff0e}' => plain.push('.'),
            _ if letter.is_whitespace() => plain.push(' '),
            _ => plain.push(ascii_digit(letter).unwrap_or(letter.to_ascii_lowercase())),
        }
    }
    let plain = plain.trim();
    for scheme in ["tel:", "whatsapp:"] {
        if let Some(rest) = plain.strip_prefix(scheme) {
            return rest.trim().to_owned();
        }
    }
    plain.to_owned()
}

/// The ASCII digit for a decimal digit of Arabic, Persian, Devanagari, Bengali or full-width script.
fn ascii_digit(letter: char) -> Option<char> {
    [0x660, 0x6f0, 0x966, 0x9e6, 0xff10].iter().find_map(|zero| {
        let value = u32::from(letter).checked_sub(*zero)?;
        char::from_digit(value, 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, code: &str) -> Result<String, &'static str> {
        let rules =
            Rules { default_country_code: (!code.is_empty()).then(|| code.to_owned()), country_rules: false };
        parse(text, &rules).map(|to| to.as_str().to_owned()).map_err(|refusal| refusal.reason)
    }

    #[test]
    fn reads_every_usual_form() {
        for (text, code, wanted) in [
            ("+84 933 313 000", "", "84933313000"),
            ("(+84) 933-313-000", "", "84933313000"),
            ("+84 (0) 933 313 000", "", "84933313000"),
            ("0084 (0)933.313.000", "", "84933313000"),
            ("\u{2066}+84\u{a0}933\u{202f}313\u{2011}000\u{2069}", "", "84933313000"),
            ("＋８４ ９３３ ３１３ ０００", "", "84933313000"),
            ("（＋８４）９３３．３１３．０００", "", "84933313000"),
            ("٠٠٩٦٦ ٥١ ٢٣٤ ٥٦٧٨", "", "966512345678"),
            ("tel:+84-933-313-000", "", "84933313000"),
            ("84933313000", "", "84933313000"),
            ("0933 313 000", "84", "84933313000"),
            ("(0)933 313 000", "84", "84933313000"),
            ("(0)6 1234 5678", "39", "390612345678"),
            ("84933-313000", "", "84933313000"),
            ("12125-5501234567", "", "121255501234567"),
            ("933313000", "84", "84933313000"),
            ("84933313000", "84", "84933313000"),
            ("+1 212 555 0123", "84", "12125550123"),
            ("9198765432", "91", "919198765432"),
            ("628123456789", "62", "628123456789"),
            ("06 1234 5678", "39", "390612345678"),
            ("8 912 345-67-89", "7", "79123456789"),
            ("06 30 123 4567", "36", "36301234567"),
            ("(212) 555-0123", "1", "12125550123"),
            ("1 212 555 0123", "1", "12125550123"),
            ("07 01 02 03 04", "225", "2250701020304"),
            ("919876543210:12@s.whatsapp.net", "", "919876543210"),
            ("919876543210_1:3@S.WhatsApp.net", "", "919876543210"),
            ("120363290960123456@g.us", "", "120363290960123456@g.us"),
            ("120363290960123456", "", "120363290960123456@g.us"),
            ("84987611111-1618740000", "", "84987611111-1618740000@g.us"),
            ("84987611-1618740000", "", "84987611-1618740000@g.us"),
        ] {
            assert_eq!(read(text, code).as_deref(), Ok(wanted), "{text} in {code:?}");
        }
    }

    #[test]
    fn says_why_it_refuses() {
        for (text, code, wanted) in [
            ("", "", "empty"),
            (" \u{200e} ", "", "empty"),
            ("0244123456", "", "country_code_missing"),
            ("(0)244 123 456", "", "country_code_missing"),
            ("+0 244 123 456", "", "country_code_missing"),
            ("+84", "", "too_short"),
            ("123456", "", "too_short"),
            ("024412", "233", "too_short"),
            ("02101234567", "30", "too_long"),
            ("0244123456789", "233", "too_long"),
            ("1234567890123456", "", "too_long"),
            ("8498761-1618740000", "", "too_long"),
            ("84987611111-161874000", "", "too_long"),
            ("+91 98765 43210 / +91 98765 43211", "", "not_a_phone_number"),
            ("98765 43210 / 98765 43211", "", "too_long"),
            ("+84 933 313 abc", "", "not_a_phone_number"),
            ("++84 933 313 000", "", "not_a_phone_number"),
            ("84+933 313 000", "", "not_a_phone_number"),
            ("1-800-FLOWERS", "", "not_a_phone_number"),
            ("555 ext. 12", "", "not_a_phone_number"),
            ("@s.whatsapp.net", "", "not_a_phone_number"),
            ("123456789012345@lid", "", "lid_not_a_phone_number"),
            ("120363000000000000@newsletter", "", "newsletter"),
            ("status@broadcast", "", "broadcast"),
            ("somebody@example.com", "", "unknown_address"),
            ("x-1@g.us", "", "group_malformed"),
            ("84987611111-@g.us", "", "group_malformed"),
        ] {
            assert_eq!(read(text, code), Err(wanted), "{text} in {code:?}");
        }
    }

    #[test]
    fn a_group_may_be_named_without_its_suffix() {
        for id in ["120363290960123456", "120363290960123456@g.us", "12036329"] {
            assert!(parse_group(id).is_ok(), "{id}");
        }
        assert!(parse_group("Team").is_err());
    }

    fn rules() -> impl Strategy<Value = Rules> {
        (proptest::option::of("[1-9][0-9]{0,2}"), any::<bool>())
            .prop_map(|(default_country_code, country_rules)| Rules { default_country_code, country_rules })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn never_panics_and_keeps_its_promises(text in r"\PC{0,40}|[0-9+() .@:-]{0,30}", rules in rules()) {
            match parse(&text, &rules) {
                Ok(Recipient::Contact(digits)) => {
                    prop_assert!((7..=15).contains(&digits.len()) && is_digits(&digits));
                    prop_assert!(!digits.starts_with('0'));
                }
                Ok(Recipient::Group(id)) => prop_assert!(id.ends_with("@g.us")),
                Err(refusal) => prop_assert!(!refusal.reason.is_empty() && !refusal.why.is_empty()),
            }
        }

        #[test]
        fn is_idempotent(text in r"\+?[0-9 ().-]{6,20}", rules in rules()) {
            if let Ok(first) = parse(&text, &rules) {
                let again = match &first {
                    Recipient::Contact(digits) => parse(&["+", digits].concat(), &rules),
                    Recipient::Group(id) => parse(id, &rules),
                };
                prop_assert_eq!(again, Ok(first));
            }
        }
    }
}
