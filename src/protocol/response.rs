//! From an answer's status, headers and bytes to the response or the error.

use serde::Deserialize;
use serde_json::Value;

use super::classify::classify;
use crate::error::{Attempts, EkycError, ServiceFault};
use crate::model::HttpAnswer;

/// The header in which the gateway says how many milliseconds to wait.
const RETRY_AFTER: &str = "x-acs-retry-after";

const REQUEST_ID: &str = "x-acs-request-id";

/// What every answer of the gateway and the service has. Unknown members are ignored; the lower-case spellings are
/// those that the official SDKs accept too.
#[derive(Default, Deserialize)]
struct Envelope {
    #[serde(rename = "RequestId", alias = "requestId", default)]
    request_id: Option<Value>,
    #[serde(rename = "Code", alias = "code", default)]
    code: Option<Value>,
    #[serde(rename = "Message", alias = "message", default)]
    text: Option<Value>,
    #[serde(rename = "Recommend", alias = "recommend", default)]
    recommend: Option<Value>,
    #[serde(rename = "Result", alias = "result", default)]
    result: Option<Value>,
}

/// A success, not yet read as an operation's response.
pub struct Success<'a> {
    /// The request id, if the service gave one.
    pub request_id: Option<String>,
    /// The member `Result`; null if there is none.
    pub result: Value,
    /// The whole answer.
    pub answer: &'a HttpAnswer,
}

impl Success<'_> {
    /// A member of the result as text; nothing if it is absent or empty.
    pub fn text(&self, name: &str) -> Option<String> {
        text(self.result.get(name))
    }
}

/// The envelope of a success; anything else is an error.
pub(super) fn envelope<'a>(
    answer: &'a HttpAnswer,
    max_bytes: usize,
    succeeded: impl Fn(&str) -> bool,
) -> Result<Success<'a>, EkycError> {
    if answer.body.len() > max_bytes {
        return Err(unexpected(answer, None, &format!("the answer is larger than {} bytes", max_bytes)));
    }
    if (300..400).contains(&answer.status) {
        return Err(unexpected(answer, None, "a redirect, which a signed request must not follow"));
    }
    let envelope = match serde_json::from_slice::<Value>(&answer.body) {
        Ok(value @ Value::Object(_)) => serde_json::from_value::<Envelope>(value).unwrap_or_default(),
        Ok(_) => return Err(unexpected(answer, None, "JSON, but not an object")),
        Err(_) => return Err(unexpected(answer, None, "not JSON; perhaps a proxy answered instead of the service")),
    };
    let success = (200..300).contains(&answer.status);
    let request_id = request_id(answer, &envelope);
    match text(envelope.code.as_ref()) {
        Some(code) if !succeeded(&code) => {
            let fault = ServiceFault {
                http_status: answer.status,
                code,
                text: text(envelope.text.as_ref()).unwrap_or_default(),
                request_id,
                recommend: text(envelope.recommend.as_ref()),
            };
            Err(classify(fault, retry_after_ms(answer)))
        }
        Some(_) if success => Ok(Success { request_id, result: envelope.result.unwrap_or_default(), answer }),
        Some(_) => Err(unexpected(answer, request_id, "Code is Success, but the HTTP status is not")),
        None => Err(unexpected(answer, request_id, "it has no Code")),
    }
}

pub(super) fn unexpected(answer: &HttpAnswer, request_id: Option<String>, reason: &str) -> EkycError {
    EkycError::UnexpectedAnswer {
        http_status: answer.status,
        request_id: request_id.or_else(|| answer.header(REQUEST_ID).map(str::to_owned)),
        reason: reason.to_owned(),
        attempts: Attempts::default(),
    }
}

fn request_id(answer: &HttpAnswer, envelope: &Envelope) -> Option<String> {
    text(envelope.request_id.as_ref()).or_else(|| answer.header(REQUEST_ID).map(str::to_owned))
}

/// How long an answer asks to wait: the gateway's own header, in milliseconds, or HTTP's, in seconds (its other form, a date, is not read).
pub(crate) fn retry_after_ms(answer: &HttpAnswer) -> Option<i64> {
    let number = |name: &str| answer.header(name)?.trim().parse::<i64>().ok().filter(|number| *number > 0);
    number(RETRY_AFTER).or_else(|| number("retry-after").map(|seconds| seconds.saturating_mul(1000)))
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(scalar).filter(|text| !text.is_empty())
}

/// Text, also where the service writes a number.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
