//! What a fault makes of an answer.

use std::fmt::Write as _;
use std::future::pending;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::answer_body::Delivery;
use crate::faults::{FaultKind, known};
use crate::http::{Answer, Refusal, WireRequest};
use crate::record::Outcome;
use crate::service::{Judged, refuse};

/// A little over the 1 MiB that a careful client reads.
const HUGE: usize = 1024 * 1024 + 64 * 1024;

/// What the client gets.
pub(super) enum Reply {
    Send(Box<Judged>, Delivery),
    Reset,
}

/// A fault, with what must be there before the request is seen to have arrived.
pub(super) struct MetFault {
    pub(super) kind: FaultKind,
    /// For the fault `hold`: ready when the answer may go.
    pub(super) released: Option<oneshot::Receiver<()>>,
}

/// Does what the fault says with the answer that the request deserves.
pub(super) async fn misbehave(fault: Option<MetFault>, request: &WireRequest, deserved: Box<Judged>) -> Reply {
    let failure = |status, code: &str, message: &str| refuse(request, &Refusal::new(status, code, message));
    let throttled = |status, code: &str, retry_after: Option<Duration>| {
        let answer = failure(status, code, "API request is blocked due to throttling.");
        match retry_after {
            Some(wait) => answer.with_header("x-acs-retry-after", wait.as_millis().to_string()),
            None => answer,
        }
    };
    let (fault, released) = match fault {
        Some(MetFault { kind, released }) => (Some(kind), released),
        None => (None, None),
    };
    let answer = match fault {
        None => return Reply::Send(deserved, Delivery::Whole),
        Some(FaultKind::Slow { delay }) => {
            tokio::time::sleep(delay).await;
            return Reply::Send(deserved, Delivery::Whole);
        }
        Some(FaultKind::Hang) => pending().await,
        Some(FaultKind::Reset) => return Reply::Reset,
        Some(FaultKind::Cut) => return Reply::Send(deserved, Delivery::Cut),
        Some(FaultKind::Huge { chunked }) => {
            let delivery = if chunked { Delivery::Chunked } else { Delivery::Whole };
            let mut deserved = deserved;
            deserved.answer.body = padded(&deserved.answer.body);
            return Reply::Send(deserved, delivery);
        }
        // A request that comes here with unread has no body, or was not known by its head.
        Some(FaultKind::Hold | FaultKind::Unread) => {
            if let Some(released) = released {
                let _ = released.await; // an error means that nobody can release it any more
            }
            return Reply::Send(deserved, Delivery::Whole);
        }
        Some(FaultKind::Stall) => return Reply::Send(deserved, Delivery::Stall),
        Some(FaultKind::Throttle { retry_after }) => throttled(403, "Throttling.Api", retry_after),
        Some(FaultKind::ThrottleAs { code, status, retry_after }) => throttled(status, &code, retry_after),
        Some(FaultKind::Echo) => failure(400, "InvalidParameter", &everything(request)),
        Some(FaultKind::Refuse { code, status, message }) => {
            let usual = || known(&code).map_or("The request is refused.", |(_, words)| words).to_owned();
            let answer = failure(status, &code, &message.unwrap_or_else(usual));
            if is_a_missing_permission(&code) { answer.with_member("AccessDeniedDetail", denied()) } else { answer }
        }
        Some(FaultKind::InternalError) => failure(500, "InternalError", "Internal system error."),
        Some(FaultKind::Unavailable) => failure(503, "ServiceUnavailable", "The service is temporarily unavailable."),
        Some(FaultKind::NotJson) => {
            let page = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Please log in.</body></html>\n";
            Answer::plain(200, "text/html; charset=utf-8", page)
        }
        Some(FaultKind::Redirect { location }) => {
            Answer::plain(302, "text/plain", "moved\n").with_header("location", location)
        }
        Some(FaultKind::Answer { status, headers, body }) => {
            let code = code_of(&body);
            Answer { status, headers: headers.into_iter().collect(), body: Bytes::from(body), code }
        }
    };
    Reply::Send(
        Box::new(Judged { answer, outcome: Outcome::Answered, verdict: deserved.verdict, due: None }),
        Delivery::Whole,
    )
}

/// A message that repeats all that the client sent, its secrets among it, as careless services do. Clients must mask that.
fn everything(request: &WireRequest) -> String {
    let mut text = "Invalid parameter:".to_owned();
    let pairs = request.query.iter().chain(&request.form).map(|(name, value)| (name.as_slice(), value.as_slice()));
    let headers = request.headers.iter().map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()));
    for (name, value) in pairs.chain(headers) {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        let _ = write!(text, " {name}={value};"); // writing to a String cannot fail
    }
    text
}

/// The codes with which the gateway says more about the permission that is missing.
fn is_a_missing_permission(code: &str) -> bool {
    matches!(code, "Forbidden.RAMUserAccessDenied" | "Forbidden.RAM" | "Forbidden.NoPermission" | "NoPermission")
}

/// What is said then. The members are the vendor's; what the service writes into them for this product is not documented.
fn denied() -> Value {
    json!({
        "AuthAction": "sandbox:Action",
        "AuthPrincipalType": "SubUser",
        "NoPermissionType": "ImplicitDeny",
        "PolicyType": "AccountLevelIdentityBasedPolicy",
        "EncodedDiagnosticMessage": "AQEAAAAAsandbox",
    })
}

/// The same JSON behind enough blanks: nothing is wrong with it but its size.
fn padded(body: &Bytes) -> Bytes {
    let mut large = vec![b' '; HUGE];
    large.extend_from_slice(body);
    Bytes::from(large)
}

fn code_of(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    Some(body.get("Code")?.as_str()?.to_owned())
}
