//! Asks a source that the user wrote.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};

use super::loaded::{Failure, Loaded};
use super::promise::{CredentialPromise, Reply};
use super::provider::{CredentialProvider, ProviderRefused};
use super::source::{Loading, Source};
use crate::bounds::timeout;
use crate::error::EkycError;

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
            Ok(Err(_)) => Err(failed("it dropped its promise without an answer")),
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
        let (promise, waiting) = CredentialPromise::new();
        let provider = Arc::clone(&self.provider);
        let call = move || {
            let outcome = provider.fetch(Arc::clone(&promise));
            drop(returned);
            if let Err(ProviderRefused::Refused { reason }) = outcome {
                let _ = promise.fail(reason); // it may have answered as well; the first one counts
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

/// Dropped when `fetch` has returned, or has panicked.
struct Returned(Arc<Busy>);

impl Drop for Returned {
    fn drop(&mut self) {
        self.0.process.store(0, Ordering::Release);
        self.0.returned.notify_one();
    }
}
