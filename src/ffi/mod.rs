//! The border: thin faces over the rooms behind it, the runtime, and cancellation.
//!
//! The wrappers in `bindings/` are what users see; the names here are plumbing, hence `Core`.

mod broken_pipe;
mod calls;
mod client;
mod functions;
mod handshake;
mod keys;
mod names;
mod observer;
mod operations;
mod panics;
mod runtime;
pub mod wire;

pub use client::CoreClient;
pub use functions::*;
pub use handshake::{core_fingerprint, core_version};
pub use observer::{CoreObserver, ForeignFailure};
pub use runtime::ThreadHooks;
