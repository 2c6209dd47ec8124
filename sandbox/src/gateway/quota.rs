//! The calls that an account may make in a second.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::action::Action;

const WINDOW: Duration = Duration::from_secs(1);

/// Lets so many calls of each operation and account pass within any one second. Calls that do not pass use nothing up.
#[derive(Default)]
pub(crate) struct Quota {
    calls_per_second: Option<u32>,
    passed: HashMap<(Arc<str>, Action), VecDeque<Instant>>,
}

impl Quota {
    /// Begins anew; `None` or 0 lets all pass.
    pub(crate) fn set(&mut self, calls_per_second: Option<u32>) {
        *self = Self { calls_per_second: calls_per_second.filter(|calls| *calls > 0), passed: HashMap::new() };
    }

    /// Whether an account's call at `now` passes.
    pub(crate) fn pass(&mut self, account: &Arc<str>, action: Action, now: Instant) -> bool {
        let Some(limit) = self.calls_per_second else { return true };
        let passed = self.passed.entry((Arc::clone(account), action)).or_default();
        while passed.pop_front_if(|passed| now.saturating_duration_since(*passed) >= WINDOW).is_some() {}
        let passes = u32::try_from(passed.len()).is_ok_and(|passed| passed < limit);
        if passes {
            passed.push_back(now);
        }
        passes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_second_has_more_calls_than_allowed() {
        let start = Instant::now();
        let [one, other] = ["one", "other"].map(Arc::<str>::from);
        let mut quota = Quota::default();
        let mut pass = |milliseconds| quota.pass(&one, Action::Initialize, start + Duration::from_millis(milliseconds));
        assert!((0..100).all(|_| pass(0)), "no quota");
        quota.set(Some(2));
        let mut pass = |milliseconds| quota.pass(&one, Action::Initialize, start + Duration::from_millis(milliseconds));
        let passed = [0, 900, 950, 999, 1000, 1001, 1899, 1900, 1901].map(&mut pass);
        assert_eq!(passed, [true, true, false, false, true, false, false, true, false]);
        assert!(
            quota.pass(&other, Action::Initialize, start + Duration::from_millis(1901)),
            "accounts do not share a quota"
        );
        assert!(quota.pass(&one, Action::CheckResult, start), "operations do not share it either");
        quota.set(Some(0));
        assert!((0..100).all(|_| quota.pass(&one, Action::Initialize, start)));
    }
}
