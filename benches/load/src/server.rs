//! The one server of all load programs: it reads a request, checks nothing, and answers with a transaction. One thread, so that it leaves the
//! other core to the client under measurement.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::Result;

static CONNECTIONS: AtomicU64 = AtomicU64::new(0);
static REQUESTS: AtomicU64 = AtomicU64::new(0);
static DELAY_MS: AtomicU64 = AtomicU64::new(0);

const ANSWER: &[u8] = br#"{"RequestId":"4EB35BE5-9C2A-5F4D-8B5C-0F2A5D1F5A01","Code":"Success","Message":"success","Result":{"TransactionId":"hksb7ba1b28130d24e015d694361bexample","Protocol":"eyJhbGciOiJub25lIn0.eyJleGFtcGxlIjoidGhlIHByb3RvY29sIG9mIGEgdHJhbnNhY3Rpb24ifQ","ClientCfg":"{\"uploadImage\":true}"}}"#;

/// Prints its address and serves until it is ended.
pub fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.and_then(|runtime| runtime.block_on(serve())).map_err(|error| error.to_string())
}

async fn serve() -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        CONNECTIONS.fetch_add(1, Ordering::Relaxed);
        // A client that closes its connection is no fault of the server's.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)));
    }
}

async fn answer(request: Request<Incoming>) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    // What cannot be read whole has no reader for the answer either.
    let _ = body.collect().await;
    let body = match head.uri.path() {
        "/stats" => {
            // The connection that asks is none of the load's.
            let connections = CONNECTIONS.fetch_sub(1, Ordering::Relaxed) - 1;
            let requests = REQUESTS.load(Ordering::Relaxed);
            Bytes::from(format!(r#"{{"connections":{connections},"requests":{requests}}}"#))
        }
        "/delay" => {
            CONNECTIONS.fetch_sub(1, Ordering::Relaxed);
            let ms = head.uri.query().and_then(|ms| ms.parse().ok()).unwrap_or(0);
            DELAY_MS.store(ms, Ordering::Relaxed);
            Bytes::from_static(b"{}")
        }
        _ => {
            REQUESTS.fetch_add(1, Ordering::Relaxed);
            let delay = DELAY_MS.load(Ordering::Relaxed);
            if delay > 0 {
                tokio::time::sleep(Duration::from_millis(delay)).await;
            }
            Bytes::from_static(ANSWER)
        }
    };
    let response = Response::builder().header("content-type", "application/json;charset=utf-8");
    let response = response.header("x-acs-request-id", "4EB35BE5-9C2A-5F4D-8B5C-0F2A5D1F5A01");
    Ok(response.body(Full::new(body)).unwrap_or_default())
}
