//! The local service, started for one verb and ended with it.

use std::collections::BTreeMap;
use std::fs::File;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::cleanup::temporary_folder;
use crate::process::cmd;
use crate::project::Project;
use crate::running::Running;
use crate::{files, programs};

/// The key that it accepts. Nothing else does.
const KEY_ID: &str = "sandbox-key";
const KEY_SECRET: &str = "sandbox-secret";

/// A running service, which ends when this is dropped and when we are interrupted.
pub struct Sandbox {
    _running: Running,
    /// Where it answers.
    pub endpoint: String,
    /// The environment that leads a sample to it.
    pub environment: BTreeMap<&'static str, String>,
    /// A folder that lives as long as it does.
    pub folder: TempDir,
}

impl Sandbox {
    /// Starts it on a free port, over HTTPS if the options say nothing else.
    pub fn start(project: &Project, options: &[&str]) -> Result<Self> {
        let (program, folder) = (programs::build(project)?.sandbox, temporary_folder()?);
        let [ca, control, log] = ["ca.pem", "control", "stderr"].map(|name| folder.path().join(name));
        let key = ["--access-key-id", KEY_ID, "--access-key-secret", KEY_SECRET];
        let mut command =
            cmd!("{program} --listen 127.0.0.1:0 {options...} --ca-file {ca} --control-file {control} {key...}");
        command.stderr(File::create(&log)?);
        let (running, endpoint) = Running::start(&mut command, |line| line.contains("://127.0.0.1:"))
            .with_context(|| std::fs::read_to_string(&log).unwrap_or_default())?;
        let environment = [
            ("EKYC_ENDPOINT", endpoint.clone()),
            ("EKYC_CA_FILE", ca.display().to_string()),
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID.to_owned()),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEY_SECRET.to_owned()),
        ];
        Ok(Self { _running: running, endpoint, environment: environment.into(), folder })
    }

    /// Where its control plane is, which is a page for people too.
    pub fn control(&self) -> Result<String> {
        Ok(files::read(&self.folder.path().join("control"))?.trim().to_owned())
    }
}
