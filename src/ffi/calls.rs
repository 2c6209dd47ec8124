//! The calls that are under way, by the id the wrapper gave them, so that it can cancel one.
//!
//! An id instead of a token object: the object would cost two more crossings for each call (docs/adr/0003).

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use tokio::task::{AbortHandle, JoinError, JoinHandle};

use super::runtime::runtime;
use crate::error::EkycError;

#[derive(Default)]
pub(super) struct Calls {
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    closed: bool,
    running: HashMap<u64, AbortHandle>,
    /// Cancelled before they started: Swift's cancellation handler can run before the call it belongs to.
    early: BTreeSet<u64>,
}

/// How many early cancellations are remembered. One is pending for as long as a thread needs from Swift's cancellation handler to the
/// call's start, so there are never more live ones than threads; the rest are of calls that ended at the same moment.
const MAX_EARLY: usize = 4096;

impl Calls {
    /// Runs `work` on the runtime and waits for it. Dropping the wait, or `cancel`, aborts it.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        id: u64,
        work: impl Future<Output = Result<T, EkycError>> + Send + 'static,
    ) -> Result<T, EkycError> {
        let (mut task, _guard) = self.start(id, work)?;
        (&mut task).await.unwrap_or_else(|error| Err(ended(error)))
    }

    /// As `run`, holding the calling thread instead of a future.
    pub(super) fn run_blocking<T: Send + 'static>(
        self: &Arc<Self>,
        id: u64,
        work: impl Future<Output = Result<T, EkycError>> + Send + 'static,
    ) -> Result<T, EkycError> {
        let (task, _guard) = self.start(id, work)?;
        // A channel, not `block_on`, which panics on a thread that belongs to a runtime.
        let (done, result) = mpsc::sync_channel(1);
        runtime()?.spawn(async move {
            let outcome = task.await.unwrap_or_else(|error| Err(ended(error)));
            let _ = done.send(outcome); // the receiver waits below for as long as this runs
        });
        result.recv().unwrap_or_else(|_| Err(EkycError::internal("the runtime has stopped")))
    }

    pub(super) fn cancel(&self, id: u64) {
        let mut table = self.table();
        match table.running.get(&id) {
            Some(call) => call.abort(),
            None => {
                table.early.insert(id);
                if table.early.len() > MAX_EARLY {
                    table.early.pop_first();
                }
            }
        }
    }

    /// Refuses new calls and cancels the running ones.
    pub(super) fn close(&self) {
        let mut table = self.table();
        table.closed = true;
        for (_, call) in table.running.drain() {
            call.abort();
        }
    }

    fn start<T: Send + 'static>(
        self: &Arc<Self>,
        id: u64,
        work: impl Future<Output = Result<T, EkycError>> + Send + 'static,
    ) -> Result<(JoinHandle<Result<T, EkycError>>, Running), EkycError> {
        let runtime = runtime()?;
        let mut table = self.table();
        if table.closed {
            return Err(EkycError::configuration("client", "is closed; make a new one"));
        }
        if table.early.remove(&id) {
            return Err(EkycError::Cancelled { outcome_unknown: false });
        }
        let task = runtime.spawn(work);
        let abort = task.abort_handle();
        table.running.insert(id, abort.clone());
        Ok((task, Running { calls: Arc::clone(self), id, abort }))
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call in the table. Dropped with the wait for it: normally after its end, else it aborts the task.
struct Running {
    calls: Arc<Calls>,
    id: u64,
    abort: AbortHandle,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.abort.abort();
        self.calls.table().running.remove(&self.id);
    }
}

fn ended(error: JoinError) -> EkycError {
    if error.is_cancelled() {
        // How far the request had come is not known here, so the careful answer is given.
        return EkycError::Cancelled { outcome_unknown: true };
    }
    EkycError::internal("a call panicked; please report it")
}
