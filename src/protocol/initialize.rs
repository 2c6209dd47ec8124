//! The operation Initialize, laid out as the official SDK does: all parameters in the query, the picture in a form body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::API_VERSION;
use super::acs3::{Input, Key, sign};
use super::encode::push_pairs;
use super::parts::{FORM_TYPE, parts};
use crate::error::EkycError;
use crate::model::{FACE_PICTURE_PARAMETER, InitializeRequest, SignedRequest};

/// The name of the operation.
const ACTION: &str = "Initialize";

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
    let headers: &[_] = if body.is_empty() { &[] } else { &[FORM_TYPE] };

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

fn picture_form(picture: &[u8]) -> Vec<u8> {
    let text = STANDARD.encode(picture);
    let mut body = Vec::new();
    push_pairs(&mut body, [(FACE_PICTURE_PARAMETER, text.as_str())]);
    body
}
