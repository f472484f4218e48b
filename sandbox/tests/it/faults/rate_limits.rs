//! 429, with every form of Retry-After and without one.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::Case;

const HOUR_S: f64 = 3_600.0;

pub(super) fn check(case: &Case<'_>) -> bool {
    if !case.fault.starts_with("rate_limited") {
        return false;
    }
    let answer = &case.answer;
    assert_eq!(answer.status, 429, "{}", case.fault);
    let retry_after = answer.header("retry-after");
    let is = |wanted: Option<&str>| assert_eq!(retry_after, wanted, "{}", case.fault);
    // A date that lies so many seconds ahead, in the form that this end of it tells.
    let date = |length: usize, end: &str, ahead_s: f64| {
        let date = retry_after.expect("a date");
        assert!(date.len() == length && date.ends_with(end), "{}: {date}", case.fault);
        let told = ahead_of_now(date);
        assert!((ahead_s - 5.0..ahead_s + 5.0).contains(&told), "{}: {date} is {told} s ahead", case.fault);
    };
    match case.fault {
        "rate_limited" => {
            is(Some("1"));
            let exposed = answer.header("access-control-expose-headers");
            assert_eq!(exposed, Some("Retry-After, Retry-After-Ms, Date"));
        }
        "rate_limited_hidden" => {
            is(Some("1"));
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            assert_eq!(answer.header("access-control-expose-headers"), None);
        }
        "rate_limited_date" => date(29, " GMT", 0.3),
        "rate_limited_rfc850" => {
            let told = retry_after.expect("a date");
            assert!(told.contains("day, ") && told.contains('-'), "{told}");
            date(told.len(), " GMT", 0.3);
        }
        "rate_limited_asctime" => date(24, &this_year(), 0.3),
        "rate_limited_skewed" => {
            date(29, " GMT", HOUR_S + 0.3);
            let clock = ahead_of_now(answer.header("date").expect("a date"));
            assert!((HOUR_S - 5.0..HOUR_S + 5.0).contains(&clock), "{clock}");
        }
        "rate_limited_past" => date(29, " GMT", -HOUR_S),
        "rate_limited_ms" => {
            is(None);
            assert_eq!(answer.header("retry-after-ms"), Some("300"));
        }
        "rate_limited_list" => is(Some("1, 2")),
        "rate_limited_nonsense" => is(Some("soon")),
        "rate_limited_negative" => is(Some("-5")),
        "rate_limited_huge" => is(Some("9999999999")),
        "rate_limited_bare" => is(None),
        "rate_limited_empty" => {
            is(None);
            assert_eq!(answer.text(), "");
        }
        "rate_limited_html" => {
            is(None);
            case.page(429, "429 Too Many Requests");
        }
        _ => return false,
    }
    if !["rate_limited_empty", "rate_limited_html"].contains(&case.fault) {
        assert_eq!(answer.json(), json!({ "status": "error", "message": "Too many requests" }));
    }
    true
}

/// How many seconds ahead a date lies, in any of HTTP's forms.
fn ahead_of_now(date: &str) -> f64 {
    let time = httpdate::parse_http_date(date).expect("a date of HTTP");
    match time.duration_since(SystemTime::now()) {
        Ok(ahead) => ahead.as_secs_f64(),
        Err(behind) => -Duration::as_secs_f64(&behind.duration()),
    }
}

fn this_year() -> String {
    httpdate::fmt_http_date(SystemTime::now())[12..16].to_owned()
}
