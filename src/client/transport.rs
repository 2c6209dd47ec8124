//! Sends the parts of a request on a pooled connection and collects the answer.

use std::time::Duration;

use reqwest::redirect::Policy;

use super::endpoint::Endpoint;
use crate::error::{Deadline, EkycError, NetworkPhase};
use crate::model::{Header, HttpAnswer, SignedRequest};
use crate::net::{is_tls, reason, tls_config};
use crate::protocol::MAX_ANSWER_BYTES;

/// A pool of connections to one endpoint. Cheap to clone.
#[derive(Clone)]
pub(super) struct Transport {
    http: reqwest::Client,
    connect_timeout: Duration,
}

impl Transport {
    pub(super) fn new(
        endpoint: &Endpoint,
        connect_timeout: Duration,
        extra_roots_pem: Option<&str>,
    ) -> Result<Self, EkycError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls_config(extra_roots_pem)?)
            .https_only(endpoint.origin.starts_with("https:"))
            .redirect(Policy::none())
            .connect_timeout(connect_timeout)
            .tcp_keepalive(Duration::from_secs(60))
            .pool_idle_timeout(Duration::from_secs(55));
        if endpoint.loopback {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| EkycError::internal(format!("HTTP client: {}", reason(&error))))?;
        Ok(Self { http, connect_timeout })
    }

    /// Sends once and reads the whole answer. A redirect is an answer like any other here; it is never followed.
    pub(super) async fn send(&self, request: SignedRequest) -> Result<HttpAnswer, EkycError> {
        let answer = self.http.execute(self.http_request(request)?).await.map_err(|error| self.failed(&error))?;
        let status = i32::from(answer.status().as_u16());
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some(Header::new(name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let body = self.read(answer).await?;
        Ok(HttpAnswer { status, headers, body })
    }

    fn http_request(&self, request: SignedRequest) -> Result<reqwest::Request, EkycError> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| EkycError::internal(error.to_string()))?;
        // The length is said even for an empty body, as the official SDK does: some gateways refuse a POST without one.
        let mut builder = self.http.request(method, request.url).header("content-length", request.body.len());
        for header in &request.headers {
            if header.name != "host" {
                builder = builder.header(&*header.name, &*header.value);
            }
        }
        builder.body(request.body).build().map_err(|error| EkycError::internal(reason(&error)))
    }

    /// Reads up to one byte more than is accepted, so that the parser sees that it is too much.
    async fn read(&self, mut answer: reqwest::Response) -> Result<Vec<u8>, EkycError> {
        let expected = usize::try_from(answer.content_length().unwrap_or(0)).unwrap_or(MAX_ANSWER_BYTES);
        let mut body = Vec::with_capacity(expected.min(MAX_ANSWER_BYTES));
        while let Some(chunk) = answer.chunk().await.map_err(|error| broken(NetworkPhase::Body, &error))? {
            let room = MAX_ANSWER_BYTES + 1 - body.len();
            body.extend(chunk.iter().take(room));
            if body.len() > MAX_ANSWER_BYTES {
                break;
            }
        }
        Ok(body)
    }

    fn failed(&self, error: &reqwest::Error) -> EkycError {
        if !error.is_connect() {
            return broken(NetworkPhase::Exchange, error);
        }
        if error.is_timeout() {
            let limit_ms = i64::try_from(self.connect_timeout.as_millis()).unwrap_or(i64::MAX);
            return EkycError::Timeout { deadline: Deadline::Connect, limit_ms, outcome_unknown: false };
        }
        let phase = if is_tls(error) { NetworkPhase::Tls } else { NetworkPhase::Connect };
        EkycError::Network { phase, outcome_unknown: false, reason: reason(error) }
    }
}

fn broken(phase: NetworkPhase, error: &reqwest::Error) -> EkycError {
    EkycError::Network { phase, outcome_unknown: true, reason: reason(error) }
}
