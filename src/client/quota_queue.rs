//! The queue for one operation's calls.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as FairMutex;
use tokio::time::{Instant, sleep_until};

use super::quota::NoRoom;
use crate::bounds::MAX_PAUSE;

const SECOND: Duration = Duration::from_secs(1);

/// Calls go one by one through a gate that opens when fewer than the limit have gone through within the last second.
pub(super) struct QuotaQueue {
    /// Held by the call at the head of the queue. tokio's mutex lets waiters in by the order of their coming, and one that is dropped leaves its
    /// place to the next.
    head: FairMutex<()>,
    waiting: AtomicU32,
    pace: Mutex<Pace>,
    adaptive: bool,
}

struct Pace {
    /// When the latest calls went through, oldest first: no more of them than the highest limit.
    recent: VecDeque<Instant>,
    most: f64,
    /// The limit at this moment. A fraction, so that it can grow slowly.
    limit: f64,
    /// Nothing goes through before.
    paused_until: Option<Instant>,
    /// When the limit was lowered last. What calls say that began earlier was already so before.
    slowed_at: Option<Instant>,
}

/// One call in the queue, counted for as long as it waits.
struct Waiting<'a>(&'a AtomicU32);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl QuotaQueue {
    pub(super) fn new(limit: u32, adaptive: bool) -> Self {
        let most = f64::from(limit);
        let pace = Mutex::new(Pace { recent: VecDeque::new(), most, limit: most, paused_until: None, slowed_at: None });
        Self { head: FairMutex::new(()), waiting: AtomicU32::new(0), pace, adaptive }
    }

    pub(super) async fn admit(&self, max_wait: Duration) -> Result<(), NoRoom> {
        let before_us = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        let now = Instant::now();
        let turn = self.pace().turn(before_us, now);
        let refused = |pace: &Pace, turn: Instant| NoRoom {
            calls_per_second: pace.whole_limit(),
            wait: turn.saturating_duration_since(now),
        };
        let Some(latest) = now.checked_add(max_wait) else { return Err(refused(&self.pace(), turn)) };
        if turn > latest {
            return Err(refused(&self.pace(), turn));
        }
        let at_head = match tokio::time::timeout_at(latest, self.head.lock()).await {
            Ok(at_head) => at_head,
            Err(_) => return Err(refused(&self.pace(), self.pace().turn(before_us, Instant::now()))),
        };
        loop {
            let opens = self.pace().take(Instant::now());
            let Some(opens) = opens else { break };
            if opens > latest {
                return Err(refused(&self.pace(), opens)); // the limit was lowered meanwhile
            }
            sleep_until(opens).await;
        }
        drop(at_head);
        Ok(())
    }

    /// Others use the same quota: fewer calls from now on, and none for as long as the service asks.
    pub(super) fn throttled(&self, began: Instant, retry_after: Option<Duration>) {
        const SLOWER: f64 = 0.7;
        if !self.adaptive {
            return;
        }
        let now = Instant::now();
        let mut pace = self.pace();
        if pace.holds_since(began) {
            pace.limit = (pace.limit * SLOWER).max(1.0);
            pace.slowed_at = Some(now);
        }
        let until = retry_after.and_then(|wait| now.checked_add(wait.min(MAX_PAUSE)));
        pace.paused_until = pace.paused_until.max(until);
    }

    pub(super) fn answered(&self, began: Instant) {
        const FASTER: f64 = 0.1;
        if !self.adaptive {
            return;
        }
        let mut pace = self.pace();
        if pace.holds_since(began) {
            pace.limit = (pace.limit + FASTER).min(pace.most);
            pace.paused_until = None; // the service takes calls again
        }
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pace {
    /// Whether the limit has been what it is since that moment, so that what happened to a call that began then says something about it.
    fn holds_since(&self, began: Instant) -> bool {
        self.slowed_at.is_none_or(|slowed| began >= slowed)
    }

    /// Goes through now, or says when to come again.
    fn take(&mut self, now: Instant) -> Option<Instant> {
        let opens = self.turn(0, now);
        if opens > now {
            return Some(opens);
        }
        if self.recent.len() >= self.most as usize {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        None
    }

    /// When a call with so many before it can go through, if nothing changes: those before it take the places that become free, each a
    /// second after a call went through.
    fn turn(&self, before_us: u32, now: Instant) -> Instant {
        let start = self.paused_until.map_or(now, |until| until.max(now));
        let limit = self.whole_limit() as usize;
        let before_us = before_us as usize;
        let free = limit.saturating_sub(self.recent.len());
        let Some(behind) = before_us.checked_sub(free) else { return start };
        // The call that must be a second old is the one that stands `limit` places before ours.
        let oldest = self.recent.len().saturating_sub(limit);
        let (round, place) = (behind / limit, behind % limit);
        let freed = self.recent.get(oldest + place).map_or(start, |then| *then + SECOND);
        freed.max(start) + SECOND.saturating_mul(u32::try_from(round).unwrap_or(u32::MAX))
    }

    fn whole_limit(&self) -> u32 {
        // At least 1 by construction, and at most 1,000.
        self.limit as u32
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// When each of `count` calls that come at once goes through, in milliseconds from the first.
    async fn times(queue: &Arc<QuotaQueue>, count: usize) -> Vec<u128> {
        let start = Instant::now();
        let calls = (0..count).map(|_| {
            let queue = Arc::clone(queue);
            async move { queue.admit(Duration::from_secs(60)).await.map(|()| start.elapsed().as_millis()).unwrap() }
        });
        let mut tasks = tokio::task::JoinSet::new();
        calls.for_each(|call| _ = tasks.spawn(call));
        let mut times = tasks.join_all().await;
        times.sort_unstable();
        times
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_calls_than_the_limit() {
        let queue = Arc::new(QuotaQueue::new(3, false));
        let times = times(&queue, 11).await;
        assert!(times.iter().zip(times.iter().skip(3)).all(|(first, fourth)| fourth - first >= 1000), "{times:?}");
        assert!(times.last().is_some_and(|last| (3000..3100).contains(last)), "and no time is wasted: {times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_can_be_foreseen_to_be_too_long_is_refused_at_once() {
        let queue = Arc::new(QuotaQueue::new(2, false));
        times(&queue, 2).await;
        let start = Instant::now();
        let refused = queue.admit(Duration::from_millis(500)).await.unwrap_err();
        assert_eq!((refused.calls_per_second, refused.wait), (2, SECOND));
        assert_eq!(start.elapsed(), Duration::ZERO);
        queue.admit(SECOND).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn the_place_of_a_call_that_leaves_goes_to_the_next() {
        let queue = Arc::new(QuotaQueue::new(1, false));
        times(&queue, 1).await;
        let leaving = tokio::spawn({
            let queue = Arc::clone(&queue);
            async move { queue.admit(Duration::from_secs(60)).await }
        });
        tokio::task::yield_now().await; // it stands at the head now
        let start = Instant::now();
        let next = times(&queue, 1);
        leaving.abort();
        next.await;
        assert!(start.elapsed() <= SECOND + Duration::from_millis(10), "{:?}", start.elapsed());
        assert_eq!(queue.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn throttling_slows_down_and_success_speeds_up_again() {
        let queue = Arc::new(QuotaQueue::new(10, true));
        queue.throttled(Instant::now(), Some(Duration::from_secs(2)));
        let slow = times(&queue, 8).await;
        assert!(slow.iter().all(|time| *time >= 2000), "{slow:?}");
        assert_eq!(queue.pace().whole_limit(), 7);
        (0..100).for_each(|_| queue.throttled(Instant::now(), None));
        assert_eq!(queue.pace().whole_limit(), 1, "never less than one");
        (0..1000).for_each(|_| queue.answered(Instant::now()));
        assert_eq!(queue.pace().whole_limit(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_were_throttled_together_slow_down_once() {
        let queue = Arc::new(QuotaQueue::new(10, true));
        let began = Instant::now();
        tokio::time::advance(Duration::from_millis(100)).await;
        (0..8).for_each(|_| queue.throttled(began, None));
        assert_eq!(queue.pace().whole_limit(), 7);
        (0..100).for_each(|_| queue.answered(began));
        assert_eq!(
            queue.pace().whole_limit(),
            7,
            "nor do those that were answered meanwhile say anything about the new limit"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn no_answer_stops_a_client_for_longer_than_a_minute() {
        let queue = Arc::new(QuotaQueue::new(10, true));
        for absurd in [Duration::MAX, Duration::from_millis(9_999_999_999_999)] {
            queue.throttled(Instant::now(), Some(absurd));
            let refused = queue.admit(Duration::ZERO).await.unwrap_err();
            assert_eq!(refused.wait, MAX_PAUSE);
            tokio::time::advance(MAX_PAUSE).await;
            queue.admit(Duration::ZERO).await.unwrap();
        }
    }
}
