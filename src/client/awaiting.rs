//! Waits until a verification has ended: asks again and again with growing pauses, and at once when a callback comes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::call::{Shared, cancelled};
use super::options::CallOptions;
use super::progress::Progress;
use super::verdict::may_pass;
use crate::error::EkycError;
use crate::model::{AwaitResultRequest, CheckResultResponse, TRANSACTION_LIFETIME_MS, VerificationState};

/// The pace of one wait.
struct Pace {
    first: Duration,
    most: Duration,
    next: Duration,
}

impl Pace {
    fn of(request: &AwaitResultRequest) -> Self {
        let first = milliseconds(request.first_pause_ms);
        Self { first, most: milliseconds(request.max_pause_ms), next: first }
    }

    /// The next pause; between three quarters of it and the whole, so that waits that began together do not ask together.
    fn pause(&mut self) -> Duration {
        let pause = self.next.mul_f64(0.75 + crate::net::chance() / 4.0);
        self.next = self.next.mul_f64(1.5).min(self.most);
        pause
    }

    /// A callback came: the result may be there at any moment.
    fn restart(&mut self) {
        self.next = self.first.min(Duration::from_secs(1));
    }

    /// The service or our own quota asks to slow down.
    fn slow_down(&mut self) {
        self.next = self.next.saturating_mul(2).min(self.most);
    }
}

/// How long there is to wait.
fn limit(request: &AwaitResultRequest) -> Duration {
    let limit = milliseconds(request.limit_ms);
    let Some(started) = request.started_at_unix_ms else { return limit };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
    limit.min(milliseconds(started.saturating_add(TRANSACTION_LIFETIME_MS).saturating_sub(now)))
}

/// A length of time that is not negative.
fn milliseconds(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

/// The waits that are under way, by transaction.
#[derive(Default)]
pub(super) struct Waits(Mutex<HashMap<String, Vec<Arc<Notify>>>>);

/// One wait. Dropped at its end.
struct Wait<'a> {
    waits: &'a Waits,
    transaction_id: &'a str,
    woken: Arc<Notify>,
}

impl Waits {
    fn begin<'a>(&'a self, transaction_id: &'a str) -> Wait<'a> {
        let woken = Arc::new(Notify::new());
        self.lock().entry(transaction_id.to_owned()).or_default().push(Arc::clone(&woken));
        Wait { waits: self, transaction_id, woken }
    }

    /// Wakes the waits for a transaction. `true` if there is one.
    pub(super) fn wake(&self, transaction_id: &str) -> bool {
        let waits = self.lock();
        let here = waits.get(transaction_id);
        here.into_iter().flatten().for_each(|woken| woken.notify_one());
        here.is_some()
    }

    /// Wakes all, so that they see that the client is closed.
    pub(super) fn wake_all(&self) {
        self.lock().values().flatten().for_each(|woken| woken.notify_one());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Arc<Notify>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut waits = self.waits.lock();
        if let Some(here) = waits.get_mut(self.transaction_id) {
            here.retain(|woken| !Arc::ptr_eq(woken, &self.woken));
            if here.is_empty() {
                waits.remove(self.transaction_id);
            }
        }
    }
}

impl Shared {
    /// Asks until the verification has ended. What may pass by itself (the network, the service, the quota) is asked again.
    pub(super) async fn await_result(
        &self,
        request: &AwaitResultRequest,
        options: Option<&CallOptions>,
        progress: &Progress,
    ) -> Result<CheckResultResponse, EkycError> {
        request.validate()?;
        let question = &request.check_result;
        let mut pace = Pace::of(request);
        let wait = self.waits.begin(&question.transaction_id);
        let mut asked_before = false; // a client that is closed from the start says so
        let work = async {
            let end = Instant::now().checked_add(limit(request));
            loop {
                if asked_before && self.gate.is_closed() {
                    return Err(cancelled());
                }
                asked_before = true;
                let last = end.is_some_and(|end| Instant::now() >= end);
                let asked = self.call(question, options, &Progress::default()).await;
                match asked {
                    Ok(response) if response.state == VerificationState::Ended || last => return Ok(response),
                    Err(error) if last || !may_pass(&error) => return Err(error),
                    Err(EkycError::Throttled { .. } | EkycError::QuotaExhausted { .. }) => pace.slow_down(),
                    Ok(_) | Err(_) => {}
                }
                let next = Instant::now().checked_add(pace.pause());
                let next = match (next, end) {
                    (Some(next), Some(end)) => next.min(end),
                    (next, end) => next.or(end).unwrap_or_else(Instant::now),
                };
                if timeout_at(next, wait.woken.notified()).await.is_ok() {
                    pace.restart();
                }
            }
        };
        tokio::select! {
            biased; // an answer that is there is not thrown away
            result = work => result,
            () = progress.cancelled() => Err(cancelled()),
        }
    }
}
