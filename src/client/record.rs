//! Collects what the observer is told of a call. Without an observer nothing is collected.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::delivery::{Delivery, Event};
use super::events::{AttemptEvent, CallEvent};
use super::progress::{AttemptProgress, Progress, microseconds};
use crate::error::EkycError;
use crate::model::HttpAnswer;

const SUCCESS: &str = "success";

/// What an event says if the call's future was dropped: its caller went away.
const GONE: &str = "cancelled";

/// A call, as the observer will see it. If it is dropped before its end, the observer is told that the caller went away.
pub(super) struct CallRecord<'a> {
    collected: Option<Collected<'a>>,
}

struct Collected<'a> {
    delivery: &'a Delivery,
    progress: &'a Progress,
    event: CallEvent,
    started: Instant,
    sums: Sums,
    last: Mutex<Answered>,
}

#[derive(Default)]
struct Sums {
    credentials_us: AtomicI64,
    queued_us: AtomicI64,
    backoff_us: AtomicI64,
    request_bytes: AtomicI64,
    response_bytes: AtomicI64,
}

#[derive(Clone, Default)]
struct Answered {
    http_status: Option<i32>,
    code: Option<String>,
    request_id: Option<String>,
}

/// Where a call waits.
#[derive(Clone, Copy)]
pub(super) enum Wait {
    Credentials,
    Quota,
    Backoff,
}

impl<'a> CallRecord<'a> {
    pub(super) fn begin(
        delivery: Option<&'a Delivery>,
        operation: &str,
        progress: &'a Progress,
        tag: Option<&str>,
        number: impl FnOnce() -> i64,
    ) -> Self {
        let collected = delivery.map(|delivery| Collected {
            delivery,
            progress,
            event: CallEvent {
                operation: operation.to_owned(),
                call: progress.number().unwrap_or_else(number),
                attempts: 0,
                started_at_unix_ms: unix_ms(),
                duration_us: 0,
                credentials_us: 0,
                queued_us: 0,
                backoff_us: 0,
                request_bytes: 0,
                response_bytes: 0,
                outcome: GONE.to_owned(),
                outcome_unknown: false,
                http_status: None,
                code: None,
                request_id: None,
                tag: tag.map(str::to_owned),
            },
            started: Instant::now(),
            sums: Sums::default(),
            last: Mutex::default(),
        });
        Self { collected }
    }

    /// Waits, and adds up for how long.
    pub(super) async fn waiting<T>(&self, wait: Wait, work: impl Future<Output = T>) -> T {
        let Some(collected) = &self.collected else { return work.await };
        let start = Instant::now();
        let result = work.await;
        let sum = match wait {
            Wait::Credentials => &collected.sums.credentials_us,
            Wait::Quota => &collected.sums.queued_us,
            Wait::Backoff => &collected.sums.backoff_us,
        };
        sum.fetch_add(microseconds(start.elapsed()), Ordering::Relaxed);
        result
    }

    pub(super) fn attempt<'b>(&'b self, number: i32, progress: &'b AttemptProgress) -> AttemptRecord<'b> {
        let collected = self.collected.as_ref().map(|call| {
            let event = AttemptEvent {
                operation: call.event.operation.clone(),
                call: call.event.call,
                attempt: number,
                started_at_unix_ms: unix_ms(),
                duration_us: 0,
                connect_us: None,
                response_us: None,
                read_us: None,
                request_bytes: 0,
                response_bytes: 0,
                outcome: GONE.to_owned(),
                outcome_unknown: false,
                http_status: None,
                code: None,
                request_id: None,
                retry_delay_ms: None,
                tag: call.event.tag.clone(),
            };
            CollectedAttempt { delivery: call.delivery, sums: &call.sums, last: &call.last, progress, event }
        });
        AttemptRecord { collected }
    }

    /// Says how the call ended.
    pub(super) fn ended<T>(&mut self, result: &Result<T, EkycError>) {
        if let Some(collected) = &mut self.collected {
            collected.event.outcome = outcome(result).to_owned();
        }
    }
}

impl Drop for CallRecord<'_> {
    fn drop(&mut self) {
        let Some(collected) = self.collected.take() else { return };
        let Collected { delivery, progress, mut event, started, sums, last } = collected;
        let attempts = progress.attempts();
        let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
        event.attempts = attempts.count;
        event.outcome_unknown = attempts.outcome_unknown;
        event.duration_us = microseconds(started.elapsed());
        event.credentials_us = sums.credentials_us.into_inner();
        event.queued_us = sums.queued_us.into_inner();
        event.backoff_us = sums.backoff_us.into_inner();
        event.request_bytes = sums.request_bytes.into_inner();
        event.response_bytes = sums.response_bytes.into_inner();
        (event.http_status, event.code, event.request_id) = (last.http_status, last.code, last.request_id);
        delivery.send(Event::Call(event));
    }
}

/// One attempt, as the observer will see it; told when dropped.
pub(super) struct AttemptRecord<'a> {
    collected: Option<CollectedAttempt<'a>>,
}

struct CollectedAttempt<'a> {
    delivery: &'a Delivery,
    sums: &'a Sums,
    last: &'a Mutex<Answered>,
    progress: &'a AttemptProgress,
    event: AttemptEvent,
}

impl AttemptRecord<'_> {
    /// The request, with its URL and headers, has so many bytes.
    pub(super) fn request(&mut self, length: usize) {
        if let Some(collected) = &mut self.collected {
            collected.event.request_bytes = bytes(length);
        }
    }

    /// What follows (asking for other keys, for example) is no longer the attempt's.
    pub(super) fn stop(&mut self) {
        if let Some(collected) = &mut self.collected {
            collected.event.duration_us = microseconds(collected.progress.started.elapsed());
        }
    }

    pub(super) fn answer(&mut self, answer: &HttpAnswer) {
        if let Some(collected) = &mut self.collected {
            collected.event.response_bytes = bytes(answer.body.len());
            collected.event.http_status = Some(answer.status);
        }
    }

    /// Says how the attempt ended.
    pub(super) fn ended<T>(&mut self, result: Result<&T, &EkycError>, request_id: Option<&str>) {
        let Some(collected) = &mut self.collected else { return };
        let event = &mut collected.event;
        event.outcome = outcome(&result).to_owned();
        if let Err(error) = result {
            event.code = error.fault().map(|fault| fault.code.clone());
        }
        event.request_id = request_id.map(str::to_owned);
    }

    /// Says how long is waited for the next one.
    pub(super) fn repeated_after(&mut self, wait: Duration) {
        if let Some(collected) = &mut self.collected {
            collected.event.retry_delay_ms = Some(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
        }
    }

    pub(super) fn outcome_unknown(&mut self, unknown: bool) {
        if let Some(collected) = &mut self.collected {
            collected.event.outcome_unknown = unknown;
        }
    }
}

impl Drop for AttemptRecord<'_> {
    fn drop(&mut self) {
        let Some(collected) = self.collected.take() else { return };
        let CollectedAttempt { delivery, sums, last, progress, mut event } = collected;
        if event.outcome == GONE {
            event.duration_us = microseconds(progress.started.elapsed());
        }
        [event.connect_us, event.response_us, event.read_us] = progress.phases(event.duration_us);
        if event.outcome == GONE {
            event.outcome_unknown = progress.sent();
        }
        sums.request_bytes.fetch_add(event.request_bytes, Ordering::Relaxed);
        sums.response_bytes.fetch_add(event.response_bytes, Ordering::Relaxed);
        *last.lock().unwrap_or_else(PoisonError::into_inner) =
            Answered { http_status: event.http_status, code: event.code.clone(), request_id: event.request_id.clone() };
        delivery.send(Event::Attempt(event));
    }
}

fn outcome<T, E: std::borrow::Borrow<EkycError>>(result: &Result<T, E>) -> &'static str {
    match result {
        Ok(_) => SUCCESS,
        Err(error) => error.borrow().kind(),
    }
}

fn bytes(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn unix_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}
