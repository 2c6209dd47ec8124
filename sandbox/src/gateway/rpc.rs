//! The older signature, "RPC, version 1.0": everything stands in query and form, and is signed with HMAC-SHA1. The vendor has retired it
//! in favour of ACS3, but the official credentials libraries still call STS with it, and the official cores can be set to it.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

use super::missing;
use crate::http::{Pair, Refusal, WireRequest, push_encoded, readable};

/// What the client says about its signature.
pub(super) struct RpcSignature {
    pub(super) access_key_id: String,
    pub(super) security_token: Option<String>,
    pub(super) timestamp: String,
    pub(super) nonce: String,
    signature: String,
}

/// Whether a request is signed this way.
pub(super) fn signs(request: &WireRequest) -> bool {
    request.query.iter().chain(&request.form).any(|(name, _)| name == b"Signature")
}

impl RpcSignature {
    pub(super) fn read(request: &WireRequest) -> Result<Self, Refusal> {
        let mut parameters = readable(&request.form);
        parameters.extend(readable(&request.query));
        let optional = |parameters: &mut BTreeMap<String, String>, name: &str| {
            parameters.remove(name).filter(|value| !value.is_empty())
        };
        let mut needed = |name: &str| optional(&mut parameters, name).ok_or_else(|| missing(name));
        let access_key_id = needed("AccessKeyId")?;
        if needed("SignatureMethod")? != "HMAC-SHA1" || needed("SignatureVersion")? != "1.0" {
            let message = "Specified signature method is not supported: it must be HMAC-SHA1, version 1.0.";
            return Err(Refusal::new(400, "InvalidSignatureMethod", message));
        }
        let (timestamp, nonce) = (needed("Timestamp")?, needed("SignatureNonce")?);
        let signature = needed("Signature")?;
        let security_token = optional(&mut parameters, "SecurityToken");
        Ok(Self { access_key_id, security_token, timestamp, nonce, signature })
    }

    pub(super) fn check(&self, request: &WireRequest, secret: &str) -> Result<(), Refusal> {
        let string_to_sign = string_to_sign(request);
        let signature = sign(&string_to_sign, secret)
            .ok_or_else(|| Refusal::new(500, "InternalError", "The signature could not be computed."))?;
        if bool::from(signature.as_bytes().ct_eq(self.signature.as_bytes())) {
            return Ok(());
        }
        let message = format!(
            "Specified signature is not matched with our calculation. server string to sign is:{}",
            String::from_utf8_lossy(&string_to_sign)
        );
        Err(Refusal::new(400, "SignatureDoesNotMatch", message))
    }
}

/// Every parameter but the signature itself, query and form together, sorted and encoded; and that encoded once more.
fn string_to_sign(request: &WireRequest) -> Vec<u8> {
    let all = request.query.iter().chain(&request.form);
    let mut sorted: Vec<&Pair> = all.filter(|(name, _)| name != b"Signature").collect();
    sorted.sort_unstable();
    let mut query = Vec::new();
    for (at, (name, value)) in sorted.into_iter().enumerate() {
        if at > 0 {
            query.push(b'&');
        }
        push_encoded(&mut query, name);
        query.push(b'=');
        push_encoded(&mut query, value);
    }
    let mut out = format!("{}&%2F&", request.method).into_bytes();
    push_encoded(&mut out, &query);
    out
}

fn sign(string_to_sign: &[u8], secret: &str) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).ok()?;
    mac.update(string_to_sign);
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}
