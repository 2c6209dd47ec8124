//! Why somebody who was asked over HTTP gave no keys.

use std::time::Duration;

use super::loaded::Failure;

pub(super) struct Refusal {
    /// Shown to the user; holds no value of a key.
    pub(super) reason: String,
    pub(super) why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Nobody was reached at all.
    Unreachable,
    /// Somebody was reached, but the answer did not arrive.
    NoAnswer,
    /// The other side says that it cannot now, and perhaps when it can.
    ForNow(Option<Duration>),
    /// The other side is well and asks to slow down, and perhaps for how long.
    SlowDown(Option<Duration>),
    /// It is the keys that the other side does not accept; others may do.
    Keys,
    /// It is the date of the request that the other side does not accept.
    Date,
    /// Asking again would change nothing.
    ForGood,
}

impl Refusal {
    pub(super) fn with(self, reason: impl FnOnce(String) -> String) -> Self {
        Self { reason: reason(self.reason), ..self }
    }
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self { reason, why: Why::ForGood }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.reason)
    }
}
