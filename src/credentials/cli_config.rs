//! The file of the vendor's command line tool: which keys a profile begins with, and the roles on the way.

use serde::Deserialize;

use super::environment;
use super::json::plain_kind;
use super::oidc::OidcRecipe;
use super::reason::reason_of;
use super::recipe::{Base, Recipe};
use super::role::{Role, RoleOptions, no_blanks};
use super::snapshot::{Secret, Snapshot};
use super::sts::EndpointHint;
use super::uri::{URI, callable};

#[derive(Deserialize)]
pub(super) struct Config {
    pub(super) current: Option<String>,
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
    credentials_uri: Option<String>,
    sts_region: Option<String>,
    enable_vpc: Option<bool>,
}

/// Follows the profile to the keys it begins with, and collects the roles on the way.
pub(super) fn recipe(config: Config, name: String) -> Result<Recipe, String> {
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
        match step.begins {
            BeginsWith::Base(base) => break base,
            BeginsWith::Profile(source) => seen.push(std::mem::replace(&mut name, source)),
        }
    };
    roles.reverse();
    Ok(Recipe { base, roles })
}

struct Step {
    begins: BeginsWith,
    role: Option<(Role, EndpointHint)>,
}

enum BeginsWith {
    Base(Base),
    Profile(String),
}

/// Whether a mode's keys have a security token.
enum Token {
    None,
    IfGiven,
    Needed,
}

impl Profile {
    fn step(self) -> Result<Step, String> {
        let mode = self.mode.clone().unwrap_or_default();
        let base = |base| Ok(Step { begins: BeginsWith::Base(base), role: None });
        // The tool itself takes its modes in any case.
        match mode.to_ascii_lowercase().as_str() {
            "ak" => base(Base::Keys(self.keys(Token::None)?)),
            "ststoken" => base(Base::Keys(self.keys(Token::Needed)?)),
            "ecsramrole" => base(self.role_of_the_machine()?),
            "oidc" => base(Base::Oidc(OidcRecipe {
                provider_arn: needed("oidc_provider_arn", &self.oidc_provider_arn)?,
                token_file: needed("oidc_token_file", &self.oidc_token_file)?.into(),
                role: self.role()?,
                hint: self.endpoint_hint(),
            })),
            "credentialsuri" => base(self.uri()?),
            "ramrolearn" => {
                let role = Some((self.role()?, self.endpoint_hint()));
                Ok(Step { role, begins: BeginsWith::Base(Base::Keys(self.keys(Token::IfGiven)?)) })
            }
            "ramrolearnwithrolename" => {
                let role = Some((self.role()?, self.endpoint_hint()));
                Ok(Step { role, begins: BeginsWith::Base(self.role_of_the_machine()?) })
            }
            "chainableramrolearn" => {
                let source = needed("source_profile", &self.source_profile)?;
                Ok(Step { role: Some((self.role()?, self.endpoint_hint())), begins: BeginsWith::Profile(source) })
            }
            "" => Err("mode is missing".to_owned()),
            "cloudsso" | "oauth" | "external" => {
                Err(format!("mode {mode} needs the vendor's command line tool and is not supported"))
            }
            "rsakeypair" | "bearertoken" | "anonymous" => Err(format!("mode {mode} is not supported")),
            _ => Err(format!("mode {} is not known", plain_kind(&mode))),
        }
    }

    fn role_of_the_machine(&self) -> Result<Base, String> {
        let role = not_empty(&self.ram_role_name);
        role.as_deref().map_or(Ok(()), |role| no_blanks("ram_role_name", role))?;
        Ok(Base::Ecs(role))
    }

    fn uri(&self) -> Result<Base, String> {
        match not_empty(&self.credentials_uri) {
            Some(text) => Ok(Base::Uri(callable("credentials_uri", &text).map_err(reason_of)?)),
            None => {
                let text = environment::text(URI)?;
                let text = text.ok_or_else(|| format!("credentials_uri is missing, and {URI} is not set"))?;
                Ok(Base::Uri(callable(URI, &text).map_err(reason_of)?))
            }
        }
    }

    fn keys(self, token: Token) -> Result<Snapshot, String> {
        let id = needed("access_key_id", &self.access_key_id)?;
        let full = |secret: Option<Secret>, member| {
            secret.filter(|secret| !secret.is_empty()).ok_or_else(|| format!("{member} is missing"))
        };
        let secret = full(self.access_key_secret, "access_key_secret")?;
        let token = match token {
            Token::None => None,
            Token::IfGiven => self.sts_token.filter(|token| !token.is_empty()),
            Token::Needed => Some(full(self.sts_token, "sts_token")?),
        };
        Snapshot::checked(id, secret, token)
    }

    fn role(&self) -> Result<Role, String> {
        let options = RoleOptions {
            session_name: not_empty(&self.ram_session_name).or_else(|| not_empty(&self.role_session_name)),
            duration_seconds: self.expired_seconds.filter(|seconds| *seconds != 0),
            policy: not_empty(&self.policy),
            external_id: not_empty(&self.external_id),
        };
        Ok(options.role(needed("ram_role_arn", &self.ram_role_arn)?)?)
    }

    fn endpoint_hint(&self) -> EndpointHint {
        EndpointHint { region: not_empty(&self.sts_region), vpc: self.enable_vpc }
    }
}

/// The tool writes empty texts for what is not given.
pub(super) fn not_empty(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

fn needed(member: &str, text: &Option<String>) -> Result<String, String> {
    not_empty(text).ok_or_else(|| format!("{member} is missing"))
}
