//! Running other programs: one place that cleans the environment, remembers the children and words the failures.

use std::borrow::BorrowMut;
use std::ffi::OsString;
use std::fs::File;
use std::io::stderr;
use std::iter::once;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{cleanup, progress};

/// A command without what `cargo run` added to our environment.
///
/// Cargo puts its build folders into `LD_LIBRARY_PATH`, where a JVM would find a stale debug `libekyc.so` before the
/// one in the jar; and `CARGO_PKG_*` and `CARGO_MANIFEST_*` would make ring's build script run again in every child
/// cargo, because it declares that it depends on them.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    clean(Command::new(program))
}

/// See [`command`].
pub fn clean(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_from_cargo_run) {
            command.env_remove(&name);
        }
    }
    match outside_library_path() {
        Some(path) => command.env("LD_LIBRARY_PATH", path),
        None => command.env_remove("LD_LIBRARY_PATH"),
    };
    command
}

/// A command in the words of a shell: `cmd!("ar crsD {archive} {object}")`. A list is spliced: `{arguments...}`.
macro_rules! cmd {
    ($words:literal) => {{
        let shell = xshell::Shell::new().expect("a folder to stand in");
        $crate::process::clean(xshell::cmd!(shell, $words).into())
    }};
}
pub(crate) use cmd;

/// The cargo that runs us, so that a child uses the same toolchain.
pub fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // One tool's progress bar in a CI log is thousands of lines.
    if std::env::var_os("CI").is_some() && std::env::var_os("CARGO_TERM_PROGRESS_WHEN").is_none() {
        cargo.env("CARGO_TERM_PROGRESS_WHEN", "never");
    }
    cargo
}

/// The same with these words.
pub fn cargo_with(words: &str) -> Command {
    let mut cargo = cargo();
    cargo.args(words.split(' '));
    cargo
}

fn is_from_cargo_run(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.starts_with(prefix))
        || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&name)
}

fn outside_library_path() -> Option<OsString> {
    let all = std::env::var_os("LD_LIBRARY_PATH")?;
    let (program, cargo) =
        (std::env::current_exe().ok()?, PathBuf::from(std::env::var_os("CARGO").unwrap_or_default()));
    let ours = [program.parent(), cargo.ancestors().nth(2)];
    let kept =
        std::env::split_paths(&all).filter(|entry| !ours.iter().flatten().any(|folder| entry.starts_with(folder)));
    std::env::join_paths(kept).ok().filter(|kept| !kept.is_empty())
}

/// Runs a program whose output the person wants to see. It goes to standard error: standard output belongs to the verb.
pub fn run(mut command: impl BorrowMut<Command>, advice: &str) -> Result<()> {
    let command = command.borrow_mut();
    let shown = show(command);
    command.stdin(Stdio::null()).stdout(stderr());
    let status = wait_with_signs_of_life(spawn(command)?)?;
    if !status.success() {
        bail!("`{shown}` failed ({status}). {advice}");
    }
    Ok(())
}

/// Runs a talkative program into a log file, with a sign of life now and then; shows the end of the log if it fails.
pub fn run_logged(mut command: impl BorrowMut<Command>, log: &Path, advice: &str) -> Result<()> {
    let command = command.borrow_mut();
    let shown = show(command);
    fs_err::create_dir_all(log.parent().unwrap_or(log))?;
    let file = File::create(log).with_context(|| format!("cannot write the log {}", log.display()))?;
    let copy = file.try_clone().context("cannot share the log file with the program")?;
    command.stdin(Stdio::null()).stdout(file).stderr(copy);
    let status = wait_with_signs_of_life(spawn(command)?)?;
    if !status.success() {
        let text = std::fs::read(log).unwrap_or_default();
        progress::tail(&String::from_utf8_lossy(&text), 30);
        bail!("`{shown}` failed ({status}); the whole log is {}. {advice}", log.display());
    }
    Ok(())
}

/// Runs a program and keeps both its outputs, whatever its exit status.
pub fn capture(mut command: impl BorrowMut<Command>) -> Result<Output> {
    let command = command.borrow_mut();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    wait_with_output(spawn(command)?)
}

/// Waits for a child made by [`spawn`] and keeps what it wrote into pipes.
pub fn wait_with_output(child: Child) -> Result<Output> {
    let id = child.id();
    let output = child.wait_with_output().context("cannot wait for a program");
    cleanup::forget_child(id);
    output
}

/// The standard output of a program that must succeed.
pub fn text(mut command: impl BorrowMut<Command>, advice: &str) -> Result<String> {
    let command = command.borrow_mut();
    let output = capture(&mut *command)?;
    if !output.status.success() {
        progress::tail(&String::from_utf8_lossy(&output.stderr), 30);
        bail!("`{}` failed ({}). {advice}", show(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Starts a program and remembers it, so that it ends when we are interrupted.
pub fn spawn(command: &mut Command) -> Result<Child> {
    let child = command.spawn().with_context(|| {
        let program = command.get_program().display();
        format!("cannot start `{program}`; check that it is installed and on PATH, or run `cargo xtask setup`")
    })?;
    cleanup::remember_child(child.id());
    Ok(child)
}

fn wait_with_signs_of_life(mut child: Child) -> Result<ExitStatus> {
    let started = Instant::now();
    let (done, waiting) = channel::<()>();
    std::thread::spawn(move || {
        while waiting.recv_timeout(Duration::from_secs(20)) == Err(RecvTimeoutError::Timeout) {
            progress::note(&format!("still at it, {}", progress::seconds(started.elapsed())));
        }
    });
    let status = child.wait().context("cannot wait for a program");
    cleanup::forget_child(child.id());
    drop(done);
    status
}

/// The program and its arguments, without the environment, which may hold keys.
pub fn show(command: &Command) -> String {
    let mut words = vec![command.get_program().display().to_string()];
    words.extend(command.get_args().map(|word| word.display().to_string()));
    words.join(" ")
}

/// The words by which a script starts it, with what it adds to the environment.
pub fn told(command: &Command) -> Vec<String> {
    let added = command.get_envs().filter_map(|(name, value)| Some(format!("{}={}", name.display(), value?.display())));
    let words = once(command.get_program()).chain(command.get_args()).map(|word| word.display().to_string());
    once("env".to_owned()).chain(added).chain(words).collect()
}

/// Where a program is on PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_blanks_stay_one_and_lists_are_spliced() {
        let (one, more) = (Path::new("a b"), ["c", "d e"]);
        assert_eq!(text(cmd!("printf %s, {one} {more...} {one}.x"), "").unwrap(), "a b,c,d e,a b.x,");
    }
}
