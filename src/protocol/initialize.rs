//! The operation Initialize, laid out as the official SDK does: all parameters in the query, the picture in a form body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::API_VERSION;
use super::acs3::{Input, Key, Signed, sign};
use super::encode::{ascii, push_pairs};
use crate::error::EkycError;
use crate::model::{Acs3Request, Acs3Signature, FACE_PICTURE_PARAMETER, Header, InitializeRequest, SignedRequest};

/// The name of the operation.
const ACTION: &str = "Initialize";

const FORM: &str = "application/x-www-form-urlencoded";

/// Lays out and signs an Initialize request. The request is not validated here: see [`InitializeRequest::validate`].
///
/// `origin` is scheme and host of the endpoint, for example `https://cloudauth-intl.cn-hongkong.aliyuncs.com`.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn sign_initialize(
    request: &InitializeRequest,
    origin: &str,
    key: &Key<'_>,
    date: &str,
    nonce: &str,
) -> Result<SignedRequest, EkycError> {
    let typed = request.typed_parameters();
    let mut query = Vec::with_capacity(typed.len() + request.extra_parameters.len());
    query.extend(typed.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))));
    query.extend(request.extra_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));

    let body = request.face_picture.as_deref().map(picture_form).unwrap_or_default();
    let content_type = [("content-type", FORM)];
    let headers = if body.is_empty() { &[][..] } else { &content_type[..] };

    let (_, host) = origin.split_once("://").unwrap_or(("", origin));
    let input = Input {
        method: "POST",
        host,
        path: "/",
        action: ACTION,
        version: API_VERSION,
        date,
        nonce,
        query: &query,
        headers,
        body: &body,
    };
    let signed = parts(&input, origin, sign(&input, key)?);
    Ok(SignedRequest { body, ..signed })
}

/// Signs any request and shows every stage.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn sign_acs3(request: &Acs3Request, key: &Key<'_>) -> Result<Acs3Signature, EkycError> {
    let query: Vec<_> = request.query.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect();
    let headers: Vec<_> = request.headers.iter().map(|h| (h.name.as_str(), h.value.as_str())).collect();
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
        body: &request.body,
    };
    let signed = sign(&input, key)?;
    Ok(Acs3Signature {
        canonical_request: signed.canonical_request(),
        string_to_sign: signed.string_to_sign.clone(),
        authorization: signed.authorization.clone(),
        request: SignedRequest {
            body: request.body.clone(),
            ..parts(&input, &format!("https://{}", request.host), signed)
        },
    })
}

fn picture_form(picture: &[u8]) -> Vec<u8> {
    let text = STANDARD.encode(picture);
    let mut body = Vec::with_capacity(FACE_PICTURE_PARAMETER.len() + 1 + text.len() + text.len() / 16);
    push_pairs(&mut body, [(FACE_PICTURE_PARAMETER, text.as_str())]);
    body
}

/// Everything but the body, which the caller has.
fn parts(input: &Input<'_>, origin: &str, signed: Signed<'_>) -> SignedRequest {
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
