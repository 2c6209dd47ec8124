//! One request and its answer, whoever is asked: the service, the Security Token Service, a metadata server.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::client::legacy;

use super::body::WatchedBody;
use super::cause::{Broken, cause, reason, tls_error};
use super::connector::{ConnectTimedOut, ProxyFailed};
use super::watched::{HttpClient, SENDER, Sender};
use crate::error::NetworkPhase;
use crate::model::Header;

/// Why no answer came, or not all of it.
pub(crate) enum NoAnswer {
    /// Connecting took longer than this.
    ConnectTimedOut(Duration),
    Failed {
        phase: NetworkPhase,
        reason: String,
    },
}

/// A request. Its length is said even for an empty body, as the official SDK does: some gateways refuse a POST without one. `host` is set
/// from the URL.
///
/// # Errors
/// If a part of it cannot be sent. The texts of these errors hold nothing of the request.
pub(crate) fn http_request(
    method: &str,
    url: &str,
    headers: &[Header],
    body: Vec<u8>,
    sender: &Arc<dyn Sender>,
) -> Result<Request<WatchedBody>, hyper::http::Error> {
    let mut builder = Request::builder().method(method).uri(url).header("content-length", body.len());
    for header in headers.iter().filter(|header| header.name != "host") {
        builder = builder.header(&*header.name, &*header.value);
    }
    builder.body(WatchedBody::new(body, Arc::clone(sender)))
}

/// Sends a request once. The answer's body is still to come.
pub(crate) async fn send(
    http: &HttpClient,
    request: Request<WatchedBody>,
    sender: Arc<dyn Sender>,
) -> Result<Response<Incoming>, NoAnswer> {
    SENDER.scope(sender, http.request(request)).await.map_err(|error| no_answer(&error))
}

/// Reads an answer's body up to one byte more than is accepted, so that whoever parses it sees that it is too much.
pub(crate) async fn read_body(mut answer: Incoming, most: usize, body: &mut Vec<u8>) -> Result<(), NoAnswer> {
    while let Some(frame) = answer.frame().await {
        let frame = frame.map_err(|error| failed_in(NetworkPhase::Body, &Broken(error)))?;
        let Ok(chunk) = frame.into_data() else { continue }; // trailers
        let room = most + 1 - body.len();
        body.extend(chunk.iter().take(room));
        if body.len() > most {
            break;
        }
    }
    Ok(())
}

/// Why a client got no answer.
fn no_answer(error: &legacy::Error) -> NoAnswer {
    if let Some(ConnectTimedOut(limit)) = cause(error, &|error| error.downcast_ref::<ConnectTimedOut>()) {
        return NoAnswer::ConnectTimedOut(*limit);
    }
    let phase = match error {
        _ if !error.is_connect() => NetworkPhase::Exchange,
        _ if tls_error(error).is_some() => NetworkPhase::Tls,
        _ if cause(error, &|error| error.downcast_ref::<ProxyFailed>()).is_some() => NetworkPhase::Proxy,
        _ => NetworkPhase::Connect,
    };
    failed_in(phase, error)
}

fn failed_in(phase: NetworkPhase, error: &(dyn Error + 'static)) -> NoAnswer {
    NoAnswer::Failed { phase, reason: reason(error) }
}
