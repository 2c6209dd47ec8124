//! Whether, when and how often a failed call is repeated.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::verdict::Cost;
use crate::bounds;
use crate::error::EkycError;
use crate::net::{Backoff, Setback};

/// How failed calls are repeated. docs/reference/errors.md says for each error whether it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Record)]
#[non_exhaustive]
pub struct RetrySettings {
    /// How often a call is sent at most, the first time included: 1 to 10. 1 repeats nothing. (A call is repeated once more, and does not
    /// count here, if the service's answer showed that this machine's clock is wrong, or if the credentials' source has new keys.)
    #[uniffi(default = 3)]
    pub max_attempts: i32,
    /// How long is waited before the second attempt, in milliseconds; doubled for each further one, and of the result half is left to
    /// chance. 1 to 60,000. After throttling at least 1,000, and at least as long as the service asks.
    #[uniffi(default = 200)]
    pub base_delay_ms: i64,
    /// What the doubling ends at, in milliseconds. 1 to 60,000, not less than `base_delay_ms`.
    #[uniffi(default = 5000)]
    pub max_delay_ms: i64,
    /// Whether a request is repeated though an earlier one may have reached the service and had an effect: Initialize makes a second
    /// transaction then. Each transaction has an id of its own, and those whose id nobody received can no longer be used, so `true` is
    /// often what you want; but the choice is yours. Operations that only read, and those that change nothing more when they are
    /// repeated, are repeated in any case.
    #[uniffi(default = false)]
    pub retry_unknown_outcome: bool,
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self { max_attempts: 3, base_delay_ms: 200, max_delay_ms: 5_000, retry_unknown_outcome: false }
    }
}

impl RetrySettings {
    pub(super) fn check(&self) -> Result<(), EkycError> {
        bounds::attempts("retry.max_attempts", self.max_attempts)?;
        bounds::retry_delay("retry.base_delay_ms", self.base_delay_ms)?;
        bounds::retry_delay("retry.max_delay_ms", self.max_delay_ms)?;
        if self.max_delay_ms < self.base_delay_ms {
            return Err(EkycError::configuration("retry.max_delay_ms", "is less than base_delay_ms"));
        }
        Ok(())
    }

    /// How long to wait for the next attempt, after so many that failed.
    pub(super) fn wait(&self, failed: i32, cost: Cost, retry_after: Option<Duration>) -> Duration {
        let [base, most] = [self.base_delay_ms, self.max_delay_ms].map(|ms| Duration::from_millis(ms.unsigned_abs()));
        let setback = if cost == Cost::Throttled { Setback::Throttled } else { Setback::Failed };
        Backoff { base, most }.wait(failed.unsigned_abs(), setback, retry_after)
    }
}

/// What all calls of a client may spend on repeating. When a service is down, every call fails and would triple the load; the budget is
/// soon used up then, and a call fails after its first attempt until calls succeed again. The numbers are those of the AWS SDKs.
pub(super) struct RetryBudget {
    tokens: Mutex<i32>,
}

impl RetryBudget {
    const FULL: i32 = 500;

    pub(super) fn new() -> Self {
        Self { tokens: Mutex::new(Self::FULL) }
    }

    /// Takes the price of a repetition, if it is there.
    pub(super) fn take(&self, cost: Cost) -> bool {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = *tokens >= cost.tokens();
        if enough {
            *tokens -= cost.tokens();
        }
        enough
    }

    /// A success gives back what its last repetition cost, and one token if it needed none.
    pub(super) fn succeeded(&self, last: Option<Cost>) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        *tokens = (*tokens + last.map_or(1, Cost::tokens)).min(Self::FULL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_usual_waits() {
        let settings = RetrySettings::default();
        let ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap();
        assert_eq!([settings.base_delay_ms, settings.max_delay_ms], [Backoff::USUAL.base, Backoff::USUAL.most].map(ms));
    }

    #[test]
    fn a_budget_runs_dry_and_successes_fill_it() {
        let budget = RetryBudget::new();
        let spent = (0..1000).filter(|_| budget.take(Cost::Failed)).count();
        assert_eq!(spent, 35);
        budget.succeeded(Some(Cost::Failed));
        assert!(budget.take(Cost::Failed));
        assert!(!budget.take(Cost::Failed));
        (0..10_000).for_each(|_| budget.succeeded(None));
        assert_eq!((0..1000).filter(|_| budget.take(Cost::Throttled)).count(), 100);
    }
}
