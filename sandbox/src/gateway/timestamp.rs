//! The date of a request.

use ekyc::protocol::format_date;

use crate::answer::Refusal;

/// How far a request's date may be from the gateway's, in seconds.
pub(super) const TOLERANCE: i64 = 15 * 60;

pub(super) fn check(date: &str, now: i64) -> Result<(), Refusal> {
    let Some(seconds) = read(date) else {
        let message = "Specified time stamp or date value is not well formatted: it must be yyyy-MM-ddTHH:mm:ssZ.";
        return Err(Refusal::new(400, "InvalidTimeStamp.Format", message));
    };
    if (seconds - now).abs() <= TOLERANCE {
        return Ok(());
    }
    let message = format!(
        "Specified time stamp or date value is expired: {date} is more than 15 minutes from the server's {}.",
        format_date(now)
    );
    Err(Refusal::new(400, "InvalidTimeStamp.Expired", message))
}

/// Seconds since 1970 of `yyyy-MM-ddTHH:mm:ssZ`.
fn read(text: &str) -> Option<i64> {
    if text.len() != 20 || !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let seconds = days(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
    // Written back, a date that does not exist (31 April, 25 o'clock) becomes another one; so do wrong separators.
    (format_date(seconds) == text).then_some(seconds)
}

/// Days from 1970-01-01, counted in years that begin in March.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * month_from_march + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T23:59:59Z", 951_868_799),
            ("2025-01-02T03:04:05Z", 1_735_787_045),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
        ] {
            assert_eq!(read(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "2025-01-02 03:04:05Z",
            "2025-01-02T03:04:05",
            "2025-01-02T03:04:05+08:00",
            "2025-01-02T03:04:05.000Z",
            "2025-1-02T03:04:05Z",
            "2025-02-29T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "2025-00-01T00:00:00Z",
            "2025-01-00T00:00:00Z",
            "2025-01-02T24:00:00Z",
            "2025-01-02T03:04:60Z",
            "+025-01-02T03:04:05Z",
            "2025-01-02T03:04:05z",
            "Thu, 02 Jan 2025 GMT",
            "20250102T030405Z0000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn fifteen_minutes_each_way_and_no_more() {
        let now = 1_735_787_045;
        for (offset, accepted) in [(-901, false), (-900, true), (0, true), (900, true), (901, false)] {
            assert_eq!(check(&format_date(now + offset), now).is_ok(), accepted, "{offset}");
        }
    }
}
