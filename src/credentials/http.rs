//! HTTP for the sources: small answers, nothing followed, nothing kept open.
//!
//! A client is made for each exchange. They are rare (one in some ten minutes), so that a connection kept open would be closed by the other
//! side before it is used again, and it would not survive a fork.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hyper::body::Incoming;
use hyper::{Method, Response};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::time::{Instant, sleep};
use url::Url;
use zeroize::Zeroizing;

use super::refusal::{Refusal, Why};
use crate::bounds::{attempts, timeout};
use crate::error::{EkycError, NetworkPhase};
use crate::model::Header;
use crate::net::{
    Backoff, HttpClient, NoAnswer, Proxy, ProxyRules, Sender, Setback, TrustedRoots, Watched, connector, hidden,
    http_date, http_request, on_this_machine, read_body, send, tls_config,
};
use crate::protocol::retry_after;

/// No answer with keys comes near this; what is longer is not one.
pub(super) const MAX_ANSWER_BYTES: usize = 64 * 1024;

const DEFAULT_ATTEMPTS: i32 = 3;

/// How a source that is asked over HTTPS is reached.
#[derive(Clone, Default, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct SourceHttp {
    /// How long opening a connection may take, TLS included, in milliseconds. 1 to 600,000; absent: 5,000.
    #[uniffi(default)]
    pub connect_timeout_ms: Option<i64>,
    /// How long one exchange may take, connecting included, in milliseconds. 1 to 600,000; absent: 10,000.
    #[uniffi(default)]
    pub timeout_ms: Option<i64>,
    /// Root certificates to trust besides the bundled web roots: PEM text with one or more certificates. Never printed.
    #[uniffi(default)]
    pub extra_root_certificates_pem: Option<String>,
    /// Which root certificates are trusted, besides the extra ones; absent: the bundled ones.
    #[uniffi(default)]
    pub trusted_roots: Option<TrustedRoots>,
    /// The proxy; absent: what the environment says when the credentials are made. Never for this machine.
    #[uniffi(default)]
    pub proxy: Option<Proxy>,
    /// How often an exchange is tried at most, if nobody was reached, the connection broke, or the other side failed or asked to slow down: 1
    /// to 10; absent: 3. No try is begun after `timeout_ms` since the first.
    #[uniffi(default)]
    pub max_attempts: Option<i32>,
}

#[derive(Clone)]
pub(super) struct Http {
    tls: rustls::ClientConfig,
    proxy: ProxyRules,
    connect: Duration,
    whole: Duration,
    attempts: u32,
    /// Whether it makes sense to try again where nobody is reached.
    surely_there: bool,
}

/// What is asked.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<Header>,
    pub(super) body: Vec<u8>,
}

pub(super) struct Answer {
    pub(super) status: u16,
    /// What the other side's clock says, if it says it.
    pub(super) date: Option<SystemTime>,
    /// How long it asks to be left alone.
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl Http {
    pub(super) fn new(settings: Option<&SourceHttp>) -> Result<Self, EkycError> {
        let defaults = SourceHttp::default();
        let http = settings.unwrap_or(&defaults);
        let tries = http.max_attempts.unwrap_or(DEFAULT_ATTEMPTS);
        Ok(Self {
            tls: tls_config(http.trusted_roots.unwrap_or_default(), http.extra_root_certificates_pem.as_deref())?,
            proxy: http.proxy.as_ref().unwrap_or(&Proxy::FromEnvironment).rules()?,
            connect: timeout("connect_timeout_ms", http.connect_timeout_ms.unwrap_or(5_000))?,
            whole: timeout("timeout_ms", http.timeout_ms.unwrap_or(10_000))?,
            attempts: attempts("max_attempts", tries)?.unsigned_abs(),
            surely_there: true,
        })
    }

    /// For a server that is near, if it is there at all: so long for connecting, and so long again for the answer.
    pub(super) fn nearby(limit: Duration) -> Result<Self, EkycError> {
        Ok(Self {
            tls: tls_config(TrustedRoots::Bundled, None)?,
            proxy: ProxyRules::default(),
            connect: limit,
            whole: limit * 2,
            attempts: DEFAULT_ATTEMPTS.unsigned_abs(),
            surely_there: false,
        })
    }

    /// For an exchange that is repeated if it fails for the moment.
    pub(super) fn tries(&self) -> Tries<'_> {
        Tries { http: self, begin: Instant::now(), failed: 0 }
    }

    /// Sends once and reads the whole answer.
    pub(super) async fn send(&self, request: Request) -> Result<Answer, Refusal> {
        let url = request.url;
        // Neither this machine nor the metadata server, the only ones that are asked over plain HTTP, is asked through a proxy.
        let proxy = match url.scheme() == "https" && !on_this_machine(&url) {
            true => self.proxy.for_url(&url).map_err(|error| error.to_string())?,
            false => None,
        };
        let connector = Watched(connector(self.tls.clone(), proxy, false));
        let http: HttpClient = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
        let sender: Arc<dyn Sender> = Arc::new(Unwatched { connect_timeout: self.connect });
        let mut headers = request.headers;
        headers.push(Header::new("accept", "application/json"));
        let request = http_request(request.method.as_str(), url.as_str(), &headers, request.body, &sender)
            .map_err(|_| Refusal { reason: "the request cannot be sent as it is".to_owned(), why: Why::ForGood })?;
        let exchange = async { self.read(send(&http, request, sender).await.map_err(|why| self.failed(why))?).await };
        tokio::time::timeout(self.whole, exchange).await.unwrap_or_else(|_| Err(late(self.whole, Why::NoAnswer)))
    }

    async fn read(&self, answer: Response<Incoming>) -> Result<Answer, Refusal> {
        let status = answer.status().as_u16();
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let date = header("date").and_then(http_date);
        let retry_after = retry_after(header);
        // All of it at once: a vector that grows leaves copies behind that are not wiped.
        let mut body = Zeroizing::new(Vec::with_capacity(MAX_ANSWER_BYTES + 1));
        read_body(answer.into_body(), MAX_ANSWER_BYTES, &mut body).await.map_err(|why| self.failed(why))?;
        if body.len() > MAX_ANSWER_BYTES {
            return Err(format!("the answer is over {MAX_ANSWER_BYTES} bytes").into());
        }
        Ok(Answer { status, date, retry_after, body })
    }

    fn failed(&self, why: NoAnswer) -> Refusal {
        let NoAnswer::Failed { phase, reason } = why else { return late(self.connect, Why::Unreachable) };
        let (reason, why) = match phase {
            NetworkPhase::Tls => (format!("TLS: {reason}"), Why::ForGood),
            NetworkPhase::Exchange | NetworkPhase::Body => (format!("the connection broke: {reason}"), Why::NoAnswer),
            _ => (format!("no connection: {reason}"), Why::Unreachable),
        };
        Refusal { reason, why }
    }
}

/// Nobody asks how far an exchange with a source has come.
struct Unwatched {
    connect_timeout: Duration,
}

impl Sender for Unwatched {
    fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }
}

fn late(limit: Duration, why: Why) -> Refusal {
    Refusal { reason: format!("no answer within {} ms", limit.as_millis()), why }
}

/// How often an exchange has failed. Each try makes its own request: a date and a nonce are good for one.
pub(super) struct Tries<'a> {
    http: &'a Http,
    begin: Instant,
    failed: u32,
}

impl Tries<'_> {
    /// Waits until the next try may begin, if there is to be one.
    ///
    /// # Errors
    /// The refusal, if another try makes no sense or there is no time for it.
    pub(super) async fn after(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        self.failed += 1;
        let (setback, asked) = match refusal.why {
            Why::SlowDown(asked) => (Setback::Throttled, asked),
            Why::ForNow(asked) => (Setback::Failed, asked),
            Why::NoAnswer => (Setback::Failed, None),
            Why::Unreachable if self.http.surely_there => (Setback::Failed, None),
            _ => return Err(refusal),
        };
        let wait = Backoff::USUAL.wait(self.failed, setback, asked);
        if self.failed >= self.http.attempts || self.begin.elapsed().saturating_add(wait) >= self.http.whole {
            return Err(refusal);
        }
        sleep(wait).await;
        Ok(())
    }
}

impl Request {
    /// # Errors
    /// If the address is not a URL.
    pub(super) fn to(method: Method, url: &str, headers: Vec<Header>, body: Vec<u8>) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|_| "the address is not a URL".to_owned())?;
        Ok(Self { method, url, headers, body })
    }
}

impl Answer {
    /// Whether a status says that another time may be better.
    pub(super) fn refusal(&self, reason: String) -> Refusal {
        let why = match self.status {
            429 => Why::SlowDown(self.retry_after),
            500.. => Why::ForNow(self.retry_after),
            _ => Why::ForGood,
        };
        Refusal { reason, why }
    }
}

impl fmt::Debug for SourceHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceHttp")
            .field("connect_timeout_ms", &self.connect_timeout_ms)
            .field("timeout_ms", &self.timeout_ms)
            .field("extra_root_certificates_pem", &hidden(&self.extra_root_certificates_pem))
            .field("trusted_roots", &self.trusted_roots)
            .field("proxy", &self.proxy)
            .field("max_attempts", &self.max_attempts)
            .finish()
    }
}
