//! A profile of the SDKs' credentials file, `~/.alibabacloud/credentials.ini`.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::environment;
use super::files;
use super::http::SourceHttp;
use super::json::plain_kind;
use super::loaded::{Failure, Loaded};
use super::oidc::OidcRecipe;
use super::profile_file::{PROFILE, ProfileFile};
use super::recipe::{Base, Recipe};
use super::role::{Role, RoleOptions, no_blanks};
use super::snapshot::{Secret, Snapshot};
use super::source::{Loading, Source};
use super::sts::EndpointHint;
use crate::error::EkycError;
use crate::net::endpoint;

const FILE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";
/// The vendor's SDKs for Java and Python look for the first, those for Go, Node and PHP for the second.
const USUAL_PLACES: [&str; 2] = [".alibabacloud/credentials.ini", ".alibabacloud/credentials"];
const DEFAULT_PROFILE: &str = "default";

/// A profile of the vendor's SDKs' credentials file. Types `access_key`, `ram_role_arn`, `oidc_role_arn` and `ecs_ram_role`;
/// `rsa_key_pair` is not supported.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[non_exhaustive]
pub struct IniProfile {
    /// The file. Absent: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials.ini`, else `~/.alibabacloud/credentials`.
    #[uniffi(default)]
    pub file: Option<String>,
    /// The profile's name: the section in the file. Absent: `ALIBABA_CLOUD_PROFILE`, else `default`.
    #[uniffi(default)]
    pub profile: Option<String>,
    /// The Security Token Service's endpoint, for types with a role; as in `OidcRole`. What it holds besides scheme and host is never
    /// printed.
    #[uniffi(default)]
    pub sts_endpoint: Option<String>,
    /// The ECS metadata server, for type `ecs_ram_role`; as in `EcsRole`. What it holds besides scheme and host is never printed.
    #[uniffi(default)]
    pub ecs_endpoint: Option<String>,
    /// How the Security Token Service is reached.
    #[uniffi(default)]
    pub http: Option<SourceHttp>,
}

pub(super) struct IniFile(ProfileFile);

impl IniFile {
    pub(super) fn new(settings: IniProfile) -> Result<Self, EkycError> {
        let IniProfile { file, profile, sts_endpoint, ecs_endpoint, http } = settings;
        ProfileFile::new(file, profile, sts_endpoint.as_deref(), ecs_endpoint, http.as_ref()).map(Self)
    }

    async fn keys(&self) -> Result<Loaded, Failure> {
        let file = match &self.0.file {
            Some(file) => Some(file.clone()),
            None => environment::text(FILE)?.map(PathBuf::from),
        };
        let (path, content) = files::find(file, &USUAL_PLACES).await?;
        let name = match &self.0.profile {
            Some(name) => name.clone(),
            None => environment::text(PROFILE)?.unwrap_or_else(|| DEFAULT_PROFILE.to_owned()),
        };
        let section = section(&path, &content, &name)?;
        let told = |reason| format!("profile {name}: {reason} (in the file {})", path.display());
        if section.is_disabled().map_err(told)? {
            return Err(Failure::NotConfigured(told("enable is false".to_owned())));
        }
        let recipe = section.recipe().map_err(told)?;
        self.0.steps.run(recipe).await
    }
}

impl Source for IniFile {
    fn name(&self) -> &'static str {
        "ini profile"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(self.keys())
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

/// The vendor's SDKs cut a value at `#`, and at `;` after a blank.
fn without_comment(value: &str) -> &str {
    let value = value.split_once('#').map_or(value, |(value, _)| value);
    let semicolon = value.match_indices(';').find(|(at, _)| value.get(..*at).is_none_or(ends_blank));
    semicolon.and_then(|(at, _)| value.get(..at)).unwrap_or(value).trim()
}

fn ends_blank(text: &str) -> bool {
    text.is_empty() || text.ends_with(char::is_whitespace)
}

impl Section {
    fn is_disabled(&self) -> Result<bool, String> {
        match self.not_empty("enable") {
            Some(value) if value.eq_ignore_ascii_case("false") => Ok(true),
            Some(value) if !value.eq_ignore_ascii_case("true") => Err("enable is neither true nor false".to_owned()),
            _ => Ok(false),
        }
    }

    fn recipe(mut self) -> Result<Recipe, String> {
        let kind = self.needed("type")?;
        let (base, roles) = match kind.as_str() {
            "access_key" => (Base::Keys(self.keys()?), Vec::new()),
            "ram_role_arn" => {
                let role = self.role()?;
                (Base::Keys(self.keys()?), vec![(role, EndpointHint::default())])
            }
            "oidc_role_arn" => {
                let oidc = OidcRecipe {
                    provider_arn: self.needed("oidc_provider_arn")?,
                    token_file: self.needed("oidc_token_file_path")?.into(),
                    role: self.role()?,
                    hint: EndpointHint::default(),
                };
                (Base::Oidc(oidc), Vec::new())
            }
            "ecs_ram_role" => {
                let role = self.not_empty("role_name");
                role.as_deref().map_or(Ok(()), |role| no_blanks("role_name", role))?;
                (Base::Ecs(role), Vec::new())
            }
            "rsa_key_pair" => return Err("type rsa_key_pair is not supported".to_owned()),
            other => return Err(format!("type {} is not known", plain_kind(other))),
        };
        Ok(Recipe { base, roles })
    }

    fn keys(&mut self) -> Result<Snapshot, String> {
        let id = self.needed("access_key_id")?;
        let secret = self.0.remove("access_key_secret").filter(|secret| !secret.is_empty());
        let token = self.0.remove("security_token").filter(|token| !token.is_empty());
        Snapshot::checked(id, secret.ok_or_else(|| "access_key_secret is missing".to_owned())?, token)
    }

    fn role(&self) -> Result<Role, String> {
        let options = RoleOptions {
            session_name: self.not_empty("role_session_name"),
            policy: self.not_empty("policy"),
            ..RoleOptions::default()
        };
        Ok(options.role(self.needed("role_arn")?)?)
    }

    fn not_empty(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).map(|value| value.to_string())
    }

    fn needed(&self, name: &str) -> Result<String, String> {
        self.not_empty(name).ok_or_else(|| format!("{name} is missing"))
    }
}

impl fmt::Debug for IniProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IniProfile")
            .field("file", &self.file)
            .field("profile", &self.profile)
            .field("sts_endpoint", &endpoint(&self.sts_endpoint))
            .field("ecs_endpoint", &endpoint(&self.ecs_endpoint))
            .field("http", &self.http)
            .finish()
    }
}
