//! Sends the parts of a request on a pooled connection and collects the answer.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use hyper::{Request, Response};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::config::ClientConfig;
use super::endpoint::Endpoint;
use super::progress::AttemptProgress;
use crate::error::{Attempts, Deadline, EkycError, NetworkPhase};
use crate::model::{Header, HttpAnswer, SignedRequest};
use crate::net::{
    Broken, ConnectTimedOut, HttpClient, Proxy, ProxyFailed, SENDER, Watched, WatchedBody, cause, connector, reason,
    tls_config, tls_error,
};

/// A pool of connections to one endpoint. Cheap to clone.
#[derive(Clone)]
pub(super) struct Transport {
    http: HttpClient,
}

impl Transport {
    pub(super) fn new(endpoint: &Endpoint, config: &ClientConfig) -> Result<Self, EkycError> {
        let tls = tls_config(config.trusted_roots.unwrap_or_default(), config.extra_root_certificates_pem.as_deref())?;
        let proxy = config.proxy.as_ref().unwrap_or(&Proxy::FromEnvironment).rules()?.for_url(&endpoint.url()?)?;
        let connector = Watched(connector(tls, proxy, endpoint.origin.starts_with("https:")));
        let http = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(55))
            .build(connector);
        Ok(Self { http })
    }

    /// Sends once and reads the whole answer. A redirect is an answer like any other here; it is never followed.
    pub(super) async fn send(
        &self,
        request: SignedRequest,
        max_answer_bytes: usize,
        attempt: &Arc<AttemptProgress>,
    ) -> Result<HttpAnswer, EkycError> {
        let request = http_request(request, attempt)?;
        let exchange = SENDER.scope(Arc::<AttemptProgress>::clone(attempt), self.http.request(request));
        let answer = exchange.await.map_err(|error| failed(&error))?;
        attempt.answered();
        let status = i32::from(answer.status().as_u16());
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some(Header::new(name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let body = read(answer, max_answer_bytes).await?;
        Ok(HttpAnswer { status, headers, body })
    }
}

fn http_request(request: SignedRequest, attempt: &Arc<AttemptProgress>) -> Result<Request<WatchedBody>, EkycError> {
    // The length is said even for an empty body, as the official SDK does: some gateways refuse a POST without one.
    let mut builder = Request::builder().method(&*request.method).uri(request.url);
    builder = builder.header("content-length", request.body.len());
    for header in &request.headers {
        if header.name != "host" {
            builder = builder.header(&*header.name, &*header.value);
        }
    }
    let body = WatchedBody::new(request.body, Arc::<AttemptProgress>::clone(attempt));
    // It did not get as far as the network. The texts of these errors hold nothing of the request.
    builder.body(body).map_err(|error| EkycError::internal(error.to_string()))
}

/// Reads up to one byte more than is accepted, so that the parser sees that it is too much.
async fn read(answer: Response<Incoming>, most: usize) -> Result<Vec<u8>, EkycError> {
    let mut answer = answer.into_body();
    let expected = usize::try_from(answer.size_hint().lower()).unwrap_or(most);
    let mut body = Vec::with_capacity(expected.min(most));
    while let Some(frame) = answer.frame().await {
        let frame = frame.map_err(|error| network(NetworkPhase::Body, &Broken(error)))?;
        let Ok(chunk) = frame.into_data() else { continue }; // trailers
        let room = most + 1 - body.len();
        body.extend(chunk.iter().take(room));
        if body.len() > most {
            break;
        }
    }
    Ok(body)
}

fn failed(error: &hyper_util::client::legacy::Error) -> EkycError {
    if let Some(ConnectTimedOut(limit)) = cause(error, &|error| error.downcast_ref::<ConnectTimedOut>()) {
        let limit_ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
        return EkycError::Timeout { deadline: Deadline::Connect, limit_ms, attempts: Attempts::default() };
    }
    let phase = match error {
        _ if !error.is_connect() => NetworkPhase::Exchange,
        _ if tls_error(error).is_some() => NetworkPhase::Tls,
        _ if cause(error, &|error| error.downcast_ref::<ProxyFailed>()).is_some() => NetworkPhase::Proxy,
        _ => NetworkPhase::Connect,
    };
    network(phase, error)
}

fn network(phase: NetworkPhase, error: &(dyn Error + 'static)) -> EkycError {
    EkycError::Network { phase, reason: reason(error), attempts: Attempts::default() }
}
