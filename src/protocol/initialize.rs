//! The operation Initialize, laid out as the official SDK does: all parameters in the query, the picture in a form body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::API_VERSION;
use super::acs3::{EMPTY_PAYLOAD_HASH, Key, own_headers, payload_hash, sign_laid_out};
use super::encode::{push_encoded, push_pairs, push_sorted_pairs};
use super::parts::FORM_TYPE;
use crate::error::EkycError;
use crate::model::{FACE_PICTURE_PARAMETER, Header, HeaderText, InitializeRequest, SignedRequest};

/// The name of the operation.
const ACTION: &str = "Initialize";

const METHOD: &str = "POST";

/// Room for the URL of a full request with usual MetaInfo; a longer one grows. Just under the size from which allocators are slow.
const USUAL_URL: usize = 1024;

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
    let body = request.face_picture.as_deref().map(picture_form).unwrap_or_default();
    let payload_hash = payload_hash(&body);
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or(origin);

    // In the order of their names, which is the order in which they are signed; `content-type` comes before `host`.
    let mut headers = [("", ""); 9];
    let content_type = (!body.is_empty()).then_some(FORM_TYPE);
    let own = own_headers(host, [ACTION, API_VERSION, date, nonce], &payload_hash, key);
    let count =
        headers.iter_mut().zip(content_type.into_iter().chain(own)).map(|(place, header)| *place = header).count();
    let headers = headers.get(..count).unwrap_or_default();

    // The query is written once, where the URL has it, and signed there.
    let mut url = Vec::with_capacity(USUAL_URL);
    url.extend_from_slice(origin.as_bytes());
    url.extend_from_slice(b"/?");
    let query = url.len();
    push_query(&mut url, request);
    let query = url.get(query..).unwrap_or_default();

    let signed = sign_laid_out(METHOD, "/", query, headers, &payload_hash, key)?;
    let mut to_send = Vec::with_capacity(headers.len() + 3); // and the signature, and what the transport adds
    to_send.extend(headers.iter().map(|&(name, value)| Header::new(name, fixed_or_copied(value))));
    to_send.push(Header::new("authorization", signed.authorization));
    Ok(SignedRequest {
        method: METHOD.to_owned(),
        url: String::from_utf8(url).unwrap_or_default(),
        headers: to_send,
        body,
    })
}

/// Three of the values are the same in nearly every request.
fn fixed_or_copied(value: &str) -> HeaderText {
    [ACTION, API_VERSION, EMPTY_PAYLOAD_HASH]
        .into_iter()
        .find(|fixed| *fixed == value)
        .map_or_else(|| HeaderText::Owned(value.to_owned()), HeaderText::Borrowed)
}

/// The canonical query.
fn push_query(out: &mut Vec<u8>, request: &InitializeRequest) {
    let pages = request.doc_page_config_json();
    let typed = request.typed_parameters(pages.as_deref()).into_iter().filter_map(|(name, value)| Some((name, value?)));
    if request.extra_parameters.is_empty() {
        // Sorted already, and the names need no encoding: half of the work saved.
        let start = out.len();
        for (name, value) in typed {
            if out.len() > start {
                out.push(b'&');
            }
            out.extend_from_slice(name.as_bytes());
            out.push(b'=');
            push_encoded(out, value.as_bytes());
        }
        return;
    }
    let extra = request.extra_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    push_sorted_pairs(out, typed.chain(extra));
}

fn picture_form(picture: &[u8]) -> Vec<u8> {
    let text = STANDARD.encode(picture);
    let mut body = Vec::new();
    push_pairs(&mut body, [(FACE_PICTURE_PARAMETER, text.as_str())]);
    body
}
