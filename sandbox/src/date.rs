//! Dates as the service writes them: `yyyy-MM-ddTHH:mm:ssZ`.

use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

const FORMAT: StaticFormatDescription = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// The date so many seconds after the beginning of 1970; the last that can be written for one that is out of range.
pub(crate) fn format(seconds: i64) -> String {
    let date = OffsetDateTime::from_unix_timestamp(seconds).ok().and_then(|date| date.format(FORMAT).ok());
    date.unwrap_or_else(|| "9999-12-31T23:59:59Z".to_owned())
}

/// Seconds since the beginning of 1970 of a date that is exactly so written.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let date = time::PrimitiveDateTime::parse(text, FORMAT).ok()?;
    let seconds = date.assume_utc().unix_timestamp();
    (format(seconds) == text).then_some(seconds)
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
            assert_eq!(parse(text), Some(seconds), "{text}");
            assert_eq!(format(seconds), text);
        }
        assert_eq!(format(i64::MAX), "9999-12-31T23:59:59Z");
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
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
