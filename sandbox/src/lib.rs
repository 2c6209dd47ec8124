//! Alibaba Cloud ID Verification on your own machine: the operation `Initialize` of `cloudauth-intl` 2022-08-09, judged from the
//! bytes on the wire as the service judges it, for development and tests without an account.
//!
//! Rooms: `server` speaks TCP, TLS and HTTP; `gateway` judges who sent a request and when; `initialize` judges the operation's
//! parameters; the ledger behind [`Seen`] remembers what happened; [`Fault`]s make it misbehave; `control` shows all this over
//! HTTP for tests in other languages. The arithmetic of the signature (SHA-256, HMAC, percent-encoding) is `ekyc::protocol`'s; the
//! canonical request is put together here a second time, from the request as it arrived.
//!
//! What it cannot know is accepted: parameters that the vendor does not describe, values it does not restrict, pictures without a
//! face. What the HTTP layer cannot read (a request line over 64 KiB, a broken head) it answers itself, and that is not recorded.
//!
//! ```
//! use ekyc_sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::new("an-id", "a-secret"))?;
//! assert!(sandbox.endpoint().starts_with("https://127.0.0.1:"));
//! assert!(sandbox.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! assert_eq!(sandbox.seen().requests, 0);
//! # Ok::<(), ekyc_sandbox::SandboxError>(())
//! ```
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod action;
mod answer;
mod clock;
mod connections;
mod control;
mod door;
mod error;
mod event;
mod fault;
mod fault_json;
mod gateway;
mod hold;
mod identity;
mod info;
mod initialize;
mod key;
mod ledger;
mod listeners;
mod options;
mod parameters;
mod proxy;
mod quota;
mod random;
mod sandbox;
mod server;
mod service;
mod wire;
mod work;

pub use action::Action;
pub use connections::ConnectionMode;
pub use error::SandboxError;
pub use event::{Event, Outcome};
pub use fault::{Fault, FaultKind};
pub use identity::{IdentitySettings, MetadataVersion};
pub use key::Key;
pub use ledger::Seen;
pub use options::Options;
pub use proxy::{ProxyAuthorization, ProxyMode, ProxyOutcome, ProxyRequest, ProxySettings};
pub use sandbox::Sandbox;
