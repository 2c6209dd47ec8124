//! Opens connections: to the host or through its proxy, and with TLS where the URL says so.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::names::SystemNames;
use super::proxy::HttpProxy;

/// Opens connections, TLS included.
pub(crate) type Connector = HttpsConnector<Way>;

/// What anything on the way can fail with.
pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

/// A connector. With `https_only` it refuses plain HTTP, whatever the URL says.
pub(crate) fn connector(tls: rustls::ClientConfig, proxy: Option<HttpProxy>, https_only: bool) -> Connector {
    let mut tcp = HttpConnector::new_with_resolver(SystemNames);
    tcp.enforce_http(false); // TLS comes on top
    tcp.set_nodelay(true);
    // A peer that is gone is noticed within a minute and a half.
    tcp.set_keepalive(Some(Duration::from_secs(60)));
    tcp.set_keepalive_interval(Some(Duration::from_secs(15)));
    tcp.set_keepalive_retries(Some(3));
    #[cfg(any(target_os = "android", target_os = "linux"))]
    tcp.set_tcp_user_timeout(Some(Duration::from_secs(30)));
    let way = match proxy {
        None => Way::Direct(tcp),
        Some(HttpProxy { uri, authorization: None }) => Way::Through(Tunnel::new(uri, tcp)),
        Some(HttpProxy { uri, authorization: Some(word) }) => Way::Through(Tunnel::new(uri, tcp).with_auth(word)),
    };
    let mut connector = HttpsConnector::from((way, tls));
    if https_only {
        connector.enforce_https();
    }
    connector
}

/// The way to a host, below TLS.
#[derive(Clone)]
pub(crate) enum Way {
    Direct(HttpConnector<SystemNames>),
    Through(Tunnel<HttpConnector<SystemNames>>),
}

/// The connect deadline passed.
#[derive(Debug, thiserror::Error)]
#[error("no connection within {} ms", .0.as_millis())]
pub(crate) struct ConnectTimedOut(pub(crate) Duration);

/// The proxy refused, or could not be reached.
#[derive(Debug)]
pub(crate) struct ProxyFailed(BoxError);

impl fmt::Display for ProxyFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for ProxyFailed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl Service<Uri> for Way {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::Direct(tcp) => tcp.poll_ready(context).map_err(Into::into),
            Self::Through(tunnel) => tunnel.poll_ready(context).map_err(|error| ProxyFailed(error.into()).into()),
        }
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        match self {
            Self::Direct(tcp) => {
                let connecting = tcp.call(target);
                Box::pin(async move { connecting.await.map_err(Into::into) })
            }
            Self::Through(tunnel) => {
                let connecting = tunnel.call(target);
                Box::pin(async move { connecting.await.map_err(|error| ProxyFailed(error.into()).into()) })
            }
        }
    }
}
