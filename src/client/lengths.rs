//! How long a request is, for events and for an answer that says that it is too long.

use crate::error::EkycError;
use crate::model::SignedRequest;

/// How many bytes of a request are where.
#[derive(Default)]
pub(super) struct Lengths {
    url: usize,
    headers: usize,
    body: usize,
}

impl Lengths {
    pub(super) fn of(request: &SignedRequest) -> Self {
        let headers =
            request.headers.iter().map(|header| header.name.len() + header.value.len() + ": \r\n".len()).sum();
        Self { url: request.url.len(), headers, body: request.body.len() }
    }

    pub(super) fn all(&self) -> usize {
        self.url + self.headers + self.body
    }

    /// An answer that says that the request is too long, with how long it is.
    pub(super) fn named_in(&self, mut error: EkycError) -> EkycError {
        if let EkycError::UnexpectedAnswer { http_status: 413 | 414 | 431, reason, .. } = &mut error {
            let Self { url, headers, body } = self;
            reason.push_str(&format!("; its URL has {url} bytes, its headers {headers}, its body {body}"));
        }
        error
    }
}
