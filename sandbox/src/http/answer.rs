//! Answers in the service's own shape.

use bytes::Bytes;
use serde_json::{Value, json};

/// Why a request is refused: HTTP status, `Code` and `Message` as the service has them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into() }
    }

    /// For the day on which the system gives no random bytes.
    pub(crate) fn no_random_bytes() -> Self {
        Self::new(500, "InternalError", "The system gave no random bytes.")
    }
}

/// An HTTP answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// The `Code` inside the body, for the record.
    pub(crate) code: Option<String>,
}

impl Answer {
    pub(crate) fn success(request_id: &str, result: Value) -> Self {
        let body = json!({ "RequestId": request_id, "Code": "Success", "Message": "success", "Result": result });
        Self::json(200, request_id, body)
    }

    /// The gateway's shape: besides code and message it names the host it was asked for and where to read more.
    pub(crate) fn refusal(request_id: &str, host: &str, product: &str, refusal: &Refusal) -> Self {
        let Refusal { status, code, message } = refusal;
        let recommend =
            format!("https://api.alibabacloud.com/troubleshoot?q={code}&product={product}&requestId={request_id}");
        let body = json!({ "RequestId": request_id, "HostId": host, "Code": code, "Message": message, "Recommend": recommend });
        Self::json(*status, request_id, body)
    }

    pub(crate) fn json(status: u16, request_id: &str, body: Value) -> Self {
        let headers = vec![
            ("content-type".to_owned(), "application/json;charset=utf-8".to_owned()),
            ("x-acs-request-id".to_owned(), request_id.to_owned()),
        ];
        let code = body.get("Code").and_then(Value::as_str).map(str::to_owned);
        Self { status, headers, body: Bytes::from(body.to_string()), code }
    }

    /// Any answer, service-like or not.
    pub(crate) fn plain(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            code: None,
        }
    }

    /// Adds a member to a body that is a JSON object.
    #[must_use]
    pub(crate) fn with_member(mut self, name: &str, value: Value) -> Self {
        if let Ok(Value::Object(mut members)) = serde_json::from_slice(&self.body) {
            members.insert(name.to_owned(), value);
            self.body = Bytes::from(Value::Object(members).to_string());
        }
        self
    }

    #[must_use]
    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}
