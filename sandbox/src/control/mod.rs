//! The control plane: the sandbox's strings over plain HTTP and JSON, for tests in other languages, and a page for people.

mod faults;
mod guard;
mod page;
mod reply;
mod settings;
mod verifications;
mod wait;

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::info::Info;
use crate::net::{Authority, accept, stopped};
use crate::service::Service;
use reply::Reply;

const HELP: &str = "GET /, GET /info, PUT /faults, POST /faults, POST /release?count=N, GET /verifications, GET /verifications/ID, \
                    PUT /verifications/ID, POST /verifications/ID/callback, PUT /callbacks, GET /certificate, PUT /keys, \
                    PUT /identity, PUT /clock, PUT /connections, PUT /quota, PUT /proxy, GET /seen, \
                    GET /wait?connections=N&requests=N&aborted=N&Initialize=N&timeout_ms=30000, POST /reset";

/// What the control plane steers, and what it tells.
#[derive(Clone)]
pub(crate) struct Control {
    pub(crate) info: Arc<Info>,
    pub(crate) service: Arc<Service>,
    pub(crate) authority: Arc<Authority>,
}

pub(crate) async fn serve(listener: TcpListener, control: Control, stop: watch::Receiver<bool>) {
    let stop_too = stop.clone();
    accept(listener, stop, |stream| connection(stream, control.clone(), stop_too.clone())).await;
}

async fn connection(tcp: TcpStream, control: Control, mut stop: watch::Receiver<bool>) {
    let answer = service_fn(move |request| {
        let control = control.clone();
        async move { Ok::<_, Infallible>(control.answer(request).await.into_response()) }
    });
    let served = http1::Builder::new().header_read_timeout(None).serve_connection(TokioIo::new(tcp), answer);
    tokio::select! {
        _ = served => {}
        () = stopped(&mut stop) => {}
    }
}

impl Control {
    async fn answer(&self, request: Request<Incoming>) -> Reply {
        let (head, body) = request.into_parts();
        let Ok(body) = body.collect().await.map(|body| body.to_bytes()) else {
            return Reply::wrong("the body did not arrive whole");
        };
        if let Err(reason) = guard::check(&head, &self.info) {
            return Reply::error(403, reason);
        }
        self.route(&head, &body).await
    }

    async fn route(&self, head: &Parts, body: &Bytes) -> Reply {
        let query = head.uri.query().unwrap_or_default();
        let path: Vec<&str> = head.uri.path().trim_start_matches('/').split('/').collect();
        match (&head.method, path.as_slice()) {
            (&Method::GET, [""]) => page::show(&self.info, &self.service),
            (&Method::POST, [""]) => page::submit(body, &self.service),
            (&Method::GET, ["info"]) => Reply::json(200, self.info.as_ref()),
            (&Method::GET, ["seen"]) => Reply::json(200, &self.service.record.seen()),
            (&Method::GET, ["wait"]) => wait::wait(query, &self.service).await,
            (&Method::GET, ["certificate"]) => self.certificate(),
            (&Method::GET, ["verifications"]) => verifications::all(query, &self.service),
            (&Method::GET, ["verifications", id]) => verifications::one(id, &self.service),
            (&Method::PUT, ["verifications", id]) => verifications::end(id, body, &self.service),
            (&Method::POST, ["verifications", id, "callback"]) => {
                verifications::call_back(id, body, &self.service).await
            }
            (&Method::POST, ["release"]) => {
                told(wait::count_in(query).map(|count| json!({ "released": self.service.held.release(count) })))
            }
            (&Method::POST, ["reset"]) => {
                self.service.reset();
                told(Ok(json!({})))
            }
            (&Method::POST, ["faults"]) => told(faults::add(body, &self.service)),
            (&Method::PUT, [name]) => self.set(name, body),
            _ => unknown(),
        }
    }

    fn set(&self, name: &str, body: &[u8]) -> Reply {
        let service = &self.service;
        told(match name {
            "faults" => faults::set(body, service),
            "keys" => settings::keys(body).map(|keys| {
                let count = keys.len();
                service.set_keys(keys);
                json!({ "keys": count })
            }),
            "identity" => settings::identity(body).map(|settings| {
                service.set_identity(settings);
                json!({})
            }),
            "clock" => settings::clock(body).map(|offset_ms| {
                service.clock.set_offset_ms(offset_ms);
                json!({})
            }),
            "connections" => settings::connections(body).map(|mode| {
                service.set_connection_mode(mode);
                json!({})
            }),
            "proxy" => settings::proxy(body).map(|settings| {
                service.set_proxy(settings);
                json!({})
            }),
            "quota" => settings::quota(body).map(|calls_per_second| {
                service.set_quota(calls_per_second);
                json!({})
            }),
            "callbacks" => settings::callbacks(body, service.callbacks.settings().allow_remote).and_then(|settings| {
                service.callbacks.set(settings).map(|()| json!({})).map_err(|error| error.to_string())
            }),
            _ => return unknown(),
        })
    }

    /// A certificate of the sandbox's authority, for a server that is to receive callbacks.
    fn certificate(&self) -> Reply {
        match self.authority.issue(self.info.names()) {
            Ok((certificate_pem, key_pem)) => {
                Reply::json(200, &json!({ "certificate_pem": certificate_pem, "key_pem": key_pem }))
            }
            Err(error) => Reply::error(500, &error.to_string()),
        }
    }
}

fn told(done: Result<Value, String>) -> Reply {
    match done {
        Ok(document) => Reply::json(200, &document),
        Err(sentence) => Reply::wrong(&sentence),
    }
}

fn unknown() -> Reply {
    Reply::error(404, &format!("the control plane knows {HELP}"))
}
