//! How long a reply asks to wait, read by hand: parsing floats and dates by library brings kilobytes into a download.

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
    let precise = || members(headers.retry_after_ms.as_deref()).filter_map(|text| decimal(text, 0)).max();
    let usual = || {
        let answered = members(headers.date.as_deref()).find_map(|text| date(text, now)).unwrap_or(now);
        let wait = |text| decimal(text, 3).or_else(|| Some(until(date(text, answered)?, answered)));
        members(headers.retry_after.as_deref()).filter_map(wait).max()
    };
    let wait = precise().or_else(usual)?;
    Some(f64::from(wait.min(LONGEST_MS)))
}

/// The members of a header that may have been sent more than once. The comma in a date parts its weekday, which nobody
/// needs, from the rest.
fn members(header: Option<&str>) -> impl Iterator<Item = &[u8]> {
    let bytes = header.unwrap_or_default().as_bytes();
    bytes.split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}

/// A decimal number times ten to the power of `places`, rounded up.
fn decimal(text: &[u8], places: usize) -> Option<u32> {
    let mut parts = text.split(|byte| *byte == b'.');
    let whole = digits(parts.next()?)?;
    let fraction = parts.next().map_or(Some(&b""[..]), digits)?;
    if parts.next().is_some() {
        return None;
    }
    let counted = fraction.iter().chain(std::iter::repeat(&b'0')).take(places);
    let value = whole
        .iter()
        .chain(counted)
        .fold(0_u32, |value, digit| value.saturating_mul(10).saturating_add(u32::from(digit - b'0')));
    let is_more = fraction.iter().skip(places).any(|digit| *digit != b'0');
    Some(value.saturating_add(u32::from(is_more)))
}

/// The text if it is nothing but digits.
fn digits(text: &[u8]) -> Option<&[u8]> {
    (!text.is_empty() && text.iter().all(u8::is_ascii_digit)).then_some(text)
}

/// The milliseconds from one time to another; 0 when it has passed.
fn until(time: f64, now: f64) -> u32 {
    // A cast ends at the bounds of its type.
    (time - now).ceil() as u32
}

/// The forms of a date in HTTP (RFC 9110, 5.6.7), the first two without the weekday and its comma.
const LONG_YEAR: &[u8] = b"dd nnn yyyy hh:mm:ss GMT";
const SHORT_YEAR: &[u8] = b"dd-nnn-yy hh:mm:ss GMT";
const ASCTIME: &[u8] = b"www nnn dd hh:mm:ss yyyy";

/// The time of an HTTP date in epoch milliseconds.
fn date(text: &[u8], now: f64) -> Option<f64> {
    if let Some(mut date) = Date::read(text, SHORT_YEAR) {
        // The latest year with these digits that is not more than 50 years ahead.
        let years = (19..100).rev().map(|century| century * 100 + date.year);
        date.year = years.into_iter().find(|year| Date { year: year - 50, ..date }.time() <= now)?;
        return date.checked_time();
    }
    Date::read(text, LONG_YEAR).or_else(|| Date::read(text, ASCTIME))?.checked_time()
}

/// A date and its time of day, as written.
#[derive(Clone, Copy, Default)]
struct Date {
    year: i32,
    /// 1 is January.
    month: i32,
    day: i32,
    hour: i32,
    minute: i32,
    second: i32,
}

impl Date {
    /// Reads a text of this form, in which lower-case letters name what stands in their place.
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
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                // asctime pads the day with a space.
                b' ' if *place == b'd' && *part == 0 => 0,
                _ => return None,
            };
            *part = *part * 10 + i32::from(digit);
        }
        date.month = month(name)?;
        Some(date)
    }

    /// The time in epoch milliseconds, unless there is no such date. A minute may have a leap second.
    fn checked_time(self) -> Option<f64> {
        let length = days(self.year, self.month + 1) - days(self.year, self.month);
        let exists =
            (1..=length).contains(&self.day) && self.hour < 24 && self.minute < 60 && self.second <= 60;
        exists.then(|| self.time())
    }

    fn time(self) -> f64 {
        let days = days(self.year, self.month) + self.day - 1;
        let seconds = (self.hour * 60 + self.minute) * 60 + self.second;
        (f64::from(days) * 86_400.0 + f64::from(seconds)) * 1000.0
    }
}

/// The number of the month with this name.
fn month(name: [u8; 3]) -> Option<i32> {
    const NAMES: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    (1..).zip(NAMES.chunks_exact(3)).find_map(|(month, known)| (known == name).then_some(month))
}

/// The days from the epoch to the first of a month; month 13 is January of the next year.
fn days(year: i32, month: i32) -> i32 {
    // From 1 January 1970 back to 1 March of the year 0.
    const EPOCH: i32 = 719_468;
    // Years that begin in March have the leap day at their end, and months whose lengths follow a formula.
    let months = year * 12 + month - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 - EPOCH
}
