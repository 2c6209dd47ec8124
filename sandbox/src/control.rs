//! The control plane: the sandbox's strings over plain HTTP and JSON, for tests in other languages.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::fault_json;
use crate::ledger::Seen;
use crate::server::{accept, stopped};
use crate::service::Service;

const DEFAULT_TIMEOUT_MS: u64 = 30_000;

const HELP: &str = "PUT /faults, GET /seen, GET /wait?connections=N&requests=N&aborted=N&timeout_ms=30000, POST /reset";

pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, stop: watch::Receiver<bool>) {
    let stop_too = stop.clone();
    accept(listener, stop, |stream| connection(stream, Arc::clone(&service), stop_too.clone())).await;
}

async fn connection(tcp: TcpStream, service: Arc<Service>, mut stop: watch::Receiver<bool>) {
    let answer = service_fn(move |request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(response(route(request, &service).await)) }
    });
    let served = http1::Builder::new().header_read_timeout(None).serve_connection(TokioIo::new(tcp), answer);
    tokio::select! {
        _ = served => {}
        () = stopped(&mut stop) => {}
    }
}

type Reply = (StatusCode, String);

fn response((status, body): Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

async fn route(request: Request<Incoming>, service: &Service) -> Reply {
    let (head, body) = request.into_parts();
    let Ok(body) = body.collect().await.map(|body| body.to_bytes()) else {
        return wrong("the body did not arrive whole");
    };
    match (head.method, head.uri.path()) {
        (Method::GET, "/seen") => seen(StatusCode::OK, &service.ledger.seen()),
        (Method::GET, "/wait") => wait(head.uri.query().unwrap_or_default(), service).await,
        (Method::PUT | Method::POST, "/faults") => match fault_json::read(&body) {
            Ok(faults) => {
                let count = faults.len();
                service.set_faults(faults);
                (StatusCode::OK, json!({ "faults": count }).to_string())
            }
            Err(sentence) => wrong(&sentence),
        },
        (Method::POST, "/reset") => {
            service.reset();
            (StatusCode::OK, "{}".to_owned())
        }
        _ => (StatusCode::NOT_FOUND, json!({ "error": format!("the control plane knows {HELP}") }).to_string()),
    }
}

fn wrong(sentence: &str) -> Reply {
    (StatusCode::BAD_REQUEST, json!({ "error": sentence }).to_string())
}

fn seen(status: StatusCode, seen: &Seen) -> Reply {
    match serde_json::to_string(seen) {
        Ok(text) => (status, text),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": error.to_string() }).to_string()),
    }
}

/// Answers when every counter named has reached its number, or with 408 and what was seen by then.
async fn wait(query: &str, service: &Service) -> Reply {
    let mut wanted: HashMap<&str, u64> = HashMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (name, value.parse()) {
            ("connections" | "requests" | "aborted" | "timeout_ms", Ok(number)) => _ = wanted.insert(name, number),
            _ => return wrong("wait takes connections=N, requests=N, aborted=N and timeout_ms=N"),
        }
    }
    let at_least = |name: &str| wanted.get(name).copied().unwrap_or(0);
    let timeout = Duration::from_millis(wanted.get("timeout_ms").copied().unwrap_or(DEFAULT_TIMEOUT_MS));
    let mut watch = service.ledger.watch();
    let reached = watch.wait_for(|seen| {
        seen.connections >= at_least("connections")
            && seen.requests >= at_least("requests")
            && seen.aborted >= at_least("aborted")
    });
    match tokio::time::timeout(timeout, reached).await {
        Ok(Ok(now)) => {
            let now = now.clone();
            seen(StatusCode::OK, &now)
        }
        _ => seen(StatusCode::REQUEST_TIMEOUT, &service.ledger.seen()),
    }
}
