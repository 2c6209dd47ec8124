//! Sends the parts of a request on a pooled connection and collects the answer.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Body as _;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::config::ClientConfig;
use super::endpoint::Endpoint;
use super::progress::AttemptProgress;
use crate::error::{Attempts, Deadline, EkycError};
use crate::model::{Header, HttpAnswer, SignedRequest};
use crate::net::{HttpClient, NoAnswer, Proxy, Sender, Watched, connector, http_request, read_body, send, tls_config};

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
        let SignedRequest { method, url, headers, body } = request;
        let sender: Arc<dyn Sender> = Arc::<AttemptProgress>::clone(attempt);
        // What cannot be sent at all did not get as far as the network.
        let request = http_request(&method, &url, &headers, body, &sender)
            .map_err(|error| EkycError::internal(error.to_string()))?;
        let answer = send(&self.http, request, sender).await.map_err(failed)?;
        attempt.answered();
        let status = i32::from(answer.status().as_u16());
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some(Header::new(name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let answer = answer.into_body();
        let expected = usize::try_from(answer.size_hint().lower()).unwrap_or(max_answer_bytes);
        let mut body = Vec::with_capacity(expected.min(max_answer_bytes));
        read_body(answer, max_answer_bytes, &mut body).await.map_err(failed)?;
        Ok(HttpAnswer { status, headers, body })
    }
}

fn failed(why: NoAnswer) -> EkycError {
    let attempts = Attempts::default();
    match why {
        NoAnswer::ConnectTimedOut(limit) => {
            let limit_ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
            EkycError::Timeout { deadline: Deadline::Connect, limit_ms, attempts }
        }
        NoAnswer::Failed { phase, reason } => EkycError::Network { phase, reason, attempts },
    }
}
