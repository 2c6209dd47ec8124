//! How much is believed of the numbers that arrive, in settings and in answers.

use std::time::Duration;

use crate::error::EkycError;

/// The longest deadline that is accepted: ten minutes, beyond which a signature has nearly expired.
const MAX_TIMEOUT_MS: i64 = 600_000;

/// The last second that has a date of four digits: 9999-12-31T23:59:59Z.
const LAST_SECOND: i64 = 253_402_300_799;

/// A deadline from a setting in milliseconds.
///
/// # Errors
/// `InvalidConfiguration` naming `setting`.
pub(crate) fn timeout(setting: &str, ms: i64) -> Result<Duration, EkycError> {
    match u64::try_from(ms) {
        Ok(positive @ 1..) if ms <= MAX_TIMEOUT_MS => Ok(Duration::from_millis(positive)),
        _ => Err(EkycError::configuration(setting, format!("{ms} is not between 1 and {MAX_TIMEOUT_MS} milliseconds"))),
    }
}

/// When keys expire, in seconds since 1970: between that year and the year 9999, whatever a source says.
pub(crate) fn expiry(unix_seconds: i64) -> i64 {
    unix_seconds.clamp(0, LAST_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_scale_become_dates() {
        for (unix, expected) in
            [(i64::MIN, 0), (-1, 0), (0, 0), (1_700_000_000, 1_700_000_000), (i64::MAX, LAST_SECOND)]
        {
            assert_eq!(expiry(unix), expected);
        }
    }
}
