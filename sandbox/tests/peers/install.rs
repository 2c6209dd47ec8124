//! What the peers need, installed once and again when it changes.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use super::source;

/// A folder that something is installed into.
pub struct Install(PathBuf);

impl Install {
    /// A command that runs in the folder. A program that is given as a relative path is the folder's.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let program = Path::new(program.as_ref());
        let is_path = program.components().count() > 1 && program.is_relative();
        let mut command = if is_path { Command::new(self.0.join(program)) } else { Command::new(program) };
        command.current_dir(&self.0);
        command
    }

    /// Copies a file of the sources into the folder, under its own name.
    pub fn copy(&self, name: &str) -> Result<(), String> {
        let (from, to) = (source(name), self.0.join(Path::new(name).file_name().unwrap()));
        fs::copy(&from, to).map(|_| ()).map_err(|error| format!("cannot copy {}: {error}", from.display()))
    }
}

/// The folder of a peer, in which `install` has run with these sources as they are now.
pub fn installed(name: &str, sources: &[&str], install: impl FnOnce(&Install) -> Result<(), String>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers").join(name);
    let (files, stamp) = (folder.join("files"), folder.join("installed.txt"));
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap(); // another run of the tests may be at it
    let wanted: String = sources.iter().map(|name| fs::read_to_string(source(name)).unwrap()).collect();
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return files;
    }
    let _ = fs::remove_file(&stamp);
    let _ = fs::remove_dir_all(&files);
    fs::create_dir_all(&files).unwrap();
    install(&Install(files.clone())).unwrap_or_else(|sentence| panic!("{sentence}"));
    fs::write(&stamp, wanted).unwrap();
    files
}

/// Sees to it that a program is there: on Debian, for root, it is installed; elsewhere a sentence says what to install.
pub fn tool(program: &str, debian_packages: &[&str], what: &str) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if is_there(program) {
        return;
    }
    let packages = debian_packages.join(" ");
    let missing = format!("this test needs {what}, and there is no {program}; on Debian: apt-get install {packages}");
    assert!(Path::new("/etc/debian_version").exists() && is_root(), "{missing}");
    quiet(Command::new("apt-get").arg("update"), &missing).unwrap_or_else(|sentence| panic!("{sentence}"));
    let mut apt = Command::new("apt-get");
    apt.args(["install", "-y", "--no-install-recommends"])
        .args(debian_packages)
        .env("DEBIAN_FRONTEND", "noninteractive");
    quiet(&mut apt, &missing).unwrap_or_else(|sentence| panic!("{sentence}"));
    assert!(is_there(program), "{missing}");
}

pub fn is_there(program: &str) -> bool {
    let version = if program == "go" { "version" } else { "--version" };
    let ran =
        Command::new(program).arg(version).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    !matches!(ran, Err(error) if error.kind() == io::ErrorKind::NotFound)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Runs a command whose output matters only if it fails.
pub fn quiet(command: &mut Command, remedy: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{remedy} ({:?}: {error})", command.get_program()))?;
    if output.status.success() {
        return Ok(());
    }
    let [said, errors] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Err(format!("{remedy}\n{said}{errors}"))
}
