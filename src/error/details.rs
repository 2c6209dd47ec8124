//! What the errors tell besides their kind.

use std::fmt;

use super::request_id_suffix;

/// How often a call was sent, and whether what was sent may have had an effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct Attempts {
    /// How many requests were begun: 0 if the call ended before the first, 1 without a retry.
    pub count: i32,
    /// `true` if one of them may have reached the service while no answer told its outcome: it may have had an effect, such as the
    /// transaction that Initialize creates, and a repeated call can create a second one. Never for operations that only read.
    pub outcome_unknown: bool,
}

impl Attempts {
    /// So many requests were begun, and whether one of them may have had an effect.
    pub const fn new(count: i32, outcome_unknown: bool) -> Self {
        Self { count, outcome_unknown }
    }

    /// These, and one more request that was begun and may (or may not) have had an effect.
    pub(crate) fn and(self, outcome_unknown: bool) -> Self {
        Self { count: self.count.saturating_add(1), outcome_unknown: self.outcome_unknown || outcome_unknown }
    }
}

/// What an error's sentence says of them: nothing for a single attempt with a known outcome.
impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.count > 1 {
            write!(f, "; {} attempts", self.count)?;
        }
        if self.outcome_unknown {
            f.write_str("; the request may have reached the service")?;
        }
        Ok(())
    }
}

/// One broken rule of a request.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct Violation {
    /// The field or parameter that breaks it.
    pub field: String,
    /// What is wrong, and the limit. Never the value.
    pub reason: String,
}

impl Violation {
    /// What is wrong with a parameter.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.reason)
    }
}

/// What the service said when it did not say `Success`.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct ServiceFault {
    /// The HTTP status. The service also reports errors with 200 in theory (the vendor is silent), so look at `code`.
    pub http_status: i32,
    /// The service's `Code`, for example `Forbidden.RAMUserAccessDenied`.
    pub code: String,
    /// The service's own words (`Message`), with values of the request masked. May be empty.
    pub text: String,
    /// The service's `RequestId`: the vendor's support asks for it. Absent if the answer had none.
    pub request_id: Option<String>,
    /// The gateway's `Recommend`: a link to a diagnosis, if it gave one.
    pub recommend: Option<String>,
}

impl ServiceFault {
    /// A fault with this status and code and nothing else, for tests that play the service. Set the rest as you need it.
    pub fn new(http_status: i32, code: impl Into<String>) -> Self {
        Self { http_status, code: code.into(), text: String::new(), request_id: None, recommend: None }
    }

    /// Every text that the service wrote. A code of letters and dots is one of the service's own words; it decides what is done next, so
    /// a device that sends the same word in its MetaInfo must not be able to hide it.
    pub(crate) fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let is_code = self.code.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'.');
        let code = Some(&mut self.code).filter(|_| !is_code);
        code.into_iter().chain([&mut self.text]).chain(&mut self.recommend).chain(&mut self.request_id)
    }
}

impl fmt::Display for ServiceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (HTTP {}", self.code, self.http_status)?;
        f.write_str(&request_id_suffix(self.request_id.as_deref()))?;
        f.write_str(")")?;
        if !self.text.is_empty() {
            write!(f, ": {}", self.text)?;
        }
        Ok(())
    }
}

/// What is wrong with a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum CallbackProblem {
    /// It is no URL or query with parameters, or too long.
    Malformed,
    /// It has no token, though one is expected.
    MissingToken,
    /// Its token is not the expected one: somebody else sent it.
    WrongToken,
    /// One of the platform's parameters is there twice.
    DoubledParameter,
    /// It has no transaction's id.
    MissingTransactionId,
    /// Its transaction is not the expected one.
    ForeignTransaction,
}

/// How far a call had come when the network failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
#[non_exhaustive]
pub enum NetworkPhase {
    /// Finding the host, or opening the TCP connection. Nothing was sent.
    Connect,
    /// The TLS handshake, for example an untrusted certificate. Nothing was sent.
    Tls,
    /// Sending the request or waiting for the answer.
    Exchange,
    /// Reading the answer's body.
    Body,
    /// The proxy refused to make the connection, or did not speak as one. Nothing was sent to the service.
    Proxy,
}

/// A deadline of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
#[non_exhaustive]
pub enum Deadline {
    /// For opening a connection, TLS included.
    Connect,
    /// For one attempt: from sending to the last byte of the answer.
    Attempt,
    /// For the whole call.
    Overall,
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect",
            Self::Attempt => "attempt",
            Self::Overall => "overall",
        })
    }
}

/// Whose permission is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
#[non_exhaustive]
pub enum AccessSubject {
    /// The RAM user or role of the access key.
    RamUser,
    /// The Alibaba Cloud account: the service is not activated, payment is overdue, or the account is restricted.
    Account,
}

impl fmt::Display for AccessSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RamUser => "RAM user",
            Self::Account => "account",
        })
    }
}
