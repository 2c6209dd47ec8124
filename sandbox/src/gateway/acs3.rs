//! The signature `ACS3-HMAC-SHA256`, computed from the request as it arrived. It shares no line with the client that the project makes,
//! so that a mistake of the one is not hidden by the same mistake of the other.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::authorization::{ALGORITHM, Authorization};
use crate::http::{Pair, Refusal, WireRequest, push_encoded};

pub(super) fn check(request: &WireRequest, authorization: &Authorization<'_>, secret: &str) -> Result<(), Refusal> {
    let payload_hash = hex(&Sha256::digest(&request.body));
    let canonical_request = canonical_request(request, authorization, &payload_hash);
    let string_to_sign = format!("{ALGORITHM}\n{}", hex(&Sha256::digest(&canonical_request)));
    let signature = sign(secret, &string_to_sign)
        .ok_or_else(|| Refusal::new(500, "InternalError", "The signature could not be computed."))?;
    let same_body = authorization.payload_hash == payload_hash;
    let same_signature = bool::from(signature.as_bytes().ct_eq(authorization.signature.as_bytes()));
    if same_body && same_signature {
        return Ok(());
    }
    let hint = if same_body { "" } else { " The header x-acs-content-sha256 is not the SHA-256 of the body." };
    // The gateway shows both texts, as integrators report, so that one can be laid beside one's own. They repeat what the request
    // holds, its parameters and its security token among them, but never the secret. Clients must mask that.
    let message = format!(
        "Specified signature does not match our calculation.{hint} server StringToSign is [{string_to_sign}] server \
         CanonicalRequest is [{}]",
        String::from_utf8_lossy(&canonical_request)
    );
    Err(Refusal::new(400, "SignatureDoesNotMatch", message))
}

/// The canonical request.
fn canonical_request(request: &WireRequest, authorization: &Authorization<'_>, payload_hash: &str) -> Vec<u8> {
    let mut out = Vec::new();
    line(&mut out, request.method.as_bytes());
    line(&mut out, request.path.as_bytes());
    push_query(&mut out, &request.query);
    out.push(b'\n');
    for name in authorization.names() {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        line(&mut out, request.header(name).unwrap_or_default().as_bytes());
    }
    out.push(b'\n');
    line(&mut out, authorization.signed_headers.as_bytes());
    out.extend_from_slice(payload_hash.as_bytes());
    out
}

fn sign(secret: &str, string_to_sign: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(string_to_sign.as_bytes());
    Some(hex(&mac.finalize().into_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}"); // writing to a String cannot fail
        out
    })
}

fn line(out: &mut Vec<u8>, text: &[u8]) {
    out.extend_from_slice(text);
    out.push(b'\n');
}

/// By name and, for a name that is repeated, by value, both as decoded bytes.
fn push_query(out: &mut Vec<u8>, pairs: &[Pair]) {
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort_unstable();
    for (at, (name, value)) in sorted.into_iter().enumerate() {
        if at > 0 {
            out.push(b'&');
        }
        push_encoded(out, name);
        out.push(b'=');
        push_encoded(out, value);
    }
}
