//! The `Authorization` header, and the headers that it must vouch for.

use super::missing;
use crate::http::{Refusal, WireRequest};

pub(super) const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// What the client says about its signature.
pub(super) struct Authorization<'a> {
    pub(super) access_key_id: &'a str,
    /// The names as they stand in the header, sorted.
    pub(super) signed_headers: &'a str,
    pub(super) signature: &'a str,
    pub(super) payload_hash: &'a str,
    pub(super) date: &'a str,
    pub(super) nonce: &'a str,
}

impl<'a> Authorization<'a> {
    pub(super) fn read(request: &'a WireRequest) -> Result<Self, Refusal> {
        no_repetition(request)?;
        let text = request.header("authorization").ok_or_else(|| incomplete("there is no header Authorization"))?;
        let (algorithm, members) = text.split_once(' ').unwrap_or((text, ""));
        if algorithm != ALGORITHM {
            let message = format!("Specified signature method is not supported: it must be {ALGORITHM}.");
            return Err(Refusal::new(400, "InvalidSignatureMethod", message));
        }
        let [access_key_id, signed_headers, signature] = members_of(members)?;
        let present = |name| request.header(name).filter(|text| !text.is_empty());
        let authorization = Self {
            access_key_id,
            signed_headers,
            signature,
            date: present("x-acs-date").ok_or_else(|| missing("Timestamp"))?,
            nonce: present("x-acs-signature-nonce").ok_or_else(|| missing("SignatureNonce"))?,
            payload_hash: present("x-acs-content-sha256")
                .ok_or_else(|| incomplete("there is no header x-acs-content-sha256"))?,
        };
        authorization.signs_what_it_must(request)?;
        Ok(authorization)
    }

    /// The signed headers' names, each once.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.signed_headers.split(';')
    }

    fn signs_what_it_must(&self, request: &WireRequest) -> Result<(), Refusal> {
        let mut last = "";
        for name in self.names() {
            if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                return Err(incomplete("SignedHeaders must be lower-case names joined by ;"));
            }
            if name <= last {
                return Err(incomplete("SignedHeaders must be sorted, each name once"));
            }
            if request.header(name).is_none() {
                return Err(incomplete(&format!(
                    "SignedHeaders names {name}, which the request does not have exactly once"
                )));
            }
            last = name;
        }
        let signed = |name: &str| self.names().any(|other| other == name);
        let unsigned = |name: &str| incomplete(&format!("the header {name} must be signed"));
        if !signed("host") {
            return Err(unsigned("host"));
        }
        if !request.body.is_empty() && request.headers.contains_key("content-type") && !signed("content-type") {
            return Err(unsigned("content-type"));
        }
        match request.headers.keys().find(|name| name.as_str().starts_with("x-acs-") && !signed(name.as_str())) {
            Some(name) => Err(unsigned(name.as_str())),
            None => Ok(()),
        }
    }
}

/// `Credential=..,SignedHeaders=..,Signature=..`, each once and nothing else.
fn members_of(text: &str) -> Result<[&str; 3], Refusal> {
    let mut members = text.split(',');
    let mut member = |name: &str| {
        let value = members.next()?.strip_prefix(name)?.strip_prefix('=')?;
        (!value.is_empty() && !value.contains(' ')).then_some(value)
    };
    let found = [member("Credential"), member("SignedHeaders"), member("Signature")];
    match (found, members.next()) {
        ([Some(credential), Some(signed_headers), Some(signature)], None) => {
            Ok([credential, signed_headers, signature])
        }
        _ => Err(incomplete(
            "Authorization must be `ACS3-HMAC-SHA256 Credential=<id>,SignedHeaders=<names>,Signature=<hex>`, without blanks \
             behind the commas",
        )),
    }
}

/// A second header of the same name could make the client sign one value and the server use another.
fn no_repetition(request: &WireRequest) -> Result<(), Refusal> {
    let repeated = request.headers.keys().find(|name| {
        let name = name.as_str();
        let vouched_for = name.starts_with("x-acs-") || matches!(name, "authorization" | "content-type" | "host");
        vouched_for && request.headers.get_all(name).iter().count() > 1
    });
    match repeated {
        Some(name) => Err(incomplete(&format!("the header {name} is there twice"))),
        None => Ok(()),
    }
}

fn incomplete(reason: &str) -> Refusal {
    let message = format!("The request signature does not conform to Aliyun standards: {reason}.");
    Refusal::new(400, "IncompleteSignature", message)
}
