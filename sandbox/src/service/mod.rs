//! The service as one object: the gateway before the operation, and what both remember.

mod judge;
mod verifications;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::action::Action;
use crate::callbacks::Callbacks;
use crate::clock::Clock;
use crate::cloudauth::Verifications;
use crate::error::SandboxError;
use crate::faults::{Fault, FaultKind, FaultQueues, HeldAnswers};
use crate::gateway::{Gateway, Quota};
use crate::info::Info;
use crate::metadata::Metadata;
use crate::record::{Event, Record};
use crate::settings::{ConnectionMode, IdentitySettings, Key, Options, ProxySettings};
pub(crate) use judge::{Judged, refuse};

/// Everything that the connections share.
pub(crate) struct Service {
    gateway: Gateway,
    metadata: Metadata,
    pub(crate) verifications: Verifications,
    pub(crate) callbacks: Callbacks,
    identity: Mutex<IdentitySettings>,
    pub(crate) clock: Clock,
    pub(crate) record: Record,
    faults: Mutex<FaultQueues>,
    pub(crate) held: HeldAnswers,
    connection_mode: Mutex<ConnectionMode>,
    quota: Mutex<Quota>,
    proxy: Mutex<ProxySettings>,
    pub(crate) log: bool,
    info: Arc<Info>,
    /// What a reset goes back to.
    start: Options,
}

impl Service {
    pub(crate) fn new(options: &Options, info: Arc<Info>) -> Result<Self, SandboxError> {
        let clock = Clock::new(options.clock_offset_ms);
        let mut quota = Quota::default();
        quota.set(options.calls_per_second);
        Ok(Self {
            gateway: Gateway::new(options.keys(), clock.now()),
            metadata: Metadata::default(),
            verifications: Verifications::default(),
            callbacks: Callbacks::new(options.callbacks.clone(), info.ca_pem.clone())?,
            identity: Mutex::new(options.identity.clone()),
            clock,
            record: Record::new(),
            faults: Mutex::new(FaultQueues::default()),
            held: HeldAnswers::default(),
            connection_mode: Mutex::new(ConnectionMode::Normal),
            quota: Mutex::new(quota),
            proxy: Mutex::new(options.proxy_settings.clone()),
            log: options.log,
            info,
            start: options.clone(),
        })
    }

    /// The fault that the next request for an action meets.
    pub(crate) fn next_fault(&self, action: Action, event: &Event) -> Option<FaultKind> {
        locked(&self.faults).take(action, event)
    }

    /// Whether a fault waits for a request that has not arrived whole.
    pub(crate) fn any_unread_fault(&self) -> bool {
        locked(&self.faults).any_unread()
    }

    /// The fault `unread`, if it is the one that the next request for an action meets.
    pub(crate) fn next_unread_fault(&self, action: Action, event: &Event) -> Option<FaultKind> {
        locked(&self.faults).take_unread(action, event)
    }

    pub(crate) fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        locked(&self.faults).set(faults);
    }

    pub(crate) fn add_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        let mut queues = locked(&self.faults);
        faults.into_iter().for_each(|fault| queues.add(fault));
    }

    /// The faults to come.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        locked(&self.faults).all().cloned().collect()
    }

    pub(crate) fn connection_mode(&self) -> ConnectionMode {
        *locked(&self.connection_mode)
    }

    pub(crate) fn set_connection_mode(&self, mode: ConnectionMode) {
        *locked(&self.connection_mode) = mode;
    }

    pub(crate) fn proxy(&self) -> ProxySettings {
        locked(&self.proxy).clone()
    }

    pub(crate) fn set_proxy(&self, settings: ProxySettings) {
        *locked(&self.proxy) = settings;
    }

    fn identity(&self) -> IdentitySettings {
        locked(&self.identity).clone()
    }

    pub(crate) fn set_identity(&self, settings: IdentitySettings) {
        *locked(&self.identity) = settings;
    }

    pub(crate) fn set_quota(&self, calls_per_second: Option<u32>) {
        locked(&self.quota).set(calls_per_second);
    }

    /// Knows these keys and no others.
    pub(crate) fn set_keys(&self, keys: impl IntoIterator<Item = Key>) {
        self.gateway.set_keys(keys, self.clock.now());
    }

    /// Forgets everything but the open connections, and sets everything as it was at the start.
    pub(crate) fn reset(&self) {
        self.set_faults([]);
        self.held.release(None);
        self.set_connection_mode(ConnectionMode::Normal);
        self.set_quota(self.start.calls_per_second);
        self.set_proxy(self.start.proxy_settings.clone());
        self.clock.set_offset_ms(self.start.clock_offset_ms);
        self.set_identity(self.start.identity.clone());
        self.metadata.forget_tokens();
        self.set_keys(self.start.keys());
        self.gateway.forget_nonces();
        self.verifications.forget();
        // What could be set at the start can be set again.
        let _ = self.callbacks.set(self.start.callbacks.clone());
        self.record.reset();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
