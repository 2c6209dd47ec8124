//! Keys for the functions that do not wait for a future.

use std::sync::{Arc, mpsc};

use super::runtime::runtime;
use crate::credentials::{Credentials, Snapshot};
use crate::error::EkycError;

/// Keys to sign one request with. Holds the calling thread while a source is asked for the first time.
pub(super) fn snapshot_blocking(credentials: &Arc<Credentials>) -> Result<Arc<Snapshot>, EkycError> {
    if let Some(keys) = credentials.fixed() {
        return Ok(keys);
    }
    let credentials = Arc::clone(credentials);
    // A channel, not `block_on`, which panics on a thread that belongs to a runtime.
    let (done, keys) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        let _ = done.send(credentials.snapshot().await); // the receiver waits below for as long as this runs
    });
    keys.recv().unwrap_or_else(|_| Err(EkycError::internal("the runtime has stopped")))
}
