//! From a signature to the parts of an HTTP request, and the same for any request with all stages shown.

use super::acs3::{Input, Key, Signed, sign};
use super::encode::{ascii, push_pairs};
use crate::error::{EkycError, Violation};
use crate::model::{Acs3Request, Acs3Signature, Header, SignedRequest};

/// The header that goes with a form body.
pub(super) const FORM_TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Signs any request and shows every stage.
///
/// # Errors
/// [`EkycError::InvalidRequest`] if there is a form and a body, or a form and a `content-type`.
pub fn sign_acs3(request: &Acs3Request, key: &Key<'_>) -> Result<Acs3Signature, EkycError> {
    let query: Vec<_> = request.query.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect();
    let mut headers: Vec<_> = request.headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect();
    let mut body = Vec::new();
    if request.form.is_empty() {
        body.extend_from_slice(&request.body);
    } else {
        form_alone(request)?;
        push_pairs(&mut body, request.form.iter().map(|p| (p.name.as_str(), p.value.as_str())));
        headers.push(FORM_TYPE);
    }
    let input = Input {
        method: &request.method,
        host: &request.host,
        path: &request.path,
        action: &request.action,
        version: &request.version,
        date: &request.date,
        nonce: &request.nonce,
        query: &query,
        headers: &headers,
        body: &body,
    };
    let signed = sign(&input, key)?;
    let (canonical_request, string_to_sign) = (signed.canonical_request(), signed.string_to_sign.clone());
    let authorization = signed.authorization.clone();
    let request = SignedRequest { body: body.clone(), ..parts(&input, &format!("https://{}", request.host), signed) };
    Ok(Acs3Signature { canonical_request, string_to_sign, authorization, request })
}

fn form_alone(request: &Acs3Request) -> Result<(), EkycError> {
    let typed = request.headers.iter().any(|header| header.name.eq_ignore_ascii_case("content-type"));
    if request.body.is_empty() && !typed {
        return Ok(());
    }
    let reason = "makes the body and its content-type; give neither of them besides".to_owned();
    Err(EkycError::InvalidRequest { violations: vec![Violation { field: "form".to_owned(), reason }] })
}

/// Everything but the body, which the caller has.
pub(super) fn parts(input: &Input<'_>, origin: &str, signed: Signed<'_>) -> SignedRequest {
    let query = signed.query();
    let mut url = Vec::with_capacity(origin.len() + input.path.len() + 1 + query.len());
    url.extend_from_slice(origin.as_bytes());
    url.extend_from_slice(input.path.as_bytes());
    if !query.is_empty() {
        url.push(b'?');
        url.extend_from_slice(query);
    }
    let mut headers = Vec::with_capacity(signed.headers.len() + 4); // room for what the transport adds
    headers.extend(
        signed.headers.into_iter().map(|(name, value)| Header { name: name.into_owned(), value: value.into_owned() }),
    );
    headers.push(Header::new("authorization", signed.authorization));
    SignedRequest { method: input.method.to_owned(), url: ascii(&url), headers, body: Vec::new() }
}
