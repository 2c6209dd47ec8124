//! A load program at work, the server, and the machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::programs::Program;
use crate::{cleanup, process};

/// A program that was asked something. It ends with this at the latest.
pub struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    shown: String,
}

impl Running {
    /// Starts it.
    pub fn start(program: &Program, asked: &[&str]) -> Result<Self> {
        let mut command = program.command()?;
        command.args(asked).stdin(Stdio::piped()).stdout(Stdio::piped());
        let shown = process::show(&command);
        let mut child = process::spawn(&mut command)?;
        let input = child.stdin.take().context("its input was not connected")?;
        let output = BufReader::new(child.stdout.take().context("its output was not connected")?);
        Ok(Self { child, input, output, shown })
    }

    /// Lets it begin the next stage.
    pub fn go_on(&mut self) -> Result<()> {
        writeln!(self.input).with_context(|| format!("`{}` is gone", self.shown))
    }

    /// The next line that it says.
    pub fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line).context("cannot read what it says")?;
        serde_json::from_str(&line).with_context(|| format!("`{}` said `{}`", self.shown, line.trim()))
    }

    /// Waits for its end, which must be a success.
    pub fn end(mut self) -> Result<()> {
        let status = self.child.wait().context("cannot wait for a program")?;
        ensure!(status.success(), "`{}` failed ({status})", self.shown);
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Neither says anything new of one that has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        cleanup::forget_child(self.child.id());
    }
}

/// The server, in a process of its own.
pub struct Server {
    child: Child,
    endpoint: String,
}

impl Server {
    /// Starts it on a free port.
    pub fn start(program: &Path) -> Result<Self> {
        let mut command = process::command(program);
        command.arg("server").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = process::spawn(&mut command)?;
        let output = child.stdout.take().context("the server's output was not connected")?;
        let mut endpoint = String::new();
        BufReader::new(output).read_line(&mut endpoint).context("the server says no address")?;
        Ok(Self { child, endpoint: endpoint.trim().to_owned() })
    }

    /// Where it answers.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// How many connections it has accepted.
    pub fn connections(&self) -> Result<u64> {
        let stats: Value = serde_json::from_str(&self.ask("/stats")?)?;
        stats.get("connections").and_then(Value::as_u64).context("the server counts no connections")
    }

    /// Every answer comes so late from now on.
    pub fn delay(&self, ms: u32) -> Result<()> {
        self.ask(&format!("/delay?{ms}")).map(|_| ())
    }

    fn ask(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.endpoint.trim_start_matches("http://"))?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: server\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let Some((_, body)) = answer.split_once("\r\n\r\n") else { bail!("the server answered `{answer}`") };
        Ok(body.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
        cleanup::forget_child(self.child.id());
    }
}

/// What runs all this.
pub fn machine() -> Value {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map_or("unknown", |(_, value)| value).trim().to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    json!({
        "processor": field(&read("/proc/cpuinfo"), "model name"), "cores": cores,
        "memory": field(&read("/proc/meminfo"), "MemTotal"),
        "kernel": read("/proc/sys/kernel/osrelease").trim(),
    })
}
