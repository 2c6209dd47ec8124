//! What an error's texts may show of a request, and how much of an answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::redact::Redactor;
use crate::bounds::{MAX_CODE, MAX_LINK, MAX_MESSAGE, MAX_REQUEST_ID, shown};
use crate::error::{EkycError, ServiceFault};
use crate::model::Parts;

/// Makes an error fit to be shown: masks everything of the request that nothing may show, the pictures too, and the keys' secrets, wherever
/// its texts repeat them, in whatever encoding and however cut (the gateway shows the whole canonical request when a signature is wrong);
/// then cuts the texts. In this order, because of a value that was cut in half one half would be shown.
pub(crate) fn presentable<'a>(
    mut error: EkycError,
    parts: &Parts<'_>,
    secrets: impl Iterator<Item = &'a str>,
) -> EkycError {
    let texts = error.texts_mut();
    if texts.is_empty() {
        return error;
    }
    let pictures: Vec<_> = parts.pictures().map(beginning_as_text).collect();
    let mut values: Vec<&str> = Vec::new();
    for secret in secrets {
        values.push(secret); // a loop, because these live longer than the others
    }
    values.extend(parts.sensitive_texts().chain(pictures.iter().map(String::as_str)));
    redact(texts, &Redactor::new(values.into_iter()));
    cut(error)
}

/// As [`presentable`], for an answer that is no error of a call yet.
pub(crate) fn mask_fault<'a>(fault: &mut ServiceFault, values: impl Iterator<Item = &'a str>) {
    redact(fault.texts_mut(), &Redactor::new(values));
    cut_fault(fault);
}

/// Cuts the texts that somebody else wrote.
pub(crate) fn cut(mut error: EkycError) -> EkycError {
    match &mut error {
        EkycError::Network { reason, .. } | EkycError::Internal { reason, .. } => *reason = shown(reason, MAX_MESSAGE),
        EkycError::UnexpectedAnswer { request_id: Some(id), .. } => *id = shown(id, MAX_REQUEST_ID),
        error => error.fault_mut().into_iter().for_each(cut_fault),
    }
    error
}

fn cut_fault(fault: &mut ServiceFault) {
    let ServiceFault { http_status: _, code, text, request_id, recommend } = fault;
    *code = shown(code, MAX_CODE);
    *text = shown(text, MAX_MESSAGE);
    request_id.iter_mut().for_each(|id| *id = shown(id, MAX_REQUEST_ID));
    recommend.iter_mut().for_each(|link| *link = shown(link, MAX_LINK));
}

fn redact<'a>(texts: impl IntoIterator<Item = &'a mut String>, redactor: &Redactor) {
    for text in texts {
        *text = redactor.redacted(text);
    }
}

/// A picture as it travels, as far as an error's text could hold it.
fn beginning_as_text(picture: &[u8]) -> String {
    const MOST: usize = 12 * 1024;
    STANDARD.encode(picture.get(..MOST).unwrap_or(picture))
}
