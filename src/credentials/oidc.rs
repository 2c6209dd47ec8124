//! A role for the bearer of an identity token in a file: RRSA in a Kubernetes cluster.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::environment::{self, not_set};
use super::files;
use super::http::{Http, SourceHttp};
use super::loaded::{Failure, Loaded};
use super::role::{Role, RoleOptions, no_blanks};
use super::source::{Loading, Source};
use super::sts::{EndpointHint, Sts};
use crate::error::EkycError;
use crate::net::{endpoint, hidden};

const ROLE_ARN: &str = "ALIBABA_CLOUD_ROLE_ARN";
const PROVIDER_ARN: &str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
const TOKEN_FILE: &str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
const SESSION_NAME: &str = "ALIBABA_CLOUD_ROLE_SESSION_NAME";

/// Where an OIDC role's keys come from. What is absent is taken from the environment, as the cluster sets it.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[non_exhaustive]
pub struct OidcRole {
    /// The role to assume, for example `acs:ram::123456789012:role/ekyc`. Absent: `ALIBABA_CLOUD_ROLE_ARN`.
    #[uniffi(default)]
    pub role_arn: Option<String>,
    /// The identity provider. Absent: `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`.
    #[uniffi(default)]
    pub provider_arn: Option<String>,
    /// The file with the identity token, read anew for every refresh. Absent: `ALIBABA_CLOUD_OIDC_TOKEN_FILE`.
    #[uniffi(default)]
    pub token_file: Option<String>,
    /// The session's name in the audit log, 2 to 64 letters, digits and `.`, `@`, `-`, `_`. Absent: `ALIBABA_CLOUD_ROLE_SESSION_NAME`,
    /// else `ekyc`.
    #[uniffi(default)]
    pub role_session_name: Option<String>,
    /// How long the keys are to live, in seconds. 900 to 43,200 (and not longer than the role allows); absent: 3,600.
    #[uniffi(default)]
    pub duration_seconds: Option<i64>,
    /// A policy as JSON text that narrows what the keys may do. Never printed.
    #[uniffi(default)]
    pub policy: Option<String>,
    /// The Security Token Service's endpoint: `https://host[:port]` or a host name; plain `http://` for loopback only. Absent:
    /// `sts.aliyuncs.com`, or the region's by `ALIBABA_CLOUD_STS_REGION` (and its VPC endpoint by `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED`).
    /// What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// How the endpoint is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct OidcSource {
    settings: OidcRole,
    options: RoleOptions,
    sts: Sts,
}

/// An identity and the role it asks for.
pub(super) struct OidcRecipe {
    pub(super) provider_arn: String,
    pub(super) token_file: PathBuf,
    pub(super) role: Role,
    pub(super) hint: EndpointHint,
}

impl OidcSource {
    pub(super) fn new(settings: OidcRole) -> Result<Self, EkycError> {
        let options = RoleOptions {
            session_name: settings.role_session_name.clone(),
            duration_seconds: settings.duration_seconds,
            policy: settings.policy.clone(),
            external_id: None,
        };
        options.check()?;
        for (setting, value) in [("role_arn", &settings.role_arn), ("provider_arn", &settings.provider_arn)] {
            value.as_deref().map_or(Ok(()), |value| no_blanks(setting, value))?;
        }
        if settings.token_file.as_deref() == Some("") {
            return Err(EkycError::configuration("token_file", "is empty"));
        }
        let sts = Sts::new(settings.sts_endpoint.as_deref(), Http::new(settings.http.as_ref())?)?;
        Ok(Self { settings, options, sts })
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        let role_arn = setting_or_variable(&self.settings.role_arn, ROLE_ARN)?;
        let provider_arn = setting_or_variable(&self.settings.provider_arn, PROVIDER_ARN)?;
        let token_file = setting_or_variable(&self.settings.token_file, TOKEN_FILE)?.into();
        let mut options = self.options.clone();
        if options.session_name.is_none() {
            options.session_name = environment::text(SESSION_NAME)?;
        }
        let role = options.role(role_arn).map_err(String::from)?;
        identity(&self.sts, &OidcRecipe { provider_arn, token_file, role, hint: EndpointHint::default() }).await
    }
}

impl Source for OidcSource {
    fn name(&self) -> &'static str {
        "OIDC role"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
    }
}

fn setting_or_variable(setting: &Option<String>, variable: &str) -> Result<String, Failure> {
    match setting {
        Some(value) => Ok(value.clone()),
        None => environment::text(variable)?.ok_or_else(|| not_set(variable)),
    }
}

/// Reads the identity's token and asks for the role's keys.
pub(super) async fn identity(sts: &Sts, oidc: &OidcRecipe) -> Result<Loaded, Failure> {
    let content = files::read(&oidc.token_file).await?;
    let token = Zeroizing::new(files::text(&oidc.token_file, &content)?.trim().to_owned());
    no_blanks("the identity token", &token).map_err(String::from)?;
    Ok(sts.assume_role_with_oidc(&oidc.provider_arn, &token, &oidc.role, &oidc.hint).await?)
}

impl fmt::Debug for OidcRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcRole")
            .field("role_arn", &self.role_arn)
            .field("provider_arn", &self.provider_arn)
            .field("token_file", &self.token_file)
            .field("role_session_name", &self.role_session_name)
            .field("duration_seconds", &self.duration_seconds)
            .field("policy", &hidden(&self.policy))
            .field("sts_endpoint", &endpoint(&self.sts_endpoint))
            .field("http", &self.http)
            .finish()
    }
}
