//! The promise through which a provider answers.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::loaded::Loaded;
use super::snapshot::Snapshot;
use crate::bounds::{MAX_PROVIDER_REASON, shown};
use crate::error::EkycError;

/// What a provider answers through, once. Dropped without an answer it counts as a failure.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct CredentialPromise {
    waiting: Mutex<Option<oneshot::Sender<Reply>>>,
}

pub(super) type Reply = Result<Loaded, String>;

#[uniffi::export]
impl CredentialPromise {
    /// Gives keys. `security_token` belongs to temporary keys; `expires_at_unix_ms` is when they expire, in milliseconds since 1970 (UTC).
    /// Without it they are asked for again every few minutes. Keys that expired less than a day ago by this machine's clock are taken as
    /// keys without an expiry, because the clock may be wrong.
    ///
    /// # Errors
    /// `Credentials` if a part is empty or has blanks, if the keys expired a day ago or longer (the fetch fails then), and if the promise was
    /// answered before or its time is over (nothing happens then).
    pub fn complete(
        &self,
        access_key_id: String,
        access_key_secret: String,
        security_token: Option<String>,
        expires_at_unix_ms: Option<i64>,
    ) -> Result<(), EkycError> {
        let (secret, token) = (Zeroizing::new(access_key_secret), security_token.map(Zeroizing::new));
        let keys = Snapshot::checked(access_key_id, secret, token);
        let reply = keys.and_then(|keys| match expires_at_unix_ms {
            Some(ms) => Loaded::expiring(keys, ms.div_euclid(1000), None),
            None => Ok(Loaded::lasting(keys)),
        });
        let wrong = reply.as_ref().err().cloned();
        self.answer(reply)?;
        wrong.map_or(Ok(()), |reason| Err(EkycError::credentials(reason)))
    }

    /// Gives up. The reason is shown to whoever made the call, and in logs: it must hold no secret.
    ///
    /// # Errors
    /// `Credentials` if the promise was answered before or its time is over; nothing happens then.
    pub fn fail(&self, reason: String) -> Result<(), EkycError> {
        self.answer(Err(shown(&reason, MAX_PROVIDER_REASON)))
    }
}

impl CredentialPromise {
    /// A promise, and what comes of it.
    pub(super) fn new() -> (Arc<Self>, oneshot::Receiver<Reply>) {
        let (answer, waiting) = oneshot::channel();
        (Arc::new(Self { waiting: Mutex::new(Some(answer)) }), waiting)
    }

    fn answer(&self, reply: Reply) -> Result<(), EkycError> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let over = || EkycError::credentials("the promise was answered before, or its time is over");
        waiting.ok_or_else(over)?.send(reply).map_err(|_| over())
    }
}

impl fmt::Debug for CredentialPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialPromise")
    }
}

impl fmt::Display for CredentialPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
