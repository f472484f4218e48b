//! How long a reply asks to wait, read by hand: parsing floats and dates by library brings kilobytes into a download.

use crate::find;

/// The longest wait that is told, in milliseconds, about 24.8 days: a JavaScript timer can't wait longer.
pub const LONGEST_MS: u32 = i32::MAX.unsigned_abs();

/// The headers of a reply that tell how long to wait, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `Retry-After`: seconds, or a date.
    pub retry_after: Option<String>,
    /// `retry-after-ms`: milliseconds.
    pub retry_after_ms: Option<String>,
    /// `Date`: when the reply was made, by the gateway's clock.
    pub date: Option<String>,
}

/// How long to wait in milliseconds, at most [`LONGEST_MS`]; absent where no header says it in a form that reads.
///
/// `now` is the time in epoch milliseconds. A date is compared with the reply's own `Date` where that reads, since the
/// clock of a user's machine can be wrong. Of a header that was sent twice the longest wait counts.
#[must_use]
pub fn read(headers: &Headers, now: f64) -> Option<f64> {
    let precise = largest(headers.retry_after_ms.as_deref(), &|text| decimal(text, 1.0));
    let wait = precise.or_else(|| {
        let answered = largest(headers.date.as_deref(), &|text| date(text, now)).unwrap_or(now);
        largest(headers.retry_after.as_deref(), &|text| match decimal(text, 1000.0) {
            None => Some((date(text, answered)? - answered).ceil().max(0.0)),
            wait => wait,
        })
    });
    Some(wait?.min(f64::from(LONGEST_MS)))
}

/// The largest member of a header that may have been sent more than once. The comma in a date parts its weekday, which
/// nobody needs, from the rest.
fn largest(header: Option<&str>, read: &dyn Fn(&[u8]) -> Option<f64>) -> Option<f64> {
    let mut largest = None;
    for member in find::split(header?, b',') {
        let value = read(member.as_bytes().trim_ascii());
        if value > largest {
            largest = value;
        }
    }
    largest
}

/// A decimal number of this unit, in milliseconds, rounded up.
fn decimal(text: &[u8], unit: f64) -> Option<f64> {
    let mut ms = 0.0;
    let mut place = None;
    let mut before = b'.';
    for byte in text {
        let digit = f64::from(byte.wrapping_sub(b'0'));
        match (byte, place) {
            (b'.', None) if before != b'.' => place = Some(unit / 10.0),
            (b'0'..=b'9', None) => ms = ms * 10.0 + digit * unit,
            (b'0'..=b'9', Some(unit)) => {
                ms += digit * unit;
                place = Some(unit / 10.0);
            }
            _ => return None,
        }
        before = *byte;
    }
    (before != b'.').then(|| ms.ceil())
}

/// The forms of a date in HTTP (RFC 9110, 5.6.7), the first two without the weekday and its comma. A lower-case letter
/// says what stands in its place.
const FORMS: [&[u8]; 3] = [b"dd nnn yyyy hh:mm:ss GMT", SHORT_YEAR, b"www nnn dd hh:mm:ss yyyy"];
const SHORT_YEAR: &[u8] = b"dd-nnn-yy hh:mm:ss GMT";

const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// The time of an HTTP date in epoch milliseconds. A minute may have a leap second.
fn date(text: &[u8], now: f64) -> Option<f64> {
    let Date { mut year, month, day, hour, minute, second } =
        FORMS.iter().find_map(|form| Date::read(text, form))?;
    let time = |year| {
        // From 1 January 1970 back to where `days` begins.
        const EPOCH: f64 = 865_566.0;
        let seconds = (hour * 60 + minute) * 60 + second;
        ((f64::from(days(year, month) + day) - EPOCH) * 86_400.0 + f64::from(seconds)) * 1000.0
    };
    if text.len() == SHORT_YEAR.len() {
        // The latest year with these digits that is not more than 50 years ahead.
        year += 9900;
        while year > 1999 && time(year - 50) > now {
            year -= 100;
        }
    }
    let length = days(year, month + 1) - days(year, month);
    let exists = day > 0 && day <= length && hour < 24 && minute < 60 && second <= 60;
    exists.then(|| time(year))
}

/// A date and its time of day, as written.
#[derive(Default)]
struct Date {
    year: u32,
    /// 1 is January.
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
}

impl Date {
    /// Reads a text of this form.
    fn read(text: &[u8], form: &[u8]) -> Option<Self> {
        if text.len() != form.len() {
            return None;
        }
        let mut date = Self::default();
        let mut name = [0; 3];
        for (byte, place) in text.iter().zip(form) {
            let part = match place {
                b'y' => &mut date.year,
                b'd' => &mut date.day,
                b'h' => &mut date.hour,
                b'm' => &mut date.minute,
                b's' => &mut date.second,
                b'n' => {
                    let [_, second, third] = name;
                    name = [second, third, *byte];
                    continue;
                }
                b'w' if byte.is_ascii_alphabetic() => continue,
                _ if byte == place => continue,
                _ => return None,
            };
            *part = *part * 10
                + match byte {
                    b'0'..=b'9' => u32::from(byte - b'0'),
                    // asctime pads the day with a space.
                    b' ' if *place == b'd' && *part == 0 => 0,
                    _ => return None,
                };
        }
        date.month =
            (1..).zip(MONTHS.chunks_exact(3)).find_map(|(month, known)| (known == name).then_some(month))?;
        Some(date)
    }
}

/// The days until the first of a month; month 13 is January of the next year.
fn days(year: u32, month: u32) -> u32 {
    // Years that begin in March have the leap day at their end, and months whose lengths follow a formula. The calendar
    // repeats itself every 400 years; so many earlier, and no year is negative.
    let months = (year + 400) * 12 + month - 3;
    let (year, month) = (months / 12, months % 12);
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5
}
