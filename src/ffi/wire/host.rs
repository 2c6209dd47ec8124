//! The language's side of the border.

use std::sync::OnceLock;

use super::super::runtime::{self, ThreadHooks};

/// What the language's side is told. It must hand everything on at once: its callers carry requests.
pub trait Host: Send + Sync {
    /// A call has ended.
    fn completed(&self, call: u64, reply: &[u8]);

    /// An event for an observer, by its number. The thread it comes on is one that may wait. Without an event: it was the last one.
    fn observed(&self, observer: u64, event: Option<&[u8]>);

    /// A provider of credentials is asked for keys, which it gives through the promise. Without a promise: it is asked no more.
    fn fetch(&self, provider: u64, promise: Option<u64>);
}

static HOST: OnceLock<&'static dyn Host> = OnceLock::new();

/// Says who is told, and what is to be done on the runtime's threads. To be called before anything else, once.
pub fn set_host(host: &'static dyn Host, hooks: ThreadHooks) {
    let _ = HOST.set(host);
    runtime::set_hooks(hooks);
}

pub(super) fn host() -> Option<&'static dyn Host> {
    HOST.get().copied()
}
