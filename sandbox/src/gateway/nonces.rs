//! The nonces seen.

use std::collections::{HashSet, VecDeque};

use sha2::{Digest as _, Sha256};

use super::timestamp::TOLERANCE;

/// A request may be dated up to 15 minutes ahead and stays valid 15 minutes behind its date, so after 30 minutes (and one to spare)
/// the date refuses what the nonce would have.
const KEPT_SECONDS: i64 = 2 * TOLERANCE + 60;

/// Remembers nonces for as long as their requests could be sent again, then forgets them. It keeps the beginning of their hashes, so
/// that a long nonce takes no more memory than a short one.
#[derive(Default)]
pub(super) struct Nonces {
    seen: HashSet<[u8; 16]>,
    by_age: VecDeque<(i64, [u8; 16])>,
}

impl Nonces {
    /// False if the nonce was seen before.
    pub(super) fn remember(&mut self, nonce: &str, now: i64) -> bool {
        while let Some((_, old)) = self.by_age.pop_front_if(|(since, _)| now - *since > KEPT_SECONDS) {
            self.seen.remove(&old);
        }
        let mut digest = [0; 16];
        for (to, from) in digest.iter_mut().zip(Sha256::digest(nonce.as_bytes())) {
            *to = from;
        }
        let new = self.seen.insert(digest);
        if new {
            self.by_age.push_back((now, digest));
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_new_once() {
        let mut nonces = Nonces::default();
        assert!(nonces.remember("a", 0));
        assert!(nonces.remember("b", 0));
        assert!(!nonces.remember("a", 2 * TOLERANCE));
        assert!(!nonces.remember("a", KEPT_SECONDS));
    }

    #[test]
    fn old_nonces_are_forgotten_with_their_memory() {
        let mut nonces = Nonces::default();
        for second in 0..10 * KEPT_SECONDS {
            assert!(nonces.remember(&second.to_string(), second));
        }
        assert!(nonces.seen.len() as i64 <= KEPT_SECONDS + 1);
        assert_eq!(nonces.seen.len(), nonces.by_age.len());
        assert!(nonces.remember("0", 10 * KEPT_SECONDS));
    }
}
