//! Alibaba Cloud ID Verification on your own machine: the operations of `cloudauth-intl` 2022-08-09 that make a verification, judged
//! from the bytes on the wire as the service judges them, the page that a user would see, and the callback; for development and tests
//! without an account. With it come the services that give out temporary keys (STS, the metadata of an ECS instance, a credentials URI)
//! and a proxy.
//!
//! Rooms, each of which imports only from those named before it: `settings` is plain data; `http` is requests as they arrived and
//! answers as they leave; `net` is sockets and certificates; `gateway` judges who sent a request and when, by arithmetic that it shares
//! with no client; `sts` and `metadata` give out keys; `cloudauth` is the product's operations, its verifications and their page;
//! `callbacks` calls the merchant back; `record` remembers what happened; `faults` make it misbehave; `service` puts these together, and
//! `server`, `proxy` and `control` serve them.
//!
//! # What can be set
//!
//! Everything can be set at the start ([`Options`], or a flag of the program), changed while it runs (a method of [`Sandbox`], or the
//! control plane), and goes back to the start with [`Sandbox::reset`]:
//!
//! - the keys, of one account or several: [`Sandbox::set_keys`] is a key rotation, after which an old key is refused with
//!   `InvalidAccessKeyId.NotFound`; a temporary [`Key`] whose lifetime is over with `InvalidSecurityToken.Expired`;
//! - the identity services: [`IdentitySettings`];
//! - the service's clock: [`Sandbox::set_clock_offset_ms`]. Every answer's `Date` shows it; the dates of requests, the expiry of keys and
//!   of metadata tokens are judged by it;
//! - verifications: [`Sandbox::verifications`] lists them, [`Sandbox::end_verification`] makes one end as its page does;
//! - callbacks: [`CallbackSettings`]; [`Sandbox::send_callback`] sends one by command;
//! - the account's quota: [`Sandbox::set_calls_per_second`]. A call beyond it is refused with 403 `Throttling.Api`, whichever of the
//!   account's keys signed it;
//! - connections that are never answered, or closed at once: [`ConnectionMode`] (at the start they are normal);
//! - the proxy: [`ProxySettings`];
//! - [`Fault`]s for requests to come, each aimed at an [`Action`]; there are none at the start.
//!
//! # The identity services
//!
//! STS is on the service's own listener, told by the action (header `x-acs-action` or parameter `Action`) and its version 2015-04-01:
//! `AssumeRole`, signed as every operation is, and `AssumeRoleWithOIDC`, which a token vouches for. Parameters are judged as the vendor
//! documents them; every role of every account is there. The metadata ([`Options::metadata`], plain HTTP as the real one) answers
//! `PUT /latest/api/token`, `GET /latest/meta-data/ram/security-credentials/` and that path with the role's name behind it; the
//! credentials URI is `GET /credentials` beside it. What they give out is good for Initialize until it expires.
//!
//! # What it remembers
//!
//! [`Seen::connections`], [`Seen::requests`] and [`Seen::aborted`] count the service's listener, all operations and STS together;
//! [`Seen::actions`] and [`Seen::aborted_actions`] count by action, the metadata's too. [`Seen::events`] has the latest requests whole,
//! secrets included: they are test data. Wait for them, never sleep: [`Sandbox::wait_for`], `GET /wait`.
//!
//! # What it does not do
//!
//! What it cannot know is accepted: parameters that the vendor does not describe, values it does not restrict, pictures without a
//! face. What the HTTP layer cannot read (a request line over 64 KiB, a broken head) it answers itself, without a date, and that is not
//! recorded. Unless it is allowed
//! otherwise, nobody but this machine can reach it and its callbacks reach nobody else; its proxy never does.
//!
//! ```
//! use ekyc_sandbox::{Action, FaultKind, Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::new("an-id", "a-secret").with_metadata())?;
//! assert!(sandbox.endpoint().starts_with("https://127.0.0.1:"));
//! assert!(sandbox.ca_pem().starts_with("-----BEGIN CERTIFICATE-----"));
//! sandbox.faults([FaultKind::Hang.on(Action::MetadataToken), FaultKind::InternalError.times(2)]);
//! assert_eq!(sandbox.seen().requests, 0);
//! # Ok::<(), ekyc_sandbox::SandboxError>(())
//! ```
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod action;
mod callbacks;
mod clock;
mod cloudauth;
mod control;
mod date;
mod error;
mod faults;
mod gateway;
mod http;
mod info;
mod listener;
mod metadata;
mod net;
mod proxy;
mod random;
mod record;
mod runtime;
mod sandbox;
mod server;
mod service;
mod settings;
mod sts;

pub use action::Action;
pub use cloudauth::{CallbackAttempt, CallbackChanges, Decision, Ending, ExtForm, VerificationState, VerificationView};
pub use error::SandboxError;
pub use faults::{Fault, FaultKind};
pub use record::{Event, Outcome, ProxyAuthorization, ProxyOutcome, ProxyRequest, Seen};
pub use sandbox::Sandbox;
pub use settings::{
    CallbackDelivery, CallbackSettings, CallbackToken, ConnectionMode, IdentitySettings, Key, MetadataVersion, Options,
    ProxyMode, ProxySettings, Reachability,
};
