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

/// What the clock said when a request was signed. Other calls may have corrected the clock since then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClockReading {
    /// Seconds since 1970 as the service counts them.
    pub(crate) unix_seconds: i64,
    offset_ms: i64,
}

impl Clock {
    pub(crate) fn read(&self) -> Result<ClockReading, EkycError> {
        let offset_ms = self.offset_ms.load(Ordering::Relaxed);
        Ok(ClockReading { unix_seconds: local_ms()?.saturating_add(offset_ms).div_euclid(1000), offset_ms })
    }

    /// Learns from the `Date` header of an answer that refused the date of a request, which was signed at `used`. `true` if dates are now
    /// noticeably different from that one, so that it makes sense to ask again. Whether this answer or that of another call taught the
    /// clock makes no difference: when many calls are refused at once, all of them are repeated.
    pub(crate) fn learn(&self, theirs: SystemTime, used: ClockReading) -> bool {
        let (Ok(theirs), Ok(ours)) = (theirs.duration_since(UNIX_EPOCH), local_ms()) else { return false };
        let learned = i64::try_from(theirs.as_millis()).unwrap_or(i64::MAX).saturating_sub(ours);
        if noticeable(learned, self.offset_ms.load(Ordering::Relaxed)) {
            self.offset_ms.store(learned, Ordering::Relaxed);
        }
        noticeable(learned, used.offset_ms)
    }
}

/// The mending of the clock within one call, or one refresh of keys: once.
#[derive(Debug, Default)]
pub(crate) struct ClockRepair {
    tried: bool,
}

impl ClockRepair {
    /// Whether a request whose date was refused is to be signed again, because the answer taught the clock. `date` is the answer's,
    /// `signed_at` what the clock said for the request.
    pub(crate) fn after(&mut self, clock: &Clock, date: Option<SystemTime>, signed_at: Option<ClockReading>) -> bool {
        let first = !std::mem::replace(&mut self.tried, true);
        let learned = date.zip(signed_at).is_some_and(|(date, signed_at)| clock.learn(date, signed_at));
        first && learned
    }
}

fn noticeable(offset_ms: i64, other_ms: i64) -> bool {
    Duration::from_millis(offset_ms.abs_diff(other_ms)) >= MIN_CORRECTION
}

/// Reads a `Date` header. Its form ends with the year 9999, so every date that is read can be counted with.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).ok()
}

fn local_ms() -> Result<i64, EkycError> {
    let now =
        SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| EkycError::internal("the clock is before 1970"))?;
    Ok(i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3600;

    fn hours_from_now(hours: i64) -> SystemTime {
        let shifted = SystemTime::now() + Duration::from_secs(100 * HOUR);
        let theirs = shifted - Duration::from_secs((100 - hours).unsigned_abs() * HOUR);
        http_date(&httpdate::fmt_http_date(theirs)).unwrap()
    }

    #[test]
    fn a_clock_that_is_hours_off_is_corrected() {
        for hours in [-30, -2, 2, 30] {
            let clock = Clock::default();
            let theirs = hours_from_now(hours);
            assert!(clock.learn(theirs, clock.read().unwrap()));
            let expected = i64::try_from(theirs.duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
            assert!((clock.read().unwrap().unix_seconds - expected).abs() <= 2);
            assert!(!clock.learn(theirs, clock.read().unwrap()), "the same again is nothing new");
        }
    }

    #[test]
    fn a_call_that_was_signed_before_another_one_taught_the_clock_is_repeated_too() {
        let clock = Clock::default();
        let (first, second) = (clock.read().unwrap(), clock.read().unwrap());
        assert!(clock.learn(hours_from_now(2), first));
        assert!(clock.learn(hours_from_now(2), second), "it was signed with the old time as well");
        assert!(!clock.learn(hours_from_now(2), clock.read().unwrap()), "but not one that was signed since");
    }

    #[test]
    fn a_call_is_repaired_once() {
        let (clock, mut repair) = (Clock::default(), ClockRepair::default());
        let reading = clock.read().unwrap();
        assert!(repair.after(&clock, Some(hours_from_now(2)), Some(reading)));
        assert!(!repair.after(&clock, Some(hours_from_now(-2)), Some(reading)));
        assert!(!ClockRepair::default().after(&clock, None, Some(reading)));
        assert!(!ClockRepair::default().after(&clock, Some(hours_from_now(2)), None));
    }

    #[test]
    fn noise_is_not_learned_and_nonsense_is_no_date() {
        let clock = Clock::default();
        assert!(!clock.learn(SystemTime::now() + Duration::from_secs(30), clock.read().unwrap()));
        assert_eq!(clock.offset_ms.load(Ordering::Relaxed), 0);
        for nonsense in ["", "yesterday", "Thu, 99 Foo 2026 00:00:00 GMT", "Thu, 01 Jan 99999 00:00:00 GMT"] {
            assert!(http_date(nonsense).is_none(), "{nonsense}");
        }
    }
}
