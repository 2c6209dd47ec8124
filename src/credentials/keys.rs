//! The credentials of an application, and what a client asks of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::cache::Cache;
use super::snapshot::Snapshot;
use super::source::Source;
use crate::error::EkycError;

/// The credentials a client signs with.
///
/// An object, so that nothing prints, copies or compares the secret; it is wiped from memory when the last reference goes.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct CoreCredentials {
    keys: Keys,
}

enum Keys {
    Fixed(Arc<Snapshot>),
    Cached(Arc<Cache>),
}

impl CoreCredentials {
    /// Keys to sign one request with. Waits only if there are none that are valid.
    pub(crate) async fn snapshot(&self) -> Result<Arc<Snapshot>, EkycError> {
        match &self.keys {
            Keys::Fixed(keys) => Ok(Arc::clone(keys)),
            Keys::Cached(cache) => cache.snapshot().await,
        }
    }

    /// The service refused these keys. Asks the source again, once for all callers and not too often, and gives other keys if it has others
    /// and gives them within `at_most`. A source that takes longer goes on for the calls after this one.
    pub(crate) async fn renewed(&self, refused: &Snapshot, at_most: Duration) -> Option<Arc<Snapshot>> {
        match &self.keys {
            Keys::Fixed(_) => None,
            Keys::Cached(cache) => timeout(at_most, cache.renewed(refused)).await.ok().flatten(),
        }
    }

    /// The keys, if they never change and nobody need be asked.
    pub(crate) fn fixed(&self) -> Option<Arc<Snapshot>> {
        match &self.keys {
            Keys::Fixed(keys) => Some(Arc::clone(keys)),
            Keys::Cached(_) => None,
        }
    }

    pub(super) fn fixed_keys(keys: Snapshot) -> Arc<Self> {
        Arc::new(Self { keys: Keys::Fixed(Arc::new(keys)) })
    }

    pub(super) fn cached(source: impl Source + 'static) -> Arc<Self> {
        Arc::new(Self { keys: Keys::Cached(Cache::new(source)) })
    }
}

impl fmt::Debug for CoreCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credentials");
        let keys = match &self.keys {
            Keys::Fixed(keys) => Some(Arc::clone(keys)),
            Keys::Cached(cache) => {
                shown.field("source", &format_args!("{}", cache.source.name()));
                let (held, failure) = cache.shown();
                if let Some(found) = held.as_ref().and_then(|held| held.found.as_ref()) {
                    shown.field("from", &format_args!("{}", found.source));
                    if !found.passed_over.is_empty() {
                        shown.field("passed_over", &found.passed_over);
                    }
                }
                if let Some(failure) = failure {
                    shown.field("last_failure", &failure);
                }
                held.map(|held| Arc::clone(&held.keys))
            }
        };
        if let Some(keys) = keys {
            let key = keys.key();
            let token = if key.security_token.is_some() { "***" } else { "none" };
            shown
                .field("access_key_id", &key.access_key_id)
                .field("access_key_secret", &format_args!("***"))
                .field("security_token", &format_args!("{token}"));
        }
        shown.finish()
    }
}

impl fmt::Display for CoreCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
