//! Ids for a verification and for a person.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{EkycError, Violation};
use crate::hex::{hex, random_hex};

/// A fresh MerchantBizId: 32 lower-case hexadecimal digits from the system's random source, unique for all practical purposes.
///
/// # Errors
/// [`EkycError::Internal`] if the system has no random source.
pub fn new_merchant_biz_id() -> Result<String, EkycError> {
    random_hex()
}

/// A masked MerchantUserId: HMAC-SHA256 of your user id under your own key, as 64 hexadecimal digits.
///
/// The vendor urges to mask the id. A plain hash of a phone number can be reversed by trying them all; with a key that only you
/// hold it cannot. The same user and key always give the same masked id. Use 16 or more random bytes, the same for all calls.
///
/// # Errors
/// [`EkycError::InvalidRequest`] if the key or the user id is empty.
pub fn mask_merchant_user_id(user_id: &str, key: &[u8]) -> Result<String, EkycError> {
    let mut violations = Vec::new();
    let mut add = |field: &str, reason: &str| violations.push(Violation { field: field.into(), reason: reason.into() });
    if key.is_empty() {
        add("key", "is required and must not be empty");
    }
    if user_id.is_empty() {
        add("user_id", "is required and must not be empty");
    }
    if !violations.is_empty() {
        return Err(EkycError::InvalidRequest { violations });
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| EkycError::internal(error.to_string()))?;
    mac.update(user_id.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}
