//! How settings are printed: that a value is there, without the value.

use std::fmt;

use url::Url;

/// Stands for a value that nothing shows.
pub(crate) struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Whether a value is there.
pub(crate) fn hidden<T>(value: &Option<T>) -> Option<Hidden> {
    value.as_ref().map(|_| Hidden)
}

/// Scheme and host of a URL. What is no URL is hidden: it may hold a password anywhere.
pub(crate) fn origin(text: &str) -> String {
    match Url::parse(text) {
        Ok(url) if url.has_host() => url.origin().ascii_serialization(),
        _ => "***".to_owned(),
    }
}

/// As `origin`, for a setting that may be a host name alone.
pub(crate) fn endpoint(text: &Option<String>) -> Option<String> {
    text.as_ref().map(|text| {
        let host_alone = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        if host_alone { text.clone() } else { origin(text) }
    })
}
