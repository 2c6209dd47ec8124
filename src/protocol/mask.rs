//! Keeps a request's values out of texts that the service wrote.

use super::encode::encoded;
use crate::error::{EkycError, ServiceFault};

const MASK: &str = "***";

/// Masks the values wherever the service repeats them in its own words: as they are, percent-encoded (once, and twice as in a string to
/// sign), and form-encoded. The gateway shows the whole canonical request when a signature is wrong: every parameter, and the token.
pub(crate) fn mask_values<'a>(mut error: EkycError, values: impl Iterator<Item = &'a str>) -> EkycError {
    if let Some(fault) = error.fault_mut() {
        mask_fault(fault, values);
    }
    error
}

/// As [`mask_values`], for an answer that is no error of a call yet.
pub(crate) fn mask_fault<'a>(fault: &mut ServiceFault, values: impl Iterator<Item = &'a str>) {
    for value in values {
        for text in
            [&mut fault.code, &mut fault.text].into_iter().chain(&mut fault.recommend).chain(&mut fault.request_id)
        {
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
