//! When keys expire, as a text.

use crate::protocol::parse_date;

/// Reads a date in ISO 8601's usual forms: with or without fractions of a second, in UTC (`Z`) or with an offset (`+08:00`, `+0800`, `+08`).
/// The vendor writes `2026-01-31T23:59:59Z`; a sidecar of one's own may write any of them.
pub(super) fn unix_seconds(text: &str) -> Option<i64> {
    let (date_and_time, rest) = text.trim().split_at_checked("2026-01-31T23:59:59".len())?;
    let zone = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return None;
            }
            zone
        }
        None => rest,
    };
    let there = parse_date(&format!("{}Z", date_and_time.replacen([' ', 't'], "T", 1)))?;
    there.checked_sub(offset_seconds(zone)?)
}

/// How far a zone is ahead of UTC.
fn offset_seconds(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    let number = |digits: &str, most: i64| {
        let plain = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse::<i64>().ok().filter(|number| plain && *number <= most)
    };
    let minutes = if minutes.is_empty() && rest.len() == 2 { 0 } else { number(minutes, 59)? };
    Some(sign * (number(hours, 23)? * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::unix_seconds;

    #[test]
    fn the_usual_forms_of_a_date_are_read() {
        for text in [
            "2026-01-31T15:59:59Z",
            "2026-01-31T15:59:59z",
            "2026-01-31t15:59:59Z",
            "2026-01-31 15:59:59Z",
            "2026-01-31T15:59:59.123Z",
            "2026-01-31T15:59:59,123456789Z",
            "2026-01-31T23:59:59+08:00",
            "2026-01-31T23:59:59.000+0800",
            "2026-01-31T23:59:59+08",
            "2026-01-31T10:29:59-05:30",
            " 2026-01-31T15:59:59Z\n",
        ] {
            assert_eq!(unix_seconds(text), Some(1_769_875_199), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in [
            "",
            "tomorrow",
            "2026-01-31T15:59:59",
            "2026-01-31T15:59:59.Z",
            "2026-01-31T15:59:59+8",
            "2026-01-31T15:59:59+08:",
            "2026-01-31T15:59:59+24:00",
            "2026-01-31T15:59:59+08:60",
            "2026-01-31T15:59:59+ü8:00",
            "2026-02-31T15:59:59Z",
            "2026-01-31T15:59:5９Z",
            "1769875199",
        ] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
    }
}
