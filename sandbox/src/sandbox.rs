//! A running sandbox.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::control;
use crate::error::SandboxError;
use crate::fault::Fault;
use crate::ledger::Seen;
use crate::options::Options;
use crate::server::{self, make_certificates};
use crate::service::Service;

/// How long the `wait_for` functions wait: far more than anything takes, so that only what never happens fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// What may still be running when the runtime goes gets this long.
const LAST_MOMENT: Duration = Duration::from_millis(200);

/// A running sandbox: it serves from threads of its own, and stops when dropped.
///
/// Works in plain tests and inside any async runtime alike.
pub struct Sandbox {
    service: Arc<Service>,
    address: SocketAddr,
    control_address: Option<SocketAddr>,
    tls: bool,
    ca_pem: String,
    handle: Handle,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox; when this returns, it listens.
    ///
    /// # Errors
    /// [`SandboxError`] if an address is not a loopback address or is taken, or the system has no threads or randomness left.
    pub fn start(options: Options) -> Result<Self, SandboxError> {
        let certificates = make_certificates()?;
        let listener = listen(options.listen)?;
        let control = options.control.map(listen).transpose()?;
        let address = listener.local_addr()?;
        let control_address = control.as_ref().map(TcpListener::local_addr).transpose()?;
        let service = Arc::new(Service::new(&options));
        let (stop, stopped) = watch::channel(false);
        let tls = options.tls.then_some(certificates.tls);
        let work = Work { listener, control, tls, service: Arc::clone(&service), stopped };
        let (ready, started) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name("ekyc-sandbox".to_owned()).spawn(move || work.run(&ready))?;
        let handle = started.recv().map_err(io::Error::other)??;
        Ok(Self {
            service,
            address,
            control_address,
            tls: options.tls,
            ca_pem: certificates.ca_pem,
            handle,
            stop,
            thread: Some(thread),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens as a client's endpoint: `https://127.0.0.1:PORT`, or `http://` if so started.
    pub fn endpoint(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.address)
    }

    /// The control plane as a URL, if there is one.
    pub fn control_endpoint(&self) -> Option<String> {
        self.control_address.map(|address| format!("http://{address}"))
    }

    /// The certificate of the authority that clients must trust, as PEM.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// What it has seen.
    pub fn seen(&self) -> Seen {
        self.service.ledger.seen()
    }

    /// Waits until what it has seen is as wanted, and returns that. Runs in any async runtime.
    ///
    /// # Errors
    /// [`SandboxError::Timeout`] after 30 s.
    pub async fn wait_for(&self, mut wanted: impl FnMut(&Seen) -> bool) -> Result<Seen, SandboxError> {
        let mut watch = self.service.ledger.watch();
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

    /// Sets the faults to come, in place of those set before. Each request takes one, from the front; then all is well again.
    pub fn faults(&self, faults: impl IntoIterator<Item = impl Into<Fault>>) {
        self.service.set_faults(faults.into_iter().map(Into::into));
    }

    /// Forgets counters, events, faults and nonces. Open connections stay open and are not counted again.
    pub fn reset(&self) {
        self.service.reset();
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, SandboxError> {
    if !address.ip().is_loopback() {
        return Err(SandboxError::NotLoopback(address));
    }
    let failed = |source| SandboxError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

/// What the sandbox's thread does. The runtime is made and dropped there, because a runtime must not be dropped inside another one.
struct Work {
    listener: TcpListener,
    control: Option<TcpListener>,
    tls: Option<TlsAcceptor>,
    service: Arc<Service>,
    stopped: watch::Receiver<bool>,
}

impl Work {
    /// Says through `ready` that it serves, or why not; then serves until it is stopped.
    fn run(self, ready: &SyncSender<io::Result<Handle>>) {
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("ekyc-sandbox").enable_all().build();
        match runtime {
            Ok(runtime) => {
                runtime.block_on(self.serve(ready));
                runtime.shutdown_timeout(LAST_MOMENT);
            }
            Err(error) => _ = ready.send(Err(error)),
        }
    }

    async fn serve(self, ready: &SyncSender<io::Result<Handle>>) {
        let adopt = tokio::net::TcpListener::from_std;
        let (listener, control) = match (adopt(self.listener), self.control.map(adopt).transpose()) {
            (Ok(listener), Ok(control)) => (listener, control),
            (Err(error), _) | (_, Err(error)) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        let _ = ready.send(Ok(Handle::current())); // the other end waits for nothing else
        let serving = server::serve(listener, self.tls, Arc::clone(&self.service), self.stopped.clone());
        match control.map(|listener| control::serve(listener, self.service, self.stopped)) {
            Some(steering) => _ = tokio::join!(serving, steering),
            None => serving.await,
        }
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
            .field("endpoint", &self.endpoint())
            .field("control_endpoint", &self.control_endpoint())
            .finish_non_exhaustive()
    }
}
