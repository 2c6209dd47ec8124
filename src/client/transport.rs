//! Sends the parts of a request on a pooled connection and collects the answer.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::body::WatchedBody;
use super::config::ClientConfig;
use super::connecting::{ATTEMPT, ConnectTimedOut, WatchConnecting};
use super::endpoint::Endpoint;
use super::progress::AttemptProgress;
use crate::error::{Attempts, Deadline, EkycError, NetworkPhase};
use crate::model::{Header, HttpAnswer, SignedRequest};
use crate::net::{Proxy, SystemNames, cause, reason, tls_config, tls_error};

/// A pool of connections to one endpoint. Cheap to clone.
#[derive(Clone)]
pub(super) struct Transport {
    http: reqwest::Client,
}

impl Transport {
    pub(super) fn new(endpoint: &Endpoint, config: &ClientConfig) -> Result<Self, EkycError> {
        let tls = tls_config(config.trusted_roots.unwrap_or_default(), config.extra_root_certificates_pem.as_deref())?;
        let proxy = config.proxy.as_ref().unwrap_or(&Proxy::FromEnvironment).rules()?.for_url(&endpoint.url()?)?;
        let mut builder = reqwest::Client::builder()
            .no_proxy() // none but the one that is chosen here
            .tls_backend_preconfigured(tls)
            .https_only(endpoint.origin.starts_with("https:"))
            .redirect(Policy::none())
            .dns_resolver(Arc::new(SystemNames))
            .connector_layer(WatchConnecting)
            .tcp_keepalive(Duration::from_secs(60))
            .pool_idle_timeout(Duration::from_secs(55));
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy);
        }
        let http = builder.build().map_err(|error| EkycError::internal(format!("HTTP client: {}", reason(&error))))?;
        Ok(Self { http })
    }

    /// Sends once and reads the whole answer. A redirect is an answer like any other here; it is never followed.
    pub(super) async fn send(
        &self,
        request: SignedRequest,
        max_answer_bytes: usize,
        attempt: &Arc<AttemptProgress>,
    ) -> Result<HttpAnswer, EkycError> {
        let request = self.http_request(request, attempt)?;
        let exchange = ATTEMPT.scope(Arc::clone(attempt), self.http.execute(request));
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

    fn http_request(
        &self,
        request: SignedRequest,
        attempt: &Arc<AttemptProgress>,
    ) -> Result<reqwest::Request, EkycError> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| EkycError::internal(error.to_string()))?;
        // The length is said even for an empty body, as the official SDK does: some gateways refuse a POST without one.
        let mut builder = self.http.request(method, request.url).header("content-length", request.body.len());
        for header in &request.headers {
            if header.name != "host" {
                builder = builder.header(&*header.name, &*header.value);
            }
        }
        let body = reqwest::Body::wrap(WatchedBody::new(request.body, Arc::clone(attempt)));
        builder.body(body).build().map_err(|error| EkycError::internal(reason(&error)))
    }
}

/// Reads up to one byte more than is accepted, so that the parser sees that it is too much.
async fn read(mut answer: reqwest::Response, most: usize) -> Result<Vec<u8>, EkycError> {
    let expected = usize::try_from(answer.content_length().unwrap_or(0)).unwrap_or(most);
    let mut body = Vec::with_capacity(expected.min(most));
    while let Some(chunk) = answer.chunk().await.map_err(|error| network(NetworkPhase::Body, &error))? {
        let room = most + 1 - body.len();
        body.extend(chunk.iter().take(room));
        if body.len() > most {
            break;
        }
    }
    Ok(body)
}

fn failed(error: &reqwest::Error) -> EkycError {
    if let Some(ConnectTimedOut(limit)) = cause(error, &|error| error.downcast_ref::<ConnectTimedOut>()) {
        let limit_ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
        return EkycError::Timeout { deadline: Deadline::Connect, limit_ms, attempts: Attempts::default() };
    }
    if error.is_builder() {
        return EkycError::internal(reason(error)); // it did not get as far as the network
    }
    let phase = match error {
        _ if !error.is_connect() => NetworkPhase::Exchange,
        _ if tls_error(error).is_some() => NetworkPhase::Tls,
        // hyper-util does not export the type of its tunnel's errors.
        _ if reason(error).contains("tunnel error") => NetworkPhase::Proxy,
        _ => NetworkPhase::Connect,
    };
    network(phase, error)
}

fn network(phase: NetworkPhase, error: &reqwest::Error) -> EkycError {
    EkycError::Network { phase, reason: reason(error), attempts: Attempts::default() }
}
