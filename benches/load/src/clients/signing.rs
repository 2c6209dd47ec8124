//! Raw hyper with hyper-util's pool: each request is signed anew, the answer's bytes are collected and not read. What the library adds to it
//! is its price.

use std::sync::Arc;

use bytes::Bytes;
use ekyc::InitializeRequest;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::core::sign;
use crate::initialize::request;
use crate::{Result, load};

#[derive(Clone)]
pub struct Caller {
    client: Client<HttpConnector, Full<Bytes>>,
    request: Arc<InitializeRequest>,
    origin: Arc<str>,
}

impl load::Caller for Caller {
    async fn new(endpoint: &str) -> Result<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, request: Arc::new(request()), origin: endpoint.into() })
    }

    async fn call(&mut self) -> Result<()> {
        let request = http_request(sign(&self.request, &self.origin)?)?;
        let answer = self.client.request(request).await.map_err(|error| error.to_string())?;
        collect(answer).await
    }

    fn sign(&self) -> Result<()> {
        sign(&self.request, "https://cloudauth-intl.cn-hongkong.aliyuncs.com").map(|_| ())
    }
}

pub fn http_request(signed: ekyc::model::SignedRequest) -> Result<Request<Full<Bytes>>> {
    let mut builder = Request::builder().method(signed.method.as_str()).uri(signed.url);
    builder = builder.header("accept", "application/json").header("content-length", signed.body.len());
    for header in &signed.headers {
        builder = builder.header(&*header.name, &*header.value);
    }
    builder.body(Full::new(signed.body.into())).map_err(|error| error.to_string())
}

pub async fn collect(answer: hyper::Response<hyper::body::Incoming>) -> Result<()> {
    let status = answer.status();
    let body = answer.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
    if status.is_success() && !body.is_empty() { Ok(()) } else { Err(format!("{status}")) }
}
