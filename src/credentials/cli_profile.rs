//! A profile of the vendor's command line tool, from `~/.aliyun/config.json`.

use std::fmt;
use std::path::Path;

use super::cli_config::{Config, not_empty, recipe};
use super::environment;
use super::files;
use super::http::SourceHttp;
use super::json::parse;
use super::loaded::{Failure, Loaded};
use super::profile_file::{PROFILE, ProfileFile};
use super::recipe::Recipe;
use super::source::{Loading, Source};
use crate::error::EkycError;
use crate::net::endpoint;

const DISABLED: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
const USUAL_PLACE: &str = ".aliyun/config.json";

/// A profile of the vendor's command line tool. Modes `AK`, `StsToken`, `RamRoleArn`, `RamRoleArnWithRoleName`, `EcsRamRole`, `OIDC`,
/// `CredentialsURI` and `ChainableRamRoleArn`; `CloudSSO`, `OAuth` and `External` need the tool itself.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[non_exhaustive]
pub struct CliProfile {
    /// The tool's configuration file. Absent: `~/.aliyun/config.json`.
    #[uniffi(default)]
    pub file: Option<String>,
    /// The profile's name. Absent: `ALIBABA_CLOUD_PROFILE`, else the file's `current`.
    #[uniffi(default)]
    pub profile: Option<String>,
    /// The Security Token Service's endpoint, for modes with a role; as in `OidcRole`. Absent: by the profile's `sts_region` and
    /// `enable_vpc`, else as in `OidcRole`. What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// The ECS metadata server, for modes with the machine's role; as in `EcsRole`. What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub ecs_endpoint: Option<String>,
    /// How the Security Token Service and a credentials URI are reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct CliProfileFile(ProfileFile);

impl CliProfileFile {
    pub(super) fn new(settings: CliProfile) -> Result<Self, EkycError> {
        let CliProfile { file, profile, sts_endpoint, ecs_endpoint, http } = settings;
        ProfileFile::new(file, profile, sts_endpoint.as_deref(), ecs_endpoint, http.as_ref()).map(Self)
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        if environment::switch(DISABLED)? {
            return Err(Failure::NotConfigured(format!("{DISABLED} is true")));
        }
        let (path, content) = files::find(self.0.file.clone(), &[USUAL_PLACE]).await?;
        let recipe = self.recipe(&path, &content)?;
        self.0.steps.run(recipe).await
    }

    fn recipe(&self, path: &Path, content: &[u8]) -> Result<Recipe, Failure> {
        let path = path.display();
        let config: Config = parse(content).map_err(|reason| format!("the file {path} {reason}"))?;
        let name = match &self.0.profile {
            Some(name) => Some(name.clone()),
            None => environment::text(PROFILE)?.or_else(|| not_empty(&config.current)),
        };
        let Some(name) = name else {
            let reason = format!("the file {path} has no current profile, and {PROFILE} is not set");
            return Err(Failure::NotConfigured(reason));
        };
        Ok(recipe(config, name).map_err(|reason| format!("{reason} (in the file {path})"))?)
    }
}

impl Source for CliProfileFile {
    fn name(&self) -> &'static str {
        "CLI profile"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
    }
}

impl fmt::Debug for CliProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CliProfile")
            .field("file", &self.file)
            .field("profile", &self.profile)
            .field("sts_endpoint", &endpoint(&self.sts_endpoint))
            .field("ecs_endpoint", &endpoint(&self.ecs_endpoint))
            .field("http", &self.http)
            .finish()
    }
}
