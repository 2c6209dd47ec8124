//! The date as the service wants it: UTC, `yyyy-MM-ddTHH:mm:ssZ`.

/// Formats seconds since 1970-01-01T00:00:00Z. Proleptic Gregorian, without leap seconds, as Unix time is.
///
/// Years beyond 9999 (and before 0) print with as many digits as they need; the service refuses them anyway.
pub fn format_date(unix_seconds: i64) -> String {
    let days = unix_seconds.div_euclid(86_400);
    let second_of_day = unix_seconds.rem_euclid(86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Reads `yyyy-MM-ddTHH:mm:ssZ` as seconds since 1970-01-01T00:00:00Z; nothing if it is not such a date.
pub fn parse_date(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // Days from 0000-03-01, counted as in `civil`, back to front.
    let year_from_march = year - i64::from(month <= 2);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let days = year_from_march * 365 + year_from_march.div_euclid(4) - year_from_march.div_euclid(100)
        + year_from_march.div_euclid(400)
        + day_of_year
        - 719_468;
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
    // Writing it again finds whatever is out of range or out of place.
    (format_date(seconds) == text).then_some(seconds)
}

/// Year, month and day of a count of days since 1970-01-01. Counts in eras of 400 years that begin on 1 March, so that the
/// leap day is the last day of a year.
fn civil(days_since_1970: i64) -> (i64, i64, i64) {
    let days = days_since_1970 + 719_468; // days from 0000-03-01 to 1970-01-01
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{format_date, parse_date};

    #[test]
    fn what_was_written_is_read() {
        for seconds in [0, 951_782_399, 951_782_400, 1_709_164_800, 4_107_542_399, 253_402_300_799, -1, -62_167_219_200]
        {
            assert_eq!(parse_date(&format_date(seconds)), Some(seconds), "{}", format_date(seconds));
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in [
            "",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00+08:00",
            "2026-01-01T00:00:00.000Z",
            "+026-01-01T00:00:00Z",
            "２026-01-01T00:00:00Z",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
