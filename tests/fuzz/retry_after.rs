//! How long a reply asks to wait.

use std::time::UNIX_EPOCH;

use wawp_client::retry_after::{Headers, LONGEST_MS, read};

/// 23 November 2026, noon, in epoch milliseconds.
const NOW: f64 = 1_795_435_200_000.0;

/// The lines are `Retry-After`, `retry-after-ms` and `Date`; an empty one is absent.
pub fn retry_after(data: &[u8]) {
    let Some(lines) = super::lines::<3>(data) else {
        return;
    };
    let [retry_after, retry_after_ms, date] = lines.map(|line| (!line.is_empty()).then(|| line.to_owned()));
    let headers = Headers { retry_after, retry_after_ms, date };
    let wait = read(&headers, NOW);
    if let Some(wait) = wait {
        assert!((0.0..=f64::from(LONGEST_MS)).contains(&wait) && wait.fract() == 0.0, "{wait}");
    }
    let Some(text) = &headers.retry_after else {
        return;
    };
    let members: Vec<&str> = text.split(',').rev().collect();
    let turned = Headers { retry_after: Some(members.join(", ")), ..headers.clone() };
    assert_eq!(read(&turned, NOW), wait, "the order of the members does not matter");
    if text == text.trim() {
        as_others_read(text);
    }
}

/// A wait alone, as the standard library and a crate for HTTP dates read it.
fn as_others_read(text: &str) {
    let wait = read(&Headers { retry_after: Some(text.to_owned()), ..Headers::default() }, NOW);
    let is_decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let ms = match (text.parse::<f64>(), httpdate::parse_http_date(text)) {
        (Ok(seconds), _) if is_decimal(text) && !text.starts_with('.') && !text.ends_with('.') => {
            (seconds * 1000.0).ceil()
        }
        // That crate takes two-digit years for those from 1970 to 2069.
        (_, Ok(time)) if !text.contains('-') => {
            time.duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0 - NOW
        }
        _ => return,
    };
    let wanted = ms.clamp(0.0, f64::from(LONGEST_MS));
    // A product of floats may lie just above a whole number.
    assert!(wait.is_some_and(|wait| (wait - wanted).abs() <= 1.0), "{wait:?}, not {wanted}");
}
