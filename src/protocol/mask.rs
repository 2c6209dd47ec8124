//! Keeps a request's values out of an error's texts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::redact::Redactor;
use crate::error::{EkycError, ServiceFault};
use crate::model::Parts;

/// Masks the values wherever an error repeats them, in whatever encoding and however cut. The gateway shows the whole canonical request
/// when a signature is wrong: every parameter, and the token.
pub(crate) fn mask_values<'a>(mut error: EkycError, values: impl Iterator<Item = &'a str>) -> EkycError {
    redact(error.texts_mut(), &Redactor::new(values));
    error
}

/// Masks everything of a request that nothing may show, the pictures too.
pub(crate) fn mask_request(mut error: EkycError, parts: &Parts<'_>) -> EkycError {
    let pictures: Vec<_> = parts.pictures().map(beginning_as_text).collect();
    let values = parts.sensitive_texts().chain(pictures.iter().map(String::as_str));
    redact(error.texts_mut(), &Redactor::new(values));
    error
}

/// As [`mask_values`], for an answer that is no error of a call yet.
pub(crate) fn mask_fault<'a>(fault: &mut ServiceFault, values: impl Iterator<Item = &'a str>) {
    redact(fault.texts_mut(), &Redactor::new(values));
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
