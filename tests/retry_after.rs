//! How long a reply asks to wait: every row of `cases/retry-after.json`, and what holds for any text.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use serde_json::Value;
use wawp_client::retry_after::{Headers, LONGEST_MS, read};

const CASES: &str = include_str!("cases/retry-after.json");

fn header(row: &Value, name: &str) -> Option<String> {
    row["headers"].get(name).map(|value| value.as_str().unwrap().to_owned())
}

/// The time of a row in epoch milliseconds; a row that names none needs no clock.
fn clock(row: &Value) -> f64 {
    match row.get("now").map(|now| now.as_str().unwrap()) {
        None => 0.0,
        Some("2026-11-23T12:00:00Z") => 1_795_435_200_000.0,
        Some("2031-01-01T00:00:00Z") => 1_924_992_000_000.0,
        Some(other) => panic!("{other} is missing here"),
    }
}

#[test]
fn reads_every_case() {
    let rows: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert!(rows.len() >= 100);
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let headers = Headers {
                retry_after: header(row, "retry-after"),
                retry_after_ms: header(row, "retry-after-ms"),
                date: header(row, "date"),
            };
            let wait = read(&headers, clock(row));
            (wait != row["waitMs"].as_f64()).then(|| format!("{}: {wait:?}", row["name"]))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_only_looks_like_a_date_is_none() {
    for date in [
        "Sun, 06 Nov 1994  8:49:37 GMT",
        "Sun, 06 Nov 1994 08: 9:37 GMT",
        "Sun, 6  Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov  994 08:49:37 GMT",
        "Sunday, 06-Nov- 4 08:49:37 GMT",
        "Sun Nov 6  08:49:37 1994",
        "S1n Nov  6 08:49:37 1994",
    ] {
        let headers = Headers { retry_after: Some(date.to_owned()), ..Headers::default() };
        assert_eq!(read(&headers, 0.0), None, "{date}");
    }
}

/// The headers of a reply that asks for a wait until one time and was made at another, both in epoch seconds.
fn dated(until: u64, made: u64, write: impl Fn(&str) -> String) -> Headers {
    let text = |seconds| write(&httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)));
    Headers { retry_after: Some(text(until)), date: Some(text(made)), ..Headers::default() }
}

/// Writes an IMF date in asctime form.
fn asctime(date: &str) -> String {
    let [weekday, day, month, year, time, _] = date.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let day: u8 = day.parse().unwrap();
    format!("{} {month} {day:2} {time} {year}", weekday.trim_end_matches(','))
}

/// Writes an IMF date in the form of RFC 850.
fn rfc_850(date: &str) -> String {
    let [weekday, day, month, year, time, zone] = date.split(' ').collect::<Vec<_>>().try_into().unwrap();
    format!("{} {day}-{month}-{} {time} {zone}", weekday.replace(',', "day,"), &year[2..])
}

/// The last second of the year 9999.
const END: u64 = 253_402_300_799;

proptest! {
    #[test]
    fn reads_dates_as_another_reader_writes_them(made in 0..END, ahead in 0_u64..2_000_000) {
        let until = (made + ahead).min(END);
        let wanted = Some((until - made) as f64 * 1000.0);
        prop_assert_eq!(read(&dated(until, made, str::to_owned), 0.0), wanted);
        prop_assert_eq!(read(&dated(until, made, asctime), 0.0), wanted);
        prop_assert_eq!(read(&dated(until, made, rfc_850), made as f64 * 1000.0), wanted);
    }

    #[test]
    fn a_date_that_has_come_asks_for_no_wait(made in 0..END, ago in 0..END) {
        prop_assert_eq!(read(&dated(made.saturating_sub(ago), made, str::to_owned), 0.0), Some(0.0));
    }

    #[test]
    fn reads_numbers_exactly(seconds in 0_u32..2_147_483, ms in 0_u32..1000) {
        let headers = Headers { retry_after: Some(format!("{seconds}.{ms:03}")), ..Headers::default() };
        prop_assert_eq!(read(&headers, 0.0), Some(f64::from(seconds * 1000 + ms)));
    }

    #[test]
    fn any_text_gives_a_wait_that_a_timer_can_keep(
        retry_after in ".{0,40}|[0-9., :GMTNovu-]{0,60}",
        retry_after_ms in proptest::option::of("[0-9.]{0,40}"),
        date in proptest::option::of(".{0,40}"),
        now in proptest::num::f64::ANY,
    ) {
        let headers = Headers { retry_after: Some(retry_after), retry_after_ms, date };
        if let Some(wait) = read(&headers, now) {
            prop_assert!((0.0..=f64::from(LONGEST_MS)).contains(&wait) && wait.fract() == 0.0);
        }
    }
}
