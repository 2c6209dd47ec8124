//! What the sandbox's thread does.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::control::{self, Control};
use crate::listener::Listener;
use crate::net::Listeners;
use crate::proxy;
use crate::server;
use crate::service::Service;

/// What may still be running when the runtime goes gets this long.
const LAST_MOMENT: Duration = Duration::from_millis(200);

/// What the sandbox's thread does. The runtime is made and dropped there, because a runtime must not be dropped inside another one.
pub(crate) struct Serving {
    pub(crate) listeners: Listeners<TcpListener>,
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) service: Arc<Service>,
    pub(crate) control: Control,
    pub(crate) stopped: watch::Receiver<bool>,
}

impl Serving {
    /// Says through `ready` that it serves, or why not; then serves until it is stopped.
    pub(crate) fn run(self, ready: &SyncSender<io::Result<Handle>>) {
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
        let listeners = match self.listeners.adopt() {
            Ok(listeners) => listeners,
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        let _ = ready.send(Ok(Handle::current())); // the other end waits for nothing else
        let (service, stopped) = (self.service, self.stopped);
        let serving =
            server::serve(listeners.service, Listener::Service, self.tls, Arc::clone(&service), stopped.clone());
        let metadata = maybe(listeners.metadata, |listener| {
            server::serve(listener, Listener::Metadata, None, Arc::clone(&service), stopped.clone())
        });
        let proxy = maybe(listeners.proxy, |listener| proxy::serve(listener, Arc::clone(&service), stopped.clone()));
        let control = maybe(listeners.control, |listener| control::serve(listener, self.control, stopped.clone()));
        tokio::join!(serving, metadata, proxy, control);
    }
}

/// Serves what there is.
async fn maybe<L, F: Future<Output = ()>>(listener: Option<L>, serve: impl FnOnce(L) -> F) {
    if let Some(listener) = listener {
        serve(listener).await;
    }
}
