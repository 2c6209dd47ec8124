//! HTTP for the sources: small answers, nothing followed, nothing kept open.
//!
//! A client is made for each exchange. They are rare (one in some ten minutes), so that a connection kept open would be closed by the other
//! side before it is used again, and it would not survive a fork.

use std::time::{Duration, SystemTime};

use reqwest::redirect::Policy;
use zeroize::Zeroizing;

use crate::error::EkycError;
use crate::model::SignedRequest;
use crate::net::{Proxy, TrustedRoots, cause, http_date, reason, timeout, tls_config};

/// No answer with keys comes near this; what is longer is not one.
pub(super) const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// How a source that is asked over HTTPS is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, uniffi::Record)]
pub struct SourceHttp {
    /// How long opening a connection may take, TLS included, in milliseconds. 1 to 600,000; absent: 5,000.
    #[uniffi(default)]
    pub connect_timeout_ms: Option<i64>,
    /// How long one exchange may take, connecting included, in milliseconds. 1 to 600,000; absent: 10,000.
    #[uniffi(default)]
    pub timeout_ms: Option<i64>,
    /// Root certificates to trust besides the bundled web roots: PEM text with one or more certificates.
    #[uniffi(default)]
    pub extra_root_certificates_pem: Option<String>,
    /// Which root certificates are trusted, besides the extra ones; absent: the bundled ones.
    #[uniffi(default)]
    pub trusted_roots: Option<TrustedRoots>,
    /// The proxy; absent: what the environment says when the credentials are made.
    #[uniffi(default)]
    pub proxy: Option<Proxy>,
}

#[derive(Clone)]
pub(super) struct Http {
    tls: rustls::ClientConfig,
    proxy: Option<reqwest::Proxy>,
    connect: Duration,
    whole: Duration,
}

pub(super) struct Answer {
    pub(super) status: u16,
    /// What the other side's clock says, if it says it.
    pub(super) date: Option<SystemTime>,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// Why there is no answer.
pub(super) struct NoAnswer {
    pub(super) reason: String,
    /// Nobody was reached at all.
    pub(super) unreachable: bool,
}

impl Http {
    pub(super) fn new(settings: Option<&SourceHttp>) -> Result<Self, EkycError> {
        let defaults = SourceHttp::default();
        let http = settings.unwrap_or(&defaults);
        Ok(Self {
            tls: tls_config(http.trusted_roots.unwrap_or_default(), http.extra_root_certificates_pem.as_deref())?,
            // Whether the source is on this machine is known when it is asked.
            proxy: http.proxy.as_ref().unwrap_or(&Proxy::FromEnvironment).choose(false)?,
            connect: timeout("connect_timeout_ms", http.connect_timeout_ms.unwrap_or(5_000))?,
            whole: timeout("timeout_ms", http.timeout_ms.unwrap_or(10_000))?,
        })
    }

    /// For a server that is near: so long for connecting, and so long again for the answer.
    pub(super) fn nearby(limit: Duration) -> Result<Self, EkycError> {
        Ok(Self { tls: tls_config(TrustedRoots::Bundled, None)?, proxy: None, connect: limit, whole: limit * 2 })
    }

    /// Sends once and reads the whole answer. `direct` leaves the proxy out.
    pub(super) async fn send(&self, request: SignedRequest, direct: bool) -> Result<Answer, NoAnswer> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(Policy::none())
            .connect_timeout(self.connect)
            .timeout(self.whole)
            .pool_max_idle_per_host(0)
            .no_proxy();
        if let Some(proxy) = self.proxy.clone().filter(|_| !direct) {
            builder = builder.proxy(proxy);
        }
        let http = builder.build().map_err(|error| self.failed(&error))?;
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| NoAnswer { reason: error.to_string(), unreachable: false })?;
        let mut builder = http.request(method, request.url).header("accept", "application/json");
        for header in request.headers.iter().filter(|header| header.name != "host") {
            builder = builder.header(&*header.name, &*header.value);
        }
        if !request.body.is_empty() {
            builder = builder.body(request.body);
        } else {
            builder = builder.header("content-length", 0);
        }
        let answer = builder.send().await.map_err(|error| self.failed(&error))?;
        self.read(answer).await
    }

    async fn read(&self, mut answer: reqwest::Response) -> Result<Answer, NoAnswer> {
        let status = answer.status().as_u16();
        let date = answer.headers().get("date").and_then(|date| http_date(date.to_str().ok()?));
        // All of it at once: a vector that grows leaves copies behind that are not wiped.
        let mut body = Zeroizing::new(Vec::with_capacity(MAX_ANSWER_BYTES));
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.failed(&error))? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                let reason = format!("the answer is over {MAX_ANSWER_BYTES} bytes");
                return Err(NoAnswer { reason, unreachable: false });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, date, body })
    }

    fn failed(&self, error: &reqwest::Error) -> NoAnswer {
        let unreachable = error.is_connect();
        let reason = if error.is_timeout() {
            let limit = if unreachable { self.connect } else { self.whole };
            format!("no answer within {} ms", limit.as_millis())
        } else if unreachable && cause(error, &|error| error.downcast_ref::<rustls::Error>()).is_some() {
            format!("TLS: {}", reason(error))
        } else if unreachable {
            format!("no connection: {}", reason(error))
        } else {
            format!("the connection broke: {}", reason(error))
        };
        NoAnswer { reason, unreachable }
    }
}

impl Answer {
    /// The time to compare an expiration with.
    pub(super) fn now(&self) -> SystemTime {
        self.date.unwrap_or_else(SystemTime::now)
    }
}
