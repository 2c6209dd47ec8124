//! One call: everything that happens over time between a request and its response or error.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::answered::{Answered, AnyOperation};
use super::awaiting::Waits;
use super::delivery::Delivery;
use super::endpoint::Endpoint;
use super::gate::Gate;
use super::lengths::Lengths;
use super::options::{CallOptions, CallSettings};
use super::progress::{AttemptProgress, Progress};
use super::quota::{Quota, QuotaKey, Refusal};
use super::record::{AttemptRecord, CallRecord, Wait};
use super::repairs::{Hints, Repairs};
use super::retry::RetryBudget;
use super::transport::Transport;
use super::verdict::{Next, judge};
use crate::credentials::{Credentials, Snapshot};
use crate::error::{Attempts, Deadline, EkycError};
use crate::hex::random_hex;
use crate::model::{Header, SignedRequest};
use crate::net::{Clock, ClockReading};
use crate::protocol::{self, Operation};

/// What all calls of a client share.
pub(super) struct Shared {
    pub(super) endpoint: Endpoint,
    pub(super) credentials: Arc<Credentials>,
    pub(super) transport: Transport,
    pub(super) settings: CallSettings,
    pub(super) user_agent: String,
    pub(super) budget: RetryBudget,
    pub(super) quota: Option<Arc<dyn Quota>>,
    pub(super) clock: Clock,
    pub(super) gate: Gate,
    pub(super) waits: Waits,
    pub(super) delivery: Option<Delivery>,
    pub(super) calls: AtomicI64,
    /// The process whose sockets and threads these are.
    pub(super) process: u32,
}

impl Shared {
    /// Runs a call to its end, its deadline, its cancellation, or the client's.
    pub(super) async fn call<O: Operation>(
        &self,
        operation: &O,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<O::Response, EkycError> {
        let answered = Answered::new(operation);
        self.run(&answered, options, progress).await?;
        answered.into_response().ok_or_else(|| EkycError::internal("a success without its response"))
    }

    async fn run(
        &self,
        operation: &AnyOperation<'_>,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<(), EkycError> {
        let number = || self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let tag = options.and_then(CallOptions::valid_tag);
        let mut record = CallRecord::begin(self.delivery.as_ref(), &operation.spec().name, progress, tag, number);
        let mut result = match options.map(|options| self.settings.with(options)) {
            None => self.checked(operation, &self.settings, progress, &record).await,
            Some(Ok(own)) => self.checked(operation, &own, progress, &record).await,
            Some(Err(error)) => Err(error),
        };
        if let Err(attempts) = result.as_mut().map_err(|error| error.attempts_mut())
            && let Some(attempts) = attempts
        {
            *attempts = progress.attempts();
        }
        record.ended(&result);
        result
    }

    async fn checked(
        &self,
        operation: &AnyOperation<'_>,
        settings: &CallSettings,
        progress: &Progress,
        record: &CallRecord<'_>,
    ) -> Result<(), EkycError> {
        operation.validate()?;
        if std::process::id() != self.process {
            // Two processes on one connection would read each other's answers.
            return Err(EkycError::configuration("client", "was made before this process was forked; make a new one"));
        }
        let pass = self.gate.enter()?;
        let deadline = Instant::now().checked_add(settings.overall_timeout);
        let work = self.attempts(operation, settings, deadline, progress, record);
        tokio::select! {
            biased; // an answer that is there is not thrown away
            result = timeout(settings.overall_timeout, work) =>
                result.unwrap_or_else(|_| {
                    Err(progress.failure().unwrap_or_else(|| timed_out(Deadline::Overall, settings.overall_timeout)))
                }),
            () = progress.cancelled() => Err(cancelled()),
            () = pass.cancelled() => Err(cancelled()),
        }
    }

    async fn attempts(
        &self,
        operation: &AnyOperation<'_>,
        settings: &CallSettings,
        deadline: Option<Instant>,
        progress: &Progress,
        record: &CallRecord<'_>,
    ) -> Result<(), EkycError> {
        let mut repairs = Repairs::default();
        let mut repeated = None; // what the last repetition cost
        let mut repetitions = 0;
        let mut number = 0;
        loop {
            let keys = match repairs.keys.take() {
                Some(keys) => keys,
                None => record.waiting(Wait::Credentials, self.credentials.snapshot()).await?,
            };
            // A wait that does not fit into the deadline is not begun, as between attempts.
            let left = deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()));
            record.waiting(Wait::Quota, self.admitted(operation, settings.quota_max_wait.min(left))).await?;
            number += 1;
            let effect = operation.spec().effect;
            let attempt = Arc::new(AttemptProgress::new(settings.connect_timeout, effect));
            progress.begin(&attempt);
            let mut told = record.attempt(number, &attempt);
            let (result, hints) = self.attempt(operation, settings, &keys, &attempt, &mut told).await;
            told.stop();
            let error = match result {
                Ok(request_id) => {
                    progress.succeeded();
                    self.answered(operation, &attempt, None);
                    self.budget.succeeded(repeated);
                    told.ended(Ok(&()), request_id.as_deref());
                    return Ok(());
                }
                Err(error) => protocol::presentable(error, &operation.parts(), keys.secrets()),
            };
            let verdict = judge(&error, attempt.sent(), effect);
            progress.failed(&error, verdict.outcome_unknown);
            told.outcome_unknown(verdict.outcome_unknown);
            told.ended::<()>(Err(&error), error.request_id());
            self.answered(operation, &attempt, Some((&error, &hints)));
            let wait = match verdict.next {
                Next::Repeat(cost)
                    if !verdict.outcome_unknown || effect.repeatable() || settings.retry.retry_unknown_outcome =>
                {
                    let wait = settings.retry.wait(repetitions + 1, cost, hints.retry_after);
                    let in_time = deadline
                        .is_none_or(|deadline| Instant::now().checked_add(wait).is_some_and(|next| next < deadline));
                    let more = repetitions + 1 < settings.retry.max_attempts && in_time && self.budget.take(cost);
                    (repetitions, repeated) = (repetitions + 1, Some(cost).filter(|_| more).or(repeated));
                    more.then_some(wait)
                }
                Next::CorrectClock => {
                    let corrected = repairs.clock.after(&self.clock, hints.date, hints.signed_at);
                    corrected.then_some(Duration::ZERO)
                }
                Next::RenewKeys => {
                    // Half of the time left: the rest is for the repetition, and for telling the refusal instead of a deadline.
                    let left = deadline.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()));
                    repairs.keys(&self.credentials, &keys, left / 2).await
                }
                Next::Repeat(_) | Next::GiveUp => None,
            };
            let Some(wait) = wait else { return Err(error) };
            told.repeated_after(wait);
            drop(told);
            if !wait.is_zero() {
                record.waiting(Wait::Backoff, sleep(wait)).await; // even none would be a millisecond
            }
        }
    }

    /// One request and its answer, and what the answer says besides.
    async fn attempt(
        &self,
        operation: &AnyOperation<'_>,
        settings: &CallSettings,
        keys: &Snapshot,
        attempt: &Arc<AttemptProgress>,
        told: &mut AttemptRecord<'_>,
    ) -> (Result<Option<String>, EkycError>, Hints) {
        let (signed, signed_at) = match self.sign(operation, keys) {
            Ok((request, signed_at)) => (Ok(request), Some(signed_at)),
            Err(error) => (Err(error), None),
        };
        let mut lengths = Lengths::default();
        let answer = match signed {
            Ok(request) => {
                lengths = Lengths::of(&request);
                told.request(lengths.all());
                timeout(
                    settings.attempt_timeout,
                    self.transport.send(request, operation.spec().max_answer_bytes, attempt),
                )
                .await
                .unwrap_or_else(|_| Err(timed_out(Deadline::Attempt, settings.attempt_timeout)))
            }
            Err(error) => Err(error),
        };
        match answer {
            Ok(answer) => {
                told.answer(&answer);
                super::test_hook::panic_if_asked(operation);
                let read = protocol::read_with_id(operation, &answer);
                let read = read.map(|((), request_id)| request_id).map_err(|error| lengths.named_in(error));
                (read, Hints::of(&answer, signed_at))
            }
            Err(error) => (Err(error), Hints::default()),
        }
    }

    fn sign(&self, operation: &AnyOperation<'_>, keys: &Snapshot) -> Result<(SignedRequest, ClockReading), EkycError> {
        let now = self.clock.read()?;
        let date = protocol::format_date(now.unix_seconds);
        let nonce = random_hex()?;
        let mut signed = protocol::sign(operation, &self.endpoint.origin, &keys.key(), &date, &nonce)?;
        signed.headers.push(Header::new("accept", "application/json"));
        signed.headers.push(Header::new("user-agent", self.user_agent.clone()));
        Ok((signed, now))
    }

    async fn admitted(&self, operation: &AnyOperation<'_>, max_wait: Duration) -> Result<(), EkycError> {
        let Some(quota) = &self.quota else { return Ok(()) };
        quota.admit(QuotaKey::of(operation), max_wait).await.map_err(|refusal| match refusal {
            Refusal::NoRoom(no_room) => EkycError::QuotaExhausted {
                operation: operation.spec().name.to_string(),
                calls_per_second: i32::try_from(no_room.calls_per_second).unwrap_or(i32::MAX),
                wait_ms: i64::try_from(no_room.wait.as_millis()).unwrap_or(i64::MAX),
                attempts: Attempts::default(),
            },
            Refusal::Unavailable { reason } => EkycError::QuotaUnavailable { reason, attempts: Attempts::default() },
        })
    }

    /// Tells the quota what the service's answer says about it.
    fn answered(&self, operation: &AnyOperation<'_>, attempt: &AttemptProgress, failed: Option<(&EkycError, &Hints)>) {
        let Some(quota) = &self.quota else { return };
        let key = QuotaKey::of(operation);
        match failed {
            Some((EkycError::Throttled { .. }, hints)) => quota.throttled(key, attempt.started, hints.retry_after),
            Some((error, _)) if error.fault().is_none() => {} // the service did not answer
            _ => quota.answered(key, attempt.started),
        }
    }
}

fn timed_out(deadline: Deadline, limit: Duration) -> EkycError {
    let limit_ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
    EkycError::Timeout { deadline, limit_ms, attempts: Attempts::default() }
}

pub(super) fn cancelled() -> EkycError {
    EkycError::Cancelled { attempts: Attempts::default() }
}
