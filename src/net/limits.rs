//! How long anything on the network may take.

use std::time::Duration;

use crate::error::EkycError;

/// The longest deadline that is accepted: ten minutes, beyond which a signature has nearly expired.
const MAX_TIMEOUT_MS: i64 = 600_000;

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
