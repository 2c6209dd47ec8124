//! Where keys come from. The only room that holds a secret.
//!
//! A `Source` is asked for keys; the `Cache` asks it once for everybody, ahead of their expiry. What an application holds is `Credentials`
//! (keys.rs); here is how they are made.

mod assume_role;
mod cache;
mod chain;
mod cli_config;
mod cli_profile;
mod custom;
mod ecs;
mod environment;
mod expiration;
mod files;
mod held;
mod http;
mod ini;
mod json;
mod keys;
mod loaded;
mod oidc;
mod profile_file;
mod promise;
mod provider;
mod reason;
mod recipe;
mod refusal;
mod role;
mod snapshot;
mod source;
mod sts;
mod uri;

use std::sync::Arc;

use zeroize::Zeroizing;

pub use assume_role::AssumeRole;
pub use chain::ChainSettings;
pub use cli_profile::CliProfile;
pub use ecs::EcsRole;
pub use http::SourceHttp;
pub use ini::IniProfile;
pub use oidc::OidcRole;
pub use promise::CredentialPromise;
pub use provider::{CredentialProvider, ProviderRefused};
pub(crate) use snapshot::Snapshot;
pub use uri::CredentialsUri;

use crate::error::EkycError;
use loaded::Failure;

// As for `EkycError`: the wrappers own the public name, and renaming in uniffi.toml does not reach everything.
pub use keys::{CoreCredentials, CoreCredentials as Credentials};

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
            Err(failure) => Err(EkycError::credentials(format!("environment: {failure}"))),
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
        Ok(Self::cached(chain::Chain::new(settings)?))
    }

    /// A profile of the vendor's command line tool, read at the first call, every few minutes, and when the service refuses its keys.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn cli_profile(settings: CliProfile) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(cli_profile::CliProfileFile::new(settings)?))
    }

    /// A profile of the SDKs' credentials file, read at the first call, every few minutes, and when the service refuses its keys.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn ini_profile(settings: IniProfile) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(ini::IniFile::new(settings)?))
    }

    /// A role for the bearer of an identity token in a file, as in a Kubernetes cluster with RRSA.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn oidc_role(settings: OidcRole) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(oidc::OidcSource::new(settings)?))
    }

    /// The role of the ECS instance that the process runs on, from the metadata server.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn ecs_role(settings: EcsRole) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(ecs::Metadata::new(&settings)?))
    }

    /// Temporary keys from a URL.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn uri(settings: CredentialsUri) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(uri::UriSource::new(&settings)?))
    }

    /// A role, assumed with other credentials.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor]
    pub fn assume_role(base: Arc<CoreCredentials>, settings: AssumeRole) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(assume_role::AssumedRole::new(base, settings)?))
    }

    /// A source of your own. It has `timeout_ms` milliseconds for an answer, 1 to 600,000.
    ///
    /// # Errors
    /// `InvalidConfiguration` naming the setting that is wrong.
    #[uniffi::constructor(default(timeout_ms = 30000))]
    pub fn provider(provider: Arc<dyn CredentialProvider>, timeout_ms: i64) -> Result<Arc<Self>, EkycError> {
        Ok(Self::cached(custom::Custom::new(provider, timeout_ms)?))
    }
}

#[cfg(doctest)]
#[doc = include_str!("../../docs/how-to/credentials.md")]
struct Documentation;

impl CoreCredentials {
    fn checked(id: String, secret: String, token: Option<String>) -> Result<Arc<Self>, EkycError> {
        Snapshot::checked(id, Zeroizing::new(secret), token.map(Zeroizing::new))
            .map(Self::fixed_keys)
            .map_err(EkycError::credentials)
    }
}
