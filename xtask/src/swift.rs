//! SwiftPM for the packages of this repository: its build files stay in cargo's build folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::bindings::library::SWIFT_ARCHIVE;
use crate::project::Project;
use crate::toolchain::swift::Swift;
use crate::{files, process};

/// Where SwiftPM builds a package.
pub fn scratch(project: &Project, package: &Path) -> PathBuf {
    let name = package.strip_prefix(&project.root).unwrap_or(package).to_string_lossy().replace('/', "-");
    project.target.join("swift").join(name)
}

/// Makes a warning an error. For the tests alone: a newer compiler than ours may warn where a person only wants to build.
pub const STRICT: [&str; 2] = ["-Xswiftc", "-warnings-as-errors"];

/// `swift <verb> ...` for a package. The paths stand behind the verb, where `swift package` wants them too.
pub fn command(project: &Project, swift: &Swift, package: &Path, arguments: &[&str]) -> Result<Command> {
    command_in(project, swift, package, &scratch(project, package), arguments)
}

fn command_in(project: &Project, swift: &Swift, package: &Path, scratch: &Path, arguments: &[&str]) -> Result<Command> {
    let mut all: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    all.splice(1..1, ["--package-path".into(), package.into(), "--scratch-path".into(), scratch.into()]);
    swift.swift(project, package, &all)
}

/// Runs the package's tests, or what `more` chooses of them.
pub fn test(project: &Project, more: &[&str], environment: Vec<(&str, PathBuf)>) -> Result<()> {
    let mut command =
        command(project, &Swift::ensure(project)?, &project.swift(), &[&["test"], more, &STRICT].concat())?;
    process::run(command.envs(environment), "The failing test is named above.")
}

/// The tests' probe, linked with the library's debug build that the programs were built with: it alone can be asked to panic.
pub fn debug_probe(project: &Project, swift: &Swift) -> Result<PathBuf> {
    // A folder of its own, because the linker prefers the shared library beside it.
    let archive = project.own("debug-library").join("libekyc.a");
    let built = project.target.join("debug").join(SWIFT_ARCHIVE);
    let _ = std::fs::remove_file(&archive);
    files::parent(&archive)?;
    std::fs::hard_link(&built, &archive).with_context(|| format!("cargo built no {}", built.display()))?;
    let scratch = project.target.join("swift/debug-library");
    let probe = scratch.join("debug/EkycProbe");
    let _ = std::fs::remove_file(&probe); // SwiftPM does not see that the library changed
    let mut command = command_in(project, swift, &project.swift(), &scratch, &["build", "--product", "EkycProbe"])?;
    process::run(command.env("EKYC_LIBRARY", &archive), "The compiler's words are above.")?;
    Ok(probe)
}
