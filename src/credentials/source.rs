//! What a source is: something that can be asked for keys, more than once.

use std::fmt;
use std::pin::Pin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::assume_role::AssumedRole;
use super::chain::Chain;
use super::cli_profile::CliProfileFile;
use super::ecs::Metadata;
use super::environment;
use super::ini::IniFile;
use super::oidc::OidcSource;
use super::provider::Custom;
use super::snapshot::Snapshot;
use super::uri::UriSource;

/// Everything that keys can come from, except keys given by hand.
pub(super) enum Source {
    Environment,
    Oidc(OidcSource),
    CliProfile(CliProfileFile),
    Ini(IniFile),
    Ecs(Metadata),
    Uri(UriSource),
    AssumeRole(AssumedRole),
    Custom(Custom),
    Chain(Chain),
}

/// Keys fresh from a source.
pub(super) struct Loaded {
    pub(super) keys: Snapshot,
    /// How long they are valid from now on; nothing if the source gave no expiry.
    pub(super) remaining: Option<Duration>,
    /// In a chain: which source gave them.
    pub(super) place: Option<Place>,
}

/// Where in a chain keys came from.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) index: usize,
    pub(super) name: &'static str,
    /// The sources before it that are configured but failed, and why.
    pub(super) passed_over: Vec<String>,
}

/// Why a source gave no keys. Texts are shown to the user and hold no value of a key.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing says that the source is to be used.
    NotConfigured(String),
    /// It is to be used, but something is wrong.
    Failed(String),
}

pub(super) type Loading<'a> = Pin<Box<dyn Future<Output = Result<Loaded, Failure>> + Send + 'a>>;

impl Source {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Oidc(_) => "OIDC role",
            Self::CliProfile(_) => "CLI profile",
            Self::Ini(_) => "ini profile",
            Self::Ecs(_) => "ECS metadata",
            Self::Uri(_) => "credentials URI",
            Self::AssumeRole(_) => "assumed role",
            Self::Custom(_) => "custom provider",
            Self::Chain(_) => "default chain",
        }
    }

    /// Asks for keys. `last` is where a chain found them the last time.
    pub(super) fn load(&self, last: Option<usize>) -> Loading<'_> {
        match self {
            Self::Environment => Box::pin(std::future::ready(environment::load())),
            Self::Oidc(source) => Box::pin(source.load()),
            Self::CliProfile(source) => Box::pin(source.load()),
            Self::Ini(source) => Box::pin(source.load()),
            Self::Ecs(source) => Box::pin(source.load()),
            Self::Uri(source) => Box::pin(source.load()),
            Self::AssumeRole(source) => Box::pin(source.load()),
            Self::Custom(source) => Box::pin(source.load()),
            Self::Chain(source) => Box::pin(source.load(last)),
        }
    }
}

impl Loaded {
    /// Keys without an expiry.
    pub(super) fn lasting(keys: Snapshot) -> Self {
        Self { keys, remaining: None, place: None }
    }

    /// Keys that expire. `now` is the source's own clock where it is known: this machine's may be wrong.
    ///
    /// # Errors
    /// If they have expired already.
    pub(super) fn expiring(keys: Snapshot, expires_unix: i64, now: SystemTime) -> Result<Self, String> {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let expires = Duration::from_secs(u64::try_from(expires_unix).unwrap_or(0));
        match expires.checked_sub(now) {
            Some(remaining) if !remaining.is_zero() => Ok(Self { keys, remaining: Some(remaining), place: None }),
            _ => Err(format!("the keys it gave have expired already ({})", crate::protocol::format_date(expires_unix))),
        }
    }
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Failed(reason)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfigured(reason) => write!(f, "not configured: {reason}"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}
