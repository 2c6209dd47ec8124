//! A profile of the vendor's command line tool, from `~/.aliyun/config.json`.

use std::path::PathBuf;

use serde::Deserialize;

use super::ecs::{EcsRole, Metadata};
use super::environment;
use super::files;
use super::http::SourceHttp;
use super::json::{parse, word};
use super::oidc::OidcRecipe;
use super::recipe::{Base, Recipe, Steps};
use super::role::{Role, RoleOptions, named};
use super::snapshot::{Secret, Snapshot};
use super::source::{Failure, Loaded};
use super::sts::{Place, Sts};
use crate::error::EkycError;

const DISABLED: &str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
pub(super) const PROFILE: &str = "ALIBABA_CLOUD_PROFILE";
const USUAL_PLACE: &str = ".aliyun/config.json";

/// A profile of the vendor's command line tool. Modes `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `OIDC` and `ChainableRamRoleArn`;
/// `CloudSSO`, `OAuth` and `External` need the tool itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct CliProfile {
    /// The tool's configuration file. Absent: `~/.aliyun/config.json`.
    #[uniffi(default)]
    pub file: Option<String>,
    /// The profile's name. Absent: `ALIBABA_CLOUD_PROFILE`, else the file's `current`.
    #[uniffi(default)]
    pub profile: Option<String>,
    /// The Security Token Service's endpoint, for modes with a role; as in `OidcRole`. Absent: by the profile's `sts_region` and
    /// `enable_vpc`, else as in `OidcRole`.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// The ECS metadata server, for mode `EcsRamRole`; as in `EcsRole`.
    #[uniffi(default)]
    pub ecs_endpoint: Option<String>,
    /// How the Security Token Service is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct CliProfileFile {
    file: Option<PathBuf>,
    profile: Option<String>,
    steps: Steps,
}

impl CliProfileFile {
    pub(super) fn new(settings: CliProfile) -> Result<Self, EkycError> {
        for (setting, value) in [("file", &settings.file), ("profile", &settings.profile)] {
            if value.as_deref() == Some("") {
                return Err(EkycError::configuration(setting, "is empty"));
            }
        }
        let ecs = EcsRole { endpoint: settings.ecs_endpoint, ..EcsRole::default() };
        let steps = Steps {
            sts: Sts::new(settings.sts_endpoint.as_deref(), settings.http.as_ref())?,
            metadata: Metadata::named("ecs_endpoint", &ecs)?,
        };
        Ok(Self { file: settings.file.map(PathBuf::from), profile: settings.profile, steps })
    }

    pub(super) async fn load(&self) -> Result<Loaded, Failure> {
        let recipe = self.recipe()?;
        self.steps.run(recipe).await
    }

    fn recipe(&self) -> Result<Recipe, Failure> {
        if environment::switch(DISABLED)? {
            return Err(Failure::NotConfigured(format!("{DISABLED} is true")));
        }
        let path = files::find(self.file.clone(), USUAL_PLACE)?;
        let content = files::read(&path)?;
        let config: Config = parse(&content).map_err(|reason| format!("the file {} {reason}", path.display()))?;
        let name = match &self.profile {
            Some(name) => Some(name.clone()),
            None => environment::text(PROFILE)?.or_else(|| given(&config.current)),
        };
        let name = name
            .ok_or_else(|| format!("the file {} has no current profile, and {PROFILE} is not set", path.display()))?;
        Ok(recipe(config, name).map_err(|reason| format!("{reason} (in the file {})", path.display()))?)
    }
}

#[derive(Deserialize)]
struct Config {
    current: Option<String>,
    profiles: Option<Vec<Profile>>,
}

/// The tool writes empty texts and zeros for what is not given.
#[derive(Deserialize)]
struct Profile {
    name: Option<String>,
    mode: Option<String>,
    access_key_id: Option<String>,
    access_key_secret: Option<Secret>,
    sts_token: Option<Secret>,
    ram_role_name: Option<String>,
    ram_role_arn: Option<String>,
    ram_session_name: Option<String>,
    role_session_name: Option<String>,
    expired_seconds: Option<i64>,
    policy: Option<String>,
    external_id: Option<String>,
    source_profile: Option<String>,
    oidc_provider_arn: Option<String>,
    oidc_token_file: Option<String>,
    sts_region: Option<String>,
    enable_vpc: Option<bool>,
}

/// Follows the profile to the keys it begins with, and collects the roles on the way.
fn recipe(config: Config, name: String) -> Result<Recipe, String> {
    let mut profiles = config.profiles.unwrap_or_default();
    let (mut roles, mut seen, mut name) = (Vec::new(), Vec::new(), name);
    let base = loop {
        let in_profile = |reason: String| format!("profile {name}: {reason}");
        if seen.contains(&name) {
            seen.push(name);
            return Err(format!("the profiles name each other in a circle: {}", seen.join(" -> ")));
        }
        let Some(at) = profiles.iter().position(|profile| profile.name.as_deref() == Some(&name)) else {
            return Err(format!("there is no profile {name}"));
        };
        let profile = profiles.remove(at);
        let step = profile.step().map_err(in_profile)?;
        roles.extend(step.role);
        match step.from {
            From::Base(base) => break base,
            From::Profile(source) => seen.push(std::mem::replace(&mut name, source)),
        }
    };
    roles.reverse();
    Ok(Recipe { base, roles })
}

struct Step {
    from: From,
    role: Option<(Role, Place)>,
}

enum From {
    Base(Base),
    Profile(String),
}

impl Profile {
    fn step(self) -> Result<Step, String> {
        let mode = self.mode.clone().unwrap_or_default();
        let base = |base| Ok(Step { from: From::Base(base), role: None });
        match mode.as_str() {
            "AK" => base(Base::Keys(self.keys(false)?)),
            "StsToken" => base(Base::Keys(self.keys(true)?)),
            "EcsRamRole" => {
                let role = given(&self.ram_role_name);
                role.as_deref().map_or(Ok(()), |role| named("ram_role_name", role))?;
                base(Base::Ecs(role))
            }
            "OIDC" => base(Base::Oidc(OidcRecipe {
                provider_arn: needed("oidc_provider_arn", &self.oidc_provider_arn)?,
                token_file: needed("oidc_token_file", &self.oidc_token_file)?.into(),
                role: self.role()?,
                place: self.place(),
            })),
            "RamRoleArn" => {
                let role = Some((self.role()?, self.place()));
                Ok(Step { role, from: From::Base(Base::Keys(self.keys(false)?)) })
            }
            "ChainableRamRoleArn" => {
                let source = needed("source_profile", &self.source_profile)?;
                Ok(Step { role: Some((self.role()?, self.place())), from: From::Profile(source) })
            }
            "" => Err("mode is missing".to_owned()),
            "CloudSSO" | "OAuth" | "External" => {
                Err(format!("mode {mode} needs the vendor's command line tool and is not supported"))
            }
            other => Err(format!("mode {} is not known", word(other))),
        }
    }

    fn keys(self, with_token: bool) -> Result<Snapshot, String> {
        let id = needed("access_key_id", &self.access_key_id)?;
        let full = |secret: Option<Secret>, member| {
            secret.filter(|secret| !secret.is_empty()).ok_or_else(|| format!("{member} is missing"))
        };
        let secret = full(self.access_key_secret, "access_key_secret")?;
        let token = if with_token { Some(full(self.sts_token, "sts_token")?) } else { None };
        Snapshot::checked(id, secret, token)
    }

    fn role(&self) -> Result<Role, String> {
        let options = RoleOptions {
            session_name: given(&self.ram_session_name).or_else(|| given(&self.role_session_name)),
            duration_seconds: self.expired_seconds.filter(|seconds| *seconds != 0),
            policy: given(&self.policy),
            external_id: given(&self.external_id),
        };
        Ok(options.role(needed("ram_role_arn", &self.ram_role_arn)?)?)
    }

    fn place(&self) -> Place {
        Place { region: given(&self.sts_region), vpc: self.enable_vpc }
    }
}

fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

fn needed(member: &str, text: &Option<String>) -> Result<String, String> {
    given(text).ok_or_else(|| format!("{member} is missing"))
}
