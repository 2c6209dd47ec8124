//! Debian's Redis, by way of which the tests of the languages share a quota.

use std::net::TcpListener;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use crate::running::Running;
use crate::toolchain::debian;

/// A server that ends with this.
pub struct Redis {
    _running: Running,
    port: u16,
}

impl Redis {
    /// Installs it where that is possible.
    pub fn ensure(project: &Project) -> Result<()> {
        debian::install(project, &["redis-server"], "Redis is needed: servers share a quota by way of it.")
    }

    /// Starts it on a free port.
    pub fn start(project: &Project) -> Result<Self> {
        Self::ensure(project)?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.context("there is no free port")?.port();
        let mut command = process::command("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--logfile", "", "--port", &port.to_string()]);
        let (running, _) = Running::start(&mut command, |line| line.contains("Ready to accept connections"))?;
        Ok(Self { _running: running, port })
    }

    /// What the suites are told of it.
    pub fn variable(&self) -> (&'static str, PathBuf) {
        ("EKYC_REDIS", format!("redis://127.0.0.1:{}", self.port).into())
    }
}
