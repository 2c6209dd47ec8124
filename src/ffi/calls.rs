//! The calls that are under way, by the id the wrapper gave them, so that it can cancel one.
//!
//! An id instead of a token object: the object would cost two more crossings for each call (docs/adr/0003).

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::{AbortHandle, JoinError, JoinHandle};

use super::runtime::{runtime, wait_for};
use crate::client::Progress;
use crate::error::{Attempts, EkycError};

#[derive(Default)]
pub(super) struct Calls {
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    running: HashMap<u64, Arc<Progress>>,
    /// Cancelled before they started: Swift's cancellation handler can run before the call it belongs to.
    early: BTreeSet<u64>,
}

/// How many early cancellations are remembered. One is pending for as long as a thread needs from Swift's cancellation handler to the
/// call's start, so there are never more live ones than threads; the rest are of calls that ended at the same moment.
const MAX_EARLY: usize = 4096;

impl Calls {
    /// Runs `work` on the runtime and waits for it. Dropping the wait aborts it; after `cancel` it ends by itself.
    pub(super) async fn run<T, F>(
        self: &Arc<Self>,
        id: u64,
        work: impl FnOnce(Arc<Progress>) -> F,
    ) -> Result<T, EkycError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EkycError>> + Send + 'static,
    {
        let (mut task, running) = self.start(id, work)?;
        (&mut task).await.unwrap_or_else(|error| Err(running.ended(&error)))
    }

    /// As `run`, holding the calling thread instead of a future.
    pub(super) fn run_blocking<T, F>(
        self: &Arc<Self>,
        id: u64,
        work: impl FnOnce(Arc<Progress>) -> F,
    ) -> Result<T, EkycError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EkycError>> + Send + 'static,
    {
        let (task, running) = self.start(id, work)?;
        wait_for(async move { task.await.unwrap_or_else(|error| Err(running.ended(&error))) })
    }

    pub(super) fn cancel(&self, id: u64) {
        let mut table = self.table();
        match table.running.get(&id) {
            Some(call) => call.cancel(),
            None => {
                table.early.insert(id);
                if table.early.len() > MAX_EARLY {
                    table.early.pop_first();
                }
            }
        }
    }

    fn start<T, F>(
        self: &Arc<Self>,
        id: u64,
        work: impl FnOnce(Arc<Progress>) -> F,
    ) -> Result<(JoinHandle<Result<T, EkycError>>, Running), EkycError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EkycError>> + Send + 'static,
    {
        let runtime = runtime()?;
        let progress = Arc::new(Progress::default());
        let mut table = self.table();
        if table.early.remove(&id) {
            return Err(EkycError::Cancelled { attempts: Attempts::default() });
        }
        let task = runtime.spawn(work(Arc::clone(&progress)));
        let abort = task.abort_handle();
        table.running.insert(id, Arc::clone(&progress));
        drop(table);
        Ok((task, Running { calls: Arc::clone(self), id, progress, abort }))
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call in the table. Dropped with the wait for it: normally after its end, else it aborts the task.
struct Running {
    calls: Arc<Calls>,
    id: u64,
    progress: Arc<Progress>,
    abort: AbortHandle,
}

impl Running {
    /// The error for a task that did not end by itself. A panic's text is not told: it can hold a value of the request.
    fn ended(&self, error: &JoinError) -> EkycError {
        let attempts = self.progress.attempts();
        if error.is_cancelled() {
            return EkycError::Cancelled { attempts };
        }
        EkycError::Internal { reason: "a call panicked; please report it".to_owned(), attempts }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.abort.abort();
        self.calls.table().running.remove(&self.id);
    }
}
