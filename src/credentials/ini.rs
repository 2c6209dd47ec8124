//! A profile of the SDKs' credentials file, `~/.alibabacloud/credentials.ini`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::cli_profile::PROFILE;
use super::ecs::{EcsRole, Metadata};
use super::environment;
use super::files;
use super::http::SourceHttp;
use super::json::word;
use super::oidc::OidcRecipe;
use super::recipe::{Base, Recipe, Steps};
use super::role::{Role, RoleOptions, named};
use super::snapshot::{Secret, Snapshot};
use super::source::{Failure, Loaded};
use super::sts::{Place, Sts};
use crate::error::EkycError;

const FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";
const USUAL_PLACE: &str = ".alibabacloud/credentials.ini";
const DEFAULT_PROFILE: &str = "default";

/// A profile of the vendor's SDKs' credentials file. Types `access_key`, `ram_role_arn`, `oidc_role_arn` and `ecs_ram_role`;
/// `rsa_key_pair` is not supported.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct IniProfile {
    /// The file. Absent: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials.ini`.
    #[uniffi(default)]
    pub file: Option<String>,
    /// The profile's name: the section in the file. Absent: `ALIBABA_CLOUD_PROFILE`, else `default`.
    #[uniffi(default)]
    pub profile: Option<String>,
    /// The Security Token Service's endpoint, for types with a role; as in `OidcRole`.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// The ECS metadata server, for type `ecs_ram_role`; as in `EcsRole`.
    #[uniffi(default)]
    pub ecs_endpoint: Option<String>,
    /// How the Security Token Service is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct IniFile {
    file: Option<PathBuf>,
    profile: Option<String>,
    steps: Steps,
}

impl IniFile {
    pub(super) fn new(settings: IniProfile) -> Result<Self, EkycError> {
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
        let file = match &self.file {
            Some(file) => Some(file.clone()),
            None => environment::text(FILE)?.map(PathBuf::from),
        };
        let path = files::find(file, USUAL_PLACE)?;
        let name = match &self.profile {
            Some(name) => name.clone(),
            None => environment::text(PROFILE)?.unwrap_or_else(|| DEFAULT_PROFILE.to_owned()),
        };
        let content = files::read(&path)?;
        let section = section(&path, &content, &name)?;
        let recipe = section.recipe();
        Ok(recipe.map_err(|reason| format!("profile {name}: {reason} (in the file {})", path.display()))?)
    }
}

/// The names and values of one section. Names are compared in small letters.
struct Section(HashMap<String, Secret>);

/// Reads the whole file, so that a mistake in it is told wherever it is, and keeps one section.
fn section(path: &Path, content: &[u8], wanted: &str) -> Result<Section, String> {
    let wrong = |number: usize, what: &str| Err(format!("the file {}, line {}: {what}", path.display(), number + 1));
    let (mut found, mut inside) = (None, None);
    for (number, line) in files::text(path, content)?.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let Some((name, "")) = rest.split_once(']').map(|(name, rest)| (name.trim(), without_comment(rest))) else {
                return wrong(number, "a section's name is not closed by ]");
            };
            inside = Some(name == wanted);
            if name == wanted && found.replace(HashMap::new()).is_some() {
                return wrong(number, "the profile is there twice");
            }
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            return wrong(number, "is neither a section, nor name=value, nor a comment");
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), Zeroizing::new(without_comment(value).to_owned()));
        let twice = match (inside, &mut found) {
            (None, _) => return wrong(number, "stands before the first section"),
            (Some(true), Some(section)) => section.insert(name, value).is_some(),
            _ => false,
        };
        if twice {
            return wrong(number, "the name is there twice");
        }
    }
    found.map(Section).ok_or_else(|| format!("there is no profile {wanted} in the file {}", path.display()))
}

/// The vendor's SDKs cut a value at `#`.
fn without_comment(value: &str) -> &str {
    value.split_once('#').map_or(value, |(value, _)| value).trim()
}

impl Section {
    fn recipe(mut self) -> Result<Recipe, String> {
        let kind = self.needed("type")?;
        let (base, roles) = match kind.as_str() {
            "access_key" => (Base::Keys(self.keys()?), Vec::new()),
            "ram_role_arn" => {
                let role = self.role()?;
                (Base::Keys(self.keys()?), vec![(role, Place::default())])
            }
            "oidc_role_arn" => {
                let oidc = OidcRecipe {
                    provider_arn: self.needed("oidc_provider_arn")?,
                    token_file: self.needed("oidc_token_file_path")?.into(),
                    role: self.role()?,
                    place: Place::default(),
                };
                (Base::Oidc(oidc), Vec::new())
            }
            "ecs_ram_role" => {
                let role = self.given("role_name");
                role.as_deref().map_or(Ok(()), |role| named("role_name", role))?;
                (Base::Ecs(role), Vec::new())
            }
            "rsa_key_pair" => return Err("type rsa_key_pair is not supported".to_owned()),
            other => return Err(format!("type {} is not known", word(other))),
        };
        Ok(Recipe { base, roles })
    }

    fn keys(&mut self) -> Result<Snapshot, String> {
        let id = self.needed("access_key_id")?;
        let secret = self.0.remove("access_key_secret").filter(|secret| !secret.is_empty());
        Snapshot::checked(id, secret.ok_or_else(|| "access_key_secret is missing".to_owned())?, None)
    }

    fn role(&self) -> Result<Role, String> {
        let options = RoleOptions {
            session_name: self.given("role_session_name"),
            policy: self.given("policy"),
            ..RoleOptions::default()
        };
        Ok(options.role(self.needed("role_arn")?)?)
    }

    fn given(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).map(|value| value.to_string())
    }

    fn needed(&self, name: &str) -> Result<String, String> {
        self.given(name).ok_or_else(|| format!("{name} is missing"))
    }
}
