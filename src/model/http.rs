//! The parts of an HTTP exchange, for any HTTP stack.

use std::borrow::Cow;
use std::fmt;

/// A header's name or value: a string in every language. Most of those we write are fixed texts, which are not copied for each request.
pub type HeaderText = Cow<'static, str>;

uniffi::custom_type!(HeaderText, String, {
    remote,
    lower: |text| text.into_owned(),
    try_lift: |text| Ok(Cow::Owned(text)),
});

/// One header of a request or an answer.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Header {
    /// The name; in lower case in what this library makes.
    pub name: HeaderText,
    /// The value as it travels. Never printed in Kotlin and Swift, since some headers hold secrets.
    pub value: HeaderText,
}

impl Header {
    /// A header from its name and value.
    pub fn new(name: impl Into<HeaderText>, value: impl Into<HeaderText>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// A signed request as the parts that every HTTP stack takes. Send it as it is, once, within 15 minutes of its date.
///
/// Its parameters travel in the URL, and a security token in a header, so printing it shows neither.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct SignedRequest {
    /// The HTTP method.
    pub method: String,
    /// The URL with the encoded query. Do not encode or normalise it again: the signature covers these bytes. Its query is never
    /// printed.
    pub url: String,
    /// Every header to send. `host` is among them; most HTTP stacks set the same value by themselves.
    pub headers: Vec<Header>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

/// An answer as any HTTP stack gives it, to be read by this library.
///
/// Printing it shows the status and the body's size.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct HttpAnswer {
    /// The HTTP status.
    pub status: i32,
    /// The headers, as far as they are known. `x-acs-retry-after` and `x-acs-request-id` are read.
    #[uniffi(default)]
    pub headers: Vec<Header>,
    /// The body, after decompression if the stack did any.
    pub body: Vec<u8>,
}

impl SignedRequest {
    /// A header's value, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name == name).map(|header| &*header.value)
    }
}

impl HttpAnswer {
    /// A header's value, by its name in lower case; names are compared without regard to case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| &*header.value)
    }
}

/// The headers whose values may be shown. All others are hidden: a signature proves a request for 15 minutes, and cookies, tokens and whatever a
/// gateway of yours wants are secrets that no list could name.
const OPEN_HEADERS: [&str; 17] = [
    "accept",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "host",
    "retry-after",
    "server",
    "transfer-encoding",
    "user-agent",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-request-id",
    "x-acs-retry-after",
    "x-acs-version",
];

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = OPEN_HEADERS.iter().any(|name| self.name.eq_ignore_ascii_case(name));
        write!(f, "{}: {}", self.name, if open { &self.value } else { "***" })
    }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split_once('?').map_or(self.url.as_str(), |(before, _)| before);
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .field("url", &format_args!("{url}?***"))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpAnswer")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

macro_rules! display_as_debug {
    ($($name:ty),+) => { $(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self, f)
            }
        }
    )+ };
}
pub(crate) use display_as_debug;

display_as_debug!(Header, SignedRequest, HttpAnswer);
