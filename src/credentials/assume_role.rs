//! A role assumed with other credentials.

use std::sync::Arc;
use std::time::Duration;

use super::http::SourceHttp;
use super::role::{Role, RoleOptions};
use super::source::{Failure, Loaded};
use super::sts::{Place, Sts};
use super::{Credentials, reason_of};
use crate::error::EkycError;

/// The role to assume, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct AssumeRole {
    /// The role, for example `acs:ram::123456789012:role/ekyc`.
    pub role_arn: String,
    /// The session's name in the audit log, 2 to 64 letters, digits and `.`, `@`, `-`, `_`. Absent: `ekyc`.
    #[uniffi(default)]
    pub role_session_name: Option<String>,
    /// How long the keys are to live, in seconds. 900 to 43,200 (and not longer than the role allows); absent: 3,600.
    #[uniffi(default)]
    pub duration_seconds: Option<i64>,
    /// A policy as JSON text that narrows what the keys may do.
    #[uniffi(default)]
    pub policy: Option<String>,
    /// The external id that the role's owner demands.
    #[uniffi(default)]
    pub external_id: Option<String>,
    /// The Security Token Service's endpoint; as in `OidcRole`.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// How it is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct AssumedRole {
    base: Arc<Credentials>,
    role: Role,
    sts: Sts,
}

impl AssumedRole {
    pub(super) fn new(base: Arc<Credentials>, settings: AssumeRole) -> Result<Self, EkycError> {
        let options = RoleOptions {
            session_name: settings.role_session_name,
            duration_seconds: settings.duration_seconds,
            policy: settings.policy,
            external_id: settings.external_id,
        };
        let sts = Sts::new(settings.sts_endpoint.as_deref(), settings.http.as_ref())?;
        Ok(Self { base, role: options.role(settings.role_arn)?, sts })
    }

    pub(super) async fn load(&self) -> Result<Loaded, Failure> {
        let keys = self.base.snapshot().await.map_err(reason_of)?;
        let refusal = match self.sts.assume_role(&keys, &self.role, &Place::default()).await {
            Ok(loaded) => return Ok(loaded),
            Err(refusal) => refusal,
        };
        // The base's keys may have been rotated since they were read.
        let renewed = if refusal.keys_refused { self.base.renewed(&keys, Duration::MAX).await } else { None };
        let Some(keys) = renewed else { return Err(Failure::Failed(refusal.reason)) };
        let again = self.sts.assume_role(&keys, &self.role, &Place::default()).await;
        Ok(again.map_err(|refusal| refusal.reason)?)
    }
}
