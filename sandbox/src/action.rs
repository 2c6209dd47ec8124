//! What can be asked of the sandbox.

use std::fmt;

/// Something that can be asked of the sandbox: it is counted by its name, and faults can be aimed at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Action {
    /// The operation of ID Verification.
    Initialize,
    /// STS: a temporary key for a role, asked for with another key.
    AssumeRole,
    /// STS: a temporary key for a role, asked for with a token of an identity provider.
    AssumeRoleWithOidc,
    /// ECS metadata: `PUT /latest/api/token`.
    MetadataToken,
    /// ECS metadata: the name of the instance's role.
    MetadataRole,
    /// ECS metadata: a temporary key for that role.
    MetadataCredentials,
    /// The credentials URI: `GET /credentials`.
    CredentialsUri,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Initialize,
        Self::AssumeRole,
        Self::AssumeRoleWithOidc,
        Self::MetadataToken,
        Self::MetadataRole,
        Self::MetadataCredentials,
        Self::CredentialsUri,
    ];

    /// The name in events, counters and the control plane's JSON: the vendor's where the vendor has one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initialize => "Initialize",
            Self::AssumeRole => "AssumeRole",
            Self::AssumeRoleWithOidc => "AssumeRoleWithOIDC",
            Self::MetadataToken => "MetadataToken",
            Self::MetadataRole => "MetadataRole",
            Self::MetadataCredentials => "MetadataCredentials",
            Self::CredentialsUri => "CredentialsUri",
        }
    }

    /// The action of that name, exactly written.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// All names, for sentences.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
