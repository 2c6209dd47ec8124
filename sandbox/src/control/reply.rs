//! What the control plane answers.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use serde::Serialize;
use serde_json::json;

pub(super) struct Reply {
    status: u16,
    headers: Vec<(HeaderName, &'static str)>,
    body: String,
}

impl Reply {
    pub(super) fn json(status: u16, document: &impl Serialize) -> Self {
        match serde_json::to_string(document) {
            Ok(body) => Self { status, headers: vec![(CONTENT_TYPE, "application/json")], body },
            Err(error) => Self::error(500, &error.to_string()),
        }
    }

    pub(super) fn error(status: u16, sentence: &str) -> Self {
        let body = json!({ "error": sentence }).to_string();
        Self { status, headers: vec![(CONTENT_TYPE, "application/json")], body }
    }

    pub(super) fn wrong(sentence: &str) -> Self {
        Self::error(400, sentence)
    }

    pub(super) fn html(status: u16, body: String) -> Self {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
        let headers = vec![
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
            (HeaderName::from_static("content-security-policy"), policy),
        ];
        Self { status, headers, body }
    }

    pub(super) fn back_to_the_page() -> Self {
        Self { status: 303, headers: vec![(LOCATION, "/")], body: String::new() }
    }

    pub(super) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(Bytes::from(self.body)));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
