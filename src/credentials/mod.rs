//! Where keys come from. The only room that holds a secret.
//!
//! A `Source` is asked for keys; the `Cache` asks it once for everybody, ahead of their expiry.

mod assume_role;
mod cache;
mod chain;
mod cli_profile;
mod ecs;
mod environment;
mod files;
mod held;
mod http;
mod ini;
mod json;
mod oidc;
mod provider;
mod recipe;
mod role;
mod snapshot;
mod source;
mod sts;
mod uri;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use zeroize::Zeroizing;

pub use assume_role::AssumeRole;
pub use chain::ChainSettings;
pub use cli_profile::CliProfile;
pub use ecs::EcsRole;
pub use http::SourceHttp;
pub use ini::IniProfile;
pub use oidc::OidcRole;
pub use provider::{CredentialProvider, CredentialTicket, ProviderRefused};
pub(crate) use snapshot::Snapshot;
pub use uri::CredentialsUri;

use crate::error::EkycError;
use cache::Cache;
use source::{Failure, Source};

/// The credentials a client signs with.
///
/// An object, so that nothing prints, copies or compares the secret; it is wiped from memory when the last reference goes.
#[derive(uniffi::Object)]
#[uniffi::export(Debug, Display)]
pub struct CoreCredentials {
    keys: Keys,
}

// As for `EkycError`: the wrappers own the public name, and renaming in uniffi.toml does not reach everything.
pub use CoreCredentials as Credentials;

enum Keys {
    Fixed(Arc<Snapshot>),
    Cached(Arc<Cache>),
}

#[uniffi::export]
impl CoreCredentials {
    /// A permanent AccessKey. Keep it on servers; apps take temporary credentials.
    ///
    /// # Errors
    /// `Credentials` if a part is empty or has blanks or characters that no key has.
    #[uniffi::constructor]
    pub fn access_key(access_key_id: String, access_key_secret: String) -> Result<Arc<Self>, EkycError> {
        Self::checked(access_key_id, access_key_secret, None)
    }

    /// Temporary credentials of the Security Token Service: a key with its security token.
    ///
    /// # Errors
    /// `Credentials` if a part is empty or has blanks or characters that no key has.
    #[uniffi::constructor]
    pub fn temporary(
        access_key_id: String,
        access_key_secret: String,
        security_token: String,
    ) -> Result<Arc<Self>, EkycError> {
        Self::checked(access_key_id, access_key_secret, Some(security_token))
    }

    /// Reads `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, if it is set, `ALIBABA_CLOUD_SECURITY_TOKEN`, once.
    ///
    /// # Errors
    /// `Credentials` naming the variable that is missing or wrong.
    #[uniffi::constructor]
    pub fn from_environment() -> Result<Arc<Self>, EkycError> {
        match environment::keys() {
            Ok(keys) => Ok(Self::fixed_keys(keys)),
            Err(Failure::NotConfigured(reason)) => {
                Err(EkycError::credentials(format!("the environment variable {reason}")))
            }
            Err(Failure::Failed(reason)) => Err(EkycError::credentials(format!("environment: {reason}"))),
        }
    }

    /// The vendor's default chain: the environment, an OIDC role, a profile of the vendor's command line tool, a profile of the SDKs'
    /// credentials file, the role of the ECS instance, a credentials URI. The first that gives keys is used from then on.
    ///
    /// Nothing is read or asked before the first call. If all fail, the call's `Credentials` error lists each with its reason.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn default_chain(settings: ChainSettings) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::Chain(chain::Chain::new(settings)?)))
    }

    /// A profile of the vendor's command line tool, read at the first call, every few minutes, and when the service refuses its keys.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn cli_profile(settings: CliProfile) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::CliProfile(cli_profile::CliProfileFile::new(settings)?)))
    }

    /// A profile of the SDKs' credentials file, read at the first call, every few minutes, and when the service refuses its keys.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn ini_profile(settings: IniProfile) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::Ini(ini::IniFile::new(settings)?)))
    }

    /// A role for the bearer of an identity token in a file, as in a Kubernetes cluster with RRSA.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn oidc_role(settings: OidcRole) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::Oidc(oidc::OidcSource::new(settings)?)))
    }

    /// The role of the ECS instance that the process runs on, from the metadata server.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn ecs_role(settings: EcsRole) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::Ecs(ecs::Metadata::new(&settings)?)))
    }

    /// Temporary keys from a URL.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn uri(settings: CredentialsUri) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::Uri(uri::UriSource::new(&settings)?)))
    }

    /// A role, assumed with other credentials.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn assume_role(base: Arc<CoreCredentials>, settings: AssumeRole) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::AssumeRole(assume_role::AssumedRole::new(base, settings)?)))
    }

    /// A source of your own. It has `timeout_ms` milliseconds for an answer, 1 to 600,000.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor(default(timeout_ms = 30000))]
    pub fn provider(provider: Arc<dyn CredentialProvider>, timeout_ms: i64) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(Source::Custom(provider::Custom::new(provider, timeout_ms)?)))
    }
}

#[cfg(doctest)]
#[doc = include_str!("../../docs/how-to/credentials.md")]
struct Documentation;

impl Credentials {
    /// Keys to sign one request with. Waits only if there are none that are valid.
    pub(crate) async fn snapshot(&self) -> Result<Arc<Snapshot>, EkycError> {
        match &self.keys {
            Keys::Fixed(keys) => Ok(Arc::clone(keys)),
            Keys::Cached(cache) => cache.snapshot().await,
        }
    }

    /// The service refused these keys. Asks the source again, once for all callers and not too often, and gives other keys if it has others
    /// and gives them within `at_most`. A source that takes longer goes on for the calls after this one.
    pub(crate) async fn renewed(&self, refused: &Snapshot, at_most: Duration) -> Option<Arc<Snapshot>> {
        match &self.keys {
            Keys::Fixed(_) => None,
            Keys::Cached(cache) => timeout(at_most, cache.renewed(refused)).await.ok().flatten(),
        }
    }

    /// The keys, if they never change and nobody need be asked.
    pub(crate) fn fixed(&self) -> Option<Arc<Snapshot>> {
        match &self.keys {
            Keys::Fixed(keys) => Some(Arc::clone(keys)),
            Keys::Cached(_) => None,
        }
    }

    fn checked(id: String, secret: String, token: Option<String>) -> Result<Arc<Self>, EkycError> {
        Snapshot::checked(id, Zeroizing::new(secret), token.map(Zeroizing::new))
            .map(Self::fixed_keys)
            .map_err(EkycError::credentials)
    }

    fn fixed_keys(keys: Snapshot) -> Arc<Self> {
        Arc::new(Self { keys: Keys::Fixed(Arc::new(keys)) })
    }

    fn cached(source: Source) -> Arc<Self> {
        Arc::new(Self { keys: Keys::Cached(Cache::new(source)) })
    }
}

/// An error's reason as a part of another one's.
fn reason_of(error: EkycError) -> String {
    match error {
        EkycError::Credentials { reason, .. } => reason,
        EkycError::InvalidConfiguration { setting, reason } => format!("{setting} {reason}"),
        other => other.to_string(),
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credentials");
        let keys = match &self.keys {
            Keys::Fixed(keys) => Some(Arc::clone(keys)),
            Keys::Cached(cache) => {
                shown.field("source", &format_args!("{}", cache.source.name()));
                let (held, failure) = cache.shown();
                if let Some(place) = held.as_ref().and_then(|held| held.place.as_ref()) {
                    shown.field("from", &format_args!("{}", place.name));
                    if !place.passed_over.is_empty() {
                        shown.field("passed_over", &place.passed_over);
                    }
                }
                if let Some(failure) = failure {
                    shown.field("last_failure", &failure);
                }
                held.map(|held| Arc::clone(&held.keys))
            }
        };
        if let Some(keys) = keys {
            let key = keys.key();
            let token = if key.security_token.is_some() { "***" } else { "none" };
            shown
                .field("access_key_id", &key.access_key_id)
                .field("access_key_secret", &format_args!("***"))
                .field("security_token", &format_args!("{token}"));
        }
        shown.finish()
    }
}

impl fmt::Display for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
