//! The keys that the gateway knows.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::settings::Key;

/// No more issued keys are kept than this, so that a long run does not fill the memory. An expired key stays: the gateway knows that
/// it has expired.
const MAX_ISSUED: usize = 10_000;

/// A key that the gateway knows.
pub(crate) struct KnownKey {
    pub(super) id: String,
    pub(super) account: Arc<str>,
    pub(super) secret: String,
    pub(super) security_token: Option<String>,
    /// In seconds since 1970.
    pub(super) expires_at: Option<i64>,
}

impl KnownKey {
    fn new(key: Key, now: i64) -> Self {
        let lifetime = key.lifetime.filter(|_| key.security_token.is_some());
        let expires_at = lifetime.map(|time| now.saturating_add(i64::try_from(time.as_secs()).unwrap_or(i64::MAX)));
        Self {
            id: key.id,
            account: key.account.into(),
            secret: key.secret,
            security_token: key.security_token,
            expires_at,
        }
    }
}

/// All keys that are known.
#[derive(Default)]
pub(super) struct Keys {
    keys: HashMap<String, Arc<KnownKey>>,
    issued: VecDeque<String>,
}

impl Keys {
    /// Forgets all keys and knows these.
    pub(super) fn set(&mut self, keys: impl IntoIterator<Item = Key>, now: i64) {
        *self = Self::default();
        for key in keys {
            self.keys.insert(key.id.clone(), Arc::new(KnownKey::new(key, now)));
        }
    }

    /// Knows one more.
    pub(super) fn issue(&mut self, key: Key, now: i64) {
        self.issued.push_back(key.id.clone());
        self.keys.insert(key.id.clone(), Arc::new(KnownKey::new(key, now)));
        while self.issued.len() > MAX_ISSUED {
            if let Some(oldest) = self.issued.pop_front() {
                self.keys.remove(&oldest);
            }
        }
    }

    pub(super) fn find(&self, id: &str) -> Option<Arc<KnownKey>> {
        self.keys.get(id).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issued_keys_do_not_fill_the_memory_and_given_ones_stay() {
        let mut keys = Keys::default();
        keys.set([Key::permanent("given", "s")], 0);
        for number in 0..=MAX_ISSUED {
            keys.issue(Key::temporary(number.to_string(), "s", "t"), 0);
        }
        assert_eq!((keys.keys.len(), keys.issued.len()), (MAX_ISSUED + 1, MAX_ISSUED));
        assert!(keys.find("given").is_some() && keys.find("0").is_none() && keys.find("1").is_some());
        keys.set([], 0);
        assert!(keys.find("given").is_none() && keys.issued.is_empty());
    }
}
