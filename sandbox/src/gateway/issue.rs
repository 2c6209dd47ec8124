//! Temporary keys that are given out: by STS, by an instance's metadata and at the credentials URI. They are known from then on, and
//! good until they expire.

use std::io;
use std::time::Duration;

use super::Gateway;
use crate::date;
use crate::random;
use crate::settings::Key;

/// A key that was just given out.
pub(crate) struct IssuedKey {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) security_token: String,
    /// As the service writes dates.
    pub(crate) expiration: String,
}

impl Gateway {
    /// Gives out a key that lives so long from `now`, in seconds since 1970.
    pub(crate) fn issue(&self, lifetime: Duration, now: i64) -> io::Result<IssuedKey> {
        let issued = IssuedKey {
            id: format!("STS.{}", random::opaque()?),
            secret: random::opaque()?,
            security_token: format!("CAIS{}", random::opaque()?),
            expiration: date::format(now.saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX))),
        };
        let key = Key::temporary(&issued.id, &issued.secret, &issued.security_token).expires_in(lifetime);
        self.keys().issue(key, now);
        Ok(issued)
    }
}
