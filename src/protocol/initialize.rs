//! The operation Initialize, laid out as the official SDK does: all parameters in the query, the picture in a form body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::API_VERSION;
use super::acs3::{Key, own_headers, payload_hash, sign_laid_out};
use super::encode::{push_encoded, push_pairs, push_sorted_pairs};
use super::parts::FORM_TYPE;
use crate::error::EkycError;
use crate::model::{FACE_PICTURE_PARAMETER, Header, InitializeRequest, SignedRequest};

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
    let fixed = [ACTION.into(), API_VERSION.into()];
    let mut headers = own_headers(host, fixed, [date, nonce], payload_hash.clone(), key);
    if !body.is_empty() {
        let (name, value) = FORM_TYPE;
        headers.insert(0, Header::new(name, value)); // before `host`, as it is sorted
    }

    // The query is written once, where the URL has it, and signed there.
    let mut url = Vec::with_capacity(USUAL_URL);
    url.extend_from_slice(origin.as_bytes());
    url.extend_from_slice(b"/?");
    let query = url.len();
    push_query(&mut url, request);
    let query = url.get(query..).unwrap_or_default();

    let signed = sign_laid_out([METHOD, "/"], query, &headers, &payload_hash, key)?;
    headers.push(Header::new("authorization", signed.authorization));
    Ok(SignedRequest { method: METHOD.to_owned(), url: String::from_utf8(url).unwrap_or_default(), headers, body })
}

/// The canonical query.
fn push_query(out: &mut Vec<u8>, request: &InitializeRequest) {
    let pages = request.doc_page_config_json();
    let typed = request.typed_parameters(pages.as_deref());
    let typed = typed.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
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
