//! Whom a message goes to.

use wawp_client::recipient::{Recipient, Rules, parse, parse_group};

/// The first line is the default country code, with `!` behind it for the country rules; the rest is what was typed.
pub fn recipient(data: &[u8]) {
    let Some([line, text]) = super::lines(data) else {
        return;
    };
    let code = line.trim_end_matches('!');
    let is_code = (1..=3).contains(&code.len())
        && !code.starts_with('0')
        && code.bytes().all(|byte| byte.is_ascii_digit());
    let rules =
        Rules { default_country_code: is_code.then(|| code.to_owned()), country_rules: line.ends_with('!') };
    match parse(text, &rules) {
        Ok(to @ Recipient::Contact(_)) => {
            let digits = to.as_str();
            assert!((7..=15).contains(&digits.len()) && !digits.starts_with('0'), "{digits}");
            assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
            for written in [format!("+{digits}"), format!("00{digits}"), format!("{digits}@s.whatsapp.net")] {
                assert_eq!(parse(&written, &rules), Ok(to.clone()), "{written}");
            }
            assert_eq!(parse(digits, &Rules::default()), Ok(to.clone()));
        }
        Ok(to @ Recipient::Group(_)) => {
            let id = to.as_str().strip_suffix("@g.us").unwrap();
            assert!(id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'), "{id}");
            assert_eq!(parse(to.as_str(), &rules), Ok(to.clone()));
            assert_eq!(parse_group(id), Ok(to));
        }
        Err(refusal) => assert!(!refusal.reason.is_empty() && !refusal.why.is_empty()),
    }
}
