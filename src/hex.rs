//! Lower-case hexadecimal text, as the service writes hashes and signatures, and random text of it.

use crate::error::EkycError;

/// The bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    push_hex(&mut out, bytes);
    out
}

/// Appends the bytes as lower-case hexadecimal digits.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]));
}

fn digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 })
}

/// 128 random bits from the system's source: a nonce, an id.
pub(crate) fn random_hex() -> Result<String, EkycError> {
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).map_err(|error| EkycError::internal(format!("no random source: {error}")))?;
    Ok(hex(&random))
}
