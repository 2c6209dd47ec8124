//! What an answer's headers and a refusal say about the next attempt, and what is mended before it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::credentials::{Credentials, Snapshot};
use crate::model::HttpAnswer;
use crate::net::{ClockReading, ClockRepair, http_date};
use crate::protocol;

/// What can be mended once in a call, without counting as a repetition.
#[derive(Default)]
pub(super) struct Repairs {
    pub(super) clock: ClockRepair,
    renewed: bool,
    pub(super) keys: Option<Arc<Snapshot>>,
}

impl Repairs {
    pub(super) async fn keys(
        &mut self,
        credentials: &Credentials,
        refused: &Arc<Snapshot>,
        at_most: Duration,
    ) -> Option<Duration> {
        if !std::mem::replace(&mut self.renewed, true) {
            self.keys = credentials.renewed(refused, at_most).await;
        }
        self.keys.as_ref().map(|_| Duration::ZERO)
    }
}

/// What an answer's headers say about the next attempt.
#[derive(Default)]
pub(super) struct Hints {
    /// What the other side's clock says, and what ours said when the request was signed.
    pub(super) date: Option<SystemTime>,
    pub(super) signed_at: Option<ClockReading>,
    pub(super) retry_after: Option<Duration>,
}

impl Hints {
    pub(super) fn of(answer: &HttpAnswer, signed_at: Option<ClockReading>) -> Self {
        let date = answer.header("date").and_then(http_date);
        Self { date, signed_at, retry_after: protocol::retry_after(|name| answer.header(name)) }
    }
}
