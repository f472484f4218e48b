//! How the engines expect numbers of three countries, behind the option `countryRules`.
//!
//! Source: the engines' own rewriting (`Waziper` and kin) for Mexico and Brazil, vendors' country notes for Argentina.

use super::without_zeros;
use crate::text::concat;

/// Rewrites an international number (digits with country code) as the engines expect it.
#[must_use]
pub fn apply(digits: String) -> String {
    let (code, national) = digits.split_at_checked(2).unwrap_or_default();
    let rewritten = match code {
        "52" => mexico(national),
        "54" => argentina(national),
        "55" => brazil(national),
        _ => None,
    };
    match rewritten {
        Some(parts) => concat(&parts),
        None => digits,
    }
}

/// A number in parts, some of which are empty: country code, area code, mobile marker, the rest.
type Parts<'a> = [&'a str; 4];

/// A mobile marker 1 stands between country code and ten-digit number.
fn mexico(national: &str) -> Option<Parts<'_>> {
    (national.len() == 10).then_some(["52", "", "1", national])
}

/// A mobile marker 9 stands before the area code; the national mobile prefix 15 after it is dropped.
fn argentina(national: &str) -> Option<Parts<'_>> {
    let national = national.strip_prefix('0').unwrap_or(national);
    let number = national.strip_prefix('9').filter(|rest| rest.len() >= 10).unwrap_or(national);
    match number.len() {
        10 => Some(["549", "", "", number]),
        12 => {
            // Area codes: 11 (Buenos Aires), others of three and four digits.
            let areas: &[usize] = if number.starts_with("11") { &[2] } else { &[3, 4] };
            areas.iter().find_map(|length| {
                let (area, rest) = number.split_at_checked(*length)?;
                Some(["549", area, "", rest.strip_prefix("15")?])
            })
        }
        _ => None,
    }
}

/// Mobiles of area codes up to 30 have a ninth digit, a leading 9; from 31 on WhatsApp knows them without it.
fn brazil(written: &str) -> Option<Parts<'_>> {
    let national = without_zeros(written);
    let unchanged = (national.len() < written.len()).then_some(["55", "", "", national]);
    let Some((area, number)) = national.split_at_checked(2) else {
        return unchanged;
    };
    let is_low = area <= "30";
    match (number.len(), number.as_bytes().first()) {
        (8, Some(b'6'..=b'9')) if is_low => Some(["55", area, "9", number]),
        (9, Some(b'9')) if !is_low => Some(["55", area, "", number.strip_prefix('9').unwrap_or(number)]),
        _ => unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::apply;

    #[test]
    fn rewrites_what_the_engines_rewrite_and_nothing_else() {
        for (digits, wanted) in [
            ("525512345678", "5215512345678"),
            ("5215512345678", "5215512345678"),
            ("541151234567", "5491151234567"),
            ("54111551234567", "5491151234567"),
            ("5493511551234567", "5493511551234567"),
            ("549351155123456", "5493515123456"),
            ("54351155123456", "5493515123456"),
            ("5491151234567", "5491151234567"),
            ("5401151234567", "5491151234567"),
            ("551187654321", "5511987654321"),
            ("551132654321", "551132654321"),
            ("5511987654321", "5511987654321"),
            ("5531987654321", "553187654321"),
            ("553187654321", "553187654321"),
            ("55011987654321", "5511987654321"),
            ("550011987654321", "5511987654321"),
            ("84933313000", "84933313000"),
            ("55", "55"),
            ("54", "54"),
        ] {
            assert_eq!(apply(digits.to_owned()), wanted, "{digits}");
            assert_eq!(apply(wanted.to_owned()), wanted, "{wanted} again");
        }
    }
}
