//! Keys with their age.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::snapshot::Snapshot;
use super::source::{Loaded, Place};

/// How long before their expiry keys are refreshed, as in the vendor's SDKs; for short-lived ones a quarter of their life.
const AHEAD: Duration = Duration::from_secs(15 * 60);

/// How often a source is asked again whose keys have no expiry: a file or a variable may have changed.
const AGAIN: Duration = Duration::from_secs(15 * 60);

pub(super) struct Held {
    pub(super) keys: Arc<Snapshot>,
    pub(super) place: Option<Place>,
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
                remaining - ahead - ahead.mul_f64(chance / 5.0)
            }
            None => AGAIN - AGAIN.mul_f64(chance / 5.0),
        };
        Self {
            keys: Arc::new(loaded.keys),
            place: loaded.place,
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
