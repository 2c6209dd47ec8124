//! Who may still call, and how a client ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::error::EkycError;

/// The calls of a client that are under way, and whether more may begin.
#[derive(Clone)]
pub(super) struct Gate {
    state: Arc<watch::Sender<State>>,
}

#[derive(Clone, Copy, Default)]
struct State {
    closed: bool,
    cancelled: bool,
    running: usize,
}

/// A call that is under way. Dropped at its end.
pub(super) struct Pass {
    state: Arc<watch::Sender<State>>,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self { state: Arc::new(watch::Sender::new(State::default())) }
    }

    pub(super) fn enter(&self) -> Result<Pass, EkycError> {
        let entered = self.state.send_if_modified(|state| {
            state.running += usize::from(!state.closed);
            !state.closed
        });
        if entered {
            return Ok(Pass { state: Arc::clone(&self.state) });
        }
        Err(EkycError::configuration("client", "is closed; make a new one"))
    }

    /// Refuses new calls and cancels the running ones.
    pub(super) fn close(&self) {
        self.state.send_modify(|state| (state.closed, state.cancelled) = (true, true));
    }

    /// Refuses new calls, lets the running ones finish for so long, then cancels those that are left and waits for their end. `true` if
    /// none was.
    pub(super) async fn shutdown(&self, grace: Duration) -> bool {
        self.state.send_modify(|state| state.closed = true);
        let mut state = self.state.subscribe();
        let finished = tokio::time::timeout(grace, state.wait_for(|state| state.running == 0)).await.is_ok();
        self.close();
        if !finished {
            let _ = state.wait_for(|state| state.running == 0).await; // the sender is ours, so it cannot be gone
        }
        finished
    }
}

impl Pass {
    /// Resolves when the client is closed under the call.
    pub(super) async fn cancelled(&self) {
        let mut state = self.state.subscribe();
        if state.wait_for(|state| state.cancelled).await.is_err() {
            std::future::pending::<()>().await; // not while this pass holds the sender
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.state.send_modify(|state| state.running -= 1);
    }
}
