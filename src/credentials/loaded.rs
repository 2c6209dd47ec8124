//! What comes out of asking a source: keys with their age, or why there are none.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::snapshot::Snapshot;
use crate::bounds::expiry;
use crate::protocol::format_date;

/// How wrong this machine's clock may be before it is believed that keys have expired.
const DOUBT: Duration = Duration::from_secs(24 * 3600);

/// Keys fresh from a source.
pub(super) struct Loaded {
    pub(super) keys: Snapshot,
    /// How long they are valid from now on; nothing if nobody knows.
    pub(super) remaining: Option<Duration>,
    /// In a chain: which source gave them.
    pub(super) found: Option<FoundInChain>,
}

/// Where in a chain keys came from.
#[derive(Debug, Clone)]
pub(super) struct FoundInChain {
    pub(super) source: &'static str,
    /// The sources before it that are configured but failed, and why; only if the settings allow to pass over them.
    pub(super) passed_over: Vec<String>,
}

/// Why a source gave no keys. Texts are shown to the user and hold no value of a key.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing says that the source is to be used.
    NotConfigured(String),
    /// Nothing says so, and what could have been there without being configured is not there.
    NotThere(String),
    /// It is to be used, but something is wrong.
    Failed(String),
}

impl Loaded {
    /// Keys without an expiry.
    pub(super) fn lasting(keys: Snapshot) -> Self {
        Self { keys, remaining: None, found: None }
    }

    /// Keys that expire. `now` is the clock of whoever issued them, if it is known.
    ///
    /// If it is not, this machine's has to do, and that may be wrong: keys that seem to have expired within the last day are used all the
    /// same, as if their expiry was not known. If they really have, the service says so.
    ///
    /// # Errors
    /// If they have expired already.
    pub(super) fn expiring(keys: Snapshot, expires_unix: i64, now: Option<SystemTime>) -> Result<Self, String> {
        let expires_unix = expiry(expires_unix);
        let expires = UNIX_EPOCH + Duration::from_secs(expires_unix.unsigned_abs());
        let expired = || format!("the keys it gave have expired already ({})", format_date(expires_unix));
        let left = expires.duration_since(now.unwrap_or_else(SystemTime::now));
        match (left, now) {
            (Ok(left), _) if !left.is_zero() => Ok(Self { keys, remaining: Some(left), found: None }),
            (Err(over), None) if over.duration() < DOUBT => Ok(Self::lasting(keys)),
            _ => Err(expired()),
        }
    }
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Failed(reason)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfigured(reason) => write!(f, "not configured: {reason}"),
            Self::NotThere(reason) | Self::Failed(reason) => f.write_str(reason),
        }
    }
}
