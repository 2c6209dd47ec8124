//! A request to wait for the end of a verification.

use std::fmt;

use super::CheckResultRequest;
use super::http::display_as_debug;
use super::validation::Check;
use crate::error::EkycError;

/// How long a transaction lives, in milliseconds: 30 minutes.
pub const TRANSACTION_LIFETIME_MS: i64 = 30 * 60 * 1000;

const PAUSE_MS: std::ops::RangeInclusive<i64> = 100..=600_000;

/// A request to wait until a verification has ended: CheckResult is asked at once, then again and again with growing pauses, and at once
/// when the client is told of a callback.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct AwaitResultRequest {
    /// What is asked each time.
    pub check_result: CheckResultRequest,
    /// When the verification was started, in milliseconds since 1970, from your own records. A transaction lives for 30 minutes, so the
    /// wait ends then at the latest. Without it the transaction counts as started when the wait begins.
    #[uniffi(default)]
    pub started_at_unix_ms: Option<i64>,
    /// How long it is waited at most, in milliseconds: 1 to 1,800,000, which are the 30 minutes that a transaction lives. Then it is asked
    /// a last time, and that answer counts.
    #[uniffi(default = 1800000)]
    pub limit_ms: i64,
    /// The pause after the first question, in milliseconds; each further one is half as long again, and a part is left to chance. 100 to
    /// 600,000.
    #[uniffi(default = 3000)]
    pub first_pause_ms: i64,
    /// What the pauses grow to, in milliseconds: 100 to 600,000, not less than `first_pause_ms`.
    #[uniffi(default = 30000)]
    pub max_pause_ms: i64,
}

impl AwaitResultRequest {
    /// A request with the usual times.
    pub fn new(check_result: CheckResultRequest) -> Self {
        Self {
            check_result,
            started_at_unix_ms: None,
            limit_ms: TRANSACTION_LIFETIME_MS,
            first_pause_ms: 3_000,
            max_pause_ms: 30_000,
        }
    }

    /// Checks every rule and reports all violations at once.
    ///
    /// # Errors
    /// [`EkycError::InvalidRequest`] with one violation for each broken rule.
    pub fn validate(&self) -> Result<(), EkycError> {
        let mut check = Check::of(self.check_result.parts());
        if !(1..=TRANSACTION_LIFETIME_MS).contains(&self.limit_ms) {
            check.add(
                "limit_ms",
                format!("{} is not between 1 and {TRANSACTION_LIFETIME_MS} milliseconds", self.limit_ms),
            );
        }
        for (field, ms) in [("first_pause_ms", self.first_pause_ms), ("max_pause_ms", self.max_pause_ms)] {
            if !PAUSE_MS.contains(&ms) {
                let (least, most) = (PAUSE_MS.start(), PAUSE_MS.end());
                check.add(field, format!("{ms} is not between {least} and {most} milliseconds"));
            }
        }
        if self.max_pause_ms < self.first_pause_ms {
            check.add("max_pause_ms", "is less than first_pause_ms");
        }
        check.finish()
    }
}

impl fmt::Debug for AwaitResultRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwaitResultRequest")
            .field("check_result", &self.check_result)
            .field("started_at_unix_ms", &self.started_at_unix_ms)
            .field("limit_ms", &self.limit_ms)
            .field("first_pause_ms", &self.first_pause_ms)
            .field("max_pause_ms", &self.max_pause_ms)
            .finish()
    }
}

display_as_debug!(AwaitResultRequest);
