//! One way in and one way out for a language that crosses with bytes: Kotlin and Java, through JNI.
//!
//! Every operation and every function has a number. Its arguments come as one run of bytes in UniFFI's own wire form, and its outcome
//! goes as another: a byte that says which of the two it is, then the value, or the error's text and the error. So the derives on the
//! types are all that describes the border, for this way as for Swift's, and a new operation adds nothing here.
//!
//! Objects cross as numbers from a registry, so that a number that comes too late meets an error and not freed memory.

mod bytes;
mod foreign;
mod functions;
mod host;
#[allow(clippy::indexing_slicing)] // constant evaluation has nothing else, and a mistake is told by the compiler
mod id;
mod registry;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub(super) use bytes::{Arguments, reply};
pub use host::{Host, set_host};
pub(super) use id::id;

use super::operations;
use crate::error::EkycError;
use functions::CLIENTS;

/// Who is told how an operation ended: the language's side, which knows the call by its number.
#[derive(Clone, Copy)]
pub(super) struct Done(u64);

impl Done {
    pub(super) fn value<T>(self, result: Result<T, EkycError>)
    where
        T: uniffi::Lower<crate::UniFfiTag>,
    {
        if let Some(host) = host::host() {
            host.completed(self.0, &reply(result));
        }
    }
}

/// Runs a function to its end and gives its outcome.
pub fn call(function: u32, arguments: &[u8]) -> Vec<u8> {
    guarded(|| functions::dispatch(function, Arguments::new(arguments)))
        .unwrap_or_else(|error| reply::<bool>(Err(error)))
}

/// Begins an operation. The host is told how it ends, by the call's number; what hinders it from beginning is the outcome given back.
pub fn start(client: u64, call: u64, operation: u32, arguments: &[u8]) -> Option<Vec<u8>> {
    let begun = guarded(|| {
        let client = CLIENTS.get(client)?;
        let mut arguments = Arguments::new(arguments);
        if operation == const { id("shutdown") } {
            let grace_ms = arguments.value()?;
            arguments.end()?;
            let done = Done(call);
            return client.shutdown_detached(grace_ms, move |result| done.value(result));
        }
        operations::begin(&client, call, operation, arguments, Done(call))
    });
    begun.err().map(|error| reply::<bool>(Err(error)))
}

/// Cancels a call; one that has ended is fine too.
pub fn cancel(client: u64, call: u64) {
    let cancelled = guarded(|| CLIENTS.get(client)?.cancel(call));
    drop(cancelled); // a client that is closed has cancelled its calls
}

/// The build that this library is of: version and fingerprint, with a blank between them.
pub fn build() -> String {
    format!("{} {}", super::core_version(), super::core_fingerprint())
}

/// A panic becomes an error. Its text is not told: it can hold a value of the request.
fn guarded<T>(work: impl FnOnce() -> Result<T, EkycError>) -> Result<T, EkycError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(EkycError::internal("the library panicked; please report it")))
        .map_err(super::names::of_the_caller)
}

/// What stands behind a number, or the error that says it is gone.
fn gone<T>(found: Option<Arc<T>>, what: &str) -> Result<Arc<T>, EkycError> {
    found.ok_or_else(|| EkycError::configuration(what, "is closed; make a new one"))
}
