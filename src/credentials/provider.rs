//! A source written by the user.
//!
//! No asynchronous method crosses the border (Swift 6.0 compilers crash on the code generated for one): `fetch` gets a promise, returns, and
//! answers through the promise from wherever it likes.

use std::sync::Arc;

use super::promise::CredentialPromise;

/// A source of keys of your own.
///
/// It is asked at the first call, ahead of expiry, every few minutes if its keys have no expiry, and when the service refuses its keys; never
/// twice at the same time. Each `fetch` runs on a thread of its own.
#[uniffi::export(foreign)]
pub trait CredentialProvider: Send + Sync {
    /// Begins to get keys, and answers through the promise: now, or later from any thread.
    ///
    /// # Errors
    /// `ProviderRefused` instead of an answer. Whatever else an implementation throws is taken for a failure, and its text is not kept: it
    /// could hold a secret.
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused>;
}

/// A provider has no keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[non_exhaustive]
pub enum ProviderRefused {
    /// It says why.
    #[error("{reason}")]
    Refused {
        /// Why. Shown to whoever made the call, and in logs: it must hold no secret.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ProviderRefused {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Refused { reason: "it threw an unexpected error (its text is not shown)".to_owned() }
    }
}
