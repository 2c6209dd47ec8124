//! How the services that give out keys are set up.

use std::fmt;
use std::time::Duration;

/// Which ways into the metadata are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataVersion {
    /// With a token and without: the vendor's "normal mode", on an instance that also knows tokens.
    #[default]
    Both,
    /// Only without a token, as before there were any: asking for one is answered with 404.
    V1,
    /// Only with a token, the vendor's "security hardening mode": without one 403.
    V2,
}

impl MetadataVersion {
    /// The version of that name: `both`, `v1` or `v2`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "both" => Some(Self::Both),
            "v1" => Some(Self::V1),
            "v2" => Some(Self::V2),
            _ => None,
        }
    }
}

/// How the services that give out keys are set up: STS, the ECS metadata and the credentials URI. Formatting it does not show the
/// token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdentitySettings {
    /// How long every key given out lives, in whole seconds of the sandbox's clock, whatever a request asks for. `None`: as asked or
    /// by default one hour from STS, and six hours from the metadata and the credentials URI. Zero is a key that has expired already.
    pub lifetime: Option<Duration>,
    /// The role attached to the instance whose metadata is served; empty for none, which is answered with 404.
    pub role_name: String,
    /// Which ways into the metadata are open.
    pub metadata_version: MetadataVersion,
    /// The only token of an identity provider that AssumeRoleWithOIDC accepts; `None` for any.
    pub oidc_token: Option<String>,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self {
            lifetime: None,
            role_name: "ekyc-sandbox-role".to_owned(),
            metadata_version: MetadataVersion::Both,
            oidc_token: None,
        }
    }
}

impl fmt::Debug for IdentitySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentitySettings")
            .field("lifetime", &self.lifetime)
            .field("role_name", &self.role_name)
            .field("metadata_version", &self.metadata_version)
            .field("oidc_token", &self.oidc_token.is_some())
            .finish_non_exhaustive()
    }
}
