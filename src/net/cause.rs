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

/// Whether a TLS error is among the causes. An I/O error hides the one it carries from `source`, so it is opened.
pub(crate) fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || carried.is_some_and(|carried| is_tls(carried)) || error.source().is_some_and(is_tls)
}
