//! A request laid out as the official SDK does: parameters in the query or in a form body, and signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::API_VERSION;
use super::acs3::{Key, own_headers, payload_hash, sign_laid_out};
use super::any::FORM_TYPE;
use super::encode::{push_pairs, push_sorted_pairs};
use crate::error::EkycError;
use crate::model::{Carriage, Header, OperationSpec, Part, Parts, SignedRequest, Value};

const METHOD: &str = "POST";

/// Room for the URL of a full request with usual MetaInfo; a longer one grows. Just under the size from which allocators are slow.
const USUAL_URL: usize = 1024;

/// Signs the parts of a request for an operation.
pub(super) fn sign(
    spec: OperationSpec,
    parts: &Parts<'_>,
    origin: &str,
    key: &Key<'_>,
    when: [&str; 2],
) -> Result<SignedRequest, EkycError> {
    let extra = parts.extra.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str()));
    let (in_query, in_form) = if spec.carriage == Carriage::Form { (None, Some(extra)) } else { (Some(extra), None) };
    let body = form(&parts.form, in_form.into_iter().flatten());
    let payload_hash = payload_hash(&body);
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or(origin);
    let mut headers = own_headers(host, [spec.name, API_VERSION.into()], when, payload_hash.clone(), key);
    if !body.is_empty() {
        let (name, value) = FORM_TYPE;
        headers.insert(0, Header::new(name, value)); // before `host`, as it is sorted
    }

    // The query is written once, where the URL has it, and signed there.
    let mut url = Vec::with_capacity(USUAL_URL);
    url.extend_from_slice(origin.as_bytes());
    url.extend_from_slice(b"/?");
    let start = url.len();
    let named = parts.query.iter().filter_map(|part| Some((part.name, part.text()?)));
    push_sorted_pairs(&mut url, named.chain(in_query.into_iter().flatten()));
    let query = url.get(start..).ok_or_else(|| EkycError::internal("the URL has no query"))?;
    let signed = sign_laid_out([METHOD, "/"], query, &headers, &payload_hash, key)?;
    if url.len() == start {
        url.pop(); // the question mark
    }
    headers.push(Header::new("authorization", signed.authorization));
    let url = String::from_utf8(url).map_err(|_| EkycError::internal("the URL is not text"))?;
    Ok(SignedRequest { method: METHOD.to_owned(), url, headers, body })
}

/// The form body, in the order of the parameters and then of the extra ones' names. Its bytes are signed as they are, so the order is free.
fn form<'a>(parts: &[Part<'_>], extra: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut body = Vec::new();
    let mut push = |name: &str, value: &str| {
        if !body.is_empty() {
            body.push(b'&');
        }
        push_pairs(&mut body, [(name, value)]);
    };
    for part in parts {
        match &part.value {
            Value::Absent => {}
            Value::Text(text) => push(part.name, text),
            Value::Picture(bytes) => push(part.name, &STANDARD.encode(bytes)),
        }
    }
    let mut extra: Vec<_> = extra.collect();
    extra.sort_unstable();
    extra.into_iter().for_each(|(name, value)| push(name, value));
    body
}
