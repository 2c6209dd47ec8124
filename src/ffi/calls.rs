//! The calls that are under way, by the id the wrapper gave them, so that it can cancel one.
//!
//! An id instead of a token object: the object would cost two more crossings for each call (docs/adr/0003).

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::{AbortHandle, JoinError, JoinHandle};

use super::runtime::Lease;
use crate::client::Progress;
use crate::error::{Attempts, EkycError};

pub(super) struct Calls {
    table: Mutex<Table>,
    lease: Lease,
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
    pub(super) fn new(lease: Lease) -> Arc<Self> {
        Arc::new(Self { table: Mutex::default(), lease })
    }

    pub(super) fn lease(&self) -> &Lease {
        &self.lease
    }

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
        let entry = self.enter(id)?;
        let mut task: JoinHandle<_> = self.lease.spawn(work(Arc::clone(&entry.progress)));
        let running = Running { abort: task.abort_handle(), entry };
        (&mut task).await.unwrap_or_else(|error| Err(running.ended(&error)))
    }

    /// Begins `work` on this thread, goes on with it on the runtime, and tells `done` there or here how it ended, whatever happens.
    pub(super) fn detach<T, F>(
        self: &Arc<Self>,
        id: u64,
        work: impl FnOnce(Arc<Progress>) -> F,
        done: impl FnOnce(Result<T, EkycError>) + Send + 'static,
    ) -> Result<(), EkycError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, EkycError>> + Send + 'static,
    {
        let entry = self.enter(id)?;
        let work = work(Arc::clone(&entry.progress));
        let detached = Detached { done: Some((entry, done)), result: std::marker::PhantomData };
        self.lease.begin(async move {
            let mut detached = detached;
            let result = work.await;
            detached.tell(result);
        });
        Ok(())
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

    fn enter(self: &Arc<Self>, id: u64) -> Result<Entry, EkycError> {
        let progress = Arc::new(Progress::numbered(id));
        let mut table = self.table();
        if table.early.remove(&id) {
            return Err(EkycError::Cancelled { attempts: Attempts::default() });
        }
        table.running.insert(id, Arc::clone(&progress));
        drop(table);
        Ok(Entry { calls: Arc::clone(self), id, progress })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place in the table.
struct Entry {
    calls: Arc<Calls>,
    id: u64,
    progress: Arc<Progress>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.calls.table().running.remove(&self.id);
    }
}

/// The error for a call that did not end by itself. A panic's text is not told: it can hold a value of the request.
fn broken_off(progress: &Progress, panicked: bool) -> EkycError {
    let attempts = progress.attempts();
    if panicked {
        return EkycError::Internal { reason: "a call panicked; please report it".to_owned(), attempts };
    }
    EkycError::Cancelled { attempts }
}

/// A call that somebody waits for. Dropped with the wait: normally after the call's end, else it aborts the task.
struct Running {
    abort: AbortHandle,
    entry: Entry,
}

impl Running {
    fn ended(&self, error: &JoinError) -> EkycError {
        broken_off(&self.entry.progress, !error.is_cancelled())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

/// A call that nobody waits for in Rust. Lives in its task, and is dropped unanswered if that panics or is thrown away.
struct Detached<T, D: FnOnce(Result<T, EkycError>)> {
    done: Option<(Entry, D)>,
    result: std::marker::PhantomData<fn(T)>,
}

impl<T, D: FnOnce(Result<T, EkycError>)> Detached<T, D> {
    fn tell(&mut self, result: Result<T, EkycError>) {
        if let Some((entry, done)) = self.done.take() {
            // The table first: who hears of the end may count what is under way.
            let calls = Arc::clone(&entry.calls);
            drop(entry);
            done(result);
            drop(calls);
        }
    }
}

impl<T, D: FnOnce(Result<T, EkycError>)> Drop for Detached<T, D> {
    fn drop(&mut self) {
        if let Some((entry, _)) = &self.done {
            let error = broken_off(&entry.progress, std::thread::panicking());
            self.tell(Err(error));
        }
    }
}
