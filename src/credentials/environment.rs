//! Credentials from environment variables, by the names that the vendor's SDKs use.

use std::env::{self, VarError};
use std::sync::Arc;

use super::Credentials;
use crate::error::EkycError;

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// Reads the variables once. A variable that is set but empty counts as not set, as in the vendor's SDKs.
pub(super) fn read() -> Result<Arc<Credentials>, EkycError> {
    let id = required(ID)?;
    let secret = required(SECRET)?;
    let credentials = match optional(TOKEN)? {
        Some(token) => Credentials::temporary(id, secret, token),
        None => Credentials::access_key(id, secret),
    };
    credentials.map_err(|error| match error {
        EkycError::Credentials { reason, .. } => EkycError::credentials(format!("environment: {reason}")),
        other => other,
    })
}

fn required(name: &str) -> Result<String, EkycError> {
    optional(name)?.ok_or_else(|| EkycError::credentials(format!("the environment variable {name} is not set")))
}

fn optional(name: &str) -> Result<Option<String>, EkycError> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            Err(EkycError::credentials(format!("the environment variable {name} is not valid text")))
        }
    }
}
