//! Any request, signed with every stage shown.

use super::acs3::{Input, Key, sign};
use super::encode::push_pairs;
use crate::error::{EkycError, Violation};
use crate::model::{Acs3Request, Acs3Signature, Header, SignedRequest};

/// The header that goes with a form body.
pub(super) const FORM_TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Signs any request and shows every stage.
///
/// # Errors
/// [`EkycError::InvalidRequest`] for a form together with a body or a `content-type`, and for a header that is given twice or that
/// the signature sets itself (the official SDKs disagree on those).
pub fn sign_acs3(request: &Acs3Request, key: &Key<'_>) -> Result<Acs3Signature, EkycError> {
    check(request)?;
    let query: Vec<_> = request.query.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect();
    let mut headers: Vec<_> = request.headers.iter().map(|h| (&*h.name, &*h.value)).collect();
    let mut body = request.body.clone();
    if !request.form.is_empty() {
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
    let stages = sign(&input, key)?;
    let mut headers = stages.headers;
    headers.push(Header::new("authorization", stages.authorization.clone()));
    let question_mark = if stages.query.is_empty() { "" } else { "?" };
    let url = ["https://", &request.host, &request.path, question_mark, &stages.query].concat();
    Ok(Acs3Signature {
        canonical_request: stages.canonical_request,
        string_to_sign: stages.string_to_sign,
        authorization: stages.authorization,
        request: SignedRequest { method: request.method.clone(), url, headers, body },
    })
}

fn check(request: &Acs3Request) -> Result<(), EkycError> {
    const OWN: [&str; 9] = [
        "authorization",
        "host",
        "x-acs-accesskey-id",
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-security-token",
        "x-acs-signature-nonce",
        "x-acs-version",
    ];
    let mut violations = Vec::new();
    let mut add = |field: &str, reason: String| violations.push(Violation { field: field.to_owned(), reason });
    let mut names: Vec<_> = request.headers.iter().map(|header| header.name.to_ascii_lowercase()).collect();
    names.sort();
    if !request.form.is_empty() && (!request.body.is_empty() || names.iter().any(|name| name == FORM_TYPE.0)) {
        add("form", "makes the body and its content-type; give neither of them besides".to_owned());
    }
    for name in names.iter().filter(|name| OWN.contains(&name.as_str())) {
        add("headers", format!("name {name}, which the signature sets itself"));
    }
    for (name, _) in names.iter().zip(names.iter().skip(1)).filter(|(name, next)| name == next) {
        add("headers", format!("name {name} twice"));
    }
    if violations.is_empty() { Ok(()) } else { Err(EkycError::InvalidRequest { violations }) }
}
