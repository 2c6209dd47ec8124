//! Who may still call, and how a client ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::error::EkycError;

/// How long `shutdown` waits for calls that it has cancelled. They end as soon as they are polled; a future that its owner keeps without
/// polling it never does, and must not hold up the shutdown.
const AFTER_CANCELLING: Duration = Duration::from_secs(1);

/// Set in the count of running calls when no more may begin. One word holds both, so that a call either sees the end or is counted.
const CLOSED: usize = 1 << (usize::BITS - 1);

/// The calls of a client that are under way, and whether more may begin.
///
/// A call that begins or ends touches one counter and wakes nobody. Waking all the others, as one channel for everything would, costs each call a
/// time that grows with the number of calls.
#[derive(Clone)]
pub(super) struct Gate {
    state: Arc<State>,
}

struct State {
    running: AtomicUsize,
    /// Told when the last call has ended after the gate was closed.
    idle: Notify,
    /// Changes once.
    cancelled: watch::Sender<bool>,
}

/// A call that is under way. Dropped at its end.
pub(super) struct Pass {
    state: Arc<State>,
}

impl Gate {
    pub(super) fn new() -> Self {
        let state = State { running: AtomicUsize::new(0), idle: Notify::new(), cancelled: watch::Sender::new(false) };
        Self { state: Arc::new(state) }
    }

    pub(super) fn enter(&self) -> Result<Pass, EkycError> {
        let one_more = |running: usize| (running & CLOSED == 0).then_some(running + 1);
        match self.state.running.try_update(Ordering::AcqRel, Ordering::Acquire, one_more) {
            Ok(_) => Ok(Pass { state: Arc::clone(&self.state) }),
            Err(_) => Err(EkycError::configuration("client", "is closed; make a new one")),
        }
    }

    /// Refuses new calls and cancels the running ones.
    pub(super) fn close(&self) {
        self.refuse();
        self.state.cancelled.send_replace(true);
    }

    /// Refuses new calls.
    pub(super) fn refuse(&self) {
        self.state.running.fetch_or(CLOSED, Ordering::AcqRel);
    }

    /// Whether new calls are refused.
    pub(super) fn is_closed(&self) -> bool {
        self.state.running.load(Ordering::Acquire) & CLOSED != 0
    }

    /// Refuses new calls, lets the running ones finish for so long, then cancels those that are left and waits until they have ended,
    /// as far as somebody polls them. `true` if none was left.
    pub(super) async fn shutdown(&self, grace: Duration) -> bool {
        self.refuse();
        let finished = timeout(grace, self.state.idle()).await.is_ok();
        self.close();
        if !finished {
            let _ = timeout(AFTER_CANCELLING, self.state.idle()).await; // what is left then is not polled
        }
        finished
    }
}

impl State {
    /// Resolves when no call is under way. Only after the gate was closed.
    async fn idle(&self) {
        loop {
            let told = self.idle.notified();
            tokio::pin!(told);
            told.as_mut().enable(); // before looking, or the last call could end in between
            if self.running.load(Ordering::Acquire) & !CLOSED == 0 {
                return;
            }
            told.await;
        }
    }
}

impl Pass {
    /// Resolves when the client is closed under the call.
    pub(super) async fn cancelled(&self) {
        let mut cancelled = self.state.cancelled.subscribe();
        if cancelled.wait_for(|cancelled| *cancelled).await.is_err() {
            std::future::pending::<()>().await; // not while this pass holds the sender
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.state.running.fetch_sub(1, Ordering::AcqRel) == CLOSED | 1 {
            self.state.idle.notify_waiters();
        }
    }
}
