//! The runtime that carries the calls of Kotlin and Swift.
//!
//! Our own, because UniFFI's `async_runtime = "tokio"` is a hidden single thread that polls on the caller's thread
//! (mozilla/uniffi-rs#1726): an exported future here only waits for a task of this runtime.

use std::sync::Arc;
use std::sync::mpsc;

use tokio::runtime::{Builder, Runtime};

use super::{broken_pipe, panics};
use crate::error::EkycError;
use crate::process::PerProcess;

static RUNTIME: PerProcess<Runtime> = PerProcess::new();

/// The process's runtime, started at first use and shared by all clients.
pub(super) fn runtime() -> Result<Arc<Runtime>, EkycError> {
    RUNTIME.get(|| {
        panics::keep_quiet();
        Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(4) // name look-ups only
            .thread_name("ekyc")
            .thread_stack_size(1024 * 1024)
            .on_thread_start(broken_pipe::block_signal)
            .enable_all()
            .build()
            .map_err(|error| EkycError::internal(format!("no threads for the runtime: {error}")))
    })
}

/// Runs work on the runtime and holds the calling thread until it has ended.
pub(super) fn wait_for<T: Send + 'static>(
    work: impl Future<Output = Result<T, EkycError>> + Send + 'static,
) -> Result<T, EkycError> {
    // A channel, not `block_on`, which panics on a thread that belongs to a runtime.
    let (done, result) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        let _ = done.send(work.await); // the receiver waits below for as long as this runs
    });
    // Without a sender the task is gone: it panicked.
    result.recv().unwrap_or_else(|_| Err(EkycError::internal("a task of the library panicked; please report it")))
}
