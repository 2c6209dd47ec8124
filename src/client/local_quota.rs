//! A quota that a client keeps by itself: the vendor's limits on calls a second, or one of the user's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::quota::{Admission, Quota, QuotaKey, Refusal};
use super::quota_queue::QuotaQueue;
use super::shared_quota::{SharedQuota, SharedQuotaSettings};
use crate::bounds;
use crate::error::EkycError;

/// A limit on the calls a second of this client, for each operation and product apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct QuotaSettings {
    /// How many calls of an operation may begin within any one second: 1 to 1,000. Every attempt counts. Without it: what the vendor
    /// documents for the operation and product, 10 for eKYC's Initialize. An account's limit is shared by all its users and machines:
    /// give each client its part, or let them count together (`shared`).
    #[uniffi(default)]
    pub calls_per_second: Option<i32>,
    /// How long a call waits for its turn at most, in milliseconds: 0 to 600,000. With 0 it fails at once if there is no room; otherwise it fails
    /// at once if it can be foreseen that the wait is longer. Waiting calls go in the order in which they came.
    #[uniffi(default = 10000)]
    pub max_wait_ms: i64,
    /// Whether the limit is lowered when the service throttles all the same (because others use the quota too), and raised again step by
    /// step, up to `calls_per_second`, as calls succeed.
    #[uniffi(default = true)]
    pub adaptive: bool,
    /// Where the calls are counted if several servers share the limit. Absent: each client counts its own.
    #[uniffi(default)]
    pub shared: Option<SharedQuotaSettings>,
}

impl Default for QuotaSettings {
    fn default() -> Self {
        Self { calls_per_second: None, max_wait_ms: 10_000, adaptive: true, shared: None }
    }
}

impl QuotaSettings {
    /// Who keeps the quota.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    pub(super) fn quota(&self) -> Result<Arc<dyn Quota>, EkycError> {
        match &self.shared {
            Some(shared) => Ok(Arc::new(SharedQuota::new(self.clone(), shared)?)),
            None => Ok(Arc::new(LocalQuota::new(self.clone())?)),
        }
    }

    /// The limit for what is counted under this key.
    pub(super) fn limit(&self, key: QuotaKey) -> u32 {
        let own = self.calls_per_second.and_then(|limit| u32::try_from(limit).ok());
        own.unwrap_or(key.calls_per_second)
    }

    pub(super) fn check(&self) -> Result<(), EkycError> {
        if let Some(limit) = self.calls_per_second {
            bounds::calls_per_second("quota.calls_per_second", limit)?;
        }
        bounds::wait("quota.max_wait_ms", self.max_wait_ms).map(|_| ())
    }
}

/// A quota of this client's own: exact, fair, and in memory.
pub struct LocalQuota {
    settings: QuotaSettings,
    /// Into how many parts the limit is divided; one of them is this client's.
    parts: u32,
    queues: Mutex<HashMap<QuotaKey, Arc<QuotaQueue>>>,
}

impl LocalQuota {
    /// A quota with these settings.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] naming the setting that is out of range.
    pub fn new(settings: QuotaSettings) -> Result<Self, EkycError> {
        Self::share(settings, 1)
    }

    /// One part of a limit that is divided into so many.
    pub(super) fn share(settings: QuotaSettings, parts: u32) -> Result<Self, EkycError> {
        settings.check()?;
        Ok(Self { settings, parts, queues: Mutex::default() })
    }

    fn queue(&self, key: QuotaKey) -> Arc<QuotaQueue> {
        let limit = (self.settings.limit(key) / self.parts).max(1);
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(queues.entry(key).or_insert_with(|| Arc::new(QuotaQueue::new(limit, self.settings.adaptive))))
    }
}

impl Quota for LocalQuota {
    fn admit(&self, key: QuotaKey, max_wait: Duration) -> Admission<'_> {
        let queue = self.queue(key);
        Box::pin(async move { queue.admit(max_wait).await.map_err(Refusal::NoRoom) })
    }

    fn throttled(&self, key: QuotaKey, began: Instant, retry_after: Option<Duration>) {
        self.queue(key).throttled(began.into(), retry_after);
    }

    fn answered(&self, key: QuotaKey, began: Instant) {
        self.queue(key).answered(began.into());
    }
}
