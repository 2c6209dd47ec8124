//! Why an exchange failed, in words that may be shown.

use std::error::Error;

/// The chain of causes as one sentence. reqwest's own text is left out: it is generic and can hold the URL.
pub(crate) fn reason(error: &reqwest::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if parts.last().is_none_or(|last| !last.contains(&text)) {
            parts.push(text);
        }
        cause = error.source();
    }
    if parts.is_empty() { "the exchange failed".to_owned() } else { parts.join(": ") }
}

/// The error of a certain kind among the causes. An I/O error hides the one it carries from `source`, so it is opened.
pub(crate) fn cause<'a, T>(
    error: &'a (dyn Error + 'static),
    is: &impl Fn(&'a (dyn Error + 'static)) -> Option<&'a T>,
) -> Option<&'a T> {
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    is(error)
        .or_else(|| carried.and_then(|carried| cause(carried as &(dyn Error + 'static), is)))
        .or_else(|| error.source().and_then(|source| cause(source, is)))
}
