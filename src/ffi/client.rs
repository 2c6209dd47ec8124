//! The client for the wrappers.

use std::sync::Arc;
use std::time::Duration;

use super::calls::Calls;
use super::names;
use super::observer::{CoreObserver, Foreign};
use super::runtime::{Lease, wait_for};
use crate::client::{CallOptions, Client, ClientConfig, ClientParts, Observer, Progress};
use crate::credentials::Credentials;
use crate::error::EkycError;
use crate::model::{CallbackHint, InitializeRequest, InitializeResponse};
use crate::process::PerProcess;

/// The client behind the wrappers' own. Dropping the last reference cancels the running calls.
#[derive(uniffi::Object)]
pub struct CoreClient {
    origin: Origin,
    live: PerProcess<Live>,
}

/// What the client is made from, and made from again in a forked child.
struct Origin {
    config: ClientConfig,
    credentials: Arc<Credentials>,
    observer: Option<Arc<dyn CoreObserver>>,
    binding: String,
}

struct Live {
    client: Client,
    calls: Arc<Calls>,
}

/// The longest time that `shutdown` waits: as long as the longest call.
const MAX_GRACE_MS: i64 = 600_000;

#[uniffi::export]
impl CoreClient {
    /// `binding` names the language and its runtime for the user agent.
    #[uniffi::constructor]
    pub fn new(
        config: ClientConfig,
        credentials: Arc<Credentials>,
        observer: Option<Arc<dyn CoreObserver>>,
        binding: String,
    ) -> Result<Arc<Self>, EkycError> {
        let client = Self { origin: Origin { config, credentials, observer, binding }, live: PerProcess::new() };
        client.live().map_err(names::of_the_caller)?;
        Ok(Arc::new(client))
    }

    /// Cancels a call; one that has ended, or not yet begun, is fine too.
    pub fn cancel(&self, call: u64) -> Result<(), EkycError> {
        self.live()?.calls.cancel(call);
        Ok(())
    }

    /// Wakes the waits for a callback's transaction, so that they ask at once. `true` if there is one in this client; on another server it
    /// asks after its next pause.
    pub fn callback_arrived(&self, callback: CallbackHint) -> Result<bool, EkycError> {
        Ok(self.live()?.client.callback_arrived(&callback))
    }

    /// Refuses new calls and cancels the running ones.
    pub fn stop(&self) -> Result<(), EkycError> {
        self.live()?.client.close();
        Ok(())
    }

    /// Refuses new calls, lets the running ones finish for up to `grace_ms`, then cancels those that are left. `true` if none was.
    pub async fn shutdown(&self, grace_ms: i64) -> Result<bool, EkycError> {
        let live = self.live()?;
        let task = live.calls.lease().spawn(self.end(grace_ms)?);
        task.await.map_err(|_| EkycError::internal("the shutdown broke off"))?
    }
}

#[uniffi::export]
impl CoreClient {
    /// As `initialize`, holding the calling thread: for Rust programs that stand where Kotlin and Swift do, such as tests.
    ///
    /// # Errors
    /// Every kind of [`EkycError`].
    pub fn initialize_blocking(
        &self,
        request: InitializeRequest,
        options: Option<CallOptions>,
        call: u64,
    ) -> Result<InitializeResponse, EkycError> {
        let live = self.live()?;
        let (client, calls) = (live.client.clone(), Arc::clone(&live.calls));
        wait_for(async move {
            let work = move |progress: Arc<Progress>| async move {
                client.send_tracked(&request, options.as_ref(), &progress).await
            };
            calls.run(call, work).await
        })
    }

    /// As `shutdown`, holding the calling thread.
    pub fn shutdown_blocking(&self, grace_ms: i64) -> Result<bool, EkycError> {
        wait_for(self.end(grace_ms)?)
    }
}

impl CoreClient {
    /// Runs an operation and waits for it.
    pub(super) async fn run<T, F>(
        &self,
        call: u64,
        work: impl FnOnce(Client, Arc<Progress>) -> F,
    ) -> Result<T, EkycError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EkycError>> + Send + 'static,
    {
        let live = self.live()?;
        let client = live.client.clone();
        live.calls.run(call, |progress| work(client, progress)).await.map_err(names::of_the_caller)
    }

    /// Runs an operation and tells `done` how it ended.
    pub(super) fn detach<T, F>(
        &self,
        call: u64,
        work: impl FnOnce(Client, Arc<Progress>) -> F,
        done: impl FnOnce(Result<T, EkycError>) + Send + 'static,
    ) -> Result<(), EkycError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EkycError>> + Send + 'static,
    {
        let live = self.live()?;
        let client = live.client.clone();
        let done = |result: Result<T, EkycError>| done(result.map_err(names::of_the_caller));
        live.calls.detach(call, |progress| work(client, progress), done)
    }

    /// As `shutdown`, told to `done`.
    pub(super) fn shutdown_detached(
        &self,
        grace_ms: i64,
        done: impl FnOnce(Result<bool, EkycError>) + Send + 'static,
    ) -> Result<(), EkycError> {
        let (live, work) = (self.live()?, self.end(grace_ms)?);
        let calls = Arc::clone(&live.calls);
        live.calls.lease().spawn(async move {
            done(work.await);
            drop(calls); // the runtime stays until the end was told
        });
        Ok(())
    }

    fn live(&self) -> Result<Arc<Live>, EkycError> {
        self.live.get(|| self.origin.start())
    }

    fn end(&self, grace_ms: i64) -> Result<impl Future<Output = Result<bool, EkycError>> + Send + 'static, EkycError> {
        let grace = u64::try_from(grace_ms).ok().filter(|_| grace_ms <= MAX_GRACE_MS).ok_or_else(|| {
            let reason = format!("{grace_ms} is not between 0 and {MAX_GRACE_MS} milliseconds");
            EkycError::configuration("grace", reason)
        })?;
        let client = self.live()?.client.clone();
        Ok(async move { Ok(client.shutdown(Duration::from_millis(grace)).await) })
    }
}

impl Origin {
    fn start(&self) -> Result<Live, EkycError> {
        let lease = Lease::new()?;
        let in_runtime = lease.enter();
        let observer =
            self.observer.as_ref().map(|observer| Arc::new(Foreign(Arc::clone(observer))) as Arc<dyn Observer>);
        let parts = ClientParts { observer, quota: None };
        let client = Client::for_binding(&self.config, Arc::clone(&self.credentials), parts, &self.binding)?;
        drop(in_runtime);
        Ok(Live { client, calls: Calls::new(lease) })
    }
}

impl Drop for CoreClient {
    fn drop(&mut self) {
        if let Some(live) = self.live.present() {
            live.client.close();
        }
    }
}
