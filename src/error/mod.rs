//! One error type, ordered by what the caller can do about it.
//!
//! The variants are a stable taxonomy: they do not mirror the service's codes (those are text in
//! [`ServiceFault::code`]) nor the errors of the libraries underneath. New variants are appended, never inserted.

mod details;

pub use details::{AccessSubject, Attempts, CallbackProblem, Deadline, NetworkPhase, ServiceFault, Violation};

/// What went wrong with a call, ordered by what the caller can do about it.
///
/// The text of an error (its display, message or localized description) is a readable sentence with the
/// service's code and request id where there is one. It holds no secret and no personal data: values of the
/// request that the service repeats in its own text are masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi::export(Display)]
#[non_exhaustive]
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
    #[error("credentials: {reason}{}{attempts}", fault_suffix(fault.as_ref()))]
    Credentials {
        /// What is missing or wrong, without any value of a key. If several sources were asked, each of them with its reason.
        reason: String,
        /// The service's answer, if it was the service that refused the credentials.
        fault: Option<ServiceFault>,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The service could not be reached, or the connection broke.
    #[error("network: {reason}{attempts}")]
    Network {
        /// How far the last attempt had come.
        phase: NetworkPhase,
        /// What the transport reported, without the URL (it holds the request's parameters).
        reason: String,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// A deadline of the client passed.
    #[error("timeout: the {deadline} deadline of {limit_ms} ms passed{attempts}")]
    Timeout {
        /// The deadline that passed.
        deadline: Deadline,
        /// The deadline's length in milliseconds.
        limit_ms: i64,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The account's quota of calls a second is used up (10 for eKYC, for each operation). Slow down, then repeat.
    #[error("throttled: {fault}{}{attempts}", retry_after_suffix(*retry_after_ms))]
    Throttled {
        /// How long the service asks to wait, in milliseconds (header `x-acs-retry-after`); absent if it did not say.
        retry_after_ms: Option<i64>,
        /// The service's answer.
        fault: ServiceFault,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The key is valid but not allowed to do this. A person has to act: see `remedy`.
    #[error("access denied ({subject}): {fault}; {remedy}{attempts}")]
    AccessDenied {
        /// Whose permission is missing.
        subject: AccessSubject,
        /// What the vendor says to do.
        remedy: String,
        /// The service's answer.
        fault: ServiceFault,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The service understood the request and refused it (4xx, or a `Code` other than `Success`). Repeating it
    /// unchanged will fail again.
    #[error("rejected by the service: {fault}{attempts}")]
    Rejected {
        /// The service's answer.
        fault: ServiceFault,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The service says that it failed (5xx). A later attempt may succeed.
    #[error("service failure: {fault}{attempts}")]
    ServiceFailure {
        /// The service's answer.
        fault: ServiceFault,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The answer is not one this library understands: not JSON, too large, a redirect, or a success without what
    /// the operation promises (a TransactionId, for example). Often a proxy or a captive portal answered instead of the service.
    #[error("unexpected answer: {reason} (HTTP {http_status}{}){attempts}", request_id_suffix(request_id.as_deref()))]
    UnexpectedAnswer {
        /// The HTTP status of the answer.
        http_status: i32,
        /// The request id, if the answer had one.
        request_id: Option<String>,
        /// What was wrong with the answer; never its content.
        reason: String,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The caller cancelled the call, or the client was closed while it ran. In Kotlin and Swift a cancelled
    /// coroutine or task gets the language's own cancellation error instead.
    #[error("cancelled{attempts}")]
    Cancelled {
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// A fault of this library. Please report it with the text.
    #[error("internal error: {reason}{attempts}")]
    Internal {
        /// What happened.
        reason: String,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// The client's own limit on calls a second (its `quota`) left no room within the time the call was ready to wait. The service was not
    /// asked (again). Slow down, or allow a longer wait.
    #[error(
        "quota: {operation} is limited to {calls_per_second} calls a second here; the next place is {wait_ms} ms away{attempts}"
    )]
    QuotaExhausted {
        /// The operation whose calls are limited, for example `Initialize`.
        operation: String,
        /// The limit at this moment; lower than the configured one after the service has throttled calls.
        calls_per_second: i32,
        /// How long the call would have had to wait, in milliseconds: an estimate.
        wait_ms: i64,
        /// What had been sent by then.
        attempts: Attempts,
    },
    /// What was given as a callback is none of this merchant's. Answer it with an error, and do nothing else.
    #[error("invalid callback: {reason}")]
    InvalidCallback {
        /// What is wrong with it.
        problem: CallbackProblem,
        /// The same as a sentence, never with a value of the callback.
        reason: String,
    },
    /// The quota that several machines share could not be asked, and the client's settings say that a call fails then. Nothing was sent
    /// (again).
    #[error("quota: the shared quota cannot be asked: {reason}{attempts}")]
    QuotaUnavailable {
        /// What happened.
        reason: String,
        /// What had been sent by then.
        attempts: Attempts,
    },
}

// Declared by the name it has behind the wrappers, which own the public one: `rename` in uniffi.toml leaves the return types and errors of
// constructors, and a type's own Display, under the old name (UniFFI 0.32.2, interface/visit_mut.rs), so the generated code does not compile.
pub use CoreError as EkycError;

impl EkycError {
    /// The stable one-word name of the kind, in snake case, for example `access_denied`: for logs, metrics and scripts.
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
            Self::QuotaExhausted { .. } => "quota_exhausted",
            Self::InvalidCallback { .. } => "invalid_callback",
            Self::QuotaUnavailable { .. } => "quota_unavailable",
        }
    }

    /// How often the call was sent, and whether that may have had an effect. Nothing was, for an invalid configuration or request.
    pub fn attempts(&self) -> Attempts {
        match self {
            Self::InvalidConfiguration { .. } | Self::InvalidRequest { .. } | Self::InvalidCallback { .. } => {
                Attempts::default()
            }
            Self::Credentials { attempts, .. }
            | Self::Network { attempts, .. }
            | Self::Timeout { attempts, .. }
            | Self::Throttled { attempts, .. }
            | Self::AccessDenied { attempts, .. }
            | Self::Rejected { attempts, .. }
            | Self::ServiceFailure { attempts, .. }
            | Self::UnexpectedAnswer { attempts, .. }
            | Self::Cancelled { attempts }
            | Self::Internal { attempts, .. }
            | Self::QuotaExhausted { attempts, .. }
            | Self::QuotaUnavailable { attempts, .. } => *attempts,
        }
    }

    pub(crate) fn attempts_mut(&mut self) -> Option<&mut Attempts> {
        match self {
            Self::InvalidConfiguration { .. } | Self::InvalidRequest { .. } | Self::InvalidCallback { .. } => None,
            Self::Credentials { attempts, .. }
            | Self::Network { attempts, .. }
            | Self::Timeout { attempts, .. }
            | Self::Throttled { attempts, .. }
            | Self::AccessDenied { attempts, .. }
            | Self::Rejected { attempts, .. }
            | Self::ServiceFailure { attempts, .. }
            | Self::UnexpectedAnswer { attempts, .. }
            | Self::Cancelled { attempts }
            | Self::Internal { attempts, .. }
            | Self::QuotaExhausted { attempts, .. }
            | Self::QuotaUnavailable { attempts, .. } => Some(attempts),
        }
    }

    /// What the service said, if the error is the service's answer.
    pub fn fault(&self) -> Option<&ServiceFault> {
        match self {
            Self::Credentials { fault, .. } => fault.as_ref(),
            Self::Throttled { fault, .. }
            | Self::AccessDenied { fault, .. }
            | Self::Rejected { fault, .. }
            | Self::ServiceFailure { fault, .. } => Some(fault),
            _ => None,
        }
    }

    /// The service's request id, if an answer had one.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::UnexpectedAnswer { request_id, .. } => request_id.as_deref(),
            _ => self.fault()?.request_id.as_deref(),
        }
    }

    pub(crate) fn fault_mut(&mut self) -> Option<&mut ServiceFault> {
        match self {
            Self::Credentials { fault, .. } => fault.as_mut(),
            Self::Throttled { fault, .. }
            | Self::AccessDenied { fault, .. }
            | Self::Rejected { fault, .. }
            | Self::ServiceFailure { fault, .. } => Some(fault),
            _ => None,
        }
    }

    /// Every text that the service, a gateway or a library wrote. Reasons that are this library's own sentences are not among them.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Network { reason, .. } | Self::Internal { reason, .. } => vec![reason],
            Self::UnexpectedAnswer { request_id, .. } => request_id.iter_mut().collect(),
            _ => self.fault_mut().into_iter().flat_map(ServiceFault::texts_mut).collect(),
        }
    }

    pub(crate) fn configuration(setting: &str, reason: impl Into<String>) -> Self {
        Self::InvalidConfiguration { setting: setting.to_owned(), reason: reason.into() }
    }

    pub(crate) fn credentials(reason: impl Into<String>) -> Self {
        Self::Credentials { reason: reason.into(), fault: None, attempts: Attempts::default() }
    }

    pub(crate) fn internal(reason: impl Into<String>) -> Self {
        Self::Internal { reason: reason.into(), attempts: Attempts::default() }
    }
}

fn violation_list(violations: &[Violation]) -> String {
    violations.iter().map(Violation::to_string).collect::<Vec<_>>().join("; ")
}

fn fault_suffix(fault: Option<&ServiceFault>) -> String {
    fault.map(|fault| format!(": {fault}")).unwrap_or_default()
}

fn retry_after_suffix(retry_after_ms: Option<i64>) -> String {
    retry_after_ms.map(|ms| format!("; retry after {ms} ms")).unwrap_or_default()
}

fn request_id_suffix(request_id: Option<&str>) -> String {
    request_id.map(|id| format!(", request id {id}")).unwrap_or_default()
}
