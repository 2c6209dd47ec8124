//! Alibaba Cloud ID Verification (product `cloudauth-intl`, version 2022-08-09): build, sign, send and read `Initialize`.
//!
//! The same core serves Rust, Kotlin and Swift. Rooms, each importing only those to its right:
//! `ffi` -> `client` -> `credentials`, `protocol` -> `net`, `model` -> `error`.
//!
//! - [`Client`] sends; it needs a tokio runtime.
//! - [`protocol`] is pure: it signs and reads for an HTTP stack of your own.
//! - [`callback`] reads what the platform sends back.
//! - [`model`] holds the service's words.
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

uniffi::setup_scaffolding!();

mod bounds;
pub mod callback;
pub mod client;
pub mod credentials;
mod error;
pub mod ffi;
mod hex;
pub mod model;
mod net;
mod process;
pub mod protocol;

pub use callback::parse_callback;
pub use client::{
    Admission, AttemptEvent, CallEvent, CallOptions, Client, ClientConfig, ClientParts, LocalQuota, Network, NoRoom,
    Observer, Quota, QuotaKey, QuotaSettings, Refusal, Region, RetrySettings, SharedQuota, SharedQuotaSettings,
};
pub use credentials::{
    AssumeRole, ChainSettings, CliProfile, CredentialPromise, CredentialProvider, Credentials, CredentialsUri, EcsRole,
    IniProfile, OidcRole, ProviderRefused, SourceHttp,
};
pub use error::{AccessSubject, Attempts, CallbackProblem, Deadline, EkycError, NetworkPhase, ServiceFault, Violation};
pub use model::{
    AwaitResultRequest, CallbackDelivery, CallbackHint, CheckResultRequest, CheckResultResponse, CheckVerifyLogRequest,
    CheckVerifyLogResponse, DeleteType, DeleteVerifyResultRequest, DeleteVerifyResultResponse, DocPage, DocScanMode,
    DocType, IdThreshold, InitializeRequest, InitializeResponse, LivenessModel, OperationRequest, OperationResponse,
    Passed, ProcedurePriority, ProductCode, SecurityLevel, VerificationState, VerifyErrorCode, VerifyStatus,
    mask_merchant_user_id, new_merchant_biz_id,
};
pub use net::{Proxy, TrustedRoots};
