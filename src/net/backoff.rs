//! How long to wait before something that failed is tried again.

use std::time::Duration;

/// The wait before the next try after `tries` that failed: `base`, doubled for each further one, up to `most`. Half of it is left to chance
/// (0 to 1), or all who failed together come back together.
pub(crate) fn backoff(base: Duration, most: Duration, tries: u32, chance: f64) -> Duration {
    let doublings = tries.saturating_sub(1).min(16);
    base.saturating_mul(1 << doublings).min(most).mul_f64(0.5 + chance / 2.0)
}

/// 0 to 1. Without random bytes from the system the longest wait is taken.
pub(crate) fn chance() -> f64 {
    getrandom::u32().map_or(1.0, |random| f64::from(random) / f64::from(u32::MAX))
}
