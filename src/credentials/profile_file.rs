//! What the two sources that read a profile from a file have in common.

use std::path::PathBuf;

use super::ecs::{EcsRole, Metadata};
use super::http::{Http, SourceHttp};
use super::recipe::Steps;
use super::sts::Sts;
use crate::error::EkycError;

/// The variable that names the profile, in either file.
pub(super) const PROFILE: &str = "ALIBABA_CLOUD_PROFILE";

pub(super) struct ProfileFile {
    pub(super) file: Option<PathBuf>,
    pub(super) profile: Option<String>,
    pub(super) steps: Steps,
}

impl ProfileFile {
    pub(super) fn new(
        file: Option<String>,
        profile: Option<String>,
        sts_endpoint: Option<&str>,
        ecs_endpoint: Option<String>,
        http: Option<&SourceHttp>,
    ) -> Result<Self, EkycError> {
        for (setting, value) in [("file", &file), ("profile", &profile)] {
            if value.as_deref() == Some("") {
                return Err(EkycError::configuration(setting, "is empty"));
            }
        }
        let ecs = EcsRole { endpoint: ecs_endpoint, ..EcsRole::default() };
        let http = Http::new(http)?;
        let steps = Steps {
            sts: Sts::new(sts_endpoint, http.clone())?,
            metadata: Metadata::with_endpoint_named("ecs_endpoint", &ecs)?,
            http,
        };
        Ok(Self { file: file.map(PathBuf::from), profile, steps })
    }
}
