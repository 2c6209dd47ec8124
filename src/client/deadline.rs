//! The deadlines of one call.

use std::time::Duration;

use tokio::time::timeout;

use crate::error::{Deadline, EkycError};

/// How long an attempt and a call may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadlines {
    pub(super) attempt: Duration,
    pub(super) overall: Duration,
}

impl Deadlines {
    /// Runs one attempt within the attempt's deadline.
    pub(super) async fn attempt<T>(&self, work: impl Future<Output = Result<T, EkycError>>) -> Result<T, EkycError> {
        within(Deadline::Attempt, self.attempt, work).await
    }

    /// Runs a whole call within the overall deadline.
    pub(super) async fn overall<T>(&self, work: impl Future<Output = Result<T, EkycError>>) -> Result<T, EkycError> {
        within(Deadline::Overall, self.overall, work).await
    }
}

async fn within<T>(
    deadline: Deadline,
    limit: Duration,
    work: impl Future<Output = Result<T, EkycError>>,
) -> Result<T, EkycError> {
    timeout(limit, work).await.unwrap_or_else(|_| {
        let limit_ms = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
        // How far the attempt had come is not known here, so the careful answer is given.
        Err(EkycError::Timeout { deadline, limit_ms, outcome_unknown: true })
    })
}
