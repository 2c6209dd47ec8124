//! The table: for each error of an attempt, whether the request may have had an effect, and what is done next. docs/reference/errors.md shows it.

use crate::error::{Deadline, EkycError, ServiceFault};
use crate::model::Effect;
use crate::protocol::{refuses_date, refuses_nonce};

/// What is known and done after an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The request may have had an effect. What only reads has none.
    pub(super) outcome_unknown: bool,
    pub(super) next: Next,
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The error is the caller's.
    GiveUp,
    /// The request is repeated after a wait, as far as settings, budget and deadlines allow.
    Repeat(Cost),
    /// The request is repeated at once if the answer told what time it is.
    CorrectClock,
    /// The request is repeated at once if the credentials' source has other keys by now.
    RenewKeys,
}

/// What a repetition costs of the client's budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// The service or the network failed.
    Failed,
    /// The service is well and asks to slow down.
    Throttled,
}

impl Cost {
    pub(super) const fn tokens(self) -> i32 {
        match self {
            Self::Failed => 14,
            Self::Throttled => 5,
        }
    }
}

/// Whether a call that failed so may succeed later, if nobody does anything.
pub(super) fn may_pass(error: &EkycError) -> bool {
    let overall = matches!(error, EkycError::Timeout { .. });
    let quota = matches!(error, EkycError::QuotaExhausted { .. } | EkycError::QuotaUnavailable { .. });
    overall || quota || matches!(judge(error, false, Effect::Safe).next, Next::Repeat(_))
}

/// Judges the error of an attempt. `sent`: the request was handed to a connection, so the service may have it.
pub(super) fn judge(error: &EkycError, sent: bool, effect: Effect) -> Verdict {
    let verdict = judge_effect(error, sent);
    Verdict { outcome_unknown: verdict.outcome_unknown && effect != Effect::Safe, ..verdict }
}

/// As for a request that has an effect.
fn judge_effect(error: &EkycError, sent: bool) -> Verdict {
    let known = |next| Verdict { outcome_unknown: false, next };
    let unknown = |next| Verdict { outcome_unknown: true, next };
    match error {
        // A gateway that got no answer, or none that it understood, does not know what the service did, whatever format it says so in.
        _ if error.fault().is_some_and(|fault| matches!(fault.http_status, 502 | 504)) => {
            unknown(Next::Repeat(Cost::Failed))
        }
        EkycError::Network { phase: crate::error::NetworkPhase::Tls, .. } => known(Next::GiveUp),
        EkycError::Network { .. } if sent => unknown(Next::Repeat(Cost::Failed)),
        EkycError::Network { .. } => known(Next::Repeat(Cost::Failed)),
        EkycError::Timeout { deadline: Deadline::Overall, .. } if sent => unknown(Next::GiveUp),
        EkycError::Timeout { deadline: Deadline::Overall, .. } => known(Next::GiveUp),
        EkycError::Timeout { .. } if sent => unknown(Next::Repeat(Cost::Failed)),
        EkycError::Timeout { .. } => known(Next::Repeat(Cost::Failed)),
        EkycError::Throttled { .. } => known(Next::Repeat(Cost::Throttled)),
        // The service answered in its own format that it failed: nothing was handed out.
        EkycError::ServiceFailure { .. } => known(Next::Repeat(Cost::Failed)),
        // Not the service's words, so something in between answered, after the service or instead of it.
        EkycError::UnexpectedAnswer { http_status: 502..=504, .. } => unknown(Next::Repeat(Cost::Failed)),
        // Too long for a gateway, which refuses before it passes anything on. The next attempt would be as long.
        EkycError::UnexpectedAnswer { http_status: 413 | 414 | 431, .. } => known(Next::GiveUp),
        EkycError::UnexpectedAnswer { .. } => unknown(Next::GiveUp),
        EkycError::Credentials { fault: Some(_), .. } => known(Next::RenewKeys),
        EkycError::Rejected { fault, .. } => rejected(fault),
        _ => known(Next::GiveUp),
    }
}

fn rejected(fault: &ServiceFault) -> Verdict {
    match fault.code.as_str() {
        code if refuses_nonce(code) => Verdict { outcome_unknown: true, next: Next::Repeat(Cost::Failed) },
        code if refuses_date(code) => Verdict { outcome_unknown: false, next: Next::CorrectClock },
        _ => Verdict { outcome_unknown: false, next: Next::GiveUp },
    }
}
