//! Keeps a request's values out of texts that the service wrote.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::encode::encoded;
use crate::error::{EkycError, ServiceFault};
use crate::model::Parts;

const MASK: &str = "***";

/// Masks the values wherever the service repeats them in its own words: as they are, percent-encoded (once, and twice as in a string to
/// sign), and form-encoded. The gateway shows the whole canonical request when a signature is wrong: every parameter, and the token.
pub(crate) fn mask_values<'a>(mut error: EkycError, values: impl Iterator<Item = &'a str>) -> EkycError {
    if let EkycError::UnexpectedAnswer { request_id: Some(id), .. } = &mut error {
        values.for_each(|value| *id = masked(id, value));
    } else if let Some(fault) = error.fault_mut() {
        mask_fault(fault, values);
    }
    error
}

/// Masks everything of a request that nothing may show, the pictures too.
pub(crate) fn mask_request(error: EkycError, parts: &Parts<'_>) -> EkycError {
    let mut error = mask_values(error, parts.sensitive_texts());
    if let Some(fault) = error.fault_mut() {
        parts.pictures().for_each(|picture| mask_picture(fault, picture));
    }
    error
}

/// A picture may be repeated in part, so what counts is how its Base64 begins; masked is all that follows in the same alphabet.
fn mask_picture(fault: &mut ServiceFault, picture: &[u8]) {
    const BEGINNING: usize = 12; // bytes, which make 16 characters
    let beginning = STANDARD.encode(picture.get(..BEGINNING).unwrap_or(picture));
    let beginning = beginning.trim_end_matches('=');
    let once = encoded(beginning);
    for form in [beginning, &encoded(&once), &once].into_iter().filter(|form| !form.is_empty()) {
        for text in texts(fault) {
            *text = without_runs(text, form);
        }
    }
}

fn without_runs(text: &str, beginning: &str) -> String {
    let in_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '%');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(beginning) {
        out.push_str(before);
        out.push_str(MASK);
        rest = after.trim_start_matches(in_run);
    }
    out.push_str(rest);
    out
}

/// Every text of a fault that the service wrote.
fn texts(fault: &mut ServiceFault) -> impl Iterator<Item = &mut String> {
    [&mut fault.code, &mut fault.text].into_iter().chain(&mut fault.recommend).chain(&mut fault.request_id)
}

/// As [`mask_values`], for an answer that is no error of a call yet.
pub(crate) fn mask_fault<'a>(fault: &mut ServiceFault, values: impl Iterator<Item = &'a str>) {
    for value in values {
        for text in texts(fault) {
            *text = masked(text, value);
        }
    }
}

fn masked(text: &str, value: &str) -> String {
    let once = encoded(value);
    let forms = [value.to_owned(), encoded(&once), once.replace("%20", "+"), once];
    let mut text = text.to_owned();
    for form in forms.iter().filter(|form| !form.is_empty()) {
        text = replace_words(&text, form);
    }
    text
}

/// Replaces every occurrence; those of a short value only where they stand alone, or a user id `1` would eat every digit.
fn replace_words(text: &str, value: &str) -> String {
    const SHORT: usize = 4;
    if value.len() >= SHORT {
        return text.replace(value, MASK);
    }
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(value) {
        out.push_str(before);
        let alone = !joins(out.chars().next_back()) && !joins(after.chars().next());
        out.push_str(if alone { MASK } else { value });
        rest = after;
    }
    out.push_str(rest);
    out
}
