//! The signature ACS3-HMAC-SHA256, stage by stage.
//!
//! Source: the vendor's "V3 request structure and signature". Where it is silent (a name repeated in the query), parameters are
//! sorted by name and then by value, both as raw bytes.

use std::fmt;
use std::ops::Range;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::encode::{ascii, push_sorted_pairs};
use crate::error::EkycError;
use crate::hex::{hex, push_hex};
use crate::model::{Header, HeaderText};

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

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
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

/// Every stage of a signature.
pub struct Stages {
    /// The canonical query: what belongs behind the `?` of the URL.
    pub query: String,
    /// The canonical request.
    pub canonical_request: String,
    /// The algorithm and the canonical request's hash, on two lines.
    pub string_to_sign: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
    /// The signed headers, sorted; those to send besides `authorization`.
    pub headers: Vec<Header>,
}

/// Signs a request and keeps every stage.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn sign(input: &Input<'_>, key: &Key<'_>) -> Result<Stages, EkycError> {
    let fixed = [input.action.to_owned().into(), input.version.to_owned().into()];
    let mut headers = own_headers(input.host, fixed, [input.date, input.nonce], payload_hash(input.body), key);
    headers.extend(
        input
            .headers
            .iter()
            .map(|(name, value)| Header::new(name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned())),
    );
    headers.sort_by(|left, right| left.name.cmp(&right.name));

    let mut query = Vec::new();
    push_sorted_pairs(&mut query, input.query.iter().copied());
    let Signed { tail, string_to_sign, authorization } =
        sign_laid_out([input.method, input.path], &query, &headers, &payload_hash(input.body), key)?;
    let query = ascii(&query);
    let canonical_request = [input.method, "\n", input.path, "\n", &query, &tail].concat();
    Ok(Stages { query, canonical_request, string_to_sign, authorization, headers })
}

/// A signature over a query that stays where it is: the canonical request is never put together, only hashed piece by piece.
pub(super) struct Signed {
    /// The canonical request behind its query.
    tail: String,
    string_to_sign: String,
    pub(super) authorization: String,
}

/// Signs what is laid out already: the canonical query, and the headers in lower case, trimmed and sorted.
pub(super) fn sign_laid_out(
    [method, path]: [&str; 2],
    canonical_query: &[u8],
    headers: &[Header],
    payload_hash: &str,
    key: &Key<'_>,
) -> Result<Signed, EkycError> {
    let (tail, names) = tail(headers, payload_hash);
    let mut hash = Sha256::new();
    for piece in [method.as_bytes(), b"\n", path.as_bytes(), b"\n", canonical_query, tail.as_bytes()] {
        hash.update(piece);
    }
    let string_to_sign = string_to_sign_of(&hash.finalize());
    let names = tail.get(names).ok_or_else(|| EkycError::internal("the signed headers have no names"))?;
    let mut authorization = String::with_capacity(128 + key.access_key_id.len() + names.len());
    for part in [ALGORITHM, " Credential=", key.access_key_id, ",SignedHeaders=", names, ",Signature="] {
        authorization.push_str(part);
    }
    push_signature(&mut authorization, key.access_key_secret, &string_to_sign)?;
    Ok(Signed { tail, string_to_sign, authorization })
}

/// The canonical request from the end of its query on, and where its list of signed headers is.
fn tail(headers: &[Header], payload_hash: &str) -> (String, Range<usize>) {
    let mut out = String::with_capacity(1024);
    out.push('\n');
    for header in headers {
        out.push_str(&header.name);
        out.push(':');
        out.push_str(&header.value);
        out.push('\n');
    }
    out.push('\n');
    let start = out.len();
    for (at, header) in headers.iter().enumerate() {
        if at > 0 {
            out.push(';');
        }
        out.push_str(&header.name);
    }
    let names = start..out.len();
    out.push('\n');
    out.push_str(payload_hash);
    (out, names)
}

/// Lower-case hexadecimal SHA-256 of the body.
pub fn payload_hash(body: &[u8]) -> HeaderText {
    if body.is_empty() { EMPTY_PAYLOAD_HASH.into() } else { hex(&Sha256::digest(body)).into() }
}

/// The headers that the signature sets itself, sorted. Those of temporary credentials are left out without a token.
pub(super) fn own_headers(
    host: &str,
    [action, version]: [HeaderText; 2],
    [date, nonce]: [&str; 2],
    payload_hash: HeaderText,
    key: &Key<'_>,
) -> Vec<Header> {
    let mut headers = Vec::with_capacity(12); // all of these, and what the caller adds
    headers.push(Header::new("host", host.to_owned()));
    if key.security_token.is_some() {
        headers.push(Header::new("x-acs-accesskey-id", key.access_key_id.to_owned()));
    }
    headers.push(Header::new("x-acs-action", action));
    headers.push(Header::new("x-acs-content-sha256", payload_hash));
    headers.push(Header::new("x-acs-date", date.to_owned()));
    if let Some(token) = key.security_token {
        headers.push(Header::new("x-acs-security-token", token.to_owned()));
    }
    headers.push(Header::new("x-acs-signature-nonce", nonce.to_owned()));
    headers.push(Header::new("x-acs-version", version));
    headers
}

/// The string to sign for a canonical request.
pub fn string_to_sign(canonical_request: &[u8]) -> String {
    string_to_sign_of(&Sha256::digest(canonical_request))
}

fn string_to_sign_of(hash: &[u8]) -> String {
    let mut out = String::with_capacity(ALGORITHM.len() + 65);
    out.push_str(ALGORITHM);
    out.push('\n');
    push_hex(&mut out, hash);
    out
}

/// The signature of a string to sign, in lower-case hexadecimal.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn signature(access_key_secret: &str, string_to_sign: &str) -> Result<String, EkycError> {
    let mut out = String::with_capacity(64);
    push_signature(&mut out, access_key_secret, string_to_sign)?;
    Ok(out)
}

fn push_signature(out: &mut String, access_key_secret: &str, string_to_sign: &str) -> Result<(), EkycError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(access_key_secret.as_bytes())
        .map_err(|error| EkycError::internal(error.to_string()))?;
    mac.update(string_to_sign.as_bytes());
    push_hex(out, &mac.finalize().into_bytes());
    Ok(())
}
