//! One error type, ordered by what the caller can do about it.
//!
//! The variants are a stable taxonomy: they do not mirror the service's codes (those are text in
//! [`ServiceFault::code`]) nor the errors of the libraries underneath. New variants are appended, never inserted.

use std::fmt;

/// What went wrong with a call, ordered by what the caller can do about it.
///
/// The text of an error (its display, message or localized description) is a readable sentence with the
/// service's code and request id where there is one. It holds no secret and no personal data: values of the
/// request that the service repeats in its own text are masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi::export(Display)]
pub enum CoreError {
    /// A setting of the client is wrong. Thrown when the client is built; nothing was sent. Correct the setting.
    #[error("invalid configuration: {setting}: {reason}")]
    InvalidConfiguration {
        /// The setting's name as in the configuration, for example `connect_timeout_ms`.
        setting: String,
        /// What is wrong and what is accepted.
        reason: String,
    },
    /// The request breaks a documented rule of the service. Nothing was sent. All violations are listed at once.
    #[error("invalid request: {}", violation_list(violations))]
    InvalidRequest {
        /// Every rule the request breaks, in the order of the fields. Never empty.
        violations: Vec<Violation>,
    },
    /// There are no usable credentials, or the service does not accept them: unknown or disabled key, wrong secret,
    /// expired or malformed security token.
    #[error("credentials: {reason}{}", fault_suffix(fault.as_ref()))]
    Credentials {
        /// What is missing or wrong, without any value of a key.
        reason: String,
        /// The service's answer, if it was the service that refused the credentials.
        fault: Option<ServiceFault>,
    },
    /// The service could not be reached, or the connection broke.
    #[error("network: {reason}{}", outcome_suffix(*outcome_unknown))]
    Network {
        /// How far the call had come.
        phase: NetworkPhase,
        /// `true` if the request may have reached the service: it may have created a transaction.
        outcome_unknown: bool,
        /// What the transport reported, without the URL (it holds the request's parameters).
        reason: String,
    },
    /// A deadline of the client passed.
    #[error("timeout: the {deadline} deadline of {limit_ms} ms passed{}", outcome_suffix(*outcome_unknown))]
    Timeout {
        /// The deadline that passed.
        deadline: Deadline,
        /// The deadline's length in milliseconds.
        limit_ms: i64,
        /// `true` if the request may have reached the service: it may have created a transaction.
        outcome_unknown: bool,
    },
    /// The account's quota is used up (10 Initialize calls a second and account for eKYC). Slow down, then repeat.
    #[error("throttled: {fault}{}", retry_after_suffix(*retry_after_ms))]
    Throttled {
        /// How long the service asks to wait, in milliseconds (header `x-acs-retry-after`); absent if it did not say.
        retry_after_ms: Option<i64>,
        /// The service's answer.
        fault: ServiceFault,
    },
    /// The key is valid but not allowed to do this. A person has to act: see `remedy`.
    #[error("access denied ({subject}): {fault}; {remedy}")]
    AccessDenied {
        /// Whose permission is missing.
        subject: AccessSubject,
        /// What the vendor says to do.
        remedy: String,
        /// The service's answer.
        fault: ServiceFault,
    },
    /// The service understood the request and refused it (4xx, or a `Code` other than `Success`). Repeating it
    /// unchanged will fail again.
    #[error("rejected by the service: {fault}")]
    Rejected {
        /// The service's answer.
        fault: ServiceFault,
    },
    /// The service failed (5xx). A later attempt may succeed; it may also have created a transaction.
    #[error("service failure: {fault}")]
    ServiceFailure {
        /// The service's answer.
        fault: ServiceFault,
    },
    /// The answer is not one this library understands: not JSON, over 1 MiB, a redirect, or a success without a
    /// TransactionId. Often a proxy or a captive portal answered instead of the service.
    #[error("unexpected answer: {reason} (HTTP {http_status}{})", request_id_suffix(request_id.as_deref()))]
    UnexpectedAnswer {
        /// The HTTP status of the answer.
        http_status: i32,
        /// The request id, if the answer had one.
        request_id: Option<String>,
        /// What was wrong with the answer; never its content.
        reason: String,
    },
    /// The caller cancelled the call, or the client was closed while it ran. In Kotlin and Swift a cancelled
    /// coroutine or task gets the language's own cancellation error instead.
    #[error("cancelled{}", outcome_suffix(*outcome_unknown))]
    Cancelled {
        /// `true` if the request may have reached the service: it may have created a transaction.
        outcome_unknown: bool,
    },
    /// A fault of this library. Please report it with the text.
    #[error("internal error: {reason}")]
    Internal {
        /// What happened.
        reason: String,
    },
}

// Declared by the name it has behind the wrappers, which own the public one: `rename` in uniffi.toml leaves the return types and errors of
// constructors, and a type's own Display, under the old name (UniFFI 0.32.2, interface/visit_mut.rs), so the generated code does not compile.
pub use CoreError as EkycError;

/// One broken rule of a request.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Violation {
    /// The parameter's name as the service spells it, for example `MerchantBizId`.
    pub field: String,
    /// What is wrong, and the limit. Never the value.
    pub reason: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.reason)
    }
}

/// What the service said when it did not say `Success`.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
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

/// How far a call had come when the network failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum NetworkPhase {
    /// Finding the host, or opening the TCP connection. Nothing was sent.
    Connect,
    /// The TLS handshake, for example an untrusted certificate. Nothing was sent.
    Tls,
    /// Sending the request or waiting for the answer.
    Exchange,
    /// Reading the answer's body.
    Body,
}

/// A deadline of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
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

/// The stable one-word name of an error's kind, as the samples print it.
impl EkycError {
    /// The kind in snake case, for example `access_denied`: for logs, metrics and scripts.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::InvalidConfiguration { .. } => "invalid_configuration",
            Self::InvalidRequest { .. } => "invalid_request",
            Self::Credentials { .. } => "credentials",
            Self::Network { .. } => "network",
            Self::Timeout { .. } => "timeout",
            Self::Throttled { .. } => "throttled",
            Self::AccessDenied { .. } => "access_denied",
            Self::Rejected { .. } => "rejected",
            Self::ServiceFailure { .. } => "service_failure",
            Self::UnexpectedAnswer { .. } => "unexpected_answer",
            Self::Cancelled { .. } => "cancelled",
            Self::Internal { .. } => "internal",
        }
    }

    /// What the service said, if the error is the service's answer.
    pub fn fault(&self) -> Option<&ServiceFault> {
        match self {
            Self::Credentials { fault, .. } => fault.as_ref(),
            Self::Throttled { fault, .. }
            | Self::AccessDenied { fault, .. }
            | Self::Rejected { fault }
            | Self::ServiceFailure { fault } => Some(fault),
            _ => None,
        }
    }

    pub(crate) fn fault_mut(&mut self) -> Option<&mut ServiceFault> {
        match self {
            Self::Credentials { fault, .. } => fault.as_mut(),
            Self::Throttled { fault, .. }
            | Self::AccessDenied { fault, .. }
            | Self::Rejected { fault }
            | Self::ServiceFailure { fault } => Some(fault),
            _ => None,
        }
    }

    pub(crate) fn configuration(setting: &str, reason: impl Into<String>) -> Self {
        Self::InvalidConfiguration { setting: setting.to_owned(), reason: reason.into() }
    }

    pub(crate) fn credentials(reason: impl Into<String>) -> Self {
        Self::Credentials { reason: reason.into(), fault: None }
    }

    pub(crate) fn internal(reason: impl Into<String>) -> Self {
        Self::Internal { reason: reason.into() }
    }
}

fn violation_list(violations: &[Violation]) -> String {
    violations.iter().map(Violation::to_string).collect::<Vec<_>>().join("; ")
}

fn fault_suffix(fault: Option<&ServiceFault>) -> String {
    fault.map(|fault| format!(": {fault}")).unwrap_or_default()
}

fn outcome_suffix(outcome_unknown: bool) -> &'static str {
    if outcome_unknown { "; the request may have reached the service" } else { "" }
}

fn retry_after_suffix(retry_after_ms: Option<i64>) -> String {
    retry_after_ms.map(|ms| format!("; retry after {ms} ms")).unwrap_or_default()
}

fn request_id_suffix(request_id: Option<&str>) -> String {
    request_id.map(|id| format!(", request id {id}")).unwrap_or_default()
}
