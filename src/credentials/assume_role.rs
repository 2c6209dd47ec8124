//! A role assumed with other credentials.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::http::{Http, SourceHttp};
use super::keys::CoreCredentials;
use super::loaded::{Failure, Loaded};
use super::reason::reason_of;
use super::refusal::Why;
use super::role::{Role, RoleOptions};
use super::source::{Loading, Source};
use super::sts::{EndpointHint, Sts};
use crate::error::EkycError;
use crate::net::{endpoint, hidden};

/// The role to assume, and how.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[non_exhaustive]
pub struct AssumeRole {
    /// The role, for example `acs:ram::123456789012:role/ekyc`.
    pub role_arn: String,
    /// The session's name in the audit log, 2 to 64 letters, digits and `.`, `@`, `-`, `_`. Absent: `ekyc`.
    #[uniffi(default)]
    pub role_session_name: Option<String>,
    /// How long the keys are to live, in seconds. 900 to 43,200 (and not longer than the role allows); absent: 3,600.
    #[uniffi(default)]
    pub duration_seconds: Option<i64>,
    /// A policy as JSON text that narrows what the keys may do. Never printed.
    #[uniffi(default)]
    pub policy: Option<String>,
    /// The external id that the role's owner demands. Never printed.
    #[uniffi(default)]
    pub external_id: Option<String>,
    /// The Security Token Service's endpoint; as in `OidcRole`. What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// How it is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct AssumedRole {
    base: Arc<CoreCredentials>,
    role: Role,
    sts: Sts,
}

impl AssumedRole {
    pub(super) fn new(base: Arc<CoreCredentials>, settings: AssumeRole) -> Result<Self, EkycError> {
        let options = RoleOptions {
            session_name: settings.role_session_name,
            duration_seconds: settings.duration_seconds,
            policy: settings.policy,
            external_id: settings.external_id,
        };
        let sts = Sts::new(settings.sts_endpoint.as_deref(), Http::new(settings.http.as_ref())?)?;
        Ok(Self { base, role: options.role(settings.role_arn)?, sts })
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        let hint = EndpointHint::default();
        let keys = self.base.snapshot().await.map_err(reason_of)?;
        let refusal = match self.sts.assume_role(&keys, &self.role, &hint).await {
            Ok(loaded) => return Ok(loaded),
            Err(refusal) => refusal,
        };
        // The base's keys may have been rotated since they were read.
        let renewed = if refusal.why == Why::Keys { self.base.renewed(&keys, Duration::MAX).await } else { None };
        let Some(keys) = renewed else { return Err(refusal.into()) };
        Ok(self.sts.assume_role(&keys, &self.role, &hint).await?)
    }
}

impl Source for AssumedRole {
    fn name(&self) -> &'static str {
        "assumed role"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
    }
}

impl AssumeRole {
    /// A role with the usual settings, for example `acs:ram::123456789012:role/ekyc`.
    pub fn new(role_arn: impl Into<String>) -> Self {
        Self { role_arn: role_arn.into(), ..Self::default() }
    }
}

impl fmt::Debug for AssumeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRole")
            .field("role_arn", &self.role_arn)
            .field("role_session_name", &self.role_session_name)
            .field("duration_seconds", &self.duration_seconds)
            .field("policy", &hidden(&self.policy))
            .field("external_id", &hidden(&self.external_id))
            .field("sts_endpoint", &endpoint(&self.sts_endpoint))
            .field("http", &self.http)
            .finish()
    }
}
