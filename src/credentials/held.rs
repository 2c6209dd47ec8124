//! Keys with their age.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::loaded::{FoundInChain, Loaded};
use super::snapshot::Snapshot;

/// How long before their expiry keys are refreshed, as in the vendor's SDKs; for short-lived ones a quarter of their life.
const AHEAD: Duration = Duration::from_secs(15 * 60);

/// How often a source is asked again whose keys have no expiry: a file or a variable may have changed.
const AGAIN: Duration = Duration::from_secs(15 * 60);

/// How often it is asked at least, whatever expiry it gives: the longest session that the vendor knows.
const LONGEST: Duration = Duration::from_secs(12 * 3600);

pub(super) struct Held {
    pub(super) keys: Arc<Snapshot>,
    pub(super) found: Option<FoundInChain>,
    remaining: Option<Duration>,
    fresh_for: Duration,
    since: SystemTime,
    since_steady: Instant,
}

impl Held {
    /// `chance` is between 0 and 1 and spreads the refreshes of many processes.
    pub(super) fn new(loaded: Loaded, chance: f64) -> Self {
        let fresh_for = match loaded.remaining {
            Some(remaining) => {
                let ahead = AHEAD.min(remaining / 4);
                (remaining - ahead - ahead.mul_f64(chance / 5.0)).min(LONGEST)
            }
            None => AGAIN - AGAIN.mul_f64(chance / 5.0),
        };
        Self {
            keys: Arc::new(loaded.keys),
            found: loaded.found,
            remaining: loaded.remaining,
            fresh_for,
            since: SystemTime::now(),
            since_steady: Instant::now(),
        }
    }

    /// The longer of two: the steady clock stands still while the machine sleeps, and the other one can be set back.
    fn age(&self) -> Duration {
        let by_calendar = SystemTime::now().duration_since(self.since).unwrap_or_default();
        by_calendar.max(self.since_steady.elapsed())
    }

    /// Not expired.
    pub(super) fn is_valid(&self) -> bool {
        self.remaining.is_none_or(|remaining| self.age() < remaining)
    }

    /// Not yet worth a refresh.
    pub(super) fn is_fresh(&self) -> bool {
        self.age() < self.fresh_for
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn an_hour_s_keys() -> Held {
        let keys = Snapshot::checked("id".into(), Zeroizing::new("secret".into()), None).unwrap();
        Held::new(Loaded { keys, remaining: Some(HOUR), found: None }, 0.0)
    }

    #[test]
    fn keys_age_while_the_machine_sleeps() {
        let mut held = an_hour_s_keys();
        assert!(held.is_valid() && held.is_fresh());
        held.since -= 2 * HOUR; // the calendar went on, the steady clock did not
        assert!(!held.is_valid() && !held.is_fresh());
    }

    #[tokio::test(start_paused = true)]
    async fn keys_age_though_the_calendar_is_set_back() {
        let mut held = an_hour_s_keys();
        held.since += 48 * HOUR;
        tokio::time::advance(2 * HOUR).await;
        assert!(!held.is_valid());
    }
}
