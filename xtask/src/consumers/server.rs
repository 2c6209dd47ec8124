//! A Ktor server under load, told to end as every server is.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Strangers;
use crate::{cleanup, process};

/// A JVM needs a second; a machine under load may need more.
const PATIENCE: Duration = Duration::from_secs(120);

/// The exit status of a Java program that SIGTERM ended, after its shutdown hooks.
const TERMINATED: i32 = 128 + 15;

/// Two hundred calls at once, then SIGTERM.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let mut command = strangers.java(&strangers.maven.jdk, "-cp @server app.ServerKt")?;
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut server = process::spawn(&mut command)?;
    let output = server.stdout.take().context("the server's output was not connected")?;
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody listens any more once the check has failed.
            let _ = sender.send(line);
        }
    });
    let loaded = lines
        .recv_timeout(PATIENCE)
        .context("the server did not say where it listens")
        .and_then(|line| line.strip_prefix("listening on ").map(str::to_owned).context("it said something else"))
        .and_then(|port| strangers.run(&format!("-cp @server app.LoadKt {port}")));
    cleanup::ask_to_end(server.id());
    let status = process::wait(server)?;
    loaded?.said("200 transactions")?;
    let rest: Vec<String> = lines.iter().collect();
    ensure!(
        rest == ["stopped: EkycClient(closed), told of calls: true"],
        "the server should close its client when it ends; it said {rest:?}"
    );
    ensure!(status.code() == Some(TERMINATED), "the server should end by SIGTERM, not with {status}");
    Ok(())
}
