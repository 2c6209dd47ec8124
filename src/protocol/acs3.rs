//! The signature ACS3-HMAC-SHA256, stage by stage.
//!
//! Source: the vendor's "V3 request structure and signature". Where it is silent (a name repeated in the query), parameters are
//! sorted by name and then by value, both as raw bytes.

use std::borrow::Cow;
use std::ops::Range;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::encode::{ascii, push_pairs};
use crate::error::EkycError;
use crate::hex::{hex, push_hex};

/// The name of the algorithm, as the string to sign and the `Authorization` header begin.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// SHA-256 of no bytes, in hexadecimal.
pub const EMPTY_PAYLOAD_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The key a request is signed with. Borrowed, so that the secret stays where it is guarded.
#[derive(Clone, Copy)]
pub struct Key<'a> {
    /// The AccessKey id.
    pub access_key_id: &'a str,
    /// The AccessKey secret.
    pub access_key_secret: &'a str,
    /// The security token of temporary credentials.
    pub security_token: Option<&'a str>,
}

/// What is signed.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// The host as the `Host` header has it.
    pub host: &'a str,
    /// The path as it travels, encoded.
    pub path: &'a str,
    /// The operation.
    pub action: &'a str,
    /// The API version.
    pub version: &'a str,
    /// UTC time, `yyyy-MM-ddTHH:mm:ssZ`.
    pub date: &'a str,
    /// A text never used before.
    pub nonce: &'a str,
    /// The query's parameters, not encoded, in any order.
    pub query: &'a [(&'a str, &'a str)],
    /// Further headers to sign.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body's bytes.
    pub body: &'a [u8],
}

/// A signature with its stages.
pub struct Signed<'a> {
    canonical_request: Vec<u8>,
    query: Range<usize>,
    /// The algorithm and the canonical request's hash, on two lines.
    pub string_to_sign: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
    /// The signed headers with their trimmed values, sorted by name.
    pub headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl Signed<'_> {
    /// The canonical request as text.
    pub fn canonical_request(&self) -> String {
        ascii(&self.canonical_request)
    }

    /// The canonical query: what belongs behind the `?` of the URL. ASCII.
    pub fn query(&self) -> &[u8] {
        self.canonical_request.get(self.query.clone()).unwrap_or_default()
    }
}

/// Signs a request.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn sign<'a>(input: &Input<'a>, key: &Key<'a>) -> Result<Signed<'a>, EkycError> {
    let payload_hash = payload_hash(input.body);
    let headers = signed_headers(input, key, payload_hash.clone());
    let (canonical_request, query, names) = canonical_request(input, &headers, &payload_hash);
    let string_to_sign = string_to_sign(&canonical_request);
    let signature = signature(key.access_key_secret, &string_to_sign)?;
    let authorization = authorization(key.access_key_id, canonical_request.get(names).unwrap_or_default(), &signature);
    Ok(Signed { canonical_request, query, string_to_sign, authorization, headers })
}

/// Lower-case hexadecimal SHA-256 of the body.
pub fn payload_hash(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() { Cow::Borrowed(EMPTY_PAYLOAD_HASH) } else { Cow::Owned(hex(&Sha256::digest(body))) }
}

fn signed_headers<'a>(
    input: &Input<'a>,
    key: &Key<'a>,
    payload_hash: Cow<'a, str>,
) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let mut headers = Vec::with_capacity(8 + input.headers.len());
    let mut add = |name: &'a str, value: Cow<'a, str>| headers.push((Cow::Borrowed(name), value));
    add("host", input.host.into());
    if let Some(token) = key.security_token {
        add("x-acs-accesskey-id", key.access_key_id.into());
        add("x-acs-security-token", token.into());
    }
    add("x-acs-action", input.action.into());
    add("x-acs-content-sha256", payload_hash);
    add("x-acs-date", input.date.into());
    add("x-acs-signature-nonce", input.nonce.into());
    add("x-acs-version", input.version.into());
    for &(name, value) in input.headers {
        let name = if name.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        headers.push((name, Cow::Borrowed(value.trim_matches([' ', '\t']))));
    }
    headers.sort_by(|left, right| left.0.cmp(&right.0));
    headers
}

/// The canonical request, and where its query and its list of signed headers are.
pub fn canonical_request(
    input: &Input<'_>,
    headers: &[(Cow<'_, str>, Cow<'_, str>)],
    payload_hash: &str,
) -> (Vec<u8>, Range<usize>, Range<usize>) {
    let values: usize = input.query.iter().map(|(name, value)| name.len() + value.len() * 2).sum();
    let mut out = Vec::with_capacity(512 + values);
    for line in [input.method, input.path] {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
    let query = append(&mut out, |out| push_sorted_pairs(out, input.query));
    out.push(b'\n');
    for (name, value) in headers {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        out.extend_from_slice(value.as_bytes());
        out.push(b'\n');
    }
    out.push(b'\n');
    let names = append(&mut out, |out| {
        for (at, (name, _)) in headers.iter().enumerate() {
            if at > 0 {
                out.push(b';');
            }
            out.extend_from_slice(name.as_bytes());
        }
    });
    out.push(b'\n');
    out.extend_from_slice(payload_hash.as_bytes());
    (out, query, names)
}

fn append(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) -> Range<usize> {
    let start = out.len();
    write(out);
    start..out.len()
}

fn push_sorted_pairs(out: &mut Vec<u8>, pairs: &[(&str, &str)]) {
    if pairs.is_sorted() {
        push_pairs(out, pairs.iter().copied());
    } else {
        let mut sorted = pairs.to_vec();
        sorted.sort_unstable();
        push_pairs(out, sorted);
    }
}

/// The string to sign for a canonical request.
pub fn string_to_sign(canonical_request: &[u8]) -> String {
    let mut out = String::with_capacity(ALGORITHM.len() + 65);
    out.push_str(ALGORITHM);
    out.push('\n');
    push_hex(&mut out, &Sha256::digest(canonical_request));
    out
}

/// The signature of a string to sign, in lower-case hexadecimal.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn signature(access_key_secret: &str, string_to_sign: &str) -> Result<String, EkycError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(access_key_secret.as_bytes())
        .map_err(|error| EkycError::internal(error.to_string()))?;
    mac.update(string_to_sign.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

fn authorization(access_key_id: &str, signed_headers: &[u8], signature: &str) -> String {
    let names = String::from_utf8_lossy(signed_headers);
    [ALGORITHM, " Credential=", access_key_id, ",SignedHeaders=", &names, ",Signature=", signature].concat()
}
