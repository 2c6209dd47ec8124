//! Pure arithmetic: parameters to canonical request to signature to HTTP parts, and bytes to response or error.
//!
//! No I/O, no clock, no randomness, no UniFFI: date and nonce are arguments. A user with an HTTP stack of their own signs
//! and reads with this room alone.

pub mod acs3;
mod any;
mod any_operation;
mod check_result;
mod check_verify_log;
mod classify;
mod date;
mod delete_verify_result;
pub mod encode;
mod initialize;
mod initialize_v2;
mod json;
mod layout;
mod lenient;
mod mask;
mod operation;
mod redact;
mod response;

pub use any::sign_acs3;
pub(crate) use classify::{classify, refuses_date, refuses_nonce};
pub use date::{format_date, parse_date};
pub use initialize::{read_initialize, sign_initialize};
pub use initialize_v2::InitializeV2;
pub(crate) use mask::{mask_fault, presentable};
pub(crate) use operation::read_with_id;
pub use operation::{Operation, read, sign};
pub use response::Success;
pub(crate) use response::retry_after;

/// The version of the service's API.
pub const API_VERSION: &str = "2022-08-09";
