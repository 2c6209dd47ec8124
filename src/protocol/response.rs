//! From an answer's status, headers and bytes to the response or the error.

use std::time::Duration;

use serde_json::{Map, Value};

use super::classify::classify;
use super::json::{NoObject, inner_object, member, object, take};
use crate::bounds::{MAX_REQUEST_ID, MAX_RETRY_AFTER_MS, shown};
use crate::error::{Attempts, EkycError, ServiceFault};
use crate::model::HttpAnswer;

/// The header in which the gateway says how many milliseconds to wait.
const RETRY_AFTER: &str = "x-acs-retry-after";

const REQUEST_ID: &str = "x-acs-request-id";

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
    /// A member of the result as text; nothing if it is absent or empty. The official SDKs accept other capitals in names, so they are
    /// accepted here.
    pub fn text(&self, name: &str) -> Option<String> {
        match &self.result {
            Value::Object(members) => text(members, name),
            Value::String(json) => text(&inner_object(json)?, name),
            _ => None,
        }
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
    let mut members = match object(&answer.body) {
        Ok(members) => members,
        Err(NoObject::Other) => return Err(unexpected(answer, None, "JSON, but not an object")),
        Err(NoObject::NotJson) => return Err(unexpected(answer, None, not_json(answer))),
    };
    let success = (200..300).contains(&answer.status);
    let request_id = text(&members, "RequestId");
    match text(&members, "Code") {
        Some(code) if !succeeded(&code) => {
            let fault = ServiceFault {
                http_status: answer.status,
                code,
                text: text(&members, "Message").unwrap_or_default(),
                request_id: request_id.or_else(|| answer.header(REQUEST_ID).map(str::to_owned)),
                recommend: text(&members, "Recommend"),
            };
            Err(classify(fault, retry_after_ms(answer)))
        }
        Some(_) if success => {
            let request_id = request_id.or_else(|| answer.header(REQUEST_ID).map(str::to_owned));
            let request_id = request_id.map(|id| shown(&id, MAX_REQUEST_ID));
            Ok(Success { request_id, result: take(&mut members, "Result"), answer })
        }
        Some(_) => Err(unexpected(answer, request_id, "Code is Success, but the HTTP status is not")),
        None => Err(unexpected(answer, request_id, too_long(answer).unwrap_or("it has no Code"))),
    }
}

/// What a body that is no JSON probably is.
fn not_json(answer: &HttpAnswer) -> &'static str {
    const GZIP: &[u8] = &[0x1F, 0x8B];
    let encoding = answer.header("content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
    if let Some(reason) = too_long(answer) {
        return reason;
    }
    match encoding.as_str() {
        "gzip" | "x-gzip" => "compressed (Content-Encoding: gzip), though this library does not ask for that",
        "deflate" => "compressed (Content-Encoding: deflate), though this library does not ask for that",
        "br" => "compressed (Content-Encoding: br), though this library does not ask for that",
        "zstd" => "compressed (Content-Encoding: zstd), though this library does not ask for that",
        "" | "identity" if answer.body.starts_with(GZIP) => "compressed with gzip without saying so",
        "" | "identity" => "not JSON; perhaps a proxy answered instead of the service",
        _ => "not JSON, and in a Content-Encoding that this library does not ask for",
    }
}

/// What HTTP's own refusals of something long mean. They come before the request is passed on to anybody.
fn too_long(answer: &HttpAnswer) -> Option<&'static str> {
    match answer.status {
        413 => Some("the request's body is too long for a gateway on the way, which did not pass it on"),
        414 => Some("the request's URL is too long for a gateway on the way, which did not pass it on"),
        431 => Some("the request's headers are too long for a gateway on the way, which did not pass it on"),
        _ => None,
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

/// How long an answer asks to wait: the gateway's own header, in milliseconds, or HTTP's, in seconds (its other form, a date, is not read).
fn retry_after_ms(answer: &HttpAnswer) -> Option<i64> {
    retry_after(|name| answer.header(name)).map(|asked| i64::try_from(asked.as_millis()).unwrap_or(i64::MAX))
}

/// As [`retry_after_ms`], from an answer's headers.
pub(crate) fn retry_after<'a>(header: impl Fn(&str) -> Option<&'a str>) -> Option<Duration> {
    let number = |name: &str| header(name)?.trim().parse::<u64>().ok().filter(|number| *number > 0);
    let asked = number(RETRY_AFTER).or_else(|| number("retry-after").map(|seconds| seconds.saturating_mul(1000)));
    asked.map(|ms| Duration::from_millis(ms.min(MAX_RETRY_AFTER_MS)))
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    scalar(member(members, name)?).filter(|text| !text.is_empty())
}

/// Text, also where the service writes a number.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
