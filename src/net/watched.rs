//! Connections and bodies that tell whoever sends a request how far it has come. All of the library sends with this one kind of client,
//! so that hyper is compiled once.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::Uri;
use hyper_util::client::legacy::Client;
use tower_service::Service;

use super::body::WatchedBody;
use super::connector::{BoxError, ConnectTimedOut, Connector};

/// A pool of connections.
pub(crate) type HttpClient = Client<Watched, WatchedBody>;

/// Whoever sends a request.
pub(crate) trait Sender: Send + Sync {
    /// How long opening a connection may take, TLS included.
    fn connect_timeout(&self) -> Duration;

    /// A connection was made for this request. (If an older one became free at the same moment, that one is used and this one kept.)
    fn connected(&self, _took: Duration) {}

    /// The request is about to be written to a connection.
    fn handed_over(&self) {}
}

tokio::task_local! {
    /// On whose behalf the present task talks to the transport. hyper-util has no place to hand it through.
    pub(crate) static SENDER: Arc<dyn Sender>;
}

/// A connector that holds the sender's deadline and tells the time that a connection took.
#[derive(Clone)]
pub(crate) struct Watched(pub(crate) Connector);

impl Service<Uri> for Watched {
    type Response = <Connector as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.0.call(target);
        let sender = SENDER.try_with(Arc::clone).ok();
        Box::pin(async move {
            let Some(sender) = sender else { return connecting.await };
            let (start, limit) = (Instant::now(), sender.connect_timeout());
            let connection = tokio::time::timeout(limit, connecting).await.map_err(|_| ConnectTimedOut(limit))??;
            sender.connected(start.elapsed());
            Ok(connection)
        })
    }
}
