//! Which kind of error a service's code is.

use crate::error::{AccessSubject, Attempts, EkycError, ServiceFault};

const RAM_REMEDY: &str = "grant the RAM user the AliyunAntCloudAuthFullAccess permission";
const ACCOUNT_REMEDY: &str = "activate ID Verification for the account and settle overdue payments";
const RISK_REMEDY: &str = "the account is under risk control; contact the vendor's support";

/// Sorts a fault by its code, and by its HTTP status where the code is not known.
pub(crate) fn classify(fault: ServiceFault, retry_after_ms: Option<i64>) -> EkycError {
    let attempts = Attempts::default(); // the client counts
    if let Some(reason) = credentials_reason(&fault.code) {
        return EkycError::Credentials { reason: reason.to_owned(), fault: Some(fault), attempts };
    }
    if is_throttling(&fault) {
        return EkycError::Throttled { retry_after_ms, fault, attempts };
    }
    if let Some((subject, remedy)) = denied(&fault.code) {
        return EkycError::AccessDenied { subject, remedy: remedy.to_owned(), fault, attempts };
    }
    let failed = fault.http_status >= 500 || matches!(fault.code.as_str(), "InternalError" | "ServiceUnavailable");
    if failed { EkycError::ServiceFailure { fault, attempts } } else { EkycError::Rejected { fault, attempts } }
}

fn credentials_reason(code: &str) -> Option<&'static str> {
    match code {
        "InvalidAccessKeyId.NotFound" => Some("the AccessKey id is unknown"),
        "InvalidAccessKeyId.Inactive" => Some("the AccessKey is disabled"),
        "SignatureDoesNotMatch" => {
            Some("the service computed another signature; the AccessKey secret is probably wrong")
        }
        "InvalidSecurityToken.Expired" => Some("the security token has expired"),
        "InvalidSecurityToken.MismatchWithAccessKey" => Some("the security token does not belong to the AccessKey"),
        "MissingSecurityToken" => Some("the AccessKey is temporary and needs its security token"),
        _ if code.starts_with("InvalidSecurityToken") => Some("the security token is not valid"),
        _ if code.starts_with("InvalidAccessKeyId") => Some("the AccessKey id is not valid"),
        _ => None,
    }
}

/// The gateway answers 400 and this product 403 for throttling, so the code decides. `SuspiciousActivity` comes with 429 but is a
/// judgement on the user's device, not on the rate of calls.
fn is_throttling(fault: &ServiceFault) -> bool {
    let code = fault.code.as_str();
    code == "Throttling"
        || code.starts_with("Throttling.")
        || (fault.http_status == 429 && code != "SuspiciousActivity")
}

fn denied(code: &str) -> Option<(AccessSubject, &'static str)> {
    match code {
        "Forbidden.AccountAccessDenied" => Some((AccessSubject::Account, ACCOUNT_REMEDY)),
        "Forbidden.RiskControl" => Some((AccessSubject::Account, RISK_REMEDY)),
        // Repeated abnormal calls: about what was sent, not about who may send.
        "Forbidden.ExceptionRepeatedInvoke" => None,
        "Forbidden" | "NoPermission" => Some((AccessSubject::RamUser, RAM_REMEDY)),
        _ if code.starts_with("Forbidden.") => Some((AccessSubject::RamUser, RAM_REMEDY)),
        _ => None,
    }
}

/// Whether a code is about the date of the request: `InvalidTimeStamp.Expired`, `IllegalTimestamp`, and what else is called so.
pub(crate) fn refuses_date(code: &str) -> bool {
    code.to_ascii_lowercase().contains("timestamp")
}

/// Whether a code says that this very request was there before. The nonce is random and new for each attempt, so it was doubled on the way.
pub(crate) fn refuses_nonce(code: &str) -> bool {
    code == "SignatureNonceUsed"
}
