//! Work that blocks a thread and may not end for a long time: name look-ups, and files on a server that is away.
//!
//! Each kind of work runs on a thread of its own, one for each thing that is asked for. On the runtime's threads it would stop every call of
//! the process; in tokio's pool for blocking work a few stuck ones would queue all others, and hold up a runtime that shuts down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

type Outcome<T> = watch::Receiver<Option<T>>;

/// What a caller does who finds that the same is being done already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meanwhile {
    /// Takes what comes out of it.
    Share,
    /// Waits for its end and then does it anew, because what it reads may have changed since it began.
    Wait,
}

/// The work under way, by what is asked for.
pub(crate) struct BlockingWork<T> {
    running: Mutex<HashMap<String, Outcome<T>>>,
}

/// Enough for name services that the machine loads as plug-ins; only what is used of it is memory.
const STACK_BYTES: usize = 1024 * 1024;

impl<T: Clone + Send + Sync + 'static> BlockingWork<T> {
    pub(crate) fn new() -> Self {
        Self { running: Mutex::default() }
    }

    /// Does the work on a thread of its own. A caller that goes away leaves the thread behind; who asks for the same later finds it.
    ///
    /// # Errors
    /// If there is no thread, or the work panicked.
    pub(crate) async fn run(
        self: &Arc<Self>,
        what: &str,
        meanwhile: Meanwhile,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, &'static str> {
        let mut outcome = loop {
            match self.running_or_ours(what) {
                Err(ours) => break ours.start(work)?,
                Ok(running) if meanwhile == Meanwhile::Share => break running,
                Ok(mut running) => drop(running.wait_for(Option::is_some).await),
            }
        };
        let value = outcome.wait_for(Option::is_some).await.map_err(|_| "it panicked")?;
        value.clone().ok_or("it panicked")
    }

    fn running_or_ours(self: &Arc<Self>, what: &str) -> Result<Outcome<T>, Ours<T>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(outcome) = running.get(what) {
            return Ok(outcome.clone());
        }
        let (done, outcome) = watch::channel(None);
        running.insert(what.to_owned(), outcome);
        Err(Ours { all: Arc::clone(self), what: what.to_owned(), done })
    }
}

/// Work that this caller begins. Dropped it is under way no more.
struct Ours<T> {
    all: Arc<BlockingWork<T>>,
    what: String,
    done: watch::Sender<Option<T>>,
}

impl<T: Clone + Send + Sync + 'static> Ours<T> {
    fn start(self, work: impl FnOnce() -> T + Send + 'static) -> Result<Outcome<T>, &'static str> {
        let outcome = self.done.subscribe();
        let thread = std::thread::Builder::new().name("ekyc-blocking".to_owned()).stack_size(STACK_BYTES);
        let run = move || {
            let value = work();
            let done = self.done.clone();
            drop(self); // first, so that who asks after this outcome begins anew
            let _ = done.send(Some(value)); // nobody need wait for it
        };
        thread.spawn(run).map_err(|_| "there is no thread to do it on")?;
        Ok(outcome)
    }
}

impl<T> Drop for Ours<T> {
    fn drop(&mut self) {
        self.all.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.what);
    }
}
