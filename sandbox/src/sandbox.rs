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
use crate::cloudauth::{CallbackAttempt, CallbackChanges, Ending, VerificationView};
use crate::control::Control;
use crate::error::SandboxError;
use crate::faults::Fault;
use crate::info::Info;
use crate::net::{Authority, Listeners};
use crate::record::Seen;
use crate::runtime::Serving;
use crate::service::Service;
use crate::settings::{CallbackSettings, ConnectionMode, IdentitySettings, Key, Options, ProxySettings};

/// How long the `wait_for` functions wait: far more than anything takes, so that only what never happens fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running sandbox: it serves from threads of its own, and stops when dropped.
///
/// Works in plain tests and inside any async runtime alike.
pub struct Sandbox {
    service: Arc<Service>,
    address: SocketAddr,
    info: Arc<Info>,
    authority: Arc<Authority>,
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
        let names = options.all_names();
        let authority = Arc::new(Authority::of(options.ca_dir.as_deref())?);
        let acceptor = authority.acceptor(&names)?;
        let listeners = Listeners::open(&options)?;
        let addresses = listeners.addresses()?;
        let info = Arc::new(Info::new(&addresses, options.tls, authority.pem().to_owned(), names));
        let service = Arc::new(Service::new(&options, Arc::clone(&info))?);
        let (stop, stopped) = watch::channel(false);
        let tls = options.tls.then_some(acceptor);
        let serving = Serving {
            listeners,
            tls,
            service: Arc::clone(&service),
            control: Control {
                info: Arc::clone(&info),
                service: Arc::clone(&service),
                authority: Arc::clone(&authority),
            },
            stopped,
        };
        let (ready, started) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name("ekyc-sandbox".to_owned()).spawn(move || serving.run(&ready))?;
        let handle = started.recv().map_err(io::Error::other)??;
        Ok(Self { service, address: addresses.service, info, authority, handle, stop, thread: Some(thread) })
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

    /// Adds faults behind those that were set before.
    pub fn add_faults(&self, faults: impl IntoIterator<Item = impl Into<Fault>>) {
        self.service.add_faults(faults.into_iter().map(Into::into));
    }

    /// A certificate of the sandbox's authority and its private key, both as PEM, for a server of yours that is to receive callbacks: it
    /// is for 127.0.0.1, ::1, localhost and [`Options::names`].
    ///
    /// # Errors
    /// [`SandboxError::Certificate`] if the system has no randomness left.
    pub fn issue_certificate(&self) -> Result<(String, String), SandboxError> {
        self.authority.issue(self.info.names())
    }

    /// Knows these keys and no others: key rotation. Keys given out by the identity services are forgotten too.
    pub fn set_keys(&self, keys: impl IntoIterator<Item = Key>) {
        self.service.set_keys(keys);
    }

    /// All verifications as they are now, oldest first: at most 10,000.
    pub fn verifications(&self) -> Vec<VerificationView> {
        self.service.views()
    }

    /// One verification as it is now.
    pub fn verification(&self, transaction_id: &str) -> Option<VerificationView> {
        self.service.view(transaction_id)
    }

    /// Makes a verification end, as its page does, however far it has come.
    ///
    /// # Errors
    /// [`SandboxError::UnknownVerification`] if there is none of that id.
    pub fn end_verification(&self, transaction_id: &str, ending: impl Into<Ending>) -> Result<(), SandboxError> {
        let _inside = self.handle.enter(); // the callback is sent from the sandbox's own runtime
        let ended = self.service.end_verification(transaction_id, ending.into());
        ended.ok_or(SandboxError::UnknownVerification)
    }

    /// Sends a verification's callback now, and tells what came of it. Runs in any async runtime.
    ///
    /// # Errors
    /// [`SandboxError::UnknownVerification`] if there is none of that id, or it has no `CallbackUrl`.
    pub async fn send_callback(
        &self,
        transaction_id: &str,
        changes: &CallbackChanges,
    ) -> Result<CallbackAttempt, SandboxError> {
        let callback = self.service.verifications.callback(transaction_id, changes);
        let callback = callback.ok_or(SandboxError::UnknownVerification)?;
        let service = Arc::clone(&self.service);
        let sent = self.handle.spawn(async move { service.call_back(&callback).await });
        sent.await.map_err(|_| SandboxError::Stopped)
    }

    /// Says how callbacks are sent from now on.
    ///
    /// # Errors
    /// [`SandboxError::Option`] if the roots are not certificates as PEM.
    pub fn set_callbacks(&self, settings: CallbackSettings) -> Result<(), SandboxError> {
        self.service.callbacks.set(settings)
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
