//! The local service, started for one verb and ended with it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};

use crate::cleanup::{self, TemporaryFolder};
use crate::project::Project;
use crate::{process, programs};

/// The service needs milliseconds; a machine under load may need more.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running service, which ends when this is dropped and when we are interrupted.
pub struct Sandbox {
    child: Child,
    endpoint: String,
    access_key_id: String,
    access_key_secret: String,
    folder: TemporaryFolder,
}

impl Sandbox {
    /// Starts it over HTTPS on a free port, with keys made for this one life.
    pub fn start(project: &Project) -> Result<Self> {
        Self::start_with(project, &[])
    }

    /// As [`Sandbox::start`], with more options.
    pub fn start_with(project: &Project, options: &[&str]) -> Result<Self> {
        let program = programs::build(project)?.sandbox;
        let folder = TemporaryFolder::new()?;
        let access_key_id = format!("sandbox{}", random_hex(8)?);
        let access_key_secret = random_hex(16)?;
        let log = folder.path().join("stderr");
        let mut command = process::command(&program);
        command.args(["--listen", "127.0.0.1:0", "--port-file"]).arg(folder.path().join("port"));
        command.arg("--ca-file").arg(ca_file(folder.path()));
        command.args(["--access-key-id", &access_key_id, "--access-key-secret", &access_key_secret]);
        command.arg("--control-file").arg(folder.path().join("control")).args(options);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(File::create(&log).context("cannot write the sandbox's log")?);
        let mut child = process::spawn(&mut command)?;
        let lines = read_lines(&mut child)?;
        let mut sandbox = Self { child, endpoint: String::new(), access_key_id, access_key_secret, folder };
        sandbox.endpoint = lines.recv_timeout(PATIENCE).map_err(|_| {
            let words = std::fs::read_to_string(&log).unwrap_or_default();
            anyhow!("the sandbox named no address, only: {}", words.trim())
        })?;
        if !sandbox.endpoint.contains("://127.0.0.1:") {
            bail!("the sandbox's first line should be its address, not `{}`", sandbox.endpoint);
        }
        Ok(sandbox)
    }

    /// Where it answers.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where its control plane is, which is a page for people too.
    pub fn control(&self) -> Result<String> {
        Ok(crate::files::read(&self.folder.path().join("control"))?.trim().to_owned())
    }

    /// A folder that lives as long as it does.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The certificate to trust.
    pub fn ca_file(&self) -> PathBuf {
        ca_file(self.folder.path())
    }

    /// The environment that leads a sample to it.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("EKYC_ENDPOINT", self.endpoint.clone()),
            ("EKYC_CA_FILE", ca_file(self.folder.path()).display().to_string()),
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", self.access_key_id.clone()),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", self.access_key_secret.clone()),
        ]
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let id = self.child.id();
        cleanup::ask_to_end(id);
        // It ends on SIGTERM; there is nothing left to do about one that does not.
        let _ = self.child.wait();
        cleanup::forget_child(id);
    }
}

/// The lines it prints, read to the end so that it never waits for us.
fn read_lines(child: &mut Child) -> Result<Receiver<String>> {
    let output = child.stdout.take().context("the sandbox's output was not connected")?;
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Only the first line is waited for.
            let _ = sender.send(line.trim().to_owned());
        }
    });
    Ok(receiver)
}

fn ca_file(folder: &Path) -> PathBuf {
    folder.join("ca.pem")
}

fn random_hex(bytes: usize) -> Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|problem| anyhow!("the system gives no random numbers: {problem}"))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
