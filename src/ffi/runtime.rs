//! The runtime that carries the calls of Kotlin and Swift.
//!
//! Our own, because UniFFI's `async_runtime = "tokio"` is a hidden single thread that polls on the caller's thread
//! (mozilla/uniffi-rs#1726): an exported future here only waits for a task of this runtime.
//!
//! It lives as long as anybody holds a [`Lease`] on it: every open client does, and every call. When the last one goes its threads end, so
//! that a program which has closed its clients is as it was before, and a web application can be taken out of its server.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use super::{broken_pipe, panics};
use crate::error::EkycError;
use crate::process::PerProcess;

static RUNTIME: PerProcess<Running> = PerProcess::new();

/// What a language's bridge wants done on each of the runtime's threads.
#[derive(Debug, Clone, Copy)]
pub struct ThreadHooks {
    /// When a thread has started.
    pub started: fn(),
    /// Before it ends.
    pub stops: fn(),
}

static HOOKS: OnceLock<ThreadHooks> = OnceLock::new();

/// To be called before the runtime is used for the first time.
pub(super) fn set_hooks(hooks: ThreadHooks) {
    let _ = HOOKS.set(hooks);
}

struct Running {
    handle: Handle,
    runtime: Mutex<Option<Runtime>>,
    /// How many leases there are; `ENDED` when the last was given back.
    leases: AtomicUsize,
    /// Whether one of them belongs to nobody: see `wait_for`.
    kept: AtomicBool,
}

const ENDED: usize = usize::MAX;

/// How long the end waits for the threads. They only finish what they are at.
const ENDING: Duration = Duration::from_secs(2);

/// Keeps the runtime alive.
pub(super) struct Lease(Arc<Running>);

impl Lease {
    /// Starts the runtime if it is not there.
    pub(super) fn new() -> Result<Self, EkycError> {
        loop {
            let running = RUNTIME.get(Running::start)?;
            if running.join() {
                return Ok(Self(running));
            }
            RUNTIME.forget(&running);
        }
    }

    pub(super) fn spawn<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.0.handle.spawn(work)
    }

    pub(super) fn enter(&self) -> tokio::runtime::EnterGuard<'_> {
        self.0.handle.enter()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let left = self.0.leases.fetch_sub(1, Ordering::AcqRel) - 1;
        if left == 1 && self.0.kept.swap(false, Ordering::AcqRel) {
            self.0.leases.fetch_sub(1, Ordering::AcqRel);
        }
        self.0.end_if_unused();
    }
}

impl Running {
    fn start() -> Result<Self, EkycError> {
        panics::keep_quiet();
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(1) // none is used: what blocks has threads of its own (net/blocking.rs)
            .thread_name("ekyc")
            .thread_stack_size(1024 * 1024)
            .on_thread_start(|| {
                broken_pipe::block_signal();
                if let Some(hooks) = HOOKS.get() {
                    (hooks.started)();
                }
            })
            .on_thread_stop(|| {
                if let Some(hooks) = HOOKS.get() {
                    (hooks.stops)();
                }
            })
            .enable_all()
            .build()
            .map_err(|error| EkycError::internal(format!("no threads for the runtime: {error}")))?;
        Ok(Self {
            handle: runtime.handle().clone(),
            runtime: Mutex::new(Some(runtime)),
            leases: AtomicUsize::new(0),
            kept: AtomicBool::new(false),
        })
    }

    /// One lease more, unless the runtime has ended.
    fn join(&self) -> bool {
        let more = |leases| (leases != ENDED).then(|| leases + 1);
        self.leases.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).is_ok()
    }

    fn end_if_unused(self: &Arc<Self>) {
        if self.leases.compare_exchange(0, ENDED, Ordering::AcqRel, Ordering::Acquire).is_err() {
            return;
        }
        RUNTIME.forget(self);
        end(self.runtime.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Two threads can start a runtime at the same moment; the one that is not needed goes here, perhaps inside a runtime of the caller's.
impl Drop for Running {
    fn drop(&mut self) {
        end(self.runtime.get_mut().unwrap_or_else(PoisonError::into_inner).take());
    }
}

fn end(runtime: Option<Runtime>) {
    match runtime {
        // A thread that belongs to a runtime cannot wait for one.
        Some(runtime) if Handle::try_current().is_ok() => runtime.shutdown_background(),
        Some(runtime) => runtime.shutdown_timeout(ENDING),
        None => {}
    }
}

/// Runs work on the runtime and holds the calling thread until it has ended.
///
/// What the work leaves behind, such as keys that are renewed ahead of their expiry, may need the runtime afterwards: it stays until the
/// last client is closed.
pub(super) fn wait_for<T: Send + 'static>(
    work: impl Future<Output = Result<T, EkycError>> + Send + 'static,
) -> Result<T, EkycError> {
    let lease = Lease::new()?;
    // A channel, not `block_on`, which panics on a thread that belongs to a runtime.
    let (done, result) = mpsc::sync_channel(1);
    lease.spawn(async move {
        let _ = done.send(work.await); // the receiver waits below for as long as this runs
    });
    // Without a sender the task is gone: it panicked.
    let result =
        result.recv().unwrap_or_else(|_| Err(EkycError::internal("a task of the library panicked; please report it")));
    if !lease.0.kept.swap(true, Ordering::AcqRel) {
        std::mem::forget(lease);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forced: while one thread makes a runtime another puts its own in place. Here the caller belongs to a runtime, where a runtime must not
    /// be dropped as others are.
    #[tokio::test]
    async fn a_runtime_that_was_made_for_nothing_ends_without_blocking() {
        static RACE: PerProcess<Running> = PerProcess::new();
        let mut winner = None;
        let kept = RACE.get(|| {
            winner = Some(RACE.get(Running::start)?);
            Running::start()
        });
        assert!(winner.is_some_and(|winner| Arc::ptr_eq(&winner, &kept.unwrap())));
    }
}
