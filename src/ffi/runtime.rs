//! The runtime that carries the calls of Kotlin and Swift.
//!
//! Our own, because UniFFI's `async_runtime = "tokio"` is a hidden single thread that polls on the caller's thread
//! (mozilla/uniffi-rs#1726): an exported future here only waits for a task of this runtime.

use std::sync::{Arc, Mutex, PoisonError};

use once_cell::sync::Lazy;
use tokio::runtime::{Builder, Runtime};

use super::broken_pipe;
use crate::error::EkycError;

struct Started {
    process: u32,
    runtime: Arc<Runtime>,
}

static STARTED: Lazy<Mutex<Option<Started>>> = Lazy::new(|| Mutex::new(None));

/// The process's runtime, started at first use and shared by all clients. In a forked child a new one is started: the
/// parent's threads do not exist there (tokio-rs/tokio#4301), so its runtime is forgotten, not shut down.
pub(super) fn runtime() -> Result<Arc<Runtime>, EkycError> {
    let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some(current) = started.as_ref().filter(|current| current.process == process) {
        return Ok(Arc::clone(&current.runtime));
    }
    std::mem::forget(started.take());
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(4) // name look-ups only
        .thread_name("ekyc")
        .thread_stack_size(1024 * 1024)
        .on_thread_start(broken_pipe::block_signal)
        .enable_all()
        .build()
        .map_err(|error| EkycError::internal(format!("no threads for the runtime: {error}")))?;
    let runtime = Arc::new(runtime);
    *started = Some(Started { process, runtime: Arc::clone(&runtime) });
    Ok(runtime)
}
