//! What one call may decide for itself.

use std::time::Duration;

use super::config::ClientConfig;
use super::retry::RetrySettings;
use crate::bounds::{self, MAX_TAG, timeout};
use crate::error::EkycError;

/// Settings of one call, in place of the client's. What is absent is as the client has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct CallOptions {
    /// In place of the client's `connect_timeout_ms`: 1 to 600,000.
    #[uniffi(default)]
    pub connect_timeout_ms: Option<i64>,
    /// In place of the client's `attempt_timeout_ms`: 1 to 600,000.
    #[uniffi(default)]
    pub attempt_timeout_ms: Option<i64>,
    /// In place of the client's `overall_timeout_ms`: 1 to 600,000.
    #[uniffi(default)]
    pub overall_timeout_ms: Option<i64>,
    /// In place of `max_attempts` of the client's `retry`: 1 to 10.
    #[uniffi(default)]
    pub max_attempts: Option<i32>,
    /// In place of `retry_unknown_outcome` of the client's `retry`.
    #[uniffi(default)]
    pub retry_unknown_outcome: Option<bool>,
    /// In place of `max_wait_ms` of the client's `quota`: 0 to 600,000. Without a quota it has no meaning.
    #[uniffi(default)]
    pub quota_max_wait_ms: Option<i64>,
    /// A label of yours for this call, such as the id of the request that your server is answering: 1 to 128 characters, none of them a line
    /// break or another control character. It comes back as `tag` in the call's events. It is never sent to the service. It is shown in
    /// logs, so it must not hold personal data.
    #[uniffi(default)]
    pub tag: Option<String>,
}

impl CallOptions {
    /// The tag, if it is one: `with` refuses any other.
    pub(super) fn valid_tag(&self) -> Option<&str> {
        self.tag.as_deref().filter(|tag| check_tag(tag).is_ok())
    }
}

fn check_tag(tag: &str) -> Result<(), EkycError> {
    let length = tag.chars().count();
    if !(1..=MAX_TAG).contains(&length) {
        return Err(EkycError::configuration("tag", format!("has {length} characters; it may have 1 to {MAX_TAG}")));
    }
    if tag.chars().any(char::is_control) {
        return Err(EkycError::configuration("tag", "holds a line break or another control character"));
    }
    Ok(())
}

/// What holds for a call.
#[derive(Clone)]
pub(super) struct CallSettings {
    pub(super) connect_timeout: Duration,
    pub(super) attempt_timeout: Duration,
    pub(super) overall_timeout: Duration,
    pub(super) quota_max_wait: Duration,
    pub(super) retry: RetrySettings,
}

impl CallSettings {
    /// The client's own, checked.
    pub(super) fn of(config: &ClientConfig) -> Result<Self, EkycError> {
        let retry = config.retry.clone().unwrap_or_default();
        retry.check()?;
        if let Some(quota) = &config.quota {
            quota.check()?;
        }
        Ok(Self {
            connect_timeout: timeout("connect_timeout_ms", config.connect_timeout_ms)?,
            attempt_timeout: timeout("attempt_timeout_ms", config.attempt_timeout_ms)?,
            overall_timeout: timeout("overall_timeout_ms", config.overall_timeout_ms)?,
            quota_max_wait: bounds::wait(
                "quota.max_wait_ms",
                config.quota.as_ref().map_or(0, |quota| quota.max_wait_ms),
            )?,
            retry,
        })
    }

    /// These, with what a call decides for itself.
    pub(super) fn with(&self, options: &CallOptions) -> Result<Self, EkycError> {
        let mut settings = self.clone();
        if let Some(ms) = options.connect_timeout_ms {
            settings.connect_timeout = timeout("connect_timeout_ms", ms)?;
        }
        if let Some(ms) = options.attempt_timeout_ms {
            settings.attempt_timeout = timeout("attempt_timeout_ms", ms)?;
        }
        if let Some(ms) = options.overall_timeout_ms {
            settings.overall_timeout = timeout("overall_timeout_ms", ms)?;
        }
        if let Some(count) = options.max_attempts {
            settings.retry.max_attempts = bounds::attempts("max_attempts", count)?;
        }
        if let Some(retry) = options.retry_unknown_outcome {
            settings.retry.retry_unknown_outcome = retry;
        }
        if let Some(ms) = options.quota_max_wait_ms {
            settings.quota_max_wait = bounds::wait("quota_max_wait_ms", ms)?;
        }
        options.tag.as_deref().map_or(Ok(()), check_tag)?;
        Ok(settings)
    }
}
