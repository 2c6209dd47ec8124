//! What the caller saw, as JSON.

use ekyc::{CallbackProblem, EkycError};
use serde_json::{Value, json};

/// A success is what its response says.
pub fn of(result: &Result<Value, EkycError>) -> Value {
    match result {
        Ok(response) => json!({"success": true, "request_id": response["request_id"], "response": response}),
        Err(error) => of_error(error),
    }
}

pub fn of_error(error: &EkycError) -> Value {
    let fault = error.fault();
    let attempts = error.attempts();
    let mut json = json!({
        "kind": error.kind(), "text": error.to_string(), "attempts": attempts.count, "outcome_unknown": attempts.outcome_unknown,
        "code": fault.map(|fault| &fault.code), "http_status": fault.map(|fault| fault.http_status),
        "request_id": fault.and_then(|fault| fault.request_id.as_ref()),
    });
    let mut add = |name: &str, value: Value| json[name] = value;
    match error {
        EkycError::InvalidConfiguration { setting, .. } => add("setting", json!(setting)),
        EkycError::InvalidRequest { violations } => {
            // In the words of Kotlin and Swift, which name what Rust names as the service does.
            let callers = |field: &str| field[..1].to_lowercase() + &field[1..];
            add("fields", violations.iter().map(|violation| callers(&violation.field)).collect());
        }
        EkycError::Network { phase, .. } => add("phase", json!(format!("{phase:?}").to_lowercase())),
        EkycError::Timeout { deadline, limit_ms, .. } => {
            add("deadline", json!(deadline.to_string()));
            add("limit_ms", json!(limit_ms));
        }
        EkycError::Throttled { retry_after_ms, .. } => add("retry_after_ms", json!(retry_after_ms)),
        EkycError::UnexpectedAnswer { http_status, request_id, .. } => {
            add("http_status", json!(http_status));
            add("request_id", json!(request_id));
        }
        EkycError::InvalidCallback { problem, .. } => add(
            "problem",
            json!(match problem {
                CallbackProblem::Malformed => "malformed",
                CallbackProblem::MissingToken => "missing_token",
                CallbackProblem::WrongToken => "wrong_token",
                CallbackProblem::DoubledParameter => "doubled_parameter",
                CallbackProblem::MissingTransactionId => "missing_transaction_id",
                CallbackProblem::ForeignTransaction => "foreign_transaction",
            }),
        ),
        EkycError::QuotaExhausted { wait_ms, .. } => add("wait_ms", json!(wait_ms)),
        _ => {}
    }
    json
}
