//! The three ways in which HTTP writes a date.

use std::time::SystemTime;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `Sun, 06 Nov 1994 08:49:37 GMT`, as everybody writes it now.
pub(super) fn imf(time: SystemTime) -> String {
    httpdate::fmt_http_date(time)
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`
pub(super) fn rfc850(time: SystemTime) -> String {
    let [weekday, day, month, year, clock] = parts(time);
    let weekday = WEEKDAYS.into_iter().find(|long| long.starts_with(&weekday)).unwrap_or_default();
    let year = year.get(2..).unwrap_or_default();
    format!("{weekday}, {day}-{month}-{year} {clock} GMT")
}

/// `Sun Nov  6 08:49:37 1994`, as C's `asctime` writes it.
pub(super) fn asctime(time: SystemTime) -> String {
    let [weekday, day, month, year, clock] = parts(time);
    format!("{weekday} {month} {:>2} {clock} {year}", day.trim_start_matches('0'))
}

/// Weekday, day, month, year and time of day.
fn parts(time: SystemTime) -> [String; 5] {
    let imf = imf(time);
    let mut words = imf.split([',', ' ']).filter(|word| !word.is_empty());
    [(); 5].map(|()| words.next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{asctime, imf, rfc850};

    #[test]
    fn dates_of_the_standard() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(imf(time), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(rfc850(time), "Sunday, 06-Nov-94 08:49:37 GMT");
        assert_eq!(asctime(time), "Sun Nov  6 08:49:37 1994");
    }
}
