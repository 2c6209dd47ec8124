//! What lets a wrapper see that it was generated from another build than the library it loaded.

use super::panics;

/// The library's version. The wrappers ask for it before anything else, so this is also where the library makes itself ready.
#[uniffi::export]
pub fn core_version() -> String {
    panics::keep_quiet();
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A hash of everything that crosses the border, made by `build.rs`. UniFFI's own checksums miss a change in an enum's or a record's layout.
#[uniffi::export]
pub fn core_fingerprint() -> String {
    env!("EKYC_FINGERPRINT").to_owned()
}
