//! Who says when a call may begin: an account's quota is shared by all its users, and a call that is not sent takes nothing from them.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use crate::model;
use crate::protocol::Operation;

/// No room within the time that the call may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoRoom {
    /// The limit at this moment.
    pub calls_per_second: u32,
    /// How long the wait would have been, as far as it can be foreseen.
    pub wait: Duration,
}

impl NoRoom {
    /// No room under this limit, for about so long.
    pub const fn new(calls_per_second: u32, wait: Duration) -> Self {
        Self { calls_per_second, wait }
    }
}

/// Why a call may not begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no room within the time that the call may wait.
    NoRoom(NoRoom),
    /// Whoever counts the calls cannot be asked.
    Unavailable {
        /// What happened.
        reason: String,
    },
}

/// The permission for one call to begin, or the refusal of one, some time later.
pub type Admission<'a> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'a>>;

/// Who says when a call may begin. [`LocalQuota`](super::local_quota::LocalQuota) counts this client's calls alone; a store that all of
/// an account's machines share can stand behind the same trait.
pub trait Quota: Send + Sync {
    /// Resolves when a call may begin, or fails when that would take longer than `max_wait`. Dropping the future gives the place in the
    /// queue back.
    fn admit(&self, key: QuotaKey, max_wait: Duration) -> Admission<'_>;

    /// The service throttled a call that began at this moment; it may have said for how long to hold back. Calls that were under way when
    /// another one was throttled say nothing new: they were not slowed down yet.
    fn throttled(&self, key: QuotaKey, began: Instant, retry_after: Option<Duration>);

    /// A call that began at this moment was answered without being throttled.
    fn answered(&self, key: QuotaKey, began: Instant);
}

/// What the vendor counts together: the calls of an operation, for each product apart.
///
/// Operations and products that the tables do not know share one key each, so that there is an end to their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct QuotaKey {
    /// The operation; empty if it is not in the table.
    pub operation: &'static str,
    /// The product; empty if the operation names none, or one that the vendor documents no limit for.
    pub product: &'static str,
    /// How many calls a second the vendor allows an account.
    pub calls_per_second: u32,
}

impl QuotaKey {
    pub(super) fn of<O: Operation + ?Sized>(request: &O) -> Self {
        let spec = request.spec();
        let operation = model::operation(&spec.name).map_or("", |known| &*known.name);
        let (product, calls_per_second) =
            request.product().and_then(model::product).unwrap_or(("", spec.calls_per_second));
        Self { operation, product, calls_per_second }
    }
}
