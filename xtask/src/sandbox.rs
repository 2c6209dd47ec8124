//! The local service, started for one verb and ended with it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::running::Running;
use crate::{files, process, programs};

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
    control: PathBuf,
    folder: TemporaryFolder,
}

impl Sandbox {
    /// Starts it over HTTPS on a free port.
    pub fn start(project: &Project) -> Result<Self> {
        Self::start_with(project, &[])
    }

    /// As [`Sandbox::start`], with more options.
    pub fn start_with(project: &Project, options: &[&str]) -> Result<Self> {
        let mut command = process::command(programs::build(project)?.sandbox);
        command.args(["--listen", "127.0.0.1:0"]).args(options);
        Self::launch(command, None)
    }

    /// The program of an image in the image's own root, as its own user, started as a container would but for the ports.
    pub fn of_image(root: &Path, entry: &str) -> Result<Self> {
        let mut command = process::command("chroot");
        command.arg("--userspec=65532:65532").arg(root);
        let is_port = |word: &str| word.contains(":80") || word.contains(":84");
        command.args(entry.split_whitespace().map(|word| if is_port(word) { "127.0.0.1:0" } else { word }));
        Self::launch(command, Some(root))
    }

    /// In the root of an image or here.
    fn launch(mut command: Command, image: Option<&Path>) -> Result<Self> {
        let folder = TemporaryFolder::new()?;
        let here = || folder.path().to_path_buf();
        let (inside, files) = image.map_or_else(|| (here(), here()), |root| ("/ca".into(), root.join("ca")));
        let log = folder.path().join("stderr");
        command.arg("--ca-file").arg(inside.join("ca.pem")).arg("--control-file").arg(inside.join("control"));
        command.args(["--access-key-id", KEY_ID, "--access-key-secret", KEY_SECRET]).stderr(File::create(&log)?);
        let (running, endpoint) = Running::start(&mut command, |line| line.contains("://127.0.0.1:"))
            .with_context(|| std::fs::read_to_string(&log).unwrap_or_default())?;
        let environment = [
            ("EKYC_ENDPOINT", endpoint.clone()),
            ("EKYC_CA_FILE", files.join("ca.pem").display().to_string()),
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", KEY_ID.to_owned()),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", KEY_SECRET.to_owned()),
        ];
        Ok(Self {
            _running: running,
            endpoint,
            environment: environment.into(),
            control: files.join("control"),
            folder,
        })
    }

    /// Where its control plane is, which is a page for people too.
    pub fn control(&self) -> Result<String> {
        Ok(files::read(&self.control)?.trim().to_owned())
    }

    /// A folder that lives as long as it does.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
