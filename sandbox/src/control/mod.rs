//! The control plane: the sandbox's strings over plain HTTP and JSON, for tests in other languages.

mod settings;
mod wait;

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::faults;
use crate::info::Info;
use crate::net::{accept, stopped};
use crate::service::Service;

const HELP: &str = "GET /info, PUT /faults, POST /release?count=N, PUT /keys, PUT /identity, PUT /clock, \
                    PUT /connections, PUT /quota, PUT /proxy, GET /seen, GET /wait?connections=N&requests=N&aborted=N&Initialize=N&timeout_ms=30000, POST /reset";

/// What the control plane steers, and what it tells.
#[derive(Clone)]
struct Control {
    info: Arc<Info>,
    service: Arc<Service>,
}

pub(crate) async fn serve(listener: TcpListener, info: Arc<Info>, service: Arc<Service>, stop: watch::Receiver<bool>) {
    let stop_too = stop.clone();
    let control = Control { info, service };
    accept(listener, stop, |stream| connection(stream, control.clone(), stop_too.clone())).await;
}

async fn connection(tcp: TcpStream, control: Control, mut stop: watch::Receiver<bool>) {
    let answer = service_fn(move |request| {
        let control = control.clone();
        async move { Ok::<_, Infallible>(response(control.route(request).await)) }
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

impl Control {
    async fn route(&self, request: Request<Incoming>) -> Reply {
        let (head, body) = request.into_parts();
        let Ok(body) = body.collect().await.map(|body| body.to_bytes()) else {
            return wrong("the body did not arrive whole");
        };
        let query = head.uri.query().unwrap_or_default();
        let service = &self.service;
        let put = head.method == Method::PUT || head.method == Method::POST;
        let done = match head.uri.path() {
            "/info" if head.method == Method::GET => return document(StatusCode::OK, self.info.as_ref()),
            "/seen" if head.method == Method::GET => return document(StatusCode::OK, &service.record.seen()),
            "/wait" if head.method == Method::GET => return wait::wait(query, service).await,
            "/faults" if put => faults::read(&body).map(|faults| {
                let count = faults.len();
                service.set_faults(faults);
                json!({ "faults": count })
            }),
            "/keys" if put => settings::keys(&body).map(|keys| {
                let count = keys.len();
                service.set_keys(keys);
                json!({ "keys": count })
            }),
            "/identity" if put => settings::identity(&body).map(|settings| {
                service.set_identity(settings);
                json!({})
            }),
            "/clock" if put => settings::clock(&body).map(|offset_ms| {
                service.clock.set_offset_ms(offset_ms);
                json!({})
            }),
            "/connections" if put => settings::connections(&body).map(|mode| {
                service.set_connection_mode(mode);
                json!({})
            }),
            "/proxy" if put => settings::proxy(&body).map(|settings| {
                service.set_proxy(settings);
                json!({})
            }),
            "/quota" if put => settings::quota(&body).map(|calls_per_second| {
                service.set_quota(calls_per_second);
                json!({})
            }),
            "/release" if head.method == Method::POST => {
                wait::count_in(query).map(|count| json!({ "released": service.held.release(count) }))
            }
            "/reset" if head.method == Method::POST => {
                service.reset();
                Ok(json!({}))
            }
            _ => {
                let sentence = format!("the control plane knows {HELP}");
                return (StatusCode::NOT_FOUND, json!({ "error": sentence }).to_string());
            }
        };
        match done {
            Ok(document) => (StatusCode::OK, document.to_string()),
            Err(sentence) => wrong(&sentence),
        }
    }
}

fn wrong(sentence: &str) -> Reply {
    (StatusCode::BAD_REQUEST, json!({ "error": sentence }).to_string())
}

fn document(status: StatusCode, document: &impl Serialize) -> Reply {
    match serde_json::to_string(document) {
        Ok(text) => (status, text),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": error.to_string() }).to_string()),
    }
}
