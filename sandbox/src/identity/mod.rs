//! The services that give out temporary keys: STS beside the operation, the metadata of an ECS instance, and a credentials URI. What
//! they give out is put into the gateway's ring, and is good until it expires.
//!
//! Unlike the real metadata, which repeats a key until it nears its end, every answer here holds a fresh one.

mod metadata;
mod metadata_tokens;
mod settings;
mod sts;
mod sts_rules;

use std::sync::{Mutex, PoisonError};

use ekyc::protocol::format_date;

use crate::answer::Refusal;
use crate::gateway::Gateway;
use crate::key::Key;
use crate::random;
pub(crate) use metadata::action_of;
use metadata_tokens::MetadataTokens;
pub use settings::{IdentitySettings, MetadataVersion};
pub(crate) use sts::owns;

/// The settings, and the metadata tokens given out.
pub(crate) struct Identity {
    settings: Mutex<IdentitySettings>,
    tokens: Mutex<MetadataTokens>,
}

/// What the identity services work with: one request's time, and where keys become known.
pub(crate) struct Desk<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) gateway: &'a Gateway,
    /// In seconds since 1970.
    pub(crate) now: i64,
}

/// A key that was just given out.
struct Issued {
    id: String,
    secret: String,
    security_token: String,
    expiration: String,
}

impl Identity {
    pub(crate) fn new(settings: IdentitySettings) -> Self {
        Self { settings: Mutex::new(settings), tokens: Mutex::new(MetadataTokens::default()) }
    }

    pub(crate) fn set(&self, settings: IdentitySettings) {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
    }

    pub(crate) fn forget_tokens(&self) {
        *self.tokens.lock().unwrap_or_else(PoisonError::into_inner) = MetadataTokens::default();
    }

    fn settings(&self) -> IdentitySettings {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Desk<'_> {
    /// Gives out a key that lives as long as set, or else so many seconds.
    fn issue(&self, seconds: u64) -> Result<Issued, Refusal> {
        let lifetime = self.identity.settings().lifetime.unwrap_or(std::time::Duration::from_secs(seconds));
        let names = || Ok::<_, std::io::Error>((random::opaque()?, random::opaque()?, random::opaque()?));
        let (id, secret, token) = names().map_err(|_| no_randomness())?;
        let key = Key::temporary(format!("STS.{id}"), secret, format!("CAIS{token}")).expires_in(lifetime);
        self.gateway.issue(key.clone(), self.now);
        let end = self.now.saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX));
        Ok(Issued {
            id: key.id,
            secret: key.secret,
            security_token: key.security_token.unwrap_or_default(),
            expiration: format_date(end),
        })
    }
}

fn no_randomness() -> Refusal {
    Refusal::new(500, "InternalError", "The system gave no random bytes.")
}
