//! The keys that the sandbox knows.

use std::fmt;
use std::time::Duration;

/// A key that the sandbox knows. Formatting it shows neither the secret nor the token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// The AccessKey id.
    pub id: String,
    /// Its secret.
    pub secret: String,
    /// With a token the key is temporary, and every request must carry the token.
    pub security_token: Option<String>,
    /// How long a temporary key lives, by the sandbox's clock and from when the sandbox is told of it; `None` for ever. A permanent
    /// key has none.
    pub lifetime: Option<Duration>,
    /// The account that the key belongs to. Keys of one account see the same verifications and share its quota. Keys that say nothing
    /// belong to the account with the empty name, and so do those that STS and the metadata give out.
    pub account: String,
}

impl Key {
    /// A key without a token and without an end.
    pub fn permanent(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), security_token: None, lifetime: None, account: String::new() }
    }

    /// A key that is good only together with its token.
    pub fn temporary(id: impl Into<String>, secret: impl Into<String>, security_token: impl Into<String>) -> Self {
        Self { security_token: Some(security_token.into()), ..Self::permanent(id, secret) }
    }

    /// Moves the key to another account.
    #[must_use]
    pub fn of_account(mut self, account: impl Into<String>) -> Self {
        self.account = account.into();
        self
    }

    /// Lets a temporary key expire.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("temporary", &self.security_token.is_some())
            .field("lifetime", &self.lifetime)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
