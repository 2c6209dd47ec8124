//! The service's clock, which may be wrong on purpose.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::SandboxError;

/// The machine's clock and an offset.
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn new(offset_ms: i64) -> Self {
        Self { offset_ms: AtomicI64::new(offset_ms) }
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn set_offset_ms(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
    }

    /// Whole seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let real = i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX);
        real.saturating_add(self.offset_ms()).div_euclid(1000)
    }

    /// The time for the HTTP header `Date`. Times before 1970 show as 1970.
    pub(crate) fn http_date(&self) -> String {
        let seconds = u64::try_from(self.now()).unwrap_or(0);
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds.min(LAST_SECOND)))
    }
}

/// The end of the year 9999, beyond which HTTP has no dates.
const LAST_SECOND: u64 = 253_402_300_799;

/// The furthest that the clock may be set wrong, in milliseconds: a century.
const MAX_OFFSET_MS: i64 = 100 * 365 * 24 * 60 * 60 * 1000;

pub(crate) fn check_offset(offset_ms: i64) -> Result<(), SandboxError> {
    if (-MAX_OFFSET_MS..=MAX_OFFSET_MS).contains(&offset_ms) {
        return Ok(());
    }
    let reason = format!("is {offset_ms}; it may be {MAX_OFFSET_MS} at most, which is a century, either way");
    Err(SandboxError::Option { option: "clock_offset_ms", reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_moves_the_time() {
        let clock = Clock::new(0);
        let before = clock.now();
        clock.set_offset_ms(-3_600_000);
        assert!((before - 3600..=before - 3590).contains(&clock.now()));
        clock.set_offset_ms(i64::MIN);
        assert_eq!(clock.http_date(), "Thu, 01 Jan 1970 00:00:00 GMT");
        clock.set_offset_ms(i64::MAX);
        assert_eq!(clock.http_date(), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
