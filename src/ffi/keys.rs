//! Keys for the functions that do not wait for a future.

use std::sync::Arc;

use super::runtime::wait_for;
use crate::credentials::{Credentials, Snapshot};
use crate::error::EkycError;

/// Keys to sign one request with. Holds the calling thread while a source is asked for the first time.
pub(super) fn snapshot_blocking(credentials: &Arc<Credentials>) -> Result<Arc<Snapshot>, EkycError> {
    if let Some(keys) = credentials.fixed() {
        return Ok(keys);
    }
    let credentials = Arc::clone(credentials);
    wait_for(async move { credentials.snapshot().await })
}
