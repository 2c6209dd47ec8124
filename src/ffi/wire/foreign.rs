//! Observers and providers that stand on the other side, by their numbers.

use std::sync::Arc;

use uniffi::Lower;

use super::functions::PROMISES;
use super::host::host;
use crate::UniFfiTag;
use crate::client::{AttemptEvent, CallEvent};
use crate::credentials::{CredentialPromise, CredentialProvider, ProviderRefused};
use crate::ffi::observer::{CoreObserver, ForeignFailure};

/// What an event's first byte says.
const ATTEMPT: u8 = 0;
const CALL: u8 = 1;
const LOST: u8 = 2;

/// An observer. Its end is told when the core needs it no more.
pub(super) struct RemoteObserver(pub(super) u64);

impl RemoteObserver {
    fn tell<T: Lower<UniFfiTag>>(&self, kind: u8, event: T) {
        let mut bytes = vec![kind];
        T::write(event, &mut bytes);
        if let Some(host) = host() {
            host.observed(self.0, Some(&bytes));
        }
    }
}

impl CoreObserver for RemoteObserver {
    fn attempt(&self, event: AttemptEvent) -> Result<(), ForeignFailure> {
        self.tell(ATTEMPT, event);
        Ok(())
    }

    fn call(&self, event: CallEvent) -> Result<(), ForeignFailure> {
        self.tell(CALL, event);
        Ok(())
    }

    fn lost(&self, events: i64) -> Result<(), ForeignFailure> {
        self.tell(LOST, events);
        Ok(())
    }
}

impl Drop for RemoteObserver {
    fn drop(&mut self) {
        if let Some(host) = host() {
            host.observed(self.0, None);
        }
    }
}

/// A provider of credentials.
pub(super) struct RemoteProvider(pub(super) u64);

impl CredentialProvider for RemoteProvider {
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        let host = host().ok_or(ProviderRefused::Refused { reason: "there is nobody to ask".to_owned() })?;
        host.fetch(self.0, Some(PROMISES.add(promise)));
        Ok(())
    }
}

impl Drop for RemoteProvider {
    fn drop(&mut self) {
        if let Some(host) = host() {
            host.fetch(self.0, None);
        }
    }
}
