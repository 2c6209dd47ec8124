//! Pure arithmetic: parameters to canonical request to signature to HTTP parts, and bytes to response or error.
//!
//! No I/O, no clock, no randomness, no UniFFI: date and nonce are arguments. A user with an HTTP stack of their own signs
//! and reads with this room alone.

pub mod acs3;
mod classify;
mod date;
pub mod encode;
mod initialize;
mod mask;
mod parts;
mod response;

pub(crate) use classify::classify;
pub use date::{format_date, parse_date};
pub use initialize::sign_initialize;
pub(crate) use mask::{mask_fault, mask_request, mask_values};
pub use parts::sign_acs3;
pub(crate) use response::retry_after_ms;
pub use response::{MAX_ANSWER_BYTES, read_initialize};

/// The version of the service's API.
pub const API_VERSION: &str = "2022-08-09";
