//! An observer that is written in Kotlin or Swift.

use std::sync::Arc;

use crate::client::{AttemptEvent, CallEvent, Observer};

/// What the wrappers implement for their users' observers.
#[uniffi::export(foreign)]
pub trait CoreObserver: Send + Sync {
    /// An attempt has ended.
    fn attempt(&self, event: AttemptEvent) -> Result<(), ForeignFailure>;

    /// A call has ended.
    fn call(&self, event: CallEvent) -> Result<(), ForeignFailure>;

    /// So many events were lost.
    fn lost(&self, events: i64) -> Result<(), ForeignFailure>;
}

/// Foreign code failed. What it said is not kept: it can hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ForeignFailure {
    /// It threw something.
    #[error("the foreign code failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ForeignFailure {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// The foreign observer as the core knows observers. A failing one is told the next event all the same.
pub(super) struct Foreign(pub(super) Arc<dyn CoreObserver>);

impl Observer for Foreign {
    fn attempt(&self, event: AttemptEvent) {
        let _ = self.0.attempt(event);
    }

    fn call(&self, event: CallEvent) {
        let _ = self.0.call(event);
    }

    fn lost(&self, events: i64) {
        let _ = self.0.lost(events);
    }
}
