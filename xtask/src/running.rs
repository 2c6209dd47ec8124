//! Programs that go on beside us: each ends when its owner is dropped, and when we are interrupted.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use rustix::process::Signal;

use crate::project::Project;
use crate::toolchain::debian;
use crate::{cleanup, process};

/// A program that goes on.
pub struct Running(Child);

impl Running {
    /// Starts it, waits for the first line it prints that fits, and hands that over. What it prints afterwards is read and forgotten.
    pub fn start(command: &mut Command, fits: impl Fn(&str) -> bool) -> Result<(Self, String)> {
        let mut running = Self(process::spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()))?);
        let output = running.0.stdout.take().context("an output was not connected")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let ready = lines.find(|line| fits(line));
        std::thread::spawn(move || lines.for_each(drop));
        let program = command.get_program().display();
        Ok((running, ready.with_context(|| format!("`{program}` ended before it was ready"))?))
    }

    /// Waits until it ends.
    pub fn wait(&mut self) -> Result<()> {
        self.0.wait().map(|_| ()).context("cannot wait for a program")
    }
}

/// Debian's Redis, by way of which the tests of the languages share a quota.
pub fn install_redis(project: &Project) -> Result<()> {
    debian::install(project, &["redis-server"], "Redis is needed: servers share a quota by way of it.")
}

/// It on a free port, and what the suites are told of it.
pub fn redis(project: &Project) -> Result<(Running, (&'static str, PathBuf))> {
    install_redis(project)?;
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = free.context("there is no free port")?.port();
    let mut command = process::command("redis-server");
    command.args(["--bind", "127.0.0.1", "--save", "", "--logfile", "", "--port", &port.to_string()]);
    let (running, _) = Running::start(&mut command, |line| line.contains("Ready to accept connections"))?;
    Ok((running, ("EKYC_REDIS", format!("redis://127.0.0.1:{port}").into())))
}

impl Drop for Running {
    fn drop(&mut self) {
        cleanup::send(self.0.id(), Signal::TERM);
        // It ends on SIGTERM; there is nothing left to do about one that does not.
        let _ = self.0.wait();
        cleanup::forget_child(self.0.id());
    }
}
