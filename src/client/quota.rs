//! A limit on calls a second, kept on the client's side: the account's quota is shared by all its users, and a call that is not sent
//! takes nothing from them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::quota_line::Line;
use crate::bounds;
use crate::error::EkycError;
use crate::model;
use crate::protocol::Operation;

/// A limit on the calls a second of this client, for each operation and product apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Record)]
pub struct QuotaSettings {
    /// How many calls of an operation may begin within any one second: 1 to 1,000. Every attempt counts. Without it: what the vendor
    /// documents for the operation and product, 10 for eKYC's Initialize. An account's limit is shared by all its users and machines:
    /// give each client its part.
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
}

impl QuotaSettings {
    pub(super) fn check(&self) -> Result<(), EkycError> {
        if let Some(limit) = self.calls_per_second {
            bounds::calls_per_second("quota.calls_per_second", limit)?;
        }
        bounds::wait("quota.max_wait_ms", self.max_wait_ms).map(|_| ())
    }
}

/// No room within the time that the call may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRoom {
    /// The limit at this moment.
    pub calls_per_second: u32,
    /// How long the wait would have been, as far as it can be foreseen.
    pub wait: Duration,
}

/// A place for one call, or the refusal of one, some time later.
pub type Place<'a> = Pin<Box<dyn Future<Output = Result<(), NoRoom>> + Send + 'a>>;

/// Who says when a call may begin. [`LocalQuota`] counts this client's calls alone; a store that all of an account's machines share can stand
/// behind the same trait.
pub trait Quota: Send + Sync {
    /// Resolves when a call may begin, or fails when that would take longer than `max_wait`. Dropping the future gives the place in the
    /// queue back.
    fn place(&self, line: QuotaLine, max_wait: Duration) -> Place<'_>;

    /// The service throttled a call that began at this moment; it may have said for how long to hold back. Calls that were under way when
    /// another one was throttled say nothing new: they were not slowed down yet.
    fn throttled(&self, line: QuotaLine, began: Instant, retry_after: Option<Duration>);

    /// A call that began at this moment was answered without being throttled.
    fn answered(&self, line: QuotaLine, began: Instant);
}

/// What the vendor counts together: the calls of an operation, for each product apart.
///
/// Operations and products that the tables do not know share one line each, so that there is an end to their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuotaLine {
    /// The operation; empty if it is not in the table.
    pub operation: &'static str,
    /// The product; empty if the operation names none, or one that the vendor documents no limit for.
    pub product: &'static str,
    /// How many calls a second the vendor allows an account.
    pub calls_per_second: u32,
}

impl QuotaLine {
    pub(super) fn of<O: Operation>(request: &O) -> Self {
        let spec = request.spec();
        let operation = model::operation(&spec.name).map_or("", |known| &*known.name);
        let (product, calls_per_second) =
            request.product().and_then(model::product).unwrap_or(("", spec.calls_per_second));
        Self { operation, product, calls_per_second }
    }
}

/// A quota of this client's own: exact, fair, and in memory.
pub struct LocalQuota {
    settings: QuotaSettings,
    lines: Mutex<HashMap<QuotaLine, Arc<Line>>>,
}

impl LocalQuota {
    /// A quota with these settings.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] naming the setting that is out of range.
    pub fn new(settings: QuotaSettings) -> Result<Self, EkycError> {
        settings.check()?;
        Ok(Self { settings, lines: Mutex::default() })
    }

    fn line(&self, line: QuotaLine) -> Arc<Line> {
        let own = self.settings.calls_per_second.and_then(|limit| u32::try_from(limit).ok());
        let limit = own.unwrap_or(line.calls_per_second);
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(line).or_insert_with(|| Arc::new(Line::new(limit, self.settings.adaptive))))
    }
}

impl Quota for LocalQuota {
    fn place(&self, line: QuotaLine, max_wait: Duration) -> Place<'_> {
        let line = self.line(line);
        Box::pin(async move { line.place(max_wait).await })
    }

    fn throttled(&self, line: QuotaLine, began: Instant, retry_after: Option<Duration>) {
        self.line(line).throttled(began.into(), retry_after);
    }

    fn answered(&self, line: QuotaLine, began: Instant) {
        self.line(line).answered(began.into());
    }
}
