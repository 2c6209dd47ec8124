//! What an error's texts may show of a request, and how much of an answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::redact::{MASK, Redactor};
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
    let secrets: Vec<&str> = secrets.collect();
    error.fault_mut().into_iter().for_each(|fault| hide_code(fault, &secrets));
    let texts = error.texts_mut();
    if texts.is_empty() {
        return error;
    }
    let pictures: Vec<_> = parts.pictures().map(beginning_as_text).collect();
    let shown = parts.sensitive_texts().chain(pictures.iter().map(String::as_str));
    redact(texts, &Redactor::new(secrets.into_iter().chain(shown)));
    cut(error)
}

/// As [`presentable`], for an answer that is no error of a call yet.
pub(crate) fn mask_fault<'a>(fault: &mut ServiceFault, values: impl Iterator<Item = &'a str>) {
    let values: Vec<&str> = values.collect();
    hide_code(fault, &values);
    redact(fault.texts_mut(), &Redactor::new(values.into_iter()));
    cut_fault(fault);
}

/// A code that is a word is not masked like other texts (see [`ServiceFault::texts_mut`]). But a key's secret is nobody's word.
fn hide_code(fault: &mut ServiceFault, secrets: &[&str]) {
    const LEAST: usize = 8;
    if secrets.iter().any(|secret| secret.len() >= LEAST && fault.code.contains(secret)) {
        MASK.clone_into(&mut fault.code);
    }
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
