//! A running sandbox.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::clock::check_offset;
use crate::error::SandboxError;
use crate::faults::Fault;
use crate::info::Info;
use crate::net::{Listeners, make_certificates};
use crate::record::Seen;
use crate::runtime::Serving;
use crate::service::Service;
use crate::settings::{ConnectionMode, IdentitySettings, Key, Options, ProxySettings};

/// How long the `wait_for` functions wait: far more than anything takes, so that only what never happens fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running sandbox: it serves from threads of its own, and stops when dropped.
///
/// Works in plain tests and inside any async runtime alike.
pub struct Sandbox {
    service: Arc<Service>,
    address: SocketAddr,
    info: Arc<Info>,
    handle: Handle,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox; when this returns, it listens.
    ///
    /// # Errors
    /// [`SandboxError`] if an option makes no sense, an address is not a loopback address or is taken, or the system has no threads or
    /// randomness left.
    pub fn start(options: Options) -> Result<Self, SandboxError> {
        options.check()?;
        let certificates = make_certificates()?;
        let listeners = Listeners::open(&options)?;
        let addresses = listeners.addresses()?;
        let info = Arc::new(Info::new(&addresses, options.tls, certificates.ca_pem));
        let service = Arc::new(Service::new(&options));
        let (stop, stopped) = watch::channel(false);
        let tls = options.tls.then_some(certificates.tls);
        let serving = Serving { listeners, tls, service: Arc::clone(&service), info: Arc::clone(&info), stopped };
        let (ready, started) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name("ekyc-sandbox".to_owned()).spawn(move || serving.run(&ready))?;
        let handle = started.recv().map_err(io::Error::other)??;
        Ok(Self { service, address: addresses.service, info, handle, stop, thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens as a client's endpoint: `https://127.0.0.1:PORT`, or `http://` if so started.
    pub fn endpoint(&self) -> String {
        self.info.endpoint.clone()
    }

    /// The control plane as a URL, if there is one.
    pub fn control_endpoint(&self) -> Option<String> {
        self.info.control_endpoint.clone()
    }

    /// Where the metadata of an instance and the credentials URI (`/credentials`) are, if they are served: `http://127.0.0.1:PORT`.
    pub fn metadata_endpoint(&self) -> Option<String> {
        self.info.metadata_endpoint.clone()
    }

    /// The proxy as a URL, if there is one: `http://127.0.0.1:PORT`.
    pub fn proxy_endpoint(&self) -> Option<String> {
        self.info.proxy_endpoint.clone()
    }

    /// The certificate of the authority that clients must trust, as PEM.
    pub fn ca_pem(&self) -> &str {
        &self.info.ca_pem
    }

    /// What it has seen.
    pub fn seen(&self) -> Seen {
        self.service.record.seen()
    }

    /// Waits until what it has seen is as wanted, and returns that. Runs in any async runtime.
    ///
    /// # Errors
    /// [`SandboxError::Timeout`] after 30 s.
    pub async fn wait_for(&self, mut wanted: impl FnMut(&Seen) -> bool) -> Result<Seen, SandboxError> {
        let mut watch = self.service.record.watch();
        // The sandbox's own runtime keeps the time: the caller's may have no clock, or a paused one. A sleep belongs to the runtime
        // it is made in, so it is made inside the task.
        let patience = self.handle.spawn(async { tokio::time::sleep(PATIENCE).await });
        let abort = patience.abort_handle();
        let seen = tokio::select! {
            seen = watch.wait_for(|seen| wanted(seen)) => seen.map(|seen| seen.clone()).map_err(|_| SandboxError::Stopped),
            _ = patience => Err(self.timed_out()),
        };
        abort.abort();
        seen
    }

    /// The same for plain threads. Do not call it inside an async runtime.
    ///
    /// # Errors
    /// [`SandboxError::Timeout`] after 30 s.
    pub fn wait_for_blocking(&self, wanted: impl FnMut(&Seen) -> bool) -> Result<Seen, SandboxError> {
        self.handle.block_on(self.wait_for(wanted))
    }

    fn timed_out(&self) -> SandboxError {
        let Seen { connections, requests, aborted, .. } = self.seen();
        SandboxError::Timeout { waited: PATIENCE, connections, requests, aborted }
    }

    /// Sets the faults to come, in place of those set before. Each request takes one, from the front of
    /// the queue for its action; then all is well again.
    pub fn faults(&self, faults: impl IntoIterator<Item = impl Into<Fault>>) {
        self.service.set_faults(faults.into_iter().map(Into::into));
    }

    /// Knows these keys and no others: key rotation. Keys given out by the identity services are forgotten too.
    pub fn set_keys(&self, keys: impl IntoIterator<Item = Key>) {
        self.service.set_keys(keys);
    }

    /// Sets up the services that give out keys anew.
    pub fn set_identity(&self, settings: IdentitySettings) {
        self.service.set_identity(settings);
    }

    /// Sets the service's clock so many milliseconds ahead of the machine's; negative: behind.
    ///
    /// # Errors
    /// [`SandboxError::Option`] for more than a century either way.
    pub fn set_clock_offset_ms(&self, offset_ms: i64) -> Result<(), SandboxError> {
        check_offset(offset_ms)?;
        self.service.clock.set_offset_ms(offset_ms);
        Ok(())
    }

    /// Says what happens to the service's connections from now on.
    pub fn set_connection_mode(&self, mode: ConnectionMode) {
        self.service.set_connection_mode(mode);
    }

    /// Says how the proxy behaves from now on.
    pub fn set_proxy(&self, settings: ProxySettings) {
        self.service.set_proxy(settings);
    }

    /// Lets the account make so many calls of Initialize within any second; `None` or 0 for any number.
    pub fn set_calls_per_second(&self, calls_per_second: Option<u32>) {
        self.service.set_quota(calls_per_second);
    }

    /// Lets all requests go that the faults `hold` and `unread` hold now, and tells how many these were.
    pub fn release(&self) -> u64 {
        self.service.held.release(None)
    }

    /// Lets the `count` oldest of them go.
    pub fn release_some(&self, count: u64) -> u64 {
        self.service.held.release(Some(count))
    }

    /// Forgets counters, events, faults, nonces and issued keys, and sets everything as it was at the start. Open connections stay
    /// open and are not counted again.
    pub fn reset(&self) {
        self.service.reset();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // a panic in there was printed already
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("endpoint", &self.info.endpoint)
            .field("control_endpoint", &self.info.control_endpoint)
            .field("metadata_endpoint", &self.info.metadata_endpoint)
            .field("proxy_endpoint", &self.info.proxy_endpoint)
            .finish_non_exhaustive()
    }
}
