//! How far a call has come: what an error, a cancellation and an event say of it.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::error::{Attempts, EkycError};
use crate::model::Effect;
use crate::net::Sender;

/// One call. Shared by the call itself and by those who may cancel it.
#[derive(Default)]
pub(crate) struct Progress {
    /// The call's number in events, if whoever makes the call gives numbers.
    number: Option<i64>,
    state: Mutex<State>,
    cancelled: Notify,
}

#[derive(Default)]
struct State {
    /// The attempts that have ended.
    ended: Attempts,
    /// The one under way.
    current: Option<Arc<AttemptProgress>>,
    /// Why the last one failed, while it is not yet known whether there is another.
    failure: Option<EkycError>,
}

impl Progress {
    /// The progress of a call that has an id already. What is above the lower 40 bits tells clients apart, and is no part of its number.
    pub(crate) fn numbered(id: u64) -> Self {
        Self { number: i64::try_from(id & ((1 << 40) - 1)).ok(), ..Self::default() }
    }

    pub(super) fn number(&self) -> Option<i64> {
        self.number
    }

    /// What was sent so far; of an attempt that is under way nobody knows the outcome.
    pub(crate) fn attempts(&self) -> Attempts {
        let state = self.state();
        match &state.current {
            Some(current) => state.ended.and(current.sent()),
            None => state.ended,
        }
    }

    pub(super) fn begin(&self, attempt: &Arc<AttemptProgress>) {
        let mut state = self.state();
        state.current = Some(Arc::clone(attempt));
        state.failure = None;
    }

    pub(super) fn succeeded(&self) {
        self.end(false, None);
    }

    pub(super) fn failed(&self, error: &EkycError, outcome_unknown: bool) {
        self.end(outcome_unknown, Some(error.clone()));
    }

    fn end(&self, outcome_unknown: bool, failure: Option<EkycError>) {
        let mut state = self.state();
        state.current = None;
        state.ended = state.ended.and(outcome_unknown);
        state.failure = failure;
    }

    /// Why the last attempt failed, if none has begun since. When time runs out while the client waits for something that is to mend the
    /// failure, such as other keys, then this is the truth, and not the time.
    pub(super) fn failure(&self) -> Option<EkycError> {
        self.state().failure.clone()
    }

    /// Ends the call, now or as soon as it begins.
    pub(crate) fn cancel(&self) {
        self.cancelled.notify_one();
    }

    /// Resolves when the call is cancelled.
    pub(super) async fn cancelled(&self) {
        self.cancelled.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One attempt, as the transport's parts see it. The times are kept for the observer, in microseconds since the attempt's begin.
pub(super) struct AttemptProgress {
    pub(super) started: Instant,
    connect_timeout: Duration,
    effect: Effect,
    sent: AtomicBool,
    connect_us: Moment,
    sent_at: Moment,
    head_at: Moment,
}

/// A number that may not be known.
struct Moment(AtomicI64);

impl Moment {
    const fn unknown() -> Self {
        Self(AtomicI64::new(-1))
    }

    fn get(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|us| *us >= 0)
    }

    fn set(&self, us: i64) {
        self.0.store(us, Ordering::Relaxed);
    }
}

impl AttemptProgress {
    pub(super) fn new(connect_timeout: Duration, effect: Effect) -> Self {
        Self {
            started: Instant::now(),
            connect_timeout,
            effect,
            sent: AtomicBool::new(false),
            connect_us: Moment::unknown(),
            sent_at: Moment::unknown(),
            head_at: Moment::unknown(),
        }
    }

    /// The answer's head has arrived.
    pub(super) fn answered(&self) {
        self.head_at.set(microseconds(self.started.elapsed()));
    }

    /// Whether the service may have a request that can have an effect.
    pub(super) fn sent(&self) -> bool {
        self.effect != Effect::Safe && self.sent.load(Ordering::Relaxed)
    }

    /// How long connecting, waiting for the answer and reading it took, as far as each was done.
    pub(super) fn phases(&self, whole_us: i64) -> [Option<i64>; 3] {
        let (sent, head) = (self.sent_at.get(), self.head_at.get());
        let between = |from: Option<i64>, to: Option<i64>| Some((to? - from?).max(0));
        [self.connect_us.get(), between(sent, head), between(head, Some(whole_us))]
    }
}

impl Sender for AttemptProgress {
    fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    fn connected(&self, took: Duration) {
        self.connect_us.set(microseconds(took));
    }

    fn handed_over(&self) {
        if !self.sent.swap(true, Ordering::Relaxed) {
            self.sent_at.set(microseconds(self.started.elapsed()));
        }
    }
}

pub(super) fn microseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
