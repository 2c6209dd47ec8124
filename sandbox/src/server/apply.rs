//! What a fault makes of an answer.

use std::future::pending;

use bytes::Bytes;

use super::body::Delivery;
use crate::answer::{Answer, Refusal};
use crate::event::Outcome;
use crate::fault::FaultKind;
use crate::service::{Judged, refuse};
use crate::wire::WireRequest;

/// A little over the 1 MiB that a careful client reads.
const HUGE: usize = 1024 * 1024 + 64 * 1024;

/// What the client gets.
pub(super) enum Reply {
    Send(Judged, Delivery),
    Reset,
}

/// Does what the fault says with the answer that the request deserves.
pub(super) async fn apply(fault: Option<FaultKind>, request: &WireRequest, deserved: Judged) -> Reply {
    let failure = |status, code: &str, message: &str| refuse(request, &Refusal::new(status, code, message));
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
        Some(FaultKind::Throttle { retry_after }) => {
            let answer = failure(403, "Throttling.Api", "API request is blocked due to throttling.");
            match retry_after {
                Some(wait) => answer.with_header("x-acs-retry-after", wait.as_millis().to_string()),
                None => answer,
            }
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
    Reply::Send(Judged { answer, outcome: Outcome::Answered, verdict: deserved.verdict }, Delivery::Whole)
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
