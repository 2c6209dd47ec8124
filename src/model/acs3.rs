//! What the signature ACS3-HMAC-SHA256 is computed from, and its stages.

use std::fmt;

use super::http::{Header, display_as_debug};

/// Any request to be signed with ACS3-HMAC-SHA256, for operations this library does not know and for checking signatures.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Acs3Request {
    /// The HTTP method in upper case, for example `POST`.
    pub method: String,
    /// The host as the `Host` header has it, with the port if it is not the scheme's own.
    pub host: String,
    /// The path as it travels, encoded; `/` for operations of this service.
    pub path: String,
    /// The operation, for example `Initialize`.
    pub action: String,
    /// The API version, for example `2022-08-09`.
    pub version: String,
    /// UTC time, `yyyy-MM-ddTHH:mm:ssZ`. The service accepts 15 minutes to either side of its own clock.
    pub date: String,
    /// A text never used before with this key. Each attempt needs a new one.
    pub nonce: String,
    /// The query's parameters, not encoded, in any order. Never printed.
    pub query: Vec<Parameter>,
    /// Further headers to send and sign, for example `content-type`. Never printed.
    #[uniffi(default)]
    pub headers: Vec<Header>,
    /// Parameters for the body, not encoded, in the order to send them. They make the body and its `content-type`. Never printed.
    #[uniffi(default)]
    pub form: Vec<Parameter>,
    /// The body; empty if there is none or if there is a form. Never printed.
    #[uniffi(default)]
    pub body: Vec<u8>,
}

/// A name and its value, not encoded. Printing shows the name.
#[derive(Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The value. Never printed.
    pub value: String,
}

/// Every stage of a signature. When the service answers `SignatureDoesNotMatch` it tells what it signed: compare stage by stage.
///
/// The stages hold the request's parameters, so printing shows none.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Acs3Signature {
    /// The canonical request. Never printed.
    pub canonical_request: String,
    /// The string to sign: the algorithm and the canonical request's SHA-256. Never printed.
    pub string_to_sign: String,
    /// The value of the `Authorization` header. Never printed.
    pub authorization: String,
    /// The request to send.
    pub request: super::SignedRequest,
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ***", self.name)
    }
}

impl fmt::Debug for Acs3Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acs3Request")
            .field("method", &self.method)
            .field("host", &self.host)
            .field("path", &self.path)
            .field("action", &self.action)
            .field("version", &self.version)
            .field("date", &self.date)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Acs3Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acs3Signature").field("request", &self.request).finish_non_exhaustive()
    }
}

display_as_debug!(Parameter, Acs3Request, Acs3Signature);
