//! The role that temporary keys are asked for.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::de::IgnoredAny;

use crate::bounds::session_seconds;
use crate::error::EkycError;

const DEFAULT_SESSION_NAME: &str = "ekyc";
const DURATION: &str = "duration_seconds";
const DEFAULT_DURATION_SECONDS: i64 = 3600;

/// A checked role.
#[derive(Clone)]
pub(super) struct Role {
    arn: String,
    session_name: String,
    duration_seconds: i64,
    policy: Option<String>,
    external_id: Option<String>,
}

/// What is said about a role, by settings, a file or the environment. What is absent gets its default.
#[derive(Clone, Default)]
pub(super) struct RoleOptions {
    pub(super) session_name: Option<String>,
    pub(super) duration_seconds: Option<i64>,
    pub(super) policy: Option<String>,
    pub(super) external_id: Option<String>,
}

/// Which part of a role is wrong, by the setting's name.
#[derive(Debug)]
pub(super) struct Wrong(pub(super) &'static str, pub(super) String);

impl RoleOptions {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        if let Some(name) = &self.session_name {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_');
            if !(2..=64).contains(&name.len()) || !name.chars().all(allowed) {
                return Err(Wrong("role_session_name", "must be 2 to 64 letters, digits and . @ - _".to_owned()));
            }
        }
        if let Some(seconds) = self.duration_seconds
            && let Err(EkycError::InvalidConfiguration { reason, .. }) = session_seconds(DURATION, seconds)
        {
            return Err(Wrong(DURATION, reason));
        }
        if let Some(policy) = &self.policy
            && serde_json::from_str::<HashMap<String, IgnoredAny>>(policy).is_err()
        {
            return Err(Wrong("policy", "is not a JSON object".to_owned()));
        }
        if let Some(id) = &self.external_id {
            no_blanks("external_id", id)?;
        }
        Ok(())
    }

    pub(super) fn role(&self, arn: String) -> Result<Role, Wrong> {
        no_blanks("role_arn", &arn)?;
        self.check()?;
        Ok(Role {
            arn,
            session_name: self.session_name.clone().unwrap_or_else(|| DEFAULT_SESSION_NAME.to_owned()),
            duration_seconds: self.duration_seconds.unwrap_or(DEFAULT_DURATION_SECONDS),
            policy: self.policy.clone(),
            external_id: self.external_id.clone(),
        })
    }
}

/// A name has no blanks; a stray one is a mistake in a file.
pub(super) fn no_blanks(setting: &'static str, text: &str) -> Result<(), Wrong> {
    if text.is_empty() {
        return Err(Wrong(setting, "is empty".to_owned()));
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Wrong(setting, "has a blank or a line break".to_owned()));
    }
    Ok(())
}

impl Role {
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
        let always = [
            ("RoleArn", Cow::from(&*self.arn)),
            ("RoleSessionName", Cow::from(&*self.session_name)),
            ("DurationSeconds", Cow::from(self.duration_seconds.to_string())),
        ];
        let policy = self.policy.iter().map(|policy| ("Policy", Cow::from(&**policy)));
        let external_id = self.external_id.iter().map(|id| ("ExternalId", Cow::from(&**id)));
        always.into_iter().chain(policy).chain(external_id)
    }

    /// What the service's texts may repeat but nobody needs to read.
    pub(super) fn private_values(&self) -> impl Iterator<Item = &str> {
        self.policy.iter().chain(&self.external_id).map(String::as_str)
    }
}

impl From<Wrong> for EkycError {
    fn from(Wrong(setting, reason): Wrong) -> Self {
        Self::configuration(setting, reason)
    }
}

impl From<Wrong> for String {
    fn from(Wrong(setting, reason): Wrong) -> Self {
        format!("{setting} {reason}")
    }
}
