//! The client for the wrappers.

use std::sync::Arc;
use std::time::Duration;

use super::calls::Calls;
use super::observer::{CoreObserver, Foreign};
use super::runtime::{runtime, wait_for};
use crate::client::{CallOptions, Client, ClientConfig, ClientParts, Observer, Progress};
use crate::credentials::Credentials;
use crate::error::EkycError;
use crate::model::{InitializeRequest, InitializeResponse};
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
        client.live()?;
        Ok(Arc::new(client))
    }

    /// Starts a verification. `call` is an id the wrapper has not used before with this client.
    pub async fn initialize(
        &self,
        request: InitializeRequest,
        options: Option<CallOptions>,
        call: u64,
    ) -> Result<InitializeResponse, EkycError> {
        let live = self.live()?;
        let client = live.client.clone();
        let work = move |progress: Arc<Progress>| async move {
            client.send_tracked(&request, options.as_ref(), &progress).await
        };
        live.calls.run(call, work).await
    }

    /// As `initialize`, holding the calling thread; no callback enters the foreign runtime.
    pub fn initialize_blocking(
        &self,
        request: InitializeRequest,
        options: Option<CallOptions>,
        call: u64,
    ) -> Result<InitializeResponse, EkycError> {
        let live = self.live()?;
        let client = live.client.clone();
        let work = move |progress: Arc<Progress>| async move {
            client.send_tracked(&request, options.as_ref(), &progress).await
        };
        live.calls.run_blocking(call, work)
    }

    /// Cancels a call; one that has ended, or not yet begun, is fine too.
    pub fn cancel(&self, call: u64) -> Result<(), EkycError> {
        self.live()?.calls.cancel(call);
        Ok(())
    }

    /// Refuses new calls and cancels the running ones.
    pub fn stop(&self) -> Result<(), EkycError> {
        self.live()?.client.close();
        Ok(())
    }

    /// Refuses new calls, lets the running ones finish for up to `grace_ms`, then cancels those that are left. `true` if none was.
    pub async fn shutdown(&self, grace_ms: i64) -> Result<bool, EkycError> {
        let work = self.end(grace_ms)?;
        let task = runtime()?.spawn(work);
        task.await.map_err(|_| EkycError::internal("the shutdown broke off"))?
    }

    /// As `shutdown`, holding the calling thread.
    pub fn shutdown_blocking(&self, grace_ms: i64) -> Result<bool, EkycError> {
        wait_for(self.end(grace_ms)?)
    }
}

impl CoreClient {
    fn live(&self) -> Result<Arc<Live>, EkycError> {
        self.live.get(|| self.origin.start())
    }

    fn end(&self, grace_ms: i64) -> Result<impl Future<Output = Result<bool, EkycError>> + Send + 'static, EkycError> {
        let grace = u64::try_from(grace_ms).ok().filter(|_| grace_ms <= MAX_GRACE_MS).ok_or_else(|| {
            let reason = format!("{grace_ms} is not between 0 and {MAX_GRACE_MS} milliseconds");
            EkycError::configuration("grace_ms", reason)
        })?;
        let client = self.live()?.client.clone();
        Ok(async move { Ok(client.shutdown(Duration::from_millis(grace)).await) })
    }
}

impl Origin {
    fn start(&self) -> Result<Live, EkycError> {
        let runtime = runtime()?;
        let _in_runtime = runtime.enter();
        let observer =
            self.observer.as_ref().map(|observer| Arc::new(Foreign(Arc::clone(observer))) as Arc<dyn Observer>);
        let parts = ClientParts { observer, quota: None };
        let client = Client::for_binding(&self.config, Arc::clone(&self.credentials), parts, &self.binding)?;
        Ok(Live { client, calls: Arc::default() })
    }
}

impl Drop for CoreClient {
    fn drop(&mut self) {
        if let Some(live) = self.live.present() {
            live.client.close();
        }
    }
}
