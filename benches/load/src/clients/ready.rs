//! Raw hyper with one signed request that is sent again and again, on a connection of each task's own: what HTTP alone costs here.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use super::core::sign;
use super::signing::{collect, http_request};
use crate::initialize::request;
use crate::{Result, load};

#[derive(Clone)]
pub struct Caller {
    address: Arc<str>,
    ready: Request<Full<Bytes>>,
    // A lock that nobody contends for: the connection is not cloneable, and each task has its own.
    connection: Option<Arc<Mutex<SendRequest<Full<Bytes>>>>>,
}

impl load::Caller for Caller {
    async fn new(endpoint: &str) -> Result<Self> {
        let ready = http_request(sign(&request(), endpoint)?)?;
        let uri = ready.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let (mut parts, body) = ready.into_parts();
        parts.uri = uri.parse().map_err(|_| "no path".to_owned())?;
        let address = endpoint.trim_start_matches("http://").into();
        Ok(Self { address, ready: Request::from_parts(parts, body), connection: None })
    }

    async fn begin(&self) -> Result<Self> {
        let stream = TcpStream::connect(&*self.address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        tokio::spawn(connection);
        Ok(Self { connection: Some(Arc::new(Mutex::new(sender))), ..self.clone() })
    }

    async fn call(&mut self) -> Result<()> {
        let connection = self.connection.as_ref().ok_or("not begun")?;
        let mut connection = connection.lock().await;
        connection.ready().await.map_err(|error| error.to_string())?;
        let answer = connection.send_request(self.ready.clone()).await.map_err(|error| error.to_string())?;
        collect(answer).await
    }

    fn sign(&self) -> Result<()> {
        Err("its request is ready".to_owned())
    }
}
