//! How long to wait before something that failed is tried again, whatever it is.

use std::time::Duration;

/// Who is asked to slow down counts by the second, so nothing is won before one has passed.
const SLOWED_DOWN: Duration = Duration::from_secs(1);

/// How the waits between tries grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backoff {
    /// The first wait. It doubles with each further try that fails.
    pub(crate) base: Duration,
    /// Where the doubling ends.
    pub(crate) most: Duration,
}

/// What failed, as far as the wait depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setback {
    /// The other side, or the way to it.
    Failed,
    /// The other side is well and asks to slow down.
    Throttled,
}

impl Backoff {
    /// How calls are repeated if the settings say nothing else, and how sources of keys are asked again.
    pub(crate) const USUAL: Self = Self { base: Duration::from_millis(200), most: Duration::from_secs(5) };

    /// The wait before the next try after `failed` ones. Who says how long to wait is believed; a little is added, or all come back at once.
    pub(crate) fn wait(self, failed: u32, setback: Setback, asked: Option<Duration>) -> Duration {
        let own = self.delay(failed, setback, chance());
        match asked {
            Some(asked) => asked.max(own).saturating_add(asked.mul_f64(chance() / 10.0)),
            None => own,
        }
    }

    /// Half of the wait is left to chance (0 to 1), or all who failed together come back together.
    fn delay(self, failed: u32, setback: Setback, chance: f64) -> Duration {
        let base = if setback == Setback::Throttled { self.base.max(SLOWED_DOWN) } else { self.base };
        let doublings = failed.saturating_sub(1).min(16);
        base.saturating_mul(1 << doublings).min(self.most.max(base)).mul_f64(0.5 + chance / 2.0)
    }
}

/// 0 to 1. Without random bytes from the system it is 1, which makes the longest wait.
pub(crate) fn chance() -> f64 {
    getrandom::u32().map_or(1.0, |random| f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKOFF: Backoff = Backoff { base: Duration::from_millis(100), most: Duration::from_millis(350) };

    #[test]
    fn waits_double_up_to_the_limit_and_half_is_chance() {
        let waits = |chance: f64| [1, 2, 3, 9].map(|failed| BACKOFF.delay(failed, Setback::Failed, chance).as_millis());
        assert_eq!(waits(1.0), [100, 200, 350, 350]);
        assert_eq!(waits(0.0), [50, 100, 175, 175]);
        assert_eq!(BACKOFF.delay(1, Setback::Throttled, 1.0), Duration::from_secs(1));
    }

    #[test]
    fn who_says_how_long_is_believed() {
        let asked = Duration::from_secs(7);
        for setback in [Setback::Failed, Setback::Throttled] {
            let wait = BACKOFF.wait(1, setback, Some(asked));
            assert!(wait >= asked && wait <= asked.mul_f64(1.1), "{wait:?}");
        }
        assert!(BACKOFF.wait(1, Setback::Failed, Some(Duration::from_millis(1))) >= Duration::from_millis(50));
        assert!(BACKOFF.wait(1, Setback::Failed, Some(Duration::MAX)) == Duration::MAX);
    }
}
