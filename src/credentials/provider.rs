//! A source written by the user.
//!
//! No asynchronous method crosses the border (Swift 6.0 compilers crash on the code generated for one): `fetch` gets a ticket, returns, and
//! answers through the ticket from wherever it likes.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use zeroize::Zeroizing;

use super::loaded::{Failure, Loaded};
use super::snapshot::Snapshot;
use super::source::{Loading, Source};
use crate::error::EkycError;
use crate::net::timeout;

/// A source of keys of your own.
///
/// It is asked at the first call, ahead of expiry, every few minutes if its keys have no expiry, and when the service refuses its keys; never
/// twice at the same time. Each `fetch` runs on a thread of its own.
#[uniffi::export(foreign)]
pub trait CredentialProvider: Send + Sync {
    /// Begins to get keys, and answers through the ticket: now, or later from any thread.
    ///
    /// # Errors
    /// `ProviderRefused` instead of an answer. Whatever else an implementation throws is taken for a failure, and its text is not kept: it
    /// could hold a secret.
    fn fetch(&self, ticket: Arc<CredentialTicket>) -> Result<(), ProviderRefused>;
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

/// What a provider answers through, once. Dropped without an answer it counts as a failure.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct CredentialTicket {
    waiting: Mutex<Option<oneshot::Sender<Reply>>>,
}

type Reply = Result<Loaded, String>;

#[uniffi::export]
impl CredentialTicket {
    /// Gives keys. `security_token` belongs to temporary keys; `expires_at_unix_ms` is when they expire, in milliseconds since 1970 (UTC).
    /// Without it they are asked for again every few minutes. Keys that expired less than a day ago by this machine's clock are taken as
    /// keys without an expiry, because the clock may be wrong.
    ///
    /// # Errors
    /// `Credentials` if a part is empty or has blanks, if the keys expired a day ago or longer (the fetch fails then), and if the ticket was
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
    /// `Credentials` if the ticket was answered before or its time is over; nothing happens then.
    pub fn fail(&self, reason: String) -> Result<(), EkycError> {
        self.answer(Err(bounded(reason)))
    }
}

impl CredentialTicket {
    fn answer(&self, reply: Reply) -> Result<(), EkycError> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let over = || EkycError::credentials("the ticket was answered before, or its time is over");
        waiting.ok_or_else(over)?.send(reply).map_err(|_| over())
    }
}

impl fmt::Debug for CredentialTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialTicket")
    }
}

impl fmt::Display for CredentialTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

pub(super) struct Custom {
    provider: Arc<dyn CredentialProvider>,
    limit: Duration,
    busy: Arc<Busy>,
}

#[derive(Default)]
struct Busy {
    /// The process whose `fetch` has not returned yet, or 0. A process, not a flag: a forked child has none of its parent's threads.
    process: AtomicU32,
    returned: Notify,
}

/// How long a `fetch` may need to return that has answered from another thread, or that nobody waits for any more.
const RETURNING: Duration = Duration::from_secs(1);

impl Custom {
    pub(super) fn new(provider: Arc<dyn CredentialProvider>, timeout_ms: i64) -> Result<Self, EkycError> {
        Ok(Self { provider, limit: timeout("timeout_ms", timeout_ms)?, busy: Arc::default() })
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        let _ = tokio::time::timeout(RETURNING, self.returned()).await; // if it has not by then, `begin` says so
        let waiting = self.begin()?;
        let failed = |reason: &str| Failure::Failed(reason.to_owned());
        match tokio::time::timeout(self.limit, waiting).await {
            Ok(Ok(reply)) => Ok(reply?),
            Ok(Err(_)) => Err(failed("it dropped its ticket without an answer")),
            Err(_) => Err(Failure::Failed(format!("it did not answer within {} ms", self.limit.as_millis()))),
        }
    }

    /// Resolves when no `fetch` runs.
    async fn returned(&self) {
        while self.busy.process.load(Ordering::Acquire) == std::process::id() {
            self.busy.returned.notified().await; // a return since the look above has left its notice
        }
    }

    /// Calls the provider on a thread of its own: it may block, and the runtime's threads carry the calls.
    fn begin(&self) -> Result<oneshot::Receiver<Reply>, String> {
        let process = std::process::id();
        let was = self.busy.process.swap(process, Ordering::AcqRel);
        if was == process {
            return Err("its fetch before has not returned yet".to_owned());
        }
        let returned = Returned(Arc::clone(&self.busy));
        let (answer, waiting) = oneshot::channel();
        let ticket = Arc::new(CredentialTicket { waiting: Mutex::new(Some(answer)) });
        let provider = Arc::clone(&self.provider);
        let call = move || {
            let outcome = provider.fetch(Arc::clone(&ticket));
            drop(returned);
            if let Err(ProviderRefused::Refused { reason }) = outcome {
                let _ = ticket.answer(Err(bounded(reason))); // it may have answered as well; the first one counts
            }
        };
        let thread = std::thread::Builder::new().name("ekyc-provider".to_owned()).spawn(call);
        thread.map_err(|error| format!("no thread to call it on: {error}"))?;
        Ok(waiting)
    }
}

impl Source for Custom {
    fn name(&self) -> &'static str {
        "custom provider"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
    }
}

/// A provider's reason goes into errors, events and descriptions, so it is cut.
fn bounded(mut reason: String) -> String {
    const MOST: usize = 1000;
    if let Some((at, _)) = reason.char_indices().nth(MOST) {
        reason.truncate(at);
        reason.push_str("...");
    }
    reason
}

/// Dropped when `fetch` has returned, or has panicked.
struct Returned(Arc<Busy>);

impl Drop for Returned {
    fn drop(&mut self) {
        self.0.process.store(0, Ordering::Release);
        self.0.returned.notify_one();
    }
}
