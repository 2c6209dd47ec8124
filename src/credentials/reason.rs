//! An error's reason as a part of another one's.

use crate::error::EkycError;

pub(super) fn reason_of(error: EkycError) -> String {
    match error {
        EkycError::Credentials { reason, .. } => reason,
        EkycError::InvalidConfiguration { setting, reason } => format!("{setting} {reason}"),
        other => other.to_string(),
    }
}
