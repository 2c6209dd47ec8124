//! Credentials from environment variables, by the names that the vendor's SDKs use, and the variables that steer the other sources.

use std::env::{self, VarError};

use zeroize::Zeroizing;

use super::loaded::{Failure, Loaded};
use super::snapshot::Snapshot;
use super::source::{Loading, Source};

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// Reads the keys that the environment has now.
pub(super) fn keys() -> Result<Snapshot, Failure> {
    let id = text(ID)?.ok_or_else(|| not_set(ID))?;
    // An id without its secret is a mistake, not a source that is not used.
    let secret = text(SECRET)?.ok_or_else(|| Failure::Failed(format!("{ID} is set but {SECRET} is not set")))?;
    let token = text(TOKEN)?;
    Ok(Snapshot::checked(id, Zeroizing::new(secret), token.map(Zeroizing::new))?)
}

/// The keys in the environment.
pub(super) struct Environment;

impl Source for Environment {
    fn name(&self) -> &'static str {
        "environment"
    }

    fn load(&self) -> Loading<'_> {
        Box::pin(std::future::ready(keys().map(Loaded::lasting)))
    }
}

/// A variable's value. One that is set but empty counts as not set, as in the vendor's SDKs.
pub(super) fn text(name: &str) -> Result<Option<String>, String> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(format!("the environment variable {name} is not valid text")),
    }
}

/// A switch: `true` or `false` in any case; off if it is not set.
pub(super) fn switch(name: &str) -> Result<bool, String> {
    match text(name)? {
        None => Ok(false),
        Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
        Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
        Some(_) => Err(format!("the environment variable {name} is neither true nor false")),
    }
}

pub(super) fn not_set(name: &str) -> Failure {
    Failure::NotConfigured(format!("{name} is not set"))
}
