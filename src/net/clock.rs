//! The service's clock, as far as it is known: this machine's, corrected by what the service's answers say.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::EkycError;

/// A correction under this is noise: the header has whole seconds, and an answer travels for a while.
const MIN_CORRECTION: Duration = Duration::from_secs(60);

/// This machine's clock and how far it is off. The gateway refuses dates that are more than 15 minutes away from its own.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    /// Seconds since 1970 as the service counts them.
    pub(crate) fn now(&self) -> Result<i64, EkycError> {
        Ok((local_ms()? + self.offset_ms.load(Ordering::Relaxed)).div_euclid(1000))
    }

    /// Learns from the `Date` header of an answer that refused a date. `true` if dates will now be noticeably different, so that it makes
    /// sense to ask again.
    pub(crate) fn learn(&self, date: &str) -> bool {
        let Ok(theirs) = httpdate::parse_http_date(date).map(|date| date.duration_since(UNIX_EPOCH)) else {
            return false;
        };
        let (Ok(theirs), Ok(ours)) = (theirs, local_ms()) else { return false };
        let learned = i64::try_from(theirs.as_millis()).unwrap_or(i64::MAX).saturating_sub(ours);
        let before = self.offset_ms.swap(learned, Ordering::Relaxed);
        Duration::from_millis(learned.abs_diff(before)) >= MIN_CORRECTION
    }
}

fn local_ms() -> Result<i64, EkycError> {
    let now =
        SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| EkycError::internal("the clock is before 1970"))?;
    Ok(i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_hours_off_is_corrected() {
        for hours in [-30, -2, 2, 30] {
            let clock = Clock::default();
            let theirs = SystemTime::now() + Duration::from_secs(100 * 3600);
            let theirs = theirs - Duration::from_secs((100 - hours) as u64 * 3600);
            assert!(clock.learn(&httpdate::fmt_http_date(theirs)));
            let expected = i64::try_from(theirs.duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
            assert!((clock.now().unwrap() - expected).abs() <= 2);
            assert!(!clock.learn(&httpdate::fmt_http_date(theirs)), "the same again is nothing new");
        }
    }

    #[test]
    fn noise_and_nonsense_change_nothing() {
        let clock = Clock::default();
        assert!(!clock.learn(&httpdate::fmt_http_date(SystemTime::now())));
        for nonsense in ["", "yesterday", "Thu, 99 Foo 2026 00:00:00 GMT"] {
            assert!(!clock.learn(nonsense), "{nonsense}");
        }
    }
}
